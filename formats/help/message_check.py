"""«Apakah pesan ini benar dari kami?»: how messages are compared, and the signs of a false one."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 5000
# The programme's own site; its name inside a longer one is somebody else's.
OFFICIAL = "prakerja.go.id"
SHOWN = 60

# Endings of names that false messages use without «https»; «kamu.Lalu» is no address.
_ENDINGS = (
    "com|net|org|info|biz|id|xyz|site|online|top|click|link|app|shop|club|vip|cc|tk|ly|me|io|live|"
    "store|space|icu|buzz|fun|website|page|dev|co|us|ru|cn"
)
_ADDRESS = re.compile(
    rf"(?:https?://|www\.)[^\s<>«»\"']+|(?<![\w.-])(?:[\w-]+\.)+(?:{_ENDINGS})\b(?:[/:?][^\s<>«»\"']*)?",
    re.I,
)
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_PHONE = re.compile(r"(?<![\w.])\+?\d(?:[\s().-]{0,2}\d){7,18}(?![\w])")
_SECRETS = re.compile(
    r"\b(?:pin|otp|cvv|cvc|kata sandi|sandi|password|nomor kartu|no\.? kartu|kode verifikasi|"
    r"kode rahasia|m-?banking|foto ktp)\b"
)
_FEES = re.compile(
    r"\b(?:biaya|bayar|membayar|transfer|administrasi|admin|pajak|deposit|pulsa|top ?up|tebus)\b"
)
_HURRY = re.compile(
    r"\b(?:segera|sekarang juga|hari ini juga|hangus|diblokir|pemenang|hadiah|undian|bonus)\b"
)
_FILES = re.compile(r"\.apk\b|\b(?:pasang|instal|install|unduh) (?:aplikasi|apk)\b")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Sign:
    """One thing in a message that speaks against it; `seen` is what stands there, if short enough."""

    code: str  # secret | link | fee | phone | file | hurry
    title: str
    why: str
    seen: str = ""


def normal(text: str) -> str:
    """The words alone: spaces, case, unseen signs and kinds of quotes make no difference."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    for odd, even in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-")):
        plain = plain.replace(odd, even)
    return " ".join(plain.split())


def signs(text: str, our_host: str, known_phones: Iterable[str]) -> list[Sign]:
    """What in this text speaks for a false message, the worst first."""
    plain = normal(text)
    found = []
    if _SECRETS.search(plain):
        found.append(
            Sign(
                "secret",
                "Menyebut PIN, OTP, sandi, atau nomor kartu",
                "Kami tidak pernah meminta semua itu. Jangan berikan.",
            )
        )
    for host in _foreign_hosts(plain, our_host):
        found.append(
            Sign("link", "Ada tautan atau alamat yang bukan milik kami", "Jangan dibuka.", host)
        )
    if _FILES.search(plain):
        found.append(
            Sign(
                "file",
                "Menyuruh memasang aplikasi atau file APK",
                "Kami tidak mengirim aplikasi lewat pesan. Jangan pasang.",
            )
        )
    if _FEES.search(plain):
        found.append(
            Sign(
                "fee",
                "Menyebut biaya atau pembayaran",
                "Mendaftar, lolos, dan menerima insentif tidak dipungut biaya.",
            )
        )
    for number in _foreign_phones(plain, known_phones):
        found.append(
            Sign(
                "phone",
                "Ada nomor yang bukan kontak kami",
                "Jangan dihubungi. Pakai nomor di halaman Bantuan.",
                number,
            )
        )
    if _HURRY.search(plain):
        found.append(
            Sign(
                "hurry",
                "Mendesak atau menjanjikan hadiah",
                "Cek dulu di dasbor. Batas waktumu selalu tertulis di sana.",
            )
        )
    return found


def _foreign_hosts(plain: str, our_host: str) -> list[str]:
    hosts = [_host_of(found) for found in _ADDRESS.findall(_EMAIL.sub(" ", plain))]
    hosts += _EMAIL.findall(plain)
    strange = (host for host in hosts if host and not _is_ours(host, our_host))
    return list(dict.fromkeys(host[:SHOWN] for host in strange))[:5]


def _host_of(address: str) -> str:
    """The machine an address leads to: what stands before «@» is decoration."""
    try:
        return urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return address


def _is_ours(host: str, our_host: str) -> bool:
    host = host.strip(".")
    return host in (our_host, OFFICIAL) or host.endswith(f".{OFFICIAL}")


def _foreign_phones(plain: str, known: Iterable[str]) -> list[str]:
    ours = {_digits(number) for number in known}
    found = []
    for number in _PHONE.findall(_ADDRESS.sub(" ", plain)):
        digits = _digits(number)
        if 9 <= len(digits) <= 15 and _is_phone(number, digits) and digits not in ours:
            found.append(" ".join(number.split()))
    return list(dict.fromkeys(found))[:5]


def _is_phone(number: str, digits: str) -> bool:
    return number.startswith("+") or digits.startswith("0")


def _digits(number: str) -> str:
    """Digits with «0» in front, however the country was written."""
    digits = re.sub(r"\D", "", number.split("(")[0] if "(gratis" in number else number)
    return "0" + digits[2:] if digits.startswith("62") else digits
