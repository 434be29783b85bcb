"""From stranger to card holder, and the three ways it goes otherwise, with JavaScript and without."""

import subprocess
import sys
from pathlib import Path

import pytest

from demo.cast import PASSWORD
from formats.photos import sample
from tests.browser import Phone, phone
from tests.server import ROOT

ROOM = "gelombang-71"
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A face and a card, as files on the phone."""
    folder = tmp_path_factory.mktemp("foto")
    found = {}
    for kind in ("selfie", "id_card"):
        found[kind] = folder / f"{kind}.jpg"
        found[kind].write_bytes(sample(kind))
    return found


def fresh(walker: Phone) -> None:
    """The room as it is shipped."""
    walker.open(f"/latihan?ruang={ROOM}")
    walker.trainer("/latihan/ulang", yakin="ya")


def register(walker: Phone, email: str, number: str) -> None:
    """From the front door to an account whose e-mail and phone are proved."""
    walker.open("/")
    walker.press("Daftar gratis")
    walker.page.fill("input[name=email]", email)
    walker.page.fill("input[name=sandi]", "payung-biru-7")
    walker.page.fill("input[name=nomor_hp]", number)
    walker.page.check("input[name=setuju]")
    walker.page.locator("#kirim").click()
    walker.heading("Buka tautan di emailmu")
    walker.open(walker.link_for(email))
    walker.press("Konfirmasi email")
    walker.heading("Konfirmasi nomor HP")
    walker.page.fill("input[name=otp]", walker.code_for(number))
    walker.page.locator("#konfirmasi").click()
    walker.heading("Verifikasi Akun")


def verify(walker: Phone, pictures: dict[str, Path], nik: str) -> None:
    """Both photos, NIK and KK; the register answers while timed work runs."""
    walker.press("Ambil foto")
    walker.page.set_input_files("input[name=swafoto]", pictures["selfie"])
    walker.page.set_input_files("input[name=ktp]", pictures["id_card"])
    walker.press("Simpan foto")
    walker.heading("Verifikasi Akun")
    walker.page.fill("input[name=nik]", nik)
    walker.page.fill("input[name=nomor_kk]", "9999990101200001")
    walker.page.fill("input[name=tanggal_lahir]", "31 12 1995")
    walker.press("Verifikasi")
    walker.heading("Verifikasi Akun")
    walker.trainer("/latihan/waktu", geser="+1m")


def fill_profile(walker: Phone, name: str) -> None:
    """The five pages, each saved by its button."""
    assert walker.step() == "Lengkapi profil dan tes"
    walker.open("/data-diri/nama")
    walker.page.fill("input[name=nama]", name)
    walker.page.check("input[name=kelamin][value=male]")
    walker.page.fill("textarea[name=alamat]", "Jalan Contoh 7 RT 01 RW 02, Desa Contoh")
    walker.page.select_option("select[name=kabupaten]", "32.73")
    walker.page.locator("#lanjut").click()
    walker.heading("Pendidikan terakhir")
    walker.page.check("input[name=pendidikan][value=senior]")
    walker.page.locator("input[name=sekolah]").last.check()
    walker.page.locator("#lanjut").click()
    walker.heading("Pekerjaan")
    walker.page.check("input[name=status][value=seeking]")
    walker.page.select_option("select[name=pekerjaan]", "none")
    walker.page.locator("input[name=bansos]").nth(1).check()
    walker.page.locator("#lanjut").click()
    walker.heading("Minat pelatihan")
    walker.page.locator("input[name=minat]").first.check()
    walker.page.locator("#lanjut").click()
    walker.heading("Rekening")
    walker.page.locator("#lanjut").click()
    walker.heading("Tes motivasi")


def take_test(walker: Phone) -> None:
    """Eighteen answers, looked over, sent."""
    walker.press("Mulai tes")
    for place in range(1, 19):
        walker.heading(f"Soal {place} dari 18")
        walker.page.locator("input[name=jawaban]").nth(place % 4).check()
        walker.page.locator("#lanjut").click()
    walker.heading("Periksa jawaban")
    walker.press("Kirim tes")
    walker.page.wait_for_url("**/tes/selesai")


def join(walker: Phone, number: int) -> None:
    """From the dashboard's step, with the declaration."""
    assert walker.step() == f"Gabung Gelombang {number}"
    walker.press(f"Gabung Gelombang {number}")
    walker.page.check("input[name=setuju]")
    walker.page.locator("#gabung").click()
    walker.page.wait_for_url("**/gelombang")
    assert "Menunggu gelombang ditutup" in walker.text()
    assert walker.step() == "Menunggu hasil seleksi"


def be(walker: Phone, key: str) -> None:
    """Be somebody of the cast."""
    walker.trainer("/latihan/masuk", email=f"{key}@example.com")


class Office:
    """An officer at their own browser."""

    def __init__(self, walker: Phone) -> None:
        self.walker = walker
        walker.sign_in("petugas@example.com", PASSWORD)
        assert walker.page.url.endswith("/petugas")

    def set_quota(self, number: int, quota: int) -> None:
        """Before the close."""
        self.walker.open(f"/petugas/gelombang/{number}/ubah")
        self.walker.page.fill("input[name=kuota]", str(quota))
        self.walker.press("Simpan perubahan")
        self.walker.page.wait_for_url(f"**/petugas/gelombang/{number}")

    def open_gelombang(self, number: int, opens: str, closes: str, quota: int) -> None:
        """A new one, with nothing that differs from its scheme."""
        page = self.walker.page
        self.walker.open("/petugas/gelombang/baru")
        page.fill("input[name=nomor]", str(number))
        page.locator("input[name=skema]").last.check()
        page.fill("input[name=dibuka]", opens)
        page.fill("input[name=ditutup]", closes)
        page.fill("input[name=kuota]", str(quota))
        self.walker.press("Buat gelombang")
        page.wait_for_url(f"**/petugas/gelombang/{number}")

    def draw_and_announce(self, number: int) -> None:
        """After the close: a public value, the draw, the result; timed work tells everybody."""
        self.walker.open(f"/petugas/gelombang/{number}")
        self.walker.press("Isi nilai publik")
        self.walker.page.fill("input[name=nilai]", "IHSG 5 Agustus 2024: 7.059,65")
        self.walker.press("Catat nilai publik")
        self.walker.press("Jalankan undian")
        self.walker.press("Ya, jalankan undian")
        self.walker.press("Umumkan hasil")
        self.walker.press("Ya, umumkan hasil")
        self.walker.heading(f"Gelombang {number}")
        self.walker.trainer("/latihan/waktu", geser="+1m")


@BOTH
def test_a_stranger_becomes_a_card_holder(browser, address, pictures, tmp_path, javascript) -> None:
    email, number = "rudi.hartono@example.com", "081299995501"
    with (
        phone(browser, address, ROOM, javascript) as walker,
        phone(browser, address, ROOM, javascript) as desk,
    ):
        fresh(walker)
        register(walker, email, number)
        verify(walker, pictures, "9999993112950001")
        walker.open("/verifikasi")
        assert "Profil dan tes selesai" in walker.text()
        fill_profile(walker, "Rudi Hartono")
        take_test(walker)
        join(walker, 71)
        office = Office(desk)
        office.set_quota(71, 50)
        walker.at("2024-08-06 09:00")
        walker.open("/gelombang")
        assert "Dalam proses seleksi" in walker.text()
        office.draw_and_announce(71)
        assert walker.step() == "Beli pelatihan pertamamu"
        assert "20 Agustus 2024 pukul 23.59 WIB" in walker.text()
        assert "Rp3.500.000" in walker.page.locator("#saldo").inner_text()
        assert "Selamat Rudi Hartono, kamu lolos" in walker.newest_message(number)["text"]
        walker.page.locator("#tombol-kartu").click()
        walker.page.locator("#nomor-kartu").wait_for()
        digits = walker.page.locator("#nomor-kartu").inner_text().replace(" ", "")
        assert len(digits) == 16 and digits.startswith("9")
        recomputed(walker, tmp_path)


def recomputed(walker: Phone, folder: Path) -> None:
    """The published file alone says the same, by our command and by the short script."""
    walker.open("/undian/71")
    code = next(word for word in walker.text().split() if word.startswith("G71-"))
    file = folder / "undian-71.txt"
    answer = walker.page.request.get(f"{walker.address}/undian/71/berkas")
    file.write_bytes(answer.body())
    script = folder / "periksa.py"
    script.write_bytes(walker.page.request.get(f"{walker.address}/undian/periksa.py").body())
    for words in (
        [sys.executable, str(script), str(file), code],
        [sys.executable, "-m", "flask", "selection", "verify", str(file)],
    ):
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "Rudi" not in file.read_text() and "0812" not in file.read_text()


@BOTH
def test_who_is_not_eligible_learns_every_reason_and_where_to_mend_it(
    browser, address, pictures, javascript
) -> None:
    with phone(browser, address, ROOM, javascript) as walker:
        fresh(walker)
        walker.open("/cek-syarat")
        walker.page.locator("input[name=wni]").first.check()
        walker.page.fill("input[name=tanggal_lahir]", "31 12 2010")
        walker.page.locator("input[name=sekolah]").first.check()
        walker.page.select_option("select[name=pekerjaan]", "none")
        walker.page.locator("input[name=bantuan]").last.check()
        walker.page.locator("input[name=pernah]").last.check()
        walker.page.locator("input[name=kk]").first.check()
        walker.press("Cek syarat")
        walker.page.locator("h2", has_text="Belum bisa ikut: 2 alasan").wait_for()
        text = walker.text()
        assert "sekolah" in text and "13 tahun" in text, text
        register(walker, "nana@example.com", "081299995502")
        verify(walker, pictures, "9999993112959301")  # the register: a student
        fill_profile(walker, "Nana Suryana")
        take_test(walker)
        assert walker.step() == "Gabung Gelombang 71"
        walker.open("/gelombang/71")
        text = walker.text()
        assert "Kamu belum bisa bergabung" in text
        assert "masih sekolah atau kuliah" in text and "kampus" in text
        assert walker.page.locator("#gabung").count() == 0


@BOTH
def test_who_was_not_drawn_knows_why_and_joins_the_next_gelombang(
    browser, address, javascript
) -> None:
    with (
        phone(browser, address, ROOM, javascript) as walker,
        phone(browser, address, ROOM, javascript) as desk,
    ):
        fresh(walker)
        for key in ("sari", "markus"):
            be(walker, key)
            join(walker, 71)
        office = Office(desk)
        office.set_quota(71, 1)
        walker.at("2024-08-06 09:00")
        office.draw_and_announce(71)
        steps = {}
        for key in ("sari", "markus"):
            be(walker, key)
            steps[key] = walker.step()
        loser = next(key for key, step in steps.items() if step == "Belum lolos Gelombang 71")
        be(walker, loser)
        walker.open("/riwayat-gelombang")
        assert "kuota penuh dan kamu tidak terundi" in walker.text()
        walker.press("Periksa undian ini")
        walker.heading("Undian Gelombang 71")
        assert "G71-" in walker.text()
        office.open_gelombang(72, "2024-08-06T10:00", "2024-08-08T23:59", 100)
        walker.at("2024-08-07 09:00")
        join(walker, 72)
        walker.at("2024-08-09 09:00")
        office.draw_and_announce(72)
        assert walker.step() == "Beli pelatihan pertamamu"


@BOTH
def test_who_lost_the_place_appeals_and_may_begin_again(browser, address, javascript) -> None:
    with (
        phone(browser, address, ROOM, javascript) as walker,
        phone(browser, address, ROOM, javascript) as desk,
    ):
        fresh(walker)
        be(walker, "agus")
        assert walker.step() == "Kepesertaanmu dicabut pada 25 Juli 2024"
        walker.press("Lihat alasan dan keberatan")
        walker.page.fill(
            "textarea[name=keberatan]", "Waktu itu saya dirawat di rumah sakit sampai 26 Juli."
        )
        walker.press("Kirim keberatan")
        assert "sedang diperiksa" in walker.text()
        Office(desk)
        desk.open("/petugas/keberatan")
        desk.page.locator("#isi a[href^='/petugas/keberatan/']").first.click()
        desk.page.check("input[name=putusan][value=terima]")
        desk.page.fill("textarea[name=jawaban]", "Surat rumah sakitmu kami terima.")
        desk.press("Kirim jawaban")
        desk.page.wait_for_url("**/petugas/keberatan*")
        walker.open("/keberatan")
        assert "Keberatanmu diterima" in walker.text()
        assert "Surat rumah sakitmu kami terima." in walker.text()
        join(walker, 71)
