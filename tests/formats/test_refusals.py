"""Every code of a refusal means one thing."""

from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest

from formats import refusals
from formats.refusals.sentence import Sentence


def test_no_two_features_share_a_code() -> None:
    counted: Counter[str] = Counter()
    for found in iter_modules(refusals.__path__):
        module = import_module(f"{refusals.__name__}.{found.name}")
        counted.update(getattr(module, "SENTENCES", {}).keys())
    assert not [code for code, times in counted.items() if times > 1]
    assert set(counted) == set(refusals._SENTENCES)


def test_a_second_sentence_for_a_code_is_not_taken() -> None:
    one = {"kept": Sentence("Satu", "Satu.")}
    assert refusals.joined(one, {"other": Sentence("Dua", "Dua.")}).keys() == {"kept", "other"}
    with pytest.raises(ValueError, match="kept"):
        refusals.joined(one, {"kept": Sentence("Dua", "Dua.")})
