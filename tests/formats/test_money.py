"""The officers' money in words."""

from datetime import date
from types import SimpleNamespace as Row

import pytest

from formats import money
from queries.money import AGES, KINDS, LISTS, NOTHING, Overview, Purse, Sum
from rules.payouts import PROBLEMS
from tests.people import wib


def test_every_list_problem_age_and_purse_has_its_words() -> None:
    assert list(money.LISTS) == list(LISTS)
    assert set(money.PROBLEMS) == set(PROBLEMS)
    assert set(money.AGES) == {*AGES, "older"}
    assert set(money.PURSES) == set(KINDS)
    assert set(money.ASKABLE) <= set(LISTS)


@pytest.mark.parametrize("answer", [None, "asked", "absent", "accepted", "unknown"])
def test_every_answer_has_its_words(answer) -> None:
    assert money.answer_of(Row(state="open", answer=answer))


def row(**more: object) -> Row:
    part = Row(participant=Row(name="Sari"), terms={"job_incentive_count": 4})
    facts = {"kind": "job", "ordinal": 2, "amount": 600_000, "scheduled_for": date(2021, 12, 13)}
    return Row(**{**facts, "participation": part, "failed_at": None, "failure": None, **more})


def test_a_payment_without_payout_and_account_is_told() -> None:
    said = money.line("due", row())
    assert said[:5] == ("Sari", "Insentif bulan 2", 600_000, "Belum dikirim", "Belum tersambung")
    assert (said.reference, said.tries, said.public_id) == ("", 0, None)
    assert said.since == "13 Desember 2021"


def test_a_payment_that_is_sent_again_is_due_like_any_other() -> None:
    before = Row(
        state="failed", answer="accepted", reference="INS-1", tries=2, made_at=None, public_id="x"
    )
    assert money.line("due", row(payout=before)).state == "Belum dikirim"


def test_a_problem_is_told_with_the_last_answer() -> None:
    payout = Row(
        state="paid",
        answer="accepted",
        problem="contradiction",
        reference="INS-1",
        tries=3,
        made_at=wib("2021-12-13 09:00:00"),
        public_id="x",
    )
    said = money.line("problem", row(payout=payout))
    assert said.state == "Buku penyalur berlawanan dengan catatan kita. Sudah sampai."
    assert (said.reference, said.public_id) == ("INS-1", "x")


def test_an_empty_overview_has_no_tables() -> None:
    empty = Overview(dict.fromkeys(LISTS, NOTHING), {"hour": NOTHING}, {}, {})
    assert money.tables(empty) == []
    full = Overview(
        dict.fromkeys(LISTS, NOTHING),
        {"hour": Sum(1, 5), "older": NOTHING},
        {"refused": Sum(1, 5)},
        {"closed": Sum(2, 10)},
    )
    assert [len(table.rows) for table in money.tables(full)] == [1, 1, 1]
    assert money.tables(full)[2].rows[0][1] == "/petugas/uang/gagal?alasan=closed"


def test_a_purse_is_one_row_of_the_spreadsheet() -> None:
    purse = Purse("platform", "Tokopedia", 100, 30, 10)
    cells = money.purse_cells(date(2021, 12, 1), [purse])
    assert cells == [("2021-12-01", "Platform Tokopedia", 100, 30, 10, 120)]
