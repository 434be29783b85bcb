"""A phone: Chromium at 360×640, with or without JavaScript, htmx from the cached copy of its CDN file."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

import htmx

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Beside the browser we ask the server directly: on a connection that is not kept, because the
# server may close one that rested just as it is used again.
ONE_BY_ONE = {"Connection": "close"}


def start(playwright: Playwright) -> Browser:
    """The machine's Chromium, else Playwright's own; without one the tests fail."""
    installed = shutil.which("chromium") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)


class Phone:
    """One person's browser in one room of a running server."""

    def __init__(self, page: Page, address: str, room: str) -> None:
        self.page = page
        self.address = address
        self.room = room
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        # A 4xx answer is a page like any other; the browser reports it as an error all the same.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> None:
        """Go to a path of the server; the answer must be a page."""
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.status < 400, (path, answer and answer.status)

    def press(self, name: str) -> None:
        """Press the button, or follow the link, that says this; waits for what it brings."""
        target = self.page.get_by_role("button", name=name, exact=True)
        if target.count() == 0:
            target = self.page.get_by_role("link", name=name, exact=True)
        target.first.click()
        self.page.wait_for_load_state()

    def heading(self, text: str) -> None:
        """The page's h1 says this (waits for it)."""
        self.page.locator("h1", has_text=text).first.wait_for()

    def step(self) -> str:
        """What the dashboard says is next."""
        self.open("/dasbor")
        return self.page.locator("#langkah h2").inner_text()

    def text(self) -> str:
        """All that is read on the page."""
        return " ".join(self.page.locator("body").inner_text().split())

    def sign_in(self, email: str, password: str) -> None:
        """By the form, in the phone's room."""
        self.open(f"/masuk?ruang={self.room}")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=sandi]", password)
        self.press("Masuk")
        self.heading("Masukkan kode dari emailmu")
        self.page.fill("input[name=otp]", self.code_for(email))
        self.page.locator("#masuk-kode").click()
        self.page.wait_for_url(re.compile(r"/(dasbor|petugas)$"))

    def code_for(self, address: str) -> str:
        """The six digits in the newest message to a phone or e-mail address."""
        found = re.search(r": (\d{6})\.", self.newest_message(address)["text"])
        assert found
        return found[1]

    def link_for(self, address: str) -> str:
        """The path of the link in the newest message to an e-mail address."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.newest_message(address)["text"])
        assert found
        return found[1]

    def newest_message(self, to: str) -> dict[str, str]:
        """The newest message the room sent to a phone or address."""
        answer = self.page.request.get(
            f"{self.address}/latihan/kotak-masuk.json?untuk={to}", headers=ONE_BY_ONE
        )
        return json.loads(answer.text())[0]

    def trainer(self, path: str, **fields: str) -> None:
        """Post to the trainer's panel, with the form token of its page."""
        panel = self.page.request.get(f"{self.address}/latihan", headers=ONE_BY_ONE).text()
        token = panel.split('name="csrf_token" value="')[1].split('"')[0]
        answer = self.page.request.post(
            self.address + path,
            form={**fields, "csrf_token": token},
            headers={"Sec-Fetch-Site": "same-origin", **ONE_BY_ONE},
        )
        assert answer.ok, (path, answer.status)

    def at(self, moment: str) -> None:
        """Move the room's clock (WIB); what became due is done."""
        self.trainer("/latihan/waktu", waktu=moment)


@contextmanager
def phone(
    browser: Browser, address: str, room: str, javascript: bool = True, **options: Any
) -> Iterator[Phone]:
    """A fresh browser; at the end it must not have complained about anything."""
    context = browser.new_context(
        viewport={"width": 360, "height": 640},
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        java_script_enabled=javascript,
        has_touch=True,
        **options,
    )
    # Chromium checks the page's hash on this answer too: a wrong file would not run.
    context.route(
        "https://cdn.jsdelivr.net/**",
        lambda route: route.fulfill(
            path=htmx.CACHE,
            content_type="application/javascript",
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    context.set_default_timeout(15_000)
    used = Phone(context.new_page(), address, room)
    try:
        yield used
        assert not used.complaints, used.complaints
    finally:
        context.close()
