"""The digital platforms of the programme: names they went by, contacts, and when they were valid.

Contacts as published for gelombang 21, sites from those contacts and from courses.csv;
validity by year of programme.md 2.9 (sources there),
2021 = gelombang 12–22, 2022–23 = 23–62, 2024 = 63–71.
"""

from typing import Any

from models import Platform

AS_OF = "gelombang 21"

PLATFORMS: tuple[dict[str, Any], ...] = (
    {
        "slug": "tokopedia",
        "site": "www.tokopedia.com",
        "name": "Tokopedia",
        "contact": "www.tokopedia.com/help",
        "contact_as_of": AS_OF,
        "valid_for": [[1, None]],
        "valid_source": "daftar 2020–2024 (M)",
    },
    {
        "slug": "bukalapak",
        "site": "www.bukalapak.com",
        "name": "Bukalapak",
        "contact": "021-508 13333",
        "contact_as_of": AS_OF,
        "valid_for": [[1, None]],
        "valid_source": "daftar 2020–2024 (M)",
    },
    {
        "slug": "pintaria",
        "site": "www.pintaria.com",
        "name": "Pintaria",
        "contact": "www.pintaria.com",
        "contact_as_of": AS_OF,
        "valid_for": [[1, 62]],
        "valid_source": "daftar 2020–2023 (M)",
    },
    {
        "slug": "pijar",
        "name": "Pijar",
        "aliases": ["Pijar Mahir"],
        "contact": "WhatsApp +62 821 1111 3630",
        "contact_as_of": AS_OF,
        "valid_for": [[1, None]],
        "valid_source": "daftar 2020–2024 (M)",
    },
    {
        "slug": "karier-mu",
        "site": "www.karier.mu",
        "name": "Karier.mu",
        "aliases": ["Sekolahmu", "Sekolah.mu"],
        "contact": "WhatsApp +62 813 1579 2171",
        "contact_as_of": AS_OF,
        "valid_for": [[1, None]],
        "valid_source": "daftar 2020–2024, dulu Sekolahmu (M)",
    },
    {
        "slug": "kemnaker",
        "name": "Kemnaker",
        "aliases": ["Sisnaker", "SIAPkerja"],
        "contact": "021-508 16000",
        "contact_as_of": AS_OF,
        "valid_for": [[1, 62]],
        "valid_source": "daftar 2020–2023, Sisnaker lalu SIAPkerja (M)",
    },
    {
        "slug": "mau-belajar-apa",
        "name": "Mau Belajar Apa",
        "contact": "WhatsApp +62 811 8807 172",
        "contact_as_of": AS_OF,
        "valid_for": [[1, 22]],
        "valid_source": "daftar 2020–2021 (M)",
    },
    {
        "slug": "skill-academy",
        "site": "skillacademy.com",
        "name": "Skill Academy",
        "valid_for": [[1, 11]],
        "valid_source": "daftar 2020 (M)",
    },
    {
        "slug": "pintar",
        "site": "pintar.co",
        "name": "Pintar",
        "valid_for": [[63, None]],
        "valid_source": "daftar 2024 (M)",
    },
    {
        "slug": "cakap",
        "name": "Cakap",
        "valid_for": [[48, None]],
        "valid_source": "pengumuman program, skema normal (L)",
    },
    {
        "slug": "gramedia-academy",
        "name": "Gramedia Academy",
        "valid_for": [[48, None]],
        "valid_source": "pengumuman program, skema normal (L)",
    },
    {
        "slug": "zenpro",
        "site": "zenpro.id",
        "name": "ZenPro",
        "valid_for": [],
        "valid_source": "bukan mitra resmi dalam sumber kami",
    },
)


def fill_platforms() -> dict[str, Platform]:
    """The platforms that are not there yet; returns all of them by slug."""
    for facts in PLATFORMS:
        Platform.get_or_create(slug=facts["slug"], defaults=facts)
    return {row.slug: row for row in Platform.select()}
