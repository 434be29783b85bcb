"""The whole money life as a model: whatever happens in whatever order, the audit finds nothing.

Hypothesis draws what people, officers, provider and clock do; the real actions do it. After
every step the purses are what the model says they must be; every tenth step and at the end the
audit reads everything. Quick: 10,000 steps; DEEP=1: 50,000. Durability is tried elsewhere, so
nothing is synced here.
"""

import itertools
import json
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import clock
import jobs
import ledger
import rooms
from actions import (
    accounts,
    cancellations,
    certificates,
    incentives,
    payouts,
    ratings,
    redeeming,
    selection,
    surveys,
    training,
)
from actions.refused import NotFound
from models import (
    AuditEntry,
    Certificate,
    Incentive,
    Lapse,
    Offer,
    OneTimeCode,
    Participant,
    Participation,
    Payout,
    PayoutAccount,
    Purchase,
    RedeemCode,
    Transfer,
)
from queries.audit import broken_rules
from queries.standing import standing_of
from rules import questions
from rules.incentives import SAID_BY_PROVIDERS
from rules.payouts import Entry, Page, Reply
from rules.refusals import Refused
from rules.schemes import Terms
from tests.people import Someone, bought_by, buy, offer_for, part_of

DEEP = os.environ.get("DEEP") == "1"
STEPS_EACH = 50
WANTED = int(os.environ.get("STEPS", 0)) or (50_000 if DEEP else 10_000)
MOST_PEOPLE = 3
WIB = clock.WIB
STARTS = {21: datetime(2021, 9, 22, 20, tzinfo=WIB), 23: datetime(2022, 3, 1, 9, tzinfo=WIB)}
STARTS[22] = datetime(2021, 11, 1, 9, tzinfo=WIB)
STARTS[70] = datetime(2024, 7, 10, 9, tzinfo=WIB)
# The timed work that touches money; the rest has tests of its own, and takes its time here.
MONEY_WORK = {
    "expire_purchases",
    "lapse_places",
    "forfeit_balances",
    "forward_reports",
    "issue_certificates",
    "check_accounts",
    "compare_payouts",
    "send_incentives",
}
# How the provider takes a request: what it writes into its book, and what it lets us hear.
MANNERS = st.sampled_from(
    ["good", "good", "good", "fails", "later", "lost", "done_unheard", "slow"]
)


EVERYTHING = {
    *(f"payout {state}" for state in ("paid", "failed", "reversed")),
    *(f"payment {state}" for state in ("waiting", "scheduled", "paid", "forfeited")),
    *(f"purchase {state}" for state in ("paid", "cancelled")),
    *(f"transfer {kind}" for kind in ("credit", "purchase", "refund", "incentive", "forfeit")),
    "payment failed",
    "place lost",
}


class Provider:
    """A provider with a book of its own, which may stay silent but never lies about a final word."""

    def __init__(self) -> None:
        self.book: dict[str, dict[str, Any]] = {}
        self.heard_of: dict[str, int] = {}  # reference → at which try it first came, lost or not
        self.changed: list[tuple[str, str, str, int, datetime]] = []  # an Entry's facts
        self.manner, self.failure = "good", "closed"

    def ready(self) -> bool:
        """There is always somebody."""
        return True

    def send(self, row: Payout) -> Reply:
        """Take a request, or lose it."""
        first = row.reference not in self.heard_of
        self.heard_of.setdefault(row.reference, row.tries)
        assert row.account.unlinked_at is None or not first, "sent to an account taken off"
        if self.manner == "lost":
            return Reply("unknown")
        known = self.book.get(row.reference)
        if known is None:
            word = {"fails": "failed", "later": "accepted", "slow": "accepted"}
            known = {
                "incentive": row.incentive_id,
                "amount": row.amount,
                "status": word.get(self.manner, "succeeded"),
                "failure": self.failure if self.manner == "fails" else None,
            }
            self.book[row.reference] = known
        assert known["amount"] == row.amount
        return Reply("unknown") if self.manner == "done_unheard" else self._said(known)

    def look_up(self, row: Payout) -> Reply:
        """What the book says."""
        if self.manner == "slow":
            return Reply("unknown")
        known = self.book.get(row.reference)
        return self._said(known) if known else Reply("absent")

    def has_book(self) -> bool:
        """Its book can be compared."""
        return True

    def changes(self, since: str, cursor: str | None) -> Page | None:
        """Two changes a page, in the order they came; it lies about every end while requests get lost."""
        self._stamp()
        if self.manner == "slow":
            return None
        begins = datetime.fromisoformat(since)
        rows = [Entry(*facts) for facts in self.changed if facts[4] > begins]
        place = int(cursor or 0)
        page = tuple(rows[place : place + 2])
        if self.manner == "lost":
            page = tuple(replace(entry, status="failed") for entry in page)
        more = str(place + 2) if len(rows) > place + 2 else None
        return Page(page, more)

    def _stamp(self) -> None:
        """What became different since the list was last asked for is changed now."""
        listed = {name: status for _, name, status, _, _ in self.changed}
        for name, known in self.book.items():
            if listed.get(name) != known["status"]:
                self.changed = [facts for facts in self.changed if facts[1] != name]
                facts = ("disb-model", name, known["status"], known["amount"], clock.real_now())
                self.changed.append(facts)

    def inquire(self, *_account: Any) -> str:
        """Every account can receive."""
        return "ok"

    def _said(self, known: dict[str, Any]) -> Reply:
        return Reply(known["status"], known["failure"], known["amount"], "disb-model")


class Money(RuleBasedStateMachine):
    """One room, up to three people, one provider."""

    template: Path
    steps = 0
    # What came about in all lives together: a model that gets nowhere proves nothing.
    seen: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = rooms.folder_of("uji")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copyfile(self.template, folder / "app.db")
        self.stack.enter_context(rooms.enter("uji"))
        rooms.database.execute_sql("PRAGMA synchronous = OFF")
        self.provider = Provider()
        self.stack.enter_context(_patched(jobs, "payout_provider", self.provider))
        # The machine's time is the life's own, so that a life goes the same way on a slow machine.
        self.machine = datetime(2026, 1, 5, 9, tzinfo=WIB)
        self.stack.enter_context(_patched(clock, "real_now", lambda: self.machine))
        self.people: list[Participant] = []
        self.officer: Participant | None = None
        self.keys = 0

    @initialize(number=st.sampled_from(sorted(STARTS)), head_start=st.sampled_from([0, 3, 8, 8]))
    def begin(self, number: int, head_start: int) -> None:
        """The room's gelombang; its clock starts on the day of the announcement.

        In most lives somebody has come some way already: payments are what goes wrong in the
        most ways, and they come late in a life.
        """
        self.number, self.now = number, STARTS[number]
        with clock.stopped_at(self.now):
            self.officer = Someone().registered(role="operator")
            for price in (400_000, 600_000, 1_000_000):
                offer_for(number, price)
        if head_start:
            self.accept(card=True)
            self.live_on(0, head_start)

    def teardown(self) -> None:
        """In the end everybody is heard, and both books agree to the rupiah."""
        if self.people:
            with clock.stopped_at(self.now):
                self._calm_down()
                self._books_agree()
                assert broken_rules() == []
            self.seen.update(f"payout {row.state}" for row in Payout.select())
            self.seen.update(f"purchase {row.state}" for row in Purchase.select())
            self.seen.update(f"payment {row.state}" for row in Incentive.select())
            self.seen.update(f"transfer {row.kind}" for row in Transfer.select())
            # A failed payment is often planned again by the time a life ends.
            failures = AuditEntry.select().where(AuditEntry.action == "incentive_failed")
            self.seen.update("payment failed" for _row in failures)
            self.seen.update("place lost" for _row in Lapse.select())
        self.stack.close()

    # --- People ----------------------------------------------------------------------------------

    @precondition(lambda self: len(self.people) < MOST_PEOPLE)
    @rule(card=st.booleans())
    def accept(self, card: bool) -> None:
        """Somebody is accepted, with the balance at once or later."""
        with clock.stopped_at(self.now):
            participant = Someone().accepted(self.number)
            if card:
                selection.issue_balance(part_of(participant))
            self.people.append(participant)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def issue_balance(self, who: int) -> None:
        """The balance comes, unless it is there."""
        part = part_of(self._person(who))
        if not part.cards.exists():
            with clock.stopped_at(self.now):
                selection.issue_balance(part)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2), steps=st.integers(1, 5))
    def live_on(self, who: int, steps: int) -> None:
        """Somebody goes on as most people do; chance alone would seldom earn anything."""
        for _ in range(steps):
            self._next_of_life(who)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def wait_for_money(self, who: int) -> None:
        """The next payment's day comes."""
        with clock.stopped_at(self.now):
            rows = standing_of(self._person(who)).incentives
        days = [row.scheduled_for for row in rows if row.state == "scheduled"]
        if days:
            due = datetime.combine(min(days), time(9), WIB)
            self.now = max(self.now, due)
            with clock.stopped_at(self.now):
                self._run()

    def _next_of_life(self, who: int) -> None:
        participant = self._person(who)
        part = part_of(participant)
        courses = bought_by(participant)
        if not part.cards.exists():
            self.issue_balance(who)
        elif not courses:
            self.buy(who, 0)
        elif not courses[0].trainings.get().finished_at:
            with clock.stopped_at(self.now):
                training.finish(courses[0])
        elif not courses[0].certificates.exists():
            self.now += timedelta(hours=13)
            with clock.stopped_at(self.now):
                self._run()
        elif not courses[0].ratings.exists():
            self.rate(who)
        elif (
            not PayoutAccount.select()
            .where(PayoutAccount.participant == participant, PayoutAccount.unlinked_at.is_null())
            .exists()
        ):
            self.link(who, "dana")
        else:
            for ordinal in (1, 2, 3):
                self.fill_survey(who, ordinal)
            self.wait_for_money(who)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2), which=st.integers(0, 2))
    def buy(self, who: int, which: int) -> None:
        """Somebody buys, if they may."""
        participant, offer = self._person(who), list(Offer.select().order_by(Offer.id))[which]
        if not part_of(participant).cards.exists():
            return
        self._codes_are_old()
        self._try(lambda: buy(participant, offer))

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2), twice=st.booleans(), knowing=st.booleans())
    def cancel(self, who: int, twice: bool, knowing: bool) -> None:
        """Somebody cancels what they bought last; a double click cancels once."""
        participant = self._person(who)
        for purchase in bought_by(participant)[-1:]:
            self.keys += 1
            for _ in range(1 + twice):
                self._try(
                    lambda p=purchase: cancellations.cancel_own(
                        participant, p.public_id, f"batal-{self.keys:08}", knowing
                    )
                )

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def provider_cancels(self, who: int) -> None:
        """The institution calls a course off."""
        for purchase in bought_by(self._person(who))[-1:]:
            self._try(
                lambda p=purchase: cancellations.cancel_by_provider(
                    p, "Kelas dibatalkan lembaga.", self.officer
                )
            )

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def redeem(self, who: int) -> None:
        """The code of the last course is used."""
        for purchase in bought_by(self._person(who))[-1:]:
            code = RedeemCode.get(RedeemCode.purchase == purchase)
            with clock.stopped_at(self.now):
                partner = training.study.teacher_of(purchase)
                if partner is not None:
                    redeeming.redeem(code, partner)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def finish(self, who: int) -> None:
        """The institution reports the course as finished; twice changes nothing."""
        for purchase in bought_by(self._person(who))[-1:]:
            with clock.stopped_at(self.now):
                training.finish(purchase)
                training.finish(purchase)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def rate(self, who: int) -> None:
        """Stars and words for the first course, if it is there to be rated."""
        participant = self._person(who)
        for purchase in bought_by(participant)[:1]:
            self._try(
                lambda p=purchase: ratings.rate(
                    participant, p.public_id, 5, "Jelas dan mudah dipahami."
                )
            )

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2), partner=st.sampled_from(["dana", "ovo", "bni"]))
    def link(self, who: int, partner: str) -> None:
        """Somebody links an account of their own."""
        participant = self._person(who)
        self._try(lambda: accounts.link(participant, partner, participant.phone))

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def unlink(self, who: int) -> None:
        """Somebody takes it off again."""
        with clock.stopped_at(self.now):
            accounts.unlink(self._person(who))

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2), ordinal=st.integers(1, 3))
    def fill_survey(self, who: int, ordinal: int) -> None:
        """Somebody sends a survey, if it is open; twice pays once."""
        participant = self._person(who)
        for _ in range(2):
            self._try(lambda: _send_survey(participant, ordinal))

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def mend(self, who: int) -> None:
        """What failed is planned again."""
        with clock.stopped_at(self.now):
            incentives.resend_after_mending(part_of(self._person(who)))

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2))
    def revoke_certificate(self, who: int) -> None:
        """An officer declares the first certificate void. Rare: it ends most of a life."""
        for purchase in bought_by(self._person(who))[:1]:
            for found in Certificate.select().where(Certificate.purchase == purchase):
                if found.id % 4 == 0:
                    self._try(
                        lambda f=found: certificates.revoke(f, "Dikerjakan joki.", self.officer)
                    )

    # --- Provider, officers, clock ------------------------------------------------------------------

    @rule(manner=MANNERS, failure=st.sampled_from(SAID_BY_PROVIDERS))
    def provider_turns(self, manner: str, failure: str) -> None:
        """From now on the provider behaves like this."""
        self.provider.manner, self.provider.failure = manner, failure

    @precondition(lambda self: self.provider.book)
    @rule(place=st.integers(0, 50), fails=st.booleans())
    def book_turns_final(self, place: int, fails: bool) -> None:
        """What was accepted ends; the callback may or may not come."""
        waiting = [one for one in self.provider.book.values() if one["status"] == "accepted"]
        if waiting:
            known = waiting[place % len(waiting)]
            known["status"] = "failed" if fails else "succeeded"
            known["failure"] = "closed" if fails else None

    @precondition(lambda self: self.provider.book)
    @rule(place=st.integers(0, 50), told=st.booleans())
    def bank_sends_back(self, place: int, told: bool) -> None:
        """Money that had arrived comes back; even without a callback we find out within a day."""
        arrived = [name for name, one in self.provider.book.items() if one["status"] == "succeeded"]
        if arrived and place % 3 == 0:
            name = arrived[place % len(arrived)]
            self.provider.book[name]["status"] = "reversed"
            if told:
                payouts.knock(name)

    @precondition(lambda self: self.people)
    @rule(who=st.integers(0, 2), fails=st.booleans(), knocks=st.integers(0, 2))
    def somebody_speaks_while_others_act(self, who: int, fails: bool, knocks: int) -> None:
        """A claim is held while its owner links another account and callbacks come."""
        with clock.stopped_at(self.now):
            payouts.open_due()
            claim = payouts.claim_next()
            if claim is None:
                return
            self.provider.manner = "fails" if fails else "good"
            speak = self.provider.send if claim.send else self.provider.look_up
            reply = speak(claim.row)
            participant = self._person(who)
            self._try(lambda: accounts.link(participant, "ovo", participant.phone))
            for _ in range(knocks):
                payouts.knock(claim.row.reference)
            payouts.settle(claim, reply)

    @precondition(lambda self: self.provider.book)
    @rule(place=st.integers(0, 50), times=st.integers(1, 3))
    def callback(self, place: int, times: int) -> None:
        """The provider knocks, once or more, early or late, for anything."""
        names = list(self.provider.book)
        for _ in range(times):
            payouts.knock(names[place % len(names)])

    @rule(stop=st.booleans())
    def officer_switches(self, stop: bool) -> None:
        """Payouts are stopped, or go on."""
        with clock.stopped_at(self.now):
            if stop:
                payouts.stop(self.officer, "Pemeriksaan.")
            else:
                payouts.resume(self.officer)

    @rule()
    def time_works(self) -> None:
        """Timed work runs, without any waiting for pauses."""
        with clock.stopped_at(self.now):
            self._run()

    @rule(hours=st.sampled_from([1, 13, 24, 5 * 24, 15 * 24, 31 * 24]))
    def clock_moves(self, hours: int) -> None:
        """Time passes, and timed work runs as it would have."""
        self.now += timedelta(hours=hours)
        with clock.stopped_at(self.now):
            self._run()

    @rule(days=st.integers(1, 40))
    def clock_jumps_back(self, days: int) -> None:
        """A trainer moves the clock back; nothing is undone."""
        self.now = max(self.now - timedelta(days=days), STARTS[self.number])

    # --- What must be true ------------------------------------------------------------------------

    @invariant()
    def purses_are_what_happened(self) -> None:
        """After each step: balances follow from what stands in the rows, nothing is paid twice."""
        type(self).steps += 1
        self.machine += timedelta(minutes=1)
        for participant in self.people:
            part = part_of(participant)
            balance = ledger.balance(ledger.account("training", part.public_id))
            assert balance == self._expected_balance(part)
            assert balance >= 0
        paid = Counter(
            one["incentive"] for one in self.provider.book.values() if one["status"] == "succeeded"
        )
        assert not paid or max(paid.values()) == 1, "the provider's book paid an incentive twice"
        if type(self).steps % 10 == 0:
            assert broken_rules() == []

    def _expected_balance(self, part: Participation) -> int:
        if not part.cards.exists():
            return 0
        terms = Terms.thawed(part.terms)
        live = Purchase.select().where(Purchase.participation == part, Purchase.state == "paid")
        purse = ledger.account("training", part.public_id)
        lost = Transfer.select().where(Transfer.kind == "forfeit", Transfer.source == purse)
        return (
            terms.need("training_balance_idr")
            - sum(row.price for row in live)
            - sum(row.amount for row in lost)
        )

    def _books_agree(self) -> None:
        """What the provider's book says arrived is what our purses hold."""
        theirs = sum(
            one["amount"] for one in self.provider.book.values() if one["status"] == "succeeded"
        )
        ours = sum(standing_of(participant).received for participant in self.people)
        assert ours == theirs, (ours, theirs, self.provider.book)
        references = {row.reference for row in Payout.select()}
        assert set(self.provider.book) <= references
        assert not Payout.select().where(Payout.problem.is_null(False)).count()

    def _calm_down(self) -> None:
        """The provider is well again and final in everything; we listen until nothing is open."""
        self.provider.manner = "good"
        for one in self.provider.book.values():
            if one["status"] == "accepted":
                one["status"] = "succeeded"
        payouts.resume(self.officer)
        for days in (0, 0, 1):  # what changed since today's comparison is found tomorrow
            self.machine += timedelta(minutes=1)
            with clock.stopped_at(self.now + timedelta(days=days)):
                for _ in range(3 + len(self.provider.book) // 2):  # a page a round
                    self._run()
        assert not Payout.select().where(Payout.state == "open").count(), "a payout is stuck"

    # --- Tools --------------------------------------------------------------------------------------

    def _person(self, who: int) -> Participant:
        return self.people[who % len(self.people)]

    def _try(self, act: Any) -> None:
        """Do it at the machine's time; a refusal is an answer, anything else is a fault."""
        with clock.stopped_at(self.now):
            try:
                act()
            except Refused as no:
                note(f"refused: {no.refusal.code}")
            except NotFound:
                note("not there for them")

    def _run(self) -> None:
        past = clock.real_now() - timedelta(seconds=1)
        Payout.update(ask_at=past).where(Payout.ask_at.is_null(False)).execute()
        jobs._looked_at.clear()
        for name, _when, work in jobs.WORK:
            if name in MONEY_WORK:
                work()

    def _codes_are_old(self) -> None:
        """As if every OTP had been sent long ago: how often one may ask is not tried here."""
        OneTimeCode.update(issued_at=clock.real_now() - timedelta(hours=3)).execute()


@contextmanager
def _patched(module: ModuleType, name: str, value: Any) -> Iterator[None]:
    """`module.name` is this, for as long as it lasts."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def _send_survey(participant: Participant, ordinal: int) -> None:
    promised = {row.ordinal for row in standing_of(participant).incentives if row.kind == "survey"}
    if ordinal not in promised:
        return
    surveys.consent(participant, ordinal)
    surveys.save_answers(participant, ordinal, questions.sample_answers(ordinal))
    surveys.submit(participant, ordinal)


def test_whatever_happens_the_books_are_right(empty_file: Path, record_property) -> None:
    Money.template, Money.steps = empty_file, 0
    Money.seen.clear()
    # Hypothesis ends many lives early: rounds follow until enough has happened, each with a seed
    # of its own. Left to itself it would, where CI is set, draw the same lives every round. The
    # quick size lives the same lives everywhere; DEEP draws new ones and prints how to repeat them.
    first = secrets.randbelow(10**9) if DEEP else 0
    for round_seed in itertools.count(first):
        if Money.steps >= WANTED and (Money.seen.keys() >= EVERYTHING or Money.steps > 2 * WANTED):
            break
        print(f"lives of seed {round_seed}")
        run_state_machine_as_test(
            seed(round_seed)(Money),
            settings=settings(
                max_examples=50,
                stateful_step_count=STEPS_EACH,
                deadline=None,
                database=None,
                derandomize=False,
                print_blob=True,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate,),  # smaller cases would take longer than this suite may
            ),
        )
    record_property("steps", Money.steps)
    record_property("seen", json.dumps(Money.seen))
    assert Money.seen.keys() >= EVERYTHING, EVERYTHING - Money.seen.keys()


@pytest.mark.parametrize("number", sorted(STARTS))
def test_a_straight_life_reaches_every_rupiah_of_the_scheme(room, number: int) -> None:
    """Bought, finished, rated, linked, surveys sent: the totals are the scheme's own."""
    now = STARTS[number]
    with clock.stopped_at(now):
        participant = Someone().with_card(number)
        terms = standing_of(participant).terms
        buy(participant, offer_for(number))
        training.finish(bought_by(participant)[0])
        now += timedelta(hours=13)
    with clock.stopped_at(now):
        jobs.run_due()
        ratings.rate(participant, bought_by(participant)[0].public_id, 5, "Jelas sekali isinya.")
        accounts.link(participant, "dana", participant.phone)
    for _ in range(200):
        now += timedelta(days=1)
        with clock.stopped_at(now):
            jobs.run_due()
            for window in standing_of(participant).survey_windows:
                if window.state == "open":
                    _send_survey(participant, window.ordinal)
    table = {21: 2_550_000, 22: 2_550_000, 23: 2_550_000, 70: 700_000}
    with clock.stopped_at(now):
        standing = standing_of(participant)
        assert standing.received == standing.promised == table[number]
        assert Incentive.select().where(Incentive.state == "paid").count() == len(
            standing.incentives
        )
        training_balance = {21: 1_000_000, 22: 1_000_000, 23: 1_000_000, 70: 3_500_000}
        assert terms.training_balance_idr == training_balance[number]
        assert broken_rules() == []
    assert isinstance(now.date(), date)
