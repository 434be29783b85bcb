"""The units the rules speak in."""

from typing import NewType

Rupiah = NewType("Rupiah", int)
"""Whole rupiah; there are no sen anywhere."""
