"""Letters for our PDFs: fonts for every script a name may be written in, and what they cannot print."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from anyascii import anyascii
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF

# Noto (OFL) for every script a name here may be written in; what it lacks is spelled in Latin.
FONTS = Path(str(files("manimgx_fonts")))
MAIN = "NotoSans[wght].ttf"
LEFT_OUT = ("NotoSans-Italic[wght].ttf",)

INK, QUIET, LINE = (29, 36, 51), (89, 98, 115), (196, 202, 212)


def prepare(page: FPDF, title: str, made_at: datetime, texts: Iterable[str], margin: float) -> None:
    """Title, time, language and the fonts these texts need; the first page is not begun yet."""
    page.set_creation_date(made_at)
    page.set_title(title)
    page.set_lang("id-ID")
    page.set_margins(margin, margin)
    page.add_font("main", fname=FONTS / MAIN)
    wanted = {_letters().get(ord(sign), MAIN) for text in texts for sign in text} - {MAIN}
    for number, file in enumerate(sorted(wanted)):
        page.add_font(f"other{number}", fname=FONTS / file)
    page.set_font("main", size=12)
    page.set_fallback_fonts([f"other{number}" for number in range(len(wanted))])
    page.set_text_shaping(True)  # letters that join, as those of Arabic


def readable(text: str) -> str:
    """The text with only letters that can be printed; others are spelled in Latin or left out."""
    plain = unicodedata.normalize("NFC", text)
    pairs = zip(plain, [*plain[1:], ""], strict=False)
    spelled = "".join(_spelled(sign) + _vowel_between(sign, after) for sign, after in pairs)
    return " ".join(spelled.split())


def _spelled(sign: str) -> str:
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cs", "Co", "Cn", "Cf"):
        return sign if sign in "\u200c\u200d" else ""
    if ord(sign) in _letters():
        return sign
    simpler = unicodedata.normalize("NFKC", sign)
    if simpler != sign and all(ord(letter) in _letters() for letter in simpler):
        return simpler
    return anyascii(sign)


# Scripts of the archipelago whose consonants carry an «a» unless a sign says otherwise:
# (consonants and medials, signs that take the «a» away or put it off).
_CARRIERS: tuple[tuple[range, range], ...] = (
    (range(0xA98F, 0xA9B3), range(0xA9B3, 0xA9C1)),  # Javanese
    (range(0xA9BE, 0xA9C0), range(0xA9B3, 0xA9C1)),
    (range(0x1B13, 0x1B34), range(0x1B34, 0x1B45)),  # Balinese
    (range(0x1B8A, 0x1BA4), range(0x1BA1, 0x1BAE)),  # Sundanese
    (range(0x1A00, 0x1A17), range(0x1A17, 0x1A1C)),  # Bugis
)


def _vowel_between(sign: str, after: str) -> str:
    """The «a» that a spelled consonant carries in these scripts, where no sign replaces it."""
    if ord(sign) in _letters():
        return ""
    for carriers, signs in _CARRIERS:
        if ord(sign) in carriers:
            return "" if after and ord(after) in signs else "a"
    return ""


@cache
def _letters() -> Mapping[int, str]:
    """Which font file has which letter; the main one first."""
    others = sorted(file.name for file in FONTS.glob("*.ttf"))
    found: dict[int, str] = {}
    for file in [MAIN, *(name for name in others if name not in (MAIN, *LEFT_OUT))]:
        with TTFont(FONTS / file, lazy=True) as font:
            for code in font.getBestCmap():
                found.setdefault(code, file)
    return found
