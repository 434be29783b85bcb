"""Certificates as strangers check them, owners download them and officers revoke them."""

import re

import pytest

from actions import certificates, training
from models import Certificate, Purchase
from rules.certificates import CODE_LENGTH
from tests.conftest import ROOM
from tests.people import bought_by
from tests.visitor import ODD_VALUES, Visitor, said_at, section, text_of

pytestmark = pytest.mark.usefixtures("room")
REASON = "Tugas akhirnya milik orang lain."


@pytest.fixture
def sari(someone, at):
    with at("2021-10-18 09:00"):
        yield someone.finished(21)


@pytest.fixture
def code(sari) -> str:
    return Certificate.get().code


def paper(person) -> str:
    return f"/pelatihanku/{bought_by(person)[0].public_id}/sertifikat.pdf"


# --- The public check ----------------------------------------------------------------------------


def test_anybody_sees_the_minimum(client, sari, code) -> None:
    answer = client.get(f"/sertifikat/{code}")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    said = text_of(answer)
    assert "Sertifikat ini tercatat." in said
    assert "S. W." in said and "Lembaga Uji" in said and "18 Oktober 2021" in said
    for secret in ("Sari", "Wulandari", sari.email, sari.phone, sari.nik, sari.public_id):
        assert secret not in answer.text
    assert Purchase.get().public_id not in answer.text
    assert Purchase.get().redeem_code not in answer.text


def test_it_works_without_a_cookie_by_the_codes_prefix(app, code, monkeypatch) -> None:
    import rooms

    monkeypatch.setattr(rooms, "DEFAULT", "lain")
    monkeypatch.setattr(rooms, "names", lambda: ["lain", ROOM])
    answer = app.test_client().get(f"/sertifikat/{code.lower()}")
    assert "Sertifikat ini tercatat." in answer.text


def test_a_copied_code_with_spaces_is_found(client, code) -> None:
    assert client.get(f"/sertifikat?kode={code[:4]}+{code[4:]}").location == f"/sertifikat/{code}"
    assert "Kode sertifikat" in client.page("/sertifikat").text


def test_the_check_is_found_from_the_front_page_and_leads_partners_on(client, room) -> None:
    assert 'href="/sertifikat"' in client.get("/").text
    assert 'href="/mitra/dokumentasi"' in client.get("/sertifikat").text


def test_a_revoked_certificate_says_so_with_the_reason(client, someone, code) -> None:
    certificates.revoke(Certificate.get(), REASON, someone.registered(role="operator"))
    said = text_of(client.get(f"/sertifikat/{code}"))
    assert "Sertifikat ini dicabut." in said and REASON in said
    assert "tercatat" not in said


@pytest.mark.parametrize("typed", [value for value in ODD_VALUES if value and "/" not in value])
def test_what_is_no_code_is_not_found(client, code, typed) -> None:
    answer = client.get(f"/sertifikat/{typed.replace('%', '%25').replace('#', '%23')}")
    assert answer.status_code == 404


def test_an_unknown_code_says_how_to_go_on(client, code) -> None:
    answer = client.get(f"/sertifikat/{'U' + 'A' * CODE_LENGTH}")
    assert answer.status_code == 404
    assert "Kode tidak ditemukan" in text_of(answer)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


# --- The paper -----------------------------------------------------------------------------------


def test_the_owner_downloads_the_paper(sari, sign_in) -> None:
    browser = Visitor(sign_in(sari))
    answer = browser.get(paper(sari))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    slug = bought_by(sari)[0].course.slug
    said = answer.headers["Content-Disposition"]
    assert said == f'attachment; filename="sertifikat-{slug}.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    printed = browser.get(paper(sari) + "?lihat=1")
    assert printed.headers["Content-Disposition"].startswith("inline")


def test_nobody_else_does(sari, someone, client, sign_in) -> None:
    assert client.get(paper(sari)).status_code == 303
    assert sign_in(someone.registered()).get(paper(sari)).status_code == 404


def test_without_a_certificate_or_with_a_revoked_one_there_is_no_paper(someone, sign_in) -> None:
    learner = someone.with_course(21)
    browser = Visitor(sign_in(learner))
    assert browser.get(paper(learner)).status_code == 404
    purchase = bought_by(learner)[0]
    training.finish(purchase)
    certificates.issue_certificate(purchase)
    certificates.revoke(Certificate.get(), REASON, someone.registered(role="operator"))
    assert browser.get(paper(learner)).status_code == 409
    said = text_of(browser.get(f"/pelatihanku/{purchase.public_id}"))
    assert "Sertifikat dicabut" in said and REASON in said and "Unduh sertifikat" not in said


# --- Who holds it --------------------------------------------------------------------------------


def test_the_page_says_who_holds_it_and_until_when(someone, sign_in, at) -> None:
    with at("2021-10-18 09:00"):
        learner = someone.with_course(21)
        purchase = bought_by(learner)[0]
        browser, page = Visitor(sign_in(learner)), f"/pelatihanku/{purchase.public_id}"
        said = _plain(section(browser.get(page), "pemegang"))
        assert "Lembaga pelatihan: Lembaga Uji Melapor paling lambat 1 hari kerja" in said
        training.finish(purchase)
        said = _plain(section(browser.get(page), "pemegang"))
        assert "Sudah melaporkan 18 Oktober 2021 pukul 09.00 WIB" in said
        assert "Meneruskan paling lambat 19 Oktober 2021 pukul 23.59 WIB" in said
    with at("2021-10-18 15:00"):
        certificates.forward_due()
        said = _plain(section(browser.get(page), "pemegang"))
        assert "Menerbitkan paling lambat 19 Oktober 2021 pukul 15.00 WIB" in said
    with at("2021-10-19 15:00:01"):
        said = text_of(browser.get(page))
        assert "Sertifikat terlambat" in said and "Hubungi call centre program" in said
        assert "Terlambat. Seharusnya 19 Oktober 2021 pukul 15.00 WIB" in said


def test_an_issued_certificate_is_downloaded_shared_and_checked(sari, sign_in, code) -> None:
    purchase = bought_by(sari)[0]
    html = Visitor(sign_in(sari)).get(f"/pelatihanku/{purchase.public_id}").text
    assert f'href="/pelatihanku/{purchase.public_id}/sertifikat.pdf"' in html
    shared = re.search(r'data-share="([^"]*)"', html)
    assert shared and f"http://localhost/sertifikat/{code}" in shared[1]
    assert "Sari" not in shared[1]


# --- Officers ------------------------------------------------------------------------------------


def test_an_officer_revokes_by_code_and_reason(sari, someone, sign_in, code) -> None:
    browser = Visitor(sign_in(someone.registered("Joko Petugas", role="operator")))
    desk = "/petugas/sertifikat"
    assert said_at(browser.submit(desk, desk, kode=""), "kode") == "Ketik kode sertifikat"
    assert "Kode tidak ditemukan" in said_at(browser.submit(desk, desk, kode="XYZ"), "kode")
    answer = browser.submit(desk, desk, kode=code.lower())
    here = f"{desk}/{code}"
    assert answer.location == here
    assert "Tulis alasan" in said_at(browser.submit(here, here, alasan="x"), "alasan")
    assert Certificate.get().revoked_at is None
    fields = browser.fields(here, here)
    assert browser.client.post(here, data={**fields, "alasan": REASON}).location == here
    assert "Sudah dicabut" in text_of(browser.get(here))
    assert browser.client.post(here, data={**fields, "alasan": REASON}).status_code == 409


def test_the_desk_is_not_there_for_participants(sari, sign_in, code) -> None:
    browser = Visitor(sign_in(sari))
    assert browser.get("/petugas/sertifikat").status_code == 404
    assert browser.get(f"/petugas/sertifikat/{code}").status_code == 404
    assert browser.post(f"/petugas/sertifikat/{code}", {"alasan": REASON}).status_code == 404
    assert Certificate.get().revoked_at is None


def _plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())
