"""The rows of «Insentif» and the receipt: each payment told from all that is known about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from formats.incentives import (
    NEEDS_ANOTHER,
    Status,
    account_text,
    cause_now,
    held,
    key_of,
    known_day,
    mend_before,
    name_of,
    resend_promise,
    status_of,
)
from formats.text import day, moment_text, rupiah
from formats.wording import PARTNERS, failure_reason, failure_steps
from rules.incentives import job_schedule, survey_payment_day
from rules.schemes import Terms

_ORDER = {"failed": 0, "sending": 1, "scheduled": 2, "waiting": 3, "paid": 4, "forfeited": 5}


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
        reason, account = row.failure or "returned", self.standing.account
        cause = cause_now(reason, account is not None, account.trouble if account else None)
        then = resend_promise(self.terms, self.today)
        own = account.partner if account else None
        ended = [
            sent.account.partner
            for sent in self.sent.get(row.id, ())
            if sent.state in ("failed", "reversed")
        ]
        sent_to = ended[-1] if ended else own
        # Without a trouble of its own the linked account did not bring this: the one before it did.
        at = own if account and account.trouble else sent_to
        first = failure_reason(reason, sent_to)
        return {"mend": _mend(cause, then, at, first), "opened": True}

    def _sending(self, row: Any) -> dict[str, Any]:
        payout = row.payout
        account = next(
            (sent.account for sent in self.sent.get(row.id, ()) if sent.id == payout.id), None
        )
        partner = PARTNERS[account.partner] if account else "penyalur"
        said: tuple[str, ...]
        if payout.problem or payout.answer in ("asked", "unknown"):
            said = (
                f"Kami sedang memastikan ke {partner}. Uangmu tidak dikirim dua kali.",
                "Biasanya beres dalam 1 hari kerja. Belum juga? Buat pengaduan.",
            )
        elif payout.answer == "accepted":
            said = (f"{partner} sudah menerima perintah kirim. Uangmu segera masuk.",)
        else:
            said = (f"Pengiriman ke {partner} sedang disiapkan.",)
        return {"says": (*said, *self._held(row))}

    def _scheduled(self, row: Any) -> dict[str, Any]:
        due = row.scheduled_for <= self.today
        again = any(payout.state != "open" for payout in self.sent.get(row.id, ()))
        stopped = self._held(row)
        if self.trouble:
            return {
                "mend": _mend(
                    self.trouble,
                    mend_before(row, self.today, bool(stopped)),
                    self.standing.account.partner if self.standing.account else None,
                ),
                "says": stopped[:1],
                "opened": row is self._soonest(),
            }
        calm = "Tidak ada yang perlu kamu lakukan."
        if stopped:
            return {"says": (*stopped, calm)}
        if due:
            return {"says": ("Sedang disiapkan untuk dikirim hari ini.",)}
        how = "Dikirim ulang" if again else "Dikirim otomatis pada"
        return {"says": (f"{how} {day(row.scheduled_for)}. {calm}",)}

    def _soonest(self) -> Any:
        """The next planned payment, where nothing failed that comes first."""
        rows = self.ordered()
        if status_of(rows[0]).code == "failed":
            return None
        return next((row for row in rows if status_of(row).code == "scheduled"), None)

    def _held(self, row: Any) -> tuple[str, ...]:
        return held(row, self.stopped_at, self.today)

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
        found = known_day(lambda: job_schedule(terms, self.today)[place]) if terms else None
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
            found = known_day(lambda: survey_payment_day(terms, self.today)) if terms else None
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


def _mend(cause: str, then: str, partner: str | None, began: str | None = None) -> Mend:
    """What to do about `cause` at `partner`, and what then happens; `began`: the first reason in words."""
    steps, relink = failure_steps(cause, partner), cause in NEEDS_ANOTHER
    if not relink:
        steps = (*steps, "Kembali ke sini, tekan «Cek rekening lagi».")
    now = failure_reason(cause, partner)
    return Mend(" ".join(dict.fromkeys([began or now, now])), (*steps, then), relink)


def _attempt(payout: Any) -> Attempt:
    code = payout.failure if payout.state == "failed" else "returned"
    outcome = failure_reason(code, payout.account.partner)
    return Attempt(payout.settled_at.date(), account_text(payout.account), outcome)
