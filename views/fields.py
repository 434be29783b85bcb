"""Form fields shared by several forms; every message is ours, WTForms has none in Indonesian."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
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


class PhoneField(StringField):
    """An Indonesian mobile number; +62, spaces and hyphens are forgiven. Its data begins with 08."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.typed = (self.data or "")[:100]
        digits = re.sub(r"[\s.\-()]", "", self.typed)
        self.data = re.sub(r"^(\+?62)(?=8)", "0", digits)

    def _value(self) -> str:
        return getattr(self, "typed", "") or self.data or ""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError("Masukkan nomor HP")
        if not re.fullmatch(r"08[0-9]{8,11}", self.data):
            raise ValidationError("Nomor HP harus dimulai dengan 08 dan berisi 10 sampai 13 angka")


class EmailField(StringField):
    """An e-mail address, in small letters; its shape is checked, its owner later."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").strip()[:254]

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError("Masukkan email")
        try:
            found = validate_email(self.data, check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError("Email ditulis seperti nama@contoh.com") from None
        self.data = found.normalized.lower()


class NewPasswordField(PasswordField):
    """A password to be set: long enough, and not one that everybody tries first."""

    def pre_validate(self, form: Any) -> None:
        typed = self.data or ""
        if len(typed) < 8:
            raise ValidationError("Sandi paling sedikit 8 huruf atau angka")
        if len(typed) > 128:
            raise ValidationError("Sandi paling banyak 128 huruf atau angka")
        if typed.lower() in EASY or len(set(typed)) < 4:
            raise ValidationError("Sandi ini terlalu mudah ditebak. Pilih yang lain.")


# What is tried first by whoever tries passwords here.
EASY = {
    "12345678",
    "123456789",
    "1234567890",
    "password",
    "password1",
    "prakerja",
    "prakerja123",
    "kartuprakerja",
    "indonesia",
    "qwertyui",
    "qwerty123",
    "sayang123",
    "bismillah",
}


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
