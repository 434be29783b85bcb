"""For tests of studying: institutions, bought courses, codes to test with, faces taken."""

import secrets

import jobs
import ledger
from actions import attendance
from formats.photos import sample
from models import (
    Attendance,
    Course,
    Participant,
    Partner,
    Provider,
    Purchase,
    RedeemCode,
    Setting,
    Training,
)
from tests.people import bought_by, buy, offer_for

BACK = "https://lembaga.example/kembali"
FACE = sample("selfie")


def institution(slug: str = "lembaga-uji", **fields: object) -> Partner:
    """A partner that teaches as this provider."""
    provider, _ = Provider.get_or_create(slug=slug, defaults={"name": slug})
    with ledger.write():
        return Partner.create(
            **{
                "code": f"G1-{secrets.token_hex(4)}",
                "name": "Lembaga Uji",
                "kind": "provider",
                "provider": provider,
                "redirect_uris": [BACK],
                **fields,
            }
        )


def everywhere() -> Partner:
    """The simulated institution of a training room."""
    return institution(provider=None, every_provider=True)


def trial_code(partner: Partner, case: str = "TC1-001-200") -> RedeemCode:
    """A code that belongs to no purchase."""
    with ledger.write():
        return RedeemCode.create(
            code=f"PRAT-{secrets.token_hex(3).upper()}", partner=partner, test_case=case
        )


def scheduled(person: Participant, gelombang: int, method: str = "webinar", days: int = 3) -> str:
    """The person buys a scheduled class that begins in so many days; its redeem code."""
    offer = offer_for(gelombang, next_run_days=days)
    Course.update(method=method).where(Course.id == offer.course_id).execute()
    return buy(person, offer.course.offers.get()).redeem_code


def code_of(person: Participant) -> str:
    """The redeem code of what the person bought first."""
    return bought_by(person)[0].redeem_code


def training_of(code: str) -> Training:
    """What happened in the course of this code."""
    return Training.select().join(Purchase).where(Purchase.redeem_code == code).get()


def asked(partner: Partner, code: str, sequence: int = 1, email: str = "s@example.com"):
    """A face check the institution asked for."""
    return attendance.ask(partner, code, sequence, BACK, email)


def attend(partner: Partner, person: Participant, code: str, sequence: int = 1) -> Attendance:
    """Asked, taken and checked."""
    row = asked(partner, code, sequence)
    attendance.take(person, row.state, FACE)
    jobs.check_faces()
    return Attendance.get_by_id(row.id)


def switch(key: str, value: str) -> None:
    """A fault of the room."""
    Setting.insert(key=key, value=value).on_conflict_replace().execute()
