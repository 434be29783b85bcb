"""Results: who is in, who is not, with the rules, purses and promises that come with a place."""

import secrets
from datetime import date

import clock
import ledger
from actions import audit, extensions, outbox
from models import Card, Gelombang, Incentive, Participant, Participation
from queries.applicants import profile_of
from rules import incentives, reminders, schemes
from rules.deadlines import balance_deadline, first_purchase_deadline
from rules.eligibility import group_of
from rules.gelombang import figures_from_row

# Read out over the phone without a doubt: neither 0 nor O, neither 1 nor I nor L, no U.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def join(participant: Participant, gelombang: Gelombang) -> Participation:
    """The participant takes part in the selection of a gelombang."""
    with ledger.write():
        profile = profile_of(participant)
        part = Participation.create(
            participant=participant,
            gelombang=gelombang,
            draw_code=new_code(gelombang.number),
            draw_group=group_of(profile.work) if profile else None,
        )
        audit.record(f"participant:{participant.public_id}", "joined", _of(part))
        return part


def accept(part: Participation) -> None:
    """The participant is in: freeze the rules, promise the incentives, tell them.

    The balance follows by `issue_balance`, which may be hours later.
    """
    with ledger.write():
        terms = schemes.resolve(
            part.gelombang.number, part.gelombang.scheme, figures_from_row(part.gelombang.overrides)
        )
        part.result = "accepted"
        part.decided_at = clock.now()
        part.terms = terms.frozen()
        deadline = first_purchase_deadline(terms, accepted_on(part))
        part.lapses_after = deadline
        # What we tell them now says the deadline: a reminder that is due already may rest.
        part.reminded_hours = reminders.due(deadline, clock.now(), None)
        part.balance_ends_after = balance_deadline(terms, None)
        part.save()
        for kind, ordinal, amount in incentives.promised(terms):
            Incentive.create(participation=part, kind=kind, ordinal=ordinal, amount=amount)
        outbox.tell(
            part.participant,
            "accepted",
            part.public_id,
            link="/dasbor",
            gelombang=part.gelombang.number,
            deadline=deadline,
        )
        audit.record("system", "accepted", _of(part), gelombang=part.gelombang.number)


def turn_down(part: Participation, reason: str) -> None:
    """The participant is not in this time; `reason` is a code of formats/wording.py."""
    with ledger.write():
        part.result = "not_selected"
        part.result_reason = reason
        part.decided_at = clock.now()
        part.save()
        outbox.tell(
            part.participant,
            "not_selected",
            part.public_id,
            link="/riwayat-gelombang",
            gelombang=part.gelombang.number,
        )
        audit.record("system", "not_selected", _of(part), reason=reason)


def issue_balance(part: Participation, number: str | None = None) -> Card:
    """Give the card its number and fill the training balance from the fund, once."""
    with ledger.write():
        terms = schemes.Terms.thawed(part.terms)
        amount = terms.need("training_balance_idr")
        ledger.transfer(
            ledger.account("fund"),
            ledger.account("training", part.public_id),
            amount,
            "credit",
            f"credit:{part.public_id}",
        )
        card = Card.create(participation=part, number=number or new_card_number())
        _give_time(part, terms)
        outbox.tell(
            part.participant, "balance_issued", part.public_id, link="/dasbor", balance=amount
        )
        audit.record("system", "balance_issued", _of(part), amount=amount)
        return card


def new_code(number: int) -> str:
    """The public name of an applicant in the draw of a gelombang, e.g. «G71-7K3M9-Q2PXA»."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(10))
    return f"G{number}-{letters[:5]}-{letters[5:]}"


def _give_time(part: Participation, terms: schemes.Terms) -> None:
    """A balance that comes when the first-purchase deadline is over gets a whole period of its own."""
    deadline = first_purchase_deadline(terms, accepted_on(part))
    if clock.now() > deadline:
        extensions.give_whole_period(part, terms, deadline)


def new_card_number() -> str:
    """16 digits: 15 at random after a 9, so that no bank card is ever meant, and a check digit."""
    body = "9" + "".join(str(secrets.randbelow(10)) for _ in range(14))
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The Luhn digit that catches a mistyped number before it is looked up."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def accepted_on(part: Participation) -> date:
    """The day from which this participant's first purchase is counted: that of the announcement."""
    announced = part.gelombang.announced_at or part.decided_at
    return announced.date()


def _of(part: Participation) -> str:
    return f"participation:{part.public_id}"
