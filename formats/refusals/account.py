"""Refusals in words: registering, signing in, proving an address."""

from collections.abc import Mapping

from formats.refusals.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {}
