"""Signs of a false message: what is one, and what is only a word with a dot in it."""

import pytest

from formats import messages
from formats.help.message_check import normal, signs

KNOWN = ("0800 150 3001 (gratis)", "021-508 13333", "WhatsApp +62 811 8807 172")


def codes(text: str) -> list[str]:
    return [sign.code for sign in signs(text, "dasbor.example.id", KNOWN)]


def seen(text: str, code: str) -> list[str]:
    return [sign.seen for sign in signs(text, "dasbor.example.id", KNOWN) if sign.code == code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kirim kode OTP kamu", "secret"),
        ("balas dengan P\u200bIN kamu", "secret"),
        ("ketik ＰＩＮ", "secret"),
        ("Nomor kartu kamu berapa?", "secret"),
        ("bayar biaya admin dulu", "fee"),
        ("Transfer Rp50.000", "fee"),
        ("Kamu pemenang hadiah", "hurry"),
        ("Segera balas", "hurry"),
        ("instal aplikasi ini", "file"),
        ("buka undangan.apk", "file"),
        ("hubungi 0812-3456-7890", "phone"),
        ("hubungi +60 12 345 6789", "phone"),
        ("wa 6281234567890", "phone"),
    ],
)
def test_a_sign_is_named(text, code) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Buka http://prakerja-bantuan.com/klaim", "prakerja-bantuan.com"),
        ("Buka https://prakerja.go.id.evil.com", "prakerja.go.id.evil.com"),
        ("Buka https://prakerja.go.id@evil.com/a", "evil.com"),
        ("Buka bit.ly/prakerja", "bit.ly"),
        ("Buka WWW.Prakerja-Cair.XYZ", "www.prakerja-cair.xyz"),
        ("Tulis ke admin@gmail.com", "gmail.com"),
        ("Buka https://prakerjа.go.id (huruf lain)", "prakerjа.go.id"),
        ("Buka https://dasbor.example.id.com/", "dasbor.example.id.com"),
    ],
)
def test_an_address_that_is_not_ours_is_shown(text, host) -> None:
    assert host in seen(text, "link")


@pytest.mark.parametrize(
    "text",
    [
        "Buka https://dasbor.example.id/insentif",
        "Lihat www.prakerja.go.id/hubungi-kami",
        "Saldo Rp1.000.000 sampai pukul 23.59 WIB.Lihat dasbor",
        "Pesanan PLT-2021-000123 untuk kelas 3.5",
        "info@prakerja.go.id",
    ],
)
def test_ours_and_what_is_no_address_are_no_sign(text) -> None:
    assert "link" not in codes(text)


@pytest.mark.parametrize(
    "number", ["0800 150 3001", "08001503001", "021-50813333", "+628118807172"]
)
def test_known_contacts_are_no_sign(number) -> None:
    assert "phone" not in codes(f"Hubungi {number}")


def test_a_card_number_is_no_phone() -> None:
    assert "phone" not in codes("4213 7780 1265 9034")


def test_at_most_five_of_a_kind_and_short() -> None:
    many = " ".join(f"http://{'x' * 70}{count}.com" for count in range(20))
    found = seen(many, "link")
    assert 1 <= len(found) <= 5 and all(len(host) <= 60 for host in found)


@pytest.mark.parametrize("text", ["", "http://[", "https://", "@@@", "+", "0" * 5000, "a." * 2500])
def test_odd_texts_break_nothing(text) -> None:
    assert isinstance(codes(text), list)


def test_the_same_words_are_the_same_message() -> None:
    assert normal(" Kode  OTP:\r\n“123”\u200b ") == normal('kode otp: "123"')
    assert normal("Kode 123") != normal("Kode 124")


def test_our_own_texts_carry_no_foreign_address_or_number() -> None:
    facts = {
        "number": "PGD-2021-0042",
        "promised": "21 Oktober 2021",
        "reply": "Sudah.",
        "name": "A",
    }
    for kind in ("complaint_sent", "complaint_answered"):
        for _, subject, text in messages.compose(kind, **facts):
            assert not {"link", "phone", "fee", "secret"} & set(codes(f"{subject} {text}"))
