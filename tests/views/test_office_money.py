"""The officers' money page: lists, one more question to the provider, the stop button, purses, files."""

import csv
import io
from datetime import date, timedelta

import pytest

import clock
from actions import payout_book, payouts
from models import AuditEntry, Complaint, Participant, Payout
from queries import money
from rules.payouts import Entry, Page, Reply
from tests.payments import account_of, failed, pay_now, schedule, speak
from tests.queries.test_counts import cost
from tests.visitor import ODD_VALUES, Visitor, said_at, said_on_top, text_of, value_of

pytestmark = pytest.mark.usefixtures("room")
TODAY = date(2021, 12, 13)
HERE = "/petugas/uang"
STOP = f"{HERE}/hentikan"
RESUME = f"{HERE}/lanjutkan"
WHY = "Penyalur sedang gangguan"
LISTS = ("jatuh-tempo", "dikirim", "belum-pasti", "masalah", "gagal")
PAGES = (HERE, STOP, f"{HERE}/saldo", *(f"{HERE}/{name}" for name in LISTS))
FILES = (f"{HERE}/pembayaran.csv", f"{HERE}/saldo.csv")


@pytest.fixture
def sari(someone, at):
    with at("2021-10-18 09:00:00"):
        person = someone.finished(21, name="Sari Wulandari")
    with at("2021-12-13 09:00:00"):
        account_of(person)
        yield person


@pytest.fixture
def joko(someone):
    return someone.registered("Joko Petugas", role="operator")


@pytest.fixture
def browser(sari, joko, sign_in):
    return Visitor(sign_in(joko))


@pytest.fixture
def unknown(sari) -> Payout:
    row = schedule(sari, "job", 1, TODAY)
    speak(lambda _row, _send: Reply("unknown"))
    return Payout.get(Payout.incentive == row)


def audited(action: str) -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action == action))


# --- Who may enter -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_to_everybody_else_it_is_not_there(client, sign_in, someone, path) -> None:
    assert client.get(path).headers["Location"] == f"/masuk?lanjut={path}"
    for role in ("participant", "trainer"):
        assert sign_in(someone.registered(role=role)).get(path).status_code == 404
    assert not audited("report_downloaded")


@pytest.mark.parametrize("path", [STOP, f"{HERE}/lanjutkan"])
def test_nobody_else_presses_its_buttons(client, sign_in, someone, unknown, path) -> None:
    ask = f"{HERE}/pembayaran/{unknown.public_id}/tanya"
    stranger = Visitor(client)
    assert stranger.post(path, {"alasan": WHY, "yakin": "ya"}).location.startswith("/masuk")
    person = Visitor(sign_in(someone.registered()))
    assert person.post(path, {"alasan": WHY, "yakin": "ya"}).status_code == 404
    assert person.post(ask).status_code == 404
    assert payouts.stopped() is None and not audited("payout_asked_again")


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_room_has_its_pages(joko, sign_in, path) -> None:
    assert sign_in(joko).get(path).status_code == 200


def test_the_office_leads_here(browser) -> None:
    assert 'href="/petugas/uang"' in browser.get("/petugas").text


# --- What is not done ----------------------------------------------------------------------------


def test_the_first_page_counts_and_sums(browser, sari, unknown) -> None:
    schedule(sari, "survey", 1, TODAY)
    said = text_of(browser.get(HERE))
    assert "Jatuh tempo 1 pembayaran Rp50.000." in said
    assert "Belum pasti 1 pembayaran Rp600.000." in said
    assert "Kurang dari 1 jam Rp600.000 1 pembayaran" in said
    assert "Perlu dicek petugas 0 pembayaran" in said


def test_failed_ones_stand_by_reason(browser, sari) -> None:
    schedule(sari, "job", 1, TODAY)
    speak(failed("closed"))
    answer = browser.get(HERE)
    assert "Rekening atau e-wallet sudah ditutup Rp600.000 1 pembayaran" in text_of(answer)
    assert 'href="/petugas/uang/gagal?alasan=closed"' in answer.text
    assert "Sari Wulandari" in text_of(browser.get(f"{HERE}/gagal?alasan=closed"))
    assert "Sari Wulandari" not in text_of(browser.get(f"{HERE}/gagal?alasan=limit"))
    for odd in ODD_VALUES:
        answer = browser.get(f"{HERE}/gagal", query_string={"alasan": odd, "hal": odd})
        assert "Sari Wulandari" in text_of(answer)


def test_a_list_names_everything_an_officer_needs_and_no_whole_number(
    browser, sari, unknown
) -> None:
    answer = browser.get(f"{HERE}/belum-pasti")
    said = text_of(answer)
    for text in ("Sari Wulandari", "Rp600.000", unknown.reference, "1 kali ditanya", "DANA"):
        assert text in said
    assert "Tidak ada jawaban yang jelas" in said and "Insentif bulan 1" in said
    assert sari.phone not in answer.text
    assert f"{sari.phone[:4]} •••• {sari.phone[-4:]}" in said


def test_what_nobody_here_sent_stands_on_the_page_for_a_month(browser, at) -> None:
    assert "dicocokkan" not in browser.get(HERE).text
    moment = clock.real_now() + timedelta(minutes=1)
    entry = Entry("disb-asing<b>", "rahasia", "succeeded", 600_000, moment)
    payout_book.compare(payout_book.reading(), Page((entry,), None))
    said = text_of(browser.get(HERE))
    assert "1 pengiriman, Rp600.000 keluar. Tanyakan ke penyalur: disb-asing<b>." in said
    assert "terakhir dicocokkan 13 Desember 2021 pukul 09.00 WIB" in said
    assert "rahasia" not in said
    assert "1 tidak kita kenal" in text_of(browser.get("/petugas"))
    with at("2022-01-12 09:00:00"):
        said = text_of(browser.get(HERE))
        assert "disb-asing" not in said
        assert "Buku penyalur belum bisa dicocokkan sejak 13 Desember 2021" in said


def test_an_officer_notes_that_the_provider_was_asked(browser) -> None:
    moment = clock.real_now() + timedelta(minutes=1)
    entry = Entry("disb-asing", "rahasia", "failed", 600_000, moment)
    payout_book.compare(payout_book.reading(), Page((entry,), None))
    assert "1 pengiriman, Rp0 keluar." in text_of(browser.get(HERE))
    answer = browser.submit(HERE, "/petugas/uang/asing/selesai")
    assert answer.status_code == 303
    assert "disb-asing" not in browser.get(HERE).text
    assert "tidak kita kenal" not in text_of(browser.get("/petugas"))
    for odd in (*ODD_VALUES, "2021-12-13"):
        assert browser.post(f"{HERE}/asing/selesai", {"sampai": odd}).status_code == 404


def test_problems_are_told_in_words(browser, sari) -> None:
    schedule(sari, "job", 1, TODAY)
    speak(lambda row, _send: Reply("succeeded", amount=row.amount + 1))
    assert "Jumlah di buku penyalur berbeda" in text_of(browser.get(HERE))
    assert "Jumlah di buku penyalur berbeda" in text_of(browser.get(f"{HERE}/masalah"))


def test_pages_lead_to_each_other(browser, sari, monkeypatch) -> None:
    monkeypatch.setattr(money, "PAGE", 2)
    for ordinal in (1, 2, 3):
        schedule(sari, "job", ordinal, TODAY)
    first, last = browser.get(f"{HERE}/jatuh-tempo"), browser.get(f"{HERE}/jatuh-tempo?hal=2")
    assert "?hal=2" in first.text and "Halaman 1 dari 2" in text_of(first)
    assert "?hal=1" in last.text and "Insentif bulan 3" in text_of(last)
    assert "Insentif bulan 3" in text_of(browser.get(f"{HERE}/jatuh-tempo?hal=99"))
    for odd in ODD_VALUES:
        page = browser.get(f"{HERE}/jatuh-tempo", query_string={"hal": odd})
        assert "Insentif bulan 1" in text_of(page) or "Insentif bulan 3" in text_of(page)


@pytest.mark.parametrize("name", ["due", "semua", "saldo.txt", "%00", "🌶️"])
def test_a_list_nobody_knows_is_not_there(browser, name) -> None:
    assert browser.get(f"{HERE}/{name}").status_code == 404
    assert browser.get(f"{HERE}/pembayaran.csv", query_string={"daftar": name}).status_code == 404


def test_the_provider_is_asked_again_and_that_is_noted(browser, joko, unknown) -> None:
    Payout.update(ask_at=None, problem="refused").execute()
    path = f"{HERE}/pembayaran/{unknown.public_id}/tanya"
    answer = browser.submit(f"{HERE}/masalah", path)
    assert (answer.status_code, answer.location) == (303, f"{HERE}/masalah")
    row = Payout.get_by_id(unknown.id)
    assert row.problem == "refused" and row.ask_at is not None
    assert [entry.actor for entry in audited("payout_asked_again")] == [
        f"operator:{joko.public_id}"
    ]


def test_afterwards_one_is_never_led_elsewhere(browser, unknown) -> None:
    path = f"{HERE}/pembayaran/{unknown.public_id}/tanya"
    for odd in ("//jahat.example", "https://jahat.example", "../..", ""):
        assert browser.post(path, {"dari": odd}).location == HERE


def test_a_payout_nobody_made_cannot_be_asked_about(browser, unknown) -> None:
    assert browser.post(f"{HERE}/pembayaran/tidak-ada/tanya").status_code == 404
    assert browser.post(f"{HERE}/pembayaran/{unknown.id}/tanya").status_code == 404


def test_the_statements_do_not_grow(browser, sari) -> None:
    schedule(sari, "job", 1, TODAY)
    quiet = {path: len(cost(browser.client, path)) for path in PAGES if path != STOP}
    for ordinal in (2, 3, 4):
        schedule(sari, "job", ordinal, TODAY)
    pay_now(sari, "survey", 1)
    for ordinal in (1, 2):
        schedule(sari, "survey", ordinal + 1, TODAY)
    for path, before in quiet.items():
        assert len(cost(browser.client, path)) == before <= 9, path


# --- The stop button -----------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "   ", "pendek", "x" * 201])
def test_stopping_needs_a_reason(browser, reason) -> None:
    answer = browser.submit(STOP, STOP, alasan=reason)
    assert answer.status_code == 422
    assert said_on_top(answer) == [said_at(answer, "alasan")]
    assert value_of(answer, "alasan") == reason
    assert payouts.stopped() is None


def test_without_a_reason_being_sure_stops_nothing(browser) -> None:
    assert browser.post(STOP, {"yakin": "ya"}).status_code == 422
    assert payouts.stopped() is None


def test_first_one_reads_what_it_means_then_it_is_stopped_and_audited(browser, joko, sari) -> None:
    schedule(sari, "job", 1, TODAY)
    look = browser.submit(STOP, STOP, alasan=WHY)
    said = text_of(look)
    assert look.status_code == 200 and payouts.stopped() is None
    assert "1 pembayaran jatuh tempo menunggu, sejumlah Rp600.000." in said and WHY in said
    answer = browser.post(STOP, {"alasan": WHY, "yakin": "ya"})
    assert (answer.status_code, answer.location) == (303, HERE)
    said = text_of(browser.get(HERE))
    assert "Oleh Joko Petugas sejak 13 Desember 2021 pukul 09.00 WIB" in said and WHY in said
    assert "Pengiriman dihentikan" in text_of(browser.get(f"{HERE}/jatuh-tempo"))
    (entry,) = audited("payouts_stopped")
    assert entry.actor == f"operator:{joko.public_id}"
    assert payouts.open_due() == 0


def test_stopped_twice_the_first_reason_stays(browser, joko) -> None:
    payouts.stop(joko, WHY)
    assert browser.get(STOP).location == HERE
    assert browser.post(STOP, {"alasan": "Alasan yang lain", "yakin": "ya"}).location == HERE
    assert (payouts.stopped() or {})["reason"] == WHY


def test_it_goes_on_when_an_officer_says_so(browser, joko) -> None:
    payouts.stop(joko, WHY)
    assert f'href="{RESUME}"' in browser.get(HERE).text
    answer = browser.submit(RESUME, RESUME)
    assert (answer.status_code, answer.location) == (303, HERE)
    assert payouts.stopped() is None
    assert "Pengiriman dilanjutkan." in text_of(browser.get(HERE))
    assert browser.get(RESUME).location == browser.post(RESUME).location == HERE
    assert "tidak sedang dihentikan" in text_of(browser.get(HERE))
    assert len(audited("payouts_resumed")) == 1


def test_before_it_goes_on_one_reads_what_leaves(browser, joko, sari) -> None:
    schedule(sari, "survey", 1, TODAY)
    payouts.stop(joko, WHY)
    answer = browser.get(RESUME)
    said = text_of(answer)
    assert "Lanjutkan pengiriman, 1 pembayaran Rp50.000" in said and WHY in said
    assert "1 pembayaran jatuh tempo langsung dikirim, sejumlah Rp50.000." in said
    assert payouts.stopped() is not None


# --- A problem that was cleared up ---------------------------------------------------------------

FOUND = "Penyalur memastikan uangnya tidak dikirim"


def troubled(row: Payout) -> str:
    """The address that takes this payout's problem off."""
    Payout.update(problem="refused").where(Payout.id == row.id).execute()
    return f"{HERE}/pembayaran/{row.public_id}/tuntas"


@pytest.mark.parametrize("reason", ["", "   ", "pendek", "x" * 201])
@pytest.mark.parametrize("sure", ["", "ya"])
def test_clearing_up_needs_words(browser, unknown, reason, sure) -> None:
    path = troubled(unknown)
    answer = browser.submit(path, path, alasan=reason, yakin=sure)
    assert answer.status_code == 422
    assert said_on_top(answer) == [said_at(answer, "alasan")]
    assert value_of(answer, "alasan") == reason
    assert Payout.get_by_id(unknown.id).problem == "refused"


def test_an_open_one_ends_as_failed_after_a_look_at_what_that_means(browser, unknown) -> None:
    path = troubled(unknown)
    assert f'href="{path}"' in browser.get(f"{HERE}/masalah").text
    look = browser.submit(path, path, alasan=FOUND)
    said = text_of(look)
    assert look.status_code == 200 and Payout.get_by_id(unknown.id).state == "open"
    assert "berakhir sebagai gagal" in said and "dibayar dua kali" in said and FOUND in said
    answer = browser.post(path, {"alasan": FOUND, "yakin": "ya"})
    assert (answer.status_code, answer.location) == (303, f"{HERE}/masalah")
    row = Payout.get_by_id(unknown.id)
    assert (row.state, row.failure, row.problem) == ("failed", "rejected", None)
    (entry,) = audited("payout_problem_closed")
    assert entry.detail == {"reason": FOUND}
    assert "Sari Wulandari" in text_of(browser.get(f"{HERE}/gagal"))
    assert "Ditolak bank atau e-wallet tanpa alasan" in text_of(browser.get(f"{HERE}/gagal"))


def test_of_an_ended_one_only_the_problem_is_taken_off(browser, sari) -> None:
    row = Payout.get(Payout.incentive == pay_now(sari))
    path = troubled(row)
    said = text_of(browser.submit(path, path, alasan=FOUND))
    assert "Hanya tanda masalahnya dilepas." in said and "dibayar dua kali" not in said
    browser.post(path, {"alasan": FOUND, "yakin": "ya"})
    row = Payout.get_by_id(row.id)
    assert (row.state, row.problem) == ("paid", None)


def test_what_is_no_problem_any_more_is_left_alone(browser, unknown) -> None:
    path = f"{HERE}/pembayaran/{unknown.public_id}/tuntas"
    for answer in (browser.get(path), browser.post(path, {"alasan": FOUND, "yakin": "ya"})):
        assert answer.status_code == 409 and "Masalah ini sudah selesai" in text_of(answer)
    assert not audited("payout_problem_closed")


def test_nobody_else_clears_anything_up(browser, unknown, someone, client, sign_in) -> None:
    path = troubled(unknown)
    for name in ("tidak-ada", str(unknown.id)):
        assert browser.get(f"{HERE}/pembayaran/{name}/tuntas").status_code == 404
    person = Visitor(sign_in(someone.registered()))
    assert person.post(path, {"alasan": FOUND, "yakin": "ya"}).status_code == 404
    assert Payout.get_by_id(unknown.id).problem == "refused"


def test_what_is_not_cleared_up_is_not_due(browser, sari) -> None:
    row = schedule(sari, "job", 1, TODAY)
    Payout.create(
        reference="uji-1",
        incentive=row,
        account=account_of(sari),
        amount=row.amount,
        state="failed",
        failure="closed",
        settled_at=clock.now(),
        problem="contradiction",
    )
    assert money.count_of("due", clock.now()) == 0 == payouts.open_due()
    assert "Jatuh tempo 0 pembayaran" in text_of(browser.get(HERE))


# --- The officers' first page --------------------------------------------------------------------


def test_the_first_page_says_what_needs_an_officer(browser, joko, sari) -> None:
    assert "Uang 0 menunggu Antrean kosong." in text_of(browser.get("/petugas"))
    schedule(sari, "job", 1, TODAY)
    speak(failed("closed"))
    assert "Uang 1 menunggu 1 gagal dikirim." in text_of(browser.get("/petugas"))
    payouts.stop(joko, WHY)
    assert "Uang Dihentikan Pengiriman dihentikan sejak" in text_of(browser.get("/petugas"))


def test_the_first_page_counts_complaints_beyond_their_day(browser, sari) -> None:
    for number, promised in enumerate(
        (TODAY - timedelta(days=1), TODAY - timedelta(days=2), TODAY)
    ):
        Complaint.create(
            participant=sari,
            number=f"PGD-UJI{number}",
            kind="incentive",
            promised_on=promised,
        )
    said = text_of(browser.get("/petugas"))
    assert "Pengaduan 3 menunggu" in said and "2 lewat janji" in said


# --- Purses --------------------------------------------------------------------------------------


def test_every_purse_of_a_day_is_shown_and_they_add_up(browser, sari) -> None:
    pay_now(sari)
    said = text_of(browser.get(f"{HERE}/saldo?tanggal=2021-12-13"))
    assert "Insentif peserta Rp600.000 Masuk Rp600.000, keluar Rp0" in said
    assert "Platform Toko Uji" in said and "Jumlah semua dompet Rp0" in said
    earlier = text_of(browser.get(f"{HERE}/saldo?tanggal=2021-12-01"))
    assert "Insentif peserta Rp0 Masuk Rp0, keluar Rp0" in earlier


def test_without_a_day_it_is_today(browser) -> None:
    answer = browser.get(f"{HERE}/saldo")
    assert "13 Desember 2021" in text_of(answer)
    assert value_of(answer, "tanggal") == "2021-12-13"


@pytest.mark.parametrize(
    "typed",
    ["kemarin", "2021-13-01", "2021-02-30", "13-12-2021", "0001-01-01", "9999-12-31", "<b>", "²"],
)
@pytest.mark.parametrize("page", ["saldo", "saldo.csv"])
def test_a_day_that_is_none_is_told_and_stays(browser, typed, page) -> None:
    answer = browser.get(f"{HERE}/{page}", query_string={"tanggal": typed})
    assert answer.status_code == 422
    assert said_on_top(answer) == [said_at(answer, "tanggal")]
    assert value_of(answer, "tanggal") == typed
    assert not audited("report_downloaded")


def test_tomorrow_has_no_balance_yet(browser) -> None:
    answer = browser.get(f"{HERE}/saldo?tanggal=2021-12-14")
    assert answer.status_code == 422
    assert said_at(answer, "tanggal") == "Pilih tanggal sampai hari ini"


# --- Files ---------------------------------------------------------------------------------------


def rows_of(answer) -> list[list[str]]:
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))


def test_the_file_of_payments_holds_what_the_lists_hold(browser, joko, sari, unknown) -> None:
    schedule(sari, "survey", 1, TODAY)
    answer = browser.get(f"{HERE}/pembayaran.csv")
    header, *rows = rows_of(answer)
    assert len(header) == 9 and header[-2:] == ["Kali ditanya", "Sejak"]
    assert [row[:4] for row in rows] == [
        ["Jatuh tempo", "Sari Wulandari", "Survei 1", "50000"],
        ["Belum pasti", "Sari Wulandari", "Insentif bulan 1", "600000"],
    ]
    assert rows[1][6] == unknown.reference
    assert [row[8] for row in rows] == ["2021-12-13", "2021-12-13T09:00:00+07:00"]
    assert sari.phone not in answer.get_data(as_text=True)
    (entry,) = audited("report_downloaded")
    assert (entry.actor, entry.subject) == (f"operator:{joko.public_id}", "report:pembayaran")
    assert entry.detail == {"rows": 2}


def test_one_list_can_be_taken_alone(browser, sari, unknown) -> None:
    schedule(sari, "survey", 1, TODAY)
    rows = rows_of(browser.get(f"{HERE}/pembayaran.csv?daftar=belum-pasti"))
    assert [row[0] for row in rows[1:]] == ["Belum pasti"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "＝"])
def test_a_name_is_never_a_formula(browser, sari, sign) -> None:
    Participant.update(name=f"{sign}1+1").where(Participant.id == sari.id).execute()
    schedule(sari, "job", 1, TODAY)
    rows = rows_of(browser.get(f"{HERE}/pembayaran.csv"))
    assert rows[1][1] == f"'{sign}1+1"


def test_the_file_of_purses_holds_the_day_and_is_noted(browser, sari) -> None:
    pay_now(sari)
    header, *rows = rows_of(browser.get(f"{HERE}/saldo.csv?tanggal=2021-12-13"))
    found = {row[1]: row[2:] for row in rows}
    assert found["Insentif peserta"] == ["0", "600000", "0", "600000"]
    assert sum(int(row[-1]) for row in rows) == 0
    assert {row[0] for row in rows} == {"2021-12-13"}
    assert [entry.subject for entry in audited("report_downloaded")] == ["report:saldo"]
    assert len(header) == 6


def test_the_file_of_today_needs_no_day(browser) -> None:
    assert rows_of(browser.get(f"{HERE}/saldo.csv"))[1][0] == clock.today().isoformat()


@pytest.mark.parametrize("typed", [None, "pendek"])
def test_the_stop_form_names_its_shortest_reason_before_and_after_refusing(browser, typed) -> None:
    answer = browser.get(STOP) if typed is None else browser.submit(STOP, STOP, alasan=typed)
    assert "Paling sedikit 10 huruf." in text_of(answer)
