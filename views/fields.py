"""Form fields shared by several forms; every message is ours, WTForms has none in Indonesian."""

import re
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

import clock
from formats.application import birth_date_in
from formats.verification import problem_at
from rules.identity_numbers import problems_of_birth_date
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


class TypedField(StringField):
    """Text that is read as something else; what was typed is kept, `value` is what it means."""

    value: Any = None
    said = ""

    def pre_validate(self, form: Any) -> None:
        typed = (self.data or "").strip()
        if typed:
            self.value = self.read(typed)
            if self.value is None:
                raise ValidationError(self.said)

    def read(self, typed: str) -> Any:
        """The value, or None when it cannot be read."""
        raise NotImplementedError


class BirthDateField(TypedField):
    """A date of birth as people write it, also as eight digits."""

    value: date | None = None
    said = "Tanggal ini tidak ada atau tidak terbaca. Tulis seperti 31 12 1995."

    def pre_validate(self, form: Any) -> None:
        self.data = (self.data or "").strip()[:40]
        if not self.data:
            raise ValidationError("Masukkan tanggal lahir")
        super().pre_validate(form)
        if impossible := problems_of_birth_date(self.day, clock.today()):
            raise ValidationError(problem_at(impossible[0])[1])

    def read(self, typed: str) -> date | None:
        digits = typed.isascii() and typed.isdigit() and len(typed) == 8
        spaced = f"{typed[:2]} {typed[2:4]} {typed[4:]}" if digits else typed
        return birth_date_in(spaced, date.max)

    @property
    def day(self) -> date:
        """What was understood, once the field is valid."""
        assert self.value is not None
        return self.value


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


class CodeForm(Form):
    """The six digits of an SMS or e-mail."""

    otp = DigitsField("Kode OTP", length=6, empty="Masukkan kode OTP 6 angka")


def number_in(text: str | None, low: int, high: int) -> int | None:
    """A whole number a visitor wrote in an address, or None when it is not one between the two."""
    digits = (text or "").strip().replace(".", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        return None
    return int(digits) if low <= int(digits) <= high else None
