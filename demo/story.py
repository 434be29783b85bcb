"""The months of the cast, told through the product's own actions, so that no rule can be broken."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from shutil import rmtree

import clock
import jobs
import ledger
import migrations
import rooms
import sealing
from actions import (
    account_checks,
    accounts,
    aptitude,
    cancellations,
    complaints,
    gelombang,
    identity,
    photos,
    profile,
    purchases,
    ratings,
    redeeming,
    selection,
    sign_in,
    surveys,
    training,
    training_room,
)
from config import settings
from demo.cast import CHEAP, PASSWORD, ROOMS, Person, Room
from demo.catalogue import fill_catalogue
from demo.institution import join_room
from formats.photos import sample
from models import (
    Course,
    Gelombang,
    IdentityCheck,
    Message,
    Offer,
    Participant,
    Participation,
    PayoutAccount,
    Platform,
    Purchase,
    RedeemCode,
    Setting,
)
from queries import study
from queries.accounts import linked_account_of
from queries.standing import standing_of
from rules import questions
from rules.deadlines import working_days_after
from rules.eligibility import NEEDED_PAGES
from rules.next_step import Facts, steps
from rules.population import Answer
from rules.purchases import valid_for

# The local register does not know this one (gateways/population.py).
UNKNOWN_NIK = "9999996006959101"

Event = tuple[datetime, Callable[[], object]]


def make_missing(reset: bool = False) -> list[str]:
    """Make the shipped rooms that do not exist, or all of them anew; returns their names."""
    made = []
    for room in ROOMS.values():
        if reset or room.name not in rooms.names():
            build(room)
            made.append(room.name)
    return made


def build(room: Room) -> None:
    """Tell a room's story in a database of its own, then put it in place at once."""
    site = settings.data_dir / f"building-{room.name}"
    rmtree(site, ignore_errors=True)
    (site / room.name).mkdir(parents=True)
    with rooms.built_in(site), rooms.enter(room.name):
        migrations.migrate(rooms.database)
        # Nobody relies on a room that is still being made, so it need not survive a power cut.
        rooms.database.execute_sql("PRAGMA synchronous = OFF")
        tell(room)
        rooms.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        made = Path(rooms.database.database)
    rooms.keep_as_template(room.name, made)
    rmtree(site)
    rooms.reset(room.name)


def tell(room: Room) -> None:
    """Everything that happened in a room until its clock starts, in the order of time."""
    first_day = room.opens_at - timedelta(days=45)
    with clock.stopped_at(first_day):
        fill_catalogue()
        join_room(room.name)
        for number in room.gelombang:
            gelombang.open_published(number, drawn_here=number in room.draws)
    events = [event for person in room.people for event in story_of(person, first_day)]
    events += _nights(min(when for when, _ in events), room.opens_at)
    for when, happens in sorted(events, key=lambda event: event[0]):
        with clock.stopped_at(when):
            happens()
    with clock.stopped_at(room.opens_at):
        jobs.run_due()
    seen = str(int(room.opens_at.timestamp()))
    with ledger.write():
        Setting.create(key="clock_seen", value=seen)


def _nights(begin: datetime, end: datetime) -> list[Event]:
    """Timed work runs every morning and evening, as it would have all day."""
    days = (end.date() - begin.date()).days
    return [
        (moment, jobs.run_due)
        for count in range(1, days + 1)
        for hour in (time(6), time(19, 30))
        if (moment := _moment(begin.date() + timedelta(days=count), hour)) < end
    ]


def story_of(person: Person, first_day: datetime) -> list[Event]:
    """One person's events, each with its moment."""
    first = person.before[1] if person.before else person.joined
    begin = _at(first) - timedelta(days=1) if first else first_day
    told: list[tuple[str | None, Callable[[], object]]] = [
        (person.joined, lambda: join(person)),
        (person.announced, lambda: announce(person)),
        (person.issued, lambda: selection.issue_balance(part_of(person))),
        (person.bought, lambda: buy(person)),
        (person.started, lambda: start(person)),
        (person.finished, lambda: training.finish(last_purchase(person))),
        (person.rated, lambda: rate(person)),
        (person.linked, lambda: accounts.link(who(person), person.partner, who(person).phone)),
        (person.bought_again, lambda: buy(person)),
        (person.finished_again, lambda: training.finish(last_purchase(person))),
        (person.rated_again, lambda: rate(person)),
        (person.cancelled, lambda: cancel(person)),
        (person.complained, lambda: complain(person)),
    ]
    for ordinal, when in enumerate(person.surveys, 1):
        told.append((when, lambda ordinal=ordinal: fill_survey(person, ordinal)))
    events: list[Event] = [(begin, lambda: register(person))]
    events += [(_at(when), happens) for when, happens in told if when]
    if person.before:
        _number, joined, reason, announced = person.before
        events.append((_at(joined), lambda: join(person, person.before[0])))
        events.append((_at(announced), lambda: selection.turn_down(part_of(person), reason)))
    if person.fails_with and person.linked:
        events += _fault(person)
    return events


def _fault(person: Person) -> list[Event]:
    """The partner fails on the very day this person's first payment is sent, and no other."""
    day = working_days_after(_at(person.linked or "").date(), 5)
    opens = next(room.opens_at for room in ROOMS.values() if person in room.people)

    def fail() -> None:
        training_room.switch_fault("payout_failure", person.fails_with or "")
        jobs.run_due()
        training_room.switch_fault("payout_failure", "")

    later = [day + timedelta(days=count) for count in range(1, (opens.date() - day).days + 1)]
    return [
        (_moment(day, time(0, 1)), fail),
        *((_moment(morning, time(0, 2)), lambda: ask_partner(person)) for morning in later),
    ]


def ask_partner(person: Person) -> None:
    """The partner is asked about their account as every day, and says that nothing has changed."""
    account = linked_account_of(who(person))
    assert account is not None
    account.ask_at = clock.real_now()
    account.save(only=[PayoutAccount.ask_at])
    account_checks.settle(account_checks.Claim(account, timedelta(0)), person.fails_with or "ok")


def register(person: Person) -> None:
    """An account, verified as far as the person came."""
    place = person.place or 1 + _listed().index(person.key)
    now = clock.now()
    hashed = sign_in.hash_password(PASSWORD)
    with ledger.write():
        Participant.create(
            name=person.name,
            role=person.role,
            email=person.email,
            phone=f"08120000{7000 + place}",
            nik=f"999999{55 if person.woman else 15}01900{place:03}"
            if person.registered >= 2
            else None,
            kk=f"9999991201150{place:03}" if person.registered >= 2 else None,
            birth_date="1990-01-15" if person.registered >= 2 else None,
            password_hash=hashed,
            interests=list(person.interests),
            email_confirmed_at=now if person.registered >= 1 else None,
            phone_confirmed_at=now if person.registered >= 1 else None,
            identity_verified_at=now if person.registered >= 2 else None,
        )
    participant = who(person)
    fill_profile(person, participant)
    if person.queued:
        wait_for_officer(participant)


def _listed() -> list[str]:
    """Everybody whose numbers follow from their place; who came later has one of their own."""
    return [one.key for room in ROOMS.values() for one in room.people if one.place is None]


def fill_profile(person: Person, participant: Participant) -> None:
    """The pages of the profile they saved, and the test when they took it."""
    count = len(NEEDED_PAGES) if person.registered >= 3 else person.pages
    answers = {
        "nama": {
            "name": person.name,
            "sex": "female" if person.woman else "male",
            "address": "Jalan Contoh 1",
            "regency": "32.73",
        },
        "pendidikan": {"education": "senior", "studying": False},
        "pekerjaan": {"work": "seeking", "occupation": "none", "social_aid": False},
        "minat": {"interests": list(person.interests) or ["lainnya"]},
    }
    for page in list(answers)[:count]:
        profile.save_page(participant, page, answers[page])
    if person.registered >= 3:
        test = aptitude.begin(participant)
        for place, item in enumerate(test.items):
            aptitude.answer(participant, item, "abcd"[place % 4])
        aptitude.submit(participant)


def wait_for_officer(participant: Participant) -> None:
    """Numbers the register does not know, and both photos: a case for an officer."""
    for kind in ("selfie", "id_card"):
        photos.keep(participant, kind, sample(kind))
    identity.ask(participant, UNKNOWN_NIK, "9999992201150001", date(1995, 6, 20))
    row = identity.claim_next()
    assert row is not None
    row.attempts = identity.MAX_ATTEMPTS  # as if asked three times in vain
    row.save(only=[IdentityCheck.attempts])
    identity.settle(row, Answer("unknown"))


def join(person: Person, number: int | None = None) -> None:
    """They take part in a gelombang's selection."""
    wanted = number or person.gelombang
    selection.join(who(person), Gelombang.get(Gelombang.number == wanted))


def announce(person: Person) -> None:
    """They hear the result."""
    if person.result == "accepted":
        selection.accept(part_of(person))
    else:
        selection.turn_down(part_of(person), person.result or "")


def buy(person: Person) -> None:
    """They buy a course of their interests: card number, the OTP of the SMS, paid."""
    participant = who(person)
    standing = standing_of(participant)
    assert standing.card is not None
    offer = choose_offer(person)
    key = f"cerita-{person.key}-{offer.id}"
    started = purchases.start_purchase(participant, offer, offer.price, standing.card.number, key)
    purchases.pay(participant, started.public_id, last_code(participant), f"{key}-bayar")


def choose_offer(person: Person) -> Offer:
    """An offer they may buy, in their interests where there is one; the same one every time."""
    standing = standing_of(who(person))
    owned = [course.course_id for course in standing.bought]
    rows = (
        Offer.select(Offer, Course, Platform)
        .join(Course)
        .join_from(Offer, Platform)
        .where(
            Offer.active,
            Offer.price <= standing.balance,
            Offer.quota.is_null() | (Offer.sold < Offer.quota),
            Course.id.not_in(owned),
        )
        .order_by(Offer.price, Offer.id)
    )
    free = [row for row in rows if valid_for(row.platform.valid_for, person.gelombang)]
    liked = [row for row in free if row.course.category in person.interests] or free
    return liked[len(liked) // 3] if person.budget == CHEAP else liked[-1]


def last_code(participant: Participant) -> str:
    """The six digits of the newest SMS, as the person would read them."""
    message = (
        Message.select()
        .where(Message.participant == participant, Message.reference.startswith("otp:"))
        .order_by(Message.id.desc())
        .first()
    )
    found = re.search(r": (\d{6})\.", message.text)
    assert found
    return found[1]


def start(person: Person) -> None:
    """They open the guide, and use their code where the course is taught."""
    purchase = last_purchase(person)
    training.begin(who(person), purchase.public_id)
    teacher = study.teacher_of(purchase)
    assert teacher is not None
    redeeming.redeem(RedeemCode.get(RedeemCode.purchase == purchase), teacher)


RATINGS = (
    (5, "Penjelasannya pelan dan jelas. Saya langsung mencoba di rumah dan berhasil."),
    (4, "Materinya lengkap. Contoh soalnya bisa diperbanyak lagi supaya makin paham."),
    (5, "Mentor cepat menjawab pertanyaan. Tugas akhirnya terpakai untuk usaha saya."),
)


def rate(person: Person) -> None:
    """They give stars and words."""
    stars, words = RATINGS[len(person.name) % len(RATINGS)]
    ratings.rate(who(person), last_purchase(person).public_id, stars, words)


def fill_survey(person: Person, ordinal: int) -> None:
    """They answer a survey with the first choice everywhere, and send it."""
    participant = who(person)
    surveys.consent(participant, ordinal)
    surveys.save_answers(participant, ordinal, questions.sample_answers(ordinal))
    surveys.submit(participant, ordinal)


def cancel(person: Person) -> None:
    """They cancel what they bought last."""
    purchase = last_purchase(person)
    cancellations.cancel_own(who(person), purchase.public_id, f"cerita-{person.key}-batal")


def complain(person: Person) -> None:
    """They tell us what is not right about the course they cancelled."""
    mine = Purchase.select().where(
        Purchase.participation == part_of(person), Purchase.cancelled_at.is_null(False)
    )
    complaints.send(who(person), "refund", COMPLAINT, f"purchase:{mine.get().public_id}")


COMPLAINT = (
    "Pelatihan sudah saya batalkan dan saldonya sudah kembali. Tetapi lembaga masih mengirim SMS "
    "jadwal kelas. Apakah saya masih terdaftar di sana?"
)


def who(person: Person) -> Participant:
    """The person's row in the room one is in."""
    index = sealing.blind("participant.email", person.email)
    return Participant.get(Participant.email_index == index)


def part_of(person: Person) -> Participation:
    """The person's latest participation."""
    mine = Participation.select().where(Participation.participant == who(person))
    return mine.order_by(Participation.id.desc()).get()


def last_purchase(person: Person) -> Purchase:
    """What the person bought last."""
    return (
        Purchase.select()
        .where(Purchase.participation == part_of(person), Purchase.state == "paid")
        .order_by(Purchase.id.desc())
        .first()
    )


def cast_of(room: Room) -> list[dict[str, object]]:
    """Every demo account of the room one is in, as `flask cast --json` prints it."""
    rows = []
    for person in room.people:
        participant = who(person)
        standing = standing_of(participant)
        facts: Facts = standing.facts()
        rows.append(
            {
                "room": room.name,
                "email": person.email,
                "password": PASSWORD,
                "name": participant.name,
                "state": steps(facts, clock.now())[0].code,
                "gelombang": facts.gelombang,
                "phone": participant.phone,
                "card_number": standing.card.number if standing.card else None,
                "role": participant.role,
            }
        )
    return rows


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.WIB)


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.WIB)
