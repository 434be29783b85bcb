"""«Insentif»: what came, what is planned, what failed and how to mend it; and the receipts."""

import re
from datetime import date

import pytest

import clock
from actions import accounts, payouts, ratings
from models import Certificate, Incentive, Payout, PayoutAccount
from rules.incentives import FAILURES
from rules.payouts import Reply
from tests.pages import Page
from tests.payments import account_of, failed, pay_now, schedule, speak
from tests.people import bought_by
from tests.queries.test_counts import cost
from tests.visitor import Visitor, section, text_of

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-12-13 09:00:00"
TODAY = date(2021, 12, 13)
RESENT = "20 Desember 2021"  # five working days later
WORDS = "Materinya jelas dan mudah diikuti."


@pytest.fixture
def sari(someone, at):
    with at("2021-10-18 09:00:00"):
        person = someone.finished(21)
    with at(MORNING):
        yield person


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


@pytest.fixture
def joko(someone):
    return someone.registered("Joko Petugas", role="operator")


def html_of(browser, key: str) -> str:
    """The HTML of one payment's row, to the next one."""
    html = browser.get("/insentif").get_data(as_text=True)
    found = re.search(rf'<li id="insentif-{key}">(.*?)</details></li>', html, re.S)
    assert found
    return found[1]


def words_of(browser, key: str) -> str:
    return Page(html_of(browser, key)).text


def fail(sari, reason: str = "not_kyc") -> Incentive:
    """The second job payment fails today."""
    account_of(sari)
    row = schedule(sari, "job", 2, TODAY)
    speak(failed(reason))
    return Incentive.get_by_id(row.id)


# --- The list ------------------------------------------------------------------------------------


def test_somebody_outside_a_gelombang_has_none(someone, sign_in) -> None:
    answer = sign_in(someone.registered()).get("/insentif")
    assert "Belum ada insentif." in text_of(answer)


def test_everything_promised_is_listed_from_the_start_each_under_its_name(browser) -> None:
    answer = browser.get("/insentif")
    said = text_of(answer)
    ids = [name for name in Page(answer.text).ids if name.startswith("insentif-")]
    assert sorted(ids) == sorted(
        [f"insentif-job-{n}" for n in range(1, 5)] + [f"insentif-survey-{n}" for n in range(1, 4)]
    )
    assert said.count("Belum dijadwalkan") == 7
    assert "Rp0 dari Rp2.550.000" in said
    assert "Rekening belum tersambung" in said


def test_gelombang_70_promises_less(someone, sign_in, at) -> None:
    with at("2024-07-20 09:00:00"):
        said = text_of(sign_in(someone.accepted(70)).get("/insentif"))
    assert "dari Rp700.000" in said


def test_a_waiting_row_says_what_is_done_and_what_is_not_and_the_day_it_would_get(browser) -> None:
    said = words_of(browser, "job-2")
    assert "Sertifikat pelatihan pertama terbit , sudah" in said
    assert "Bintang dan ulasan terkirim , belum" in said
    assert "Rekening atau e-wallet tersambung , belum" in said
    assert "Kalau lengkap hari ini, dikirim 20 Januari 2022." in said


def test_a_survey_that_is_not_open_yet_promises_no_day(browser, at) -> None:
    assert "Survei 1 sudah ditutup" in words_of(browser, "survey-1")
    with at("2021-10-18 09:00:00"):
        said = words_of(browser, "survey-1")
    assert "Survei 1 terkirim , belum" in said
    assert "Kalau lengkap hari ini" not in said


def test_where_the_certificate_was_revoked_no_day_is_promised(browser, sari) -> None:
    Certificate.update(revoked_at=clock.now(), revoked_reason="Tidak benar").execute()
    said = words_of(browser, "job-1")
    assert "Sertifikat pelatihan pertamamu dicabut" in said
    assert "Kalau lengkap" not in said


def test_a_planned_payment_shows_its_day(browser, sari) -> None:
    account_of(sari)
    schedule(sari, "job", 1, date(2021, 12, 20))
    said = words_of(browser, "job-1")
    assert "Dijadwalkan 20 Des 2021" in said
    assert "Dikirim otomatis pada 20 Desember 2021. Tidak ada yang perlu kamu lakukan." in said
    assert "Buat pengaduan" not in said


def test_trouble_with_the_account_is_told_before_the_day_with_its_mend(browser, sari) -> None:
    account = account_of(sari)
    PayoutAccount.update(trouble="limit").where(PayoutAccount.id == account.id).execute()
    schedule(sari, "job", 1, date(2021, 12, 20))
    schedule(sari, "job", 2, date(2022, 1, 20))
    said = words_of(browser, "job-1")
    assert "Rekeningmu bermasalah" in said and "batas bulanannya terlampaui" in said
    assert "Perbaiki sebelum 20 Desember 2021, supaya uangnya sampai." in said
    assert "Cek rekening lagi" in said
    assert browser.get("/insentif").text.count('<details class="payment" open>') == 1


def test_trouble_on_the_day_itself_is_to_be_mended_now_and_what_failed_stands_open_alone(
    browser, sari
) -> None:
    fail(sari)
    schedule(sari, "job", 3, TODAY)
    assert "Perbaiki sekarang: pengirimannya hari ini." in words_of(browser, "job-3")
    assert browser.get("/insentif").text.count('<details class="payment" open>') == 1


def test_without_an_account_a_planned_payment_asks_for_one(browser, sari) -> None:
    schedule(sari, "survey", 1, date(2021, 12, 20))
    said = words_of(browser, "survey-1")
    assert "Belum ada rekening atau e-wallet yang tersambung." in said
    assert "Sambungkan rekening" in said and "Cek rekening lagi" not in said


# --- On its way ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("unknown"), "Kami sedang memastikan ke DANA. Uangmu tidak dikirim dua kali."),
        (Reply("refused"), "Kami sedang memastikan ke DANA. Uangmu tidak dikirim dua kali."),
        (Reply("accepted"), "DANA sudah menerima perintah kirim. Uangmu segera masuk."),
        (Reply("absent"), "Pengiriman ke DANA sedang disiapkan."),
    ],
)
def test_what_is_on_its_way_says_what_we_know(browser, sari, reply, said) -> None:
    account_of(sari)
    schedule(sari, "job", 1, TODAY)
    speak(lambda _row, _send: reply)
    words = words_of(browser, "job-1")
    assert "Sedang dikirim" in words and said in words
    assert "Buat pengaduan" in words
    assert "Kamu belum" not in words and "Gagal" not in words


def test_while_officers_hold_payments_back_due_rows_say_since_when(browser, sari, joko) -> None:
    account_of(sari)
    schedule(sari, "job", 1, TODAY)
    schedule(sari, "job", 2, date(2021, 12, 20))
    payouts.stop(joko, "Penyalur sedang gangguan")
    since = "Pengiriman dihentikan sementara oleh petugas sejak 13 Desember 2021 pukul 09.00 WIB."
    assert since in words_of(browser, "job-1")
    safe = "Uangmu aman, dikirim begitu pengiriman dilanjutkan"
    assert f"{safe}." in words_of(browser, "job-1")
    later = words_of(browser, "job-2")
    assert since in later and f"{safe}, paling cepat 20 Desember 2021." in later
    assert "Dikirim otomatis" not in later
    top = text_of(browser.get("/insentif"))
    assert f"Sejak 13 Desember 2021 pukul 09.00 WIB. {safe}." in top
    Payout.create(
        reference="uji-1",
        incentive=schedule(sari, "job", 3, TODAY),
        account=account_of(sari),
        amount=600_000,
    )
    assert since in words_of(browser, "job-3")
    assert "Joko" not in text_of(browser.get("/insentif"))
    payouts.resume(joko)
    said = words_of(browser, "job-1")
    assert safe not in text_of(browser.get("/insentif"))
    assert since not in said and "Sedang disiapkan untuk dikirim hari ini." in said


def test_the_dashboard_knows_that_payments_are_held_back(browser, sari, joko) -> None:
    ratings.rate(sari, bought_by(sari)[0].public_id, 5, WORDS)
    account_of(sari)
    schedule(sari, "job", 2, TODAY)
    quiet = len(cost(browser.client, "/dasbor"))
    assert "dihentikan" not in text_of(browser.get("/dasbor"))
    payouts.stop(joko, "Penyalur sedang gangguan")
    said = Page(section(browser.get("/dasbor"), "langkah")).text
    assert "Pengiriman dihentikan sementara" in said
    assert "Uangmu aman, dikirim begitu pengiriman dilanjutkan." in said
    assert "Tidak ada yang perlu kamu lakukan" not in said
    assert len(cost(browser.client, "/dasbor")) == quiet
    payouts.resume(joko)
    assert "dihentikan" not in text_of(browser.get("/dasbor"))


def test_held_back_with_a_troubled_account_one_is_told_to_mend_it_first(
    browser, sari, joko
) -> None:
    account = account_of(sari)
    PayoutAccount.update(trouble="limit").where(PayoutAccount.id == account.id).execute()
    schedule(sari, "job", 1, TODAY)
    payouts.stop(joko, "Penyalur sedang gangguan")
    said = words_of(browser, "job-1")
    assert "Perbaiki sekarang, sebelum pengiriman dilanjutkan." in said
    assert "hari ini" not in said


@pytest.mark.parametrize("reply", [Reply("unknown"), Reply("refused")])
def test_what_is_unsure_says_when_to_expect_news_and_what_to_do_then(browser, sari, reply) -> None:
    account_of(sari)
    schedule(sari, "job", 1, TODAY)
    speak(lambda _row, _send: reply)
    said = words_of(browser, "job-1")
    assert "Biasanya beres dalam 1 hari kerja. Belum juga? Buat pengaduan." in said


def test_the_card_of_an_unlinked_person_says_the_day_the_list_says(browser, sari) -> None:
    ratings.rate(sari, bought_by(sari)[0].public_id, 5, WORDS)
    schedule(sari, "job", 1, date(2021, 12, 20))
    step = Page(section(browser.get("/dasbor"), "langkah")).text
    assert "Sambungkan sebelum 20 Desember 2021, supaya insentif Rp600.000 sampai." in step
    assert "Batas: 19 Desember 2021 pukul 23.59 WIB" in step
    assert "Perbaiki sebelum 20 Desember 2021" in words_of(browser, "job-1")


# --- Failed and mended ---------------------------------------------------------------------------


def test_a_failed_payment_stands_open_with_reason_mend_and_the_day_it_is_sent_again(
    browser, sari
) -> None:
    fail(sari)
    answer = browser.get("/insentif")
    said = words_of(browser, "job-2")
    assert '<li id="insentif-job-2"><details class="payment" open>' in answer.text
    assert "Gagal dikirim 13 Des 2021" in said
    assert "belum premium" in said and "Cara memperbaiki" in said
    assert f"Kalau diperbaiki hari ini, dikirim ulang {RESENT}." in said
    assert "Cek rekening lagi" in said and "Sambungkan rekening lain" in said
    assert "Apakah uangku hilang?" in said and "Uangmu tetap tercatat" in said
    assert 'href="/pengaduan/baru?tentang=insentif-job-2"' in html_of(browser, "job-2")
    assert text_of(answer).index("Gagal dikirim") < text_of(answer).index("Belum dijadwalkan")
    assert "Rp0 dari Rp2.550.000" in text_of(answer)


@pytest.mark.parametrize("reason", FAILURES)
def test_each_reason_has_its_words_and_a_way_on(browser, sari, reason) -> None:
    account_of(sari)
    row = schedule(sari, "job", 1, TODAY)
    row.state, row.failure, row.failed_at = "failed", reason, clock.now()
    row.save()
    html = html_of(browser, "job-1")
    assert "Alasan" in html and '<ol class="numbers">' in html
    assert "/rekening" in html


def test_what_failed_at_a_bank_is_told_in_a_banks_words(browser, sari) -> None:
    accounts.link(sari, "bni", "1234569002")
    schedule(sari, "job", 2, TODAY)
    speak(failed("not_kyc"))
    said = words_of(browser, "job-2")
    assert "Gagal dikirim" in said and "Data rekeningmu belum lengkap di bank" in said
    assert "premium" not in said and "aplikasi e-wallet" not in said


def test_a_planned_payment_to_a_bank_in_trouble_is_told_in_a_banks_words(browser, sari) -> None:
    accounts.link(sari, "bni", "1234569002")
    PayoutAccount.update(trouble="not_kyc").execute()
    schedule(sari, "job", 2, date(2021, 12, 20))
    said = words_of(browser, "job-2")
    assert "Data rekeningmu belum lengkap di bank" in said and "premium" not in said


def test_what_failed_keeps_the_words_of_the_partner_it_was_sent_to(browser, sari) -> None:
    fail(sari, "not_kyc")
    accounts.link(sari, "bni", "1234567890")  # plans it again, until a second failure
    Incentive.update(
        state="failed", failure="not_kyc", failed_at=clock.now(), scheduled_for=TODAY
    ).where(Incentive.kind == "job", Incentive.ordinal == 2).execute()
    PayoutAccount.update(trouble="phone_mismatch").where(PayoutAccount.partner == "bni").execute()
    said = words_of(browser, "job-2")
    assert "Akun e-wallet milikmu belum premium" in said
    assert "Nomor HP di bank tidak sama" in said and "Nomor HP di e-wallet" not in said


def test_a_closed_account_can_only_be_replaced(browser, sari) -> None:
    fail(sari, "closed")
    said = words_of(browser, "job-2")
    assert "Rekening/e-wallet telah ditutup di Bank/e-wallet." in said
    assert "Cek rekening lagi" not in said


def test_two_failures_of_one_account_ask_for_the_same(browser, sari) -> None:
    ratings.rate(sari, bought_by(sari)[0].public_id, 5, WORDS)
    row = pay_now(sari, "survey", 1)
    payouts.knock(Payout.get(Payout.incentive == row).reference)
    speak(lambda sent, _send: Reply("reversed", amount=sent.amount))
    assert "Cek rekening lagi" in words_of(browser, "survey-1")
    schedule(sari, "survey", 2, TODAY)
    speak(failed("closed"))
    first, second = words_of(browser, "survey-1"), words_of(browser, "survey-2")
    mend = second.split("Cara memperbaiki")[1].split("Pernah dicoba")[0]
    assert mend in first and "Cek rekening lagi" not in first
    assert "uangnya kembali ke program. Rekening/e-wallet telah ditutup" in first
    step = Page(section(browser.get("/dasbor"), "langkah")).text
    assert "2 insentif, Rp100.000, gagal dikirim" in step and "telah ditutup" in step


def test_planned_again_it_says_so_and_what_went_wrong_before(browser, sari) -> None:
    row = fail(sari)
    accounts.link(sari, "ovo", sari.phone)
    PayoutAccount.update(trouble=None).execute()
    Incentive.update(
        state="scheduled", failure=None, failed_at=None, scheduled_for=date(2021, 12, 20)
    ).where(Incentive.id == row.id).execute()
    said = words_of(browser, "job-2")
    assert f"Dikirim ulang {RESENT}." in said
    assert "Pernah dicoba" in said and "13 Desember 2021" in said
    assert f"DANA {sari.phone[:4]} •••• {sari.phone[-4:]}" in said and "belum premium" in said


def test_money_that_came_back_says_so(browser, sari) -> None:
    row = pay_now(sari)
    payout = Payout.get(Payout.incentive == row)
    payouts.knock(payout.reference)
    speak(lambda sent, _send: Reply("reversed", amount=sent.amount))
    said = words_of(browser, "job-1")
    assert "Gagal dikirim" in said
    assert said.count("Ditolak DANA setelah dikirim, uangnya kembali ke program.") == 2


def test_a_lost_place_shows_that_nothing_is_sent(browser) -> None:
    Incentive.update(state="forfeited").execute()
    assert "Tidak dikirim karena kepesertaan dicabut." in words_of(browser, "job-1")


# --- What came -----------------------------------------------------------------------------------


def test_a_payment_that_came_is_counted_and_says_when_where_and_under_which_reference(
    browser, sari
) -> None:
    row = pay_now(sari)
    said = words_of(browser, "job-1")
    assert "Rp600.000 dari Rp2.550.000" in text_of(browser.get("/insentif"))
    assert "Sudah dikirim 13 Des 2021" in said
    assert "13 Desember 2021 pukul 09.00 WIB" in said
    assert f"DANA {sari.phone[:4]} •••• {sari.phone[-4:]}" in said
    assert Payout.get(Payout.incentive == row).reference in said
    assert 'href="/insentif/job-1/bukti"' in html_of(browser, "job-1")


def test_the_receipt_has_everything_and_the_whole_number_of_nobody(browser, sari) -> None:
    row = pay_now(sari)
    answer = browser.get("/insentif/job-1/bukti")
    said = text_of(answer)
    payout = Payout.get(Payout.incentive == row)
    for text in (
        "Bukti Insentif bulan 1",
        "Rp600.000",
        "13 Desember 2021 pukul 09.00 WIB",
        sari.name,
        payout.reference,
        "disb-uji",
    ):
        assert text in said
    assert sari.phone not in answer.text


def test_a_receipt_is_there_for_what_was_paid_alone(browser, sari) -> None:
    assert browser.get("/insentif/job-1/bukti").status_code == 404
    fail(sari)
    assert browser.get("/insentif/job-2/bukti").status_code == 404
    row = pay_now(sari, "survey", 1)
    assert browser.get("/insentif/survey-1/bukti").status_code == 200
    payouts.knock(Payout.get(Payout.incentive == row).reference)
    speak(lambda sent, _send: Reply("reversed", amount=sent.amount))
    assert browser.get("/insentif/survey-1/bukti").status_code == 404


@pytest.mark.parametrize(
    "key", ["job-0", "job-01", "job-9", "job", "gaji-1", "job-1-1", "job-²", "-"]
)
def test_a_receipt_under_another_name_is_not_there(browser, sari, key) -> None:
    pay_now(sari)
    assert browser.get(f"/insentif/{key}/bukti").status_code == 404


def test_another_persons_money_is_not_seen(sari, someone, sign_in) -> None:
    pay_now(sari)
    other = Visitor(sign_in(someone.finished(21)))
    assert "Sudah dikirim" not in text_of(other.get("/insentif"))
    assert other.get("/insentif/job-1/bukti").status_code == 404


def test_the_list_costs_the_same_whatever_was_tried(browser, sari) -> None:
    account_of(sari)
    quiet = len(cost(browser.client, "/insentif"))
    fail(sari)
    pay_now(sari, "job", 1)
    pay_now(sari, "survey", 1)
    assert len(cost(browser.client, "/insentif")) == quiet <= 9


def test_what_the_dashboard_says_of_a_failed_payment_is_what_the_list_says(browser, sari) -> None:
    ratings.rate(sari, bought_by(sari)[0].public_id, 5, WORDS)
    fail(sari)
    step = Page(section(browser.get("/dasbor"), "langkah")).text
    listed = words_of(browser, "job-2")
    for text in ("belum premium", f"dikirim ulang {RESENT}", "Apakah uangku hilang?"):
        assert text in step and text in listed
    assert "Perbaiki rekening" in step
    assert "/insentif#insentif-job-2" in section(browser.get("/dasbor"), "langkah")
