"""The help's answers: short, in the house's words, with the reader's own figures."""

import re
from datetime import datetime

import pytest

from formats import help
from formats.help.answers import Reader, general_terms
from formats.help.contacts import href_of
from formats.help.glossary import GLOSSARY
from formats.wording import INCENTIVE_STATES
from rules.deadlines import WIB
from rules.gelombang import PUBLISHED

PHONE = "0800 150 3001 (gratis)"
ANYBODY = Reader(PHONE)
MOMENT = datetime(2021, 10, 21, 23, 59, 59, tzinfo=WIB)
READERS = [ANYBODY] + [
    Reader(PHONE, known.terms(), MOMENT, ("Tokopedia", "Bukalapak", "Mau Belajar Apa"))
    for known in PUBLISHED.values()
]


def of(gelombang: int) -> Reader:
    return Reader(PHONE, PUBLISHED[gelombang].terms())


def answer(code: str, reader: Reader = ANYBODY) -> str:
    found = help.topic(code, reader)
    assert found is not None
    return found.answer.text


EVERY = [
    (question.code, question.answer(reader)) for question in help.QUESTIONS for reader in READERS
]


def found(wanted: str) -> list[str]:
    return [question.code for question in help.search(wanted, ANYBODY).questions]


def test_every_question_has_its_own_address() -> None:
    codes = {question.code for question in help.QUESTIONS}
    assert len(codes) == len(help.QUESTIONS) == 22
    assert "istilah" not in codes


def test_no_answer_is_longer_than_ninety_words() -> None:
    assert not [code for code, said in EVERY if len(said.text.split()) > 90]


def test_no_sentence_is_longer_than_fifteen_words() -> None:
    texts = [said.text for _, said in EVERY] + [meaning for _, meaning in GLOSSARY]
    sentences = {part for text in texts for part in re.split(r"(?<=[.?!;:])\s", text)}
    assert not [part for part in sentences if len(part.split()) > 15]


def test_answers_keep_to_the_words_of_the_house() -> None:
    wrong = re.compile(
        r"\bAnda\b|Rp\s|rp\d|None|\bmohon\b|\bsilakan\b|\bmaaf\b|\blogin\b|\bcair", re.I
    )
    found = [(code, said.text) for code, said in EVERY if wrong.search(said.text.replace("Rp", ""))]
    assert not found


def test_every_sentence_begins_with_a_capital() -> None:
    lines = [line for _, said in EVERY for line in (*said.says, *said.points, *said.then)]
    assert not [line for line in lines if line[0].islower()]


@pytest.mark.parametrize(
    ("code", "gelombang", "said"),
    [
        ("saldo", 21, "Rp1.000.000, dipakai sampai 30 November 2021"),
        ("saldo", 70, "Rp3.500.000. Sisanya boleh dipakai 15 hari"),
        ("batas-beli", 70, "15 hari"),
        ("insentif", 21, "4 × Rp600.000 setelah pelatihan pertama, setiap bulan. 3 × Rp50.000"),
        ("insentif", 70, "1 × Rp600.000 setelah pelatihan pertama. 2 × Rp50.000"),
        ("survei", 21, "Survei 3 paling cepat 1 November 2021"),
        ("survei", 70, "ini aturan aplikasi ini"),
        ("membeli", 21, "paling banyak 2 pelatihan"),
        ("membeli", 22, "dibatalkan dalam 30 hari"),
        ("membeli", 70, "selesai dan diulas"),
        ("rekening", 70, "BCA"),
        ("daftar", 70, "18–64 tahun. Penerima bantuan sosial tertentu boleh ikut"),
    ],
)
def test_figures_are_those_of_the_readers_gelombang(code, gelombang, said) -> None:
    assert said in answer(code, of(gelombang))


def test_the_other_schemes_figures_are_not_mixed_in() -> None:
    own = " ".join(question.answer(of(21)).text for question in help.QUESTIONS)
    assert "Rp3.500.000" not in own and "48 ke atas" not in own


def test_anybody_is_told_both_schemes() -> None:
    said = answer("saldo")
    assert "Gelombang 1–47: saldo Rp1.000.000" in said
    assert "Gelombang 48 ke atas: saldo Rp3.500.000" in said
    assert [terms.scheme for terms in general_terms()] == ["semi_bansos", "normal"]


def test_the_first_purchase_deadline_is_the_readers_own() -> None:
    own = Reader(PHONE, PUBLISHED[21].terms(), MOMENT)
    assert "21 Oktober 2021 pukul 23.59 WIB" in answer("batas-beli", own)


def test_every_task_leads_to_a_question_that_its_words_find_first() -> None:
    assert len(help.TASKS) == 8
    for words, code in help.TASKS:
        assert code in found(words)[:2], words


def test_search_ignores_case_and_signs_and_reads_answers() -> None:
    assert found("OTP?")[0] == "gagal-membeli"
    assert "daftar" in found("ijazah")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("lupa sandi", "lupa-sandi"),
        ("lupa password", "lupa-sandi"),
        ("tidak bisa login", "lupa-sandi"),
        ("tutup rekening", "insentif-gagal"),
        ("blm cair", "insentif-gagal"),
        ("duit", "saldo"),
        ("calo", "pesan-palsu"),
        ("ditipu", "pesan-palsu"),
        ("pengaduan lama", "pengaduan"),
        ("gmn cara ganti norek", "rekening"),
    ],
)
def test_what_people_type_finds_what_our_answers_call_it(wanted: str, code: str) -> None:
    assert help.search(wanted, ANYBODY).whole
    assert found(wanted)[0] == code


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("insentf", "insentif"),
        ("insentive", "insentif"),
        ("insnetif", "insentif"),
        ("insentiif", "insentif"),
        ("sertifkat", "sertifikat"),
        ("gelombng", "gelombang"),
        ("rekning", "rekening"),
        ("rekenng", "rekening"),
        ("rekeningku", "rekening"),
        ("reffund", "membatalkan"),
        ("sado", "saldo"),
        ("bagaimna beli", "membeli"),
    ],
)
def test_one_typing_error_is_forgiven(wanted: str, code: str) -> None:
    assert help.search(wanted, ANYBODY).whole
    assert found(wanted)[0] == code


@pytest.mark.parametrize("wanted", ["snientif", "nisentif", "insetf", "sambla", "bnk"])
def test_two_errors_another_first_letter_or_a_short_word_are_not(wanted: str) -> None:
    assert found(wanted) == []


def test_a_forgiven_word_still_needs_the_others_and_ranks_behind_what_was_typed_right() -> None:
    codes = found("insentf gagal")
    assert codes[0] == "insentif-gagal" and "gelombang" not in codes
    near = found("sertifkat penipu sambal")
    assert near[:2] == ["pesan-palsu", "sertifikat"]


def test_a_word_that_occurs_is_never_taken_for_another() -> None:
    assert found("batas") == [code for code in found("batas") if code != "membatalkan"]


def test_a_forgiven_word_that_all_questions_have_brings_nothing_near() -> None:
    assert found("sambal kenpa") == []


@pytest.mark.parametrize(
    "wanted", ["batal", "pembatalan", "membatalkan", "refund", "uang kembali", "tukar", "cancel"]
)
def test_cancelling_is_found_by_all_its_names(wanted: str) -> None:
    assert found(wanted)[0] == "membatalkan"


def test_cancelling_is_answered_with_the_readers_own_figures() -> None:
    said = answer("membatalkan", Reader(PHONE, PUBLISHED[21].terms(), MOMENT))
    for fact in (
        "dalam 30 hari",
        "belum terverifikasi",
        "Kode tukar belum dipakai",
        "kembali ke saldo pelatihan",
        "tetap, 21 Oktober 2021 pukul 23.59 WIB",
        "kepesertaanmu hilang",
        "rekening dana Kartu Prakerja",
        "Lembaga yang membatalkan? Harganya selalu kembali",
    ):
        assert fact in said, fact
    elsewhere = answer("membatalkan", of(70))
    assert "Gelombangmu tidak punya aturan pembatalan" in elsewhere and "30 hari" not in elsewhere
    assert "Harganya selalu kembali" in elsewhere
    assert "Hanya Gelombang 21, 22 dan 23" in answer("membatalkan")


def test_where_no_question_has_all_words_those_about_any_of_them_come_near() -> None:
    near = help.search("insentif sambal", ANYBODY)
    assert not near.whole and near.questions[0].code == "insentif"


@pytest.mark.parametrize("wanted", ["sambal tidak pedas", "kenapa sambal belum ada"])
def test_a_word_that_all_questions_have_brings_nothing_near(wanted: str) -> None:
    assert found(wanted) == []


def test_a_forgotten_password_has_an_answer_with_a_door() -> None:
    topic = help.topic("lupa-sandi", ANYBODY)
    assert topic is not None and topic.answer.link == ("/lupa-sandi", "Buat sandi baru")


@pytest.mark.parametrize("wanted", ["", "   ", "?!", "sambal pedas", "x" * 5000, "(((", "\\"])
def test_a_search_that_means_nothing_finds_nothing(wanted) -> None:
    assert found(wanted) == []


def test_an_unknown_question_has_no_answer() -> None:
    assert help.topic("tidak-ada", ANYBODY) is None


def test_the_glossary_is_in_order_and_explains_each_word_once() -> None:
    words = [word.casefold() for word, _ in GLOSSARY]
    assert len(words) >= 14 and words == sorted(set(words))


def test_the_glossary_has_the_words_of_the_screens() -> None:
    words = {word for word, _ in GLOSSARY}
    assert {state for state, _ in INCENTIVE_STATES.values()} & words >= {"Sedang dikirim"}
    assert "Diproses" not in words
    assert "membayar" not in dict(GLOSSARY)["OTP"]  # it proves more than payments


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("0800 150 3001 (gratis)", "tel:08001503001"),
        ("021-508 13333", "tel:02150813333"),
        ("WhatsApp +62 811 8807 172", "https://wa.me/628118807172"),
        ("www.pintaria.com", "https://www.pintaria.com"),
        ("lihat situs mitra", None),
    ],
)
def test_a_contact_leads_to_a_call_a_chat_or_a_site(contact, href) -> None:
    assert href_of(contact) == href
