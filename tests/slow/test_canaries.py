"""Nothing personal stands on the disk: one person's whole way, then every byte is searched for them."""

import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

import clock
import migrations
import rooms
from actions import draws, gelombang
from formats.photos import prepared, sample
from models import (
    AccountLink,
    Card,
    Draw,
    Gelombang,
    Offer,
    Participant,
    PayoutAccount,
    Purchase,
    Setting,
)
from queries import people
from rules.aptitude_items.item import LETTERS
from tests.letters import code_to, link_to
from tests.pages import hidden_fields
from tests.people import code_sent_to, offer_for, wib
from tests.server import serving, tracebacks

EMAIL, PASSWORD, PHONE = "kenari.emas@example.com", "sangkar-kenari-93", "081277665544"
NIK, KK, BORN = "9999993112954273", "9999990101206391", "31 12 1995"
STREET, BANK, SECURITY_CODE = "Gang Kenari Emas 77", "7741093355", "639174"
ON_PHOTO = "Difoto oleh Kenari Emas"


def photo(kind: str) -> bytes:
    """A picture whose metadata says whose it is."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = ON_PHOTO  # description and artist
    made = BytesIO()
    Image.open(BytesIO(sample(kind))).save(made, "JPEG", exif=exif, comment=ON_PHOTO.encode())
    assert ON_PHOTO.encode() in made.getvalue()
    return made.getvalue()


SELFIE, ID_CARD = photo("selfie"), photo("id_card")
CANARIES: dict[str, str | bytes] = {
    "e-mail": EMAIL,
    "password": PASSWORD,
    "phone": PHONE[1:],  # also as +62…
    "phone in groups": "0812 7766 5544",
    "NIK": NIK,
    "KK": KK,
    "birth date": "1995-12-31",
    "birth date as typed": BORN,
    "address": STREET,
    "bank account": BANK,
    "name on the photo": ON_PHOTO,
    "face": prepared(SELFIE).jpeg[1000:1040],
    "face as sent": SELFIE[-2000:-1960],
    "card": prepared(ID_CARD).jpeg[1000:1040],
}


def disguises(canary: str | bytes) -> Iterator[bytes]:
    """The bytes a canary may hide behind: clear, UTF-16, hex, in an address, base64 at any offset."""
    plain = canary.encode() if isinstance(canary, str) else canary
    yield plain
    if isinstance(canary, str):
        yield from (canary.encode("utf-16-le"), canary.encode("utf-16-be"))
        yield from (quote(canary, safe="").encode(), quote(canary).encode())
    yield plain.hex().encode()
    for offset in range(3):
        first, end = -(-offset * 8 // 6), (offset + len(plain)) * 8 // 6
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(b"\0" * offset + plain)[first:end]


def hits(folder: Path, canaries: dict[str, str | bytes]) -> set[tuple[str, str]]:
    """(file, canary) wherever one stands in any disguise; letters of either case."""
    wanted = {name: {d.lower() for d in disguises(c)} for name, c in canaries.items()}
    found = set()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes().lower()
            for name, forms in wanted.items():
                if any(form in content for form in forms):
                    found.add((file.name, name))
    return found


class Browser:
    """Keeps cookies, fills in the form of a page, follows redirects; any error is raised."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def send(self, path: str, body: bytes | None = None, kind: str = "") -> str:
        headers = {"Content-Type": kind} if kind else {}
        request = Request(self.address + path, body, headers)
        with self.opener.open(request, timeout=60) as answer:
            return answer.read().decode()

    def submit(self, page: str, action: str = "", **typed: str) -> str:
        action = action or page
        fields = {**hidden_fields(self.send(page).replace("&amp;", "&"), action), **typed}
        return self.send(action, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def upload(self, page: str, **files: bytes) -> str:
        parts = {
            name: FileStorage(BytesIO(data), f"{ON_PHOTO}.jpg") for name, data in files.items()
        }
        fields = hidden_fields(self.send(page), page)
        boundary, body = encode_multipart({**fields, **parts})
        return self.send(page, body, f"multipart/form-data; boundary={boundary}")


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    """A data folder with one room, in which gelombang 71 is open."""
    monkeypatch.setattr(rooms, "home", lambda: tmp_path / "rooms")
    (tmp_path / "rooms" / rooms.DEFAULT).mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    keys = (rooms.settings.data_dir / "keys.json").read_text()
    (tmp_path / "keys.json").write_text(keys)
    with rooms.enter(rooms.DEFAULT):
        migrations.migrate(rooms.database)
        rooms.set_offset(wib("2024-08-01 09:00:00") - clock.real_now())
        gelombang.open_published(71, drawn_here=True)
        Gelombang.update(quota=5).execute()
        offer_for(71, price=400_000)
        rooms.set_offset(wib("2024-08-03 09:00:00") - clock.real_now())
        rooms.remember_clock()
    return tmp_path


def until(read: Callable[[], object]) -> None:
    """Wait for the server's timed work, at most half a minute."""
    end = time.monotonic() + 30
    while not read():
        assert time.monotonic() < end, "timed work did not come"
        time.sleep(0.2)


def me() -> Participant:
    found = people.with_email(EMAIL)
    assert found
    return found


def register(browser: Browser) -> None:
    browser.submit("/daftar", email=EMAIL, sandi=PASSWORD, nomor_hp=PHONE, setuju="y")
    browser.submit(link_to(EMAIL))
    browser.submit("/daftar/hp", otp=code_to(PHONE))
    assert "Verifikasi Akun" in browser.send("/verifikasi")


def sign_in_elsewhere(address: str) -> None:
    """A second browser: the password wrong once, then both steps."""
    other = Browser(address)
    with pytest.raises(OSError, match="4"):
        other.submit("/masuk", email=EMAIL, sandi=f"{PASSWORD}x")
    other.submit("/masuk", email=EMAIL, sandi=PASSWORD)
    other.submit("/masuk/kode", otp=code_to(EMAIL))
    assert "Perangkat ini" in other.send("/profil/masuk")


def guess(address: str) -> None:
    """Wrong passwords until the account is closed for the hour: what is counted, and logged."""
    for status in ["422"] * 9 + ["429"]:
        with pytest.raises(OSError, match=status):
            Browser(address).submit("/masuk", email=EMAIL, sandi=PASSWORD[::-1])


def verify(browser: Browser) -> None:
    browser.upload("/verifikasi/wajah", swafoto=SELFIE, ktp=ID_CARD)
    browser.submit("/verifikasi", nik=NIK, nomor_kk=KK, tanggal_lahir=BORN)
    until(lambda: me().identity_verified_at)


def apply(browser: Browser) -> None:
    for page, typed in {
        "nama": {"nama": "Rini", "kelamin": "male", "alamat": STREET, "kabupaten": "32.73"},
        "pendidikan": {"pendidikan": "senior", "sekolah": "tidak"},
        "pekerjaan": {"status": "seeking", "pekerjaan": "none", "bansos": "tidak"},
        "minat": {"minat": "teknik"},
    }.items():
        browser.submit(f"/data-diri/{page}", lalu="lanjut", **typed)
    browser.submit("/tes")
    for place in range(1, 19):
        browser.submit(f"/tes/{place}", jawaban=LETTERS[0])
    browser.submit("/tes/periksa")
    assert me().profile_completed_at
    browser.submit("/gelombang/71", "/gelombang/71/gabung", setuju="y")


def accept() -> None:
    rooms.set_offset(wib("2024-08-06 09:00:00") - clock.real_now())
    until(lambda: Draw.get().closed_at)
    draws.run(Gelombang.get(), "uji")
    draws.announce(Gelombang.get(), "uji")
    until(lambda: Card.select().exists())


def link(browser: Browser) -> None:
    """A bank account, with the code by SMS and the security code at the bank's simulated page."""
    browser.submit("/rekening/sambung/bni", nomor=BANK)
    browser.submit("/rekening/sambung/bni", otp=code_to(PHONE))
    at_bank = f"/latihan/mitra/{AccountLink.get().public_id}"
    browser.submit(at_bank, kode_keamanan=SECURITY_CODE)
    until(lambda: PayoutAccount.select().exists())


def purchase(browser: Browser) -> str:
    """Link a bank account, buy the one course there is; returns the card's number."""
    link(browser)
    offer, card = Offer.get(), Card.get().number
    browser.submit(f"/pelatihan/{offer.course.slug}/beli?penawaran={offer.id}", nomor_kartu=card)
    browser.submit(f"/beli/{Purchase.get().public_id}/otp", otp=code_sent_to(me()))
    assert Purchase.get().state == "paid"
    return str(card)


def journey(address: str) -> str:
    """From the registration to the course, with what goes wrong on the way; the card's number."""
    browser = Browser(address)
    register(browser)
    sign_in_elsewhere(address)
    verify(browser)
    apply(browser)
    accept()
    card = purchase(browser)
    for page in ("/dasbor", "/profil", "/pesan", "/pelatihanku", "/dasbor/tenggat.ics"):
        browser.send(page)
    with pytest.raises(OSError, match="404"):
        browser.send(f"/tidak-ada?nik={NIK}&email={EMAIL}")
    guess(address)
    return card


def test_a_whole_journey_leaves_nothing_readable_on_the_disk(home: Path) -> None:
    # While a connection is open SQLite keeps its log on the disk; without a server it stands still.
    with rooms.enter(rooms.DEFAULT):
        with serving(home, TMPDIR=str(home / "tmp")) as address:
            card = journey(address)
        assert (me().nik, me().kk, me().phone) == (NIK, KK, PHONE)
        canaries = {**CANARIES, "card number": card}
        files = {file.name for file in home.rglob("*")}
        assert {"app.db", "app.db-wal", "app.db-shm", "server.log"} <= files
        assert hits(home, canaries) == set()
        Setting.create(key="kenari", value=f"x{NIK}x")
        assert {name for _, name in hits(home, canaries)} == {"NIK"}  # the sweep sees what is there
    assert {name for _, name in hits(home, canaries)} == {"NIK"}
    assert not tracebacks(home)


@pytest.mark.parametrize("name", CANARIES)
def test_the_sweep_finds_a_canary_in_every_disguise(tmp_path: Path, name: str) -> None:
    for number, form in enumerate(disguises(CANARIES[name])):
        folder = tmp_path / str(number) / "deep"
        folder.mkdir(parents=True)
        (folder / "log").write_bytes(b"\x00before " + form + b" after\xff")
        assert ("log", name) in hits(folder.parent, {name: CANARIES[name]}), form


def test_base64_is_found_wherever_the_text_begins(tmp_path: Path) -> None:
    for before in ("", "a", "ab", "abc"):
        (tmp_path / "log").write_bytes(b64encode(f"{before}{NIK} and more".encode()))
        assert hits(tmp_path, CANARIES) == {("log", "NIK")}
