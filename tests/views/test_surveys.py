"""The survey pages as a browser without JavaScript sees them, and the fragments htmx asks for."""

import re
from datetime import datetime, timedelta

import flask
import pytest
from flask_wtf.csrf import generate_csrf

import clock
from actions import surveys
from models import Survey
from queries.surveys import survey_of
from rules.questions import part, sample_answers
from tests.survey_people import (
    SURVEY_DAY,
    WIB,
    accepted,
    received_first_incentive,
    survey_payment,
)

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def sari(room):
    participant = received_first_incentive()
    with clock.stopped_at(SURVEY_DAY):
        yield participant


@pytest.fixture
def visitor(sari, client, sign_in):
    return Visitor(sign_in(sari))


class Visitor:
    """A signed-in client that sends the form token with every POST."""

    def __init__(self, client):
        self.client = client
        self.get = client.get

    def post(self, path, data=(), headers=None):
        app = self.client.application
        with app.test_request_context():
            token, raw = generate_csrf(), flask.session["csrf_token"]
        with self.client.session_transaction() as session:
            session["csrf_token"] = raw
        return self.client.post(path, data={**dict(data), "csrf_token": token}, headers=headers)


def text_of(response):
    without_tags = re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))
    return re.sub(r"\s+", " ", without_tags)


def page_answers(ordinal, number):
    answers = sample_answers(ordinal)
    codes = [question.code for question in part(ordinal, number).questions]
    return {code: answers[code] for code in codes if code in answers}


def test_a_stranger_is_sent_to_sign_in(room, client):
    for path in ("/survei", "/survei/1", "/survei/1/1", "/survei/1/cek"):
        response = client.get(path)
        assert response.status_code == 303
        assert response.location.startswith("/masuk")


def test_the_list_says_what_is_open_and_what_opens_the_others(visitor):
    said = text_of(visitor.get("/survei"))
    assert "Survei 1" in said
    assert "Rp50.000" in said
    assert "20–30 menit" in said
    assert "10 November 2021 pukul 23.59 WIB" in said
    assert "Dibuka setelah survei 1 kamu kirim" in said
    assert "paling cepat 1 November 2021" in said


def test_before_the_first_incentive_the_list_says_what_is_missing(room, client, sign_in):
    participant = accepted()
    sign_in(participant)
    with clock.stopped_at(SURVEY_DAY):
        said = text_of(client.get("/survei"))
        assert "insentif pertama" in said
        assert "aturan kami" not in said
        assert client.get("/survei/1").status_code == 409


def test_gelombang_70_marks_the_opening_rule_as_ours(room, client, sign_in):
    moment = datetime(2024, 7, 20, 9, tzinfo=WIB)
    sign_in(received_first_incentive(70, moment))
    with clock.stopped_at(moment):
        said = text_of(client.get("/survei"))
    assert "aturan kami" in said
    assert "belum ditetapkan" in said


@pytest.mark.parametrize(
    "path",
    ["/survei/0", "/survei/4", "/survei/99999999999999999999/1", "/survei/1/0", "/survei/1/5"],
)
def test_what_the_terms_do_not_know_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404
    assert visitor.post(path).status_code == 404


def test_a_survey_that_is_not_open_is_refused_on_every_page(visitor):
    for path in ("/survei/2", "/survei/2/1", "/survei/2/cek"):
        assert visitor.get(path).status_code == 409
    for path in ("/survei/2/1", "/survei/2/1/simpan", "/survei/2/cek"):
        answer = visitor.post(path, data={"kunci": "abcdefgh12345678"})
        assert answer.status_code == 409
    assert visitor.post("/survei/2", data={"setuju": "ya"}).status_code == 409


def test_yes_leads_to_the_first_page_and_is_not_asked_again(visitor):
    assert visitor.get("/survei/1/2").location == "/survei/1"
    answer = visitor.post("/survei/1", data={"setuju": "ya"})
    assert (answer.status_code, answer.location) == (303, "/survei/1/1")
    assert visitor.get("/survei/1").location == "/survei/1/1"


def test_later_is_a_fine_answer_and_no_answer_is_asked_for(visitor):
    assert visitor.post("/survei/1", data={"setuju": "nanti"}).location == "/survei"
    empty = visitor.post("/survei/1", data={})
    assert empty.status_code == 422
    assert text_of(empty).count("Pilih apakah kamu bersedia mengisi survei ini") == 2
    assert Survey.select().count() == 0


def test_a_wrong_page_keeps_what_was_typed_and_saves_what_was_right(visitor, sari):
    visitor.post("/survei/1", data={"setuju": "ya"})
    typed = {"worked_last_week": "own_business", "hours_last_week": "113", "lalu": "lanjut"}
    answer = visitor.post("/survei/1/2", data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Kesalahan: " in page
    assert 'value="113"' in page
    assert re.search(r'<input[^>]*value="own_business"[^>]*checked|checked[^>]*value="own_b', page)
    for problem in (
        "Jam kerja seminggu harus 0 sampai 112",
        "Pilih apakah ilmu dari pelatihan terpakai",
    ):
        assert text_of(answer).count(problem) == 2
    assert survey_of(sari, 1).answers == {"worked_last_week": "own_business"}


def test_typed_markup_stays_text(visitor):
    visitor.post("/survei/1", data={"setuju": "ya"})
    visitor.post("/survei/1/4", data={"next_topic": "<b>las</b>", "lalu": "nanti"})
    page = visitor.get("/survei/1/4").get_data(as_text=True)
    assert "&lt;b&gt;las&lt;/b&gt;" in page
    assert "<b>las</b>" not in page


def test_later_saves_half_a_page_and_the_list_says_how_far_it_is(visitor):
    visitor.post("/survei/1", data={"setuju": "ya"})
    half = {"worked_last_week": "wage", "lalu": "nanti"}
    assert visitor.post("/survei/1/2", data=half).location == "/survei"
    said = text_of(visitor.get("/survei"))
    assert "1 dari 12 pertanyaan terjawab" in said
    assert "Lanjutkan" in said


def test_autosave_answers_with_the_time_alone(visitor, sari):
    visitor.post("/survei/1", data={"setuju": "ya"})
    typed = {"worked_last_week": "wage", "hours_last_week": "200"}
    answer = visitor.post("/survei/1/2/simpan", data=typed, headers=PARTIAL)
    body = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<html" not in body
    assert 'id="simpan-status"' in body
    assert "pukul 09.00 WIB" in text_of(answer)
    assert "Jam kerja seminggu harus 0 sampai 112" in text_of(answer)
    assert survey_of(sari, 1).answers == {"worked_last_week": "wage"}


def test_autosave_without_htmx_leads_back_to_the_page(visitor):
    visitor.post("/survei/1", data={"setuju": "ya"})
    answer = visitor.post("/survei/1/1/simpan", data={"training_reason": "learn"})
    assert (answer.status_code, answer.location) == (303, "/survei/1/1")


def test_an_old_page_does_not_take_back_a_choice_made_elsewhere(visitor, sari):
    visitor.post("/survei/1", data={"setuju": "ya"})
    visitor.post("/survei/1/2/simpan", data={"worked_last_week": "wage"}, headers=PARTIAL)
    visitor.post("/survei/1/2/simpan", data={"hours_last_week": "30"}, headers=PARTIAL)
    assert survey_of(sari, 1).answers == {"worked_last_week": "wage", "hours_last_week": "30"}


def test_a_wrong_page_to_htmx_is_the_block_alone(visitor):
    visitor.post("/survei/1", data={"setuju": "ya"})
    answer = visitor.post("/survei/1/2", data={"lalu": "lanjut"}, headers=PARTIAL)
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="bagian"' in body
    assert "<html" not in body
    assert "HX-Request-Type" in answer.headers["Vary"]


def test_a_good_page_to_htmx_leads_on(visitor):
    visitor.post("/survei/1", data={"setuju": "ya"})
    answer = visitor.post("/survei/1/1", data=page_answers(1, 1), headers=PARTIAL)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/survei/1/2")


def test_a_whole_survey_is_filled_checked_and_sent(visitor, sari):
    visitor.post("/survei/1", data={"setuju": "ya"})
    for number in (1, 2, 3, 4):
        answer = visitor.post(f"/survei/1/{number}", data=page_answers(1, number))
        following = "/survei/1/cek" if number == 4 else f"/survei/1/{number + 1}"
        assert answer.location == following
    said = text_of(visitor.get("/survei/1/cek"))
    assert "Cek jawabanmu" in said
    assert "Ya, bekerja untuk upah" in said
    assert "0 jam" in said
    sent = visitor.post("/survei/1/cek", data={"kunci": "abcdefgh12345678"})
    assert sent.location == "/survei?terkirim=1"
    said = text_of(visitor.get(sent.location))
    assert "Survei 1 terkirim" in said
    assert "Rp50.000" in said
    assert "1 November 2021" in said
    assert survey_payment(sari, 1).state == "scheduled"


def test_an_incomplete_survey_is_not_sent_and_names_what_is_missing(visitor):
    visitor.post("/survei/1", data={"setuju": "ya"})
    answer = visitor.post("/survei/1/cek", data={"kunci": "abcdefgh12345678"})
    assert answer.status_code == 422
    assert "Pilih apakah kamu bekerja minggu lalu" in text_of(answer)
    assert "/survei/1/2?dari=cek#worked_last_week" in answer.get_data(as_text=True)


def test_a_change_from_the_last_look_leads_back_to_it(visitor):
    visitor.post("/survei/1", data={"setuju": "ya"})
    answer = visitor.post("/survei/1/2?dari=cek", data=page_answers(1, 2))
    assert answer.location == "/survei/1/cek"


def test_a_sent_survey_shows_its_answers_and_takes_no_more(visitor, sari):
    surveys.consent(sari, 1)
    surveys.save_answers(sari, 1, sample_answers(1))
    surveys.submit(sari, 1)
    assert visitor.get("/survei/1").location == "/survei/1/cek"
    assert visitor.get("/survei/1/2").location == "/survei/1/cek"
    page = visitor.get("/survei/1/cek").get_data(as_text=True)
    assert "<form" not in page.split('id="cek"')[1].split("</main>")[0]
    assert "Ubah" not in page
    again = visitor.post("/survei/1/cek", data={"kunci": "abcdefgh12345678"})
    assert again.location == "/survei?terkirim=1"
    assert visitor.post("/survei/1/2", data=page_answers(1, 2)).status_code == 409


def test_after_the_last_second_the_page_is_refused(visitor, sari):
    visitor.post("/survei/1", data={"setuju": "ya"})
    late = datetime(2021, 11, 11, 0, 0, 0, tzinfo=WIB)
    with clock.stopped_at(late - timedelta(seconds=1)):
        assert visitor.post("/survei/1/1", data=page_answers(1, 1)).status_code == 303
    with clock.stopped_at(late):
        assert visitor.post("/survei/1/1", data=page_answers(1, 1)).status_code == 409
        assert "Survei ini ditutup" in text_of(visitor.get("/survei"))


def test_a_survey_is_confirmed_only_when_it_was_sent(visitor):
    for number in ("1", "9", "-1", "x", "9" * 40):
        assert "Survei 1 terkirim" not in text_of(visitor.get(f"/survei?terkirim={number}"))


def test_anothers_survey_is_not_seen(visitor, sari, client, sign_in):
    surveys.consent(sari, 1)
    surveys.save_answers(sari, 1, {"next_topic": "Rahasia Sari"})
    sign_in(received_first_incentive())
    assert client.get("/survei/1/4").location == "/survei/1"
    assert "Rahasia" not in client.get("/survei").get_data(as_text=True)
