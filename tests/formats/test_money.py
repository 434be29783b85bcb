"""The officers' money in words."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace as Row

import pytest

from formats import money
from formats.wording import failure_for_officers
from queries.money import AGES, KINDS, LISTS, NOTHING, Overview, Purse, Stranger, Sum
from rules.incentives import FAILURES
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
    assert (said.since_text, said.since_iso) == ("13 Desember 2021", "2021-12-13")


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
    assert said.state == "Buku penyalur berlawanan dengan catatan kita. Sudah sampai"
    assert (said.reference, said.public_id) == ("INS-1", "x")
    assert said.since_text == "13 Desember 2021 pukul 09.00 WIB"
    assert said.since_iso == "2021-12-13T09:00:00+07:00"


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


@pytest.mark.parametrize("code", FAILURES)
def test_officers_read_reasons_about_somebody_else(code) -> None:
    said = money.line("failed", row(failure=code, failed_at=wib("2021-12-13 09:00:00"))).state
    assert said == failure_for_officers(code)
    assert "mu " not in f"{said} " and "kamu" not in said.lower()


def counted(problem: int = 0, failed: int = 0, due: int = 0, **unknown: int) -> Overview:
    sums = {"problem": Sum(problem, 5), "failed": Sum(failed, 5), "due": Sum(due, 50_000)}
    ages = {age: Sum(unknown.get(age, 0), 5) for age in (*AGES, "older")}
    return Overview({**dict.fromkeys(LISTS, NOTHING), **sums}, ages, {}, {})


def test_the_queue_counts_what_needs_an_officer() -> None:
    assert money.queue(counted(hour=7), None) == ("0 menunggu", "calm", "Antrean kosong.")
    badge, tone, text = money.queue(counted(problem=1, failed=4, hour=9, day=1, older=1), None)
    assert (badge, tone) == ("7 menunggu", "warn")
    assert text == "1 perlu dicek, 2 belum pasti lebih dari 1 jam, 4 gagal dikirim."


def test_what_nobody_here_sent_is_counted_and_named() -> None:
    now = wib("2021-12-13 09:00:00")
    found = tuple(Stranger(f"disb-{place}", 600_000, "succeeded", now) for place in range(7))
    text = money.queue(replace(counted(), strangers=found), None).text
    assert text == "7 tidak kita kenal."
    assert money.strangers_text(()) == ""
    assert money.strangers_text(found[:1]) == (
        "1 pengiriman, Rp600.000 keluar. Tanyakan ke penyalur: disb-0."
    )
    assert money.strangers_text(found).endswith("disb-3, disb-4 dan 2 lainnya.")


def test_a_comparison_that_does_not_end_is_work_for_somebody() -> None:
    never = money.queue(replace(counted(), comparison_late=True), None)
    assert never.badge == "1 menunggu"
    assert never.text.endswith("Buku penyalur belum bisa dicocokkan sama sekali.")
    since = replace(counted(), comparison_late=True, compared_at=wib("2021-12-13 09:00:00"))
    assert money.queue(since, None).text.endswith("sejak 13 Desember 2021 pukul 09.00 WIB.")


def test_the_queue_says_that_payouts_are_stopped() -> None:
    since = wib("2021-12-13 09:00:00")
    said = money.queue(counted(due=2, failed=1), since)
    assert (said.badge, said.tone) == ("Dihentikan", "warn")
    assert said.text == (
        "Pengiriman dihentikan sejak 13 Desember 2021 pukul 09.00 WIB. "
        "2 jatuh tempo menunggu. 1 gagal dikirim."
    )


def test_the_button_to_go_on_says_how_much_leaves() -> None:
    assert money.resume_words(NOTHING) == "Lanjutkan pengiriman"
    assert money.resume_words(Sum(1, 50_000)) == "Lanjutkan pengiriman, 1 pembayaran Rp50.000"
