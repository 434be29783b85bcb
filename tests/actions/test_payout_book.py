"""The daily comparison: a list of changes makes us ask the book, finds strangers, and settles nothing."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

import clock
import jobs
import rooms
from actions import accounts, payout_book, payouts
from models import AuditEntry, Payout, Setting, Transfer
from queries.audit import broken_rules
from queries.standing import standing_of
from rules.payouts import READING, STRANGER, Entry, Page, Reply
from tests.payments import arrived, due, say, speak, the_payment, the_payout

pytestmark = pytest.mark.usefixtures("room", "still_machine")


@pytest.fixture
def person(someone, at):
    with at("2021-10-18 09:00:00"):
        return due(someone, date(2021, 12, 1))


@pytest.fixture(autouse=True)
def today(at, person):
    with at("2021-12-01 09:00:00"):
        yield


def entry(reference: str = "", status: str = "succeeded", amount: int = 600_000, number: str = ""):
    """One line of the list, changed a minute from now: after whatever reading the test began."""
    moment = clock.real_now() + timedelta(minutes=1)
    return Entry(number or f"disb-{reference}", reference, status, amount, moment)


def later(one: Entry, minutes: int) -> Entry:
    """The same line, changed later."""
    return replace(one, updated=one.updated + timedelta(minutes=minutes))


def ours(status: str = "succeeded", amount: int = 600_000) -> Entry:
    """A line about the payout there is."""
    return entry(the_payout().reference, status, amount, number="disb-uji")


def last_page(*entries: Entry) -> Page:
    return Page(entries, None)


def strangers() -> list[dict]:
    rows = Setting.select().where(Setting.key.startswith(STRANGER))
    return [json.loads(row.value) for row in rows]


def asked_about() -> list[str]:
    """Which payouts the book is asked about now."""
    now = Payout.select().where(Payout.ask_at <= clock.real_now())
    return [row.reference for row in now]


class Lists:
    """A provider outside that has a list of changes and a book, and says what the test wants."""

    def __init__(self, *pages: Page | None) -> None:
        self.pages, self.said, self.asked = list(pages), "reversed", []

    def has_book(self) -> bool:
        return True

    ready = has_book

    def changes(self, since: str, cursor: str) -> Page | None:
        self.asked.append((since, cursor))
        return self.pages.pop(0) if self.pages else last_page()

    def look_up(self, row: Payout) -> Reply:
        return Reply(self.said, amount=row.amount)


def with_list(monkeypatch, *pages: Page | None) -> Lists:
    """The timed work meets this provider, and looks around again whenever it is called."""
    lists = Lists(*pages)
    monkeypatch.setattr(jobs, "payout_provider", lists)
    monkeypatch.setattr(jobs, "_looked_at", {})
    return lists


def production(monkeypatch) -> None:
    monkeypatch.setattr(payout_book, "settings", replace(payout_book.settings, mode="production"))


def test_money_sent_back_a_month_later_without_a_callback_is_found_the_next_day(
    person, at, monkeypatch
) -> None:
    speak(arrived)
    Payout.update(ask_at=None).execute()  # the late looks are over
    lists = with_list(monkeypatch)
    assert jobs.compare_payouts() == 1
    with at("2021-12-31 09:00:00"):
        lists.pages = [last_page(ours("reversed"))]
        assert jobs.compare_payouts() == 1
        assert the_payout().state == "paid"  # a list settles nothing
        assert jobs.send_incentives() == 1
        assert (the_payout().state, the_payment().failure) == ("reversed", "returned")
        assert standing_of(person).received == 0
        assert broken_rules() == []


def test_a_list_that_lies_makes_us_ask_and_nothing_else(at, monkeypatch) -> None:
    speak(arrived)
    lists = with_list(monkeypatch)
    lists.said = "succeeded"
    days = enumerate(("reversed", "failed", "accepted", "unknown"), start=2)
    for day, lie in days:
        with at(f"2021-12-{day:02} 09:00:00"):
            lists.pages = [last_page(ours(lie))]
            jobs.compare_payouts()
            assert asked_about() == [the_payout().reference]
            jobs.send_incentives()
    assert (the_payout().state, the_payout().problem) == ("paid", None)
    assert Transfer.select().where(Transfer.kind == "incentive").count() == 1


def test_what_agrees_is_not_asked_about() -> None:
    speak(arrived)
    assert payout_book.compare(payout_book.reading(), last_page(ours()))
    assert asked_about() == []


def test_another_amount_in_the_list_is_an_officers_problem_once_the_book_says_it_too() -> None:
    speak(arrived)
    payout_book.compare(payout_book.reading(), last_page(ours(amount=1)))
    assert the_payout().problem is None
    speak(say("succeeded", amount=1))
    assert the_payout().problem == "amount_differs"


def test_what_an_officer_cleared_up_is_not_brought_up_every_night(someone) -> None:
    speak(say("succeeded", amount=1))
    officer = someone.registered(role="operator")
    payouts.close_problem(the_payout().public_id, "Penyalur membatalkannya.", officer)
    payout_book.compare(payout_book.reading(), last_page(ours(amount=1)))
    assert asked_about() == []


def test_money_that_arrived_although_an_officer_closed_it_is_not_sent_again(
    someone, person, at
) -> None:
    speak(say("refused"))  # as if the book did not know it yet, and then not take it twice
    officer = someone.registered(role="operator")
    payouts.close_problem(the_payout().public_id, "Penyalur tidak mengenalnya.", officer)
    accounts.link(person, "ovo", person.phone)
    payout_book.compare(payout_book.reading(), last_page(ours("succeeded")))
    assert speak(arrived) == 1
    assert the_payout().problem == "contradiction"
    with at(f"{the_payment().scheduled_for} 09:00:00"):
        assert payouts.open_due() == 0


def test_what_nobody_here_sent_is_kept_once_and_audited_without_its_reference() -> None:
    for _ in range(2):
        page = Page((entry("punya-sari", number="disb-asing"),), None)
        Setting.delete().where(Setting.key == READING).execute()
        payout_book.compare(payout_book.reading(), page)
    (kept,) = strangers()
    assert (kept["id"], kept["amount"]) == ("disb-asing", 600_000)
    (noted,) = AuditEntry.select().where(AuditEntry.action == "payout_stranger")
    assert (noted.subject, noted.detail["status"]) == ("disbursement:disb-asing", "succeeded")
    assert "sari" not in str(noted.detail)


def test_a_second_sending_under_a_reference_of_ours_is_a_strangers() -> None:
    speak(arrived)
    double = replace(ours(), provider_id="disb-kembar")
    payout_book.compare(payout_book.reading(), last_page(ours(), double))
    assert [one["id"] for one in strangers()] == ["disb-kembar"]
    assert the_payout().provider_id == "disb-uji"


def test_in_training_what_rooms_once_sent_is_nobodys_and_the_rest_the_first_rooms(
    monkeypatch,
) -> None:
    names = ["gelombang-21", rooms.current()]
    monkeypatch.setattr(rooms, "names", lambda: names)
    page = last_page(entry("G21INS-a"), entry("lain"), entry("", number="x"), entry("UINS-b"))
    payout_book.compare(payout_book.reading(), page)
    assert strangers() == []
    names.remove("gelombang-21")
    Setting.delete().where(Setting.key == READING).execute()
    payout_book.compare(payout_book.reading(), page)
    assert {one["id"] for one in strangers()} == {"disb-lain", "x"}


def test_in_production_everything_unknown_is_a_strangers(monkeypatch) -> None:
    production(monkeypatch)
    page = last_page(entry("INS-a"), entry("lain"), entry("", number="x"))
    payout_book.compare(payout_book.reading(), page)
    assert {one["id"] for one in strangers()} == {"disb-INS-a", "disb-lain", "x"}


def test_an_officer_takes_off_what_was_asked_about_and_later_ones_stay(someone, at) -> None:
    officer = someone.registered(role="operator")
    payout_book.compare(payout_book.reading(), last_page(entry("lain")))
    with at("2021-12-02 09:00:00"):
        payout_book.compare(payout_book.reading(), last_page(entry("lain"), entry("baru")))
    until = datetime.fromisoformat("2021-12-01T09:00:00+07:00")
    assert payout_book.clear_strangers(until, officer) == 1
    assert payout_book.clear_strangers(until, officer) == 0
    assert {one["id"]: one.get("cleared", False) for one in strangers()} == {
        "disb-lain": True,
        "disb-baru": False,
    }
    (noted,) = AuditEntry.select().where(AuditEntry.action == "payout_stranger_cleared")
    assert noted.subject == "disbursement:disb-lain"


def test_strangers_are_kept_for_a_month_and_never_more_than_fit(at, monkeypatch) -> None:
    monkeypatch.setattr(payout_book, "STRANGERS_KEPT", 2)
    payout_book.compare(payout_book.reading(), last_page(entry("a"), entry("b"), entry("c")))
    assert {one["id"] for one in strangers()} == {"disb-a", "disb-b"}
    with at("2021-12-31 09:00:00"):
        payout_book.compare(payout_book.reading(), last_page())
    assert strangers() == []


def test_a_runner_who_dies_between_pages_or_before_writing_one_loses_nothing(monkeypatch) -> None:
    speak(arrived)
    first = Page((entry("UINS-x"),), "dua")
    second = last_page(later(ours("reversed"), 2))

    def dies(_entry: Entry) -> None:
        raise KeyboardInterrupt

    lists = with_list(monkeypatch, first, second)
    with monkeypatch.context() as patch:
        patch.setattr(payout_book, "_may_be_a_strangers", dies)
        with pytest.raises(KeyboardInterrupt):
            jobs.compare_payouts()
    lists.pages.insert(0, first)
    assert jobs.compare_payouts() == 1  # the same page again
    assert [cursor for _, cursor in lists.asked] == ["", ""]
    jobs._looked_at.clear()  # another process goes on
    assert jobs.compare_payouts() == 1
    assert lists.asked[-1][1] == "dua"
    assert asked_about() == [the_payout().reference]
    assert jobs.compare_payouts() == 0
    assert len(lists.asked) == 3


def test_of_two_runners_who_read_the_same_page_one_writes() -> None:
    place = payout_book.reading()
    assert payout_book.reading() == place
    page = Page((entry("UINS-x"),), "dua")
    assert payout_book.compare(place, page)
    assert not payout_book.compare(place, page)
    assert payout_book.reading().cursor == "dua"


def test_who_begins_a_day_after_another_runner_goes_on_where_that_one_is(monkeypatch) -> None:
    payout_book.compare(payout_book.reading(), Page((entry("UINS-x"),), "dua"))
    look, looks = payout_book._reading, []

    def first_look_was_earlier() -> payout_book.Reading | None:
        looks.append(1)
        return look() if len(looks) > 1 else None

    monkeypatch.setattr(payout_book, "_reading", first_look_was_earlier)
    assert payout_book.reading().cursor == "dua"


def test_pages_are_read_one_a_round_until_the_last(monkeypatch) -> None:
    first, second = entry("UINS-x"), later(entry("UINS-y"), 1)
    lists = with_list(monkeypatch, Page((first,), "dua"), Page((second,), "tiga"))
    assert [jobs.compare_payouts() for _ in range(5)] == [1, 1, 1, 0, 0]
    assert [cursor for _, cursor in lists.asked] == ["", "dua", "tiga"]


@pytest.mark.parametrize("second", ["again", "back", "nothing new", "ahead", "silent"])
def test_a_page_that_repeats_goes_back_or_runs_ahead_is_of_no_use_and_the_next_day_begins_anew(
    second: str, at
) -> None:
    first, other = Page((later(entry("UINS-x"), 5),), "dua"), entry("UINS-y")
    pages = {
        "again": first,
        "back": last_page(other),
        "nothing new": Page((), "tiga"),
        "ahead": last_page(later(other, 7 * 24 * 60)),
        "silent": None,
    }
    begun = payout_book.reading()
    payout_book.compare(begun, first)
    place = payout_book.reading()
    assert not payout_book.compare(place, pages[second])
    assert payout_book.reading() == place
    with at("2021-12-02 00:00:00"):
        fresh = payout_book.reading()
        assert (fresh.cursor, fresh.since) == ("", begun.since)


def test_each_day_is_read_from_where_the_last_whole_reading_began_and_a_little_before(
    at, monkeypatch
) -> None:
    lists = with_list(monkeypatch)
    production(monkeypatch)
    began = clock.real_now()
    assert jobs.compare_payouts() == 1
    assert jobs.compare_payouts() == 0
    with at("2021-12-02 00:00:00"):
        assert jobs.compare_payouts() == 1
    (first, _), (second, _) = lists.asked
    assert first == payout_book.BOOK_BEGINS  # the whole book
    back = datetime.fromisoformat(second) - (began - payout_book.READ_TWICE)
    assert timedelta(0) <= back < timedelta(seconds=30)


def test_a_training_room_begins_with_itself_not_with_what_was_sent_before_its_reset(at) -> None:
    begun = datetime.fromisoformat(payout_book.reading().since)
    assert clock.real_now() - begun < timedelta(seconds=30)
    payout_book.compare(payout_book.reading(), last_page())
    assert payout_book.reading() is None
    with at("2021-12-02 09:00:00"):
        assert datetime.fromisoformat(payout_book.reading().since) == begun


def test_a_provider_that_is_silent_is_asked_again_after_a_minute(at, monkeypatch) -> None:
    lists = with_list(monkeypatch, None, None)
    for moment in ("09:00:00", "09:00:01", "09:00:59", "09:01:00", "09:01:01"):
        with at(f"2021-12-01 {moment}"):
            assert jobs.compare_payouts() == 0
    assert len(lists.asked) == 2


def test_without_a_provider_outside_there_is_nothing_to_compare() -> None:
    assert jobs.compare_payouts() == 0
    assert Setting.get_or_none(Setting.key == READING) is None
