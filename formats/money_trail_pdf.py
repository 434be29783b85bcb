"""«Jejak uangku» on paper: a table over as many A4 pages as it needs, sums at its end."""

from collections.abc import Sequence
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout
from fpdf.fonts import FontFace

from formats.money_trail import PURSE_NAMES, Line, signed, sums
from formats.pdf_text import INK, LINE, QUIET, prepare, readable
from formats.text import hour, moment_text, rupiah, short_day

MARGIN = 15.0
WIDTHS = (27, 26, 79, 25, 23)
HEADINGS = ("Tanggal", "Dompet", "Keterangan", "Jumlah", "Saldo dompet")
LONGEST = 500  # letters of a reason
ALIGNS = (Align.L, Align.L, Align.L, Align.R, Align.R)


class _Paper(FPDF):
    """A page that says at its foot which one it is, and what this paper is not."""

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("main", size=8)
        self.set_text_color(*QUIET)
        said = "Bukan dokumen resmi pemerintah. Dibuat aplikasi latihan."
        self.cell(0, 5, f"{said} Halaman {self.page_no()} dari {{nb}}", align=Align.C)


def money_trail_pdf(name: str, rows: Sequence[Line], made_at: datetime) -> bytes:
    """The PDF of all these lines; the same lines at the same moment make the same bytes."""
    owner = readable(name) or "–"
    cells = [_cells(row) for row in rows]
    page = _Paper(orientation="portrait", unit="mm", format="A4")
    texts = [owner, *(text for row in cells for text in row)]
    prepare(page, "Jejak uang", made_at, texts, MARGIN)
    page.set_auto_page_break(True, margin=18)
    page.add_page()
    page.set_draw_color(*LINE)
    _text(page, "Dasbor Prakerja", 10, QUIET)
    _text(page, "Jejak uang", 20, INK)
    _text(page, owner, 12, INK)
    _text(page, f"Dibuat {moment_text(made_at)}. Nomor rekening disamarkan.", 9, QUIET)
    page.ln(4)
    if cells:
        _table(page, HEADINGS, cells, WIDTHS, ALIGNS)
    else:
        _text(page, "Belum ada uang yang berpindah.", 11, INK)
    page.ln(6)
    totals = [
        (PURSE_NAMES[row.purse], rupiah(row.came), rupiah(-row.went), rupiah(row.left))
        for row in sums(rows)
    ]
    _table(
        page,
        ("Jumlah", "Masuk", "Keluar", "Sisa"),
        totals,
        (60, 40, 40, 40),
        (Align.L, Align.R, Align.R, Align.R),
    )
    return bytes(page.output())


def _cells(row: Line) -> tuple[str, ...]:
    order = f" Pesanan {row.number}." if row.number else ""
    return (
        f"{short_day(row.at)} {hour(row.at)}",
        PURSE_NAMES[row.purse],
        _shortened(f"{readable(row.reason)}.{order}"),
        signed(row.amount),
        rupiah(row.balance),
    )


def _shortened(text: str) -> str:
    """A row must fit on one page."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _text(page: FPDF, text: str, size: float, colour: tuple[int, int, int]) -> None:
    page.set_font("main", size=size)
    page.set_text_color(*colour)
    page.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")


def _table(
    page: FPDF,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    aligns: Sequence[Align],
) -> None:
    """Lines between the rows; the headings stand again on every page."""
    page.set_font("main", size=8)
    page.set_text_color(*INK)
    with page.table(
        col_widths=tuple(widths),
        text_align=tuple(aligns),
        headings_style=FontFace(color=QUIET, emphasis=None),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        line_height=4,
        padding=(1, 0.5),
    ) as table:
        table.row(headings)
        for row in rows:
            table.row(row)
