"""Who comes in: a name with its first password, and an address."""

import pytest

from tests.learners import Browser


def test_nobody_comes_in_without_name_and_password(institution) -> None:
    browser = Browser(institution)
    page = browser.post("/masuk", ruang="G21", nama=" ", sandi="")
    assert browser.answer.status_code == 422
    assert "Masukkan nama pengguna" in page.text and "Masukkan sandi" in page.text
    page = browser.post("/masuk", ruang="G99", nama="a", sandi="b")
    assert "Pilih ruang" in page.text
    assert "Masuk ke tempat belajar" in browser.get("/kode").text


def test_a_known_name_needs_the_password_it_first_came_with(institution, tmp_path) -> None:
    first, second = Browser(institution), Browser(institution)
    first.sign_in()
    page = second.post("/masuk", ruang="G21", nama="peserta000001", sandi="tebakan")
    assert second.answer.status_code == 422 and "punya sandi lain" in page.text
    assert "Masuk ke tempat belajar" in second.get("/email").text
    second.sign_in("G70")  # the same name in another room is somebody else
    page = first.get("/email")
    assert "sudah tersimpan" in page.text and "contoh.id" not in page.text
    assert not any(field.get("value", "").count("@") for field in page.all("input"))
    assert b"apa saja" not in b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))


@pytest.mark.parametrize("typed", ["", "a", "a@b", "a b@c.id"])
def test_an_address_must_look_like_one(institution, typed) -> None:
    browser = Browser(institution)
    browser.post("/masuk", ruang="G21", nama="a", sandi="b")
    assert "Tulis alamat email" in browser.post("/email", email=typed).text
    assert "Apa email" in browser.get("/kode").text
