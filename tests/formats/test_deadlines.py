"""Which deadlines of a participant are worth a place in their calendar."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from formats.deadlines import entries, of_step, to_share
from rules.deadlines import WIB
from rules.gelombang import PUBLISHED
from rules.next_step import Facts
from rules.purchases import BoughtCourse
from rules.surveys import SurveyWindow
from rules.units import Rupiah

NOW = datetime(2021, 10, 1, 9, tzinfo=WIB)
HOLDER = Facts(
    terms=PUBLISHED[21].terms(),
    result="accepted",
    accepted_on=date(2021, 9, 22),
    card_issued=True,
    balance=Rupiah(1_000_000),
)
COURSE = BoughtCourse("p", 1, "Pelatihan", "Toko", Rupiah(400_000), NOW, None, None, None, None)
OPEN = Facts(
    joined=False, open_gelombang=71, open_until=datetime(2024, 8, 5, 23, 59, 59, tzinfo=WIB)
)


def names(facts: Facts, now: datetime = NOW) -> list[str]:
    return [entry.uid for entry in entries(facts, now)]


def test_before_the_first_course_its_deadline_leads() -> None:
    first, balance = entries(HOLDER, NOW)
    assert (first.uid, first.until) == ("beli-21", datetime(2021, 10, 21, 23, 59, 59, tzinfo=WIB))
    assert (balance.uid, balance.until) == (
        "saldo-21",
        datetime(2021, 11, 30, 23, 59, 59, tzinfo=WIB),
    )


def test_after_the_first_course_only_the_balance_is_left_and_then_nothing() -> None:
    assert names(replace(HOLDER, bought=[COURSE])) == ["saldo-21"]
    assert names(replace(HOLDER, bought=[COURSE], balance=Rupiah(0))) == []


def test_a_lost_place_has_no_deadlines() -> None:
    assert names(replace(HOLDER, lapsed_at=NOW)) == []


def test_a_place_past_its_deadline_is_lost_before_any_job_ran() -> None:
    assert "beli-21" in names(HOLDER, datetime(2021, 10, 21, 23, 59, 59, tzinfo=WIB))
    assert names(HOLDER, datetime(2021, 10, 22, tzinfo=WIB)) == []


@pytest.mark.parametrize(
    ("state", "closes", "there"),
    [
        ("open", datetime(2021, 12, 10, 23, 59, 59, tzinfo=WIB), True),
        ("open", datetime(2021, 9, 30, tzinfo=WIB), False),
        ("open", None, False),
        ("submitted", datetime(2021, 12, 10, 23, 59, 59, tzinfo=WIB), False),
    ],
)
def test_an_open_survey_has_its_close(state: str, closes: datetime | None, there: bool) -> None:
    window = survey(state, closes)
    found = names(replace(HOLDER, bought=[COURSE], balance=Rupiah(0), surveys=[window]))
    assert found == (["survei-21-2"] if there else [])


def test_an_open_gelombang_ends_for_those_who_did_not_join() -> None:
    now = datetime(2024, 8, 3, tzinfo=WIB)
    assert names(OPEN, now) == ["tutup-71"]
    assert names(replace(OPEN, joined=True, result="not_selected"), now) == ["tutup-71"]
    assert names(replace(OPEN, joined=True), now) == []
    assert names(OPEN, datetime(2024, 8, 6, tzinfo=WIB)) == []


def test_the_sentence_to_share_names_the_day_and_nobody() -> None:
    assert to_share(entries(HOLDER, NOW)[0]) == (
        "Batas beli pelatihan pertama Gelombang 21: 21 Oktober 2021 pukul 23.59 WIB."
    )


def survey(state: str, closes: datetime | None) -> SurveyWindow:
    """The second survey in this state."""
    return SurveyWindow(ordinal=2, state=state, opens_on=None, closes_at=closes, ours=False)


@pytest.mark.parametrize(
    ("code", "uid"),
    [
        ("buy_first", "beli-21"),
        ("payment_pending", "beli-21"),
        ("buy_again", "saldo-21"),
        ("fill_survey", None),
        ("payout_failed", None),
        ("continue_training", None),
    ],
)
def test_a_step_keeps_its_own_deadline_and_no_other(code: str, uid: str | None) -> None:
    entry = of_step(code, HOLDER, NOW)
    assert (entry.uid if entry else None) == uid


def test_a_survey_has_its_own_and_joining_that_of_the_gelombang() -> None:
    survey = SurveyWindow(1, "open", date(2021, 10, 1), NOW.replace(day=9), ours=False)
    found = of_step("fill_survey", replace(HOLDER, bought=[COURSE], surveys=[survey]), NOW)
    assert found is not None and found.uid == "survei-21-1"
    joining = of_step("verify_identity", OPEN, NOW)
    assert joining is not None and joining.uid == "tutup-71"
