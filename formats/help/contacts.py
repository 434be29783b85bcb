"""Whom to ask for what; the platforms' own contacts are rows of the database, with their date."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formats.wording import PARTNERS
from rules.purchases import valid_for

PROGRAMME = "Semua hal: akun, seleksi, saldo, insentif yang gagal, dan pengaduan."
PLATFORMS = "Pembelian, kode tukar, jadwal, dan sertifikat yang terlambat."
MONEY = "Insentif gagal, rekening tidak aktif, dan akun premium."
PROGRAMME_AS_OF = "2020–2024"
UNPUBLISHED = "lihat situs mitra"
# Banks and e-wallets: none of our sources has a contact; one found is put here with its date.
PARTNER_CONTACTS: Mapping[str, tuple[str, str] | None] = dict.fromkeys(PARTNERS)


@dataclass(frozen=True)
class Contact:
    """One line of the list. `note`: what the reader should know before asking there."""

    name: str
    contact: str
    as_of: str | None
    note: str | None = None

    @property
    def href(self) -> str | None:
        """Where a press leads; only shown where calls are real."""
        return href_of(self.contact)


def platform_contacts(rows: Iterable[Any], gelombang: int | None) -> list[Contact]:
    """The platforms that ever were partners; the reader's own first, former ones say so."""
    official = [row for row in rows if row.valid_for]
    mine = [row for row in official if valid_for(row.valid_for, gelombang)]
    others = [row for row in official if row not in mine]
    note = f"Saldo Gelombang {gelombang} tidak berlaku di sini" if gelombang else None
    return [_contact(row, None) for row in mine] + [_contact(row, note) for row in others]


def _contact(row: Any, note: str | None) -> Contact:
    name = f"{row.name} ({', '.join(row.aliases)})" if row.aliases else row.name
    return Contact(name, row.contact or UNPUBLISHED, row.contact_as_of, note)


def partner_contacts(codes: Sequence[str] | None) -> list[Contact]:
    """Banks and e-wallets: those of the reader's terms, else all."""
    return [_partner(code) for code in codes or PARTNERS]


def _partner(code: str) -> Contact:
    contact, as_of = PARTNER_CONTACTS[code] or (f"buka bantuan di aplikasi {PARTNERS[code]}", None)
    return Contact(PARTNERS[code], contact, as_of)


def href_of(contact: str) -> str | None:
    """A link for a number, a WhatsApp number or a site; None for words."""
    digits = re.sub(r"\D", "", contact.split("(")[0])
    if contact.startswith("WhatsApp"):
        return f"https://wa.me/{digits}"
    if contact.startswith("www."):
        return f"https://{contact}"
    return f"tel:{digits}" if len(digits) >= 7 else None
