"""Every page on a small phone: nobody is shut out by colour, size, width, or a page that jumps."""

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import htmx
from demo.cast import ROOMS
from tests.browser import Phone, phone
from tests.pages import problems_of

COURSE = "/pelatihan/membuat-aneka-kreasi-sambal-bagi-juru-masak"
BUY = "buy"  # the checkout of the course on its first platform
CLASS = "/pelatihanku » #isi a[href^='/pelatihanku/']"
COMPARE = "/bandingkan?p=membuat-aneka-kreasi-sambal-bagi-juru-masak"
NOBODY = ""
HEAVIEST = 10 * 1024  # bytes of HTML, compressed

# (room, person) → paths; after « » » comes the link to follow from there.
PAGES: dict[tuple[str, str], list[str]] = {
    ("gelombang-21", NOBODY): [
        "/",
        "/masuk?ruang=gelombang-21",
        "/daftar",
        "/pelatihan",
        COURSE,
        "/bantuan",
        "/sertifikat",
        "/mitra/dokumentasi",
        "/tidak-ada",
        "/latihan?ruang=gelombang-21",
        "/latihan/kotak-masuk",
    ],
    ("gelombang-21", "sari"): [
        "/pelatihan",
        "/pelatihan?q=sambal",
        "/pelatihan?q=zzzz&kategori=keuangan&cukup=1&harga_maks=500000",
        "/pelatihan?hal=3&urut=termurah",
        COURSE,
        f"{COURSE}?nilai=5&urut=nilai",
        f"{COURSE} » a[href^='/lembaga/']",
        COMPARE,
        "/bandingkan",
        BUY,
        f"{BUY} » a[href*='isi=kartu']",
        "/pelatihanku",
        "/insentif",
        "/rekening",
        "/rekening/sambung/dana",
        "/survei",
        "/pesan",
        "/bantuan",
        "/bantuan/beli-bermasalah?soal=otp",
        "/bantuan/cek-pesan",
        "/bantuan/istilah",
        "/pengaduan",
        "/pengaduan/baru?tentang=rekening",
        "/aturan",
        "/riwayat-gelombang",
        "/verifikasi",
        "/profil",
        "/pelatihan/tidak-ada",
    ],
    ("gelombang-21", "bambang"): [
        BUY,
        CLASS,
        f"{CLASS}/ulasan",
        f"{CLASS}/batalkan",
    ],
    ("gelombang-21", "nining"): ["/insentif", "/pesan", "/rekening", CLASS],
    ("gelombang-21", "dewi"): [CLASS],
    ("gelombang-21", "rahmat"): ["/pelatihanku", CLASS, f"{CLASS}/ulasan"],
    ("gelombang-21", "putu"): ["/rekening", "/rekening/sambung/ovo", "/insentif"],
    ("gelombang-21", "ucok"): [
        "/survei",
        "/survei/1",
        "/survei/3",
        "/insentif",
        "/insentif » a[href$='/bukti']",
    ],
    ("gelombang-21", "hendra"): ["/survei", "/survei/1/cek", "/insentif", BUY],
    ("gelombang-21", "lina"): ["/pelatihanku", "/riwayat-gelombang", "/insentif"],
    ("gelombang-21", "maria"): [BUY, "/aturan"],
    ("gelombang-21", "agus"): [BUY, "/aturan", "/riwayat-gelombang", "/insentif", "/survei"],
    ("gelombang-21", "fitri"): [BUY, "/riwayat-gelombang", "/aturan", "/rekening"],
    ("gelombang-21", "galih"): [
        "/pelatihanku",
        "/pelatihanku » #dibatalkan a[href^='/beli/']",
        "/uangku",
        "/uangku?dompet=insentif",
    ],
    ("gelombang-21", "tono"): ["/verifikasi", "/profil", "/riwayat-gelombang"],
    ("gelombang-21", "pelatih"): ["/latihan", "/latihan/kotak-masuk"],
    ("gelombang-70", "markus"): [COURSE, BUY, "/aturan", "/rekening/sambung/bca"],
    ("gelombang-70", "nining"): ["/insentif"],
    ("gelombang-71", NOBODY): [
        "/",
        "/cek-syarat",
        "/daftar",
        "/daftar/email",
        "/lupa-sandi",
        "/lupa-sandi/terkirim",
        "/masuk",
        "/undian/71",
    ],
    ("gelombang-71", "sari"): [
        "/gelombang",
        "/gelombang/71",
        "/data-diri",
        "/data-diri/nama",
        "/data-diri/pekerjaan",
        "/data-diri/rekening",
        "/tes",
        "/tes/selesai",
        "/pelatihan/tersimpan",
        "/profil",
        "/profil/hp",
        "/profil/masuk",
    ],
    ("gelombang-71", "markus"): ["/riwayat-gelombang", "/gelombang"],
    ("gelombang-71", "bayu"): ["/daftar/hp"],
    ("gelombang-71", "tono"): ["/verifikasi", "/verifikasi/wajah", "/gelombang/71", "/tes"],
    ("gelombang-71", "dinda"): ["/verifikasi"],
    ("gelombang-71", "rini"): [
        "/data-diri",
        "/data-diri/nama",
        "/data-diri/pendidikan",
        "/data-diri/pekerjaan",
        "/data-diri/minat",
    ],
    ("gelombang-71", "yosef"): ["/gelombang", "/gelombang/71/keluar", "/undian/71"],
    ("gelombang-71", "agus"): ["/keberatan", "/riwayat-gelombang"],
    ("gelombang-71", "petugas"): [
        "/petugas",
        "/petugas/verifikasi",
        "/petugas/verifikasi » #isi a[href^='/petugas/verifikasi/']",
        "/petugas/peringatan",
        "/petugas/keberatan",
        "/petugas/gelombang",
        "/petugas/gelombang/71",
        "/petugas/gelombang/baru",
        "/petugas/peserta",
    ],
    ("gelombang-70", "lina"): [
        "/pelatihanku",
        CLASS,
        f"{CLASS} » a[href^='/sertifikat/']",
        f"{CLASS} » a[href^='/beli/']",
        "/insentif",
    ],
    ("gelombang-70", "petugas"): [
        "/petugas/ulasan",
        "/petugas/sertifikat",
        "/petugas/pesanan",
        "/petugas/uang",
        "/petugas/uang/gagal",
        "/petugas/uang/hentikan",
        "/petugas/uang/saldo",
        "/petugas/pesan",
    ],
}


def with_dashboards() -> list[tuple[str, str, list[str]]]:
    """The pages above, and the dashboard of somebody in every state of the cast."""
    pages = {who: list(paths) for who, paths in PAGES.items()}
    seen = set()
    for room in ROOMS.values():
        for person in room.people:
            if person.state not in seen:
                seen.add(person.state)
                pages.setdefault((room.name, person.key), []).insert(0, "/dasbor")
    return [(room, key, paths) for (room, key), paths in pages.items()]


# What a finger presses by itself; links inside a sentence are not meant.
TARGETS = "button, .button, nav a, summary, .head-link, .brand, label.choice, #isi .linkish"

SMALL_TARGETS = """selector => [...document.querySelectorAll(selector)]
  .map(node => [node, node.getBoundingClientRect()])
  .filter(([node, box]) => box.width && box.height && (box.height < 43.9 || box.width < 43.9))
  .map(([node, box]) => `${node.tagName} «${node.innerText.trim().slice(0, 30)}» `
    + `${Math.round(box.width)}×${Math.round(box.height)}`)"""

WIDER_THAN_SCREEN = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth <= wide) return [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT + NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const range = document.createRange();
    range.selectNode(words.currentNode);
    const right = Math.max(0, ...[...range.getClientRects()].map(box => box.right));
    if (right > wide + 0.5)
      found.push(`${words.currentNode.nodeName} «${words.currentNode.textContent.trim().slice(0, 40)}» `
        + Math.round(right));
  }
  return [`the page is ${document.documentElement.scrollWidth} wide`, ...found.slice(-4)]; }"""

SHIFTS = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  const found = [];
  const watch = new PerformanceObserver(list => found.push(...list.getEntries()));
  watch.observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(found.filter(entry => !entry.hadRecentInput)
    .map(entry => `${entry.value.toFixed(4)} `
      + entry.sources.map(source => source.node && source.node.nodeName))), 40); })))"""

AXE = """async ask => (await axe.run({resultTypes: ['violations'], ...ask})).violations
  .map(found => `${found.id}: ` + found.nodes.slice(0, 3).map(node => node.html.slice(0, 120)
    + ' ' + node.any.concat(node.all).map(check => check.message).join(' ').slice(0, 160)).join(' | '))"""

# Only colours differ between the two.
COLOURS = ["color-contrast", "link-in-text-block"]
SCHEMES = {"light": {}, "dark": {"runOnly": {"type": "rule", "values": COLOURS}}}


def faults_of(page: Any) -> Iterator[str]:
    """Everything wrong with the page on the screen, its <details> opened; leaves it as wide as it was."""
    yield from (f"it jumps: {found}" for found in page.evaluate(SHIFTS))
    page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
    yield from (f"small target: {found}" for found in page.evaluate(SMALL_TARGETS, TARGETS))
    yield from (f"360 px: {found}" for found in page.evaluate(WIDER_THAN_SCREEN))
    page.evaluate(Axe().axe_script)
    for scheme, ask in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield from (f"axe {scheme}: {found}" for found in page.evaluate(AXE, ask))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    for size in (24, 32):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}px'")
        yield from (
            f"320 px, letters of {size} px: {found}" for found in page.evaluate(WIDER_THAN_SCREEN)
        )
    page.set_viewport_size({"width": 360, "height": 640})


def address_of(walker: Phone, path: str, buy: str) -> str:
    """Where a path leads after the links after « » » were followed."""
    first, *links = (
        path.replace(BUY, buy, 1).split(" » ") if path.startswith(BUY) else path.split(" » ")
    )
    for link in links:
        link, _, rest = link.partition("]/")
        walker.open(first)
        href = walker.page.locator(link + "]" if rest else link).first.get_attribute("href")
        assert href, path
        first = f"{href}/{rest}" if rest else href
    return first


def sign_in(walker: Phone, key: str) -> None:
    """Be somebody of the cast, by the trainer's button."""
    walker.open(f"/latihan?ruang={walker.room}")
    if key:
        walker.trainer("/latihan/masuk", email=f"{key}@example.com")


@pytest.fixture(scope="module")
def checkouts(browser, address) -> dict[str, str]:
    """The rooms as they are shipped, whatever other journeys did to them; and where one buys there."""
    found = {}
    for room in ROOMS:
        with phone(browser, address, room) as trainer:
            trainer.open(f"/latihan?ruang={room}")
            trainer.trainer("/latihan/ulang", yakin="ya")
            sign_in(trainer, "sari")
            first = f"{COURSE} » #penawaran a[href*='/beli?penawaran=']"
            # Where a gelombang is still open nobody buys yet.
            found[room] = "" if room == "gelombang-71" else address_of(trainer, first, "")
    return found


BAD_PAGE = """<!doctype html><html lang="id"><title>Contoh</title>
<style>p {color: #ddd} button {padding: 0} .wide {height: 200px; width: 500px}</style>
<main><h1>Contoh</h1><p>pucat</p><button>x</button></main>
<script>setTimeout(() => { const late = document.createElement("p"); late.className = "wide";
document.querySelector("main").prepend(late); }, 100)</script>"""


def test_the_checks_see_what_is_wrong(browser, address) -> None:
    with phone(browser, address, "gelombang-21") as walker:
        walker.page.route(
            "**/contoh", lambda route: route.fulfill(body=BAD_PAGE, content_type="text/html")
        )
        walker.open("/contoh")
        walker.page.locator(".wide").wait_for(state="attached")
        found = "\n".join(faults_of(walker.page))
        for word in (
            "it jumps",
            "small target",
            "360 px",
            "320 px",
            "light: color-contrast",
            "dark: color",
        ):
            assert word in found, found


@pytest.mark.parametrize(
    ("room", "key", "paths"),
    with_dashboards(),
    ids=lambda value: None if isinstance(value, list) else value or "nobody",
)
def test_every_page_is_for_everybody(browser, address, checkouts, room, key, paths) -> None:
    faults, asked = [], set()
    with phone(browser, address, room) as walker:
        walker.page.on("request", lambda request: asked.add(request.url))
        sign_in(walker, key)
        for path in paths:
            answer = walker.page.goto(address + address_of(walker, path, checkouts[room]))
            wanted = {"tidak-ada": (404,), "ulasan": (200, 409), "3": (200, 409)}
            if answer.status not in wanted.get(path.rsplit("/")[-1], (200,)):
                faults.append(f"{path}: status {answer.status}")
                continue
            found = [*problems_of(answer.text()), *faults_of(walker.page)]
            if (bytes_sent := len(gzip.compress(answer.body()))) > HEAVIEST:
                found.append(f"{bytes_sent} bytes of HTML")
            faults += [f"{path}: {fault}" for fault in found]
    elsewhere = {url for url in asked if not url.startswith((address, htmx.URL))}
    assert not elsewhere, elsewhere
    assert not faults, "\n" + "\n".join(faults)


def test_pages_behind_forms_are_for_everybody(browser, address, checkouts) -> None:
    with phone(browser, address, "gelombang-21") as walker:
        faults = []

        def look(name: str) -> None:
            faults.extend(f"{name}: {fault}" for fault in faults_of(walker.page))

        sign_in(walker, "yosef")
        checkout = checkouts[walker.room]
        walker.open(checkout)
        walker.page.locator("#kirim").click()
        walker.page.locator(".error-summary, [role=alert]").first.wait_for()
        look("checkout without a card number")
        walker.open(checkout + "&isi=kartu")
        walker.page.locator("#kirim").click()
        walker.heading("Masukkan kode OTP")
        look("OTP")
        order = walker.page.url.removesuffix("/otp")
        walker.page.goto(order)
        look("receipt of what waits")
        walker.page.goto(order + "/otp")
        walker.page.fill("input[name=otp]", "12")
        walker.page.locator("#bayar").click()
        walker.page.locator(".error-summary, [role=alert]").first.wait_for()
        look("OTP with a mistake")
        walker.page.goto(order + "/otp")
        text = walker.newest_message(phone_number(walker, "Yosef Lamere"))["text"]
        walker.page.fill("input[name=otp]", re.search(r": (\d{6})\.", text)[1])
        walker.page.locator("#bayar").click()
        walker.heading("Berhasil dibeli")
        look("receipt")
        sign_in(walker, "ucok")
        walker.open("/survei/1")
        walker.page.locator("#isi form button").first.click()
        walker.page.locator(".error-summary, [role=alert]").first.wait_for()
        look("survey without consent")
        walker.open("/survei/1")
        walker.page.locator("input[name=setuju]").first.check()
        walker.press("Lanjutkan")
        walker.page.wait_for_url("**/survei/1/1*")
        look("survey part")
        walker.page.locator("#lanjut").click()
        walker.page.locator(".error-summary, [role=alert]").first.wait_for()
        look("survey part with mistakes")
        walker.open("/survei/1/cek")
        look("survey check")
    assert not faults, "\n" + "\n".join(faults)


def phone_number(walker: Phone, name: str) -> str:
    """The phone number of somebody, as the trainer's inbox lists it."""
    walker.open("/latihan/kotak-masuk")
    number = walker.page.locator("option", has_text=f"SMS {name}").first.get_attribute("value")
    walker.page.go_back()
    assert number
    return number
