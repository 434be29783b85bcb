"""People for tests: made through the product's own actions, as far along as a test needs."""

import re
from datetime import datetime
from itertools import count

import clock
import ledger
from actions import certificates, gelombang, purchases, selection, training
from actions import sign_in as sign_ins
from models import (
    Course,
    Gelombang,
    Message,
    Offer,
    Participant,
    Participation,
    Platform,
    Provider,
    Purchase,
)

PASSWORD = "rahasia-uji-1"
PASSWORD_HASH = sign_ins.hash_password(PASSWORD)
_numbers = count(1)


class Someone:
    """Makes participants. Times are the programme time around the call."""

    def registered(self, name: str = "Sari Wulandari", **fields: object) -> Participant:
        """An account with everything verified, in no gelombang."""
        number = next(_numbers)
        now = clock.now()
        with ledger.write():
            return Participant.create(
                **{
                    "name": name,
                    "email": f"orang{number}@example.com",
                    "phone": f"0812{number:08}",
                    "nik": f"99999915019{number:05}",
                    "password_hash": PASSWORD_HASH,
                    "interests": ["makanan-dan-minuman"],
                    "email_confirmed_at": now,
                    "phone_confirmed_at": now,
                    "birth_date": "1990-01-15",
                    "identity_verified_at": now,
                    "profile_completed_at": now,
                    **fields,
                }
            )

    def accepted(self, number: int = 21, **fields: object) -> Participant:
        """Accepted in a gelombang; card and balance not there yet."""
        participant = self.registered(**fields)
        part = selection.join(participant, self.gelombang(number))
        selection.accept(part)
        return participant

    def with_card(self, gelombang: int = 21, **fields: object) -> Participant:
        """Accepted, with card number and balance."""
        participant = self.accepted(gelombang, **fields)
        selection.issue_balance(part_of(participant))
        return participant

    def with_course(self, gelombang: int = 21, **fields: object) -> Participant:
        """Bought a first course."""
        participant = self.with_card(gelombang, **fields)
        buy(participant, offer_for(gelombang))
        return participant

    def finished(self, gelombang: int = 21, **fields: object) -> Participant:
        """Finished the first course; the certificate is there."""
        participant = self.with_course(gelombang, **fields)
        purchase = bought_by(participant)[0]
        training.finish(purchase)
        certificates.issue_certificate(purchase)
        return participant

    def gelombang(self, number: int) -> Gelombang:
        """The row of a published gelombang, made when the room has none."""
        found = Gelombang.get_or_none(Gelombang.number == number)
        return found or gelombang.open_published(number)


def part_of(participant: Participant) -> Participation:
    """The participant's latest participation."""
    return (
        Participation.select()
        .where(Participation.participant == participant)
        .order_by(Participation.id.desc())
        .get()
    )


def bought_by(participant: Participant) -> list[Purchase]:
    """What a participant paid for, oldest first."""
    return list(
        Purchase.select()
        .join(Participation)
        .where(Participation.participant == participant, Purchase.state == "paid")
        .order_by(Purchase.id)
    )


def offer_for(gelombang: int, price: int = 400_000, **fields: object) -> Offer:
    """A new course on a platform valid for this gelombang, at this price."""
    number = next(_numbers)
    platform, _ = Platform.get_or_create(
        slug=str(fields.pop("platform", "toko-uji")),
        defaults={"name": "Toko Uji", "valid_for": fields.pop("valid_for", [[1, None]])},
    )
    provider, _ = Provider.get_or_create(slug="lembaga-uji", defaults={"name": "Lembaga Uji"})
    course = fields.pop("course", None) or Course.create(
        slug=f"pelatihan-uji-{number}",
        title=f"Pelatihan Uji {number}",
        provider=provider,
        category="makanan-dan-minuman",
        method="spl",
        level="pemula",
        hours=15,
        list_price=price,
        description="Pelatihan untuk uji. Isinya contoh.",
        certificate_type="Sertifikat penyelesaian",
        source="uji",
    )
    return Offer.create(course=course, platform=platform, price=price, **fields)


def card_of(participant: Participant) -> str:
    """The participant's card number."""
    return part_of(participant).cards.get().number


def start(participant: Participant, offer: Offer, key: str | None = None) -> Purchase:
    """Begin to buy an offer at its price."""
    key = key or f"kunci-{next(_numbers):08}"
    return purchases.start_purchase(participant, offer, offer.price, card_of(participant), key)


def buy(participant: Participant, offer: Offer) -> Purchase:
    """Buy an offer, with the code of the SMS."""
    started = start(participant, offer)
    return purchases.pay(
        participant, started.public_id, code_sent_to(participant), f"kunci-{next(_numbers):08}"
    )


def code_sent_to(participant: Participant) -> str:
    """The six digits in the newest SMS."""
    message = (
        Message.select()
        .where(Message.participant == participant, Message.reference.startswith("otp:"))
        .order_by(Message.id.desc())
        .get()
    )
    found = re.search(r": (\d{6})\.", message.text)
    assert found, message.text
    return found[1]


def wib(text: str) -> datetime:
    """«2021-10-21 23:59:59» as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.WIB)
