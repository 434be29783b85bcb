"""Accounts in words: why one could not be linked, and the numbered way to mend it."""

from formats.incentives import NEEDS_ANOTHER
from formats.refusals import sentence
from formats.wording import PARTNERS, failure_reason, failure_steps
from rules.incentives import FAILURES
from rules.refusals import Refusal

# Ends of a try that the same account has however often it is tried.
_ANOTHER_ALONE = (*NEEDS_ANOTHER, "account_taken", "partner_not_offered")


def refused_reason(verdict: str, partner: str) -> str:
    """Why a try to link ended, one sentence or two."""
    if verdict in FAILURES:
        return failure_reason(verdict, partner)
    if verdict == "partner_silent":
        return f"{PARTNERS[partner]} belum menjawab. Akunmu tidak berubah."
    return sentence(Refusal(verdict, {"phone": "yang sekarang"})).text


def refused_steps(verdict: str, partner: str) -> tuple[str, ...]:
    """What the participant does about it, the new try included."""
    if verdict in FAILURES:
        steps = failure_steps(verdict, partner)
        if only_another_helps(verdict):
            return steps
        return (*steps, "Kembali ke sini, lalu coba lagi.")
    if verdict == "partner_silent":
        return ("Tunggu beberapa menit.", f"Coba sambungkan {PARTNERS[partner]} lagi.")
    return ("Pilih rekening atau e-wallet atas namamu sendiri.",)


def only_another_helps(verdict: str) -> bool:
    """Whether trying the same account again can only end the same way."""
    return verdict in _ANOTHER_ALONE


def trouble_steps(trouble: str, partner: str, relink: bool) -> tuple[str, ...]:
    """What to do when a linked account cannot receive money; `relink`: only another one helps."""
    steps = failure_steps(trouble, partner)
    return steps if relink else (*steps, "Tekan «Cek rekening lagi» di bawah.")
