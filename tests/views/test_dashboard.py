"""The dashboard, the card number and the messages."""

import re
from urllib.parse import quote

import pytest

import clock
from actions import certificates, incentives, lapses, outbox, payouts, ratings, training
from models import Block, Incentive, Message
from rules.payouts import Reply
from tests.pages import Page
from tests.payments import account_of, arrived, earned, failed, pay_now, schedule, speak
from tests.people import (
    bought_by,
    buy,
    card_of,
    code_sent_to,
    offer_for,
    part_of,
    start,
    wib,
)
from tests.queries.test_counts import cost
from tests.visitor import ODD_VALUES, PARTIAL, Visitor, section, text_of

pytestmark = pytest.mark.usefixtures("room")
MORNING = "2021-10-18 09:00:00"


@pytest.fixture
def sari(someone, at):
    with at(MORNING):
        yield someone.with_card(21, name="Sari Wulandari")


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


def step_of(answer) -> str:
    """The name of the next step: the heading inside #langkah."""
    html = section(answer, "langkah")
    return Page(re.search(r"<h2>(.*?)</h2>", html, re.S)[0]).text


# --- The next step -------------------------------------------------------------------------------


def test_the_page_has_the_ids_scripts_rely_on(browser) -> None:
    ids = browser.page("/dasbor").ids
    assert {"langkah", "kartu", "saldo", "isi", "pengumuman"} <= set(ids)


def test_somebody_with_a_card_is_told_to_buy_and_until_when(browser) -> None:
    answer = browser.get("/dasbor")
    assert "Beli pelatihan pertama" in step_of(answer)
    assert "21 Oktober 2021 pukul 23.59 WIB" in Page(section(answer, "langkah")).text
    assert "Sisa 3 hari" in Page(section(answer, "langkah")).text
    assert "Rp1.000.000" in section(answer, "saldo")


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        ("registered", "Gabung gelombang berikutnya"),
        ("accepted", "Saldo pelatihanmu belum tersedia"),
    ],
)
def test_before_the_card_there_is_no_card_box(someone, sign_in, at, state, heading) -> None:
    with at(MORNING):
        answer = sign_in(getattr(someone, state)()).get("/dasbor")
        assert step_of(answer) == heading
        assert "Nomor Kartu Prakerja" not in text_of(answer)
        assert 'id="tombol-kartu"' not in answer.get_data(as_text=True)


def test_a_waiting_payment_comes_before_buying(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    answer = browser.get("/dasbor")
    assert step_of(answer) == "Selesaikan pembayaranmu"
    assert f"/beli/{purchase.public_id}" in section(answer, "langkah")


def test_each_step_of_a_course_is_named(browser, sari) -> None:
    purchase = buy(sari, offer_for(21))
    learning = step_of(browser.get("/dasbor"))
    training.finish(purchase)
    waiting = step_of(browser.get("/dasbor"))
    certificates.issue_certificate(purchase)
    rating = step_of(browser.get("/dasbor"))
    ratings.rate(sari, purchase.public_id, 5, "Materinya jelas dan mudah diikuti.")
    linking = step_of(browser.get("/dasbor"))
    said = " | ".join((learning, waiting, rating, linking)).lower()
    assert [word in said for word in ("pelatihan", "sertifikat", "ulasan", "rekening")] == [
        True
    ] * 4
    assert len({learning, waiting, rating, linking}) == 4


def test_a_lost_place_says_when_and_why(browser, sari, at) -> None:
    with at("2021-10-22 00:00:00"):
        assert lapses.lapse_due() == 1
        answer = browser.get("/dasbor")
        assert step_of(answer) == "Kepesertaanmu dicabut pada 22 Oktober 2021"
        assert "21 Oktober 2021 pukul 23.59 WIB" in text_of(answer)
        assert "Rp0" in section(answer, "saldo")


def test_a_place_past_its_deadline_is_lost_before_any_job_ran(browser, at) -> None:
    with at("2021-10-21 23:59:59"):
        assert "Beli pelatihan pertama" in step_of(browser.get("/dasbor"))
    with at("2021-10-22 00:00:00"):
        assert "Kepesertaanmu dicabut" in step_of(browser.get("/dasbor"))


def test_a_blocked_person_still_sees_the_dashboard(browser, sari) -> None:
    Block.create(participant=sari, reason="fraud")
    assert browser.get("/dasbor").status_code == 200


def test_gelombang_70_shows_its_own_balance_and_deadline(someone, sign_in, at) -> None:
    with at("2024-07-20 09:00:00"):
        answer = sign_in(someone.with_card(70)).get("/dasbor")
        assert "Rp3.500.000" in section(answer, "saldo")
        assert "24 Juli 2024 pukul 23.59 WIB" in text_of(answer)


def test_a_name_with_markup_stays_text(someone, sign_in) -> None:
    name = "<script>alert(1)</script> Budi"
    html = sign_in(someone.registered(name=name)).get("/dasbor").get_data(as_text=True)
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


# --- The card number -----------------------------------------------------------------------------


def number_shown(answer, number: str) -> bool:
    html = answer.get_data(as_text=True)
    return number in re.sub(r"\s|<[^>]*>", "", html)


def test_the_card_number_is_not_in_the_page_until_asked_for(browser, sari) -> None:
    number = card_of(sari)
    for path in ("/dasbor", "/insentif", "/pelatihanku", "/pesan", "/rekening"):
        assert not number_shown(browser.get(path), number)
        assert number[:12] not in re.sub(r"\s|<[^>]*>", "", browser.get(path).text)
    assert " ".join(number[-4:]) in text_of(browser.get("/dasbor"))


def test_it_is_shown_once_and_hidden_at_the_next_look(browser, sari) -> None:
    answer = browser.submit("/dasbor", "/kartu/lihat")
    assert (answer.status_code, answer.location) == (303, "/dasbor#kartu")
    shown = browser.get("/dasbor")
    assert number_shown(shown, card_of(sari))
    assert "Jangan bagikan nomor ini. Tidak ada kartu fisik." in text_of(shown)
    assert not number_shown(browser.get("/dasbor"), card_of(sari))


def test_htmx_gets_the_card_box_alone(browser, sari) -> None:
    answer = browser.submit("/dasbor", "/kartu/lihat", PARTIAL)
    assert Page(answer.get_data(as_text=True)).ids[0] == "kartu"
    assert number_shown(answer, card_of(sari))
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True))[1]
    hidden = browser.client.post("/kartu/sembunyikan", data={"csrf_token": token}, headers=PARTIAL)
    assert Page(hidden.get_data(as_text=True)).ids[0] == "kartu"
    assert not number_shown(hidden, card_of(sari))
    assert not number_shown(browser.get("/dasbor"), card_of(sari))


def test_asking_for_a_card_one_does_not_have_shows_none(someone, sign_in) -> None:
    visitor = Visitor(sign_in(someone.registered()))
    for headers in ({}, PARTIAL):
        assert visitor.post("/kartu/lihat", headers=headers).status_code in (200, 303)
        assert visitor.post("/kartu/sembunyikan", headers=headers).status_code in (200, 303)


def test_another_persons_card_is_never_shown(browser, someone) -> None:
    other = someone.with_card(21)
    browser.submit("/dasbor", "/kartu/lihat")
    assert not number_shown(browser.get("/dasbor"), card_of(other))


# --- Messages ------------------------------------------------------------------------------------


def unread_in_head(page: Page) -> str:
    found = re.search(r"belum dibaca: (\d+)", page.text)
    return found[1] if found else "0"


def email_to(person) -> Message:
    mine = (Message.participant == person) & (Message.channel == "email")
    return Message.select().where(mine).order_by(Message.id).get()


def test_messages_are_there_and_counted(browser, sari) -> None:
    page = browser.page("/pesan")
    assert "Selamat, kamu lolos Gelombang 21" in page.text
    assert "Saldo pelatihanmu sudah bisa dipakai" in page.text
    assert unread_in_head(page) == "2"


def test_reading_one_leads_where_it_points_and_takes_it_off_the_count(browser, sari) -> None:
    message = email_to(sari)
    answer = browser.submit("/pesan", f"/pesan/{message.public_id}/baca")
    assert (answer.status_code, answer.location) == (303, "/dasbor")
    assert Message.get_by_id(message.id).read_at == clock.now()
    page = browser.page("/pesan")
    assert unread_in_head(page) == "1"
    assert page.text.index("Saldo pelatihanmu") < page.text.index("Selamat, kamu lolos")


def test_read_twice_it_keeps_the_first_time(browser, sari, at) -> None:
    path = f"/pesan/{email_to(sari).public_id}/baca"
    browser.post(path)
    with at("2021-10-19 09:00:00"):
        assert browser.post(path).status_code == 303
    assert email_to(sari).read_at == wib(MORNING)


def test_another_persons_message_is_not_found_and_stays_unread(browser, someone) -> None:
    other = someone.with_card(21)
    assert browser.post(f"/pesan/{email_to(other).public_id}/baca").status_code == 404
    assert email_to(other).read_at is None


@pytest.mark.parametrize("name", [value for value in ODD_VALUES if value and "\n" not in value])
def test_a_message_nobody_wrote_is_not_found(browser, name) -> None:
    answer = browser.post(f"/pesan/{quote(name, safe='')}/baca")
    assert answer.status_code == 404


def test_a_code_never_shows_among_the_messages(browser, sari) -> None:
    purchase = start(sari, offer_for(21))
    assert code_sent_to(sari) not in text_of(browser.get("/pesan"))
    assert "Kode OTP untuk membayar" not in text_of(browser.get("/pesan"))
    assert code_sent_to(sari) not in browser.get(f"/beli/{purchase.public_id}/otp").text


def test_what_is_written_for_later_is_not_shown_yet(browser, sari, at) -> None:
    message = email_to(sari)
    Message.update(visible_at=wib("2021-10-19 09:00:00")).where(Message.id == message.id).execute()
    assert message.subject not in browser.page("/pesan").text
    with at("2021-10-19 09:00:00"):
        assert message.subject in browser.page("/pesan").text


def test_markup_in_a_message_stays_text(browser, sari) -> None:
    offer = offer_for(21)
    offer.course.title = "<b>Sambal</b>"
    offer.course.save()
    buy(sari, offer)
    html = browser.get("/pesan").get_data(as_text=True)
    assert "<b>Sambal</b>" not in html
    assert "Panduan pelatihan: &lt;b&gt;Sambal" in html


def test_somebody_without_messages_is_told_what_will_come(someone, sign_in) -> None:
    assert "Belum ada pesan." in text_of(sign_in(someone.registered()).get("/pesan"))


def test_a_bought_course_is_listed_on_the_dashboard(browser, sari) -> None:
    purchase = buy(sari, offer_for(21))
    assert f'href="/pelatihanku/{purchase.public_id}"' in browser.get("/dasbor").text
    assert len(bought_by(sari)) == 1
    assert part_of(sari).gelombang.number == 21


# --- The calendar file ---------------------------------------------------------------------------


def test_the_deadlines_are_a_calendar_file_without_anybodys_data(browser, sari) -> None:
    answer = browser.get("/dasbor/tenggat.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert 'filename="tenggat-prakerja.ics"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    file = answer.get_data(as_text=True).replace("\r\n ", "")
    assert "SUMMARY:Batas beli pelatihan pertama Gelombang 21\r\n" in file
    assert "DTEND:20211021T165959Z\r\n" in file and "DTSTAMP:20211018T020000Z\r\n" in file
    for own in ("Sari", sari.phone, sari.nik, sari.email, sari.public_id, card_of(sari)):
        assert own not in file


def test_after_the_first_course_its_deadline_leaves_the_file(browser, sari) -> None:
    buy(sari, offer_for(21))
    file = browser.get("/dasbor/tenggat.ics").get_data(as_text=True)
    assert "beli-21" not in file and "saldo-21" in file


def test_the_dashboard_offers_the_file_and_a_sentence_to_share(browser) -> None:
    html = browser.get("/dasbor").get_data(as_text=True)
    assert 'href="/dasbor/tenggat.ics"' in html
    assert "Batas beli pelatihan pertama Gelombang 21: 21 Oktober 2021 pukul 23.59 WIB." in html


def test_a_step_without_a_deadline_of_its_own_offers_neither(browser, sari, at) -> None:
    with at("2021-10-19 09:00:00"):
        buy(sari, offer_for(21))
        account_of(sari)
        schedule(sari, "job", 2, clock.today())
        speak(failed("limit"))
        answer = browser.get("/dasbor")
        assert "gagal dikirim" in step_of(answer)
        assert "/dasbor/tenggat.ics" not in answer.text and "data-share" not in answer.text
        assert "saldo-21" in browser.get("/dasbor/tenggat.ics").get_data(as_text=True)


def test_without_deadlines_the_file_is_an_empty_calendar(someone, sign_in, client, at) -> None:
    assert client.get("/dasbor/tenggat.ics").status_code == 303
    with at(MORNING):
        file = sign_in(someone.registered()).get("/dasbor/tenggat.ics").get_data(as_text=True)
    assert file.startswith("BEGIN:VCALENDAR\r\n") and "VEVENT" not in file


# --- What messages about money know --------------------------------------------------------------


def test_a_message_of_a_failure_tells_how_it_is_now_and_rings_no_more(browser, sari, at) -> None:
    day = wib("2021-12-13 09:00:00").date()
    with at("2021-12-13 09:00:00"):
        Message.update(read_at=clock.now()).execute()
        account_of(sari)
        row = schedule(sari, "job", 2, day)
        speak(failed("limit"))
        page = browser.page("/pesan")
        assert unread_in_head(page) == "1" and "Sekarang" not in page.text
        Incentive.update(
            state="scheduled", failure=None, failed_at=None, scheduled_for=wib("2021-12-20 09:00")
        ).where(Incentive.id == row.id).execute()
        answer = browser.get("/pesan")
        said = text_of(answer)
        assert "Sekarang: Dijadwalkan 20 Des 2021" in said and "Baru" not in said
        assert 'href="/insentif#insentif-job-2"' in answer.text
        assert 'class="count"' not in answer.text
    with at("2021-12-20 09:00:00"):
        speak(arrived)
        assert "Sekarang: Sudah dikirim 20 Des 2021" in text_of(browser.get("/pesan"))
        assert unread_in_head(browser.page("/pesan")) == "1"


def test_trouble_with_an_account_that_was_mended_rings_no_more(browser, sari) -> None:
    account = account_of(sari)
    Message.update(read_at=clock.now()).execute()
    Message.create(
        participant=sari,
        channel="email",
        reference=f"account_trouble:{account.public_id}:limit:2021-12-20:email",
        addressee=sari.email,
        subject="Perbaiki DANA",
        text="Perbaiki.",
        link="/rekening",
    )
    assert "sudah beres" in text_of(browser.get("/pesan"))
    account.trouble = "limit"
    account.save()
    page = browser.page("/pesan")
    assert unread_in_head(page) == "1" and "sudah beres" not in page.text


def test_messages_cost_the_same_however_many_there_are(browser, sari, at) -> None:
    with at("2021-12-13 09:00:00"):
        pay_now(sari)
        before = len(cost(browser.client, "/pesan"))
        pay_now(sari, "job", 2)
        pay_now(sari, "survey", 1)
        assert len(cost(browser.client, "/pesan")) == before <= 8


def test_a_missing_account_that_was_linked_rings_no_more(browser, sari) -> None:
    Message.update(read_at=clock.now()).execute()
    day = wib("2021-12-20 09:00:00").date()
    event = f"{part_of(sari).public_id}:{day}"
    outbox.tell(sari, "account_missing", event, link="/rekening", amount=600_000, day=day)
    page = browser.page("/pesan")
    assert unread_in_head(page) == "1" and "sudah beres" not in page.text
    account_of(sari)
    answer = browser.get("/pesan")
    assert "sudah beres" in text_of(answer) and 'class="count"' not in answer.text


def test_a_reminder_of_a_purchase_that_was_made_is_no_news_any_more(browser, sari) -> None:
    Message.update(read_at=clock.now()).execute()
    outbox.tell(
        sari,
        "deadline_near",
        f"{part_of(sari).public_id}:72",
        link="/pelatihan",
        remaining="Sisa 3 hari",
        deadline=wib("2021-10-21 23:59:59"),
    )
    page = browser.page("/pesan")
    assert unread_in_head(page) == "1" and "sudah lewat" not in page.text
    buy(sari, offer_for(21))
    page = browser.page("/pesan")
    assert "pengingat ini sudah lewat" in page.text
    assert unread_in_head(page) == "1"  # the receipt alone


def test_a_message_about_money_that_is_held_back_says_what_the_history_says(
    someone, at, sign_in
) -> None:
    with at("2021-10-18 09:00:00"):
        person = earned(someone)
        incentives.schedule_job_incentives(part_of(person))
        browser = Visitor(sign_in(person))
        assert "Sekarang: Dijadwalkan" in browser.page("/pesan").text
        assert "dihentikan" not in browser.page("/pesan").text
        quiet = len(cost(browser.client, "/pesan"))
        payouts.stop(someone.registered("Joko Petugas", role="operator"), "Sedang gangguan")
        held = browser.page("/pesan").text
        assert len(cost(browser.client, "/pesan")) == quiet
    since = "Pengiriman dihentikan sementara oleh petugas sejak 18 Oktober 2021 pukul 09.00 WIB."
    safe = r"Uangmu aman, dikirim begitu pengiriman dilanjutkan, paling cepat [^.]+\."
    said = re.search(f"Sekarang: Dijadwalkan [^.]+ {since} {safe}", held)
    with at("2021-10-18 09:00:00"):
        history = browser.page("/insentif").text
    assert said and said[0].partition(since)[2].strip() in history and since in history


def test_what_a_provider_was_asked_to_send_is_not_called_held_back(someone, at, sign_in) -> None:
    with at("2021-10-18 09:00:00"):
        person = earned(someone)
        incentives.schedule_job_incentives(part_of(person))
        browser = Visitor(sign_in(person))
        schedule(person, "job", 1, clock.today())
        speak(lambda _row, _send: Reply("accepted"))
        payouts.stop(someone.registered("Joko Petugas", role="operator"), "Sedang gangguan")
        said = browser.page("/pesan").text
    assert "Sekarang: Sedang dikirim 18 Okt 2021" in said and "dihentikan" not in said
