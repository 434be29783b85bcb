"""A file of courses is kept as a whole or not at all, and every bad row is named."""

import csv
import time
from pathlib import Path

import pytest

from actions.catalogue import ImportReport, free_slug, import_courses, import_file, reindex
from demo.catalogue import COURSES
from demo.platforms import fill_platforms
from models import AuditEntry, Course, CourseIndex, Offer, Provider
from queries.courses import Shopper
from queries.search import Criteria, search

HEADER = "title,institution,category,method,price_idr,list_price_est_idr,platform"
GOOD = "Membuat Roti Tawar,Dapur Uji,Makanan dan Minuman,spl,250000,,"


def imported(*rows: str, **how: bool) -> ImportReport:
    """What became of these rows."""
    return import_courses("\n".join([HEADER, *rows]).splitlines(keepends=True), **how)


def problems(*rows: str) -> list[tuple[int, str]]:
    """Row and column of every problem; nothing may have been kept."""
    found = imported(*rows).problems
    assert found and Course.select().count() == 0
    assert Provider.select().count() == CourseIndex.select().count() == 0
    return [(row, column) for row, column, _ in found]


def test_a_good_row_becomes_a_course_that_can_be_found(room: str):
    fill_platforms()
    assert imported(GOOD + "Tokopedia").rows == 1
    course = Course.get()
    assert (course.title, course.list_price, course.method) == (
        "Membuat Roti Tawar",
        250_000,
        "spl",
    )
    assert (course.category, course.provider.name) == ("makanan-dan-minuman", "Dapur Uji")
    [row] = search(Criteria(q="roti"), Shopper(21, 1_000_000)).courses
    assert row.slug == "membuat-roti-tawar"


def test_the_266_real_courses_come_in_within_three_seconds(room: str):
    fill_platforms()
    began = time.perf_counter()
    report = import_file(COURSES)
    assert time.perf_counter() - began < 3
    assert (report.rows, report.problems) == (266, [])
    assert Course.select().count() == CourseIndex.select().count() == 266
    assert Provider.select().count() == 60


def test_the_list_price_is_the_price_where_it_is_known(room: str):
    imported("Kelas Satu,Dapur Uji,Teknik,spl,125000,250000,", "Kelas Dua,Dapur Uji,Teknik,spl,0,,")
    known, free = Course.select().order_by(Course.id)
    assert (known.list_price, "price" in known.synthetic) == (250_000, False)
    assert 24_000 <= free.list_price <= 1_000_000 and "price" in free.synthetic


def test_importing_again_changes_nothing(room: str):
    fill_platforms()
    import_file(COURSES)
    rows = list(Course.select().order_by(Course.id).dicts())
    offers = list(Offer.select().order_by(Offer.id).dicts())
    import_file(COURSES)
    assert list(Course.select().order_by(Course.id).dicts()) == rows
    assert list(Offer.select().order_by(Offer.id).dicts()) == offers
    assert CourseIndex.select().count() == 266


def test_a_new_price_in_the_file_renews_course_and_offer(room: str):
    fill_platforms()
    imported("Kelas Satu,Dapur Uji,Teknik,spl,0,,Pijar Mahir")
    imported("KELAS SATU,Dapur Uji,Gaya hidup,webinar,300000,,Pijar")
    course, offer = Course.get(), Offer.get()
    assert (course.list_price, course.category, course.method) == (300_000, "gaya-hidup", "webinar")
    assert "price" not in course.synthetic
    assert (offer.price, offer.platform.slug) == (300_000, "pijar")


@pytest.mark.parametrize("name", ["Karier.mu", "Sekolahmu", "sekolah.mu"])
def test_a_platform_is_known_by_its_aliases(room: str, name: str):
    fill_platforms()
    imported(GOOD + name)
    assert Offer.get().platform.slug == "karier-mu"


def test_an_unknown_platform_is_a_bad_row(room: str):
    fill_platforms()
    assert problems(GOOD + "Tokopidia") == [(2, "platform")]


def test_without_any_platform_courses_come_in_unsold(room: str):
    assert imported(GOOD + "Tokopedia").problems == []
    assert Offer.select().count() == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",Dapur Uji,Teknik,spl,250000,,", "title"),
        ("   ,Dapur Uji,Teknik,spl,250000,,", "title"),
        ("x" * 301 + ",Dapur Uji,Teknik,spl,250000,,", "title"),
        ("Kelas,,Teknik,spl,250000,,", "institution"),
        ("Kelas,Dapur Uji,Sihir,spl,250000,,", "category"),
        ("Kelas,Dapur Uji,,spl,250000,,", "category"),
        ("Kelas,Dapur Uji,Teknik,sulap,250000,,", "method"),
        ("Kelas,Dapur Uji,Teknik,spl,-1,,", "price_idr"),
        ("Kelas,Dapur Uji,Teknik,spl,250.000,,", "price_idr"),
        ("Kelas,Dapur Uji,Teknik,spl,Rp250000,,", "price_idr"),
        ("Kelas,Dapur Uji,Teknik,spl,1e5,,", "price_idr"),
        ("Kelas,Dapur Uji,Teknik,spl,,,", "price_idr"),
        ("Kelas,Dapur Uji,Teknik,spl,٢٥٠,,", "price_idr"),
        ("Kelas,Dapur Uji,Teknik,spl,99999999999999999999,,", "price_idr"),
        ("Kelas,Dapur Uji,Teknik,spl,250000,gratis,", "list_price_est_idr"),
        ("Kelas\0,Dapur Uji,Teknik,spl,250000,,", "title"),
        ("Kelas,Dapur \x1b[31mUji,Teknik,spl,250000,,", "institution"),
        ("Kelas \u202eataD,Dapur Uji,Teknik,spl,250000,,", "title"),
        ("Kelas,Dapur Uji", "berkas"),
        ("Kelas,Dapur Uji,Teknik,spl,250000,,,lebih", "berkas"),
        ('"Kelas"x,Dapur Uji,Teknik,spl,250000,,', "berkas"),
        ('"Kelas,Dapur Uji,Teknik,spl,250000,,', "berkas"),
    ],
)
def test_one_bad_row_keeps_all_rows_out(room: str, row: str, column: str):
    assert problems(GOOD, row) == [(3, column)]


def test_every_bad_row_is_named_with_all_its_faults(room: str):
    found = problems(GOOD, ",,Sihir,sulap,-1,,", GOOD.upper(), "Kelas,Dapur Uji,Teknik,spl,x,,")
    assert found == [
        (3, "title"),
        (3, "institution"),
        (3, "category"),
        (3, "method"),
        (3, "price_idr"),
        (4, "title"),
        (5, "price_idr"),
    ]


def test_reasons_are_told_in_indonesian(room: str):
    assert imported(GOOD, GOOD).problems == [(3, "title", "sama dengan baris 2")]
    [(_, _, reason)] = imported("Kelas,Dapur Uji,Sihir,spl,250000,,").problems
    assert reason == "kategori tidak dikenal: Sihir"


@pytest.mark.parametrize("text", ["", "\n", HEADER, "title,institution\n", "\ufeff" + HEADER])
def test_a_file_without_courses_is_refused(room: str, text: str):
    assert import_courses(text.splitlines(keepends=True)).problems
    assert Course.select().count() == 0


def test_missing_columns_are_named(room: str):
    found = import_courses(["title,institution,category\n", "a,b,c\n"]).problems
    assert [column for _, column, _ in found] == [
        "method",
        "price_idr",
        "list_price_est_idr",
        "platform",
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
def test_another_encoding_than_utf_8_is_refused(room: str, tmp_path: Path, encoding: str):
    file = tmp_path / "salah.csv"
    file.write_bytes(
        f"{HEADER}\n{GOOD}\nKafé Baru,Dapur Uji,Teknik,spl,250000,,\n".encode(encoding)
    )
    assert import_file(file).problems[0][1:] == ("berkas", "bukan teks UTF-8")


def test_a_file_saved_by_a_spreadsheet_is_understood(room: str, tmp_path: Path):
    file = tmp_path / "excel.csv"
    file.write_bytes(f"\ufeff{HEADER}\r\n{GOOD}\r\n".encode())
    assert import_file(file).rows == 1


def test_a_quoted_line_break_becomes_a_space(room: str):
    imported('"Kelas\r\nBesar, Sekali",Dapur Uji,Teknik,spl,250000,,')
    assert Course.get().title == "Kelas Besar, Sekali"


def test_markup_stays_text_and_its_address_harmless(room: str):
    imported('"<img src=x onerror=alert(1)>",<b>Uji</b>,Teknik,spl,250000,,')
    course = Course.get()
    assert course.title == "<img src=x onerror=alert(1)>"
    assert (course.slug, course.provider.slug) == ("img-src-x-onerror-alert-1", "b-uji-b")


def test_a_dry_run_checks_and_keeps_nothing(room: str):
    assert imported(GOOD, dry_run=True).rows == 1
    assert Course.select().count() == AuditEntry.select().count() == 0


def test_an_import_is_in_the_audit_log(room: str):
    imported(GOOD)
    assert [entry.action for entry in AuditEntry.select()] == ["catalogue_imported"]


def test_the_report_names_row_column_and_reason(room: str, tmp_path: Path):
    file = tmp_path / "laporan.csv"
    imported("Kelas,Dapur Uji,Sihir,spl,250000,,").write_report(str(file))
    header, line = csv.reader(file.read_text().splitlines())
    assert header == ["baris", "kolom", "alasan"]
    assert line == ["2", "category", "kategori tidak dikenal: Sihir"]


def test_equal_titles_get_addresses_that_name_their_institution(room: str):
    imported(GOOD, GOOD.replace("Dapur Uji", "Dapur Lain"))
    slugs = [course.slug for course in Course.select().order_by(Course.id)]
    assert slugs == ["membuat-roti-tawar", "membuat-roti-tawar-dapur-lain"]


def test_addresses_are_short_unique_and_never_empty():
    taken: set[str] = set()
    slugs = [
        free_slug(text, taken, 40, "Lembaga") for text in ("日本語", "日本語", "a" * 90, "a" * 90)
    ]
    assert slugs[:2] == ["pelatihan", "pelatihan-lembaga"]
    assert len(set(slugs)) == 4 and all(len(slug) <= 40 for slug in slugs)


def test_the_index_holds_every_course_once(room: str):
    imported(GOOD, "Kelas Dua,Dapur Uji,Teknik,spl,250000,,")
    reindex()
    reindex()
    assert CourseIndex.select().count() == 2
