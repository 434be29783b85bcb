"""Sessions and their windows, the order of sequences, completion, and where one may be sent back."""

from datetime import date, datetime, timedelta

import pytest

from rules.training import (
    EXAM,
    SESSIONS,
    WIB,
    Plan,
    class_day,
    completed,
    is_failed,
    may_return_to,
    missed,
    origin_of,
    redirect_fits,
    refuse_sequence,
    refuse_time,
    task_exists,
    with_state,
)

FRIDAY = date(2024, 8, 9)
WEBINAR = Plan("webinar", "normal", FRIDAY)
SECOND = timedelta(seconds=1)


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 8, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("method", "starts"),
    [("webinar", [9, 12]), ("bauran", [9, 12]), ("luring", [9, 12, 13])],
)
def test_sessions_are_on_consecutive_working_days(method, starts) -> None:
    plan = Plan(method, "normal", FRIDAY)
    assert [plan.starts_at(number) for number in plan.sessions] == [wib(day, 9) for day in starts]
    assert plan.ends_at == wib(starts[-1], 12)


def test_the_window_is_an_hour_around_the_start_to_the_second() -> None:
    assert WEBINAR.window(1) == (wib(9, 8), wib(9, 10))
    for now, code in [
        (wib(9, 8) - SECOND, "session_early"),
        (wib(9, 8), None),
        (wib(9, 10), None),
        (wib(9, 10) + SECOND, "session_late"),
    ]:
        refusal = refuse_time(WEBINAR, 1, now)
        assert (refusal and refusal.code) == code
    assert refuse_time(WEBINAR, 2, wib(9, 9)).facts["opens"] == wib(12, 8)


def test_the_exam_is_open_three_days_from_the_last_session_on() -> None:
    assert WEBINAR.window(EXAM) == (wib(12, 9), wib(15, 9))


def test_own_pace_is_at_any_time() -> None:
    plan = Plan("spl", "normal")
    assert plan.window(1) is plan.window(EXAM) is plan.ends_at is None
    assert refuse_time(plan, 1, wib(1, 3)) is None


@pytest.mark.parametrize("method", sorted(set(SESSIONS) - {"spl"}))
@pytest.mark.parametrize("later", range(7))
def test_no_session_is_on_a_weekend(method, later) -> None:
    day = FRIDAY + timedelta(days=later)
    first = class_day(day)
    assert first == (day if day.weekday() < 5 else date(2024, 8, 12))
    plan = Plan(method, "normal", first)
    days = [plan.starts_at(number).date() for number in plan.sessions]
    assert all(day.weekday() < 5 for day in days) and len(set(days)) == SESSIONS[method]


AFTER_SECOND = wib(12, 10) + SECOND


@pytest.mark.parametrize(
    ("method", "scheme", "done", "sequence", "code"),
    [
        ("spl", "normal", (), 1, None),
        ("spl", "normal", (), 2, "wrong_sequence"),
        ("spl", "normal", (), EXAM, "first_session_first"),
        ("spl", "normal", (1,), EXAM, None),
        ("spl", "normal", (1,), 1, "attended_before"),
        ("webinar", "normal", (), 2, "first_session_first"),
        ("webinar", "normal", (1,), 2, None),
        ("webinar", "normal", (1,), 3, "wrong_sequence"),
        ("webinar", "normal", (1,), 0, "wrong_sequence"),
        ("webinar", "normal", (1,), EXAM, "sessions_first"),
        ("webinar", "semi_bansos", (1,), EXAM, None),
        ("luring", "semi_bansos", (1,), EXAM, "sessions_first"),
        ("luring", "semi_bansos", (1, 3), EXAM, None),
        ("luring", "normal", (1, 3), EXAM, "sessions_first"),
        ("luring", "normal", (1, 2, 3), EXAM, None),
    ],
)
def test_sequences_come_in_order(method, scheme, done, sequence, code) -> None:
    plan = Plan(method, scheme, None if method == "spl" else FRIDAY)
    refusal = refuse_sequence(plan, sequence, done, AFTER_SECOND)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("scheme", "done", "now", "gone", "failed"),
    [
        ("normal", (), wib(9, 10), (), False),
        ("normal", (), wib(9, 10) + SECOND, (1,), True),
        ("semi_bansos", (), wib(9, 10) + SECOND, (1,), True),
        ("normal", (1,), wib(12, 10) + SECOND, (2,), True),
        ("semi_bansos", (1,), wib(12, 10) + SECOND, (2,), False),
        ("semi_bansos", (1,), wib(15, 9) + SECOND, (2, EXAM), True),
        ("normal", (1, 2), wib(15, 9) + SECOND, (EXAM,), True),
        ("normal", (1, 2, EXAM), wib(30, 9), (), False),
    ],
)
def test_missing_too_much_fails(scheme, done, now, gone, failed) -> None:
    plan = Plan("webinar", scheme, FRIDAY)
    assert missed(plan, done, now) == gone
    assert is_failed(plan, done, now) is failed


def test_own_pace_misses_nothing() -> None:
    assert not is_failed(Plan("spl", "normal"), (), wib(30, 9))


@pytest.mark.parametrize(
    ("method", "scheme", "done", "status", "whole"),
    [
        ("spl", "normal", (1, EXAM), 2, True),
        ("spl", "normal", (1, EXAM), 1, False),
        ("spl", "normal", (1, EXAM), 3, False),
        ("spl", "normal", (1, EXAM), 0, False),
        ("spl", "normal", (1,), 2, False),
        ("spl", "normal", (EXAM,), 2, False),
        ("webinar", "normal", (1, EXAM), 2, False),
        ("webinar", "normal", (1, 2, EXAM), 2, True),
        ("webinar", "semi_bansos", (1, EXAM), 2, True),
        ("luring", "semi_bansos", (1, EXAM), 2, False),
    ],
)
def test_completion(method, scheme, done, status, whole) -> None:
    plan = Plan(method, scheme, None if method == "spl" else FRIDAY)
    assert completed(plan, done, status, AFTER_SECOND) is whole


@pytest.mark.parametrize(("now", "forgiven"), [(wib(12, 10), False), (AFTER_SECOND, True)])
def test_an_absence_is_forgiven_once_its_time_is_over(now, forgiven) -> None:
    plan = Plan("webinar", "semi_bansos", FRIDAY)
    assert (refuse_sequence(plan, EXAM, (1,), now) is None) is forgiven
    assert completed(plan, (1, EXAM), 2, now) is forgiven


def test_what_may_be_attended_at_any_time_is_never_forgiven() -> None:
    plan = Plan("webinar", "semi_bansos")
    assert refuse_sequence(plan, EXAM, (1,), wib(30, 9)).code == "sessions_first"


def test_tasks_are_numbered() -> None:
    assert all(task_exists("tpm", number) for number in (1, 998)) and task_exists("uk", 999)
    for scope, number in [("tpm", 0), ("tpm", 999), ("uk", 1), ("uk", 998), ("x", 1), ("", 999)]:
        assert not task_exists(scope, number)


KNOWN = ["https://lembaga.example/kembali", "http://127.0.0.1:9000/", "https://b.example/x?a=1"]


@pytest.mark.parametrize(
    "address",
    [
        "https://lembaga.example/kembali",
        "https://lembaga.example:443/kembali?kelas=3",
        "https://LEMBAGA.example/kembali",
        "http://127.0.0.1:9000",
        "http://127.0.0.1:9000/?a=b&c=https://lain.example/",
        "https://b.example/x?a=1",
        "https://b.example/x?a=1&b=2",
    ],
)
def test_registered_addresses_fit(address) -> None:
    assert redirect_fits(address, KNOWN)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/kembali",
        "//lembaga.example/kembali",
        "http://lembaga.example/kembali",
        "https://lembaga.example/kembali2",
        "https://lembaga.example/kembali/../lain",
        "https://lembaga.example/",
        "https://lembaga.example.jahat.example/kembali",
        "https://lembaga.example@jahat.example/kembali",
        "https://jahat.example/https://lembaga.example/kembali",
        "https://lembaga.example:8443/kembali",
        "https://lembaga.example:x/kembali",
        "https://lembaga.example:99999/kembali",
        "https://lembaga.example/kembali#x",
        "https://lembaga.example\\@jahat.example/kembali",
        "https://lembaga.example/kembali\r\nX: y",
        " https://lembaga.example/kembali",
        "https://lembaga.example/kembali?" + "a" * 2000,
        "https://[::1/kembali",
        "javascript:alert(1)",
        "https://b.example/x",
        "https://b.example/x?a=12",
        "https://lémbaga.example/kembali",
        "https://lembaga.example/kembali?state=U1",
        "https://lembaga.example/kembali?a=1&state",
        "https://lembaga.example/kembali?st%61te=U1",
    ],
)
def test_tricks_do_not_fit(address) -> None:
    assert not redirect_fits(address, KNOWN)
    assert not redirect_fits(address, [*KNOWN, "https://lembaga.example/kembali?state=U1"])


def test_nothing_registered_fits_nothing() -> None:
    assert not redirect_fits(KNOWN[0], []) and not redirect_fits("", [""])


def test_what_may_be_asked_for_may_be_registered_and_nothing_else() -> None:
    assert all(map(may_return_to, KNOWN))
    for address in ("/kembali", "ftp://a.example/", "https://a@b.example/", "https://a.example/#x"):
        assert not may_return_to(address)
    assert not may_return_to("https://a.example/?state=1")
    assert may_return_to("https://a.example/?estate=1&states=2")


def test_the_front_page_of_an_address() -> None:
    assert origin_of("https://a.example:8443/x/y?k=1") == "https://a.example:8443/"


def test_the_state_goes_behind_what_is_there() -> None:
    assert with_state("https://a.example/x", "G1s") == "https://a.example/x?state=G1s"
    assert with_state("https://a.example/x?k=1&l=", "G1s") == "https://a.example/x?k=1&l=&state=G1s"
