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
    assert "Cek rekening lagi" in words.trouble_steps("not_kyc", "dana", relink=False)[-1]
    assert "Cek rekening lagi" not in " ".join(words.trouble_steps("closed", "dana", relink=True))


def test_a_bank_gets_no_words_of_an_e_wallet() -> None:
    said = (
        words.refused_reason("not_kyc", "bni"),
        *words.refused_steps("not_kyc", "bni"),
        *words.trouble_steps("not_kyc", "bni", relink=False),
    )
    assert "belum lengkap di bank" in said[0]
    assert "premium" not in " ".join(said) and "e-wallet" not in " ".join(said)


@pytest.mark.parametrize("verdict", ["closed", "account_taken", "partner_not_offered"])
def test_where_trying_again_cannot_help_no_step_asks_for_it(verdict) -> None:
    assert words.only_another_helps(verdict)
    assert "coba lagi" not in " ".join(words.refused_steps(verdict, "bni"))


@pytest.mark.parametrize("verdict", ["not_kyc", "limit", "partner_silent", "number_differs"])
def test_what_can_be_mended_may_be_tried_again(verdict) -> None:
    assert not words.only_another_helps(verdict)
