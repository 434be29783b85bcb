"""The bank account or e-wallet of a participant: link one, take it off, have it checked again."""

from peewee import IntegrityError

import clock
import ledger
from actions import audit, incentives, outbox
from config import settings
from formats.incentives import account_text
from formats.text import masked_phone
from models import Participant, PayoutAccount, db
from queries import accounts as found
from queries.standing import standing_of
from rules import accounts as rules
from rules.refusals import Refusal, Refused

WALLETS = rules.WALLETS


def link(
    participant: Participant, partner: str, number: str, checked: bool = False
) -> PayoutAccount:
    """Send incentives there from now on; a linked one is taken off first.

    The last act of linking: `checked` says that the partner was asked just now. What failed
    before is planned again; the very same account again is no news to its owner. Raises Refused,
    with nothing changed.
    """
    with ledger.write():
        participant = Participant.get_by_id(participant.id)
        standing = standing_of(participant)
        taken = found.is_anothers(participant, partner, number)
        if refusal := refuse_account(participant, partner, number, taken):
            raise Refused.because(refusal)
        before = found.linked_account_of(participant)
        account = _put_on(participant, partner, number, checked)
        audit.record(
            f"participant:{participant.public_id}",
            "account_linked",
            f"account:{account.public_id}",
            partner=partner,
        )
        if before is None or (before.partner, before.number) != (partner, number):
            _tell(account, "account_linked")
        assert standing.part is not None
        incentives.schedule_job_incentives(standing.part)
        incentives.resend_after_mending(standing.part)
        return account


def refuse_account(
    participant: Participant, partner: str, number: str, taken: bool = False
) -> Refusal | None:
    """Why this account cannot receive the participant's incentives, its sentence's facts filled in.

    `taken`: another receives there. Only who has shown that the account is theirs is told so.
    """
    terms = standing_of(participant).terms
    refusal = rules.refuse_account(
        partner,
        number,
        (terms.payout_partners if terms else None) or (),
        participant.phone,
        taken,
    )
    if refusal is not None and refusal.code == "number_differs":
        return Refusal("number_differs", {"phone": masked_phone(participant.phone)})
    return refusal


def unlink(participant: Participant) -> None:
    """Send nothing there any more; what is due waits until another account is linked."""
    with ledger.write():
        before = found.linked_account_of(participant)
        if before is None:
            return  # sent twice
        _take_off(participant)
        _tell(before, "account_unlinked")
        audit.record(
            f"participant:{participant.public_id}",
            "account_unlinked",
            f"participant:{participant.public_id}",
        )


def check_again(participant: Participant) -> bool:
    """Ask the partner whether money can arrive now; False when no account is linked.

    The answer comes by timed work; when it is good, what failed is planned again. A pause ends, and
    what is being asked at this moment is asked again: its answer may be of before the mending.
    Until then the account counts as never checked, which tells its owner's question from ours.
    Raises Refused.
    """
    if not settings.has_payouts:
        raise Refused("partners_away")
    with ledger.write():
        account = found.linked_account_of(participant)
        if account is None:
            return False
        now = clock.real_now()
        waits = account.ask_at is not None and account.ask_at <= now
        if not waits or account.leased_until is not None or account.checked_at is not None:
            account.ask_at, account.leased_until, account.checked_at = now, None, None
            account.save(
                only=[PayoutAccount.ask_at, PayoutAccount.leased_until, PayoutAccount.checked_at]
            )
            audit.record(
                f"participant:{participant.public_id}",
                "account_check_asked",
                f"account:{account.public_id}",
            )
        return True


def _put_on(participant: Participant, partner: str, number: str, checked: bool) -> PayoutAccount:
    """The new one instead of the old; the index of the database says no to a second owner."""
    try:
        with db.savepoint():
            _take_off(participant)
            return PayoutAccount.create(
                participant=participant,
                partner=partner,
                number=number,
                checked_at=clock.now() if checked else None,
            )
    except IntegrityError as error:
        if "payout_account" in str(error) and "number_index" in str(error):
            raise Refused("account_taken") from error
        raise


def _take_off(participant: Participant) -> None:
    PayoutAccount.update(unlinked_at=clock.now(), ask_at=None, leased_until=None).where(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    ).execute()


def _tell(account: PayoutAccount, kind: str) -> None:
    """Whoever moves the money to another place is seen doing it."""
    outbox.tell(
        account.participant,
        kind,
        account.public_id,
        link="/rekening",
        account=account_text(account),
        help_phone=settings.help_phone,
    )
