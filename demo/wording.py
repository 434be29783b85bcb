"""Sentences for the made-up part of the catalogue: fitting the title, the same ones every time."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import TypeVar

Pick = TypeVar("Pick")

TOPICS = tuple(
    (
        re.compile("|".join(rf"\b{re.escape(word)}" for word in topic["words"])),
        tuple(topic["steps"]),
        tuple(topic["places"]),
    )
    for topic in tomllib.loads((Path(__file__).parent / "topics.toml").read_text())["topic"]
)
ANY_STEPS = (
    "mengenal bidang kerjanya",
    "memakai alat dengan benar",
    "menyusun langkah kerja",
    "berlatih bersama contoh",
    "memeriksa hasil sendiri",
    "menyiapkan hasil akhir",
)
ANY_PLACES = ("pekerjaan baru", "usaha sendiri", "pekerjaan lepas")

OPENINGS = (
    "Kamu belajar {a}, lalu {b}.",
    "Isinya praktik: {a} {dan} {b}.",
    "Mulai dari {a}, kamu berlatih sampai bisa {b} sendiri.",
    "Setelah pelatihan ini kamu bisa {a} {dan} {b}.",
    "Pelatihan ini membahas cara {a} {dan} {b}.",
    "Lewat contoh sehari-hari, kamu berlatih {a} {dan} {b}.",
)
ENDINGS = (
    "Hasilnya bisa langsung dipakai untuk {place}.",
    "Contohnya diambil dari {place}, jadi mudah dicoba.",
    "Contoh dan latihannya cocok untuk {place}.",
    "Berguna untuk {place}, juga bila kamu baru mulai.",
)
ENDINGS_WITH_JOB = (
    "Cocok untuk kamu yang ingin menjadi {job}.",
    "Ini bekal awal untuk menjadi {job}.",
    "Disusun untuk calon {job}.",
)
JOB = re.compile(
    r"\b(?:bagi|untuk(?: persiapan)? menjadi|untuk jadi)\s+(?:(?:seorang|calon)\s+)?([^,()]+)", re.I
)
NO_JOB = re.compile(r"perdagangan|perkantoran|umkm$", re.I)

EASY = re.compile(r"\b(pemula|dasar|dasar-dasar|nol|pengenalan|mengenal|101|starter|basic)\b", re.I)
HARD = re.compile(r"\b(lanjutan|mahir|complete|advanced|supervisor|manajer|sertifikasi)\b", re.I)

NAMES = (
    "Rina",
    "Dedi",
    "Wati",
    "Hasan",
    "Lestari",
    "Yohanes",
    "Made",
    "Aisyah",
    "Rudi",
    "Mega",
    "Ilham",
    "Ningsih",
    "Petrus",
    "Sulastri",
    "Arif",
    "Dian",
    "Robby",
    "Endah",
)
REVIEWS: dict[int, tuple[str, ...]] = {
    5: (
        "Pelan dan jelas. Sekarang saya bisa {a} sendiri.",
        "Mentornya sabar menjawab sampai saya paham cara {a}.",
        "Materinya pas, tidak terlalu panjang, dan contohnya dekat dengan keseharian.",
        "Bagian {b} paling berguna. Langsung saya pakai minggu itu juga.",
        "Setelah selesai saya lebih percaya diri saat {a}.",
        "Tugas akhirnya saya sertakan saat melamar kerja.",
        "Dulu saya bingung cara {b}, sekarang sudah terbiasa.",
        "Bisa diulang kapan saja, cocok untuk saya yang belajar malam hari.",
    ),
    4: (
        "Bagus untuk pemula. Bagian {b} boleh lebih panjang.",
        "Isinya jelas, hanya beberapa video suaranya kecil.",
        "Banyak contoh. Latihan {a} bisa ditambah lagi.",
        "Terbantu sekali, walau tugasnya agak padat.",
        "Penjelasan cara {a} mudah diikuti. Modulnya perlu daftar istilah.",
        "Puas dengan isinya, hanya jawaban mentor datang keesokan harinya.",
    ),
    3: (
        "Isinya lumayan, tetapi tugas akhirnya butuh alat yang belum saya punya.",
        "Cukup. Bagian {b} terlalu cepat untuk saya.",
        "Materinya baik, jawaban mentor kadang lama.",
        "Lumayan untuk mengenal bidang ini, belum cukup untuk langsung bekerja.",
        "Sebagian sudah saya tahu. Yang baru bagi saya hanya cara {a}.",
    ),
    2: (
        "Contohnya terlalu sedikit, saya masih bingung cara {a}.",
        "Suara videonya kurang jelas, jadi saya sering mengulang.",
        "Terlalu cepat. Bagian {b} harus saya cari sendiri di luar.",
        "Modulnya rapi, tetapi pertanyaan saya tidak dijawab.",
        "Saya berharap lebih banyak latihan {b}.",
    ),
}
OF_VIDEOS = re.compile(r"video|diulang kapan saja")
CERTIFICATES = (
    "Sertifikat penyelesaian",
    "Sertifikat kehadiran",
    "Sertifikat kompetensi lembaga",
)


def chance(text: str, below: int) -> int:
    """A number from 0 to below−1 that belongs to this text for ever."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) % below


def topic_of(title: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What one learns step by step in a course of this title, and where it is of use."""
    small = title.casefold()
    for words, steps, places in TOPICS:
        if words.search(small):
            return steps, places
    return ANY_STEPS, ANY_PLACES


def description(title: str) -> str:
    """Two sentences: what one learns, and for whom or where it is of use."""
    _, places = topic_of(title)
    a, b = _in_order(title + "uraian", tuple(_lessons(title)), 2)
    # «sudut dan latar serta seri foto», where one of the two has an «dan» of its own
    dan = "serta" if " dan " in f"{a} {b}" else "dan"
    opening = OPENINGS[chance(title + "awal", len(OPENINGS))].format(a=a, b=b, dan=dan)
    job = _job(title)
    if job and chance(title + "akhir", 3):
        ending = ENDINGS_WITH_JOB[chance(title + "kerja", len(ENDINGS_WITH_JOB))].format(job=job)
    else:
        place = places[chance(title + "tempat", len(places))]
        ending = ENDINGS[chance(title + "guna", len(ENDINGS))].format(place=place)
    return f"{opening} {ending}"


def _job(title: str) -> str | None:
    """«juru masak» of «… bagi Juru Masak»; abbreviations keep their capitals."""
    found = JOB.search(title)
    job = " ".join(found[1].split()) if found else ""
    if not 4 <= len(job) <= 45 or NO_JOB.match(job) or title.isupper():
        return None
    return " ".join(word if word[1:].isupper() else word.lower() for word in job.split())


def lessons(title: str) -> list[str]:
    """Three to five things one learns, in their order."""
    return [step[:1].upper() + step[1:] for step in _lessons(title)]


def _lessons(title: str) -> list[str]:
    steps, _ = topic_of(title)
    return _in_order(title + "isi", steps, 3 + chance(title + "banyak", 3))


def level(title: str) -> str:
    """As the title says; else most are for beginners."""
    easy, hard = EASY.search(title), HARD.search(title)
    if easy and not hard:
        return "pemula"
    if hard:
        return "menengah" if easy else "mahir"
    return ("pemula", "pemula", "pemula", "menengah", "menengah", "mahir")[
        chance(title + "tingkat", 6)
    ]


def certificate(title: str) -> str:
    """What kind of certificate one gets."""
    return CERTIFICATES[chance(title + "sertifikat", len(CERTIFICATES))]


def reviews(title: str, alone: bool, stars: list[int]) -> list[tuple[str, str]]:
    """First name and words for each of these stars; nobody and nothing twice in a course.

    `alone`: it is learnt from videos, at one's own pace.
    """
    names = _shuffled(title + "nama", NAMES)
    parts = _shuffled(title + "bagian", tuple(_lessons(title)))
    texts = {
        given: [
            text
            for text in _shuffled(f"{title}{given}", REVIEWS[given])
            if alone or not OF_VIDEOS.search(text)
        ]
        for given in set(stars)
    }
    found = []
    for number, given in enumerate(stars):
        a, b = parts[number % len(parts)], parts[(number + 1) % len(parts)]
        found.append((names[number], texts[given].pop().format(a=a, b=b)))
    return found


def _in_order(key: str, items: tuple[Pick, ...], count: int) -> list[Pick]:
    chosen = set(_shuffled(key, tuple(range(len(items))))[:count])
    return [item for place, item in enumerate(items) if place in chosen]


def _shuffled(key: str, items: tuple[Pick, ...]) -> list[Pick]:
    return sorted(items, key=lambda item: hashlib.sha256(f"{key}{item}".encode()).digest())
