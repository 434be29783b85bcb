"""The page for partners: open to everybody, equal to what the API does."""

import re

import rooms
from formats.refusals.partner import ANSWERS, REFUSAL_CODES
from views.participant.partner_docs import BASE, ENDPOINTS, EXAMPLES


def test_a_stranger_reads_how_to_sign(client, room) -> None:
    page = client.page("/mitra/dokumentasi")
    assert page.h1 == "Dokumentasi untuk mitra"
    # printf %s TEXT | openssl dgst -sha1 -hmac kunci-contoh, with the text as the page shows it
    assert "46a725c49bb87fa9f4b4c452aaa401b5ee17edb6" in page.text


def test_it_names_every_address_there_is(app, client, room) -> None:
    there = {
        rule.rule.removeprefix(BASE)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(f"{BASE}/") and "<" not in rule.rule
    }
    assert {one.path for one in ENDPOINTS} == there
    text = client.page("/mitra/dokumentasi").text
    assert all(path in text for path in there)


def test_it_names_every_refusal(client, room) -> None:
    text = client.page("/mitra/dokumentasi").text
    codes = [said.code for said in ANSWERS.values()] + list(REFUSAL_CODES.values())
    assert all(code in text for code in codes)


def test_it_shows_the_examples_as_they_are_run(client, room) -> None:
    text = client.page("/mitra/dokumentasi").text
    for file in EXAMPLES.iterdir():
        assert " ".join(file.read_text().split()) in text, file.name


def test_its_commands_work_as_typed(client, room) -> None:
    text = client.page("/mitra/dokumentasi").text
    assert f"export PRAKERJA_MODE=training ROOM={rooms.current()}" in text
    assert ".venv/bin/flask partner add" in text and "sign_key" in text
    for name in re.findall(r"environ\[\"([A-Z_]+)\"\]", (EXAMPLES / "python.py").read_text()):
        assert f"export {name}=" in text
    assert "hanya bisa dipakai sekali" in text
