"""Somebody with a browser: reads a page, fills in the form that is on it, and sends it."""

import html as entities
import re
from typing import Any

from tests.pages import CheckedClient, Page, hidden_fields

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}

# What people and machines write into an address where a number or a word belongs.
ODD_VALUES = (
    "",
    "-1",
    "0",
    "1.5",
    "1e9",
    "99999999999999999999999999",
    "0x10",
    "٣",
    "²",
    "abc",
    "null",
    "a\0b",
    "\r\nSet-Cookie: a=b",
    "%",
    "🌶️",
    "<script>alert(1)</script>",
    "\"'><svg onload=alert(1)>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "x" * 10_000,
)


class Visitor:
    """A browser without JavaScript; `submit` sends what the page's own form would send."""

    def __init__(self, client: CheckedClient) -> None:
        self.client = client
        self.get = client.get
        self.page = client.page

    def submit(
        self, page: str, action: str, headers: dict[str, str] | None = None, **typed: Any
    ) -> Any:
        """Open a page and send its form to `action`, with these fields filled in."""
        fields = self.fields(page, action)
        return self.client.post(action, data={**fields, **typed}, headers=headers)

    def fields(self, page: str, action: str) -> dict[str, str]:
        """The hidden fields of the form on `page` that posts to `action`."""
        return hidden_fields(self.get(page).get_data(as_text=True), action)

    def post(
        self, action: str, data: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> Any:
        """Send a form that no page shows, with the token a page would have given."""
        data = {**(data or {}), "csrf_token": self.token()}
        return self.client.post(action, data=data, headers=headers)

    def token(self) -> str:
        """A form token of this browser, from a page that is there for everybody in the room."""
        page = Page(self.get("/latihan").get_data(as_text=True))
        return next(row["value"] for row in page.all("input") if row.get("name") == "csrf_token")


def text_of(answer: Any) -> str:
    """What is read on a page, white space folded."""
    return Page(answer.get_data(as_text=True)).text


def said_at(answer: Any, field: str) -> str:
    """The message that stands at a field."""
    html = answer.get_data(as_text=True)
    found = re.search(rf'<p class="error" id="g-{field}">(.*?)</p>', html, re.S)
    return _plain(found[1]) if found else ""


def said_on_top(answer: Any) -> list[str]:
    """The messages of the summary on top of a form, each of which leads to its field."""
    html = answer.get_data(as_text=True)
    summary = html.split('id="ringkasan-galat"')[1].split("</ul>")[0]
    return [_plain(line) for line in re.findall(r"<a href=\"#[\w-]+\">(.*?)</a>", summary, re.S)]


def value_of(answer: Any, name: str) -> str:
    """What a form's field holds."""
    page = Page(answer.get_data(as_text=True))
    return next(row.get("value", "") for row in page.all("input") if row.get("name") == name)


def section(answer: Any, name: str) -> str:
    """The HTML from the element with this id to the end of that kind of element."""
    html = answer.get_data(as_text=True)
    found = re.search(rf'<(\w+)\b[^>]*\bid="{name}"', html)
    assert found, f"no #{name}"
    return html[found.start() :].split(f"</{found[1]}>")[0]


def _plain(html: str) -> str:
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).split())
