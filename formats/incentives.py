"""A payment's name, status and the words about it that every screen and message shares.

`status_of` is the one place that says what a payment's state is called: the list, the
dashboard, its steps and the messages all ask here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from formats.text import day, masked_account, moment_text, rupiah, short_day
from formats.wording import INCENTIVE_STATES, PARTNERS, incentive_name
from rules.incentives import resend_day
from rules.payouts import UNSENT
from rules.references import Reference
from rules.schemes import Terms, UnknownTerm

PAGE = "/insentif"
MONEY_LOST = "Apakah uangku hilang?"
NOT_LOST = "Tidak. Uangmu tetap tercatat atas namamu sampai berhasil dikirim."
STOPPED = "Pengiriman dihentikan sementara"
_SAFE = "Uangmu aman, dikirim begitu pengiriman dilanjutkan"

# Failures that mending the same account cannot cure.
NEEDS_ANOTHER = ("closed", "not_linked")


@dataclass(frozen=True)
class Status:
    """What a payment's state is called. `day`: sent, planned or failed on, by state."""

    code: str
    label: str
    tone: str
    day: date | None

    @property
    def words(self) -> str:
        """«Sudah dikirim 5 Des 2021»."""
        return f"{self.label} {short_day(self.day)}" if self.day else self.label


def status_of(payment: Any) -> Status:
    """The status of a payment: an incentive with its `.payout`, or a rules.next_step.Payment."""
    code = payment.state
    if code == "scheduled" and _on_its_way(payment):
        code = "sending"
    label, tone = INCENTIVE_STATES[code]
    days: Mapping[str, date | datetime | None] = {
        "paid": payment.paid_at,
        "failed": payment.failed_at,
        "scheduled": payment.scheduled_for,
        "sending": payment.scheduled_for,
    }
    found = days.get(code)
    return Status(code, label, tone, found.date() if isinstance(found, datetime) else found)


def _on_its_way(payment: Any) -> bool:
    if hasattr(payment, "sending"):
        return bool(payment.sending)
    payout = getattr(payment, "payout", None)
    return payout is not None and payout.state == "open"


def key_of(payment: Any) -> str:
    """«job-2»: the payment's name in addresses."""
    return key_of_words(payment.kind, payment.ordinal)


def key_of_words(kind: str, ordinal: int) -> str:
    """The same from its two parts."""
    return f"{kind}-{ordinal}"


def link_to(payment: Any) -> str:
    """The payment's row in the history."""
    return f"{PAGE}#insentif-{key_of(payment)}"


def resend_promise(terms: Terms | None, today: date) -> str:
    """When a failed payment is sent again if its cause is mended today."""
    found = known_day(lambda: resend_day(terms, today)) if terms else None
    if found is None:
        return "Setelah diperbaiki, kami kirim ulang otomatis."
    return f"Kalau diperbaiki hari ini, dikirim ulang {day(found)}."


def cause_now(failure: str, linked: bool, trouble: str | None) -> str:
    """What has to be mended today, whatever made one payment fail back then."""
    return (trouble or failure) if linked else "not_linked"


def mend_before(payment: Any, today: date, stopped: bool) -> str:
    """By when the account has to be ready for a planned payment."""
    if payment.scheduled_for > today:
        return f"Perbaiki sebelum {day(payment.scheduled_for)}, supaya uangnya sampai."
    if stopped:
        return "Perbaiki sekarang, sebelum pengiriman dilanjutkan."
    return "Perbaiki sekarang: pengirimannya hari ini."


def link_before(payment: Any, today: date, stopped: bool) -> str:
    """The same where nothing is linked, with the money at stake."""
    amount = rupiah(payment.amount)
    if payment.scheduled_for > today:
        until = day(payment.scheduled_for)
        return f"Sambungkan sebelum {until}, supaya insentif {amount} sampai."
    if stopped:
        return f"Sambungkan sebelum pengiriman dilanjutkan, supaya insentif {amount} sampai."
    return f"Sambungkan sekarang: insentif {amount} dikirim hari ini."


def at_risk(payments: Sequence[Any]) -> str | None:
    """«Rp600.000 pada 25 Oktober 2021»: what would not arrive if nothing were linked; None: nothing.

    `payments` as in `status_of`. What is on its way already arrives all the same.
    """
    planned = [row for row in payments if status_of(row).code == "scheduled"]
    if not planned:
        return None
    soonest = min(row.scheduled_for for row in planned)
    amount = sum(row.amount for row in planned if row.scheduled_for == soonest)
    return f"{rupiah(amount)} pada {day(soonest)}"


def next_words(payments: Sequence[Any], stopped: bool) -> str | None:
    """«Berikutnya Rp600.000, dijadwalkan 26 Jul 2024»: the payment that comes first; None: none has
    its day. `payments` as in `status_of`."""
    planned = [row for row in payments if row.state == "scheduled"]
    if not planned:
        return None
    first = min(planned, key=lambda row: (row.scheduled_for, row.kind, row.ordinal))
    status = status_of(first)
    words = status.words
    if stopped and status.code == "scheduled":
        words = STOPPED
    return f"Berikutnya {rupiah(first.amount)}, {words[:1].lower()}{words[1:]}."


def safe(payment: Any, today: date) -> str:
    """What becomes of a payment that officers hold back."""
    earliest = f", paling cepat {day(payment.scheduled_for)}"
    then = earliest if payment.scheduled_for > today else ""
    return f"{_SAFE}{then}."


def held(payment: Any, stopped_at: datetime | None, today: date) -> tuple[str, ...]:
    """Since when officers hold this payment back, and what becomes of it; empty where they do not.

    `payment` is an Incentive with `.payout` (queries.incentives.live_payout), which may be None.

    Nobody's money is forgotten. What a provider was asked to send is on its way all the same.
    """
    if stopped_at is None or not _may_be_held(payment):
        return ()
    return f"{STOPPED} oleh petugas sejak {moment_text(stopped_at)}.", safe(payment, today)


def _may_be_held(payment: Any) -> bool:
    code = status_of(payment).code
    return code == "scheduled" or (code == "sending" and payment.payout.answer in UNSENT)


def stopped_note(payments: Sequence[Any], stopped_at: datetime | None) -> tuple[str, str] | None:
    """Title and text for those who have money coming while officers hold it back."""
    if stopped_at is None or all(row.state != "scheduled" for row in payments):
        return None
    return STOPPED, f"Sejak {moment_text(stopped_at)}. {_SAFE}."


def since_then(kind: str, payment: Any) -> str | None:
    """What a message about a payment does not know yet; None while it still says how things are.

    `kind` is the message's. A message with a planned day always tells the day of today.
    """
    status = status_of(payment)
    if status.code == _CLAIMS.get(kind):
        return None
    return f"Sekarang: {status.words}"


@dataclass(frozen=True)
class Since:
    """What a message does not say itself: how things are today, where that stands, and more of it."""

    words: str
    link: str
    more: tuple[str, ...] = ()


def since_told(
    messages: Sequence[Any],
    payments_told: Mapping[int, Any],
    mended: Collection[int],
    reminders_over: Collection[int],
    stopped_at: datetime | None,
    today: date,
) -> dict[int, Since]:
    """Message id → how things are today, for messages that do not say it themselves.

    `payments_told`: message id → the payment it speaks of; `mended`: ids of messages about an
    account's trouble that is over; `reminders_over`: ids of those of a deadline that is past or
    kept; `stopped_at`: since when officers hold all payments back, if they do.
    """
    found = dict.fromkeys(
        mended, Since("Sekarang: rekening itu tidak dipakai atau sudah beres.", "/rekening")
    )
    past = Since("Sekarang: pengingat ini sudah lewat.", "/dasbor")
    found |= dict.fromkeys(reminders_over, past)
    for row in messages:
        payment = payments_told.get(row.id)
        if payment is None:
            continue
        said = since_then(Reference.of(row.reference).kind, payment)
        if said:
            found[row.id] = Since(said, link_to(payment), held(payment, stopped_at, today))
    return found


_CLAIMS = {"incentive_failed": "failed", "incentive_returned": "failed", "incentive_paid": "paid"}


def account_text(account: Any) -> str:
    """«DANA 0812 •••• 7788»."""
    return f"{PARTNERS[account.partner]} {masked_account(account.number)}"


def name_of(payment: Any, terms: Terms | None) -> str:
    """«Insentif bulan 2», as the terms count them."""
    job_count = (terms.job_incentive_count or 1) if terms else 1
    return incentive_name(payment.kind, payment.ordinal, job_count)


def known_day(work: Callable[[], date]) -> date | None:
    """A day of the terms, or None where they do not say."""
    try:
        return work()
    except UnknownTerm:
        return None
