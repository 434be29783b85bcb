"""Why a course is recommended, in one line."""

from typing import Any

from formats.text import decimal, rupiah, thousands
from rules.categories import SLUGS


def why(reason: str, course: Any, balance: int | None) -> str:
    """The strongest reason in words; what is left of the balance where that is the reason."""
    if reason == "saved":
        return f"Kamu simpan. Mulai {rupiah(course.price)}."
    if reason == "interest":
        return f"Sesuai minatmu: {SLUGS[course.category].name.lower()}."
    if reason == "rating":
        return f"Dinilai {decimal(course.rating)} dari {thousands(course.rating_count)} ulasan."
    if balance is not None:
        return f"Menyisakan saldo {rupiah(balance - course.price)}."
    return f"Mulai {rupiah(course.price)}."
