"""The bank account or e-wallet of a participant: link one, take it off, check it again."""

import clock
import ledger
from actions import audit, incentives
from models import Participant, PayoutAccount
from queries.standing import standing_of
from rules.refusals import Refused

WALLETS = ("ovo", "gopay", "dana", "linkaja")


def link(participant: Participant, partner: str, number: str) -> PayoutAccount:
    """Send incentives there from now on; a linked one is taken off first.

    A wallet's number must be the account's phone number (programme.md 2.5).
    What failed before is planned again. Raises Refused.
    """
    with ledger.write():
        standing = standing_of(participant)
        offered = standing.terms.payout_partners if standing.terms else None
        if offered is None or partner not in offered:
            raise Refused("partner_not_offered")
        if partner in WALLETS and number != participant.phone:
            raise Refused("number_differs")
        _take_off(participant)
        account = PayoutAccount.create(participant=participant, partner=partner, number=number)
        audit.record(
            f"participant:{participant.public_id}",
            "account_linked",
            f"account:{account.public_id}",
            partner=partner,
        )
        assert standing.part is not None
        incentives.schedule_job_incentives(standing.part)
        incentives.resend_after_mending(standing.part)
        return account


def unlink(participant: Participant) -> None:
    """Send nothing there any more; what is due waits until another account is linked."""
    with ledger.write():
        _take_off(participant)
        audit.record(
            f"participant:{participant.public_id}",
            "account_unlinked",
            f"participant:{participant.public_id}",
        )


def check_again(participant: Participant) -> int:
    """The participant mended the linked account; returns how many payments are planned again."""
    with ledger.write():
        standing = standing_of(participant)
        if standing.account is None or standing.part is None:
            return 0
        return incentives.resend_after_mending(standing.part)


def _take_off(participant: Participant) -> None:
    PayoutAccount.update(unlinked_at=clock.now()).where(
        PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null()
    ).execute()
