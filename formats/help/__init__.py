"""The help: twenty questions, each answered with the figures of the reader's own gelombang."""

import re
from collections.abc import Sequence
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


def search(wanted: str, reader: Reader) -> list[Question]:
    """Questions in which every word occurs, those that ask about it before those that mention it."""
    words = words_of(wanted)
    if not words:
        return []
    ranked = []
    for place, question in enumerate(QUESTIONS):
        asked = f"{question.text} {question.keywords}".lower()
        said = f"{asked} {question.answer(reader).text.lower()}"
        if all(_occurs(word, said) for word in words):
            hits = sum(_occurs(word, asked) for word in words)
            ranked.append((-hits, place, question))
    return [question for _, _, question in sorted(ranked, key=lambda found: found[:2])]


def words_of(wanted: str) -> Sequence[str]:
    """The words somebody searched for; signs and small fillers left out."""
    found = re.findall(r"\w+", wanted.lower()[:100])
    return [word for word in found if word not in _FILLERS] or found


def _occurs(word: str, text: str) -> bool:
    """At the beginning of a word: «otp», «sertif»."""
    return re.search(rf"\b{re.escape(word)}", text) is not None


_FILLERS = {
    "di",
    "ke",
    "dan",
    "atau",
    "yang",
    "aku",
    "saya",
    "apa",
    "itu",
    "ini",
    "bagaimana",
    "cara",
}
