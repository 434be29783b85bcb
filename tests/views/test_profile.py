"""Results, verification, profile: what the app knows of a participant, said plainly."""

import pytest

import clock
from actions import appeals, lapses, selection
from models import Block, Participant
from tests.people import part_of, wib
from tests.visitor import ODD_VALUES, Visitor, said_on_top, text_of


def test_the_pages_are_for_those_who_signed_in(client, room) -> None:
    for path in ("/riwayat-gelombang", "/verifikasi", "/profil"):
        assert client.get(path).headers["Location"].startswith("/masuk?lanjut=")


def test_nobody_joined_yet_says_what_brings_it(client, someone, sign_in) -> None:
    sign_in(someone.registered())
    page = client.page("/riwayat-gelombang")
    assert "Kamu belum pernah ikut gelombang." in page.text


def test_who_is_verified_is_not_sent_to_verification_again(client, someone, sign_in) -> None:
    sign_in(someone.registered())
    assert "Akunmu sudah terverifikasi." in client.page("/riwayat-gelombang").text
    sign_in(someone.registered(identity_verified_at=None))
    assert "Setelah Verifikasi Akun selesai" in client.page("/riwayat-gelombang").text


def test_without_an_announced_day_the_day_of_the_result_is_shown(
    client, someone, sign_in, at
) -> None:
    with at("2021-09-15 20:00"):
        sign_in(someone.accepted(20))  # no source names the day of its announcement
        assert "Diumumkan 15 September 2021" in client.page("/riwayat-gelombang").text


def test_joined_is_being_processed_and_asks_for_nothing(client, someone, sign_in, at) -> None:
    with at("2021-09-20 09:00"):
        joined = someone.registered()
        selection.join(joined, someone.gelombang(21))
        sign_in(joined)
        text = client.page("/riwayat-gelombang").text
    assert "Sedang diproses" in text and "lewat SMS" in text


def test_before_the_close_it_says_when_it_closes(client, someone, sign_in, at) -> None:
    with at("2021-09-18 09:00"):
        joined = someone.registered()
        selection.join(joined, someone.gelombang(21))
        sign_in(joined)
        text = client.page("/riwayat-gelombang").text
    assert "Menunggu gelombang ditutup" in text and "ditutup 19 September 2021" in text


def test_accepted_reads_berhasil(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        sign_in(someone.accepted(21))
        text = client.page("/riwayat-gelombang").text
    assert "Berhasil" in text and "Diumumkan 22 September 2021" in text


@pytest.mark.parametrize(
    ("reason", "says", "mends"),
    [
        ("quota_full", "kuota penuh", "Ikut lagi di gelombang berikutnya"),
        ("identity", "tidak cocok dengan data kependudukan", "1500-538"),
        ("something_new", "Alasannya belum kami terima", "Hubungi bantuan"),
    ],
)
def test_not_selected_reads_gagal_with_the_way_to_mend_it(
    client, someone, sign_in, at, reason, says, mends
) -> None:
    with at("2021-09-23 09:00"):
        person = someone.registered()
        selection.turn_down(selection.join(person, someone.gelombang(21)), reason)
        sign_in(person)
        text = client.page("/riwayat-gelombang").text
    assert "Gagal" in text and says in text and mends in text


def test_the_newest_gelombang_stands_first(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        person = someone.registered()
        for number in (20, 21):
            selection.turn_down(selection.join(person, someone.gelombang(number)), "quota_full")
        sign_in(person)
        text = client.page("/riwayat-gelombang").text
    assert text.index("Gelombang 21") < text.index("Gelombang 20")


def test_a_lost_place_names_day_and_reason(client, someone, sign_in, at) -> None:
    with at("2021-09-23 09:00"):
        person = someone.with_card(21)
    with at("2021-10-22 00:00"):
        assert lapses.lapse(part_of(person))
        sign_in(person)
        text = client.page("/riwayat-gelombang").text
    assert "Dicabut" in text and "22 Oktober 2021" in text
    assert "pelatihan pertama tidak dibeli" in text


def test_an_account_without_nik_has_its_pages(client, someone, sign_in) -> None:
    sign_in(someone.registered(nik=None, interests=[]))
    assert "Belum diisi" in client.page("/verifikasi").text
    assert "Belum dipilih" in client.page("/profil").text


def test_the_profile_masks_numbers(client, someone, sign_in) -> None:
    person = someone.registered(phone="081234567788")
    sign_in(person)
    text = client.page("/profil").text
    assert "0812 •••• 7788" in text and "081234567788" not in text
    assert "Makanan dan Minuman" in text


@pytest.mark.parametrize(
    ("chosen", "kept"), [("gelap", "gelap"), ("terang", "terang"), ("hp", None)]
)
def test_the_chosen_look_is_kept_and_shown(client, someone, sign_in, chosen, kept) -> None:
    person = someone.registered(theme="gelap" if chosen == "hp" else None)
    visitor = Visitor(sign_in(person))
    answer = visitor.submit("/profil", "/profil/tema", tema=chosen)
    assert answer.status_code == 303
    assert Participant.get_by_id(person.id).theme == kept
    html = client.get("/profil").get_data(as_text=True)
    assert (f'data-tema="{kept}"' in html) == (kept is not None)


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_a_look_that_is_not_offered_changes_nothing(client, someone, sign_in, value) -> None:
    person = someone.registered(theme="gelap")
    answer = Visitor(sign_in(person)).submit("/profil", "/profil/tema", tema=value)
    assert answer.status_code == 422
    assert said_on_top(answer) == ["Pilih terang, gelap, atau ikuti HP"]
    assert Participant.get_by_id(person.id).theme == "gelap"


def test_the_way_out_is_on_the_profile(client, someone, sign_in) -> None:
    answer = Visitor(sign_in(someone.registered())).submit("/profil", "/keluar")
    assert answer.headers["Location"] == "/masuk"
    assert client.get("/profil").status_code == 303


def test_results_are_of_programme_time(client, someone, sign_in) -> None:
    with clock.stopped_at(wib("2021-09-18 09:00:00")):
        joined = someone.registered()
        selection.join(joined, someone.gelombang(21))
    with clock.stopped_at(wib("2021-09-20 00:00:00")):
        sign_in(joined)
        assert "Sedang diproses" in text_of(client.get("/riwayat-gelombang"))


@pytest.fixture
def revoked(someone, sign_in, at):
    """Somebody who bought nothing in time, and their browser."""
    with at("2021-09-23 09:00"):
        person = someone.with_card(21)
    with at("2021-12-01 09:00"):
        assert lapses.lapse_due() == 1
    return person, Visitor(sign_in(person))


def history_page(browser):
    page = browser.page("/riwayat-gelombang")
    return page.text, [link["href"] for link in page.all("a")]


def test_a_lost_place_follows_its_appeal(revoked, someone, at) -> None:
    person, browser = revoked
    with at("2021-12-02 09:00"):
        text, links = history_page(browser)
        assert "Ajukan keberatan" in text and "tidak bisa ikut gelombang lain" in text
        appeals.send(person, "Saya dirawat di rumah sakit dua minggu.")
        text, links = history_page(browser)
        assert "Keberatanmu sedang diperiksa." in text and "Lihat keberatanmu" in text
        assert "Ajukan keberatan" not in text and "/keberatan" in links


@pytest.mark.parametrize(
    ("upheld", "says", "never"),
    [
        (True, "Keberatanmu diterima. Kamu boleh ikut gelombang berikutnya.", "tidak bisa ikut"),
        (False, "Keberatanmu belum bisa diterima. Kamu tidak bisa ikut", "boleh ikut"),
    ],
)
def test_an_answered_appeal_is_not_offered_again(revoked, someone, at, upheld, says, never) -> None:
    person, browser = revoked
    with at("2021-12-02 09:00"):
        appeal = appeals.send(person, "Saya dirawat di rumah sakit dua minggu.")
        officer = someone.registered("Petugas", role="operator")
        appeals.decide(appeal, upheld, "Sudah kami baca.", officer)
        text, links = history_page(browser)
    assert says in text and never not in text
    assert "Ajukan keberatan" not in text and "Lihat jawabannya" in text


def test_of_two_lost_places_the_latest_alone_speaks_of_now(revoked, someone, at) -> None:
    person, browser = revoked
    with at("2021-12-02 09:00"):
        appeal = appeals.send(person, "Saya dirawat di rumah sakit dua minggu.")
        officer = someone.registered("Petugas", role="operator")
        appeals.decide(appeal, True, "Sudah kami baca.", officer)
        part = selection.join(person, someone.gelombang(22))
        selection.accept(part)
        selection.issue_balance(part)
    with at("2022-03-01 09:00"):
        assert lapses.lapse_due() == 1
        text, links = history_page(browser)
    assert text.index("Ajukan keberatan") < text.index("Keberatanmu diterima.")
    assert "boleh ikut" not in text and "Lihat jawabannya" not in text


def test_a_block_lifted_without_an_appeal_bars_no_more(revoked, at) -> None:
    _, browser = revoked
    Block.update(lifted_at=wib("2021-12-02 09:00:00")).execute()
    with at("2021-12-03 09:00"):
        text, links = history_page(browser)
    assert "Akunmu tidak dibekukan lagi. Kamu boleh ikut" in text and "Ajukan" not in text
