"""Pictures people send: known by their content, made small and clean, or refused with a reason.

What leaves here is a new JPEG without anything of the old file but its pixels.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageOps, ImageStat

from rules.refusals import Refused

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
SHORTEST_SIDE = 480
SHORTEST_OF_SCREENS = 100  # a line cut out of a screen still shows something
LONGEST_SIDE = 1280
# Of the made picture: a panorama cut from a photo shows nobody's face.
NARROWEST_SIDE = 360
# Variance of the Laplacian at 512 pixels: sharp photos have 90 and more, badly shaken ones under 15.
SHARPEST_OF_BLURRED = 15.0

_OPENED = ("JPEG", "PNG", "WEBP")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


class BadPhoto(Refused):
    """This file is no photo we can take; the code's sentence is in formats/refusals/identity.py."""

    @property
    def code(self) -> str:
        """Why not."""
        return self.refusal.code


@dataclass(frozen=True)
class Picture:
    """A photo as we keep it."""

    jpeg: bytes
    width: int
    height: int


def prepared(data: bytes) -> Picture:
    """The photo upright, at most 1280 pixels long, without metadata. Raises BadPhoto."""
    _refuse_kind(data)
    image = _pixels_of(data)
    if min(image.size) < NARROWEST_SIDE:
        raise BadPhoto("photo_small")
    if sharpness(image) < SHARPEST_OF_BLURRED:
        raise BadPhoto("photo_blurred")
    return Picture(_jpeg(image), image.width, image.height)


def screenshot(data: bytes) -> Picture:
    """A picture of a screen or paper, cleaned like a photo; it may be small or plain. Raises BadPhoto."""
    _refuse_kind(data)
    image = _pixels_of(data, SHORTEST_OF_SCREENS)
    return Picture(_jpeg(image), image.width, image.height)


def sharpness(image: Image.Image) -> float:
    """How much fine detail a picture has: the variance of its edges at one common size."""
    grey = image.convert("L")
    grey.thumbnail((512, 512), Image.Resampling.LANCZOS)
    inside = (1, 1, grey.width - 1, grey.height - 1)  # the filter leaves the border as it was
    return float(ImageStat.Stat(grey.filter(_EDGES).crop(inside)).var[0])


def sample(kind: str) -> bytes:
    """A drawn picture for training rooms, where nobody's real face or card belongs."""
    image = Image.new("RGB", (960, 1280) if kind == "selfie" else (1280, 820), "#dfe8f2")
    pen = ImageDraw.Draw(image)
    for line in range(0, image.width, 16):
        pen.line((line, 0, line, image.height), fill="#b4c6da", width=3)
    if kind == "selfie":
        pen.ellipse((250, 260, 710, 860), fill="#c98f66", outline="#1c2733", width=8)
        for eye in (370, 530):
            pen.ellipse((eye, 480, eye + 60, 520), fill="#ffffff", outline="#1c2733", width=6)
        pen.arc((380, 600, 580, 760), 20, 160, fill="#1c2733", width=10)
        pen.rectangle((160, 900, 800, 1280), fill="#0956c3", outline="#1c2733", width=8)
    else:
        pen.rectangle((40, 40, 1240, 780), fill="#cfe3f7", outline="#1c2733", width=8)
        pen.rectangle((900, 180, 1180, 560), fill="#c0392b", outline="#1c2733", width=8)
        for row in range(180, 700, 60):
            pen.rectangle((100, row, 780, row + 22), fill="#1c2733")
    pen.text((60, 60), "CONTOH UNTUK LATIHAN", fill="#1c2733", font_size=48)
    return _jpeg(image)


def _refuse_kind(data: bytes) -> None:
    """Say what a file is when it is no photo of ours; its name is never looked at."""
    if not data:
        raise BadPhoto("photo_empty")
    if len(data) > MOST_BYTES:
        raise BadPhoto("photo_heavy")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise BadPhoto("photo_heic")
    if data.startswith((b"GIF87a", b"GIF89a")):
        raise BadPhoto("photo_gif")
    if b"%pdf-" in head:
        raise BadPhoto("photo_pdf")
    if head.startswith((b"<?xml", b"<!doctype svg", b"<svg", b"<!--")) or b"<svg" in head:
        raise BadPhoto("photo_svg")
    raise BadPhoto("photo_kind")


def _pixels_of(data: bytes, shortest: int = SHORTEST_SIDE) -> Image.Image:
    """The pixels alone, upright and small; sizes are checked before anything is unpacked."""
    try:
        with Image.open(BytesIO(data), formats=_OPENED) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadPhoto("photo_pixels")
            if min(image.size) < shortest:
                raise BadPhoto("photo_small")
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            upright = ImageOps.exif_transpose(image)
            clean = Image.new("RGB", upright.size, "white")
            layers = upright.convert("RGBA")
            clean.paste(layers, mask=layers.getchannel("A"))
            return clean
    except BadPhoto:
        raise
    except Exception as error:  # whatever a made-up file does to the decoder, it is no photo
        raise BadPhoto("photo_broken") from error


def _jpeg(image: Image.Image) -> bytes:
    made = BytesIO()
    image.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()
