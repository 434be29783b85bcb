"""Money, complaints and help with nothing but a keyboard: what has the focus is seen, in reading order."""

import re
from pathlib import Path
from typing import Any

import pytest

from formats.photos import sample
from tests.browser import Phone, phone
from tests.slow.test_money_journeys import until
from tests.slow.test_pages import sign_in
from tests.walks import buy, phone_of

ROOM = "gelombang-21"
COURSE = "Membuat Aneka Kreasi Sambal bagi Juru Masak"
STORY = "Insentif bulan pertamaku gagal dikirim, padahal e-wallet masih aktif."
REPLY = "E-walletmu belum premium. Verifikasi KTP di aplikasinya, lalu cek lagi."

FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What has the focus: its words, where it is, and whether it can be seen where it is.
FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const words = node.labels?.length ? node.labels[0].innerText : node.innerText || node.value || "";
  const box = node.getClientRects()[0] || node.getBoundingClientRect();
  const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 20);
  const over = document.elementFromPoint(x, y), look = getComputedStyle(node);
  return {
    says: words.replace(/\\s+/g, " ").trim(), name: node.name || "", tag: node.tagName,
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, main: Boolean(node.closest("#isi")),
    ringed: look.outlineStyle !== "none" || look.boxShadow !== "none",
    covered: !(over && (node.contains(over) || over.contains(node) || [...node.labels || []]
      .some(label => label.contains(over)))),
  }; }"""


class Keys:
    """Hands that only have a keyboard."""

    def __init__(self, walker: Phone) -> None:
        self.walker = walker
        self.page = walker.page

    def focus(self) -> dict[str, Any]:
        """What has the focus; it must be somewhere, and be seen."""
        found = self.page.evaluate(FOCUS)
        if found and found["covered"]:  # scrolling to it may need a frame
            self.page.evaluate(FRAMES)
            found = self.page.evaluate(FOCUS)
        assert found is not None, "the focus is lost"
        assert found["ringed"], f"does not show its focus: {found}"
        assert not found["covered"], f"something covers it: {found}"
        return found

    def to(self, says: str, most: int = 60, back: bool = False) -> dict[str, Any]:
        """Tab until what has the focus begins with this; on the way nothing jumps about."""
        self.page.wait_for_load_state()  # half a page ends too early for Tab
        before = None
        for _ in range(most):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here = self.focus()
            if before and before["main"] and here["main"]:
                first, second = (here, before) if back else (before, here)
                on_one_line = second["bottom"] > first["top"] and second["left"] >= first["left"]
                below = second["top"] >= first["top"]
                assert below or on_one_line, f"not in reading order: {first}, {second}"
            if here["says"].startswith(says):
                return here
            before = here
        raise AssertionError(f"{says!r} was not reached in {most} tabs")

    def press(self, key: str) -> None:
        """One key, and whatever page it brings."""
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def go(self, says: str, key: str = "Enter", **how: Any) -> None:
        """To this link or button, and press it."""
        self.to(says, **how)
        self.press(key)

    def write(self, says: str, text: str) -> None:
        """To this field, and type."""
        self.to(says)
        self.page.keyboard.type(text)

    def told_of_a_mistake(self) -> None:
        """The summary has the focus; its first line leads into the field."""
        self.page.locator("#ringkasan-galat:focus").wait_for()
        self.page.keyboard.press("Tab")
        assert self.focus()["tag"] == "A"
        self.page.keyboard.press("Enter")
        assert self.focus()["name"], "the summary leads into no field"


@pytest.fixture
def walker(browser, address):
    """A phone in the room's first morning."""
    with phone(browser, address, ROOM) as used:
        used.open(f"/latihan?ruang={ROOM}")
        used.trainer("/latihan/ulang", yakin="ya")
        yield used


def link(keys: Keys, partner: str, own_phone: str) -> None:
    """From the page of accounts: number, code, security code at the partner."""
    walker = keys.walker
    keys.go(partner)
    walker.heading(f"Sambungkan {partner}")
    keys.go("Isikan nomor HP akunku")
    keys.page.wait_for_url("**isi=nomorku*")
    keys.to(f"Nomor HP di {partner}")
    keys.to("Kirim kode OTP")
    keys.to(f"Nomor HP di {partner}", back=True)
    keys.press("Enter")
    walker.heading("Masukkan kode OTP")
    keys.write("Kode OTP", "12")
    keys.press("Enter")
    keys.told_of_a_mistake()
    keys.page.keyboard.type(walker.code_for(own_phone))
    keys.go("Lanjut", "Space")
    walker.heading(f"Kode keamanan di {partner}")
    keys.go(f"Buka halaman {partner}")
    walker.heading("SIMULASI")
    keys.write("Kode keamanan", "482913")
    keys.press("Enter")
    keys.page.wait_for_url(re.compile("/rekening"))

    def linked() -> bool:
        walker.open("/rekening")
        return ": bisa menerima" in walker.text()

    until(walker, linked)


def test_linking_an_account_in_its_three_steps(walker) -> None:
    sign_in(walker, "putu")
    own_phone, keys = phone_of(walker, "putu@example.com"), Keys(walker)
    walker.open("/dasbor")
    step = walker.page.locator("#langkah .button").first.inner_text()
    keys.go(step)
    walker.heading("Rekening/e-wallet")
    link(keys, "OVO", own_phone)


def test_three_wrong_codes_lock_and_leave_a_way_on(walker) -> None:
    sign_in(walker, "putu")
    own_phone, keys = phone_of(walker, "putu@example.com"), Keys(walker)
    walker.open("/rekening/sambung/ovo")
    keys.write("Nomor HP di OVO", own_phone)
    keys.press("Enter")
    walker.heading("Masukkan kode OTP")
    wrong = "111111" if walker.code_for(own_phone) != "111111" else "222222"
    keys.to("Kode OTP")
    for _ in range(2):
        keys.page.keyboard.type(wrong)
        keys.press("Enter")
        keys.told_of_a_mistake()
    keys.page.keyboard.type(wrong)
    keys.press("Enter")
    keys.page.locator("#sambung [role=alert]", has_text="Kode salah 3 kali").wait_for()
    keys.page.locator("#sambung h1:focus").wait_for()
    keys.go("Kembali ke Rekening")
    walker.heading("Rekening/e-wallet")
    assert "Kode salah 3 kali" in walker.text()
    assert walker.page.locator("a[href^='/rekening/sambung/']").count() == 0


def test_a_failed_payment_from_the_dashboard_to_its_resending(walker) -> None:
    sign_in(walker, "nining")
    own_phone, keys = phone_of(walker, "nining@example.com"), Keys(walker)
    walker.open("/dasbor")
    step = walker.page.locator("#langkah .button").first.inner_text()
    keys.go(step)
    walker.page.wait_for_url(lambda url: not url.endswith("/dasbor"))
    assert "belum premium" in walker.text()
    if not walker.page.url.endswith("/rekening"):
        keys.go("Sambungkan rekening lain")
    walker.heading("Rekening/e-wallet")
    link(keys, "OVO", own_phone)
    walker.open("/dasbor")
    keys.go("Insentif")
    walker.heading("Insentif")
    row = walker.page.locator("#insentif-job-1")
    assert row.locator(".badge").first.inner_text() == "Dijadwalkan"
    if row.locator("details").first.get_attribute("open") is None:
        keys.go(row.locator("summary").first.inner_text().split("\n")[0], "Space")
    assert row.locator("details").first.get_attribute("open") is not None


def test_cancelling_with_the_tick(walker) -> None:
    sign_in(walker, "sari")
    buy(walker, COURSE, phone_of(walker, "sari@example.com"))
    keys = Keys(walker)
    walker.at("2021-11-16 23:50")
    walker.open("/pelatihanku")
    keys.go(COURSE)
    walker.heading(COURSE)
    keys.go("Batalkan pelatihan")
    walker.heading("Apa akibatnya")
    keys.go("Batalkan pelatihan", "Space")
    keys.told_of_a_mistake()
    keys.press("Space")
    assert walker.page.locator("input[name=setuju]").is_checked()
    keys.go("Batalkan pelatihan", "Space")
    walker.page.wait_for_url(lambda url: "batalkan" not in url)
    assert "Dibatalkan." in walker.text()


def test_a_complaint_with_a_picture_and_its_answer(walker, tmp_path: Path) -> None:
    picture = tmp_path / "layar.jpg"
    picture.write_bytes(sample("id_card"))
    walker.page.on("filechooser", lambda _: None)  # ready for it long before it opens
    sign_in(walker, "nining")
    keys = Keys(walker)
    walker.open("/insentif")
    keys.go("Buat pengaduan")
    walker.heading("Buat pengaduan")
    keys.go("Kirim pengaduan", "Space")
    keys.told_of_a_mistake()
    keys.page.keyboard.type(STORY)
    keys.to("Kendala", back=True)
    kind = walker.page.locator("select[name=jenis]")
    chosen = kind.input_value()
    keys.page.keyboard.press("ArrowDown")
    assert kind.input_value() != chosen
    keys.page.keyboard.press("ArrowUp")
    assert kind.input_value() == chosen
    keys.to("Foto layar")
    with walker.page.expect_file_chooser() as chooser:
        keys.page.keyboard.press("Space")
    chooser.value.set_files(picture)
    keys.go("Kirim pengaduan", "Space")
    walker.heading("Pengaduan PGD-")
    number = walker.page.url.rsplit("/", 1)[-1]
    keys.to("Lihat gambarmu")

    sign_in(walker, "petugas")
    walker.open("/petugas")
    keys.go("Pengaduan")
    walker.heading("Pengaduan")
    keys.go(number)
    walker.heading(number)
    keys.go("Ambil", "Space")
    walker.page.get_by_text("Kamu yang mengambil").wait_for()
    keys.write("Jawaban", REPLY)
    keys.go("Kirim jawaban", "Space")
    walker.page.get_by_text(f"Jawaban {number} terkirim.").wait_for()

    sign_in(walker, "nining")
    walker.open(f"/pengaduan/{number}")
    assert REPLY in walker.text()
    keys.go("Sudah selesai", "Space")
    walker.page.get_by_text("Pengaduan ditutup olehmu").first.wait_for()


def test_the_tree_of_trouble_and_the_check_of_a_message(walker) -> None:
    sign_in(walker, "sari")
    keys = Keys(walker)
    walker.open("/bantuan")
    keys.go("Pembelian bermasalah")
    walker.heading("Pembelian bermasalah")
    keys.go("Kode OTP bermasalah", "Space")
    keys.go("Kode tidak cocok", "Enter")
    assert walker.page.get_by_text("Ketik enam angkanya").is_visible()
    keys.to("Buat pengaduan")
    keys.go("Kode tidak cocok", "Space", back=True)
    assert not walker.page.get_by_text("Ketik enam angkanya").is_visible()
    keys.go("Bantuan", back=True)
    walker.heading("Bantuan")
    keys.go("Apakah pesan ini benar dari kami?")
    walker.heading("Apakah pesan ini benar dari kami?")
    keys.go("Cek pesan", "Space")
    keys.told_of_a_mistake()
    keys.page.keyboard.type("Kirim OTP dan biaya admin ke 0812 9999 0000 bit.ly/x")
    keys.go("Cek pesan", "Space")
    walker.page.locator("#hasil").wait_for()
    assert "Tanda bahaya" in walker.text()
