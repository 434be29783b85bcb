"""Every code of a refusal means one thing."""

from collections import Counter
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules

import pytest

from formats import refusals
from formats.refusals.sentence import Sentence
from rules.refusals import Refusal


def test_no_two_features_share_a_code() -> None:
    counted: Counter[str] = Counter()
    for found in iter_modules(refusals.__path__):
        module = import_module(f"{refusals.__name__}.{found.name}")
        counted.update(getattr(module, "SENTENCES", {}).keys())
    assert not [code for code, times in counted.items() if times > 1]
    assert set(counted) == set(refusals._SENTENCES)


@pytest.mark.parametrize(
    ("seconds", "said"), [("09:06:00", "09.06"), ("09:06:00.5", "09.07"), ("23:59:20", "00.00")]
)
def test_a_lock_ends_at_a_whole_minute_that_is_never_too_early(seconds: str, said: str) -> None:
    until = datetime.fromisoformat(f"2021-10-18T{seconds}+07:00")
    text = refusals.sentence(Refusal("code_locked", {"until": until})).text
    day = 19 if said == "00.00" else 18
    assert f"mulai {day} Oktober 2021 pukul {said} WIB." in text


def test_long_numbers_have_dots() -> None:
    text = refusals.sentence(Refusal("complaint_length", {"low": 20, "high": 2000})).text
    assert "20 sampai 2.000 huruf" in text


def test_a_second_sentence_for_a_code_is_not_taken() -> None:
    one = {"kept": Sentence("Satu", "Satu.")}
    assert refusals.joined(one, {"other": Sentence("Dua", "Dua.")}).keys() == {"kept", "other"}
    with pytest.raises(ValueError, match="kept"):
        refusals.joined(one, {"kept": Sentence("Dua", "Dua.")})
