"""Joining a gelombang: only while it is open, one at a time, with every reason; and leaving it."""

import pytest

from actions import draws, joining, selection
from models import AuditEntry, Block, Gelombang, Lapse, Participation
from queries.audit import broken_rules
from rules.refusals import Refused
from tests.people import part_of, wib

pytestmark = pytest.mark.usefixtures("room")
DURING, LAST_SECOND, CLOSED = "2024-08-03 09:00", "2024-08-05 23:59:59", "2024-08-06 00:00:00"
KK = "9999990101200001"


@pytest.fixture
def row(someone) -> Gelombang:
    """Gelombang 71: open from 2 August to 5 August 2024."""
    return someone.gelombang(71)


@pytest.fixture
def sari(someone, at):
    with at("2024-07-01 09:00"):
        return someone.registered()


def codes(person, row: Gelombang) -> list[str]:
    return [no.code for no in joining.refuse_to_join(person, row)]


def refusal(action, *args) -> str:
    with pytest.raises(Refused) as caught:
        action(*args)
    return caught.value.refusal.code


def test_who_is_eligible_joins_while_it_is_open(row, sari, at) -> None:
    with at(DURING):
        part = joining.join(sari, 71)
    assert part.draw_code.startswith("G71-")
    assert part.joined_at == wib("2024-08-03 09:00:00")
    entry = AuditEntry.get(AuditEntry.action == "joined")
    assert entry.actor == f"participant:{sari.public_id}"


def test_a_second_press_finds_the_first_ones_row(row, sari, at) -> None:
    with at(DURING):
        first, second = joining.join(sari, 71), joining.join(sari, 71)
    assert first == second and first.draw_code == second.draw_code
    assert AuditEntry.select().where(AuditEntry.action == "joined").count() == 1


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-08-01 23:59:59", ["gelombang_not_open"]),
        ("2024-08-02 00:00:00", []),
        (LAST_SECOND, []),
        (CLOSED, ["gelombang_closed"]),
    ],
)
def test_open_from_the_first_to_the_last_second(row, sari, at, moment, expected) -> None:
    with at(moment):
        assert codes(sari, row) == expected
        if expected:
            assert refusal(joining.join, sari, 71) == "not_eligible"
        else:
            joining.join(sari, 71)
    assert Participation.select().count() == (not expected)


@pytest.mark.parametrize("unknown", ["registration_opens_at", "registration_closes_at"])
def test_a_gelombang_without_both_dates_cannot_be_joined(row, sari, at, unknown) -> None:
    Gelombang.update(**{unknown: None}).execute()
    with at(DURING):
        assert codes(sari, Gelombang.get_by_id(row.id)) == ["gelombang_closed"]


def test_one_gelombang_at_a_time(row, sari, at) -> None:
    opens, closes = wib("2024-08-02 00:00:00"), wib("2024-08-20 23:59:59")
    with at("2024-08-01 09:00"):
        other = draws.open_gelombang(72, "normal", opens, closes, 10, {}, {}, by="uji")
    with at(DURING):
        joining.join(sari, 71)
        assert codes(sari, other) == ["waiting_elsewhere"]
        assert joining.refuse_to_join(sari, other)[0].facts == {"number": 71}
        assert refusal(joining.join, sari, 72) == "not_eligible"
    with at("2024-08-10 09:00"):
        assert codes(sari, other) == ["waiting_elsewhere"]  # closed, but without a result
        selection.turn_down(part_of(sari), "quota_full")
        assert codes(sari, other) == []
        assert joining.join(sari, 72).gelombang_id == other.id


def test_every_reason_is_told_at_once(row, someone, at) -> None:
    with at(DURING):
        person = someone.registered(
            identity_verified_at=None, profile_completed_at=None, birth_date="2010-01-01"
        )
        Block.create(participant=person, reason="fraud")
        found = {"age_too_young", "blocked", "not_verified", "profile_incomplete"}
        assert set(codes(person, row)) == found
        assert refusal(joining.join, person, 71) == "not_eligible"


def test_ages_are_counted_on_the_day_of_the_close(row, someone, at) -> None:
    with at("2024-08-02 00:00:00"):
        assert codes(someone.registered(birth_date="2006-08-05"), row) == []
        assert codes(someone.registered(birth_date="2006-08-06"), row) == ["age_too_young"]


def test_a_household_holds_two_places_and_no_third(row, someone, at) -> None:
    with at("2024-07-11 09:00"):
        first = someone.accepted(70, kk=KK)
    with at(DURING):
        third = someone.registered(kk=KK)
        assert codes(third, row) == []
        second = someone.accepted(70, kk=KK)
        assert codes(third, row) == ["kk_full"]
        assert "already_recipient" in codes(first, row)
        Lapse.create(participation=part_of(second), reason="no_first_purchase")
        assert codes(third, row) == []


def test_a_number_nobody_opened_is_no_gelombang(sari) -> None:
    with pytest.raises(Gelombang.DoesNotExist):
        joining.join(sari, 99)


def test_leaving_before_the_close_leaves_an_audit_entry_and_no_row(row, sari, at) -> None:
    with at(DURING):
        first = joining.join(sari, 71).draw_code
    with at(LAST_SECOND):
        joining.leave(sari, 71)
        assert not Participation.select().exists()
        entry = AuditEntry.get(AuditEntry.action == "left")
        assert (entry.actor, entry.detail) == (f"participant:{sari.public_id}", {"gelombang": 71})
        assert joining.join(sari, 71).draw_code != first
    assert not broken_rules()


def test_after_the_close_one_stays_in(row, sari, at) -> None:
    with at(DURING):
        joining.join(sari, 71)
    with at(CLOSED):
        assert refusal(joining.leave, sari, 71) == "gelombang_closed"
    assert part_of(sari).result is None


def test_there_is_nothing_to_leave_for_who_is_not_in_it(row, sari, someone, at) -> None:
    with at(DURING):
        assert refusal(joining.leave, sari, 71) == "nothing_to_leave"
        joining.join(someone.registered(), 71)
        assert refusal(joining.leave, sari, 71) == "nothing_to_leave"
        joining.join(sari, 71)
        assert refusal(joining.leave, sari, 70) == "nothing_to_leave"
    assert Participation.select().count() == 2
