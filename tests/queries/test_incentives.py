"""Payments with how they were sent, and which messages about them are out of date."""

from datetime import date

import pytest

from models import Incentive, Message, PayoutAccount
from queries import incentives
from queries.messages import of_participant
from tests.payments import account_of, arrived, failed, pay_now, schedule, speak
from tests.people import part_of

pytestmark = pytest.mark.usefixtures("room")
TODAY = date(2021, 12, 13)


@pytest.fixture
def sari(someone, at):
    with at("2021-10-18 09:00:00"):
        person = someone.finished(21)
    with at("2021-12-13 09:00:00"):
        account_of(person)
        yield person


def about(kind: str) -> Message:
    return Message.get(Message.reference.startswith(f"{kind}:"), Message.channel == "email")


def mend(row: Incentive) -> None:
    """A failed payment is planned again, for the same day."""
    Incentive.update(state="scheduled", failure=None, failed_at=None).where(
        Incentive.id == row.id
    ).execute()


def news(person) -> dict[str, bool]:
    """What the list of messages says is news, by kind."""
    return {row.reference.split(":")[0]: bool(row.news) for row in of_participant(person)}


def test_every_sending_stands_under_its_payment_oldest_first(sari) -> None:
    row = schedule(sari, "job", 1, TODAY)
    speak(failed("limit"))
    mend(row)
    speak(arrived)
    found = incentives.sendings_of(part_of(sari))
    assert [sent.state for sent in found[row.id]] == ["failed", "paid"]
    assert found[row.id][0].account.partner == "dana"
    assert list(found) == [row.id]


def test_what_was_not_paid_has_no_receipt(sari) -> None:
    part = part_of(sari)
    assert incentives.paid_of(part, "job", 1) is None
    pay_now(sari)
    found = incentives.paid_of(part, "job", 1)
    assert found is not None and found.payout.state == "paid" and found.sent_to.partner == "dana"
    assert incentives.paid_of(part, "job", 2) is None


def test_a_message_is_matched_with_its_own_payment_of_its_own_participant(sari, someone) -> None:
    row = pay_now(sari)
    told = [about("incentive_paid")]
    assert incentives.payments_of_messages(sari, told) == {told[0].id: row}
    other = someone.finished(21)
    assert incentives.payments_of_messages(other, told) == {}


def test_a_planned_message_speaks_of_the_first_job_payment(sari) -> None:
    part = part_of(sari)
    row = Message(reference=f"scheduled:job:{part.public_id}:email", id=7)
    found = incentives.payments_of_messages(sari, [row])[7]
    assert (found.kind, found.ordinal) == ("job", 1)


@pytest.mark.parametrize(
    "reference",
    [
        "incentive_failed:x:y",
        "incentive_paid:999999",
        "scheduled:job",
        "scheduled:a:b",
        "otp:1:sms",
    ],
)
def test_a_reference_that_names_no_payment_finds_none(sari, reference) -> None:
    message = Message(reference=f"{reference}:email", id=7)
    assert incentives.payments_of_messages(sari, [message]) == {}


def test_a_failure_that_is_over_is_no_news_any_more(sari) -> None:
    row = schedule(sari, "job", 1, TODAY)
    speak(failed("limit"))
    assert news(sari)["incentive_failed"] is True
    mend(row)
    assert news(sari)["incentive_failed"] is False
    assert about("incentive_failed").read_at is None


def test_another_payments_failure_keeps_no_message_alive(sari) -> None:
    first = schedule(sari, "job", 1, TODAY)
    second = schedule(sari, "job", 2, TODAY)
    speak(failed("limit"))
    mend(first)
    kept = {
        row.reference.split(":")[1]: bool(row.news)
        for row in of_participant(sari)
        if row.reference.startswith("incentive_failed:")
    }
    assert kept == {str(first.id): False, str(second.id): True}


def test_trouble_that_is_over_is_no_news_and_is_known_as_mended(sari) -> None:
    account = account_of(sari)
    account.trouble = "limit"
    account.save()
    message = Message.create(
        participant=sari,
        channel="email",
        reference=f"account_trouble:{account.public_id}:limit:2021-12-20:email",
        addressee=sari.email,
        subject="Perbaiki",
        text="Perbaiki",
        link="/rekening",
    )
    assert incentives.accounts_mended(sari, [message]) == set()
    assert news(sari)["account_trouble"] is True
    PayoutAccount.update(trouble=None).execute()
    assert incentives.accounts_mended(sari, [message]) == {message.id}
    assert news(sari)["account_trouble"] is False


def test_news_is_what_nobody_read(sari) -> None:
    pay_now(sari)
    assert news(sari)["incentive_paid"] is True
    Message.update(read_at=about("incentive_paid").visible_at).execute()
    assert set(news(sari).values()) == {False}
