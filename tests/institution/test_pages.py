"""Who must sign in first is led on afterwards."""


def test_who_comes_back_signed_out_signs_in_and_goes_on(institution, browser, programme) -> None:
    browser.post("/kode", kode="KODE1AAAAAAA")
    url = browser.post("/kelas/1/hadir/1")
    programme.attended.add(1)
    browser.post("/keluar")
    assert "Masuk ke tempat belajar" in browser.get(f"/kembali?state={url[-2:]}").text
    page = browser.post("/masuk", ruang="G21", nama="peserta000001", sandi="apa saja")
    assert "Sesi 1 tercatat" in page.text
