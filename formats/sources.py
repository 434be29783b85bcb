"""Where a rule comes from and how sure we are of it, in words; the keys are those of docs/sources.md."""

import re
from collections.abc import Mapping
from typing import NamedTuple

SOURCES: Mapping[str, str] = {
    "S0": "bahan awal proyek, dokumen 1",
    "S1": "bahan awal proyek, dokumen 2",
    "S2": "bahan awal proyek, dokumen 3",
    "S3": "bahan awal proyek, dokumen 4",
    "S4": "bahan awal proyek, dokumen 5",
    "P1": "situs resmi program, tanya jawab insentif (November 2023)",
    "P2": "situs resmi program, bantuan biaya pelatihan (November 2023)",
    "P3": "situs resmi program, pembelian pelatihan (Februari 2024)",
    "P4": "situs resmi program, akun saya (November 2023)",
    "N1": "Grid dan Jabar Ekspres (Januari 2023)",
    "N2": "Tirto, dua tulisan tentang skema normal",
    "N3": "Kompas (22 September 2021) dan Tempo",
    "N4": "Tribunnews, Kompas, dan Berita DIY (Agustus–Oktober 2021)",
    "N5": "Tribunnews dan Kompas (November 2021)",
    "N6": "Grid (22 Maret 2023)",
    "N7": "Detik, Republika, dan CNN Indonesia (2020–2021)",
    "N8": "Tirto dan Medcom (2020–2021)",
    "N9": "Kompas (1 November 2022), Kontan TV, dan Grid",
    "N10": "Suara (17 Februari 2022) dan Liputan6",
    "N11": "Kompas (28 Februari 2022), iNews (Februari 2023), dan IDX Channel",
    "N12": "Liputan6 dan Tribunnews Wiki (2022–2023)",
    "N13": "Poskota (Juni–Agustus 2024)",
    "N14": "Bisnis Indonesia (Desember 2020)",
    "N15": "Seputar Lampung (7 November 2023)",
    "N16": "Kompas (10 Desember 2021) dan Kontan",
    "N17": "Kompas TV, CNN Indonesia, dan Liputan6 (2020)",
    "N18": "Tribunnews (20 Oktober 2021) dan Kompas (Juni 2021)",
    "N19": "Poskota (September 2024) dan Kontan (Agustus 2021)",
    "N20": "Motorplus, Grid, dan Kompas TV",
    "N21": "Kontan, rubrik cari tahu",
    "N22": "Liputan6 (April 2023)",
    "N23": "Okezone (14 Oktober 2020)",
    "N24": "Poskota (Juli dan Oktober 2024)",
    "N25": "Tribunnews (3 Mei 2022)",
    "N26": "blog Skill Academy, halaman sertifikat",
}

# Law comes under its own name; keys come alone («N9»), in a row («N3 N4») or as a span («N7–N11»).
_LAW = re.compile(r"(Permenko [A-Za-z]+ \d+/\d{4})")
_KEYS = re.compile(r"\b([PNRS])(\d+)(?:–\1(\d+))?\b")
_NOTE = re.compile(r"\(([^)]*)\)")
_CONFIDENCE_MARK = re.compile(r"[:,]?\s*\b[HML]\b")


class Provenance(NamedTuple):
    """The sources of one rule by name, and what we add to them."""

    names: tuple[str, ...]
    note: str | None


def keys_in(source: str) -> list[str]:
    """Every source key a source text names, spans written out: «N3 N7–N9» → N3, N7, N8, N9."""
    found = []
    for letter, first, last in _KEYS.findall(source):
        numbers = range(int(first), int(last or first) + 1)
        found += [f"{letter}{number}" for number in numbers]
    return found


def readable(source: str) -> Provenance:
    """A source text of rules/ as people read it; a key we cannot name stays itself."""
    notes = [_CONFIDENCE_MARK.sub("", note).strip() for note in _NOTE.findall(source)]
    laws = _LAW.findall(source)
    keys = keys_in(_NOTE.sub("", source))
    names = (*laws, *(SOURCES.get(key, key) for key in keys))
    return Provenance(names, "; ".join(note for note in notes if note) or None)


CONFIDENCE: Mapping[str, tuple[str, str]] = {
    "H": ("pasti", "done"),
    "M": ("satu sumber berita", "calm"),
    "L": ("belum terverifikasi", "warn"),
    "OURS": ("aturan aplikasi ini", "accent"),
}
