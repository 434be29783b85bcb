"""Form fields shared by several forms; every message is ours, WTForms has none in Indonesian."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from views.pages import new_key


class DigitsField(StringField):
    """Digits of a fixed length; spaces, dots and hyphens people type are forgiven."""

    def __init__(self, label: str, length: int, empty: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.length = length
        self.empty = empty

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.typed = (self.data or "")[:100]
        self.data = re.sub(r"[\s.\-]", "", self.typed)

    def _value(self) -> str:
        return getattr(self, "typed", "") or self.data or ""

    def pre_validate(self, form: Any) -> None:
        label = self.label.text
        if not self.data:
            raise ValidationError(self.empty)
        if not (self.data.isascii() and self.data.isdigit()):
            raise ValidationError(f"{label} hanya berisi angka")
        if len(self.data) != self.length:
            raise ValidationError(
                f"{label} harus {self.length} angka. Kamu mengetik {len(self.data)}."
            )


class OneTimeKeyField(HiddenField):
    """`kunci`: minted when the form is drawn, so that a second press is known as such."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default=new_key, **kwargs)

    def pre_validate(self, form: Any) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", self.data or ""):
            raise ValidationError("Halaman ini tidak lengkap. Muat ulang, lalu coba lagi.")


class Form(FlaskForm):
    """A form whose first error is also the page's; `refuse` shows a rule's refusal at a field."""

    def errors_in_order(self) -> list[tuple[str, str]]:
        """(field id, message) of everything to mend, in the order of the page."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]

    @staticmethod
    def refuse(field: Any, message: str) -> None:
        """Put a message at a field after validation has passed."""
        field.errors = [*field.errors, message]


def number_in(text: str | None, low: int, high: int) -> int | None:
    """A whole number a visitor wrote in an address, or None when it is not one between the two."""
    digits = (text or "").strip().replace(".", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        return None
    return int(digits) if low <= int(digits) <= high else None
