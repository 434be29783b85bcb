"""«Jejak uangku» as lines, as CSV that runs nothing, and as paper over many pages."""

import csv
import io
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from formats.money_trail import HEADER, Line, csv_file, signed, sums
from formats.money_trail_pdf import money_trail_pdf
from rules.deadlines import WIB

AT = datetime(2021, 10, 3, 23, 30, tzinfo=WIB)
LINE = Line(AT, "training", "Membeli «Sambal» di Toko Uji", "PLT-2021-000042", -400_000, 600_000)
FORMULA = replace(LINE, reason="=cmd|' /C calc'!A0", amount=5, balance=605_000)


def read(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


def test_the_csv_has_one_row_for_each_move_and_the_sums() -> None:
    rows = read(csv_file([LINE, FORMULA]))
    assert rows[0] == list(HEADER)
    assert rows[1] == [
        "2021-10-03",
        "23.30",
        "Saldo pelatihan",
        "Membeli «Sambal» di Toko Uji",
        "PLT-2021-000042",
        "",
        "400000",
        "600000",
    ]
    assert rows[2][3] == "'=cmd|' /C calc'!A0"
    assert rows[3] == ["", "", "Saldo pelatihan", "Jumlah", "", "5", "400000", "-399995"]
    assert rows[4] == ["", "", "Insentif", "Jumlah", "", "0", "0", "0"]


def test_the_sums_are_of_each_purse_alone() -> None:
    other = replace(LINE, purse="incentive", amount=600_000)
    training, incentive = sums([LINE, other])
    assert (training.came, training.went, training.left) == (0, 400_000, -400_000)
    assert (incentive.came, incentive.went, incentive.left) == (600_000, 0, 600_000)


def test_amounts_carry_their_sign() -> None:
    assert (signed(600_000), signed(-400_000)) == ("+Rp600.000", "−Rp400.000")


def test_nothing_moved_is_a_table_and_a_paper_too() -> None:
    assert len(read(csv_file([]))) == 3
    assert pages(money_trail_pdf("Sari", [], AT)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Sari Wulandari",
        "",
        "W" * 120,
        "محمد أحمد",
        "ꦱꦫꦶ",
        "王小明",
        "🌶️",
        "\u0000\ud800",
        "Raden " * 20,
    ],
)
def test_any_name_is_printed_with_its_letters_embedded(name: str) -> None:
    content = money_trail_pdf(name, [LINE], AT)
    assert content.startswith(b"%PDF-") and pages(content) == 1
    assert b"/FontFile2" in content and b"/ToUnicode" in content


def test_two_hundred_moves_go_over_pages() -> None:
    long = "Membeli «" + "Pelatihan yang sangat panjang namanya " * 4 + "» di Toko Uji"
    rows = [
        replace(LINE, at=AT + timedelta(days=number), reason=long, balance=number)
        for number in range(200)
    ]
    content = money_trail_pdf("Sari Wulandari", rows, AT)
    assert 10 <= pages(content) <= 40
    assert len(content) < 400_000


def test_a_word_without_end_breaks_nothing() -> None:
    assert pages(money_trail_pdf("Sari", [replace(LINE, reason="W" * 3000)], AT)) >= 1


def test_the_same_moves_make_the_same_bytes() -> None:
    assert money_trail_pdf("Sari", [LINE], AT) == money_trail_pdf("Sari", [LINE], AT)
