"""Filling the catalogue from a file: every row is checked, then all of them are kept, or none."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import clock
import ledger
from actions import audit
from models import Course, CourseIndex, Offer, Platform, Provider
from rules.categories import SLUGS, Category, category_of

COLUMNS = (
    "title",
    "institution",
    "category",
    "method",
    "price_idr",
    "list_price_est_idr",
    "platform",
)
METHODS = ("spl", "webinar", "luring", "bauran")
LONGEST_TITLE = 300
DEAREST = 50_000_000
BATCH = 400
# Free and near-free rows get an example price: the catalogue sells courses, and the
# source is a week of free offers. The steps spread like the dearer rows do.
NEAR_FREE = 24_000
EXAMPLE_PRICES = tuple(
    thousand * 1000
    for thousand in (24, 39, 55, 75, 95, 110, 125, 149, 175, 199, 225, 250, 275, 299, 350, 399)
)


@dataclass
class ImportReport:
    """What an import did, or why it did nothing: (row, column, reason) of every problem."""

    rows: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    def write_report(self, path: str) -> None:
        """The problems as CSV, safe to open in a spreadsheet."""
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["baris", "kolom", "alasan"])
            writer.writerows(self.problems)


@dataclass(frozen=True)
class CourseLine:
    """One row of the file, understood. Price in rupiah; `example_price`: it is made up."""

    number: int
    title: str
    provider: str
    category: Category
    method: str
    price: int
    example_price: bool
    platform: str | None
    source: str


def import_file(path: str | Path, dry_run: bool = False) -> ImportReport:
    """Import a CSV file in UTF-8; see `import_courses`."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return ImportReport(problems=[(0, "berkas", "bukan teks UTF-8")])
    return import_courses(io.StringIO(text, newline=""), dry_run)


def import_courses(lines: Iterable[str], dry_run: bool = False) -> ImportReport:
    """Keep every course of a CSV, or with any bad row none of them.

    Courses are known by title and institution: importing again brings up to date.
    """
    report = ImportReport()
    understood = list(_read(lines, report))
    if report.problems:
        return report
    report.rows = len(understood)
    if not dry_run:
        _keep(understood)
    return report


def _read(lines: Iterable[str], report: ImportReport) -> Iterable[CourseLine]:
    reader = csv.DictReader(lines, strict=True)
    try:
        names = reader.fieldnames or []
    except csv.Error as error:
        report.problems.append((1, "berkas", f"CSV rusak: {error}"))
        return
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        report.problems += [(1, name, "kolom tidak ada") for name in missing]
        return
    seen: dict[tuple[str, str], int] = {}
    number = 1
    try:
        for number, row in enumerate(reader, 2):
            line = _understand(number, row, report)
            if line is None:
                continue
            name = (line.title.casefold(), line.provider.casefold())
            if name in seen:
                report.problems.append((number, "title", f"sama dengan baris {seen[name]}"))
                continue
            seen[name] = number
            yield line
    except csv.Error as error:
        report.problems.append((number + 1, "berkas", f"CSV rusak: {error}"))


def _understand(number: int, row: dict[str, Any], report: ImportReport) -> CourseLine | None:
    before = len(report.problems)

    def wrong(column: str, reason: str) -> None:
        report.problems.append((number, column, reason))

    if None in row or None in row.values():
        wrong("berkas", "jumlah kolom tidak sama dengan baris pertama")
        return None
    if any("\0" in value for value in row.values()):
        wrong("berkas", "berisi karakter nol")
    title, provider = _words(row["title"]), _words(row["institution"])
    if not 3 <= len(title) <= LONGEST_TITLE:
        wrong("title", "judul harus 3 sampai 300 huruf")
    if not 2 <= len(provider) <= 120:
        wrong("institution", "nama lembaga harus 2 sampai 120 huruf")
    category = category_of(row["category"])
    if category is None:
        wrong("category", f"kategori tidak dikenal: {row['category'][:40]}")
    method = row["method"].strip().lower()
    if method not in METHODS:
        wrong("method", f"cara belajar tidak dikenal: {method[:40]}")
    price = _price(row["price_idr"])
    listed = _price(row["list_price_est_idr"]) if row["list_price_est_idr"].strip() else 0
    if price is None:
        wrong("price_idr", "harga harus bilangan bulat rupiah, 0 sampai 50.000.000")
    if listed is None:
        wrong("list_price_est_idr", "harga harus bilangan bulat rupiah, 0 sampai 50.000.000")
    if len(report.problems) > before or category is None or price is None or listed is None:
        return None
    asked = listed or price
    example = asked < NEAR_FREE
    return CourseLine(
        number,
        _capital(title),
        provider,
        category,
        method,
        _example_price(title + provider) if example else asked,
        example,
        row["platform"].strip() or None,
        (row.get("source") or "impor").strip()[:80],
    )


def _words(text: str) -> str:
    return " ".join(text.split())


def _capital(title: str) -> str:
    """A heading begins with a capital; the rest stays as the institution wrote it."""
    return title[:1].upper() + title[1:]


def _price(text: str) -> int | None:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return None
    return int(digits) if int(digits) <= DEAREST else None


def _example_price(text: str) -> int:
    """The same price for the same course, spread over the examples."""
    return EXAMPLE_PRICES[sum(text.encode()) % len(EXAMPLE_PRICES)]


def _keep(lines: Sequence[CourseLine]) -> None:
    """All rows in one transaction: courses, institutions, offers where the file names a platform."""
    with ledger.write():
        providers = _providers({line.provider for line in lines})
        known = {
            (course.title.casefold(), course.provider_id): course for course in Course.select()
        }
        slugs = {course.slug for course in known.values()}
        platforms = platforms_by_name()
        fresh = []
        for line in lines:
            course = known.get((line.title.casefold(), providers[line.provider]))
            if course is None:
                fresh.append((line, _new_course(line, providers[line.provider], slugs)))
            else:
                Course.update(
                    category=line.category.slug, method=line.method, list_price=line.price
                ).where(Course.id == course.id).execute()
        for start in range(0, len(fresh), BATCH):
            Course.insert_many([row for _, row in fresh[start : start + BATCH]]).execute()
        ids = dict(Course.select(Course.slug, Course.id).tuples())
        offers = [
            {"course": ids[row["slug"]], "platform": platforms[line.platform], "price": line.price}
            for line, row in fresh
            if line.platform in platforms
        ]
        for start in range(0, len(offers), BATCH):
            Offer.insert_many(offers[start : start + BATCH]).execute()
        reindex()
        audit.record("operator", "catalogue_imported", "catalogue", rows=len(lines))


def platforms_by_name() -> dict[str, int]:
    """Platform ids by every name and alias they go by."""
    found = {}
    for platform in Platform.select():
        for name in (platform.name, *platform.aliases):
            found[name] = platform.id
    return found


def _providers(names: set[str]) -> dict[str, int]:
    known = {row.name: row.id for row in Provider.select()}
    slugs = {row.slug for row in Provider.select(Provider.slug)}
    for name in sorted(names - set(known)):
        slug = free_slug(name, slugs, 80)
        known[name] = Provider.create(slug=slug, name=name).id
    return known


def _new_course(line: CourseLine, provider: int, slugs: set[str]) -> dict[str, Any]:
    made = ["level", "hours", "description", "lessons", "certificate_type"]
    return {
        "slug": free_slug(line.title, slugs, 100),
        "title": line.title,
        "provider": provider,
        "category": line.category.slug,
        "method": line.method,
        "level": "pemula",
        "hours": 15,
        "list_price": line.price,
        "description": f"{line.title}. Pelatihan dari {line.provider}.",
        "lessons": [],
        "certificate_type": "Sertifikat penyelesaian",
        "synthetic": [*(["price"] if line.example_price else []), *made],
        "source": line.source,
        "added_on": clock.today(),
    }


def free_slug(text: str, taken: set[str], longest: int) -> str:
    """A readable, unused name for addresses; it is taken from then on."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-") or "pelatihan"
    slug, count = stem, 1
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    taken.add(slug)
    return slug


def reindex() -> None:
    """Write the words of every course into the search index anew."""
    with ledger.write():
        CourseIndex.delete().execute()
        rows = Course.select(Course, Provider).join(Provider)
        words = [
            {
                "rowid": course.id,
                "title": course.title,
                "provider": course.provider.name,
                "category": SLUGS[course.category].name,
                "description": course.description,
            }
            for course in rows
        ]
        for start in range(0, len(words), BATCH):
            CourseIndex.insert_many(words[start : start + BATCH]).execute()
