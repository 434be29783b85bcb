"""Words of certificates and reviews: who holds one, what is shared, why a review is reported."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from formats.text import moment_text
from rules.certificates import Hop
from rules.reviews import REPORT_REASONS

HOLDERS: Mapping[str, str] = {
    "institution": "Lembaga pelatihan",
    "platform": "Platform",
    "programme": "Program Prakerja",
}

_DOES: Mapping[str, str] = {
    "institution": "Melaporkan",
    "platform": "Meneruskan",
    "programme": "Menerbitkan",
}
_DONE: Mapping[str, str] = {
    "institution": "Sudah melaporkan",
    "platform": "Sudah meneruskan",
    "programme": "Terbit",
}
_ALLOWED: Mapping[str, str] = {
    "institution": "Melapor paling lambat 1 hari kerja setelah tugas terakhir.",
    "platform": "Meneruskan paling lambat 1 hari kerja setelah laporan.",
    "programme": "Menerbitkan paling lambat 1 hari setelah diteruskan.",
}

REASONS: tuple[tuple[str, str], ...] = tuple(
    zip(
        REPORT_REASONS,
        (
            "Memuat data pribadi, misalnya nomor HP",
            "Kasar atau menghina",
            "Bukan tentang pelatihan ini",
            "Iklan atau tautan",
            "Isinya tidak benar",
        ),
        strict=True,
    )
)


# To the writer of a review that an officer hid: where the reason stands, and where to object.
HIDDEN = "Ulasanmu disembunyikan petugas. Alasannya ada di Pesan. Keberatan? Buka Bantuan."


class StageOfWay(NamedTuple):
    """One holder as the journey on the page shows it."""

    name: str
    state: str
    note: str


def stages(chain: Iterable[Hop], names: Mapping[str, str]) -> list[StageOfWay]:
    """The way of a certificate; `names` says which institution and platform it is."""
    return [StageOfWay(_name(hop, names), hop.state, _note(hop)) for hop in chain]


def _name(hop: Hop, names: Mapping[str, str]) -> str:
    own = names.get(hop.holder)
    return f"{HOLDERS[hop.holder]}: {own}" if own else HOLDERS[hop.holder]


def _note(hop: Hop) -> str:
    if hop.state == "done" and hop.passed_at:
        return f"{_DONE[hop.holder]} {moment_text(hop.passed_at)}"
    if hop.state == "now" and hop.by:
        late = "Terlambat. Seharusnya" if hop.late else f"{_DOES[hop.holder]} paling lambat"
        return f"{late} {moment_text(hop.by)}"
    return _ALLOWED[hop.holder]


def initials(name: str) -> str:
    """«S. W.»: as much of a name as strangers see; a name without letters shows none."""
    first = [next((sign for sign in word if sign.isalpha()), "") for word in name.split()]
    return " ".join(f"{sign.upper()}." for sign in first[:5] if sign) or "–"


def grouped(code: str) -> str:
    """A long code in groups of four, as people copy it."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def share_text(title: str, address: str) -> str:
    """What «Bagikan» sends: the course and where to check it, no name."""
    return f"Sertifikat pelatihan «{title}». Periksa di {address}"
