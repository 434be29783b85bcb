"""Payouts: one reference from first to last, nothing sent twice, the book decides, officers can stop it."""

from datetime import date

import pytest

import clock
from actions import accounts, certificates, incentives, payouts
from actions.refused import NotFound
from models import (
    AuditEntry,
    Certificate,
    Incentive,
    Message,
    Payout,
    PayoutAccount,
    Setting,
    Transfer,
)
from queries.audit import broken_rules
from queries.standing import standing_of
from rules.payouts import Reply
from rules.refusals import Refused
from tests.payments import (
    account_of,
    arrived,
    due,
    earned,
    failed,
    now_due,
    pay_now,
    say,
    schedule,
    speak,
    the_payment,
    the_payout,
)
from tests.people import bought_by, part_of

pytestmark = pytest.mark.usefixtures("room", "still_machine")
DAY = "2021-12-01 09:00:00"


@pytest.fixture
def person(someone, at):
    with at("2021-10-18 09:00:00"):
        return due(someone, date(2021, 12, 1))


@pytest.fixture(autouse=True)
def today(at, person):
    with at(DAY):
        yield


def silence(_row: Payout, _send: bool) -> Reply:
    return Reply("unknown")


def test_a_payment_that_arrived_is_booked_once_and_told() -> None:
    assert speak(arrived) == 1
    assert (the_payout().state, the_payment().state) == ("paid", "paid")
    assert Transfer.select().where(Transfer.kind == "incentive").count() == 1
    assert Message.select().where(Message.reference.startswith("incentive_paid:")).count() == 2
    assert speak(arrived) == 0
    assert broken_rules() == []


def test_nothing_is_begun_before_its_day(at) -> None:
    with at("2021-11-30 23:59:59"):
        assert payouts.open_due() == 0
    assert payouts.open_due() == 1


def test_two_runners_begin_one_payout() -> None:
    assert payouts.open_due() == 1
    assert payouts.open_due() == 0
    assert Payout.select().count() == 1


def test_a_claimed_payout_is_left_alone_until_its_lease_is_over() -> None:
    payouts.open_due()
    first = payouts.claim_next()
    assert first.send
    assert payouts.claim_next() is None
    now_due()
    second = payouts.claim_next()
    assert second.row.id == first.row.id
    assert not second.send  # something may have left, so the book is asked


def test_who_lost_the_lease_changes_nothing() -> None:
    payouts.open_due()
    late = payouts.claim_next()
    now_due()
    payouts.settle(payouts.claim_next(), Reply("failed", "closed"))
    payouts.settle(late, Reply("succeeded"))
    assert the_payout().state == "failed"
    assert Transfer.select().where(Transfer.kind == "incentive").count() == 0


def test_an_unknown_is_asked_after_and_never_sent_under_another_reference() -> None:
    spoken = []

    def lost_then_known(row: Payout, send: bool) -> Reply:
        spoken.append((row.reference, send))
        return Reply("unknown") if send else arrived(row, send)

    speak(lost_then_known)
    assert the_payout().answer == "unknown"
    assert the_payment().state == "scheduled"
    now_due()
    speak(lost_then_known)
    reference = the_payout().reference
    assert spoken == [(reference, True), (reference, False)]
    assert the_payment().state == "paid"


def test_what_the_book_does_not_know_is_sent_again_under_the_same_reference() -> None:
    sent = []

    def never_came(row: Payout, send: bool) -> Reply:
        if send:
            sent.append(row.reference)
            return Reply("unknown") if len(sent) == 1 else arrived(row, send)
        return Reply("absent")

    for _ in range(3):
        speak(never_came)
        now_due()
    assert len(sent) == 2
    assert set(sent) == {the_payout().reference}
    assert the_payment().state == "paid"


def test_a_pause_lies_between_two_questions() -> None:
    speak(silence)
    assert payouts.claim_next() is None
    assert the_payout().ask_at > clock.real_now()


def test_a_failure_names_its_reason_marks_the_account_and_is_told(person) -> None:
    speak(failed("not_kyc"))
    assert (the_payment().state, the_payment().failure) == ("failed", "not_kyc")
    assert account_of(person).trouble == "not_kyc"
    assert Message.select().where(Message.reference.startswith("incentive_failed:")).count() >= 1


def test_after_mending_it_is_sent_under_a_new_reference_and_arrives(person, at) -> None:
    speak(failed("closed"))
    incentives.resend_after_mending(part_of(person))
    day = the_payment().scheduled_for
    assert day == date(2021, 12, 8)
    with at("2021-12-08 09:00:00"):
        speak(arrived)
    first, second = Payout.select().order_by(Payout.id)
    assert (first.state, second.state) == ("failed", "paid")
    assert first.reference != second.reference
    assert standing_of(person).received == 600_000
    assert account_of(person).trouble is None
    assert broken_rules() == []


def test_without_an_account_the_payment_waits_for_one(person) -> None:
    PayoutAccount.update(unlinked_at=clock.now()).execute()
    assert payouts.open_due() == 1
    assert (the_payment().state, the_payment().failure) == ("failed", "not_linked")
    assert Payout.select().count() == 0


@pytest.mark.parametrize("amount", [1, 599_999, 6_000_000])
def test_another_amount_in_the_book_pays_nothing_and_calls_an_officer(amount: int) -> None:
    speak(say("succeeded", amount=amount))
    assert (the_payout().state, the_payout().problem) == ("open", "amount_differs")
    assert the_payment().state == "scheduled"
    now_due()
    assert payouts.claim_next() is None


def test_a_request_the_provider_will_not_take_calls_an_officer() -> None:
    speak(say("refused"))
    assert (the_payout().state, the_payout().problem) == ("open", "refused")


def test_an_officer_lets_the_provider_be_asked_again_and_the_book_may_clear_it_up(someone) -> None:
    speak(say("refused"))
    officer = someone.registered(role="operator")
    payouts.ask_again(the_payout().public_id, officer)
    speak(arrived)
    assert (the_payout().state, the_payout().problem) == ("paid", None)
    with pytest.raises(NotFound):
        payouts.ask_again("tidak-ada", officer)


def test_a_problem_that_was_cleared_up_by_an_officer_can_be_mended(someone, person, at) -> None:
    """What the provider will never take must not stay open for ever."""
    speak(say("refused"))
    officer = someone.registered(role="operator")
    payouts.close_problem(the_payout().public_id, "Penyalur menolak nama ini.", officer)
    assert (the_payout().state, the_payout().failure) == ("failed", "rejected")
    assert the_payment().state == "failed"
    incentives.resend_after_mending(part_of(person))
    with at("2021-12-08 09:00:00"):
        speak(arrived)
    assert standing_of(person).received == 600_000
    assert broken_rules() == []
    with pytest.raises(Refused, match="no_problem"):
        payouts.close_problem(the_payout().public_id, "Sekali lagi saja.", officer)


def test_beside_a_problem_nothing_is_sent_under_another_reference(someone, person, at) -> None:
    """The book said failed, then takes it back: paying again could pay twice."""
    speak(failed("closed"))
    payouts.knock(the_payout().reference)
    speak(arrived)
    assert the_payout().problem == "contradiction"
    assert incentives.resend_after_mending(part_of(person)) == 0
    schedule(person, "job", 1, date(2021, 12, 1))  # whoever plans it all the same
    assert payouts.open_due() == 0
    payouts.close_problem(the_payout().public_id, "Penyalur salah catat.", someone.registered())
    assert payouts.open_due() == 1


def test_a_knock_while_somebody_speaks_makes_the_book_be_asked_once_more(person) -> None:
    speak(arrived)
    payouts.knock(the_payout().reference)
    late = payouts.claim_next()
    payouts.knock(the_payout().reference)  # the bank has just sent it back
    payouts.settle(late, Reply("succeeded", amount=600_000))  # an older word
    speak(say("reversed"))
    assert the_payout().state == "reversed"
    assert standing_of(person).received == 0


def test_a_reversal_whose_callback_got_lost_is_found_by_a_late_look(person, at) -> None:
    speak(arrived)
    assert the_payout().ask_at > clock.real_now()
    now_due()
    speak(arrived)
    assert the_payout().ask_at > clock.real_now()
    now_due()
    speak(say("reversed"))
    assert the_payment().failure == "returned"


def test_the_late_looks_end(at) -> None:
    speak(arrived)
    with at("2021-12-08 09:00:01"):
        now_due()
        speak(arrived)
    assert the_payout().ask_at is None


def test_what_is_not_earned_any_more_is_not_sent_again(someone, person) -> None:
    payouts.open_due()
    claim = payouts.claim_next()
    mine = Certificate.get(Certificate.purchase == bought_by(person)[0])
    certificates.revoke(mine, "Dikerjakan orang lain.", someone.registered(role="operator"))
    assert the_payment().state == "scheduled"  # it is on its way
    payouts.settle(claim, Reply("failed", "closed"))
    accounts.link(person, "ovo", person.phone)
    assert the_payment().state == "waiting"
    assert broken_rules() == []


def test_what_never_left_goes_to_the_account_that_is_linked_now(someone, person) -> None:
    payouts.open_due()
    officer = someone.registered(role="operator")
    payouts.stop(officer, "Pemeriksaan.")
    old = account_of(person)
    accounts.link(person, "ovo", person.phone)
    payouts.resume(officer)
    sent_to = []

    def note_it(row: Payout, send: bool) -> Reply:
        sent_to.append(row.account.partner)
        return arrived(row, send)

    speak(note_it)
    speak(note_it)
    assert sent_to == ["ovo"]
    assert PayoutAccount.get_by_id(old.id).unlinked_at is not None
    assert (the_payment().state, broken_rules()) == ("paid", [])


def test_what_may_have_left_stays_with_its_account(person) -> None:
    speak(silence)
    accounts.link(person, "ovo", person.phone)
    now_due()
    speak(arrived)
    assert the_payment().account.partner == "dana"


def test_who_linked_another_account_meanwhile_has_mended_it_already(person) -> None:
    speak(say("accepted"))
    accounts.link(person, "ovo", person.phone)
    now_due()
    speak(failed("closed"))
    assert (the_payment().state, the_payment().scheduled_for) == ("scheduled", date(2021, 12, 8))
    assert account_of(person).trouble is None


def test_one_persons_fault_keeps_nobody_elses_money(someone, person, monkeypatch) -> None:
    with clock.stopped_at(clock.now()):
        other = earned(someone)
    schedule(other, "job", 1, date(2021, 12, 2))
    schedule(person, "job", 1, date(2021, 11, 30))
    PayoutAccount.update(unlinked_at=clock.now()).where(
        PayoutAccount.participant == person
    ).execute()
    schedule(other, "job", 1, date(2021, 12, 1))

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(incentives, "failed", broken)
    with pytest.raises(ZeroDivisionError):
        payouts.open_due()
    assert Payout.get().incentive.participation == part_of(other)


def test_a_revoked_first_certificate_takes_the_dates_back(someone, person) -> None:
    accounts.link(person, "dana", person.phone)
    mine = Certificate.get(Certificate.purchase == bought_by(person)[0])
    certificates.revoke(mine, "Dikerjakan orang lain.", someone.registered(role="operator"))
    jobs = [row for row in standing_of(person).incentives if row.kind == "job"]
    assert {row.state for row in jobs} == {"waiting"}
    assert broken_rules() == []


def test_money_sent_back_by_the_bank_is_owed_again(person, at) -> None:
    speak(arrived)
    payouts.knock(the_payout().reference)
    speak(say("reversed"))
    assert the_payout().state == "reversed"
    assert (the_payment().state, the_payment().failure) == ("failed", "returned")
    assert standing_of(person).received == 0
    assert Message.select().where(Message.reference.startswith("incentive_returned:")).count() >= 1
    incentives.resend_after_mending(part_of(person))
    with at("2021-12-08 09:00:00"):
        speak(arrived)
    assert standing_of(person).received == 600_000
    assert broken_rules() == []


def test_the_database_keeps_what_was_paid_from_being_unpaid() -> None:
    speak(arrived)
    with pytest.raises(Exception, match="stays paid"):
        Incentive.update(
            state="failed", failure="closed", paid_at=None, transfer=None
        ).where(Incentive.state == "paid").execute()  # fmt: skip


def test_a_payout_never_moves_back_nor_changes() -> None:
    speak(failed("closed"))
    with pytest.raises(Exception, match="cannot move that way"):
        Payout.update(state="open", settled_at=None, failure=None).execute()
    with pytest.raises(Exception, match="never changes"):
        Payout.update(amount=1).execute()
    with pytest.raises(Exception, match="never deleted"):
        Payout.delete().execute()


def test_while_stopped_nothing_is_sent_but_what_was_sent_is_asked_after(someone, person) -> None:
    officer = someone.registered(role="operator")
    speak(silence)
    schedule(person, "job", 2, date(2021, 12, 1))
    payouts.stop(officer, "Rekonsiliasi.")
    assert payouts.stopped()["reason"] == "Rekonsiliasi."
    assert payouts.open_due() == 0
    now_due()
    assert not payouts.claim_next().send
    payouts.resume(officer)
    assert payouts.stopped() is None
    assert payouts.open_due() == 1
    actions = {row.action for row in AuditEntry.select()}
    assert {"payouts_stopped", "payouts_resumed"} <= actions


def test_a_payout_begun_before_the_stop_waits_with_it(someone) -> None:
    payouts.open_due()
    payouts.stop(someone.registered(role="operator"), "Berhenti.")
    assert payouts.claim_next() is None


def test_a_knock_for_nobody_is_said_to_be_for_nobody() -> None:
    assert not payouts.knock("UINS-tidak-ada")


def test_knocking_a_hundred_times_asks_once() -> None:
    speak(silence)
    for _ in range(100):
        assert payouts.knock(the_payout().reference)
    assert payouts.claim_next() is not None
    assert payouts.claim_next() is None


def test_the_switch_is_kept_in_the_room(someone) -> None:
    payouts.stop(someone.registered(role="operator"), "x" * 999)
    assert len(payouts.stopped()["reason"]) == 200
    assert Setting.get_by_id("payouts_stopped").value


def test_a_paid_payment_is_not_begun_again(person) -> None:
    pay_now(person, "job", 2)
    assert payouts.open_due() == 0
