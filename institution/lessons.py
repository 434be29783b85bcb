"""What is taught: three modules and five questions that fit any course, and how they are counted."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

POST_TEST = 999
NEEDED = 3  # right answers of five


@dataclass(frozen=True)
class Module:
    """A short lesson: what it is called, what it says, what to do with it."""

    title: str
    says: tuple[str, ...]
    task: str


@dataclass(frozen=True)
class Question:
    """A question of the exam; `right` is the place of its right answer."""

    text: str
    answers: tuple[str, ...]
    right: int


MODULES = (
    Module(
        "Tentukan tujuanmu",
        (
            "Belajar lebih mudah kalau tujuannya jelas. Tulis satu hal yang ingin bisa kamu "
            "kerjakan setelah pelatihan ini.",
            "Tujuan yang baik bisa dilihat hasilnya. «Bisa membuat tiga contoh karya» lebih jelas "
            "daripada «jadi lebih pintar».",
            "Pilih tujuan yang bisa selesai dalam dua minggu. Tujuan besar boleh, lalu pecah jadi "
            "langkah kecil.",
        ),
        "Tulis tujuanmu dalam satu kalimat dan simpan di tempat yang sering kamu lihat.",
    ),
    Module(
        "Berlatih sedikit, tetapi sering",
        (
            "Dua puluh menit tiap hari lebih berguna daripada tiga jam sekali seminggu. Ingatan "
            "dikuatkan oleh jarak waktu.",
            "Coba dulu tanpa melihat catatan. Salah saat berlatih itu wajar, dari situ kamu tahu "
            "bagian mana yang perlu diulang.",
            "Kerjakan di tempat kerja atau rumah, dengan alat yang memang kamu punya.",
        ),
        "Pilih satu jam tetap untuk berlatih selama tujuh hari ke depan.",
    ),
    Module(
        "Tunjukkan hasilnya",
        (
            "Orang percaya pada contoh. Kumpulkan foto, berkas, atau video pendek dari hasil "
            "latihanmu.",
            "Beri keterangan singkat: apa yang dibuat, untuk siapa, dan apa yang kamu pelajari.",
            "Minta satu orang memberi masukan. Tanyakan bagian yang sudah baik dan satu yang bisa "
            "diperbaiki.",
        ),
        "Siapkan satu tautan ke hasil latihanmu. Kamu memakainya di tugas.",
    ),
)

QUESTIONS = (
    Question(
        "Tujuan belajar mana yang paling jelas?",
        ("Jadi lebih pintar", "Membuat tiga contoh karya", "Belajar sebanyak mungkin"),
        1,
    ),
    Question(
        "Cara berlatih mana yang lebih melekat?",
        ("Dua puluh menit tiap hari", "Tiga jam sekali seminggu", "Satu hari penuh sebulan"),
        0,
    ),
    Question(
        "Apa gunanya mencoba tanpa melihat catatan?",
        (
            "Supaya cepat selesai",
            "Supaya tidak perlu catatan",
            "Supaya tahu bagian mana yang perlu diulang",
        ),
        2,
    ),
    Question(
        "Apa yang perlu ditulis bersama contoh karya?",
        ("Apa yang dibuat dan untuk siapa", "Harga pelatihannya", "Lama belajarmu tiap hari"),
        0,
    ),
    Question(
        "Masukan mana yang paling membantu?",
        ("Bagus sekali", "Satu bagian yang bisa diperbaiki", "Nilai dari satu sampai sepuluh"),
        1,
    ),
)


def correct(answers: dict[int, str]) -> int:
    """How many questions were answered rightly; keys and answers count from zero."""
    return sum(
        answers.get(number) == str(question.right) for number, question in enumerate(QUESTIONS)
    )


def sessions(facts: dict[str, Any]) -> tuple[int, ...]:
    """The sequences to be attended before the exam, from what the programme says of the course.

    A self-paced course is attended once. A scheduled one is attended on its first day, and on
    each Monday to Friday until its last; ten is the highest sequence there is.
    """
    if facts.get("course_type") == 1:
        return (1,)
    days = re.findall(r"\d{4}-\d\d-\d\d", str(facts.get("schedule_start_end") or ""))
    try:
        first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    except (IndexError, ValueError):
        return (1,)
    later = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    count = 1 + sum(day.weekday() < 5 for day in later)
    return tuple(range(1, min(count, 10) + 1))


def shaped(code: str) -> bool:
    """Whether this can be a redeem code at all: twelve letters and digits, or one for trying out."""
    return bool(re.fullmatch(r"[A-Z0-9]{12}|PRAT-[A-Z0-9]{6}", code))


def title_of(facts: dict[str, Any]) -> str:
    """A name for the course; the programme tells its code only."""
    words = str(facts.get("course_code") or "").replace("-", " ")
    return " ".join(words.split()).capitalize() or "Pelatihanmu"
