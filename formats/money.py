"""The officers' money page in words: lists, answers, problems, purses; and its spreadsheets' rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from formats.incentives import account_text
from formats.text import day, moment_text, rupiah, thousands
from formats.wording import failure_for_officers, incentive_name


class ListWords(NamedTuple):
    """One list: its name in addresses and on the page, what it holds, and when it is empty."""

    slug: str
    title: str
    what: str
    tone: str


LISTS: Mapping[str, ListWords] = {
    "due": ListWords(
        "jatuh-tempo", "Jatuh tempo", "Harinya sudah tiba, pengiriman belum dimulai.", "calm"
    ),
    "sending": ListWords("dikirim", "Sedang dikirim", "Penyalur sedang mengerjakannya.", "calm"),
    "unknown": ListWords(
        "belum-pasti",
        "Belum pasti",
        "Mungkin sudah sampai. Ditanyakan terus, tidak diulang.",
        "warn",
    ),
    "problem": ListWords(
        "masalah", "Perlu dicek petugas", "Berhenti sampai petugas memeriksanya.", "danger"
    ),
    "failed": ListWords(
        "gagal", "Gagal dikirim", "Menunggu peserta memperbaiki rekeningnya.", "danger"
    ),
}
BY_SLUG = {words.slug: name for name, words in LISTS.items()}

ANSWERS: Mapping[str | None, str] = {
    None: "Belum dikirim",
    "asked": "Sudah dikirim, belum dijawab",
    "absent": "Belum tercatat di penyalur",
    "accepted": "Diterima penyalur",
    "unknown": "Tidak ada jawaban yang jelas",
}
_ENDED: Mapping[str, str] = {
    "paid": "Sudah sampai",
    "failed": "Gagal",
    "reversed": "Ditolak setelah dikirim",
}
PROBLEMS: Mapping[str, str] = {
    "amount_differs": "Jumlah di buku penyalur berbeda",
    "contradiction": "Buku penyalur berlawanan dengan catatan kita",
    "refused": "Penyalur menolak permintaan ini",
}
AGES: Mapping[str, str] = {
    "hour": "Kurang dari 1 jam",
    "day": "1 sampai 24 jam",
    "older": "Lebih dari 1 hari",
}
PURSES: Mapping[str, str] = {
    "fund": "Dana program",
    "training": "Saldo pelatihan peserta",
    "platform": "Platform",
    "incentive": "Insentif peserta",
    "treasury": "Kas negara (saldo hangus)",
}


class Table(NamedTuple):
    """Sums by what is behind them: (words, address or None, queries.money.Sum)."""

    title: str
    rows: Sequence[tuple[str, str | None, Any]]


def tables(found: Any) -> list[Table]:
    """The parts of a queries.money.Overview that hold something."""
    unknown = [(AGES[age], None, part) for age, part in found.unknown.items() if part.count]
    problems = [(PROBLEMS.get(code, code), None, part) for code, part in found.problems.items()]
    link = "/petugas/uang/gagal?alasan="
    failures = [
        (failure_for_officers(code), f"{link}{code}", part) for code, part in found.failures.items()
    ]
    made = (
        Table("Belum pasti, menurut umur", unknown),
        Table("Perlu dicek, menurut masalah", problems),
        Table("Gagal, menurut alasan", failures),
    )
    return [table for table in made if table.rows]


class Queue(NamedTuple):
    """A line of the officers' first page, of money or of messages: badge and what is behind it."""

    badge: str
    tone: str
    text: str


def queue(found: Any, stopped_at: datetime | None) -> Queue:
    """What needs an officer in a queries.money.Overview: problems, long unknown, failed, stopped, and
    what nobody here sent."""
    long_unknown = found.unknown["day"].count + found.unknown["older"].count
    parts = (
        (found.lists["problem"].count, "perlu dicek"),
        (long_unknown, "belum pasti lebih dari 1 jam"),
        (found.lists["failed"].count, "gagal dikirim"),
        (len(found.strangers), "tidak kita kenal"),
    )
    count = sum(number for number, _ in parts)
    said = [f"{thousands(number)} {words}" for number, words in parts if number]
    text = ", ".join(said) + "." if said else "Antrean kosong."
    if found.comparison_late:
        count, text = count + 1, f"{text} {not_compared(found.compared_at)}"
    if stopped_at is not None:
        due = found.lists["due"]
        held = f"{thousands(due.count)} jatuh tempo menunggu. " if due.count else ""
        since = f"Pengiriman dihentikan sejak {moment_text(stopped_at)}. {held}"
        return Queue("Dihentikan", "warn", since + (text if count else ""))
    return Queue(f"{thousands(count)} menunggu", "warn" if count else "calm", text)


STRANGERS_NAMED = 5


def strangers_text(found: Sequence[Any]) -> str:
    """Which queries.money.Stranger the provider has to be asked about; empty without any."""
    if not found:
        return ""
    named = ", ".join(one.provider_id for one in found[:STRANGERS_NAMED])
    rest = len(found) - STRANGERS_NAMED
    more = f" dan {thousands(rest)} lainnya" if rest > 0 else ""
    left = sum(one.amount for one in found if one.status in ("succeeded", "accepted"))
    total = f"{thousands(len(found))} pengiriman, {rupiah(left)} keluar."
    return f"{total} Tanyakan ke penyalur: {named}{more}."


def not_compared(compared_at: datetime | None) -> str:
    """That the comparison with the provider's book does not come to its end, and since when."""
    since = f"sejak {moment_text(compared_at)}" if compared_at else "sama sekali"
    return f"Buku penyalur belum bisa dicocokkan {since}."


def resume_words(due: Any) -> str:
    """«Lanjutkan pengiriman, 1 pembayaran Rp50.000»; `due`: a queries.money.Sum."""
    if not due.count:
        return "Lanjutkan pengiriman"
    return f"Lanjutkan pengiriman, {thousands(due.count)} pembayaran {rupiah(due.amount)}"


def purse_name(purse: Any) -> str:
    """«Saldo pelatihan peserta», «Platform Tokopedia»."""
    label = PURSES.get(purse.kind, purse.kind)
    return f"{label} {purse.name}" if purse.name else label


def payment_name(row: Any) -> str:
    """«Insentif bulan 2»."""
    count = (row.participation.terms or {}).get("job_incentive_count") or 1
    return incentive_name(row.kind, row.ordinal, count)


def answer_of(payout: Any | None) -> str:
    """The last word about a payout: the provider's while it is open, else how it ended."""
    if payout is None:
        return ANSWERS[None]
    return _ENDED.get(payout.state) or ANSWERS[payout.answer]


class Line(NamedTuple):
    """One payment as officers read it."""

    who: str
    name: str
    amount: int
    state: str  # why it is in this list, or the last answer
    account: str
    reference: str
    tries: int
    since: date | datetime | None
    public_id: str | None  # of the payout that can be asked about

    @property
    def since_text(self) -> str:
        """The day or moment as officers read it."""
        if isinstance(self.since, datetime):
            return moment_text(self.since)
        return day(self.since) if self.since else ""

    @property
    def since_iso(self) -> str:
        """The same for a spreadsheet."""
        if isinstance(self.since, datetime):
            return self.since.isoformat(timespec="seconds")
        return self.since.isoformat() if self.since else ""


def line(name: str, row: Any) -> Line:
    """A row of queries.money in words; `name` is the list it stands in."""
    payout, account = getattr(row, "payout", None), getattr(row, "sent_to", None)
    since: date | datetime | None = payout.made_at if payout else None
    state = answer_of(payout if name != "due" else None)
    if name == "failed" and row.failure:
        state, since = failure_for_officers(row.failure), row.failed_at
    if name == "problem" and payout is not None:
        state = f"{PROBLEMS.get(payout.problem, payout.problem)}. {state}"
    return Line(
        who=row.participation.participant.name,
        name=payment_name(row),
        amount=row.amount,
        state=state,
        account=account_text(account) if account else "Belum tersambung",
        reference=payout.reference if payout else "",
        tries=payout.tries if payout else 0,
        since=row.scheduled_for if name == "due" else since,
        public_id=payout.public_id if payout and name in ASKABLE else None,
    )


ASKABLE = ("sending", "unknown", "problem")

PAYMENTS_HEADER = (
    "Daftar",
    "Peserta",
    "Pembayaran",
    "Jumlah",
    "Keadaan",
    "Rekening",
    "Referensi",
    "Kali ditanya",
    "Sejak",
)
PURSES_HEADER = ("Tanggal", "Dompet", "Saldo awal", "Masuk", "Keluar", "Saldo akhir")


def payment_cells(name: str, rows: Iterator[Any]) -> Iterator[Sequence[object]]:
    """The rows of one list for a spreadsheet."""
    for row in rows:
        said = line(name, row)
        yield (LISTS[name].title, *said._replace(since=None)[:-2], said.since_iso)


def purse_cells(on: date, purses: Sequence[Any]) -> list[Sequence[object]]:
    """The purses of a day for a spreadsheet."""
    return [
        (on.isoformat(), purse_name(row), row.before, row.came, row.went, row.after)
        for row in purses
    ]
