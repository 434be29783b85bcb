"""What a survey question is and which answers it takes. The questions are in rules/questions.py."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["one", "many", "number", "short", "long"]

# Letters a text answer may have.
LENGTHS: Mapping[str, int] = {"short": 100, "long": 1000}


@dataclass(frozen=True)
class Question:
    """One question. Its code is stable: asked again in a later survey, it keeps it, so that
    answers can be compared. `missing` is said when the answer is not there.
    """

    code: str
    kind: Kind
    text: str
    missing: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()  # (code, label)
    alone: str = ""  # the option of a «many» that goes with no other
    label: str = ""  # how a problem names the number
    low: int = 0
    high: int = 0
    unit: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Part:
    """One page of a survey."""

    number: int  # from 1
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One survey: its theme and its parts in order."""

    ordinal: int
    theme: str
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the pages."""
        return tuple(question for part in self.parts for question in part.questions)

    @property
    def required(self) -> tuple[Question, ...]:
        """The questions that must be answered before the survey can be sent."""
        return tuple(question for question in self.questions if not question.optional)


class Checked(NamedTuple):
    """An answer as it is kept («» when there is none), and what is wrong with what was given."""

    value: str
    problem: str = ""


def check_answer(question: Question, raw_values: Iterable[str]) -> Checked:
    """The answer to keep, or the sentence that says what to mend.

    Several choices are kept as option codes with commas, in the order of the
    question; a kept answer may be checked again and stays as it is.
    """
    given = [value.strip() for value in raw_values if value.strip()]
    if not given:
        return Checked("", "" if question.optional else question.missing)
    if question.kind == "one":
        return _choice(question, given)
    if question.kind == "many":
        return _choices(question, given)
    if question.kind == "number":
        return _number(question, given[0])
    return _text(question, given[0])


def _choice(question: Question, given: list[str]) -> Checked:
    known = dict(question.options)
    if len(given) > 1 or given[0] not in known:
        return Checked("", question.missing)
    return Checked(given[0])


def _choices(question: Question, given: list[str]) -> Checked:
    chosen = {code for value in given for code in value.split(",")}
    labels = dict(question.options)
    if not chosen <= set(labels):
        return Checked("", question.missing)
    if question.alone in chosen and len(chosen) > 1:
        return Checked("", f"Pilih «{labels[question.alone]}» tanpa pilihan lain")
    return Checked(",".join(code for code in labels if code in chosen))


def _number(question: Question, typed: str) -> Checked:
    span = f"{question.low} sampai {question.high}"
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", typed):
        typed = typed.replace(".", "")
    if not re.fullmatch(r"-?[0-9]{1,9}", typed):
        return Checked("", f"{question.label} harus angka bulat, {span}")
    if not question.low <= int(typed) <= question.high:
        return Checked("", f"{question.label} harus {span}")
    return Checked(str(int(typed)))


def _text(question: Question, typed: str) -> Checked:
    plain = typed.replace("\r\n", "\n")
    text = "".join(
        letter for letter in plain if letter == "\n" or unicodedata.category(letter) != "Cc"
    ).strip()
    limit = LENGTHS[question.kind]
    if len(text) > limit:
        return Checked("", f"Tulis paling banyak {limit} huruf. Kamu menulis {len(text)}.")
    return Checked(text)


def shown(question: Question, value: str) -> str:
    """A kept answer as people read it: labels of the options, the number with its unit."""
    if question.kind in ("one", "many"):
        labels = dict(question.options)
        return ", ".join(labels[code] for code in value.split(",") if code in labels)
    if question.kind == "number" and value:
        return f"{value} {question.unit}"
    return value
