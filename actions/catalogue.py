"""Filling the catalogue from a file: every row is checked, then all of them are kept, or none."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peewee import Case

import clock
import ledger
from actions import audit
from models import Course, CourseIndex, Offer, Platform, Provider, Table
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
# What a file of courses does not say; the demo makes it up, an operator may fill it in.
MADE_UP = ("level", "hours", "description", "lessons", "certificate_type")
METHODS = ("spl", "webinar", "luring", "bauran")
LONGEST_TITLE = 300
DEAREST = 50_000_000
BATCH = 400
LONGEST_SLUG = 100
# What no title needs and a page or a terminal may stumble over: NUL, escapes, text direction.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
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
    platforms = platforms_by_name()
    # A name among none is a file that came before the platforms; a name none of them has is a slip.
    if platforms:
        report.problems += [
            (line.number, "platform", f"platform tidak dikenal: {line.platform[:40]}")
            for line in understood
            if line.platform and line.platform.casefold() not in platforms
        ]
    if report.problems:
        report.problems.sort(key=lambda problem: problem[0])
        return report
    report.rows = len(understood)
    if not dry_run:
        _keep(understood, platforms)
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
        return
    if number == 1:
        report.problems.append((1, "berkas", "tidak ada baris pelatihan"))


def _understand(number: int, row: dict[str, Any], report: ImportReport) -> CourseLine | None:
    before = len(report.problems)

    def wrong(column: str, reason: str) -> None:
        report.problems.append((number, column, reason))

    if None in row or None in row.values():
        wrong("berkas", "jumlah kolom tidak sama dengan baris pertama")
        return None
    for column, value in row.items():
        if CONTROL.search(value):
            wrong(column, "berisi karakter kendali yang tidak terlihat")
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


def _keep(lines: Sequence[CourseLine], platforms: dict[str, int]) -> None:
    """All rows in one transaction: institutions, courses, offers where the file names a platform."""
    with ledger.write():
        providers = _providers({line.provider for line in lines})
        found = Course.select(Course.title, Course.provider, Course.slug, Course.synthetic).tuples()
        known = {(title.casefold(), owner): (slug, made) for title, owner, slug, made in found}
        taken = {slug for slug, _ in known.values()}
        rows = []
        for line in lines:
            provider = providers[line.provider.casefold()]
            slug, made = known.get((line.title.casefold(), provider), (None, MADE_UP))
            slug = slug or free_slug(line.title, taken, LONGEST_SLUG, line.provider)
            rows.append(_course(line, provider, slug, made))
        _write(
            Course,
            rows,
            key=[Course.slug],
            renewed=[Course.category, Course.method, Course.list_price, Course.synthetic],
        )
        ids = dict(Course.select(Course.slug, Course.id).tuples())
        offers = [
            {
                "course": ids[row["slug"]],
                "platform": platforms[line.platform.casefold()],
                "price": line.price,
            }
            for line, row in zip(lines, rows, strict=True)
            if line.platform and platforms
        ]
        _write(Offer, offers, key=[Offer.course, Offer.platform], renewed=[Offer.price])
        reindex()
        audit.record("operator", "catalogue_imported", "catalogue", rows=len(lines))


def platforms_by_name() -> dict[str, int]:
    """Platform ids by every name and alias they go by, in small letters."""
    return {
        name.casefold(): platform.id
        for platform in Platform.select()
        for name in (platform.name, *platform.aliases)
    }


def _providers(names: set[str]) -> dict[str, int]:
    """Institution ids by name in small letters; one that is new keeps the spelling it came with."""
    known = {row.name.casefold(): row.id for row in Provider.select()}
    slugs = {row.slug for row in Provider.select(Provider.slug)}
    for name in sorted(names):
        if name.casefold() not in known:
            slug = free_slug(name, slugs, 80)
            known[name.casefold()] = Provider.create(slug=slug, name=name).id
    return known


def _course(line: CourseLine, provider: int, slug: str, made: Sequence[str]) -> dict[str, Any]:
    return {
        "slug": slug,
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
        "synthetic": [
            *(["price"] if line.example_price else []),
            *(name for name in made if name != "price"),
        ],
        "source": line.source,
        "added_on": clock.today(),
    }


def _write(
    table: type[Table], rows: Sequence[dict[str, Any]], key: list[Any], renewed: list[Any]
) -> None:
    """Insert in batches; of a row that is there already, only these columns are renewed."""
    for start in range(0, len(rows), BATCH):
        batch = table.insert_many(rows[start : start + BATCH])
        batch.on_conflict(conflict_target=key, preserve=renewed).execute()


def free_slug(text: str, taken: set[str], longest: int, otherwise: str = "") -> str:
    """A readable, unused name for addresses; it is taken from then on.

    When the text's own is taken, `otherwise` is added to it, and then a number.
    """
    stem = _slug(text, longest)
    if stem in taken and otherwise:
        end = _slug(otherwise, longest // 3)
        stem = f"{stem[: longest - len(end) - 1].strip('-')}-{end}"
    slug, count = stem, 1
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    taken.add(slug)
    return slug


def _slug(text: str, longest: int) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-") or "pelatihan"


def reindex() -> None:
    """Write the words of every course into the search index anew."""
    names = Case(Course.category, [(slug, category.name) for slug, category in SLUGS.items()])
    words = Course.select(Course.id, Course.title, Provider.name, names, Course.description).join(
        Provider
    )
    fields = [
        CourseIndex.rowid,
        CourseIndex.title,
        CourseIndex.provider,
        CourseIndex.category,
        CourseIndex.description,
    ]
    with ledger.write():
        CourseIndex.delete().execute()
        CourseIndex.insert_from(words, fields).execute()
