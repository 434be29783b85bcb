"""The help: its questions, each answered with the figures of the reader's own gelombang."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from os.path import commonprefix

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

    Where there is none: those that ask about any of the words. A typing error is forgiven in a
    word that occurs nowhere; what was typed right counts first.
    """
    typed = words_of(wanted)
    asked = [f"{question.text} {question.keywords}".lower() for question in QUESTIONS]
    answers = [question.answer(reader).text.lower() for question in QUESTIONS] if typed else []
    said = [f"{one} {answer}" for one, answer in zip(asked, answers, strict=False)]
    words = [word for one in typed if (word := _understood(one, said))]
    whole, near = [], []
    for place, question in enumerate(QUESTIONS if words else ()):
        hits = [word for word in words if word.occurs(asked[place])]
        if all(word.occurs(said[place]) for word in words):
            whole.append((*_rank(hits), place, question))
        if telling := [word for word in hits if not word.weak]:
            near.append((*_rank(telling), place, question))
    ranked = sorted(whole or near, key=lambda found: found[:3])
    return Found(tuple(question for *_, question in ranked), bool(whole))


def words_of(wanted: str) -> Sequence[str]:
    """The words somebody searched for; signs and small fillers left out."""
    found = re.findall(r"\w+", wanted.lower()[:100])
    return [word for word in found if word not in _FILLERS] or found


@dataclass(frozen=True)
class _Word:
    """A word of a search. `meant`: beginnings of words («otp», «sertif»), any of which will do."""

    meant: tuple[str, ...]
    weak: bool
    forgiven: bool = False

    def occurs(self, text: str) -> bool:
        """Whether the text has it at the beginning of a word."""
        return any(re.search(rf"\b{re.escape(one)}", text) for one in self.meant)


def _rank(hits: Sequence[_Word]) -> tuple[int, int]:
    """Most words first; of as many, fewest typing errors first."""
    return -len(hits), sum(word.forgiven for word in hits)


def _understood(typed: str, texts: Sequence[str]) -> _Word | None:
    """What somebody meant; None for a small filler with a typing error."""
    right = _Word((typed, *_MEANINGS.get(typed, ())), typed in _WEAK)
    if any(right.occurs(text) for text in texts):
        return right
    near = [word for word in _vocabulary() if _forgiven(typed, word)]
    if not near:
        return right
    if _FILLERS.issuperset(near):
        return None
    meant = (*near, *(one for word in near for one in _MEANINGS.get(word, ())))
    return _Word(meant, (_WEAK | _FILLERS).issuperset(near), forgiven=True)


def _forgiven(typed: str, word: str) -> bool:
    """One letter missing, extra, wrong, or swapped with the next; never the first one."""
    return any(_one_off(one, word) for one in {typed, _bare(typed)})


def _one_off(typed: str, word: str) -> bool:
    same = len(commonprefix((typed, word)))
    if not same:
        return False
    rest, other = typed[same:], word[same:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other or rest in (other[1:], other) or rest[1:] == other[1:]


def _bare(word: str) -> str:
    """Without «-ku», «-mu», «-nya»: «rekeningku» is asked for as «rekening»."""
    return re.sub(r"(?<=\w{4})(ku|mu|nya)$", "", word)


@cache
def _vocabulary() -> tuple[str, ...]:
    """The words of the questions and what people call them, of five letters or more."""
    texts = [f"{question.text} {question.keywords}" for question in QUESTIONS]
    meanings = (one for meant in _MEANINGS.values() for one in meant)
    words = re.findall(r"\w+", " ".join((*texts, *_MEANINGS, *meanings, *_WEAK, *_FILLERS)).lower())
    return tuple(sorted({one for word in words for one in (word, _bare(word)) if len(one) >= 5}))


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
    "batalin": ("dibatalkan",),
    "cancel": ("dibatalkan",),
    "insentive": ("insentif",),
    "incentive": ("insentif",),
    "intensif": ("insentif",),
    "survey": ("survei",),
    "review": ("ulasan",),
    "sertipikat": ("sertifikat",),
}
