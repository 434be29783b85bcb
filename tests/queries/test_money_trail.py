"""«Jejak uangku» holds every rupiah of a person's purses, and nobody else's."""

import pytest

import jobs
import ledger
from actions import accounts, cancellations, ratings
from formats import money_trail as words
from models import Account, Transfer
from queries.money_trail import trail_of
from queries.standing import standing_of
from tests.people import bought_by, buy, offer_for, part_of

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def sari(someone, at):
    """Bought, cancelled, bought another; finished it, and the first incentive came."""
    with at("2021-10-03 10:00"):
        person = someone.with_course(21)
    with at("2021-10-04 10:00"):
        cancellations.cancel_own(person, bought_by(person)[0].public_id, "kunci-batal-1")
        buy(person, offer_for(21, price=300_000))
    return person


def reasons(person) -> list[str]:
    return [words.reason(entry) for entry in trail_of(person)]


def test_each_move_has_its_reason_and_the_balance_after_it(sari) -> None:
    rows = words.lines(trail_of(sari))
    assert [row.amount for row in rows] == [1_000_000, -400_000, 400_000, -300_000]
    assert [row.balance for row in rows] == [1_000_000, 600_000, 1_000_000, 700_000]
    first = rows[1]
    assert rows[0].reason == "Saldo pelatihan Gelombang 21 masuk"
    assert first.reason.startswith("Membeli «Pelatihan Uji") and "di Toko Uji" in first.reason
    assert first.number.startswith("PLT-2021-")
    assert rows[2].reason.endswith("kamu batalkan") and rows[2].number == first.number
    assert {row.purse for row in rows} == {"training"}


def test_the_sums_are_the_balances(sari) -> None:
    training, incentive = words.sums(words.lines(trail_of(sari)))
    assert (training.came, training.went, training.left) == (1_400_000, 700_000, 700_000)
    assert training.left == standing_of(sari).balance
    assert (incentive.came, incentive.went) == (0, 0)


def test_what_a_provider_cancels_says_so(sari, someone, at) -> None:
    with at("2021-10-05 10:00"):
        officer = someone.registered("Joko Petugas", role="operator")
        cancellations.cancel_by_provider(bought_by(sari)[0], "Kelas tidak jadi dibuka.", officer)
    assert reasons(sari)[-1].endswith("dibatalkan lembaga")


def test_a_lost_place_says_where_the_money_went(someone, at) -> None:
    with at("2021-10-03 10:00"):
        person = someone.with_card(21)
    with at("2021-10-22 10:00"):
        jobs.run_due()
    said = "Kembali ke rekening dana Kartu Prakerja: pelatihan pertama tidak dibeli sampai batasnya"
    assert reasons(person)[-1] == said
    assert words.lines(trail_of(person))[-1].balance == 0


def test_a_balance_whose_time_is_over_says_that(sari, at) -> None:
    with at("2021-12-01 10:00"):
        jobs.run_due()
    assert reasons(sari)[-1].endswith("masa pakai saldo berakhir")
    assert trail_of(sari)[-1].amount == -700_000


def test_an_incentive_names_the_masked_account(someone, at) -> None:
    with at("2021-10-03 10:00"):
        person = someone.finished(21)
        ratings.rate(person, bought_by(person)[0].public_id, 5, "Jelas dan mudah dipahami.")
        accounts.link(person, "dana", person.phone)
    with at("2021-10-12 10:00"):
        jobs.run_due()
        jobs.run_due()
    paid = [entry for entry in trail_of(person) if entry.purse == "incentive"]
    assert [entry.amount for entry in paid] == [600_000]
    said = words.reason(paid[0])
    assert said.startswith("Insentif bulan 1 dikirim ke DANA 0812 •••• ")
    assert person.phone not in said


def test_a_reversal_leads_back_to_what_was_taken_back(sari, at) -> None:
    with at("2021-10-12 10:00"), ledger.write():
        own = ledger.account("incentive", part_of(sari).public_id)
        ledger.transfer(ledger.account("fund"), own, 600_000, "incentive", "payout:uji")
        ledger.transfer(own, ledger.account("fund"), 600_000, "refund", "reversal:uji")
    last = words.lines(trail_of(sari))[-2:]
    assert [(row.amount, row.balance) for row in last] == [(600_000, 600_000), (-600_000, 0)]
    assert "ditolak bank/e-wallet setelah dikirim, uangnya kembali ke program" in last[1].reason


def test_nobody_sees_the_purses_of_others(sari, someone, at) -> None:
    with at("2021-10-05 10:00"):
        other, stranger = someone.with_course(21), someone.registered()
    assert trail_of(stranger) == []
    mine = {entry.reference for entry in trail_of(sari)}
    assert not mine & {entry.reference for entry in trail_of(other)}


def test_every_transfer_of_a_purse_is_in_it(sari) -> None:
    owner = part_of(sari).public_id
    purses = [row.id for row in Account.select().where(Account.owner == owner)]
    moved = Transfer.select().where(Transfer.source.in_(purses) | Transfer.target.in_(purses))
    assert {row.reference for row in moved} == {entry.reference for entry in trail_of(sari)}


def test_many_moves_cost_no_more_statements(sari, at) -> None:
    from tests.queries.test_counts import counted

    with counted() as few:
        trail_of(sari)
    with at("2021-10-06 10:00"), ledger.write():
        own = ledger.account("training", part_of(sari).public_id)
        for number in range(60):
            ledger.transfer(ledger.account("fund"), own, 1000, "credit", f"uji:{number}")
    with counted() as many:
        assert len(trail_of(sari)) == 64
    assert len(many) == len(few) <= 7
