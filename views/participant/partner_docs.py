"""«Dokumentasi mitra»: the partner API on one page, with examples that are run by the tests."""

from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response

import rooms
from config import settings
from formats.refusals.partner import ANSWERS, REFUSAL_CODES
from formats.refusals.study import SENTENCES
from rules.signatures import signature
from views.pages import render

blueprint = Blueprint("partner_docs", __name__)

EXAMPLES = Path(__file__).parents[2] / "docs" / "partners"
BASE = "/api/v1/integration"


class Endpoint(NamedTuple):
    """One address of the API: what it is for, what it takes, what it gives back."""

    path: str
    does: str
    body: str
    answer: str


ENDPOINTS = (
    Endpoint(
        "/payment/redeem-code/status",
        "Menanyakan kode tukar dan kehadiran di satu sesi.",
        '{"redeem_code": "…", "sequence": 1}',
        "course_code, status, attendance_status, redeem_at, schedule_start_end, course_type, "
        "sequence, dan lainnya",
    ),
    Endpoint(
        "/payment/redeem-code/commit",
        "Memakai kode tukar tanpa foto wajah, sekali saja.",
        '{"redeem_code": "…"}',
        "sama seperti status",
    ),
    Endpoint(
        "/payment/redeem-code/reset",
        "Mengosongkan kode uji supaya bisa dipakai lagi.",
        '{"redeem_code": "PRAT-…"}',
        "sama seperti status",
    ),
    Endpoint(
        "/oauth/url-generate",
        "Meminta alamat foto wajah. Arahkan peserta ke «url».",
        '{"redeem_code": "…", "sequence": 1, "redirect_uri": "https://…", "email": "…"}',
        "url, state, course",
    ),
    Endpoint(
        "/tpm/submission",
        "Mengirim tugas peserta: «tpm» 1 sampai 998, «uk» selalu 999.",
        '{"redeem_code": "…", "scope": "uk", "sequence": 999, "url_file": "https://…"}',
        "id, redeem_code, scope, sequence, status, url_file",
    ),
    Endpoint(
        "/tpm/feedback/submission",
        "Mengirim masukan pengajar untuk satu tugas.",
        '{"redeem_code": "…", "scope": "uk", "sequence": 999, "notes": "…", "url_file": ""}',
        "id, redeem_code, scope, sequence, status, url_file, notes",
    ),
    Endpoint(
        "/tpm/submission/status",
        "Menanyakan hasil: 0 belum ada, 1 diperiksa, 2 berhasil, 3 gagal.",
        '{"redeem_code": "…", "scope": "uk", "sequence": 999}',
        "assignment dan feedback, masing-masing dengan status",
    ),
)
CASES = (
    ("TC1-001-200", "belajar mandiri, tukar dan hadir"),
    ("TC1-999-200", "belajar mandiri, ujian akhir"),
    ("TC2-001-200", "webinar, tukar dan hadir"),
    ("TC2-999-200", "webinar, ujian akhir"),
)
# A signature anybody can recompute; client and key belong to nobody.
SAMPLE = {
    "client": "lembaga-contoh",
    "key": "kunci-contoh",
    "timestamp": "1709600000",
    "path": f"{BASE}/payment/redeem-code/status",
    "body": '{"redeem_code":"KODE1CONTOH2"}',
}


def _examples() -> tuple[tuple[str, str, str], ...]:
    names = (("Python", "python.py"), ("Node", "node.mjs"), ("PHP", "php.php"), ("curl", "curl.sh"))
    return tuple((name, file, (EXAMPLES / file).read_text().rstrip()) for name, file in names)


def _refusals() -> list[tuple[str, int, str]]:
    own = [(said.code, said.status, said.message) for said in ANSWERS.values()]
    rules = [(code, 400, SENTENCES[name].title + ".") for name, code in REFUSAL_CODES.items()]
    return [(code, status, text.replace("{field}", "…")) for code, status, text in own + rules]


FOUND_EXAMPLES = _examples()
RETURN_TO = "https://contoh.id/kembali"


def _commands() -> dict[str, str]:
    """What to type, as it works here: in training a room is named."""
    made = "PRAT-…"
    exports = ["export FLASK_APP=app"]
    if settings.training:
        exports.append(f"export PRAKERJA_MODE=training ROOM={rooms.current()}")
    flask, code = ".venv/bin/flask partner", "lembaga-contoh"
    add = f'add {code} --name "Lembaga Contoh" --kind provider --redirect-uri {RETURN_TO}'
    return {
        "account": "\n".join([*exports, f"{flask} {add}"]),
        "codes": f"{flask} test-codes {code} --case TC1-001-200 --count 5",
        "keys": f"{flask} new-key {code}\n{flask} end-key {code}",
        "variables": "\n".join(
            (
                f"export BASE_URL={settings.base_url}",
                "export CLIENT_CODE=…",
                "export SIGN_KEY=…",
                f"export REDEEM_CODE={made}",
                f"export REDIRECT_URI={RETURN_TO}",
                "export EMAIL=peserta@contoh.id",
            )
        ),
        "run": "python3 docs/partners/python.py",
    }


@blueprint.get("/mitra/dokumentasi")
def documentation() -> Response:
    """How a partner's program signs, asks and reads the answers."""
    signed = signature(
        SAMPLE["key"],
        SAMPLE["client"],
        SAMPLE["timestamp"],
        "POST",
        SAMPLE["path"],
        "",
        SAMPLE["body"].encode(),
    )
    return render(
        "participant/partner_docs/documentation.html",
        base=BASE,
        server=settings.base_url,
        sample=SAMPLE,
        signed=signed,
        endpoints=ENDPOINTS,
        refusals=_refusals(),
        cases=CASES,
        commands=_commands(),
        examples=FOUND_EXAMPLES,
    )
