"""Money, numbers, dates and masked numbers as Indonesian readers expect them."""

from datetime import date, datetime, timedelta, timezone

from markupsafe import Markup

WIB = timezone(timedelta(hours=7), "WIB")

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def thousands(number: int) -> str:
    """1284 → «1.284»."""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """1000000 → «Rp1.000.000», −50000 → «−Rp50.000» (a true minus, no space)."""
    return ("−" if amount < 0 else "") + "Rp" + thousands(abs(amount))


def decimal(number: float, places: int = 1) -> str:
    """4.73 → «4,7»."""
    return f"{number:.{places}f}".replace(".", ",")


def day(moment: date) -> str:
    """«21 Oktober 2021», in WIB."""
    moment = _in_wib(moment)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def short_day(moment: date) -> str:
    """«21 Okt 2021», in WIB."""
    moment = _in_wib(moment)
    return f"{moment.day} {SHORT_MONTHS[moment.month - 1]} {moment.year}"


def weekday(moment: date) -> str:
    """«Senin»."""
    return WEEKDAYS[_in_wib(moment).weekday()]


def hour(moment: datetime) -> str:
    """«23.59», in WIB."""
    return moment.astimezone(WIB).strftime("%H.%M")


def moment_text(moment: datetime) -> str:
    """«21 Oktober 2021 pukul 23.59 WIB», for messages and labels."""
    return f"{day(moment)} pukul {hour(moment)} WIB"


def moment(value: datetime) -> Markup:
    """The same as a <time>, whose date and hour break only between each other."""
    return Markup(
        '<time datetime="{}"><span class="nobreak">{}</span> '
        '<span class="nobreak">pukul {} WIB</span></time>'
    ).format(value.astimezone(WIB).isoformat(), day(value), hour(value))


def time_left(deadline: datetime, now: datetime) -> str:
    """«Sisa 3 hari», «Sisa 1 hari 5 jam», «Hari terakhir: sisa 5 jam», «Sisa 42 menit».

    Rounded down, so that nobody believes in time that is not there; an exact
    deadline includes its last second.
    """
    left = deadline - now + timedelta(seconds=1)
    if left <= timedelta(0):
        return f"Batas sudah lewat pada {moment_text(deadline)}"
    minutes = int(left.total_seconds()) // 60
    if minutes >= 48 * 60:
        return f"Sisa {minutes // (24 * 60)} hari"
    if minutes >= 24 * 60:
        hours = minutes // 60 - 24
        return f"Sisa 1 hari {hours} jam" if hours else "Sisa 1 hari"
    if minutes >= 60:
        return f"Hari terakhir: sisa {minutes // 60} jam"
    return f"Sisa {max(minutes, 1)} menit"


def card_number(number: str) -> str:
    """«4213 7780 1265 9034»."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


redeem_code = card_number


def from_minute(moment: datetime) -> datetime:
    """The first whole minute that is not before this moment: 09.06.20 → 09.07."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def starts_at(moment: datetime) -> str:
    """«09.07» for 09.06.20: the minute from which something is possible, never too early."""
    return hour(from_minute(moment))


def month_year(moment: date) -> str:
    """«Oktober 2021»."""
    moment = _in_wib(moment)
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def phone(number: str) -> str:
    """«0812 3456 7788»."""
    return f"{number[:4]} {number[4:8]} {number[8:]}".strip()


def masked_phone(number: str) -> str:
    """«0812 •••• 7788»; a number that is not confirmed yet is none."""
    return f"{number[:4]} •••• {number[-4:]}" if number else "Belum dikonfirmasi"


def masked_email(address: str) -> str:
    """«sa••••@example.com»."""
    name, _, host = address.rpartition("@")
    return f"{name[:2]}••••@{host}"


def masked_card(number: str) -> str:
    """«•••• •••• •••• 9034»."""
    return f"•••• •••• •••• {number[-4:]}"


def masked_nik(number: str) -> str:
    """«9999 •••• •••• 0004»."""
    return f"{number[:4]} •••• •••• {number[-4:]}"


def masked_account(number: str) -> str:
    """«0812 •••• 7788» for what is a phone number, else «•••• 3456»."""
    return masked_phone(number) if number.startswith("08") else f"•••• {number[-4:]}"


def spoken_digits(digits: str) -> str:
    """«9 0 3 4», for screen readers."""
    return " ".join(digits)


def _in_wib(moment: date) -> date:
    if isinstance(moment, datetime):
        return moment.astimezone(WIB)
    return moment


FILTERS = {
    "rupiah": rupiah,
    "thousands": thousands,
    "decimal": decimal,
    "day": day,
    "short_day": short_day,
    "weekday": weekday,
    "hour": hour,
    "starts_at": starts_at,
    "month_year": month_year,
    "moment": moment,
    "moment_text": moment_text,
    "card_number": card_number,
    "redeem_code": redeem_code,
    "phone": phone,
    "masked_phone": masked_phone,
    "masked_email": masked_email,
    "masked_card": masked_card,
    "masked_nik": masked_nik,
    "masked_account": masked_account,
    "spoken_digits": spoken_digits,
}
