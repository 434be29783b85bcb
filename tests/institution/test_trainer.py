"""Switches of a trainer reach one room, or one person."""

from tests.learners import RIGHT, WEBINAR, Browser, number_of, verify


def test_a_trainer_lets_the_exam_fail_in_one_room_only(institution, programme) -> None:
    ends = {}
    for room in ("G21", "G70"):
        programme.attended.clear()
        browser = Browser(institution)
        browser.sign_in(room)
        browser.post("/pelatih", ruang="G21", ujian="fail", sesi="usual", nama="")
        browser.post("/kode", kode="KODE1AAAAAAA")
        number = number_of(browser)
        verify(browser, programme, 1, number)
        for which in (1, 2, 3):
            browser.post(f"/kelas/{number}/modul/{which}")
        browser.post(f"/kelas/{number}/tugas", tautan="https://contoh.id/karyaku")
        ends[room] = browser.post(f"/kelas/{number}/ujian", **RIGHT).text
    assert "belum lulus" in ends["G21"] and "Kamu lulus" in ends["G70"]
    assert {code for code, _, _ in programme.asked} == {"G21-LEMBAGA", "G70-LEMBAGA"}


def test_a_trainer_lets_one_person_miss_the_last_session(institution, programme) -> None:
    programme.facts = dict(WEBINAR)
    for name, seen in (("ani", "tidak hadir"), ("budi", "Hadir di sesi 2")):
        programme.attended.clear()
        browser = Browser(institution)
        browser.sign_in(name=name)
        browser.post("/pelatih", ruang="G21", ujian="usual", sesi="missed", nama="ani")
        browser.post("/kode", kode="KODE1AAAAAAA")
        number = number_of(browser)
        assert seen in verify(browser, programme, 1, number).text
        if name == "ani":
            assert "tidak hadir" in browser.post("/kelas/1/hadir/2").text


def test_a_room_is_emptied_and_the_other_stays(institution) -> None:
    first, second = Browser(institution), Browser(institution)
    first.sign_in("G21")
    second.sign_in("G70")
    first.post("/kode", kode="KODEAAAAAAAA")
    second.post("/kode", kode="KODEBBBBBBBB")
    first.post("/pelatih/kosongkan", ruang="G21")
    assert "Masuk ke tempat belajar" in first.get("/").text
    assert "kode KODEBBBBBBBB" in second.get("/").text


def test_odd_switches_are_refused(browser) -> None:
    for fields in ({}, {"ruang": "G21", "ujian": "x", "sesi": "usual"}, {"ruang": "G9"}):
        browser.post("/pelatih", **fields)
        assert browser.answer.status_code == 400
