"""Refusals to partners: the codes their programs read, and sentences fit for showing to a participant.

The shape of a code is ERR, an area, the HTTP status, a running number, as in the few that the
programme's public pages show. Every code here is ours: no public page lists those of these cases.
"""

from typing import NamedTuple

from formats.refusals.sentence import Sentence


class Answer(NamedTuple):
    """How one refusal is told to a program."""

    code: str
    status: int
    message: str


ANSWERS = {
    # --- The request itself (ours) ---------------------------------------------------------------
    "unsigned": Answer(
        "ERRAUT40101", 401, "Permintaan dari lembaga ini tidak dikenali. Hubungi lembagamu."
    ),
    "not_strict": Answer(
        "ERRREQ40001", 400, "Isi permintaan harus satu objek JSON. Hubungi lembagamu."
    ),
    "field_unfit": Answer(
        "ERRREQ40002", 400, "Isian «{field}» kosong atau salah bentuk. Periksa lalu kirim lagi."
    ),
    "not_json": Answer(
        "ERRREQ41501", 415, "Permintaan harus dikirim sebagai JSON. Hubungi lembagamu."
    ),
    "bad_request": Answer("ERRREQ40000", 400, "Permintaan tidak bisa dibaca. Hubungi lembagamu."),
    "no_address": Answer("ERRREQ40401", 404, "Alamat ini tidak ada. Hubungi lembagamu."),
    "no_such_payout": Answer("ERRPAY40401", 404, "Pembayaran dengan nomor ini tidak ada."),
    "no_method": Answer("ERRREQ40501", 405, "Alamat ini hanya menerima POST. Hubungi lembagamu."),
    "too_large": Answer("ERRREQ41301", 413, "Isi permintaan terlalu besar. Batasnya 64 KB."),
    "too_often": Answer(
        "ERRREQ42901", 429, "Permintaan terlalu sering. Coba lagi dalam satu menit."
    ),
    "broken": Answer(
        "ERRSYS50001", 500, "Ada gangguan di pihak kami. Coba lagi dalam beberapa menit."
    ),
    "unavailable": Answer(
        "ERRSYS50301", 503, "Sistem sedang sibuk. Coba lagi dalam beberapa detik."
    ),
}

# What the rules of redeeming, attendance and tasks refuse (ours): the sentence is the rule's own.
REFUSAL_CODES = {
    "code_not_found": "ERRPLT40001",  # nobody's, and somebody else's, with one answer
    "code_cancelled": "ERRPLT40002",
    "code_used": "ERRPLT40003",
    "wrong_sequence": "ERRPLT40004",
    "session_early": "ERRPLT40005",
    "session_late": "ERRPLT40006",
    "attended_before": "ERRPLT40007",
    "first_session_first": "ERRPLT40008",
    "sessions_first": "ERRPLT40009",
    "not_a_test_code": "ERRPLT40010",
    "redirect_unknown": "ERROAU40001",
    "email_malformed": "ERROAU40002",
    "email_used": "ERROAU40003",
    "task_unknown": "ERRTPM40001",
    "not_redeemed": "ERRTPM40002",
    "file_address_wrong": "ERRTPM40003",
    "notes_missing": "ERRTPM40004",
    "notes_long": "ERRTPM40005",
    "assignment_missing": "ERRTPM40006",
}
OTHER_CODE = "ERRPLT40099"  # a rule that this list does not know

SENTENCES = {
    "partner_exists": Sentence("Kode mitra ini sudah ada", "Pilih kode lain."),
    "partner_code_unfit": Sentence(
        "Kode mitra salah bentuk", "Pakai 3–40 huruf, angka, garis bawah, atau tanda hubung."
    ),
    "partner_kind_unknown": Sentence(
        "Jenis mitra tidak dikenal", "Pakai provider untuk lembaga, atau platform."
    ),
    "redirect_uri_unfit": Sentence(
        "Alamat kembali salah bentuk", "Pakai alamat lengkap yang diawali https://, tanpa «#»."
    ),
    "too_many_keys": Sentence("Dua kunci sudah hidup", "Akhiri yang lama dahulu."),
    "last_key": Sentence("Hanya satu kunci yang hidup", "Buat kunci baru, atau sebut kuncinya."),
    "no_such_case": Sentence(
        "Kasus uji tidak dikenal",
        "Pakai TC1-001-200, TC1-999-200, TC2-001-200, atau TC2-999-200.",
    ),
}
