"""Accounts in words: why one could not be linked, and the numbered way to mend it."""

from formats.refusals import sentence
from formats.wording import PARTNERS, failure_reason, failure_steps
from rules.incentives import FAILURES
from rules.refusals import Refusal


def refused_reason(verdict: str, partner: str) -> str:
    """Why a try to link ended, one sentence or two."""
    if verdict in FAILURES:
        return failure_reason(verdict)
    if verdict == "partner_silent":
        return f"{PARTNERS[partner]} belum menjawab. Akunmu tidak berubah."
    return sentence(Refusal(verdict, {"phone": "yang sekarang"})).text


def refused_steps(verdict: str, partner: str) -> tuple[str, ...]:
    """What the participant does about it, the new try included."""
    if verdict in FAILURES:
        return (*failure_steps(verdict), "Kembali ke sini, lalu coba lagi.")
    if verdict == "partner_silent":
        return ("Tunggu beberapa menit.", f"Coba sambungkan {PARTNERS[partner]} lagi.")
    return ("Pilih rekening atau e-wallet atas namamu sendiri.",)


def trouble_steps(trouble: str, relink: bool) -> tuple[str, ...]:
    """What to do when a linked account cannot receive money; `relink`: only another one helps."""
    steps = failure_steps(trouble)
    return steps if relink else (*steps, "Tekan «Cek rekening lagi» di bawah.")
