"""Eligibility and profile in words: what people choose from, and each reason with what mends it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from formats.gelombang import REASONS
from formats.refusals import sentence
from formats.sources import CONFIDENCE, readable
from formats.text import MONTHS, day
from rules.refusals import Refusal

EDUCATION_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "none": "Tidak tamat SD",
        "primary": "SD atau sederajat",
        "junior": "SMP atau sederajat",
        "senior": "SMA atau sederajat",
        "vocational": "SMK",
        "diploma": "Diploma (D1 sampai D3)",
        "bachelor": "Sarjana (S1 atau D4)",
        "master": "S2 atau S3",
    }
)
WORK_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "seeking": "Mencari kerja",
        "laid_off": "Kena PHK atau dirumahkan",
        "micro_business": "Punya usaha mikro atau kecil",
        "employed": "Bekerja",
        "migrant": "Calon pekerja migran",
    }
)
OCCUPATION_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "none": "Belum atau tidak bekerja",
        "household": "Mengurus rumah tangga",
        "private_employee": "Karyawan swasta",
        "self_employed": "Usaha sendiri",
        "daily_worker": "Buruh harian atau pekerja lepas",
        "farmer_fisher": "Petani atau nelayan",
        "state_official": "Pejabat negara",
        "council_member": "Pimpinan atau anggota DPRD",
        "civil_servant": "ASN (PNS atau PPPK)",
        "soldier": "Prajurit TNI",
        "police": "Anggota Polri",
        "village_official": "Kepala desa atau perangkat desa",
        "soe_board": "Direksi, komisaris, atau pengawas BUMN/BUMD",
        "soe_staff": "Pegawai BUMN atau BUMD",
        "other": "Lainnya",
    }
)
SEX_NAMES: Mapping[str, str] = MappingProxyType({"female": "Perempuan", "male": "Laki-laki"})
AID_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "social_aid": "Bantuan sosial Kemensos (PKH, sembako)",
        "bsu": "Bantuan subsidi upah (BSU)",
        "bpum": "Bantuan usaha mikro (BPUM)",
    }
)
PAGE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "nama": "Nama dan alamat",
        "pendidikan": "Pendidikan terakhir",
        "pekerjaan": "Pekerjaan",
        "minat": "Minat pelatihan",
        "rekening": "Rekening atau e-wallet",
    }
)


@dataclass(frozen=True)
class Document:
    """A paper that may be added; `kind` is that of the photo."""

    kind: str
    name: str
    why: str


_DIPLOMA = Document("diploma", "Ijazah terakhir", "Membantu kalau pendidikanmu dicek petugas.")
_DOCUMENTS: Mapping[str, Document] = {
    "laid_off": Document("layoff", "Surat PHK", "Membantu kalau status PHK-mu dicek petugas."),
    "micro_business": Document(
        "business", "Surat keterangan usaha", "Membantu kalau usahamu dicek petugas."
    ),
}


def document_for(work: str | None) -> Document:
    """The paper to offer to somebody of this work status."""
    return _DOCUMENTS.get(work or "", _DIPLOMA)


@dataclass(frozen=True)
class Explained:
    """A reason as people read it: what is so, in figures, what mends it, how sure we are."""

    code: str
    says: str
    detail: str | None
    mends: str
    sure: str | None  # only where it is not certain
    sources: tuple[str, ...] = ()


def explained_reasons(refusals: Iterable[Refusal], closes_on: date) -> list[Explained]:
    """The reasons in the order given, each with its own figures.

    A rule of eligibility is one of formats/gelombang.py; any other speaks as it always does.
    """
    return [_explained(refusal, closes_on) for refusal in refusals]


def _explained(refusal: Refusal, closes_on: date) -> Explained:
    reason = REASONS.get(refusal.code)
    if reason is None:
        said = sentence(refusal)
        return Explained(refusal.code, f"{said.title}.", None, said.text, None)
    source, confidence = refusal.facts.get("source"), refusal.facts.get("confidence")
    return Explained(
        code=refusal.code,
        says=reason.says,
        detail=_detail(refusal, closes_on),
        mends=reason.mends,
        sure=f"Belum pasti: {CONFIDENCE[confidence][0]}" if confidence not in (None, "H") else None,
        sources=tuple(readable(source).names) if source else (),
    )


def _detail(refusal: Refusal, closes_on: date) -> str | None:
    facts = refusal.facts
    if refusal.code == "age_too_young":
        return f"Umurmu {facts['age']} tahun pada {day(closes_on)}. Paling muda {facts['limit']}."
    if refusal.code == "age_too_old":
        return f"Umurmu {facts['age']} tahun pada {day(closes_on)}. Paling tua {facts['limit']}."
    if "occupation" in facts:
        return f"Yang kamu pilih: {OCCUPATION_NAMES[facts['occupation']]}."
    return None


def birth_date_in(text: str, today: date) -> date | None:
    """The date somebody typed: «15 Agustus 1995», «15-8-1995» or ISO; None for anything else."""
    words = re.findall(r"[^\W_]+", text.casefold())
    if len(words) != 3 or not all(word.isascii() for word in words):
        return None
    months = {name.casefold(): str(number) for number, name in enumerate(MONTHS, 1)}
    words = [
        next((months[name] for name in months if len(word) >= 3 and name.startswith(word)), word)
        for word in words
    ]
    if not all(word.isdigit() and len(word) <= 4 for word in words):
        return None
    first, month, last = (int(word) for word in words)
    day_of_month, year = (last, first) if len(words[0]) == 4 else (first, last)
    try:
        found = date(year, month, day_of_month)
    except ValueError:
        return None
    return found if date(1900, 1, 1) <= found <= today else None
