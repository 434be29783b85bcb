"""Pictures: known by content, made clean and small, refused with a reason that helps."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFilter
from PIL.PngImagePlugin import PngInfo

from formats import photos
from formats.photos import BadPhoto, prepared, sample
from formats.refusals import identity


def photo(size=(900, 1200)) -> Image.Image:
    """A sharp picture of a size."""
    return Image.open(BytesIO(sample("selfie"))).convert("RGB").resize(size)


def saved(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(BadPhoto) as no:
        prepared(data)
    assert no.value.code in identity.SENTENCES
    return no.value.code


@pytest.mark.parametrize("kind", ["selfie", "id_card"])
def test_the_samples_are_photos(kind) -> None:
    picture = prepared(sample(kind))
    assert max(picture.width, picture.height) == 1280


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_small_jpeg(kind) -> None:
    picture = prepared(saved(photo((1800, 2400)), kind))
    made = Image.open(BytesIO(picture.jpeg))
    assert made.format == "JPEG" and made.mode == "RGB"
    assert made.size == (picture.width, picture.height) == (960, 1280)


def test_a_small_one_is_not_blown_up() -> None:
    assert prepared(saved(photo((600, 800)))).height == 800


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_every_kind_of_colour_is_taken(mode) -> None:
    image = photo().convert(mode)
    assert prepared(saved(image, "JPEG" if mode in ("L", "CMYK") else "PNG")).width == 900


def test_what_is_see_through_stands_on_white() -> None:
    image = photo().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 200, 200))
    made = Image.open(BytesIO(prepared(saved(image, "PNG")).jpeg))
    assert min(made.getpixel((100, 100))) > 240


def test_it_stands_upright_and_nothing_else_of_the_file_stays() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "KAMERA-RAHASIA"
    exif.get_ifd(0x8825)[1] = "S"
    data = saved(photo((1200, 900)), exif=exif, comment=b"RAHASIA", icc_profile=b"RAHASIA")
    assert b"RAHASIA" in data
    picture = prepared(data)
    assert (picture.width, picture.height) == (900, 1200)
    assert b"RAHASIA" not in picture.jpeg
    made = Image.open(BytesIO(picture.jpeg))
    assert not made.getexif() and set(made.info) <= {"jfif", "jfif_version", "jfif_unit"} | {
        "jfif_density"
    }


def test_text_in_a_png_does_not_stay() -> None:
    words = PngInfo()
    words.add_text("Author", "RAHASIA")
    assert b"RAHASIA" not in prepared(saved(photo(), "PNG", pnginfo=words)).jpeg


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "photo_empty"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 2000, "photo_heic"),
        (b"\0\0\0\x18ftypmif1" + b"\0" * 2000, "photo_heic"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "photo_svg"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><svg onload="alert(1)"/>', "photo_svg"),
        (b"GIF89a" + b"\0" * 100, "photo_gif"),
        (b"%PDF-1.7\n", "photo_pdf"),
        (b"MZ\x90\0" * 100, "photo_kind"),
        (b"<html><script>alert(1)</script>", "photo_kind"),
        (b"x" * (photos.MOST_BYTES + 1), "photo_heavy"),
        (b"\xff\xd8\xff" + b"\0" * 500, "photo_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"rusak" * 50, "photo_broken"),
        (b"RIFF\x10\0\0\0WEBP" + b"VP8 ", "photo_broken"),
    ],
)
def test_what_is_no_photo_is_told_what_it_is(data, code) -> None:
    assert refused(data) == code


def test_half_a_photo_is_broken() -> None:
    data = saved(photo())
    assert refused(data[: len(data) // 3]) == "photo_broken"


def png_bomb(side: int) -> bytes:
    """A tiny file that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_400, 9_000, 60_000])
def test_a_bomb_is_never_unpacked(side) -> None:
    assert refused(png_bomb(side)) in ("photo_pixels", "photo_broken")


@pytest.mark.parametrize("size", [(479, 900), (900, 479), (100, 100), (480, 4000)])
def test_a_photo_too_small_for_a_face_is_refused(size) -> None:
    assert refused(saved(photo(size))) == "photo_small"


def test_the_smallest_photo_is_taken() -> None:
    assert prepared(saved(photo((480, 640)))).width == 480


@pytest.mark.parametrize("kind", ["selfie", "id_card"])
def test_a_blurred_or_black_photo_is_refused(kind) -> None:
    image = Image.open(BytesIO(sample(kind)))
    assert refused(saved(image.filter(ImageFilter.GaussianBlur(10)))) == "photo_blurred"
    assert refused(saved(Image.new("RGB", (800, 800)))) == "photo_blurred"
    prepared(saved(image.filter(ImageFilter.GaussianBlur(1.5))))
