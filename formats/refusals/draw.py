"""Refusals in words: joining a gelombang and its draw."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {}
