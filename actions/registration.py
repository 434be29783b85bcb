"""Becoming somebody with an account: e-mail by link, phone by code; and changing what was proved."""

import json

from peewee import IntegrityError

import clock
import ledger
import sealing
from actions import audit, challenges, linking, outbox
from actions import sign_in as sign_ins
from formats.wording import PARTNERS
from models import (
    Challenge,
    OneTimeCode,
    Participant,
    Participation,
    Purchase,
    SignIn,
    new_public_id,
)
from queries import people
from queries.accounts import linked_account_of
from rules.accounts import WALLETS
from rules.refusals import Refusal, Refused


def register(email: str, password: str, phone: str) -> str:
    """A new account that waits for its e-mail link; returns a name for the browser to keep.

    An address that has an account already gets an e-mail that says so instead; the page, the
    name and the work are the same. Password and phone wait with the link, so that nobody who
    types somebody else's address decides anything about their account.
    """
    hashed = sign_ins.hash_password(password)
    pending = json.dumps({"password_hash": hashed, "phone": phone})
    with ledger.write():
        found = people.with_email(email)
        if found is not None and found.email_confirmed_at is not None:
            return _already_there(found)
        who = found or Participant(name="", email=email)
        if found is None:
            who.password_hash = hashed
            _without_phone(who)
            who.save(force_insert=True)
            audit.record(f"participant:{who.public_id}", "registered", _of(who))
        if challenges.refuse_to_send(who, "email"):
            # Said to nobody: the answer must not differ from that of an unknown address.
            last = challenges.newest(who, "email")
            return str(last.public_id) if last else new_public_id()
        return str(challenges.send_link(who, "email", "/daftar/email", pending).public_id)


def _already_there(who: Participant) -> str:
    """Tell the owner, once an hour; written about as much as for somebody new."""
    hour = clock.real_now().strftime("%Y%m%d%H")
    outbox.tell(who, "email_taken", f"{who.public_id}:{hour}")
    challenges.remember(who, "email", who.email)
    audit.record("system", "registered_again", _of(who))
    return new_public_id()


def waiting_link_of(who: Participant) -> str:
    """The public id of the newest e-mail link of somebody who has not opened one; sends one if due."""
    with ledger.write():
        last = challenges.newest(who, "email")
        if challenges.refuse_to_send(who, "email") is None:
            pending = last.pending if last else None
            return str(challenges.send_link(who, "email", "/daftar/email", pending).public_id)
        return str(last.public_id) if last else ""


def resend_email_link(public_id: str) -> str:
    """Another e-mail for a waiting registration; silent when there is none, or it is too soon.

    Returns the name the browser keeps from now on.
    """
    with ledger.write():
        last = Challenge.get_or_none(Challenge.public_id == public_id, Challenge.purpose == "email")
        if last is None or last.participant.email_confirmed_at:
            return public_id
        if challenges.refuse_to_send(last.participant, "email") is None:
            sent = challenges.send_link(last.participant, "email", "/daftar/email", last.pending)
            return str(sent.public_id)
        return public_id


def is_live(token: str, purpose: str) -> bool:
    """Whether a link still opens; looking uses nothing up."""
    return challenges.find_link(token, purpose) is not None


def confirm_email(token: str) -> Participant | None:
    """Use the link of the e-mail up and send the first code to the phone; None: a dead link."""
    with ledger.write():
        row = challenges.find_link(token, "email")
        if row is None or not challenges.use_link(row):
            return None
        who = row.participant
        if who.email_confirmed_at is None:
            wanted = json.loads(row.pending or "{}")
            who.password_hash = wanted.get("password_hash", who.password_hash)
            who.email_confirmed_at = clock.now()
            who.save(only=[Participant.email_confirmed_at, Participant.password_hash])
            challenges.kill_all(who)
            if "phone" in wanted:
                challenges.remember(who, "phone", wanted["phone"])
            audit.record(f"participant:{who.public_id}", "email_confirmed", _of(who))
        number = wanted_phone(who)
        if number and not who.phone_confirmed_at and not challenges.refuse_to_send(who, "phone"):
            challenges.send_code(who, "phone", number)
        return who


def wanted_phone(who: Participant) -> str:
    """The number that waits for its code; empty when none does."""
    last = challenges.newest(who, "phone")
    return str(last.address) if last else ""


def send_phone_code(who: Participant, phone: str) -> None:
    """Send a code to the number somebody wants to use. Raises Refused when too soon."""
    with ledger.write():
        challenges.send_code(who, "phone", phone)


def confirm_phone(who: Participant, code: str) -> Refusal | None:
    """Try the code of the SMS; the number is theirs then, unless another account has it."""
    with ledger.write():
        tried = challenges.try_code(who, "phone", code)
        if isinstance(tried, Refusal):
            return tried
        return _take_phone(who, tried.address)


def send_reset_link(email: str) -> None:
    """E-mail a link for a new password, if the address has an account; says nothing either way."""
    with ledger.write():
        who = people.with_email(email)
        if who is None or who.email_confirmed_at is None:
            return
        if challenges.refuse_to_send(who, "reset") is None:
            challenges.send_link(who, "reset", "/lupa-sandi")


def reset_password(token: str, password: str) -> bool:
    """A new password by the link of the e-mail; every browser is signed out. False: a dead link."""
    hashed = sign_ins.hash_password(password)
    with ledger.write():
        row = challenges.find_link(token, "reset")
        if row is None or not challenges.use_link(row):
            return False
        who = row.participant
        who.password_hash = hashed
        who.save(only=[Participant.password_hash])
        SignIn.delete().where(SignIn.participant == who).execute()
        outbox.tell(who, "password_changed", row.public_id)
        audit.record(f"participant:{who.public_id}", "password_reset", _of(who))
        return True


def begin_phone_change(who: Participant, phone: str) -> None:
    """Ask the old number first. Raises Refused while an e-wallet hangs on it, or when too soon."""
    with ledger.write():
        if phone == who.phone:
            raise Refused("phone_same")
        if wallet := _wallet_of(who):
            raise Refused("phone_has_wallet", partner=PARTNERS[wallet])
        challenges.remember(who, "new_phone", phone)
        challenges.send_code(who, "old_phone", who.phone)


def confirm_old_phone(who: Participant, code: str) -> Refusal | None:
    """The old number agrees; a code goes to the new one."""
    with ledger.write():
        tried = challenges.try_code(who, "old_phone", code)
        if isinstance(tried, Refusal):
            return tried
        challenges.send_code(who, "new_phone", new_phone(who))
        return None


def confirm_new_phone(who: Participant, code: str) -> Refusal | None:
    """The new number is theirs; codes on their way to the old one are dead."""
    with ledger.write():
        agreed = challenges.newest(who, "old_phone")
        asked = challenges.newest(who, "new_phone")
        if not (agreed and agreed.used_at and asked and asked.id > agreed.id):
            return Refusal("code_expired")
        if wallet := _wallet_of(who):
            return Refusal("phone_has_wallet", {"partner": PARTNERS[wallet]})
        tried = challenges.try_code(who, "new_phone", code)
        if isinstance(tried, Refusal):
            return tried
        old = who.phone
        if refusal := _take_phone(who, tried.address):
            return refusal
        mine = (
            Purchase.select(Purchase.id).join(Participation).where(Participation.participant == who)
        )
        OneTimeCode.update(replaced_at=clock.real_now()).where(
            OneTimeCode.purchase.in_(mine),
            OneTimeCode.used_at.is_null(),
            OneTimeCode.replaced_at.is_null(),
        ).execute()
        challenges.kill_all(who)
        linking.drop_wallet_tries(who)
        outbox.tell(who, "phone_changed", tried.public_id, to=old)
        return None


def resend_change_code(who: Participant) -> None:
    """Another code to the old number, or to the new one once the old agreed. Raises Refused."""
    with ledger.write():
        stage = phone_change_stage(who)
        if stage == "none":
            raise Refused("code_expired")
        number = who.phone if stage == "old" else new_phone(who)
        challenges.send_code(who, "old_phone" if stage == "old" else "new_phone", number)


def new_phone(who: Participant) -> str:
    """The number a change leads to; empty when none is under way."""
    last = challenges.newest(who, "new_phone")
    return str(last.address) if last and last.used_at is None else ""


def phone_change_stage(who: Participant) -> str:
    """Where a change of phone stands: `old` (its code is awaited), `new`, or `none`."""
    old, new = challenges.newest(who, "old_phone"), challenges.newest(who, "new_phone")
    if new is None or new.used_at or new.replaced_at or old is None:
        return "none"
    if old.used_at is None and old.replaced_at is None:
        return "old"
    return "new" if old.used_at and new.id > old.id else "none"


def _take_phone(who: Participant, phone: str) -> Refusal | None:
    """The number belongs to this account from now on; possession was proved just before."""
    other = people.with_phone(phone)
    if other is not None and other != who:
        return Refusal("phone_taken")
    who.phone = phone
    who.phone_confirmed_at = clock.now()
    fields = (Participant.phone_sealed, Participant.phone_index, Participant.phone_confirmed_at)
    try:
        who.save(only=fields)
    except IntegrityError:
        return Refusal("phone_taken")
    audit.record(f"participant:{who.public_id}", "phone_confirmed", _of(who))
    return None


def _wallet_of(who: Participant) -> str | None:
    """The e-wallet that is linked with this phone number."""
    account = linked_account_of(who)
    return str(account.partner) if account and account.partner in WALLETS else None


def _without_phone(who: Participant) -> None:
    """No number yet: `phone` is a confirmed one, and the index must be unique all the same."""
    who.phone_sealed = sealing.seal("", "participant", "phone", who.public_id)
    who.phone_index = f"-{who.public_id}"


def _of(who: Participant) -> str:
    return f"participant:{who.public_id}"
