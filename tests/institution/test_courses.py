"""A course is opened with its code and followed from the door to the report."""

import pytest

from tests.learners import RIGHT, study, verify


def test_from_the_door_to_the_report(browser, programme) -> None:
    assert "Belum ada kelas" in browser.get("/").text
    page = browser.post("/kode", kode=" kode 1aaa aaaa ")
    assert page.h1 == "Membuat sambal" and "dibeli di Pasar Uji" in page.text
    assert "Sesi 1 tercatat" in verify(browser, programme, 1).text
    assert "Kerjakan tugas" in study(browser).text
    page = browser.post("/kelas/1/tugas", tautan="https://contoh.id/karya?a=1&b=<2>")
    assert "Tugasmu sudah dikirim" in page.text
    assert "diterima program" in browser.post("/kelas/1/tugas/cek").text
    assert "Kamu lulus" in browser.post("/kelas/1/ujian", **RIGHT).text
    page = verify(browser, programme, 999)
    assert "Selesai: lembaga sudah melapor" in page.text
    assert "http://program.test/pelatihanku" in [link["href"] for link in page.all("a")]
    asked = programme.bodies("/oauth/url-generate")
    assert [body["sequence"] for body in asked] == [1, 999]
    assert asked[0]["redirect_uri"] == "http://lembaga.test/kembali"
    assert asked[0]["email"] == "peserta000001@contoh.id"
    (sent,) = programme.bodies("/tpm/submission")
    assert (sent["scope"], sent["sequence"]) == ("uk", 999)
    (said,) = programme.bodies("/tpm/feedback/submission")
    assert said["notes"] and said["url_file"] == ""


@pytest.mark.parametrize(
    "typed", ["KODE1", "KODE1AAAAAAAA", "PRAT-1", "KODE1AAAAAA!", "ÀÀÀÀÀÀÀÀÀÀÀÀ"]
)
def test_what_cannot_be_a_code_is_not_asked_for(browser, programme, typed) -> None:
    page = browser.post("/kode", kode=typed)
    assert browser.answer.status_code == 422 and "12 huruf dan angka" in page.text
    assert typed in [field.get("value") for field in page.all("input")]
    assert programme.asked == []


@pytest.mark.parametrize("typed", ["kode-1aaa-aaaa", "kode1aaaaaaa", "KODE 1AAA AAAA"])
def test_a_code_is_typed_as_one_likes(browser, programme, typed) -> None:
    browser.post("/kode", kode=typed)
    assert programme.bodies("/payment/redeem-code/status")[0]["redeem_code"] == "KODE1AAAAAAA"
    browser.post("/kode", kode="prat-abc123")
    assert "kode PRAT-ABC123" in browser.get("/").text
