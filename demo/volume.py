"""Synthetic volume for benchmarks and races: the same rows for the same seed, in bulk.

People are told through the product's actions where that is cheap enough; offers are
written in bulk. Everything is marked «data contoh» like the rest of the catalogue.
"""

import random

import clock
import ledger
from actions import gelombang, purchases, selection
from actions.sign_in import hash_password
from demo.cast import PASSWORD
from demo.story import last_code
from models import Course, CourseIndex, Gelombang, Offer, Participant, Platform, Provider
from queries.standing import standing_of
from rules.gelombang import PUBLISHED
from rules.purchases import valid_for

GELOMBANG = 21
SUBJECTS = ("sambal", "desain", "akuntansi", "las", "bahasa", "pemasaran", "roti", "servis")
BATCH = 500


def fill(participants: int, offers: int, purchases: int, seed: int) -> str:
    """Add this much to the room one is in; returns a line that says what was added."""
    chance = random.Random(seed)  # noqa: S311 - the same people for the same seed, nothing secret
    if offers:
        add_offers(offers, chance)
    added = add_participants(participants, seed) if participants else []
    bought = buy_for(added[:purchases], chance) if purchases else 0
    return f"{len(added)} peserta, {offers} penawaran, {bought} pembelian"


def add_offers(count: int, chance: random.Random) -> None:
    """Courses with up to four offers each on the platforms there are."""
    platforms = list(Platform.select()) or [_own_platform()]
    provider, _ = Provider.get_or_create(slug="lembaga-contoh", defaults={"name": "Lembaga Contoh"})
    first = Course.select().count()
    per_course = min(4, len(platforms))
    courses = -(-count // per_course)
    for begin in range(0, courses, BATCH):
        with ledger.write():
            numbers = range(first + begin, first + min(begin + BATCH, courses))
            Course.insert_many([_course(number, provider) for number in numbers]).execute()
            made = Course.select().where(Course.slug.in_([f"contoh-{n}" for n in numbers]))
            rows = [
                _offer(course, platform, chance)
                for course in made
                for platform in platforms[:per_course]
            ]
            for start in range(0, len(rows), BATCH):
                Offer.insert_many(rows[start : start + BATCH]).execute()
            for course in made:
                CourseIndex.insert(
                    rowid=course.id,
                    title=course.title,
                    provider=provider.name,
                    category=course.category,
                    description=course.description,
                ).execute()


def add_participants(count: int, seed: int) -> list[Participant]:
    """People accepted in gelombang 21, with card and balance."""
    row = Gelombang.get_or_none(Gelombang.number == GELOMBANG)
    row = row or gelombang.open_published(GELOMBANG)
    hashed = hash_password(PASSWORD)
    now, made = clock.now(), []
    announced = PUBLISHED[GELOMBANG].announced_at
    for number in range(count):
        with ledger.write():
            person = Participant.create(
                name=f"Peserta Contoh {number}",
                email=f"volume-{seed}-{number}@example.com",
                phone=f"0899{seed:02}{number:07}",
                password_hash=hashed,
                email_confirmed_at=now,
                identity_verified_at=now,
                profile_completed_at=now,
            )
            part = selection.join(person, row)
            with clock.stopped_at(announced or now):
                selection.accept(part)
            selection.issue_balance(part)
            made.append(person)
    return made


def buy_for(people: list[Participant], chance: random.Random) -> int:
    """Each of these buys one course, by card number and OTP."""
    offers = [
        offer
        for offer in Offer.select(Offer, Platform)
        .join(Platform)
        .where(Offer.active, Offer.price <= 900_000, Offer.quota.is_null())
        .order_by(Offer.id)
        if valid_for(offer.platform.valid_for, GELOMBANG)
    ]
    for place, person in enumerate(people):
        standing = standing_of(person)
        assert standing.card is not None
        offer = chance.choice(offers)
        key = f"volume-{place:08}"
        started = purchases.start_purchase(person, offer, offer.price, standing.card.number, key)
        purchases.pay(person, started.public_id, last_code(person), f"{key}-bayar")
    return len(people)


def _own_platform() -> Platform:
    return Platform.create(slug="toko-contoh", name="Toko Contoh", valid_for=[[1, None]])


def _course(number: int, provider: Provider) -> dict[str, object]:
    subject = SUBJECTS[number % len(SUBJECTS)]
    return {
        "slug": f"contoh-{number}",
        "title": f"Belajar {subject} bagian {number}",
        "provider": provider,
        "category": "lainnya",
        "method": "spl",
        "level": "pemula",
        "hours": 15 + number % 20,
        "list_price": 300_000,
        "description": f"Pelatihan contoh tentang {subject}. Dibuat untuk mengukur kecepatan.",
        "certificate_type": "Sertifikat penyelesaian",
        "synthetic": ["title", "price"],
        "source": "data contoh",
        "stars_4": number % 50,
        "stars_5": number % 70,
    }


def _offer(course: Course, platform: Platform, chance: random.Random) -> dict[str, object]:
    count = chance.randrange(1, 400)
    return {
        "course": course,
        "platform": platform,
        "price": chance.randrange(24, 1200) * 1000,
        "rating_count": count,
        "rating_sum": count * 4 + chance.randrange(count),
    }
