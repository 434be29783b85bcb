"""A certificate on one A4 page: the name in its own letters, and a QR code to check it by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import segno
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from formats.certificates import grouped
from formats.pdf_text import INK, LINE, QUIET, prepare, readable
from formats.text import day

WIDTH, MARGIN, QR_SIDE = 210.0, 25.0, 38.0
INNER = WIDTH - 2 * MARGIN


@dataclass(frozen=True)
class Printed:
    """What stands on a certificate; `sample`: which of it is made up, in words, or nothing."""

    name: str
    course: str
    institution: str
    hours: int
    finished_at: datetime
    issued_at: datetime
    code: str
    address: str
    sample: str = ""


def certificate_pdf(facts: Printed) -> bytes:
    """The PDF; the same facts make the same bytes."""
    name = readable(facts.name) or "–"
    course, institution = readable(facts.course), readable(facts.institution)
    page = _page(facts, (name, course, institution))
    page.set_y(34)
    _line(page, "Dasbor Prakerja", 12, QUIET)
    _line(page, "Sertifikat Pelatihan", 30, INK, above=4)
    _line(page, "diberikan kepada", 12, QUIET, above=12)
    _fitting(page, name, (30, 26, 22, 18, 15, 12), lines=3, above=3)
    _line(page, "yang menyelesaikan pelatihan", 12, QUIET, above=10)
    _fitting(page, f"«{course}»", (20, 17, 15, 13, 11), lines=5, above=3)
    _line(page, "dari", 12, QUIET, above=8)
    _fitting(page, institution, (15, 13, 11), lines=3, above=2)
    finished, issued = day(facts.finished_at), day(facts.issued_at)
    about = f"Lama pelatihan {facts.hours} jam. Selesai {finished}. Terbit {issued}."
    _line(page, about, 11, INK, above=10)
    _check(page, facts)
    return bytes(page.output())


def _page(facts: Printed, texts: Iterable[str]) -> FPDF:
    page = FPDF(orientation="portrait", unit="mm", format="A4")
    prepare(page, f"Sertifikat {readable(facts.course)}", facts.issued_at, texts, MARGIN)
    page.set_auto_page_break(False)
    page.add_page()
    page.set_draw_color(*LINE)
    page.set_line_width(0.6)
    page.rect(12, 12, WIDTH - 24, 297 - 24)
    return page


def _line(
    page: FPDF, text: str, size: float, colour: tuple[int, int, int], above: float = 0
) -> None:
    page.set_y(page.get_y() + above)
    page.set_x(MARGIN)
    page.set_font("main", size=size)
    page.set_text_color(*colour)
    page.multi_cell(
        INNER,
        size * 0.5,
        text,
        align=Align.C,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )


def _fitting(page: FPDF, text: str, sizes: Iterable[float], lines: int, above: float) -> None:
    """In the largest size that needs no more than so many lines; else in the smallest."""
    size: float = 0
    for size in sizes:
        page.set_font("main", size=size)
        needed = page.multi_cell(
            INNER,
            size * 0.5,
            text,
            align=Align.C,
            dry_run=True,
            output=MethodReturnValue.LINES,
        )
        assert isinstance(needed, list)
        if len(needed) <= lines:
            break
    _line(page, text, size, INK, above)


def _check(page: FPDF, facts: Printed) -> None:
    """The QR code at the foot, beside the code in letters and what this paper is not."""
    top = 216.0
    _qr(page, facts.address, MARGIN, top)
    left, width = MARGIN + QR_SIDE + 8, INNER - QR_SIDE - 8
    page.set_xy(left, top + 2)
    for size, colour, text in (
        (11, INK, "Periksa sertifikat ini"),
        (9, QUIET, facts.address),
        (9, QUIET, "Kode sertifikat:"),
        (11, INK, grouped(facts.code)),
    ):
        page.set_font("main", size=size)
        page.set_text_color(*colour)
        page.set_x(left)
        page.multi_cell(width, size * 0.55, text, align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)
    page.set_y(262)
    if facts.sample:
        _line(page, f"Data contoh: {readable(facts.sample)}.", 9, QUIET)
    _line(page, "Bukan dokumen resmi pemerintah. Dibuat aplikasi latihan.", 9, QUIET)


def _qr(page: FPDF, address: str, left: float, top: float) -> None:
    """Dark squares, one rectangle for each run in a row."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = QR_SIDE / len(rows)
    page.set_fill_color(0, 0, 0)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                page.rect(left + x * side, top + y * side, run * side, side, style="F")
            x += run or 1
