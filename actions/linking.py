"""Linking an account in three steps: number, code by SMS, security code at the partner; then its word.

The partner is asked while the participant types (docs/decisions/0017-linking-an-account.md);
what it says is not told before the owner has shown the security code there.
"""

from dataclasses import dataclass
from datetime import datetime

import clock
import ledger
from actions import accounts, audit, challenges
from actions.refused import not_found
from config import settings
from models import AccountLink, Participant
from queries import accounts as found
from rules.accounts import WALLETS, is_over
from rules.refusals import Refusal, Refused

PURPOSE = "link"
DROPPED_AT_ONCE = 200


@dataclass(frozen=True)
class CodeStatus:
    """The newest code of a try, on the clock people see."""

    expires_at: datetime
    alive: bool
    locked_until: datetime | None
    resend_at: datetime | None  # None: at once


def start(participant: Participant, partner: str, number: str) -> AccountLink:
    """Begin to link: a code goes to the registered phone, and the partner is asked meanwhile.

    The same account again goes on with the try there is; another one ends the older try.
    Raises Refused; that somebody else has the account is said at the end alone.
    """
    if not settings.has_payouts:
        raise Refused("partners_away")
    with ledger.write():
        participant = Participant.get_by_id(participant.id)
        _drop_stale(participant)
        row = found.open_try_of(participant, clock.now())
        if row is not None and (row.partner, row.number) == (partner, number):
            return row
        if participant.nik is None or participant.identity_verified_at is None:
            raise Refused("no_nik")
        if refusal := accounts.refuse_account(participant, partner, number):
            raise Refused.because(refusal)
        challenges.send_code(participant, PURPOSE, participant.phone, anew=True)
        _drop(participant)
        row = AccountLink.create(
            participant=participant, partner=partner, number=number, ask_at=clock.real_now()
        )
        audit.record(_who(participant), "link_started", _named(row), partner=partner)
        return row


def resend(participant: Participant, partner: str) -> None:
    """Another code for the try at this partner. Raises Refused: too soon, locked, or the try is over."""
    with ledger.write():
        row = found.open_try_of(participant, clock.now())
        if row is None or (row.partner, row.state) != (partner, "code"):
            raise Refused("link_over")
        challenges.send_code(participant, PURPOSE, participant.phone)


def confirm(participant: Participant, partner: str, code: str) -> Refusal | None:
    """Try the code of the SMS; the partner's own page is next, where there is one."""
    with ledger.write():
        row = found.open_try_of(participant, clock.now())
        if row is None or row.partner != partner:
            return Refusal("link_over")
        if row.state != "code":
            return None  # sent twice: the first one was right
        tried = challenges.try_code(participant, PURPOSE, code)
        if isinstance(tried, Refusal):
            return tried
        row.state = "partner" if settings.training else "checking"
        row.save(only=[AccountLink.state])
        audit.record(_who(participant), "link_code_right", _named(row))
        decide(row)
        return None


def agree_at_partner(participant: Participant, public_id: str) -> AccountLink:
    """The right security code was typed at the partner; the code itself never comes here.

    Raises NotFound for what is not the participant's own.
    """
    with ledger.write():
        row = found.try_named(participant, public_id) or not_found("account_link")
        if row.state == "partner" and not is_over(row.started_at, clock.now()):
            row.state = "checking"
            row.save(only=[AccountLink.state])
            audit.record(_who(participant), "link_agreed", _named(row))
            decide(row)
        return row


def hear(row: AccountLink, verdict: str) -> None:
    """What the partner said of an open try; it counts once the owner has shown both codes."""
    with ledger.write():
        row.verdict, row.ask_at, row.leased_until = verdict, None, None
        row.save(only=[AccountLink.verdict, AccountLink.ask_at, AccountLink.leased_until])
        decide(row)


def decide(row: AccountLink) -> None:
    """Link it, or refuse it for good, once the steps are done and the partner has spoken."""
    if row.state != "checking" or row.verdict is None:
        return
    with ledger.write():
        if row.verdict == "ok":
            try:
                accounts.link(row.participant, row.partner, row.number, checked=True)
            except Refused as no:
                row.verdict = no.refusal.code
        row.state = "linked" if row.verdict == "ok" else "refused"
        row.decided_at, row.ask_at, row.leased_until = clock.now(), None, None
        row.save()
        if row.state == "refused":
            audit.record("system", "link_refused", _named(row), verdict=row.verdict)


def drop_stale() -> int:
    """End the tries that began more than an hour ago, some at once; returns how many."""
    stale = found.stale_tries(clock.now()).limit(DROPPED_AT_ONCE)
    if not stale.exists():
        return 0
    with ledger.write():
        return _end(AccountLink.id.in_(stale))


def drop_wallet_tries(participant: Participant) -> None:
    """The phone has changed: a wallet of the old number is linked no more."""
    with ledger.write():
        _end((AccountLink.participant == participant) & AccountLink.partner.in_(WALLETS))


def locked_until(participant: Participant) -> datetime | None:
    """Until when no code is sent or taken, after three wrong ones; None: it may go on."""
    refusal = challenges.refuse_to_send(participant, PURPOSE, anew=True)
    return refusal.facts["until"] if refusal and refusal.code == "code_locked" else None


def code_status(participant: Participant) -> CodeStatus | None:
    """What the page says about the code that was sent; None when none was."""
    last = challenges.newest(participant, PURPOSE)
    if last is None:
        return None
    now = clock.real_now()
    refusal = challenges.refuse_to_send(participant, PURPOSE)
    until = refusal.facts["until"] if refusal else None
    locked = refusal is not None and refusal.code == "code_locked"
    alive = last.expires_at > now and not (last.used_at or last.replaced_at or locked)
    return CodeStatus(clock.shown(last.expires_at), alive, until if locked else None, until)


def _drop_stale(participant: Participant) -> None:
    row = AccountLink.get_or_none(
        AccountLink.participant == participant, AccountLink.state.in_(found.OPEN)
    )
    if row is not None and is_over(row.started_at, clock.now()):
        _drop(participant)


def _drop(participant: Participant) -> None:
    _end(AccountLink.participant == participant)


def _end(which: object) -> int:
    dropped = AccountLink.update(
        state="dropped", decided_at=clock.now(), ask_at=None, leased_until=None
    )
    return int(dropped.where(which, AccountLink.state.in_(found.OPEN)).execute())


def _who(participant: Participant) -> str:
    return f"participant:{participant.public_id}"


def _named(row: AccountLink) -> str:
    return f"account_link:{row.public_id}"
