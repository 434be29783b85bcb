"""The help: its questions, each answered with the figures of the reader's own gelombang."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formats.help import balance, joining, money, safety, training
from formats.help.answers import Answer, Question, Reader

GROUPS: tuple[tuple[str, tuple[Question, ...]], ...] = (
    ("Daftar dan gelombang", joining.QUESTIONS),
    ("Kartu dan saldo", balance.QUESTIONS),
    ("Pelatihan", training.QUESTIONS),
    ("Insentif dan survei", money.QUESTIONS),
    ("Keamanan dan pengaduan", safety.QUESTIONS),
)
QUESTIONS = tuple(question for _, questions in GROUPS for question in questions)

# What people come for most, in the words they would use.
TASKS: tuple[tuple[str, str], ...] = (
    ("Insentif gagal", "insentif-gagal"),
    ("OTP tidak masuk", "gagal-membeli"),
    ("Sertifikat belum terbit", "sertifikat"),
    ("Batas membeli pelatihan", "batas-beli"),
    ("Saldo belum ada", "saldo"),
    ("Ganti rekening", "rekening"),
    ("Belum lolos gelombang", "gelombang"),
    ("Pesan mencurigakan", "pesan-palsu"),
)


@dataclass(frozen=True)
class Topic:
    """A question with its answer for one reader."""

    question: Question
    answer: Answer
    others: tuple[Question, ...]  # of the same group


def topic(code: str, reader: Reader) -> Topic | None:
    """The question of this code, answered; None when there is none."""
    for _, questions in GROUPS:
        for question in questions:
            if question.code == code:
                others = tuple(other for other in questions if other is not question)
                return Topic(question, question.answer(reader), others)
    return None


@dataclass(frozen=True)
class Found:
    """What a search found; not `whole`: in no question all the words occur, these come near."""

    questions: tuple[Question, ...]
    whole: bool = True


def search(wanted: str, reader: Reader) -> Found:
    """Questions in which every word occurs, those that ask about it before those that mention it.

    Where there is none: those that ask about any of the words.
    """
    words = words_of(wanted)
    whole, near = [], []
    for place, question in enumerate(QUESTIONS if words else ()):
        asked = f"{question.text} {question.keywords}".lower()
        said = f"{asked} {question.answer(reader).text.lower()}"
        hits = sum(_occurs(word, asked) for word in words)
        if all(_occurs(word, said) for word in words):
            whole.append((-hits, place, question))
        if telling := sum(_occurs(word, asked) for word in words if word not in _WEAK):
            near.append((-telling, place, question))
    ranked = sorted(whole or near, key=lambda found: found[:2])
    return Found(tuple(question for _, _, question in ranked), bool(whole))


def words_of(wanted: str) -> Sequence[str]:
    """The words somebody searched for; signs and small fillers left out."""
    found = re.findall(r"\w+", wanted.lower()[:100])
    return [word for word in found if word not in _FILLERS] or found


def _occurs(word: str, text: str) -> bool:
    """At the beginning of a word: «otp», «sertif»; or what it means in our words."""
    meant = (word, *_MEANINGS.get(word, ()))
    return any(re.search(rf"\b{re.escape(one)}", text) for one in meant)


_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "di ke dan atau yang yg aku saya gue gw kami apa itu ini bagaimana gimana gmn cara nya dong "
        "min kak tolong",
    )
)
# Too many questions have these; alone they find nothing near.
_WEAK = frozenset(
    re.findall(
        r"\w+",
        "tidak tdk gak ga nggak ngga enggak belum blm sudah sdh udah ada untuk bisa dari dengan lagi "
        "kok kenapa mengapa kapan berapa kartu prakerja",
    )
)

# How people write it, and what our answers call it.
_NOT = ("tidak", "belum")
_WHY = ("mengapa", "alasan", "gagal")
_PASSWORD = ("sandi", "password")
_FRAUD = ("penipu", "palsu")
_MEANINGS: Mapping[str, tuple[str, ...]] = {
    "duit": ("uang",),
    "gaji": ("insentif",),
    "blm": ("belum",),
    "tdk": _NOT,
    "gak": _NOT,
    "ga": _NOT,
    "nggak": _NOT,
    "ngga": _NOT,
    "enggak": _NOT,
    "udah": ("sudah",),
    "sdh": ("sudah",),
    "kenapa": _WHY,
    "cair": ("dikirim", "kirim"),
    "pencairan": ("cair", "dikirim"),
    "transfer": ("dikirim",),
    "tutup": ("ditutup",),
    "blokir": ("dibekukan", "dicabut"),
    "diblokir": ("dibekukan", "dicabut"),
    "calo": _FRAUD,
    "penipuan": _FRAUD,
    "tipu": _FRAUD,
    "ditipu": _FRAUD,
    "hoaks": _FRAUD,
    "hoax": _FRAUD,
    "password": _PASSWORD,
    "pasword": _PASSWORD,
    "pw": _PASSWORD,
    "login": ("masuk",),
    "komplain": ("pengaduan",),
    "aduan": ("pengaduan",),
    "lama": ("hari kerja", "terlambat", "jadwal"),
    "telat": ("terlambat",),
    "kursus": ("pelatihan",),
    "voucher": ("kode tukar",),
    "wallet": ("e-wallet",),
    "dompet": ("e-wallet",),
    "norek": ("rekening",),
    "rek": ("rekening",),
    "no": ("nomor",),
    "nomer": ("nomor",),
    "hp": ("nomor hp",),
    "batal": ("dibatalkan",),
    "survey": ("survei",),
    "review": ("ulasan",),
    "sertipikat": ("sertifikat",),
}
