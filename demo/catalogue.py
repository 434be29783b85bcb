"""The demo catalogue: 266 real courses, those the programme announced, and a few examples.

What the source does not give (offers, hours, levels, lessons, ratings, reviews, seats,
schedules) is made from a hash of the course's name: always the same, marked «data contoh».
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ledger
from actions.catalogue import free_slug, import_file, reindex
from demo import wording
from demo.platforms import fill_platforms
from demo.wording import chance
from models import Course, Offer, Platform, Provider, SampleReview

COURSES = Path(__file__).parent / "courses.csv"
BATCH = 300
# On which platforms generated offers appear, most common first.
SHELVES = (
    "tokopedia",
    "bukalapak",
    "pintaria",
    "pijar",
    "karier-mu",
    "kemnaker",
    "mau-belajar-apa",
    "pintar",
    "skill-academy",
    "cakap",
)

ANNOUNCEMENT = "pengumuman program"
EXAMPLE = "data contoh"
# What no source gives; of an announced course not even the price.
MADE_UP = ("level", "hours", "description", "lessons", "certificate_type")
ALSO_MADE_UP = ("offers", "ratings", "seats", "schedule")

SAMBAL = "Membuat Aneka Kreasi Sambal bagi Juru Masak"
ANNOUNCED: tuple[dict[str, Any], ...] = (
    {
        "title": SAMBAL,
        "provider": "Dapur Bina Rasa (contoh)",
        "category": "makanan-dan-minuman",
        "offers": (
            ("tokopedia", 450_000, 23),
            ("pintaria", 475_000, 60),
            ("bukalapak", 500_000, 5),
            ("karier-mu", 490_000, 0),
        ),
    },
    {
        "title": "Service Excellence bagi Petugas Layanan Pelanggan",
        "provider": "Cakap",
        "category": "perkantoran",
        "offers": (
            ("cakap", 600_000, None),
            ("tokopedia", 620_000, 40),
            ("bukalapak", 610_000, 15),
        ),
    },
    {
        "title": "Membangun dan Mengembangkan Tim Penjualan bagi Manajer Penjualan",
        "provider": "Gramedia Academy",
        "category": "penjualan-dan-pemasaran",
        "offers": (
            ("gramedia-academy", 750_000, None),
            ("tokopedia", 780_000, 30),
            ("pijar", 770_000, 12),
        ),
    },
    {
        "title": "Mengelas Pelat dan Pipa untuk Juru Las Pemula",
        "source": EXAMPLE,
        "provider": "Balai Las Nusantara (contoh)",
        "category": "teknik",
        "method": "luring",
        "offers": (
            ("kemnaker", 950_000, 16),
            ("tokopedia", 980_000, 8),
            ("bukalapak", 990_000, 20),
        ),
    },
    {
        "title": "Las Listrik Dasar untuk Bengkel Rumahan",
        "source": EXAMPLE,
        "provider": "Balai Las Nusantara (contoh)",
        "category": "teknik",
        "method": "luring",
        "offers": (("tokopedia", 720_000, 12), ("pijar", 700_000, 9)),
    },
    {
        "title": "Merawat dan Memperbaiki Sepeda Motor Injeksi",
        "source": EXAMPLE,
        "provider": "Bengkel Belajar Otomotif (contoh)",
        "category": "teknik",
        "method": "luring",
        "offers": (("tokopedia", 550_000, 20), ("bukalapak", 540_000, 6), ("kemnaker", 530_000, 0)),
    },
    {
        "title": "Servis AC Mobil bagi Mekanik",
        "source": EXAMPLE,
        "provider": "Bengkel Belajar Otomotif (contoh)",
        "category": "teknik",
        "method": "bauran",
        "offers": (("tokopedia", 1_250_000, 10), ("pijar", 1_200_000, 14)),
    },
)


def fill_catalogue() -> None:
    """Platforms, real courses, announced ones, and everything generated about them."""
    with ledger.write():
        platforms = fill_platforms()
        for facts in ANNOUNCED:
            _announce(facts, platforms)
        report = import_file(COURSES)
        assert not report.problems, report.problems[:3]
        for course in Course.select().where(Course.source.not_in((ANNOUNCEMENT, EXAMPLE))):
            _invent(course, platforms)
        _rate_all()
        reindex()


def _announce(facts: dict[str, Any], platforms: dict[str, Platform]) -> None:
    title = facts["title"]
    slugs = {row.slug for row in Provider.select()}
    name = facts["provider"]
    provider = Provider.get_or_none(Provider.name == name) or Provider.create(
        slug=free_slug(name, slugs, 80), name=name
    )
    course = Course.create(
        slug=free_slug(title, {row.slug for row in Course.select(Course.slug)}, 100),
        title=title,
        provider=provider,
        category=facts["category"],
        method=facts.get("method", "spl"),
        level=wording.level(title),
        hours=16 + chance(title, 12),
        list_price=min(price for _, price, _ in facts["offers"]),
        description=wording.description(title),
        lessons=wording.lessons(title),
        certificate_type=wording.certificate(title),
        synthetic=["price", *MADE_UP, *ALSO_MADE_UP],
        source=facts.get("source", ANNOUNCEMENT),
    )
    for slug, price, seats in facts["offers"]:
        _offer(course, platforms[slug], price, seats)


def _invent(course: Course, platforms: dict[str, Platform]) -> None:
    """What the source does not say about an imported course."""
    key = course.slug
    course.level = wording.level(course.title)
    course.hours = 15 + chance(key + "jam", 26)
    course.description = wording.description(course.title)
    course.lessons = wording.lessons(course.title)
    course.certificate_type = wording.certificate(course.title)
    course.synthetic = [*course.synthetic, *ALSO_MADE_UP]
    course.save()
    price = course.list_price
    wanted = 1 + chance(key + "rak", 4)
    first = chance(key + "mulai", 3)
    taken = set()
    for offer in Offer.select(Offer, Platform).join(Platform).where(Offer.course == course):
        taken.add(offer.platform_id)
        offer.next_run_days = _next_run(course, offer.platform)
        offer.save()
    for step in range(wanted):
        platform = platforms[SHELVES[(first + step * 2) % len(SHELVES)]]
        if platform.id in taken:
            continue
        taken.add(platform.id)
        dearer = chance(f"{key}{platform.slug}", 7) * 5_000 if step else 0
        _offer(course, platform, price + dearer, _seats(f"{key}{platform.slug}kursi"))


def _seats(key: str) -> int | None:
    """A third without limit, some sold out, the rest small classes."""
    draw = chance(key, 12)
    return None if draw < 4 else 0 if draw == 11 else 3 + chance(key + "n", 58)


def _offer(course: Course, platform: Platform, price: int, seats: int | None) -> None:
    Offer.create(
        course=course,
        platform=platform,
        price=price,
        quota=seats,
        next_run_days=_next_run(course, platform),
    )


def _next_run(course: Course, platform: Platform) -> int | None:
    """In how many days a class begins; who learns alone begins at once."""
    if course.method == "spl":
        return None
    return 2 + chance(f"{course.slug}{platform.slug}jadwal", 12)


def _rate_all() -> None:
    """Ratings for every offer; the course's stars are exactly their sum."""
    reviews = []
    for course in Course.select():
        counts = [0] * 5
        for offer in Offer.select().where(Offer.course == course):
            stars = _stars(course, offer.platform_id)
            offer.rating_count = sum(stars)
            offer.rating_sum = sum(n * count for n, count in enumerate(stars, 1))
            offer.save()
            counts = [a + b for a, b in zip(counts, stars, strict=True)]
        for n, count in enumerate(counts, 1):
            setattr(course, f"stars_{n}", count)
        course.save()
        reviews += _reviews(course, counts)
    for start in range(0, len(reviews), BATCH):
        SampleReview.insert_many(reviews[start : start + BATCH]).execute()


def _stars(course: Course, platform: int) -> list[int]:
    """How many gave 1 to 5 stars: most are happy, a few courses disappoint, some are new."""
    key = f"{course.slug}{platform}"
    if course.title == SAMBAL:
        many, fives = 200 + chance(key, 240), 68
    elif chance(course.slug + "mutu", 14) == 0:
        many, fives = chance(key, 90), 18 + chance(key + "puas", 8)
    else:
        many = chance(key, 260)
        fives = 42 + 3 * chance(course.slug + "mutu", 13) + chance(key + "puas", 7)
    rest = 96 - fives
    five, four = many * fives // 100, many * rest * 3 // 400
    two, one = many * 3 // 100, many // 100
    return [one, two, many - five - four - two - one, four, five]


def _reviews(course: Course, counts: list[int]) -> list[dict[str, Any]]:
    """Two to four texts whose stars somebody did give, the newest first."""
    stars = []
    left = list(counts)
    for number in range(2 + chance(course.slug + "ulasan", 3)):
        wish = (5, 4, 5, 3, 4, 5, 4, 2)[chance(f"{course.slug}{number}", 8)] if number else 5
        nearest = [given for given in (wish, 4, 5, 3, 2) if left[given - 1]]
        if nearest:
            stars.append(nearest[0])
            left[nearest[0] - 1] -= 1
    day = date(2021, 8, 25)
    found = []
    for number, (name, text) in enumerate(
        wording.reviews(course.title, course.method == "spl", stars)
    ):
        day -= timedelta(days=1 + chance(f"{course.slug}{number}hari", 35))
        found.append(
            {
                "course": course,
                "name": name,
                "stars": stars[number],
                "text": text,
                "written_on": day,
            }
        )
    return found
