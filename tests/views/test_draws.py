"""«Undian Gelombang …» as strangers and participants see it."""

import gzip
import re
from dataclasses import replace

import pytest

from actions import draws, selection
from config import settings
from formats import draw_file
from models import Draw, Gelombang, Participation, Profile
from tests.people import part_of, wib
from tests.visitor import Visitor, text_of
from views.participant import draws as pages_of_draws

pytestmark = pytest.mark.usefixtures("room")
DURING, AFTER, LATER = "2024-08-03 09:00", "2024-08-06 09:00", "2024-08-07 09:00"


@pytest.fixture
def row(at):
    with at("2024-08-01 09:00"):
        return draws.open_gelombang(
            71,
            "normal",
            wib("2024-08-02 09:00:00"),
            wib("2024-08-05 23:59:59"),
            4,
            {"migrant": 0.25},
            {},
            by="uji",
        )


@pytest.fixture
def people(row, someone, at):
    """Eight who join: two migrant workers, four of one KK, one not verified, one more."""
    with at(DURING):
        made = []
        for number in range(8):
            more = {"kk": "9999990000000001"} if 2 <= number < 6 else {}
            if number == 6:
                more["identity_verified_at"] = None
            person = someone.registered(birth_date="1995-01-15", **more)
            Profile.create(participant=person, work="migrant" if number < 2 else "seeking")
            selection.join(person, row)
            made.append(person)
        return made


@pytest.fixture
def drawn(row, people, at) -> Draw:
    with at(AFTER):
        draws.close(row)
        return draws.run(row, "uji")


@pytest.fixture
def announced(row, drawn, at) -> Draw:
    with at(AFTER):
        draws.announce(row, "uji")
    return drawn


def test_while_open_the_hash_of_the_secret_stands_there(row, client, at) -> None:
    with at(DURING):
        page = client.page("/undian/71")
    assert "Pendaftaran masih dibuka" in page.text and Draw.get().secret_hash in page.text
    assert "5 Agustus 2024" in page.text and "berkas" not in [a["href"] for a in page.all("a")]


def test_before_the_opening_it_says_when(row, client, at) -> None:
    with at("2024-08-01 10:00"):
        assert "Pendaftaran belum dibuka" in client.page("/undian/71").text


def test_an_unknown_gelombang_has_no_draw(client) -> None:
    assert client.get("/undian/99").status_code == 404
    assert client.get("/undian/99/berkas").status_code == 404
    assert client.get("/undian/abc").status_code == 404
    assert client.get("/undian/" + "9" * 30).status_code == 404


def test_a_drawn_result_stays_shut_until_it_is_announced(
    drawn, people, client, sign_in, at
) -> None:
    with at(AFTER):
        for browser in (client, sign_in(people[0])):
            html = browser.get("/undian/71").get_data(as_text=True)
            assert drawn.list_hash in html
            for hidden in (drawn.seed, drawn.secret, *drawn.cutoffs.values()):
                assert hidden not in html
        answer = client.get("/undian/71/berkas")
        assert answer.status_code == 409 and "terbit bersama pengumuman" in text_of(answer)


def test_before_the_announcement_one_s_code_is_shown(row, people, sign_in, at) -> None:
    with at(DURING):
        text = sign_in(people[0]).page("/undian/71").text
    assert part_of(people[0]).draw_code in text and "Urutanmu" not in text


def test_the_result_shows_all_that_is_published(announced, client, at) -> None:
    with at(LATER):
        page = client.page("/undian/71")
    for shown in (
        announced.secret,
        announced.secret_hash,
        announced.list_hash,
        announced.seed,
        *announced.cutoffs.values(),
    ):
        assert shown in page.text
    assert "Bergabung 8" in page.text and "Memenuhi syarat 7" in page.text
    assert "Pekerja migran 1" in page.text and "Undianmu" not in page.text
    assert "/undian/71/berkas" in [link["href"] for link in page.all("a")]


@pytest.mark.parametrize(
    ("quota", "heard"), [(1, {"accepted", "quota_full"}), (6, {"accepted", "kk_full"})]
)
def test_everybody_finds_their_own_result(row, people, sign_in, at, quota, heard) -> None:
    said = set()
    Gelombang.update(quota=quota).execute()
    with at(AFTER):
        draws.close(row)
        draws.run(row, "uji")
        draws.announce(row, "uji")
    with at(LATER):
        for person in people:
            part = part_of(person)
            text = sign_in(person).page("/undian/71").text
            assert part.draw_code in text
            if part.draw_rank is None:
                assert "Kamu tidak ikut diundi" in text
                continue
            better = Participation.select().where(Participation.draw_rank <= part.draw_rank)
            assert f"Urutanmu {better.count()} dari 7" in text and part.draw_rank in text
            assert ("Kamu lolos" in text) == (part.draw_outcome == "accepted")
            assert ("Jatah KK-mu" in text) == (part.draw_outcome == "kk_full")
            said.add(part.draw_outcome)
    assert said == heard


def test_who_did_not_take_part_sees_no_place(announced, someone, sign_in, at) -> None:
    with at(LATER):
        assert "Undianmu" not in sign_in(someone.registered()).page("/undian/71").text


def test_the_file_is_the_draw_and_names_nobody(announced, people, client, at) -> None:
    with at(LATER):
        answer = client.get("/undian/71/berkas")
        again = client.get("/undian/71/berkas")
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    assert 'filename="undian-71.txt"' in answer.headers["Content-Disposition"]
    text = answer.get_data(as_text=True)
    assert again.get_data(as_text=True) == text
    facts = draw_file.read(text)
    assert draw_file.mistakes(facts) == [] and facts.joined == 8
    for person in people:
        assert person.name not in text and person.email not in text and person.nik not in text
        assert part_of(person).public_id not in text


def test_in_training_no_cache_hands_the_file_to_another_room(
    announced, client, at, monkeypatch
) -> None:
    with at(LATER):
        kept = client.get("/undian/71/berkas").headers["Cache-Control"]
        monkeypatch.setattr(pages_of_draws, "settings", replace(settings, mode="production"))
        shared = client.get("/undian/71/berkas").headers["Cache-Control"]
    assert kept == "private, no-store" and shared == "public, max-age=3600"


def test_the_checking_script_can_be_read_and_loaded(row, client, at) -> None:
    with at(DURING):
        html = client.get("/undian/71").get_data(as_text=True)
    answer = client.get("/undian/periksa.py")
    script = answer.get_data(as_text=True)
    assert answer.status_code == 200 and len(script.splitlines()) <= 20
    assert "attachment" in answer.headers["Content-Disposition"]
    assert re.search(r"<textarea[^>]* readonly[^>]*>", html) and "hashlib" in html


def test_a_public_value_is_shown_as_it_was_typed(row, client, at) -> None:
    with at(AFTER):
        draws.close(row)
        draws.enter_public_value(row, "<b>16.250</b>", "uji")
        assert "<b>16.250</b>" in Visitor(client).page("/undian/71").text


def test_the_page_is_light(announced, people, sign_in, at) -> None:
    with at(LATER):
        answer = sign_in(people[0]).get("/undian/71")
    assert len(gzip.compress(answer.get_data())) <= 10 * 1024
