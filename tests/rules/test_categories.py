"""Twelve categories, one spelling each."""

import re

import pytest

from rules.categories import CATEGORIES, SLUGS, category_of


@pytest.mark.parametrize("text", ["Gaya hidup", "Gaya Hidup", "GAYA HIDUP", "  gaya   hidup "])
def test_every_spelling_means_the_same_category(text: str):
    category = category_of(text)
    assert category is not None
    assert (category.slug, category.name) == ("gaya-hidup", "Gaya Hidup")


@pytest.mark.parametrize("text", ["", " ", "Sihir", "gaya-hidup", "Teknik, Teknik", "teknik\0"])
def test_what_is_no_category_is_none(text: str):
    assert category_of(text) is None


def test_there_are_twelve_under_six_headings():
    assert len(CATEGORIES) == len(SLUGS) == 12
    assert {category.heading for category in CATEGORIES} == {
        "Keterampilan digital",
        "Keuangan dan akuntansi",
        "Manajemen bisnis",
        "Bahasa asing",
        "Keterampilan teknis",
        "Lainnya",
    }


def test_slugs_are_fit_for_addresses_and_names_find_their_own():
    for category in CATEGORIES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", category.slug)
        assert category_of(category.name) is category


def test_categories_of_one_heading_stand_together():
    headings = [category.heading for category in CATEGORIES]
    assert headings == sorted(headings, key=headings.index)
