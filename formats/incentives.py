"""Payments in words: name, status, reason of a failure and the way to mend it, what came before.

`status_of` is the one place that says what a payment's state is called: the list, the
dashboard, its steps and the messages all ask here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from formats.text import day, masked_account, moment_text, rupiah, short_day
from formats.wording import (
    INCENTIVE_STATES,
    PARTNERS,
    failure_reason,
    failure_steps,
    incentive_name,
)
from rules.incentives import job_schedule, resend_day, survey_payment_day
from rules.schemes import Terms, UnknownTerm

PAGE = "/insentif"
MONEY_LOST = "Apakah uangku hilang?"
NOT_LOST = "Tidak. Uangmu tetap tercatat atas namamu sampai berhasil dikirim."

# Failures that mending the same account cannot cure.
NEEDS_ANOTHER = ("closed", "not_linked")
_ORDER = {"failed": 0, "sending": 1, "scheduled": 2, "waiting": 3, "paid": 4, "forfeited": 5}


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


@dataclass(frozen=True)
class Mend:
    """What is wrong, what to do about it in order, and whether only another account helps."""

    reason: str
    steps: tuple[str, ...]
    relink: bool


@dataclass(frozen=True)
class Need:
    """One thing a payment waits for."""

    text: str
    done: bool


@dataclass(frozen=True)
class Attempt:
    """An earlier sending that did not last: when, to which account, how it ended."""

    on: date
    account: str
    outcome: str


@dataclass(frozen=True)
class PaymentLine:
    """One row of the incentive history. `key` names it in addresses: «job-2»."""

    key: str
    name: str
    amount: int
    status: Status
    says: tuple[str, ...] = ()
    mend: Mend | None = None
    opened: bool = False
    needs: tuple[Need, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    earlier: tuple[Attempt, ...] = ()

    @property
    def complain(self) -> bool:
        """Whether something may be wrong with the money itself."""
        return self.status.code in ("failed", "sending", "paid")


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
    found = _known(lambda: resend_day(terms, today)) if terms else None
    if found is None:
        return "Setelah diperbaiki, kami kirim ulang otomatis."
    return f"Kalau diperbaiki hari ini, dikirim ulang {day(found)}."


def since_then(kind: str, payment: Any) -> str | None:
    """What a message about a payment does not know yet; None while it still says how things are.

    `kind` is the message's. A message with a planned day always tells the day of today.
    """
    status = status_of(payment)
    if status.code == _CLAIMS.get(kind):
        return None
    return f"Sekarang: {status.words}"


def since_told(
    messages: Sequence[Any], payments_told: Mapping[int, Any], mended: Collection[int]
) -> dict[int, tuple[str, str]]:
    """Message id → (how things are today, address), for messages that do not say it themselves.

    `payments_told`: message id → the payment it speaks of; `mended`: ids of messages about an
    account's trouble that is over.
    """
    found = dict.fromkeys(
        mended, ("Sekarang: rekening itu tidak dipakai atau sudah beres.", "/rekening")
    )
    for row in messages:
        payment = payments_told.get(row.id)
        said = since_then(row.reference.split(":")[0], payment) if payment is not None else None
        if said:
            found[row.id] = (said, link_to(payment))
    return found


_CLAIMS = {"incentive_failed": "failed", "incentive_returned": "failed", "incentive_paid": "paid"}


def account_text(account: Any) -> str:
    """«DANA 0812 •••• 7788»."""
    return f"{PARTNERS[account.partner]} {masked_account(account.number)}"


def receipt_rows(row: Any, name: str) -> list[tuple[str, str]]:
    """(label, value) of a payment that was paid; shape of queries.incentives.paid_of."""
    payout, account = getattr(row, "payout", None), getattr(row, "sent_to", None)
    rows = [("Nama", name), ("Jumlah", rupiah(row.amount)), ("Dikirim", moment_text(row.paid_at))]
    if account is not None:
        rows.append(("Ke", account_text(account)))
    rows.append(("Nomor referensi", payout.reference if payout else row.transfer.reference))
    if payout is not None and payout.provider_id:
        rows.append(("Nomor di penyalur", payout.provider_id))
    return rows


def name_of(payment: Any, terms: Terms | None) -> str:
    """«Insentif bulan 2», as the terms count them."""
    job_count = (terms.job_incentive_count or 1) if terms else 1
    return incentive_name(payment.kind, payment.ordinal, job_count)


def payments(
    standing: Any, sent: Mapping[int, Sequence[Any]], stopped_at: datetime | None, today: date
) -> list[PaymentLine]:
    """The rows as people read them: problem first, then planned, then what came.

    `standing` of queries.standing; `sent`: incentive id → its payouts with `.account`, oldest
    first; `stopped_at`: since when officers hold all payments back, if they do.
    """
    view = _View(standing, sent, stopped_at, today)
    return [view.line(row) for row in view.ordered()]


class _View:
    """What every row is told from."""

    def __init__(
        self,
        standing: Any,
        sent: Mapping[int, Sequence[Any]],
        stopped_at: datetime | None,
        today: date,
    ) -> None:
        self.standing, self.sent = standing, sent
        self.stopped_at, self.today = stopped_at, today
        self.terms: Terms | None = standing.terms
        account = standing.account
        self.trouble: str | None = account.trouble if account else "not_linked"

    def ordered(self) -> list[Any]:
        """Problem first, then what is planned by its day, then what came."""
        rows = self.standing.incentives
        return sorted(
            rows,
            key=lambda row: (
                _ORDER[status_of(row).code],
                row.scheduled_for or date.max,
                row.kind,
                row.ordinal,
            ),
        )

    def line(self, row: Any) -> PaymentLine:
        """One row, told by its status."""
        status = status_of(row)
        tell: Callable[[Any], dict[str, Any]] = {
            "failed": self._failed,
            "sending": self._sending,
            "scheduled": self._scheduled,
            "waiting": self._waiting,
            "paid": self._paid,
        }.get(status.code, self._forfeited)
        return PaymentLine(
            key=key_of(row),
            name=name_of(row, self.terms),
            amount=row.amount,
            status=status,
            earlier=tuple(
                _attempt(payout)
                for payout in self.sent.get(row.id, ())
                if payout.state in ("failed", "reversed")
            ),
            **tell(row),
        )

    def _failed(self, row: Any) -> dict[str, Any]:
        reason = row.failure or "returned"
        then = resend_promise(self.terms, self.today)
        return {"mend": _mend(reason, then), "opened": True}

    def _sending(self, row: Any) -> dict[str, Any]:
        payout = row.payout
        account = next(
            (sent.account for sent in self.sent.get(row.id, ()) if sent.id == payout.id), None
        )
        partner = PARTNERS[account.partner] if account else "penyalur"
        if payout.problem or payout.answer in ("asked", "unknown"):
            said = (f"Kami sedang memastikan ke {partner}. Uangmu tidak dikirim dua kali.",)
        elif payout.answer == "accepted":
            said = (f"{partner} sudah menerima perintah kirim. Uangmu segera masuk.",)
        else:
            said = (f"Pengiriman ke {partner} sedang disiapkan.",)
        held = self._held() if payout.answer in (None, "absent") else None
        return {"says": (*said, held) if held else said}

    def _scheduled(self, row: Any) -> dict[str, Any]:
        due = row.scheduled_for <= self.today
        again = any(payout.state != "open" for payout in self.sent.get(row.id, ()))
        held = self._held() if due else None
        if self.trouble:
            until = f"Perbaiki sebelum {day(row.scheduled_for)}, supaya uangnya sampai."
            if due:
                until = "Perbaiki sekarang: pengirimannya hari ini."
            return {
                "mend": _mend(self.trouble, until),
                "says": (held,) if held else (),
                "opened": row is self._soonest(),
            }
        if held:
            return {"says": (held,)}
        if due:
            return {"says": ("Sedang disiapkan untuk dikirim hari ini.",)}
        how = "Dikirim ulang" if again else "Dikirim otomatis pada"
        calm = "Tidak ada yang perlu kamu lakukan."
        return {"says": (f"{how} {day(row.scheduled_for)}. {calm}",)}

    def _soonest(self) -> Any:
        """The next planned payment, where nothing failed that comes first."""
        rows = self.ordered()
        if status_of(rows[0]).code == "failed":
            return None
        return next((row for row in rows if status_of(row).code == "scheduled"), None)

    def _held(self) -> str | None:
        """Nobody's money is forgotten while officers hold the payments back."""
        if self.stopped_at is None:
            return None
        since = moment_text(self.stopped_at)
        return f"Pengiriman dihentikan sementara oleh petugas sejak {since}."

    def _waiting(self, row: Any) -> dict[str, Any]:
        lost, needs, if_today = (
            self._survey_needs(row) if row.kind == "survey" else self._job_needs(row)
        )
        if lost:
            return {"says": (lost,)}
        account = self.standing.account is not None
        needs = (*needs, Need("Rekening atau e-wallet tersambung", account))
        says = (f"Kalau lengkap hari ini, dikirim {day(if_today)}.",) if if_today else ()
        return {"says": says, "needs": needs}

    def _job_needs(self, row: Any) -> tuple[str | None, tuple[Need, ...], date | None]:
        first = self.standing.bought[0] if self.standing.bought else None
        if first and first.failed_at:
            lost = "Pelatihan pertamamu tidak lulus, jadi insentif ini tidak dikirim."
            return lost, (), None
        if first and first.revoked_at:
            lost = "Sertifikat pelatihan pertamamu dicabut, jadi insentif ini tidak dikirim."
            return lost, (), None
        needs = (
            Need("Sertifikat pelatihan pertama terbit", bool(first and first.certificate_at)),
            Need("Bintang dan ulasan terkirim", bool(first and first.rated_at)),
        )
        terms, place = self.terms, row.ordinal - 1
        found = _known(lambda: job_schedule(terms, self.today)[place]) if terms else None
        return None, needs, found

    def _survey_needs(self, row: Any) -> tuple[str | None, tuple[Need, ...], date | None]:
        windows = {window.ordinal: window for window in self.standing.survey_windows}
        window = windows.get(row.ordinal)
        if window and window.state == "closed":
            return f"Survei {row.ordinal} sudah ditutup, jadi insentifnya tidak dikirim.", (), None
        opens = f" (dibuka {day(window.opens_on)})" if window and window.opens_on else ""
        text = f"Survei {row.ordinal} terkirim"
        if window and window.state == "open":
            terms = self.terms
            found = _known(lambda: survey_payment_day(terms, self.today)) if terms else None
            return None, (Need(text, False),), found
        return None, (Need(f"{text}{opens}", False),), None

    def _paid(self, row: Any) -> dict[str, Any]:
        payout = next((sent for sent in self.sent.get(row.id, ()) if sent.state == "paid"), None)
        facts = [("Dikirim", moment_text(row.paid_at))]
        if payout is not None:
            facts += [("Ke", account_text(payout.account)), ("Referensi", payout.reference)]
        return {"facts": tuple(facts)}

    def _forfeited(self, _row: Any) -> dict[str, Any]:
        return {"says": ("Tidak dikirim karena kepesertaan dicabut.",)}


def _mend(failure: str, then: str) -> Mend:
    """What to do, and what then happens by itself."""
    steps, relink = failure_steps(failure), failure in NEEDS_ANOTHER
    if not relink:
        steps = (*steps, "Kembali ke sini, tekan «Cek rekening lagi».")
    return Mend(failure_reason(failure), (*steps, then), relink)


def _attempt(payout: Any) -> Attempt:
    outcome = "Sampai, lalu dikembalikan oleh bank/e-wallet."
    if payout.state == "failed":
        outcome = failure_reason(payout.failure)
    return Attempt(payout.settled_at.date(), account_text(payout.account), outcome)


def _known(work: Callable[[], date]) -> date | None:
    """A day of the terms, or None where they do not say."""
    try:
        return work()
    except UnknownTerm:
        return None
