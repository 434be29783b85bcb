"""The officers' page of messages that did not arrive: seen, in words, sent again."""

from datetime import timedelta

import pytest

import clock
import jobs
from actions import outbox
from models import AuditEntry, Message
from queries import undelivered
from rules.outbox import Outcome
from tests.outbox import claim_next, give_up
from tests.people import code_sent_to, offer_for, start
from tests.queries.test_counts import cost
from tests.visitor import ODD_VALUES, Visitor, text_of

pytestmark = pytest.mark.usefixtures("room")
HERE = "/petugas/pesan"
ALL = f"{HERE}/kirim-lagi"


@pytest.fixture
def joko(someone, at):
    with at("2021-10-18 09:00:00"):
        yield someone.registered("Joko Petugas", role="operator")


@pytest.fixture
def sari(someone, joko):
    return someone.accepted(21, name="Sari Wulandari")


@pytest.fixture
def browser(joko, sign_in):
    return Visitor(sign_in(joko))


@pytest.fixture
def refused(sari) -> list[Message]:
    """Sari's SMS and e-mail about her place, the older one first."""
    return give_up()


def again(row: Message) -> str:
    return f"{HERE}/{row.public_id}/kirim-lagi"


def audited() -> list[str]:
    kinds = ("message_sent_again", "messages_sent_again")
    return [row.action for row in AuditEntry.select().where(AuditEntry.action.in_(kinds))]


# --- Who may enter -------------------------------------------------------------------------------


def test_to_everybody_else_it_is_not_there(client, sign_in, someone) -> None:
    assert client.get(HERE).headers["Location"] == f"/masuk?lanjut={HERE}"
    for role in ("participant", "trainer"):
        assert sign_in(someone.registered(role=role)).get(HERE).status_code == 404


def test_nobody_else_presses_its_buttons(client, sign_in, sari, refused) -> None:
    stranger = Visitor(client)
    for path in (ALL, again(refused[0])):
        assert stranger.post(path).location.startswith("/masuk")
    person = Visitor(sign_in(sari))
    for path in (ALL, again(refused[0])):
        assert person.post(path).status_code == 404
    assert not audited() and claim_next() is None


# --- What is seen --------------------------------------------------------------------------------


def test_without_gateways_everything_arrives(browser, sari) -> None:
    jobs.deliver_messages()
    answer = browser.get(HERE)
    assert "Semua pesan terkirim." in text_of(answer)
    assert "Kirim lagi" not in answer.text and "tertahan" not in text_of(answer)
    said = text_of(browser.get("/petugas"))
    assert "Pesan 0 menunggu Antrean kosong." in said


def test_a_line_says_who_where_what_and_since_when(browser, sari, refused) -> None:
    answer = browser.get(HERE)
    said = text_of(answer)
    assert "2 pesan dalam 30 hari, 2 masih bisa dikirim lagi." in said
    assert f"Lolos gelombang Sari Wulandari · email ke {sari.email[:2]}••••@example.com" in said
    assert f"SMS ke {sari.phone[:4]} •••• {sari.phone[-4:]}" in said
    assert "Sejak 18 Oktober 2021 pukul 09.00 WIB" in said
    assert said.index("email ke") < said.index("SMS ke")  # the newest stands first
    assert sari.phone not in answer.text and sari.email not in answer.text
    assert refused[0].text not in said and "Selamat" not in said


def test_the_office_counts_them_and_leads_here(browser, refused) -> None:
    answer = browser.get("/petugas")
    assert f'href="{HERE}"' in answer.text
    assert (
        "Pesan 2 menunggu 2 tidak terkirim, paling lama sejak 18 Oktober 2021 pukul 09.00 WIB."
        in text_of(answer)
    )


def test_a_code_is_named_and_never_shown_nor_sent(browser, someone) -> None:
    person = someone.with_card(21)
    jobs.deliver_messages()
    start(person, offer_for(21))
    code = code_sent_to(person)
    (row,) = [row for row in give_up() if row.sent_at is None]
    answer = browser.get(HERE)
    said = text_of(answer)
    assert "Kode OTP pembayaran" in said and "Kode atau tautannya sudah mati." in said
    assert code not in answer.text and "Kirim lagi" not in answer.text
    assert browser.post(again(row)).location == HERE
    assert "sudah tidak berguna" in text_of(browser.get(HERE))
    assert not audited() and claim_next() is None
    assert "Pesan 0 menunggu" in text_of(browser.get("/petugas"))


def test_what_a_gateway_holds_back_stands_on_top(browser, sari, at) -> None:
    with at("2021-10-18 09:11:00"):
        assert "tertahan" not in text_of(browser.get(HERE))  # it only waits for its turn
    while message := claim_next():
        outbox.settle(message, Outcome.DOWN, blank=True)
    Message.update(leased_until=clock.real_now() - timedelta(seconds=1)).execute()
    with at("2021-10-18 09:09:00"):
        assert "tertahan" not in text_of(browser.get(HERE))
    with at("2021-10-18 09:11:00"):
        said = text_of(browser.get(HERE))
        assert "Pesan tertahan" in said and "Semua pesan terkirim" not in said
        for channel in ("SMS", "email"):
            since = "paling lama sejak 18 Oktober 2021 pukul 09.00 WIB."
            assert f"1 {channel} belum terkirim, {since}" in said
        assert "Pesan Tertahan 1 SMS belum terkirim" in text_of(browser.get("/petugas"))
        jobs.deliver_messages()
        assert "Semua pesan terkirim." in text_of(browser.get(HERE))


def test_pages_lead_to_each_other(browser, refused, someone, monkeypatch) -> None:
    monkeypatch.setattr(undelivered, "PAGE", 2)
    someone.accepted(21, name="Budi Santoso")
    give_up()
    first, last = browser.get(HERE), browser.get(f"{HERE}?hal=2")
    assert "?hal=2" in first.text and "Halaman 1 dari 2" in text_of(first)
    assert "Budi Santoso" in text_of(first) and "Sari Wulandari" not in text_of(first)
    assert "?hal=1" in last.text and "Sari Wulandari" in text_of(last)
    assert "Sari Wulandari" in text_of(browser.get(f"{HERE}?hal=99"))
    for odd in ODD_VALUES:
        answer = browser.get(HERE, query_string={"hal": odd})
        assert answer.status_code == 200 and "Kirim lagi" in answer.text


def test_the_statements_do_not_grow(browser, refused, someone) -> None:
    before = {path: len(cost(browser.client, path)) for path in (HERE, "/petugas")}
    for _ in range(3):
        someone.accepted(21)
    give_up()
    for path, count in before.items():
        assert len(cost(browser.client, path)) == count, path


# --- «Kirim lagi» --------------------------------------------------------------------------------


def test_one_is_sent_again_and_then_it_is_gone(browser, refused) -> None:
    row = refused[0]
    answer = browser.submit(HERE, again(row))
    assert (answer.status_code, answer.location) == (303, HERE)
    said = text_of(browser.get(HERE))
    assert "Pesan dicoba lagi." in said and "1 pesan dalam 30 hari" in said
    assert "tertahan" not in said
    assert jobs.deliver_messages() == 1
    assert Message.get_by_id(row.id).sent_at and audited() == ["message_sent_again"]


def test_pressed_twice_it_is_sent_once_and_said_the_same(browser, refused) -> None:
    for _ in range(2):
        assert browser.post(again(refused[0])).location == HERE
        assert "Pesan dicoba lagi." in text_of(browser.get(HERE))
    assert jobs.deliver_messages() == 1 and audited() == ["message_sent_again"]


def test_all_are_sent_again(browser, refused) -> None:
    assert "Kirim lagi semua (2)" in browser.get(HERE).text
    for said in ("2 pesan dicoba lagi.", "Semua yang masih berguna sudah dicoba lagi."):
        answer = browser.post(ALL)
        assert (answer.status_code, answer.location) == (303, HERE)
        assert said in text_of(browser.get(HERE))
    assert jobs.deliver_messages() == 2 and audited() == ["messages_sent_again"]


def test_one_stays_on_its_page_of_the_list(browser, refused) -> None:
    path = again(refused[0])
    assert browser.post(path, {"hal": "3"}).location == f"{HERE}?hal=3"
    for odd in ("//jahat.example", "-1", "0", "", "1e9", "🌶️"):
        assert browser.post(path, {"hal": odd}).location == HERE


@pytest.mark.parametrize("name", ["tidak-ada", "1", "%00", "🌶️", "x" * 300])
def test_a_message_nobody_wrote_is_not_there(browser, refused, name) -> None:
    assert browser.post(f"{HERE}/{name}/kirim-lagi").status_code == 404
    assert browser.get(ALL).status_code in (404, 405)
    assert not audited()
