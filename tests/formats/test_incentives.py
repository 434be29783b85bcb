"""A payment's status is said in one place; a message knows when it is out of date."""

from datetime import date
from types import SimpleNamespace as Row

import pytest

from formats import incentives
from formats.wording import PARTNERS, failure_reason, failure_steps
from rules.accounts import WALLETS
from rules.incentives import FAILURES, SAID_BY_PROVIDERS
from rules.next_step import Payment
from rules.schemes import resolve
from rules.units import Rupiah
from tests.people import wib

DAY = date(2021, 12, 20)
PAID = wib("2021-12-05 10:00:00")


def incentive(state: str, **more: object) -> Row:
    facts = {"scheduled_for": DAY, "paid_at": None, "failed_at": None, "kind": "job", "ordinal": 2}
    return Row(**{**facts, "state": state, **more})


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (incentive("waiting"), "Belum dijadwalkan"),
        (incentive("scheduled"), "Dijadwalkan 20 Des 2021"),
        (incentive("scheduled", payout=None), "Dijadwalkan 20 Des 2021"),
        (incentive("scheduled", payout=Row(state="open")), "Sedang dikirim 20 Des 2021"),
        (
            incentive("paid", paid_at=PAID, payout=Row(state="paid")),
            "Sudah dikirim 5 Des 2021",
        ),
        (incentive("failed", failed_at=PAID), "Gagal dikirim 5 Des 2021"),
        (incentive("forfeited"), "Tidak dikirim"),
    ],
)
def test_each_state_has_its_words_and_its_day(row, words) -> None:
    assert incentives.status_of(row).words == words


@pytest.mark.parametrize("sending", [True, False])
def test_the_rules_and_the_rows_are_told_alike(sending) -> None:
    payout = Row(state="open") if sending else None
    row = incentive("scheduled", payout=payout)
    payment = Payment(
        "job", 2, Rupiah(600_000), "scheduled", DAY, None, None, None, sending=sending
    )
    assert incentives.status_of(row) == incentives.status_of(payment)


@pytest.mark.parametrize("reason", FAILURES)
def test_every_reason_has_a_sentence_and_a_mend(reason) -> None:
    assert failure_reason(reason).endswith(".") and failure_steps(reason)


@pytest.mark.parametrize("reason", sorted({*FAILURES} - {"closed", "not_linked", "returned"}))
@pytest.mark.parametrize("partner", PARTNERS)
def test_a_reason_fits_the_kind_of_its_partner(reason, partner) -> None:
    said = " ".join((failure_reason(reason, partner), *failure_steps(reason, partner))).lower()
    foreign = ("bank",) if partner in WALLETS else ("e-wallet", "premium")
    assert not any(word in said for word in foreign), said


def test_the_programmes_own_sentence_of_a_closed_account_stays_everywhere() -> None:
    said = {failure_reason("closed", partner) for partner in (None, *PARTNERS)}
    assert said == {"Rekening/e-wallet telah ditutup di Bank/e-wallet."}


def test_money_that_came_back_is_said_to_be_back_with_the_programme() -> None:
    rest = "setelah dikirim, uangnya kembali ke program."
    assert failure_reason("returned") == f"Ditolak bank/e-wallet {rest}"
    assert failure_reason("returned", "ovo") == f"Ditolak OVO {rest}"


def test_a_trainer_cannot_switch_what_no_provider_says() -> None:
    assert set(FAILURES) - set(SAID_BY_PROVIDERS) == {"rejected", "not_linked", "returned"}


def test_where_the_terms_are_silent_no_day_is_promised() -> None:
    said = "Setelah diperbaiki, kami kirim ulang otomatis."
    assert incentives.resend_promise(None, DAY) == said
    assert "27 Desember 2021" in incentives.resend_promise(resolve(21, "semi_bansos"), DAY)


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        ("incentive_failed", incentive("failed", failed_at=PAID), None),
        ("incentive_returned", incentive("failed", failed_at=PAID), None),
        ("incentive_paid", incentive("paid", paid_at=PAID), None),
        ("incentive_failed", incentive("paid", paid_at=PAID), "Sekarang: Sudah dikirim 5 Des 2021"),
        (
            "incentive_paid",
            incentive("failed", failed_at=PAID),
            "Sekarang: Gagal dikirim 5 Des 2021",
        ),
        ("scheduled", incentive("scheduled"), "Sekarang: Dijadwalkan 20 Des 2021"),
        ("incentive_resend", incentive("paid", paid_at=PAID), "Sekarang: Sudah dikirim 5 Des 2021"),
    ],
)
def test_a_message_that_is_out_of_date_says_how_it_is_now(kind, row, said) -> None:
    assert incentives.since_then(kind, row) == said


def test_a_message_about_a_payment_that_is_held_back_says_so_with_its_day() -> None:
    rows = [
        Row(id=1, reference="scheduled:job:x:email"),
        Row(id=2, reference="incentive_paid:9:email"),
    ]
    told = {1: incentive("scheduled"), 2: incentive("paid", paid_at=PAID)}
    since = "Pengiriman dihentikan sementara oleh petugas sejak 5 Desember 2021 pukul 10.00 WIB."
    found = incentives.since_told(rows, told, (), (), PAID, date(2021, 12, 13))
    assert set(found) == {1}
    assert (found[1].words, found[1].link) == (
        "Sekarang: Dijadwalkan 20 Des 2021",
        "/insentif#insentif-job-2",
    )
    assert found[1].more == (
        since,
        "Uangmu aman, dikirim begitu pengiriman dilanjutkan, paling cepat 20 Desember 2021.",
    )
    assert incentives.since_told(rows, told, (), (), None, DAY)[1].more == ()


@pytest.mark.parametrize(
    ("row", "is_held"),
    [
        (incentive("scheduled"), True),
        (incentive("scheduled", payout=Row(state="open", answer=None)), True),
        (incentive("scheduled", payout=Row(state="open", answer="absent")), True),
        (incentive("scheduled", payout=Row(state="open", answer="accepted")), False),
        (incentive("scheduled", payout=Row(state="open", answer="unknown")), False),
        (incentive("paid", paid_at=PAID), False),
        (incentive("failed", failed_at=PAID), False),
        (incentive("waiting"), False),
        (incentive("forfeited"), False),
    ],
)
def test_only_what_has_not_left_is_held_back(row, is_held) -> None:
    assert bool(incentives.held(row, PAID, DAY)) is is_held
    assert incentives.held(row, None, DAY) == ()


def test_what_is_at_risk_is_the_next_day_with_its_money() -> None:
    soon, later = incentive("scheduled", amount=600_000), incentive("scheduled", amount=1)
    later.scheduled_for = date(2022, 1, 20)
    assert incentives.at_risk([later, soon]) == "Rp600.000 pada 20 Desember 2021"
    same_day = incentive("scheduled", amount=50_000)
    assert incentives.at_risk([soon, same_day]) == "Rp650.000 pada 20 Desember 2021"


def test_the_payment_that_comes_next_is_told_with_its_day() -> None:
    soon, later = incentive("scheduled", amount=600_000), incentive("scheduled", amount=1)
    later.scheduled_for = date(2022, 1, 20)
    told = "Berikutnya Rp600.000, dijadwalkan 20 Des 2021."
    assert incentives.next_words([later, soon], False) == told
    stopped = "Berikutnya Rp600.000, pengiriman dihentikan sementara."
    assert incentives.next_words([later, soon], True) == stopped
    going = incentive("scheduled", amount=5, payout=Row(state="open"))
    assert incentives.next_words([going], True).startswith("Berikutnya Rp5, sedang dikirim")
    assert incentives.next_words([incentive("paid", amount=5, paid_at=PAID)], False) is None


def test_what_is_on_its_way_or_over_is_not_at_risk() -> None:
    on_its_way = incentive("scheduled", amount=5, payout=Row(state="open"))
    over = incentive("paid", amount=5, paid_at=PAID)
    assert incentives.at_risk([on_its_way, over, incentive("waiting", amount=5)]) is None


@pytest.mark.parametrize(
    ("linked", "trouble", "cause"),
    [(True, None, "returned"), (True, "closed", "closed"), (False, None, "not_linked")],
)
def test_what_to_mend_follows_the_account_of_today(linked, trouble, cause) -> None:
    assert incentives.cause_now("returned", linked, trouble) == cause
