"""From the secret of the opening to everybody's result: in order, once, and again after a crash."""

from collections import Counter

import peewee
import pytest

import clock
import jobs
import ledger
from actions import draws, gelombang, selection
from formats import draw_file
from models import (
    AuditEntry,
    Block,
    Card,
    Draw,
    Gelombang,
    Message,
    Participation,
    Profile,
)
from queries import draws as asked
from rules import selection as rules
from rules.refusals import Refused
from tests.people import part_of, wib

pytestmark = pytest.mark.usefixtures("room")
OPENS, CLOSES = wib("2024-08-02 09:00:00"), wib("2024-08-05 23:59:59")
DURING, AFTER, LATER = "2024-08-03 09:00", "2024-08-06 09:00", "2024-08-07 09:00"
KK = "999999{:010}"


@pytest.fixture
def row(at) -> Gelombang:
    """Gelombang 71, open, three seats of which one is for migrant workers."""
    with at("2024-08-01 09:00"):
        return opened(71)


def opened(number: int, quota: int | None = 3, **fields) -> Gelombang:
    reserved = fields.pop("reserved", {"migrant": 0.34})
    return draws.open_gelombang(
        number, "normal", OPENS, fields.pop("closes", CLOSES), quota, reserved, {}, by="uji"
    )


@pytest.fixture
def joining(someone, at):
    """Lets people join a gelombang; the keyword arguments are facts about them."""

    def join(row: Gelombang, count: int = 1, work: str = "seeking", kk: int | None = None, **who):
        with at(DURING):
            made = []
            for _ in range(count):
                if kk is not None:
                    who["kk"] = KK.format(kk)
                person = someone.registered(birth_date="1995-01-15", **who)
                Profile.create(participant=person, work=work, occupation="none", saved=[])
                selection.join(person, row)
                made.append(person)
            return made

    return join


def refusal(action, *args) -> str:
    with pytest.raises(Refused) as caught:
        action(*args)
    return caught.value.refusal.code


def snapshot(row: Gelombang) -> dict[str, tuple[str | None, str | None]]:
    return {
        part.draw_code: (part.draw_rank, part.draw_outcome)
        for part in Participation.select().where(Participation.gelombang == row)
    }


def through(row: Gelombang, at, announce: bool = True) -> Draw:
    """Closed, drawn and announced."""
    with at(AFTER):
        draws.close(row)
        drawn = draws.run(row, "uji")
        if announce:
            draws.announce(row, "uji")
        return drawn


# --- Opening -------------------------------------------------------------------------------------


def test_the_opening_publishes_the_hash_of_a_secret_and_not_the_secret(row, at) -> None:
    draw = Draw.get()
    assert draw.secret_hash == rules.digest(draw.secret)
    assert draw.secret not in str(asked.overview(71)) and len(draw.secret) == 64
    assert draws.ensure_draw(row) == draw and Draw.select().count() == 1
    with at("2024-08-01 10:00"):
        opened(72)
    assert Draw.get_by_id(2).secret != draw.secret


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"closes_at": OPENS}, "closes_too_early"),
        ({"closes_at": wib("2024-07-31 09:00:00")}, "closes_too_early"),
        ({"quota": 0}, "bad_quota"),
        ({"reserved": {"migrant": 0.6, "laid_off": 0.5}}, "bad_shares"),
        ({"reserved": {"migrant": 0}}, "bad_shares"),
        ({"number": 71}, "gelombang_exists"),
    ],
)
def test_an_impossible_gelombang_is_refused(row, at, change, code) -> None:
    facts = {
        "number": 72,
        "scheme": "normal",
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "quota": 10,
        "reserved": {},
        "overrides": {},
        "by": "uji",
    }
    with at("2024-08-01 09:00"):
        assert refusal(lambda: draws.open_gelombang(**{**facts, **change})) == code
    assert Gelombang.select().count() == 1


def test_a_rule_that_does_not_exist_opens_nothing(at) -> None:
    with at("2024-08-01 09:00"), pytest.raises(KeyError):
        draws.open_gelombang(
            72, "normal", OPENS, CLOSES, 10, {}, {"tinggi_badan": [1, "P1", "H"]}, "uji"
        )
    assert not Gelombang.select().exists()


def test_a_published_gelombang_gets_a_draw_where_it_is_drawn_here(at) -> None:
    with at("2021-10-17 09:00"):
        gelombang.open_published(21)
        gelombang.open_published(22, drawn_here=True)
    assert [draw.gelombang.number for draw in Draw.select()] == [22]


def test_codes_are_readable_and_say_nothing() -> None:
    codes = {draws.new_code(71) for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        head, first, second = code.split("-")
        assert head == "G71" and len(first) == len(second) == 5
        assert set(first + second) <= set(selection.CODE_LETTERS)
    assert not set("01ILOU") & set(selection.CODE_LETTERS)


def test_joining_gives_a_code_and_the_group(row, joining) -> None:
    part = part_of(joining(row, work="migrant")[0])
    assert part.draw_code.startswith("G71-") and part.draw_group == "migrant"


# --- Closing -------------------------------------------------------------------------------------


def test_nothing_is_closed_while_one_can_join(row, at) -> None:
    with at("2024-08-05 23:59:59"):
        assert refusal(draws.close, row) == "registration_open"
        assert draws.close_due() == 0
    with at("2024-08-06 00:00:00"):
        assert draws.close(row).closed_at is not None
    Gelombang.update(registration_closes_at=None).execute()
    assert refusal(draws.close, Gelombang.get()) == "registration_open"


def test_the_close_checks_everybody_and_keeps_every_reason(row, joining, at) -> None:
    good = joining(row)[0]
    bad = joining(row, identity_verified_at=None, profile_completed_at=None)[0]
    barred = joining(row)[0]
    Block.create(participant=barred, reason="no_first_purchase")
    with at(AFTER):
        draw = draws.close(row)
    assert (draw.joined, draw.eligible) == (3, 1)
    assert part_of(good).reasons == []
    assert part_of(bad).reasons == ["not_verified", "profile_incomplete"]
    assert part_of(barred).reasons == ["blocked"]


def test_closing_again_changes_nothing(row, joining, at) -> None:
    person = joining(row)[0]
    with at(AFTER):
        first = draws.close(row)
        entries = AuditEntry.select().count()
        person.identity_verified_at = None
        person.save()
    with at(LATER):
        again = draws.close(row)
    assert (again.list_hash, again.closed_at) == (first.list_hash, first.closed_at)
    assert AuditEntry.select().count() == entries and part_of(person).reasons == []


def test_a_close_that_died_goes_on(row, joining, at, monkeypatch) -> None:
    joining(row, 7)
    monkeypatch.setattr(draws, "CHECKED_AT_ONCE", 3)
    with at(AFTER):
        assert draws.check_some(row) == 3  # and here the machine went off
        assert Draw.get().closed_at is None
        assert draws.close_due() == 3
        assert Draw.get().closed_at is None
        assert draws.close_due() == 1  # the last one: the list is published
        assert draws.close_due() == 0
    assert Draw.get().joined == 7


def test_timed_work_closes_what_is_over(row, joining, at) -> None:
    joining(row, 2)
    with at(AFTER):
        jobs.run_due()
        jobs.run_due()
    assert Draw.get().joined == 2


def test_somebody_who_came_in_at_the_last_second_is_checked_too(row, joining, at) -> None:
    joining(row)
    with at(AFTER):
        draws.check_some(row)
    joining(row)
    with at(AFTER):
        draws.finish_close(row, "uji")
        assert Draw.get().closed_at is None
        assert draws.close(row).joined == 2


def test_the_group_is_that_of_the_close_and_only_where_seats_are_reserved(row, joining, at) -> None:
    changed = joining(row, work="migrant")[0]
    other = joining(row, work="laid_off")[0]
    Profile.update(work="seeking").where(Profile.participant == changed).execute()
    with at(AFTER):
        draws.close(row)
    assert part_of(changed).draw_group is None and part_of(other).draw_group is None


def test_the_list_hash_is_that_of_the_published_lines(row, joining, at) -> None:
    joining(row, 3)
    joining(row, identity_verified_at=None)
    with at(AFTER):
        draw = draws.close(row)
    rows = sorted(
        f"{part.draw_code},{0 if part.reasons else 1},,,\n" for part in Participation.select()
    )
    assert draw.list_hash == rules.digest("".join(rows))


def test_only_crowded_households_are_numbered(row, joining, at) -> None:
    three, two = joining(row, 3, kk=1), joining(row, 2, kk=2)
    alone = joining(row)
    with at(AFTER):
        draws.close(row)
    assert {(part_of(p).household, part_of(p).household_places) for p in three} == {(1, 2)}
    assert {part_of(p).household for p in [*two, *alone]} == {None}


def test_places_a_household_has_already_count(row, joining, someone, at) -> None:
    with at("2023-06-01 09:00"):
        someone.with_card(62, kk=KK.format(1))
        for _ in range(2):
            someone.with_card(62, kk=KK.format(2))
    family = joining(row, 2, kk=1)
    full = joining(row, kk=2)[0]
    with at(AFTER):
        draws.close(row)
    assert {(part_of(p).household, part_of(p).household_places) for p in family} == {(1, 1)}
    assert part_of(full).reasons == ["kk_full"]


def test_a_household_drawn_elsewhere_and_not_told_yet_counts(row, joining, at) -> None:
    with at("2024-08-01 09:00"):
        other = opened(72, quota=9, reserved={})
    drawn = joining(other, 2, kk=1)
    third = joining(row, kk=1)[0]
    through(other, at, announce=False)
    assert {part_of(person).draw_outcome for person in drawn} == {"accepted"}
    with at(AFTER):
        draws.close(row)
    assert part_of(third).reasons == ["kk_full"]


# --- The public value ----------------------------------------------------------------------------


def test_a_public_value_comes_after_the_close_once_and_before_the_draw(row, joining, at) -> None:
    joining(row)
    with at(AFTER):
        assert refusal(draws.enter_public_value, row, "16.250", "uji") == "not_closed"
        draws.close(row)
        for text in ("", "  ", "x" * 201, "a\0b"):
            assert refusal(draws.enter_public_value, row, text, "uji") == "bad_public_value"
        draws.enter_public_value(row, "  Kurs BI\n16.250 ", "uji")
        assert Draw.get().public_value == "Kurs BI 16.250"
        assert refusal(draws.enter_public_value, row, "16.251", "uji") == "public_value_final"
        draw = draws.run(row, "uji")
    assert draw.seed == rules.seed_of(draw.secret, draw.list_hash, "Kurs BI 16.250")


def test_after_the_draw_no_public_value_is_taken(row, at) -> None:
    through(row, at)
    assert refusal(draws.enter_public_value, row, "16.250", "uji") == "already_drawn"


# --- The draw ------------------------------------------------------------------------------------


def test_each_step_waits_for_the_one_before(row, joining, at) -> None:
    with at(AFTER):
        assert refusal(draws.run, row, "uji") == "not_closed"
        assert refusal(draws.announce, row, "uji") == "not_drawn"
        draws.close(row)
        assert refusal(draws.announce, row, "uji") == "not_drawn"
        draws.run(row, "uji")
        assert refusal(draws.run, row, "uji") == "already_drawn"
        draws.announce(row, "uji")
        assert refusal(draws.announce, row, "uji") == "already_announced"


def test_without_a_quota_nothing_is_drawn_and_no_seed_is_fixed(at) -> None:
    with at("2024-08-01 09:00"):
        row = opened(71, quota=None)
    with at(AFTER):
        draws.close(row)
        assert refusal(draws.run, row, "uji") == "quota_missing"
        assert Draw.get().seed is None
        Gelombang.update(quota=5).execute()
        assert draws.run(row, "uji").quota == 5


def test_the_draw_is_that_of_the_rules(row, joining, at) -> None:
    joining(row, 4)
    joining(row, 3, work="migrant")
    joining(row, 3, kk=1)
    joining(row, identity_verified_at=None)
    draw = through(row, at)
    entries = [entry for _, _, entry in asked.entries(row.id)]
    drawn = rules.draw(entries, 3, {"migrant": 0.34}, draw.seed)
    expected = {code: tuple(outcome) for code, outcome in drawn.outcomes.items()}
    expected |= {entry.code: (None, "ineligible") for entry in entries if not entry.eligible}
    assert snapshot(row) == expected and len(expected) == 11
    assert (draw.cutoffs, draw.accepted) == (drawn.cutoffs, 3)


def test_a_draw_that_died_goes_on_to_the_same_result(row, joining, at, monkeypatch) -> None:
    joining(row, 9)
    joining(row, identity_verified_at=None)
    monkeypatch.setattr(draws, "WRITTEN_AT_ONCE", 2)
    write, calls = draws._write_many, []

    def dies(statement, rows):
        if len(calls) == 3:
            raise SystemExit("kill")
        calls.append(len(rows))
        write(statement, rows)

    with at(AFTER):
        draws.close(row)
        with monkeypatch.context() as patch, pytest.raises(SystemExit):
            patch.setattr(draws, "_write_many", dies)
            draws.run(row, "uji")
        half = Draw.get()
        assert half.seed and half.drawn_at is None and half.cutoffs is None
        assert sum(outcome is not None for _, outcome in snapshot(row).values()) == 6
        assert refusal(draws.announce, row, "uji") == "not_drawn"
        Gelombang.update(quota=9).execute()  # too late: the quota of the draw is fixed
        draw = draws.run(row, "uji")
    drawn = rules.draw(
        [entry for _, _, entry in asked.entries(row.id)], 3, {"migrant": 0.34}, half.seed
    )
    assert (draw.seed, draw.quota, draw.cutoffs) == (half.seed, 3, drawn.cutoffs)
    outcomes = {code: tuple(outcome) for code, outcome in drawn.outcomes.items()}
    assert {k: v for k, v in snapshot(row).items() if v[0]} == outcomes
    assert len(snapshot(row)) == 10


def test_a_list_that_was_changed_after_the_close_is_not_drawn(row, joining, at) -> None:
    person = joining(row, 2)[0]
    with at(AFTER):
        draws.close(row)
        Participation.update(draw_group="migrant").where(
            Participation.participant == person
        ).execute()
        assert refusal(draws.run, row, "uji") == "list_changed"


@pytest.mark.parametrize(
    "change", [{"draw_rank": "0" * 64}, {"draw_outcome": "accepted"}, {"draw_code": "G71-X"}]
)
def test_a_drawn_rank_is_final(row, joining, at, change) -> None:
    joining(row, 5)
    through(row, at)
    loser = Participation.get(Participation.draw_outcome == "quota_full")
    with pytest.raises(peewee.IntegrityError), ledger.write():
        Participation.update(**change).where(Participation.id == loser.id).execute()


# --- The result ----------------------------------------------------------------------------------


def test_the_announcement_tells_everybody_once(row, joining, at) -> None:
    joining(row, 4)
    bad = joining(row, identity_verified_at=None, profile_completed_at=None)[0]
    with at(AFTER):
        draws.close(row)
        draws.run(row, "uji")
        assert draws.settle_announced() == 0  # drawn is not announced
        draws.announce(row, "uji")
        assert Gelombang.get().announced_at == clock.now()
        assert draws.settle_announced() == 5
        assert draws.settle_announced() == 0
    results = Counter((part.result, part.result_reason) for part in Participation.select())
    assert results == {
        ("accepted", None): 3,
        ("not_selected", "quota_full"): 1,
        ("not_selected", "not_verified"): 1,
    }
    assert part_of(bad).reasons == ["not_verified", "profile_incomplete"]
    assert Card.select().count() == 3
    told = Message.select().where(Message.reference.startswith("not_selected")).count()
    assert told >= 2


def test_results_come_in_batches_and_no_failing_row_stops_the_others(
    row, joining, at, monkeypatch
) -> None:
    people = joining(row, 5)
    through(row, at)
    monkeypatch.setattr(draws, "SETTLED_AT_ONCE", 3)
    broken, settle = part_of(people[0]).id, draws.settle

    def fails(part):
        if part.id == broken:
            raise OSError("disk")
        return settle(part)

    with at(LATER):
        with monkeypatch.context() as patch:
            patch.setattr(draws, "settle", fails)
            for _ in range(3):
                with pytest.raises(OSError, match="disk"):
                    draws.settle_announced()
        assert Participation.select().where(Participation.result.is_null()).count() == 1
        assert draws.settle_announced() == 1


def test_place_card_and_balance_come_together_or_not_at_all(row, joining, at, monkeypatch) -> None:
    joining(row)
    through(row, at)

    def dies(_part):
        raise RuntimeError("kill")

    with at(LATER):
        with monkeypatch.context() as patch, pytest.raises(RuntimeError):
            patch.setattr(selection, "issue_balance", dies)
            draws.settle_announced()
        assert Participation.get().result is None
        jobs.run_due()
    assert Participation.get().result == "accepted" and Card.select().count() == 1


def test_a_planned_announcement_waits_for_its_hour(row, joining, at) -> None:
    joining(row)
    Gelombang.update(announced_at=wib("2024-08-07 08:00:00")).execute()
    with at(AFTER):
        draws.close(row)
        draws.run(row, "uji")
        assert draws.settle_announced() == 0 and asked.overview(71).stage == "drawn"
    with at(LATER):
        assert asked.overview(71).is_announced and draws.settle_announced() == 1


def test_a_planned_hour_that_passed_before_the_draw_announces_nothing(row, joining, at) -> None:
    joining(row)
    Gelombang.update(announced_at=wib("2024-08-06 08:00:00")).execute()
    with at(AFTER):
        draws.close(row)
        draws.run(row, "uji")
        assert draws.settle_announced() == 0
        draws.announce(row, "uji")
        assert draws.settle_announced() == 1


# --- What is asked -------------------------------------------------------------------------------


def test_what_is_not_public_yet_is_not_shown(row, joining, at) -> None:
    joining(row, 4)
    with at(DURING):
        assert asked.overview(71).stage == "open" and asked.published(71) is None
    with at(AFTER):
        assert asked.overview(71).stage == "closed"
        draws.close(row)
        draw = draws.run(row, "uji")
        before = asked.overview(71)
        assert before.stage == "drawn" and before.list_hash == draw.list_hash
        assert draw.secret not in str(before) and draw.seed not in str(before)
        part = Participation.select().first()
        assert asked.of_participation(part) == asked.Place(part.draw_code)
        assert asked.published(71) is None
        draws.announce(row, "uji")
        after = asked.overview(71)
    assert (after.secret, after.seed, after.accepted) == (draw.secret, draw.seed, 3)
    assert after.seats == {"migrant": 1}


def test_before_the_opening_it_is_planned_and_an_unknown_one_is_nothing(row, at) -> None:
    with at("2024-08-01 10:00"):
        assert asked.overview(71).stage == "planned"
    assert asked.overview(99) is None and asked.published(99) is None


def test_everybody_learns_their_rank_and_the_cut_off(row, joining, at) -> None:
    joining(row, 5)
    joining(row, 2, work="migrant")
    draw = through(row, at)
    with at(LATER):
        places = [asked.of_participation(part) for part in Participation.select()]
    by_rank = sorted(places, key=lambda place: place.rank)
    assert [place.position for place in by_rank] == list(range(1, 8))
    for place in places:
        assert place.eligible == 7 and place.cutoff == draw.cutoffs[""]
        pools = [place.cutoff, *([place.group_cutoff] if place.group else [])]
        assert (place.outcome == "accepted") == any(place.rank <= rank for rank in pools)


def test_the_published_file_bears_out_the_draw(row, joining, at) -> None:
    joining(row, 5)
    joining(row, 3, kk=1)
    joining(row, identity_verified_at=None)
    through(row, at)
    with at(LATER):
        facts = asked.published(71)
    assert draw_file.mistakes(draw_file.read(draw_file.write(facts))) == []
    outcomes = draw_file.drawn(facts).outcomes
    assert {code: tuple(outcome) for code, outcome in outcomes.items()} == {
        code: found for code, found in snapshot(row).items() if found[0]
    }


# --- The command ---------------------------------------------------------------------------------


def test_the_command_draws_and_verifies(row, joining, at, app, tmp_path) -> None:
    joining(row, 4)
    flask = app.test_cli_runner()
    with at(DURING):
        said = flask.invoke(args=["selection", "run", "71", "--room", "uji"])
        assert said.exit_code == 1 and "registration_open" in said.output
    with at(AFTER):
        said = flask.invoke(args=["selection", "run", "71", "--room", "uji"])
    draw = Draw.get()
    assert said.exit_code == 0, said.output
    assert f"seed: {draw.seed}" in said.output and f"list hash: {draw.list_hash}" in said.output
    assert f"cut-off everyone: {draw.cutoffs['']}" in said.output
    assert "joined 4, eligible 4, accepted 3" in said.output
    assert flask.invoke(args=["selection", "run", "99", "--room", "uji"]).exit_code == 1
    with at(AFTER):
        draws.announce(row, "uji")
        text = draw_file.write(asked.published(71))
    file = tmp_path / "undian.txt"
    for content, code in ((text, 0), (text.replace("quota=3", "quota=2"), 1), ("\x00", 1)):
        file.write_text(content)
        assert flask.invoke(args=["selection", "verify", str(file)]).exit_code == code
    file.write_bytes(b"\xff\xfe")
    assert flask.invoke(args=["selection", "verify", str(file)]).exit_code == 1
