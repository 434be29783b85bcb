"""Every code of a refusal means one thing."""

from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

from formats import refusals


def test_no_two_features_share_a_code() -> None:
    counted: Counter[str] = Counter()
    for found in iter_modules(refusals.__path__):
        module = import_module(f"{refusals.__name__}.{found.name}")
        counted.update(getattr(module, "SENTENCES", {}).keys())
    assert not [code for code, times in counted.items() if times > 1]
    assert set(counted) == set(refusals._SENTENCES)
