"""Cancelling in words: what follows from it now, and what a message says of it afterwards."""

from datetime import datetime
from typing import Any

from formats.refusals import sentence
from formats.text import moment_text, rupiah
from rules.refusals import Refusal

LOST_TO = "program"  # where the terms do not say who gets the money back
# What could be cancelled once; where no rule ever offered it, nothing is missed.
_OVER = ("cancel_redeemed", "cancel_started", "cancel_too_late")


def possible(until: datetime) -> str:
    """Until when what was just bought can be cancelled."""
    return f"Bisa dibatalkan sampai {moment_text(until)} selama kode tukar belum dipakai."


def no_longer(refusal: Refusal | None) -> str:
    """Why the way to cancel is gone; empty where it is still there or never was."""
    if refusal is None or refusal.code not in _OVER:
        return ""
    return f"{sentence(refusal).title}, jadi tidak bisa dibatalkan lagi."


def before(seen: Any) -> list[str]:
    """What would follow if the participant cancelled now; `seen` is queries.cancellations.Outlook."""
    swap = None if seen.loses_place or seen.loses_balance else SWAP
    lines = (_place(seen), _balance(seen), _incentive(seen), CODE, swap)
    return [line for line in lines if line]


CODE = "Kode tukarnya langsung tidak berlaku."
SWAP = "Pelatihan tidak bisa ditukar. Setelah dibatalkan, kamu memilih dan membayar lagi."


def afterwards(seen: Any) -> str:
    """The sentence of the message that says what comes next."""
    if seen.loses_place:
        return (
            "Batas membeli pelatihan pertama sudah lewat, jadi kepesertaanmu berakhir dan saldo "
            f"kembali ke {seen.forfeit_to or LOST_TO}."
        )
    if seen.loses_balance:
        return (
            f"Masa pakai saldo sudah lewat, jadi sisanya kembali ke {seen.forfeit_to or LOST_TO}."
        )
    if seen.deadline is not None:
        return f"Beli pelatihan pertama sampai {moment_text(seen.deadline)}."
    return " ".join(filter(None, ("Pelatihanmu yang lain tidak berubah.", _balance(seen))))


def done(price: int, agreed: bool) -> str:
    """What is said once it is done; `agreed`: to losing it, which is asked of nobody else."""
    if agreed:
        return "Dibatalkan. Saldonya tidak bisa kamu pakai lagi."
    return f"Dibatalkan. {rupiah(price)} kembali ke saldo pelatihan."


def consent(seen: Any) -> str:
    """What is ticked by somebody who loses something for good."""
    if seen.loses_place:
        return "Aku mengerti: kepesertaanku hilang dan saldonya tidak bisa kupakai lagi."
    return "Aku mengerti: uang ini tidak bisa kupakai lagi."


def _place(seen: Any) -> str | None:
    if seen.loses_place:
        return (
            f"Batas membeli pelatihan pertama sudah lewat pada {moment_text(seen.deadline)}. "
            f"Seluruh saldo kembali ke {seen.forfeit_to or LOST_TO}. "
            "Kamu tidak bisa ikut gelombang lain."
        )
    if seen.deadline is not None:
        return (
            f"Kamu harus membeli pelatihan lain sampai {moment_text(seen.deadline)}. Batas itu "
            "tidak mundur. Terlambat berarti kepesertaan dicabut."
        )
    return None


def _balance(seen: Any) -> str | None:
    if seen.loses_balance:
        return (
            f"Masa pakai saldo berakhir {moment_text(seen.balance_ends)}. Uangnya langsung kembali "
            f"ke {seen.forfeit_to or LOST_TO}."
        )
    if seen.balance_ends is not None and not seen.loses_place:
        return f"Saldo bisa dipakai sampai {moment_text(seen.balance_ends)}."
    return None


def _incentive(seen: Any) -> str | None:
    if seen.loses_place:
        return "Semua insentif yang belum dikirim hangus."
    if seen.next_first is not None:
        return f"Insentif pelatihan tetap mengikuti «{seen.next_first}»."
    if seen.job_incentives:
        return (
            f"Insentif {rupiah(seen.job_incentives)} tidak bisa datang dari pelatihan ini lagi. "
            "Insentifnya mengikuti pelatihan berikutnya yang kamu beli dan selesaikan."
        )
    return None
