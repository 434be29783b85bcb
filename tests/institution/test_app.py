"""The institution as a whole: forms of its own pages only, odd values, what a browser may do."""

import re

import pytest


def test_a_form_of_another_page_is_not_taken(browser) -> None:
    for path in ("/masuk", "/kode", "/kelas/1/hadir/1", "/pelatih", "/pelatih/kosongkan"):
        assert browser.client.post(path, data={"token": "salah"}).status_code == 400
        assert browser.client.post(path).status_code == 400


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "'; --", "\x00", "é" * 300, "🙂"])
def test_odd_values_break_nothing(browser, value) -> None:
    for path, field in (("/kode", "kode"), ("/email", "email")):
        browser.post(path, **{field: value})
        assert browser.answer.status_code < 500
        assert b"<script>alert" not in browser.answer.data
    browser.get("/kembali?state=" + "x" * 5000)
    assert browser.answer.status_code == 404


def test_a_browser_may_be_sent_to_the_programme_and_nowhere_else(browser) -> None:
    browser.get("/")
    policy = browser.answer.headers["Content-Security-Policy"]
    allowed = re.search(r"form-action ([^;]+)", policy)[1].split()
    assert sorted(allowed) == ["'self'", "http://127.0.0.1:1", "http://program.test"]
    assert "script-src" not in policy and "default-src 'none'" in policy
    assert browser.client.get("/gaya.css").mimetype == "text/css"
    assert browser.client.get("/tidak-ada").status_code == 404
