"""The paper: one page whatever the name, its letters embedded, the same facts the same bytes."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from formats.certificate_pdf import Printed, certificate_pdf, readable
from formats.certificates import grouped, initials, share_text
from rules.deadlines import WIB

FACTS = Printed(
    name="Sari Wulandari",
    course="Membuat Sambal Kemasan",
    institution="Lembaga Uji",
    hours=15,
    finished_at=datetime(2021, 10, 18, 9, tzinfo=WIB),
    issued_at=datetime(2021, 10, 18, 21, tzinfo=WIB),
    code="G21" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    address="http://localhost/sertifikat/G21ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
NAMES = [
    "Sari Wulandari",
    "Ñandú Đặng Ōkubo Žižek",
    "محمد أحمد عبد الرحمن",
    "ꦱꦫꦶ ꦮꦸꦭꦤ꧀ꦢꦫꦶ",
    "ᬓᬢᬸᬢ᭄ ᬲᬸᬯᬶᬦ᭄",
    "王小明",
    "さくら 김민수",
    "Сергей Ελένη שרה",
    "สมชาย ஆனந்த்",
    "🌶️ Budi 👩‍🍳👍🏽",
    "𝓢𝓪𝓻𝓲",
    "W" * 120,
    "Raden Mas " * 12,
    "م" * 120,
    "🌶" * 120,
    "",
    "   ",
    "\u202e\u0000\ud800\uffff a\n\tb",
    "Z̸̢͖͝a̵̛͇l̶̰͐g̵̢͝o̶͓͠",
    "\U0010ffff\ue000",
    "<script>alert(1)</script> «) Tj»",
]


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


@pytest.mark.parametrize("name", NAMES)
def test_one_page_with_embedded_letters_whatever_the_name(name: str) -> None:
    content = certificate_pdf(replace(FACTS, name=name))
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    assert pages(content) == 1
    assert b"/FontFile2" in content and b"/ToUnicode" in content
    assert b"[0 0 595.28 841.89]" in content
    assert len(content) < 200_000


def test_long_titles_stay_on_the_page() -> None:
    long = replace(FACTS, course="Pelatihan " * 30, institution="Lembaga " * 15, sample="harga")
    assert pages(certificate_pdf(long)) == 1


def test_the_same_facts_make_the_same_bytes() -> None:
    assert certificate_pdf(FACTS) == certificate_pdf(FACTS)
    assert certificate_pdf(FACTS) != certificate_pdf(replace(FACTS, name="Budi"))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Sari  Wulandari ", "Sari Wulandari"),
        ("محمد", "محمد"),
        ("𝓢𝓪𝓻𝓲", "Sari"),
        ("a\u0000b\ue000", "ab"),
        ("e\u0301", "é"),
        ("ꦱꦫꦶ ꦮꦸꦭꦤ꧀ꦢꦫꦶ", "sari wulandari"),
        ("ᬓᬢᬸᬢ᭄", "katut"),
        ("ᮞᮥᮔ᮪ᮓ", "sunda"),
        ("ᨔᨘᨁᨗ", "sugi"),
    ],
)
def test_letters_are_kept_or_spelled(name: str, printed: str) -> None:
    assert readable(name) == printed


@pytest.mark.parametrize("name", ["ꦱꦫꦶ", "王小明", "김민수"])
def test_letters_no_font_has_are_spelled_in_latin(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z ]+", readable(name))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sari Wulandari", "S. W."),
        ("budi", "B."),
        ("محمد أحمد", "م. أ."),
        ("🌶️ Budi", "B."),
        ("🌶️", "–"),
        ("", "–"),
        ("a b c d e f g", "A. B. C. D. E."),
    ],
)
def test_strangers_see_initials(name: str, shown: str) -> None:
    assert initials(name) == shown


def test_a_code_is_read_in_fours_and_shared_without_a_name() -> None:
    assert grouped("ABCDEFGHI") == "ABCD EFGH I"
    shared = share_text("Membuat Sambal", "http://localhost/sertifikat/A")
    assert (
        shared == "Sertifikat pelatihan «Membuat Sambal». Periksa di http://localhost/sertifikat/A"
    )
