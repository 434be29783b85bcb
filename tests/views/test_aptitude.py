"""«Tes» as a browser without JavaScript sees it."""

import re

import pytest

from actions import aptitude
from models import AptitudeAnswer, AptitudeTest, db
from queries.aptitude import progress_of
from rules.aptitude import BY_CODE
from rules.aptitude_items import BANK
from tests.visitor import ODD_VALUES, PARTIAL, Visitor, said_at, said_on_top, text_of

START = "2024-08-03 09:00"
LATE = "2024-08-03 09:25:01"


@pytest.fixture
def ani(room, someone, at):
    with at(START):
        yield someone.registered(profile_completed_at=None)


@pytest.fixture
def browser(ani, sign_in):
    return Visitor(sign_in(ani))


@pytest.fixture
def begun(ani, browser):
    browser.submit("/tes", "/tes")
    return browser


def go(answer):
    assert answer.status_code == 303
    return answer.headers["Location"]


def give(browser, place, letter, **more):
    return browser.submit(f"/tes/{place}", f"/tes/{place}", jawaban=letter, **more)


def test_the_introduction_says_what_it_is_and_that_it_decides_nothing(browser) -> None:
    text = browser.page("/tes").text
    assert "18 soal" in text and "25 menit" in text and "Mulai tes" in text
    assert "Tes ini tidak menentukan lolos atau tidak" in text
    assert "di HP lain" in text
    assert not AptitudeTest.select().exists()


def test_who_is_not_verified_is_shown_the_way(room, someone, sign_in) -> None:
    browser = Visitor(sign_in(someone.registered(identity_verified_at=None)))
    page = browser.page("/tes")
    assert "Verifikasi akunmu dulu" in page.text
    assert not [form for form in page.all("form") if form.get("action") == "/tes"]
    answer = browser.post("/tes")
    assert answer.status_code == 409 and "Verifikasi akunmu dulu" in text_of(answer)


def test_beginning_twice_gives_the_same_test(browser, ani) -> None:
    assert go(browser.submit("/tes", "/tes")) == "/tes/1"
    items = progress_of(ani).test.items
    assert go(browser.post("/tes")) == "/tes/1"
    assert progress_of(ani).test.items == items


def test_the_whole_test_from_the_first_question_to_the_result(begun, ani) -> None:
    for place, code in enumerate(progress_of(ani).test.items, start=1):
        page = begun.page(f"/tes/{place}")
        assert f"Soal {place} dari 18" in page.text and "pukul 09.25 WIB" in page.text
        after = go(give(begun, place, BY_CODE[code].right or "a"))
        assert after == (f"/tes/{place + 1}" if place < 18 else "/tes/periksa")
    assert "Semua soal sudah dijawab" in begun.page("/tes/periksa").text
    assert go(begun.submit("/tes/periksa", "/tes/periksa")) == "/tes/selesai"
    text = begun.page("/tes/selesai").text
    assert "16 dari 16 soal kamu jawab benar" in text and "2 dari 2 benar" in text
    assert "Tes ini tidak menentukan lolos atau tidak" in text
    assert not re.search(r"\b(lulus|gagal)\b", text)


def test_it_goes_on_where_the_first_question_is_open_on_any_device(begun, ani, app) -> None:
    give(begun, 1, "a")
    give(begun, 2, "b")
    text = begun.page("/tes").text
    assert "Lanjutkan" in text and "2 dari 18 soal" in text
    links = [row["href"] for row in begun.page("/tes").all("a")]
    assert "/tes/3" in links
    assert go(begun.post("/tes")) == "/tes/3"


def test_a_saved_answer_is_shown_and_can_be_changed(begun, ani) -> None:
    give(begun, 1, "c")
    chosen = [row["value"] for row in begun.page("/tes/1").all("input") if "checked" in row]
    assert chosen == ["c"]
    give(begun, 1, "d")
    assert list(progress_of(ani).answers.values()) == ["d"]
    assert "1 dari 18 terjawab" in begun.page("/tes/2").text


def test_an_empty_answer_passes_and_keeps_what_was_saved(begun, ani) -> None:
    give(begun, 1, "c")
    assert go(begun.submit("/tes/1", "/tes/1")) == "/tes/2"
    assert list(progress_of(ani).answers.values()) == ["c"]
    page = begun.page("/tes/periksa")
    assert "17 soal belum dijawab" in page.text
    assert "/tes/2?dari=periksa" in [row["href"] for row in page.all("a")]


def test_from_the_check_one_comes_back_to_it(begun) -> None:
    here = "/tes/5?dari=periksa"
    assert go(begun.submit(here, here, jawaban="a")) == "/tes/periksa"


def test_going_back_saves_too(begun, ani) -> None:
    assert go(give(begun, 3, "b", lalu="sebelumnya")) == "/tes/2"
    assert len(progress_of(ani).answers) == 1
    assert "Sebelumnya" not in begun.page("/tes/1").text
    assert go(give(begun, 1, "b", lalu="sebelumnya")) == "/tes/1"


@pytest.mark.parametrize("value", [v for v in ODD_VALUES if v], ids=lambda v: ascii(v)[:20])
def test_whatever_is_sent_is_never_a_broken_page(begun, value) -> None:
    answer = give(begun, 1, value)
    assert answer.status_code == 422
    assert said_at(answer, "jawaban") == "Pilih satu jawaban dari daftar ini"
    assert said_on_top(answer) == ["Pilih satu jawaban dari daftar ini"]
    assert not AptitudeAnswer.select().exists()


def test_htmx_gets_the_question_alone(begun) -> None:
    answer = begun.submit("/tes/1", "/tes/1", headers=PARTIAL, jawaban="z")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and html.strip().startswith('<div id="soal">')
    saved = begun.submit("/tes/1", "/tes/1", headers=PARTIAL, jawaban="a")
    assert saved.status_code == 204 and saved.headers["HX-Redirect"] == "/tes/2"


@pytest.mark.parametrize("place", [0, 19, 999999999999999999999])
def test_a_place_that_is_not_there(begun, place) -> None:
    assert begun.get(f"/tes/{place}").status_code == 404


@pytest.mark.parametrize("path", ["/tes/1", "/tes/periksa", "/tes/selesai"])
def test_before_it_begins_every_page_leads_to_the_introduction(browser, path) -> None:
    assert browser.get(path).headers["Location"] == "/tes"


def test_the_result_waits_for_the_sending(begun) -> None:
    assert begun.get("/tes/selesai").headers["Location"] == "/tes"


def test_sending_twice_is_harmless(begun) -> None:
    begun.submit("/tes/periksa", "/tes/periksa")
    assert go(begun.post("/tes/periksa")) == "/tes/selesai"
    for path in ("/tes", "/tes/1", "/tes/periksa"):
        assert begun.get(path).headers["Location"] == "/tes/selesai"


def test_an_answer_after_sending_is_refused(begun) -> None:
    begun.submit("/tes/periksa", "/tes/periksa")
    answer = begun.post("/tes/1", {"jawaban": "a"})
    assert answer.status_code == 409 and "Tesmu sudah terkirim" in text_of(answer)


def test_an_answer_after_the_time_is_refused_and_the_rest_is_sent(begun, ani, at) -> None:
    give(begun, 1, "a")
    fields = begun.fields("/tes/2", "/tes/2")
    with at(LATE):
        answer = begun.client.post("/tes/2", data={**fields, "jawaban": "b"})
        text = text_of(answer)
        assert answer.status_code == 409 and "Waktu tes sudah habis" in text
        assert "3 Agustus 2024 pukul 09.25 WIB" in text
        assert "Waktunya habis" in begun.page("/tes/selesai").text
    assert progress_of(ani).submitted and len(progress_of(ani).answers) == 1


@pytest.mark.parametrize("path", ["/tes", "/tes/1", "/tes/periksa"])
def test_looking_after_the_time_sends_the_test(begun, ani, at, path) -> None:
    with at(LATE):
        assert begun.get(path).headers["Location"] == "/tes/selesai"
    assert progress_of(ani).ended_by_time


def test_the_result_leads_on(begun, ani) -> None:
    aptitude.submit(ani)
    assert "Lengkapi data diri" in begun.page("/tes/selesai").text


@pytest.mark.parametrize("item", BANK, ids=lambda item: item.code)
def test_every_item_can_be_shown(begun, ani, item) -> None:
    with db.atomic():
        AptitudeTest.update(items=[item.code]).execute()
    answer = begun.get("/tes/1")
    html, text = answer.get_data(as_text=True), text_of(answer)
    assert answer.status_code == 200 and item.prompt in text
    assert all(option in text for option in item.options)
    assert item.why not in text or item.topic == "reading"
    if item.figure and item.figure.kind != "table":
        assert 'role="img"' in html and "<title" in html and "<desc" in html
        for label, value in item.figure.points:
            assert f"{label}: {value} {item.figure.unit}" in text
    elif item.figure:
        assert html.count('scope="row"') == len(item.figure.rows)


def test_a_question_costs_few_statements(begun, monkeypatch) -> None:
    for place in range(1, 10):
        give(begun, place, "a")
    said, ask = [], db.execute_sql
    monkeypatch.setattr(
        db,
        "execute_sql",
        lambda sql, *more, **named: (said.append(sql), ask(sql, *more, **named))[1],
    )
    begun.page("/tes/10")
    assert len([sql for sql in said if "aptitude" in sql]) == 2
