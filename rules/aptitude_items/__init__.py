"""The bank of the test: every item, one file per topic. Codes are stored with tests and never reused."""

from rules.aptitude_items import (
    arithmetic,
    comparison,
    diagrams,
    fractions,
    instructions,
    motivation,
    percent,
    reading,
    tables,
)
from rules.aptitude_items.item import Item

BANK: tuple[Item, ...] = (
    *arithmetic.ITEMS,
    *fractions.ITEMS,
    *percent.ITEMS,
    *comparison.ITEMS,
    *tables.ITEMS,
    *diagrams.ITEMS,
    *instructions.ITEMS,
    *reading.ITEMS,
    *motivation.ITEMS,
)
