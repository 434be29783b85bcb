"""The twelve categories of the catalogue, one spelling each, under the programme's headings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """A category: its slug in addresses, its name on screens, the heading it stands under."""

    slug: str
    name: str
    heading: str


CATEGORIES = (
    Category("teknologi-informasi", "Teknologi Informasi", "Keterampilan digital"),
    Category("perkantoran", "Perkantoran", "Keterampilan digital"),
    Category("keuangan", "Keuangan", "Keuangan dan akuntansi"),
    Category("manajemen", "Manajemen", "Manajemen bisnis"),
    Category("penjualan-dan-pemasaran", "Penjualan dan Pemasaran", "Manajemen bisnis"),
    Category("bahasa-asing", "Bahasa Asing", "Bahasa asing"),
    Category("teknik", "Teknik", "Keterampilan teknis"),
    Category("makanan-dan-minuman", "Makanan dan Minuman", "Keterampilan teknis"),
    Category("pertanian", "Pertanian", "Keterampilan teknis"),
    Category("gaya-hidup", "Gaya Hidup", "Lainnya"),
    Category("sosial-dan-perilaku", "Sosial dan Perilaku", "Lainnya"),
    Category("lainnya", "Lainnya", "Lainnya"),
)
SLUGS = {category.slug: category for category in CATEGORIES}
_NAMES = {category.name.casefold(): category for category in CATEGORIES}


def category_of(text: str) -> Category | None:
    """The category somebody wrote, in whatever case; None when there is none of that name."""
    return _NAMES.get(" ".join(text.split()).casefold())
