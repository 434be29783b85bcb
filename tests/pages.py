"""The page checker: every HTML answer of every test passes through it."""

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

BANNED = (
    r"\bAnda\b",
    r"Rp\s\d",  # «Rp1.000», never with a space
    r"Rp\d+(?:\.\d{3})*,\d",
    r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b",  # dates in figures
    r"\b(?:19|20)\d\d-\d\d-\d\d\b",
    r"\bNone\b",
    r"\bklik di sini\b",
    r"\bUndefined\b",
)
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
VOID |= {"path", "circle", "rect", "use", "line", "polyline"}
SHOWN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")


class Page(HTMLParser):
    """What the checker knows of a page: its elements, ids, texts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text_parts: list[str] = []
        self.open: list[str] = []
        self.problems: list[str] = []
        self.h1 = self.title = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag not in self.open:
            self.problems.append(f"</{tag}> closes nothing")
            return
        while (last := self.open.pop()) != tag:
            if last not in ("p", "li", "option", "dt", "dd", "tr", "td", "th"):
                self.problems.append(f"<{last}> is not closed before </{tag}>")

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside in ("script", "style"):
            return
        if "h1" in self.open:
            self.h1 += data
        if inside == "title":
            self.title += data
        self.text_parts.append(data)

    @property
    def text(self) -> str:
        """All that is read, white space folded."""
        shown = [
            value
            for _, attributes in self.elements
            for name, value in attributes.items()
            if name in SHOWN_ATTRIBUTES
        ]
        return " ".join(" ".join(self.text_parts + shown).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such element."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """Every id on the page."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


def problems_of(html: str, fragment: bool = False) -> list[str]:
    """Everything wrong with a page; a fragment need not be whole."""
    page = Page(html)
    found = list(page.problems)
    if not fragment:
        found += _frame(page)
    found += _ids(page)
    found += _forms(page)
    found += _html_law(page)
    for pattern in BANNED:
        if match := re.search(pattern, page.text):
            around = page.text[max(0, match.start() - 40) : match.end() + 40]
            found.append(f"the text says {match[0]!r}: …{around}…")
    return found


def _frame(page: Page) -> list[str]:
    found = []
    h1 = len(page.all("h1"))
    if h1 != 1:
        found.append(f"{h1} h1 on the page")
    if not page.title.strip():
        found.append("no title")
    html = page.all("html")
    if not html or html[0].get("lang") != "id":
        found.append("html has no lang=id")
    if "isi" not in page.ids:
        found.append("no #isi")
    if "pengumuman" not in page.ids:
        found.append("no #pengumuman")
    return found


def _ids(page: Page) -> list[str]:
    found = [f"id {name!r} twice" for name in set(page.ids) if page.ids.count(name) > 1]
    for _, attributes in page.elements:
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            for target in attributes.get(name, "").split():
                if target not in page.ids:
                    found.append(f"{name}={target!r} leads nowhere")
        target = attributes.get("hx-target", "")
        if target.startswith("#") and target[1:] not in page.ids:
            found.append(f"hx-target {target!r} is not on the page")
    return found


def _forms(page: Page) -> list[str]:
    found = []
    labelled = {attributes.get("for") for attributes in page.all("label")}
    for tag in ("input", "textarea", "select"):
        for field in page.all(tag):
            if field.get("type") in ("hidden", "submit"):
                continue
            if field.get("id") not in labelled and "aria-label" not in field:
                found.append(f"<{tag} name={field.get('name')!r}> has no label")
            if "required" in field:
                found.append(f"<{tag} name={field.get('name')!r}> uses required")
            if field.get("type") == "number":
                found.append(f"<{tag} name={field.get('name')!r}> is type=number")
    forms = page.all("form")
    found += ["a form without action" for form in forms if not form.get("action")]
    posts = [form for form in forms if form.get("method", "get").lower() == "post"]
    tokens = [field for field in page.all("input") if field.get("name") == "csrf_token"]
    if len(tokens) < len(posts):
        found.append(f"{len(posts)} POST forms, {len(tokens)} CSRF tokens")
    return found


def _html_law(page: Page) -> list[str]:
    found = []
    for tag, attributes in page.elements:
        for name in attributes:
            if name == "style" or name.startswith(("on", "hx-on")):
                found.append(f"<{tag}> has {name}=")
        if "hx-get" in attributes and not (tag == "a" and attributes.get("href")):
            found.append(f"<{tag}> has hx-get without being a link")
        posts = tag == "form" and "hx-post" in attributes
        if posts and attributes["hx-post"] != attributes.get("action"):
            found.append("hx-post and action differ")
        if tag == "a" and not attributes.get("href"):
            found.append("a link without href")
        if tag == "script" and "src" not in attributes:
            found.append("an inline script")
    return found


class CheckedClient(FlaskClient):
    """A test client that fails on any page the checker finds fault with."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.status_code != 500:
            html = answer.get_data(as_text=True)
            if html and answer.status_code not in (204, 301, 302, 303, 308):
                fragment = "<html" not in html
                problems = problems_of(html, fragment)
                assert not problems, f"{answer.request.path}: " + "; ".join(problems)
        return answer

    def page(self, path: str, **kwargs: Any) -> Page:
        """The page at a path, which must be there."""
        answer = self.get(path, **kwargs)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
        return Page(answer.get_data(as_text=True))

    def form(self, path: str, action: str | None = None) -> dict[str, str]:
        """The hidden fields of the page's POST form (the one with this action, if given)."""
        html = self.get(path).get_data(as_text=True)
        return hidden_fields(html, action or path)


def hidden_fields(html: str, action: str) -> dict[str, str]:
    """Names and values of the hidden inputs of the form with this action."""
    for form in re.findall(r"<form\b.*?</form>", html, re.S):
        page = Page(form)
        if page.all("form")[0].get("action") == action:
            return {
                field["name"]: field.get("value", "")
                for field in page.all("input")
                if field.get("type") == "hidden"
            }
    raise AssertionError(f"no form posts to {action}")
