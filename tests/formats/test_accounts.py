"""Every end of a try to link an account has its words."""

import pytest

from formats import accounts as words
from rules.accounts import VERDICTS

OURS = (
    "partner_silent",
    "account_taken",
    "number_differs",
    "number_impossible",
    "partner_not_offered",
)


@pytest.mark.parametrize("verdict", [*(code for code in VERDICTS if code != "ok"), *OURS])
def test_a_refused_try_says_why_and_what_to_do(verdict) -> None:
    assert words.refused_reason(verdict, "dana").endswith(".")
    assert "{" not in words.refused_reason(verdict, "dana")
    assert words.refused_steps(verdict, "dana")


def test_mending_ends_with_asking_again_where_the_same_account_may_do() -> None:
    assert "Cek rekening lagi" in words.trouble_steps("not_kyc", relink=False)[-1]
    assert "Cek rekening lagi" not in " ".join(words.trouble_steps("closed", relink=True))
