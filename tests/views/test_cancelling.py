"""Cancelling on its pages: what follows is said before the button, and every refusal with its reason."""

import pytest

from actions import cancellations, redeeming
from models import Purchase, RedeemCode, Transfer
from queries.audit import broken_rules
from queries.standing import standing_of
from tests.people import bought_by, offer_for, start
from tests.students import institution
from tests.visitor import ODD_VALUES, Visitor, said_at, said_on_top, text_of

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def sari(someone, at):
    with at("2021-10-03 10:00"):
        return someone.with_course(21)


@pytest.fixture
def browser(sari, sign_in):
    return Visitor(sign_in(sari))


@pytest.fixture
def page(sari) -> str:
    return f"/pelatihanku/{bought_by(sari)[0].public_id}/batalkan"


def test_first_what_follows_then_the_button(browser, page, at) -> None:
    with at("2021-10-05 12:00"):
        said = text_of(browser.get(page))
    for fact in (
        "Apa akibatnya kalau kubatalkan sekarang?",
        "Kembali ke saldo pelatihan Rp400.000",
        "Saldo sesudahnya Rp1.000.000",
        "sampai 21 Oktober 2021 pukul 23.59 WIB",
        "Batas itu tidak mundur",
        "Insentif Rp2.400.000",
        "tidak bisa ditukar",
        "Bisa dibatalkan sampai 1 November 2021 pukul 23.59 WIB",
        "Membuka panduan masih boleh. Setelah kode tukar dipakai, tidak bisa lagi.",
        "belum terverifikasi",
    ):
        assert fact in said, fact
    assert "Aku mengerti" not in said


def test_bought_cancelled_and_seen_everywhere(browser, sari, page, at) -> None:
    purchase = bought_by(sari)[0]
    receipt = f"/beli/{purchase.public_id}"
    with at("2021-10-05 12:00"):
        for place in (f"/pelatihanku/{purchase.public_id}", receipt):
            assert page in browser.get(place).get_data(as_text=True)
        answer = browser.submit(page, page)
        assert (answer.status_code, answer.location) == (303, receipt)
        said = text_of(browser.get(receipt))
        assert "Dibatalkan. Rp400.000 kembali ke saldo pelatihan." in said
        assert "Pelatihan dibatalkan" in said and "Saldo sekarang Rp1.000.000" in said
        classes = text_of(browser.get("/pelatihanku"))
        assert "Dibatalkan 5 Okt 2021, Rp400.000 kembali ke saldo" in classes
        old = browser.get(f"/pelatihanku/{purchase.public_id}")
        assert (old.status_code, old.location) == (303, receipt)
        assert standing_of(sari).balance == 1_000_000
    assert not broken_rules()


def test_pressed_twice_it_is_cancelled_once(browser, page, at) -> None:
    with at("2021-10-05 12:00"):
        fields = browser.fields(page, page)
        for _ in range(2):
            assert browser.client.post(page, data=fields).status_code == 303
        late = browser.post(page, {"kunci": "kunci-lain-00001"})
        assert late.status_code == 409
        assert "sudah dibatalkan" in text_of(late)
    assert Transfer.select().where(Transfer.kind == "refund").count() == 1


def test_a_lost_place_must_be_ticked(browser, sari, page, at) -> None:
    with at("2021-10-25 12:00"):
        said = text_of(browser.get(page))
        for fact in (
            "Kepesertaanmu akan hilang",
            "kembali ke rekening dana Kartu Prakerja",
            "tidak bisa ikut gelombang lain",
            "Semua insentif yang belum dikirim hangus",
        ):
            assert fact in said, fact
        answer = browser.submit(page, page)
        assert answer.status_code == 422
        assert "Centang bahwa kamu mengerti" in said_at(answer, "setuju")
        assert said_on_top(answer)
        assert Purchase.get().state == "paid"
        answer = browser.submit(page, page, setuju="ya")
        assert "Saldonya tidak bisa kamu pakai lagi" in text_of(browser.get(answer.location))
        assert Purchase.get().state == "cancelled"
        assert "Kepesertaan" in text_of(browser.get("/dasbor"))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2021-11-02 00:00:00", "1 November 2021 pukul 23.59 WIB"),
        ("2022-02-01 09:00", "sudah lewat"),
    ],
)
def test_day_thirty_one_says_until_when_it_was(browser, sari, page, at, when, said) -> None:
    with at(when):
        answer = browser.get(page)
        assert answer.status_code == 200
        assert "Batas pembatalan sudah lewat" in text_of(answer) and said in text_of(answer)
        assert "<form" not in answer.get_data(as_text=True).split('id="isi"')[1].split("</main>")[0]
        posted = browser.post(page, {"kunci": "kunci-telat-0001", "setuju": "ya"})
        assert posted.status_code == 409
        course = browser.get(page.removesuffix("/batalkan"))
        assert page not in course.get_data(as_text=True)
        assert "Batas pembatalan sudah lewat, jadi tidak bisa" in text_of(course)
    assert Purchase.get().state == "paid"


USED = "Kode tukar sudah dipakai, jadi tidak bisa dibatalkan lagi."


def test_a_used_code_says_why_not(browser, page, at) -> None:
    with at("2021-10-05 12:00"):
        redeeming.commit(institution(), RedeemCode.get().code)
        assert "Kode tukar sudah dipakai" in text_of(browser.get(page))
        posted = browser.post(page, {"kunci": "kunci-telat-0001"})
        assert posted.status_code == 409
        for place in (page.removesuffix("/batalkan"), f"/beli/{Purchase.get().public_id}"):
            seen = browser.get(place)
            assert page not in seen.get_data(as_text=True)
            assert USED in text_of(seen)


def test_before_the_code_is_used_no_reason_is_shown(browser, page, at) -> None:
    with at("2021-10-05 12:00"):
        assert "tidak bisa dibatalkan lagi" not in text_of(
            browser.get(page.removesuffix("/batalkan"))
        )


def test_where_nothing_could_ever_be_cancelled_a_used_code_is_no_reason(
    someone, sign_in, at
) -> None:
    with at("2024-07-11 10:00"):
        person = someone.with_course(70)
        redeeming.commit(institution(), RedeemCode.get().code)
        browser, bought = Visitor(sign_in(person)), bought_by(person)[0].public_id
        for place in (f"/pelatihanku/{bought}", f"/beli/{bought}"):
            assert "tidak bisa dibatalkan" not in text_of(browser.get(place))


def test_other_gelombang_read_that_no_rule_says_so(someone, sign_in, at) -> None:
    with at("2024-07-11 10:00"):
        person = someone.with_course(70)
        page = f"/pelatihanku/{bought_by(person)[0].public_id}/batalkan"
        said = text_of(Visitor(sign_in(person)).get(page))
    assert "Gelombangmu tidak punya aturan pembatalan" in said


def test_what_was_never_paid_needs_no_cancelling(someone, sign_in, at) -> None:
    with at("2021-10-03 10:00"):
        person = someone.with_card(21)
        waiting = start(person, offer_for(21))
        browser = Visitor(sign_in(person))
        page = f"/pelatihanku/{waiting.public_id}/batalkan"
        assert "Pesanan ini tidak dibayar" in text_of(browser.get(page))
        assert browser.get(f"/pelatihanku/{waiting.public_id}").status_code == 404


def test_strangers_find_nothing(page, someone, sign_in, client, at) -> None:
    with at("2021-10-05 12:00"):
        assert client.get(page).status_code in (302, 303)
        browser = Visitor(sign_in(someone.with_course(21)))
        assert browser.get(page).status_code == 404
        assert browser.post(page, {"kunci": "kunci-asing-0001"}).status_code == 404
        for odd in ODD_VALUES[3:8]:
            assert browser.get(f"/pelatihanku/{odd}/batalkan").status_code == 404


@pytest.mark.parametrize("key", ["", "x", "a b c d e f g h", "x" * 65])
def test_a_form_without_its_key_does_nothing(browser, page, at, key: str) -> None:
    with at("2021-10-05 12:00"):
        assert browser.post(page, {"kunci": key}).status_code == 422
    assert Purchase.get().state == "paid"


def test_a_form_from_elsewhere_does_nothing(browser, page, at) -> None:
    with at("2021-10-05 12:00"):
        assert browser.client.post(page, data={"kunci": "kunci-asing-0001"}).status_code >= 400
    assert Purchase.get().state == "paid"


def test_what_a_provider_cancelled_shows_the_reason(browser, sari, someone, at) -> None:
    with at("2021-10-05 12:00"):
        officer = someone.registered("Joko Petugas", role="operator")
        why = "Mentor sakit <b>parah</b>, kelas tidak dibuka."
        purchase = cancellations.cancel_by_provider(bought_by(sari)[0], why, officer)
        said = text_of(browser.get(f"/beli/{purchase.public_id}"))
        assert why in said
        assert "oleh lembaga" in text_of(browser.get("/pelatihanku"))
