"""At the simulated institution: a programme of our own making, a phone, and the way through a course."""

from institution import lessons
from tests.pages import Page

SELF_PACED = {
    "redeem_code": "KODE1AAAAAAA",
    "course_code": "membuat-sambal",
    "course_type": 1,
    "course_type_label": "Belajar mandiri",
    "schedule_start_end": "",
    "dp_platform": "Pasar Uji",
    "attendance_status": 0,
}
WEBINAR = {
    **SELF_PACED,
    "course_type": 2,
    "schedule_start_end": "2024-07-19 09:00 - 2024-07-22 12:00",  # Friday to Monday
}
RIGHT = {f"jawab-{place}": str(one.right) for place, one in enumerate(lessons.QUESTIONS)}
WRONG = {f"jawab-{place}": str((one.right + 1) % 3) for place, one in enumerate(lessons.QUESTIONS)}


class Programme:
    """Stands in for the API: keeps what was asked, answers what the test wants."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict]] = []
        self.facts, self.attended = dict(SELF_PACED), set()
        self.fails: dict[str, Exception] = {}
        self.work = 2

    def __call__(self, account, endpoint, body):
        self.asked.append((account.client_code, endpoint, body))
        if endpoint in self.fails:
            raise self.fails[endpoint]
        if endpoint == "/oauth/url-generate":
            state = f"s{len(self.asked)}"
            return {"url": f"http://program.test/kehadiran/{state}", "state": state}
        if endpoint.endswith("/status") and "tpm" not in endpoint:
            return {**self.facts, "attendance_status": int(body["sequence"] in self.attended)}
        if endpoint == "/tpm/submission/status":
            return {"assignment": {"status": self.work}, "feedback": {"status": 1}}
        return {"id": 1, "status": 1}

    def bodies(self, endpoint: str) -> list[dict]:
        """What was sent to one address."""
        return [body for _, path, body in self.asked if path == endpoint]


class Browser:
    """A phone without JavaScript at the institution."""

    def __init__(self, app) -> None:
        self.client = app.test_client()

    def get(self, path: str) -> Page:
        self.answer = self.client.get(path, follow_redirects=True)
        page = Page(self.answer.get_data(as_text=True))
        assert not page.problems, page.problems
        assert "Lembaga simulasi" in page.text
        return page

    def post(self, path: str, **fields: str) -> Page | str:
        """Fill in and send; the page it leads to, or the address outside."""
        with self.client.session_transaction() as session:
            session.setdefault("token", "t")
            fields["token"] = session["token"]
        self.answer = self.client.post(path, data=fields)
        if self.answer.status_code == 303:
            where = self.answer.headers["Location"]
            return where if where.startswith("http") else self.get(where)
        return Page(self.answer.get_data(as_text=True))

    def sign_in(self, room: str = "G21", name: str = "peserta000001") -> None:
        self.post("/masuk", ruang=room, nama=name, sandi="apa saja")
        self.post("/email", email=f"{name}@contoh.id")


def verify(browser: Browser, programme: Programme, sequence: int, number: int = 1) -> Page:
    """Go to the face check, pass it, come back."""
    url = browser.post(f"/kelas/{number}/hadir/{sequence}")
    assert isinstance(url, str), url.text
    programme.attended.add(sequence)
    return browser.get(f"/kembali?state={url.rpartition('/')[2]}")


def number_of(browser: Browser) -> int:
    """The number of the course whose page one is on."""
    return int(browser.answer.request.path.rpartition("/")[2])


def study(browser: Browser) -> Page | str:
    for which in (1, 2, 3):
        browser.get(f"/kelas/1/modul/{which}")
        page = browser.post(f"/kelas/1/modul/{which}")
    return page


def finish(browser, programme) -> Page:
    """Everything there is to do in a self-paced course."""
    browser.post("/kode", kode="KODE1AAAAAAA")
    verify(browser, programme, 1)
    study(browser)
    browser.post("/kelas/1/tugas", tautan="https://contoh.id/karyaku")
    browser.post("/kelas/1/ujian", **RIGHT)
    return verify(browser, programme, 999)
