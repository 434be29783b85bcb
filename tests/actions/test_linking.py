"""Linking an account: number, code by SMS, security code at the partner, and the partner's word."""

from dataclasses import replace
from datetime import timedelta

import pytest

import clock
from actions import accounts, challenges, linking
from actions.refused import NotFound
from config import settings
from models import AccountLink, AuditEntry, Message, PayoutAccount, db
from queries import accounts as found
from rules.refusals import Refused
from tests.letters import age, code_to

pytestmark = pytest.mark.usefixtures("room")
BANK = "1234567890"


@pytest.fixture(autouse=True)
def autumn(at):
    with at("2021-09-23 09:00"):
        yield


@pytest.fixture
def sari(someone):
    return someone.with_card(21)


def state_of(row) -> str:
    return AccountLink.get_by_id(row.id).state


def at_partner(person, partner: str = "dana", number: str = ""):
    row = linking.start(person, partner, number or person.phone)
    assert linking.confirm(person, partner, code_to(person.phone)) is None
    assert state_of(row) == "partner"
    return row


def refusal_of(person, partner: str, number: str) -> str:
    with pytest.raises(Refused) as no:
        linking.start(person, partner, number)
    return no.value.refusal.code


def test_three_steps_and_a_good_word_link_the_account(sari) -> None:
    row = at_partner(sari)
    linking.hear(AccountLink.get_by_id(row.id), "ok")
    assert found.linked_account_of(sari) is None
    assert linking.agree_at_partner(sari, row.public_id).state == "linked"
    account = found.linked_account_of(sari)
    assert (account.partner, account.number) == ("dana", sari.phone)
    assert account.checked_at == clock.now() and account.trouble is None


def test_the_partner_is_asked_from_the_first_step_on(sari) -> None:
    row = linking.start(sari, "dana", sari.phone)
    assert row.ask_at is not None and row.verdict is None


def test_a_late_good_word_links_by_itself(sari) -> None:
    row = at_partner(sari)
    assert linking.agree_at_partner(sari, row.public_id).state == "checking"
    linking.hear(AccountLink.get_by_id(row.id), "ok")
    assert state_of(row) == "linked" and found.linked_account_of(sari) is not None


@pytest.mark.parametrize("early", [True, False])
def test_a_bad_word_is_told_after_the_security_code_and_not_before(sari, early) -> None:
    row = at_partner(sari)
    if early:
        linking.hear(AccountLink.get_by_id(row.id), "not_kyc")
        assert state_of(row) == "partner"
    linking.agree_at_partner(sari, row.public_id)
    if not early:
        linking.hear(AccountLink.get_by_id(row.id), "not_kyc")
    assert state_of(row) == "refused"
    assert AccountLink.get_by_id(row.id).verdict == "not_kyc"
    assert found.linked_account_of(sari) is None


def test_in_production_the_code_by_sms_is_the_last_step(sari, monkeypatch) -> None:
    monkeypatch.setattr(
        linking, "settings", type("Live", (), {"training": False, "has_payouts": True})
    )
    row = linking.start(sari, "bni", BANK)
    assert linking.confirm(sari, "bni", code_to(sari.phone)) is None
    assert state_of(row) == "checking"


@pytest.mark.parametrize(
    ("partner", "number", "code"),
    [
        ("bca", BANK, "partner_not_offered"),
        ("dana", "081200009999", "number_differs"),
        ("bni", "12345", "number_impossible"),
    ],
)
def test_an_impossible_account_starts_nothing(sari, partner, number, code) -> None:
    assert refusal_of(sari, partner, number) == code
    assert not AccountLink.select().exists()
    assert not Message.select().where(Message.reference.startswith("link_code:")).exists()


@pytest.mark.parametrize("missing", ["nik", "identity_verified_at"])
def test_without_an_own_nik_nothing_is_linked(sari, missing) -> None:
    setattr(sari, missing, None)
    sari.save()
    assert refusal_of(sari, "dana", sari.phone) == "no_nik"


def test_without_anybody_to_ask_linking_does_not_begin(sari, monkeypatch) -> None:
    monkeypatch.setattr(linking, "settings", replace(settings, mode="production", payout_url=""))
    assert refusal_of(sari, "dana", sari.phone) == "partners_away"
    assert not AccountLink.select().exists()
    assert not Message.select().where(Message.reference.startswith("link_code:")).exists()


def test_that_another_has_the_account_is_told_after_both_codes_and_not_before(
    sari, someone
) -> None:
    accounts.link(someone.with_card(21), "bni", BANK)
    row = linking.start(sari, "bni", BANK)
    linking.hear(AccountLink.get_by_id(row.id), "ok")
    assert linking.confirm(sari, "bni", code_to(sari.phone)) is None
    assert (state_of(row), AccountLink.get_by_id(row.id).verdict) == ("partner", "ok")
    done = linking.agree_at_partner(sari, row.public_id)
    assert (done.state, AccountLink.get_by_id(row.id).verdict) == ("refused", "account_taken")
    assert found.linked_account_of(sari) is None


def test_of_two_who_try_the_same_account_the_second_is_refused(sari, someone) -> None:
    other = someone.with_card(21)
    rows = [(person, at_partner(person, "bni", BANK)) for person in (sari, other)]
    for person, row in rows:
        linking.hear(AccountLink.get_by_id(row.id), "ok")
        linking.agree_at_partner(person, row.public_id)
    assert [state_of(row) for _, row in rows] == ["linked", "refused"]
    assert AccountLink.get_by_id(rows[1][1].id).verdict == "account_taken"
    assert PayoutAccount.select().count() == 1


def test_the_same_number_twice_is_one_try_and_one_code(sari) -> None:
    first = linking.start(sari, "dana", sari.phone)
    assert linking.start(sari, "dana", sari.phone) == first
    assert Message.select().where(Message.reference.startswith("link_code:")).count() == 1


def test_another_partner_ends_the_older_try_without_a_wait(sari) -> None:
    first = linking.start(sari, "dana", sari.phone)
    old_code = code_to(sari.phone)
    second = linking.start(sari, "ovo", sari.phone)
    assert (state_of(first), state_of(second)) == ("dropped", "code")
    assert linking.confirm(sari, "dana", old_code).code == "link_over"
    assert linking.confirm(sari, "ovo", code_to(sari.phone)) is None


def test_five_codes_an_hour_are_all_whatever_the_partner(sari) -> None:
    for partner in ("dana", "ovo", "dana", "ovo", "dana"):
        linking.start(sari, partner, sari.phone)
    assert refusal_of(sari, "ovo", sari.phone) == "code_too_many"
    assert found.open_try_of(sari, clock.now()).partner == "dana"


def test_three_wrong_codes_close_linking_for_an_hour(sari) -> None:
    linking.start(sari, "dana", sari.phone)
    wrong = f"{(int(code_to(sari.phone)) + 1) % 10**6:06}"
    said = [linking.confirm(sari, "dana", wrong).code for _ in range(3)]
    assert said == ["code_wrong", "code_wrong", "code_locked"]
    assert linking.code_status(sari).locked_until is not None
    assert refusal_of(sari, "ovo", sari.phone) == "code_locked"
    age(61)
    linking.start(sari, "ovo", sari.phone)


def test_a_code_lives_five_minutes(sari) -> None:
    linking.start(sari, "dana", sari.phone)
    assert linking.code_status(sari).alive
    age(5.1)
    assert not linking.code_status(sari).alive
    assert linking.confirm(sari, "dana", code_to(sari.phone)).code == "code_expired"


def test_a_code_is_sent_again_after_a_minute(sari) -> None:
    linking.start(sari, "dana", sari.phone)
    with pytest.raises(Refused) as no:
        linking.resend(sari, "dana")
    assert no.value.refusal.code == "code_too_soon"
    age(1)
    linking.resend(sari, "dana")
    assert linking.confirm(sari, "dana", code_to(sari.phone)) is None


def test_there_is_nothing_to_send_again_without_a_try_at_its_code(sari) -> None:
    with pytest.raises(Refused) as no:
        linking.resend(sari, "dana")
    assert no.value.refusal.code == "link_over"
    at_partner(sari)
    with pytest.raises(Refused):
        linking.resend(sari, "dana")


def test_no_code_was_sent_to_somebody_new(sari) -> None:
    assert linking.code_status(sari) is None


def test_the_code_sent_twice_counts_once(sari) -> None:
    linking.start(sari, "dana", sari.phone)
    code = code_to(sari.phone)
    assert linking.confirm(sari, "dana", code) is None
    assert linking.confirm(sari, "dana", code) is None


def test_a_code_for_another_purpose_links_nothing(sari) -> None:
    linking.start(sari, "dana", sari.phone)
    challenges.send_code(sari, "old_phone", sari.phone)
    assert linking.confirm(sari, "dana", code_to(sari.phone)).code == "code_wrong"


def test_the_security_code_is_only_the_owners_business(sari, someone) -> None:
    row = at_partner(sari)
    with pytest.raises(NotFound):
        linking.agree_at_partner(someone.with_card(21), row.public_id)
    assert state_of(row) == "partner"


def test_agreeing_before_the_code_or_twice_changes_nothing(sari) -> None:
    row = linking.start(sari, "dana", sari.phone)
    assert linking.agree_at_partner(sari, row.public_id).state == "code"
    linking.confirm(sari, "dana", code_to(sari.phone))
    linking.hear(AccountLink.get_by_id(row.id), "ok")
    for _ in range(2):
        assert linking.agree_at_partner(sari, row.public_id).state == "linked"
    assert PayoutAccount.select().count() == 1


def test_a_try_of_more_than_an_hour_ago_goes_no_further(sari, at) -> None:
    row = at_partner(sari)
    with at("2021-09-23 10:00"):
        assert found.open_try_of(sari, clock.now()) is None
        assert linking.agree_at_partner(sari, row.public_id).state == "partner"
        assert linking.confirm(sari, "dana", "123456").code == "link_over"
        assert linking.drop_stale() == 1
        assert linking.drop_stale() == 0
    assert state_of(row) == "dropped"


@pytest.mark.parametrize("later", ["2021-09-23 10:00:00", "2021-09-23 08:00:00"])
def test_old_tries_end_some_at_once_whichever_way_the_clock_is_set(
    sari, someone, at, monkeypatch, later
) -> None:
    monkeypatch.setattr(linking, "DROPPED_AT_ONCE", 1)
    for person in (sari, someone.with_card(21)):
        linking.start(person, "dana", person.phone)
    assert linking.drop_stale() == 0
    with at(later):
        assert [linking.drop_stale() for _ in range(3)] == [1, 1, 0]


def test_old_tries_are_found_among_the_open_ones_alone(room) -> None:
    sql, values = found.stale_tries(clock.now()).sql()
    plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert all("account_link_one_open" in line for line in plan), plan


def test_a_new_try_ends_the_one_that_was_too_old(sari, at) -> None:
    row = linking.start(sari, "dana", sari.phone)
    with at("2021-09-23 11:00"):
        again = linking.start(sari, "dana", sari.phone)
    assert again != row and (state_of(row), state_of(again)) == ("dropped", "code")


def test_a_new_phone_number_ends_the_try_of_a_wallet_but_not_of_a_bank(sari) -> None:
    wallet = linking.start(sari, "dana", sari.phone)
    linking.drop_wallet_tries(sari)
    assert state_of(wallet) == "dropped"
    bank = linking.start(sari, "bni", BANK)
    linking.drop_wallet_tries(sari)
    assert state_of(bank) == "code"


def test_a_number_that_differs_by_now_is_refused_at_the_end(sari) -> None:
    row = at_partner(sari)
    linking.hear(AccountLink.get_by_id(row.id), "ok")
    sari.phone = "081299990001"
    sari.save()
    assert linking.agree_at_partner(sari, row.public_id).verdict == "number_differs"


def test_the_log_holds_no_number_and_the_row_is_sealed(sari) -> None:
    row = at_partner(sari, "bni", BANK)
    assert BANK not in str(AccountLink.select().dicts().get())
    told = " ".join(f"{entry.subject} {entry.detail}" for entry in AuditEntry.select())
    assert BANK not in told and sari.phone not in told
    assert row.started_at + timedelta(0) == clock.now()


def test_three_wrong_codes_lock_until_a_time_that_is_known(sari) -> None:
    assert linking.locked_until(sari) is None
    linking.start(sari, "dana", sari.phone)
    assert linking.locked_until(sari) is None
    bad = f"{(int(code_to(sari.phone)) + 1) % 10**6:06}"
    told = [linking.confirm(sari, "dana", bad) for _ in range(3)]
    assert linking.locked_until(sari) == told[-1].facts["until"]
    age(61)
    assert linking.locked_until(sari) is None
