"""Refusals in words: the test."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {}
