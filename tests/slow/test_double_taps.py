"""Two quick taps on a slow network: one complaint, one cancelled course, and a plain page in the end."""

import pytest
from playwright.sync_api import Response

from tests.browser import Phone, phone
from tests.slow.test_pages import sign_in
from tests.walks import buy, phone_of

ROOM = "gelombang-21"
COURSE = "Membuat Aneka Kreasi Sambal bagi Juru Masak"
STORY = "Insentif bulan pertamaku belum masuk, padahal e-wallet masih aktif."
SLOW = {"offline": False, "latency": 600, "downloadThroughput": 30_000, "uploadThroughput": 15_000}


@pytest.fixture(params=[True, False], ids=["js", "nojs"])
def javascript(request) -> bool:
    """Whether scripts run."""
    return bool(request.param)


@pytest.fixture
def walker(browser, address, javascript: bool):
    """A phone in the room's first morning."""
    with phone(browser, address, ROOM, javascript) as used:
        used.open(f"/latihan?ruang={ROOM}")
        used.trainer("/latihan/ulang", yakin="ya")
        yield used


def tap_twice(walker: Phone, javascript: bool, name: str, then: str) -> list[int]:
    """The second tap before the answer to the first; the statuses of the answers that arrived.

    The script drops the second tap; without it two requests are sent, with one key.
    """
    sent: list[str] = []
    answers: list[Response] = []
    walker.page.on("request", lambda asked: sent.append(asked.method))
    walker.page.on(
        "response", lambda said: answers.append(said) if said.request.method == "POST" else None
    )
    network = walker.page.context.new_cdp_session(walker.page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    button = walker.page.get_by_role("button", name=name, exact=True)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with walker.page.expect_request(lambda asked: asked.method == "POST"):
        walker.page.mouse.click(*middle)
    walker.page.mouse.click(*middle)  # the first is on its way, its answer is not there
    walker.heading(then)
    walker.page.wait_for_load_state()
    network.detach()
    assert sent.count("POST") == (1 if javascript else 2), sent
    return [said.status for said in answers]


def test_a_complaint_sent_twice_is_one(walker, javascript: bool) -> None:
    sign_in(walker, "nining")
    walker.open("/pengaduan/baru")
    walker.page.locator("select[name=jenis]").select_option("incentive")
    walker.page.fill("textarea[name=cerita]", STORY)
    answers = tap_twice(walker, javascript, "Kirim pengaduan", "Pengaduan PGD-")
    assert set(answers) <= {204, 303}, answers
    assert STORY in walker.text() and "Ada yang perlu diperbaiki" not in walker.text()
    number = walker.page.url.rsplit("/", 1)[-1]
    walker.open("/pengaduan")
    links = walker.page.locator("a[href^='/pengaduan/PGD-']")
    assert [link.get_attribute("href") for link in links.all()] == [f"/pengaduan/{number}"]


def test_a_course_cancelled_twice_is_refunded_once(walker, javascript: bool) -> None:
    sign_in(walker, "sari")
    buy(walker, COURSE, phone_of(walker, "sari@example.com"))
    purchase = walker.page.url.rsplit("/", 1)[-1]
    walker.open(f"/pelatihanku/{purchase}/batalkan")
    answers = tap_twice(walker, javascript, "Batalkan pelatihan", "Pelatihan dibatalkan")
    assert set(answers) <= {204, 303}, answers
    assert "Saldo sekarang Rp1.000.000" in walker.text()
    walker.open("/uangku")
    assert walker.text().count("Harga kembali") == 1
