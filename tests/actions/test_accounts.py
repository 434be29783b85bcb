"""The account that receives incentives: one for a person, one person for it."""

import pytest
from peewee import IntegrityError

from actions import accounts
from models import PayoutAccount
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


def test_without_an_account_nothing_is_asked(sari) -> None:
    assert accounts.check_again(sari) is False
