"""A course is finished when the programme took the assignment."""

import pytest

from tests.learners import finish


@pytest.mark.parametrize(
    ("status", "said"),
    [(1, "masih memeriksanya"), (3, "kirim tautan lain"), (9, "masih")],
)
def test_a_course_is_finished_when_the_assignment_is_accepted(
    browser, programme, status, said
) -> None:
    programme.work = status
    page = finish(browser, programme)
    assert "Selesai: lembaga sudah melapor" not in page.text and said in page.text
    assert "Sedang berjalan" in browser.get("/").text
    programme.work = 2
    assert "Selesai: lembaga sudah melapor" in browser.get("/kelas/1").text
