"""What was given up goes again when an officer says so: once, audited, and only what still helps."""

import pytest

from actions import outbox
from actions.refused import NotFound
from models import AuditEntry, Message
from rules.outbox import Outcome
from tests.outbox import claim_next, give_up

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def joko(someone, at):
    with at("2021-10-18 09:00:00"):
        yield someone.registered("Joko Petugas", role="operator")


@pytest.fixture
def sari(someone, joko):
    return someone.accepted(21)


@pytest.fixture
def refused(sari) -> list[Message]:
    """An SMS and an e-mail that their gateways refused; their leases are over."""
    return give_up()


def audited(action: str) -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action == action))


def test_one_goes_again_from_the_beginning(refused, joko) -> None:
    assert claim_next() is None
    assert outbox.send_again(refused[0].public_id, joko)
    again = claim_next()
    assert (again.id, again.attempts) == (refused[0].id, 1)
    assert claim_next() is None
    (entry,) = audited("message_sent_again")
    assert entry.actor == f"operator:{joko.public_id}"
    assert (entry.subject, entry.detail) == (f"message:{refused[0].public_id}", {})


def test_asked_twice_it_goes_once(refused, joko) -> None:
    for _ in range(2):
        assert outbox.send_again(refused[0].public_id, joko)
    outbox.delivered(claim_next(), blank=True)
    assert outbox.send_again(refused[0].public_id, joko)
    assert claim_next() is None
    assert len(audited("message_sent_again")) == 1


def test_all_go_again_and_the_second_time_none(refused, joko) -> None:
    assert outbox.send_all_again(joko) == 2
    assert outbox.send_all_again(joko) == 0
    (entry,) = audited("messages_sent_again")
    assert (entry.subject, entry.detail) == ("outbox", {"count": 2})
    assert {claim_next().id for _ in refused} == {row.id for row in refused}


def test_what_waits_or_was_sent_is_not_touched(sari, joko) -> None:
    outbox.delivered(claim_next(("sms",)), blank=False)
    outbox.settle(claim_next(("email",)), Outcome.LATER, blank=False)
    before = list(Message.select().order_by(Message.id).dicts())
    assert outbox.send_all_again(joko) == 0
    for row in Message.select():
        assert outbox.send_again(row.public_id, joko)
    assert list(Message.select().order_by(Message.id).dicts()) == before
    assert not audited("message_sent_again") and not audited("messages_sent_again")


def test_while_its_last_try_lasts_it_is_not_sent_beside_it(refused, joko) -> None:
    row = refused[0]
    outbox.send_again(row.public_id, joko)
    Message.update(attempts=outbox.MAX_ATTEMPTS - 1).where(Message.id == row.id).execute()
    last_try = claim_next()
    assert last_try.attempts == outbox.MAX_ATTEMPTS
    assert not outbox.send_again(row.public_id, joko)
    assert outbox.send_all_again(joko) == 1  # the other one
    outbox.settle(last_try, Outcome.LATER, blank=True)
    assert outbox.send_again(row.public_id, joko)


@pytest.mark.parametrize("kind", ["otp", "sign_in_code", "phone_code", "email_link", "reset_link"])
def test_codes_and_proofs_stay_given_up(refused, joko, kind) -> None:
    renamed = Message.update(reference=f"{kind}:abc:sms").where(Message.id == refused[0].id)
    renamed.execute()
    assert not outbox.send_again(refused[0].public_id, joko)
    assert outbox.send_all_again(joko) == 1
    assert Message.get_by_id(refused[0].id).attempts == outbox.MAX_ATTEMPTS


def test_what_was_read_on_the_dashboard_stays_given_up(refused, sari, joko) -> None:
    outbox.mark_read(sari, refused[1].public_id)
    assert not outbox.send_again(refused[1].public_id, joko)
    assert outbox.send_again(refused[0].public_id, joko)


def test_a_name_nobody_has_is_not_found(refused, joko) -> None:
    for name in ("tidak-ada", str(refused[0].id), ""):
        with pytest.raises(NotFound):
            outbox.send_again(name, joko)
