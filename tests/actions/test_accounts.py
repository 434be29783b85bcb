"""The account that receives incentives: one for a person, one person for it."""

from dataclasses import replace

import pytest
from peewee import IntegrityError

import clock
from actions import accounts
from config import settings
from models import Message, PayoutAccount
from queries import accounts as found
from rules.refusals import Refused

pytestmark = pytest.mark.usefixtures("room")
BANK = "1234567890"


@pytest.fixture(autouse=True)
def autumn(at):
    with at("2021-09-23 09:00"):
        yield


@pytest.fixture
def sari(someone):
    return someone.with_card(21)


def refusal_of(participant, partner: str, number: str) -> str:
    with pytest.raises(Refused) as no:
        accounts.link(participant, partner, number)
    return no.value.refusal.code


def test_a_new_account_takes_the_old_ones_place(sari) -> None:
    accounts.link(sari, "dana", sari.phone)
    accounts.link(sari, "bni", BANK)
    assert found.linked_account_of(sari).partner == "bni"
    assert PayoutAccount.select().where(PayoutAccount.unlinked_at.is_null()).count() == 1


def test_only_a_checked_account_says_when(sari) -> None:
    assert accounts.link(sari, "dana", sari.phone).checked_at is None
    assert accounts.link(sari, "dana", sari.phone, checked=True).checked_at is not None


@pytest.mark.parametrize(
    ("partner", "number", "code"),
    [
        ("bca", BANK, "partner_not_offered"),
        ("dana", "081200009999", "number_differs"),
        ("bni", "12345", "number_impossible"),
    ],
)
def test_what_cannot_receive_is_refused_and_the_old_one_stays(sari, partner, number, code) -> None:
    accounts.link(sari, "ovo", sari.phone)
    assert refusal_of(sari, partner, number) == code
    assert found.linked_account_of(sari).partner == "ovo"


def test_an_account_belongs_to_one_person(sari, someone) -> None:
    other = someone.with_card(21)
    accounts.link(other, "bni", BANK)
    assert refusal_of(sari, "bni", BANK) == "account_taken"
    accounts.unlink(other)
    accounts.link(sari, "bni", BANK)
    assert found.linked_account_of(sari).number == BANK


def test_the_database_says_the_same_when_nobody_looked(sari, someone, monkeypatch) -> None:
    accounts.link(someone.with_card(21), "bni", BANK)
    accounts.link(sari, "dana", sari.phone)
    monkeypatch.setattr(found, "is_anothers", lambda *_: False)
    assert refusal_of(sari, "bni", BANK) == "account_taken"
    assert found.linked_account_of(sari).partner == "dana"


def test_another_broken_promise_of_the_database_is_not_mistaken(sari, monkeypatch) -> None:
    def broken(**_: object) -> None:
        raise IntegrityError("CHECK constraint failed: state")

    monkeypatch.setattr(PayoutAccount, "create", broken)
    with pytest.raises(IntegrityError):
        accounts.link(sari, "bni", BANK)


def test_unlinking_ends_a_check_that_was_asked_for(sari) -> None:
    account = accounts.link(sari, "dana", sari.phone)
    assert accounts.check_again(sari)
    accounts.unlink(sari)
    assert found.linked_account_of(sari) is None
    assert PayoutAccount.get_by_id(account.id).ask_at is None


def test_asking_twice_is_asking_once(sari) -> None:
    accounts.link(sari, "dana", sari.phone)
    assert accounts.check_again(sari)
    asked = found.linked_account_of(sari).ask_at
    assert accounts.check_again(sari)
    assert found.linked_account_of(sari).ask_at == asked


def test_with_nobody_to_ask_a_check_is_refused(sari, monkeypatch) -> None:
    accounts.link(sari, "dana", sari.phone)
    monkeypatch.setattr(accounts, "settings", replace(settings, mode="production", payout_url=""))
    with pytest.raises(Refused) as no:
        accounts.check_again(sari)
    assert no.value.refusal.code == "partners_away"
    assert found.linked_account_of(sari).ask_at is None


def test_without_an_account_nothing_is_asked(sari) -> None:
    assert accounts.check_again(sari) is False


def told(kind: str) -> list[Message]:
    rows = Message.select().where(Message.reference.startswith(f"{kind}:"))
    return list(rows.order_by(Message.id))


def test_linking_is_told_by_sms_and_email_with_whom_to_call(sari) -> None:
    accounts.link(sari, "bni", BANK)
    rows = told("account_linked")
    assert [row.channel for row in rows] == ["sms", "email"]
    for row in rows:
        assert "Insentif sekarang dikirim ke BNI •••• 7890" in row.text and BANK not in row.text
        assert "Bukan kamu?" in row.text and settings.help_phone in row.text
        assert row.link == "/rekening"
    accounts.link(sari, "dana", sari.phone)
    assert "DANA" in told("account_linked")[-1].text


def test_the_very_same_account_again_is_not_told(sari) -> None:
    accounts.link(sari, "bni", BANK)
    accounts.link(sari, "bni", BANK)
    assert len(told("account_linked")) == 2
    accounts.link(sari, "bni", "9" * 10)
    assert len(told("account_linked")) == 4


def test_a_refused_account_is_not_told(sari) -> None:
    refusal_of(sari, "bca", BANK)
    assert told("account_linked") == []


def test_unlinking_is_told_once(sari) -> None:
    accounts.link(sari, "bni", BANK)
    accounts.unlink(sari)
    accounts.unlink(sari)
    rows = told("account_unlinked")
    assert [row.channel for row in rows] == ["sms", "email"]
    for row in rows:
        assert "BNI •••• 7890 sudah diputus" in row.text and settings.help_phone in row.text
    accounts.link(sari, "bni", BANK)
    assert len(told("account_linked")) == 4


def test_asking_while_we_ask_makes_it_the_owners_question(sari) -> None:
    account = accounts.link(sari, "dana", sari.phone, checked=True)
    PayoutAccount.update(ask_at=clock.real_now()).execute()
    accounts.check_again(sari)
    assert PayoutAccount.get_by_id(account.id).checked_at is None
