"""The one next step: every state, their order, and what stands beside it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from formats import steps as texts
from formats.steps import alerts
from rules.gelombang import PUBLISHED
from rules.next_step import CODES, Facts, Payment, Step, journey, steps
from rules.purchases import BoughtCourse
from rules.surveys import SurveyWindow
from tests.people import wib

NOW = wib("2021-10-18 09:00:00")
TERMS = PUBLISHED[21].terms()
CARD = Facts(
    result="accepted",
    gelombang=21,
    accepted_on=date(2021, 9, 22),
    terms=TERMS,
    card_issued=True,
    balance=1_000_000,
)
BOUGHT = BoughtCourse(
    "beli-1", 1, "Sambal", "Toko Uji", 400_000, NOW - timedelta(days=9), None, None, None, None
)
FINISHED = replace(BOUGHT, started_at=NOW, finished_at=NOW - timedelta(hours=3))
CERTIFIED = replace(FINISHED, certificate_at=NOW)
RATED = replace(CERTIFIED, rated_at=NOW)
LEARNED = replace(CARD, bought=[RATED], balance=0, account_linked=True)


def payment(state: str, **facts: object) -> Payment:
    base = Payment("job", 1, 600_000, state, date(2021, 10, 26), None, None, None)
    return replace(base, **facts)


OPEN_SURVEY = SurveyWindow(1, "open", date(2021, 10, 18), None, ours=False)

STATES: dict[str, Facts] = {
    "revoked": replace(CARD, lapsed_at=NOW, blocked=True),
    "confirm_email": Facts(email_confirmed=False),
    "verify_identity": Facts(identity_verified=False),
    "complete_profile": Facts(profile_complete=False),
    "join_gelombang": Facts(joined=False),
    "await_result": Facts(gelombang=21),
    "not_selected": Facts(gelombang=21, result="not_selected"),
    "await_balance": replace(CARD, card_issued=False, balance=0),
    "buy_first": CARD,
    "payment_pending": replace(CARD, waiting_purchase="beli-2"),
    "payout_failed": replace(LEARNED, payments=[payment("failed", failure="closed")]),
    "continue_training": replace(CARD, bought=[BOUGHT]),
    "await_certificate": replace(CARD, bought=[FINISHED]),
    "rate_training": replace(CARD, bought=[CERTIFIED]),
    "link_account": replace(LEARNED, account_linked=False),
    "fill_survey": replace(LEARNED, surveys=[OPEN_SURVEY]),
    "buy_again": replace(LEARNED, balance=500_000),
    "payout_scheduled": replace(LEARNED, payments=[payment("scheduled")]),
    "all_done": replace(LEARNED, payments=[payment("paid")]),
}


def test_every_state_has_its_facts_here() -> None:
    assert tuple(STATES) == CODES


@pytest.mark.parametrize("code", CODES)
def test_these_facts_lead_to_this_step(code: str) -> None:
    assert steps(STATES[code], NOW)[0].code == code


@pytest.mark.parametrize("code", CODES)
def test_every_step_has_words_a_way_on_and_no_code_in_them(code: str) -> None:
    card = texts.card(steps(STATES[code], NOW)[0], STATES[code], NOW)
    assert card.title
    assert card.button
    assert card.path and card.path.startswith("/")
    assert "_" not in card.title


def test_steps_come_in_the_order_of_the_codes() -> None:
    crowded = replace(
        LEARNED,
        account_linked=False,
        balance=500_000,
        surveys=[OPEN_SURVEY],
        payments=[payment("failed", failure="closed"), payment("scheduled", ordinal=2)],
    )
    found = [step.code for step in steps(crowded, NOW)]
    assert found == [
        "payout_failed",
        "link_account",
        "fill_survey",
        "buy_again",
        "payout_scheduled",
    ]


def test_money_that_failed_comes_before_the_training_that_runs() -> None:
    second = replace(BOUGHT, purchase_id="beli-2", course_id=2)
    facts = replace(LEARNED, bought=[RATED, second], payments=[payment("failed", failure="closed")])
    assert [step.code for step in steps(facts, NOW)][:2] == ["payout_failed", "continue_training"]


@pytest.mark.parametrize(
    ("moment", "code"),
    [("2021-10-21 23:59:59", "buy_first"), ("2021-10-22 00:00:00", "revoked")],
)
def test_the_place_is_lost_by_the_clock_even_before_the_job_ran(moment: str, code: str) -> None:
    assert steps(CARD, wib(moment))[0].code == code


@pytest.mark.parametrize(
    ("cancelled", "lost"),
    [
        (None, "2021-10-22 00:00:00"),
        ("2021-10-05 12:00:00", "2021-10-22 00:00:00"),
        ("2021-10-25 12:00:00", "2021-10-25 12:00:00"),
    ],
)
def test_before_the_job_ran_the_loss_has_the_moment_the_job_will_write(cancelled, lost) -> None:
    facts = replace(CARD, last_cancelled_at=wib(cancelled) if cancelled else None)
    assert steps(facts, wib("2021-10-26 09:00:00"))[0].on == wib(lost)


def test_at_most_two_alerts_money_first() -> None:
    facts = replace(
        LEARNED,
        bought=[FINISHED],
        account_linked=False,
        surveys=[OPEN_SURVEY],
        payments=[payment("failed", failure="closed")],
    )
    found = alerts.worth_an_alert(steps(facts, NOW))
    assert [step.code for step in found] == ["fill_survey", "rate_training"]


def test_no_alert_repeats_the_next_step() -> None:
    facts = replace(LEARNED, account_linked=False)
    assert not alerts.worth_an_alert(steps(facts, NOW))


@pytest.mark.parametrize(
    ("moment", "words", "tone"),
    [
        ("2021-10-18 09:00:00", "Sisa 3 hari", "warn"),
        ("2021-10-20 18:00:00", "Sisa 1 hari 6 jam", "warn"),
        ("2021-10-21 19:00:00", "Hari terakhir: sisa 5 jam", "danger"),
        ("2021-10-21 23:18:00", "Sisa 42 menit", "danger"),
        ("2021-10-21 23:59:59", "Sisa 1 menit", "danger"),
    ],
)
def test_the_time_left_is_said_in_words_and_never_rounded_up(
    moment: str, words: str, tone: str
) -> None:
    now = wib(moment)
    card = texts.card(steps(CARD, now)[0], CARD, now)
    assert (card.headline, card.tone) == (words, tone)


def test_the_journey_has_one_present_stage() -> None:
    for facts in STATES.values():
        present = [stage for stage in journey(facts) if stage.state == "now"]
        assert len(present) <= 1
    assert [stage.state for stage in journey(CARD)] == ["done", "done", "now"] + ["todo"] * 5


def test_a_late_certificate_names_whom_to_call() -> None:
    late = replace(FINISHED, finished_at=datetime(2021, 10, 16, 9, tzinfo=NOW.tzinfo))
    facts = replace(CARD, bought=[late])
    step = steps(facts, NOW)[0]
    assert step.late
    assert texts.card(step, facts, NOW).button == "Hubungi Toko Uji"


def codes_of(facts: Facts) -> list[str]:
    return [step.code for step in steps(facts, NOW)]


def test_a_first_course_that_failed_stands_first_and_promises_no_money() -> None:
    failed = replace(BOUGHT, started_at=NOW, failed_at=NOW)
    found = codes_of(replace(CARD, bought=[failed], balance=600_000))
    assert found[0] == "continue_training"
    assert not {"link_account", "buy_again"} & set(found)


def test_a_later_course_that_failed_is_told_in_its_list_alone() -> None:
    failed = replace(BOUGHT, purchase_id="beli-2", failed_at=NOW)
    assert "continue_training" not in codes_of(replace(LEARNED, bought=[RATED, failed]))


def test_a_revoked_certificate_is_neither_awaited_nor_worth_money() -> None:
    revoked = replace(RATED, certificate_at=None, revoked_at=NOW)
    found = codes_of(replace(LEARNED, bought=[revoked], account_linked=False))
    assert not {"await_certificate", "link_account"} & set(found)


@pytest.mark.parametrize(
    ("states", "asked"),
    [(("paid", "paid"), False), (("paid", "forfeited"), False), (("paid", "waiting"), True)],
)
def test_an_account_is_asked_for_while_there_is_something_to_receive(states, asked) -> None:
    rows = [payment(state) for state in states]
    found = codes_of(replace(LEARNED, account_linked=False, payments=rows))
    assert ("link_account" in found) is asked


# --- An account for the next payment -------------------------------------------------------------

PLANNED = [payment("scheduled", scheduled_for=date(2021, 10, 25), ordinal=2), payment("scheduled")]


def linking(facts: Facts) -> Step | None:
    return next((step for step in steps(facts, NOW) if step.code == "link_account"), None)


def test_without_an_account_the_next_payment_sets_the_deadline() -> None:
    step = linking(replace(LEARNED, account_linked=False, payments=PLANNED))
    assert step is not None and step.payment == PLANNED[0]
    assert step.deadline is not None
    assert step.deadline.strftime("%Y-%m-%d %H:%M") == "2021-10-24 23:59"


def test_without_a_planned_payment_there_is_no_deadline() -> None:
    step = linking(replace(LEARNED, account_linked=False))
    assert step is not None and (step.payment, step.deadline) == (None, None)


def test_a_payment_asks_for_an_account_also_where_nothing_more_is_earned() -> None:
    failed = replace(BOUGHT, failed_at=NOW)
    facts = replace(LEARNED, bought=[failed], account_linked=False)
    assert linking(facts) is None
    assert linking(replace(facts, payments=[payment("scheduled", kind="survey")])) is not None


def test_what_is_on_its_way_needs_no_account_any_more() -> None:
    gone = payment("scheduled", sending=True)
    step = linking(replace(LEARNED, account_linked=False, payments=[gone]))
    assert step is not None and step.payment is None
    kept = replace(gone, unsent=True)
    step = linking(replace(LEARNED, account_linked=False, payments=[kept]))
    assert step is not None and step.payment == kept


def test_a_linked_account_without_trouble_asks_for_nothing() -> None:
    assert linking(replace(LEARNED, payments=PLANNED)) is None
    assert linking(replace(LEARNED, payments=PLANNED, account_trouble="limit")) is not None
