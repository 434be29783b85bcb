"""References of messages are taken apart in one place."""

import pytest

from rules.references import Reference


@pytest.mark.parametrize(
    ("text", "kind", "about", "channel"),
    [
        ("otp:3:email", "otp", ("3",), "email"),
        ("scheduled:job:abc:sms", "scheduled", ("job", "abc"), "sms"),
        (
            "incentive_paid:12:2021-12-13:x:email",
            "incentive_paid",
            ("12", "2021-12-13", "x"),
            "email",
        ),
    ],
)
def test_a_reference_has_a_kind_what_it_speaks_of_and_a_channel(text, kind, about, channel) -> None:
    found = Reference.of(text)
    assert found == Reference(kind, about, channel)
    assert found.first == about[0] and found.text == text


@pytest.mark.parametrize("text", ["", "otp", "otp:email"])
def test_what_names_nothing_is_about_nothing(text) -> None:
    found = Reference.of(text)
    assert found.about == () and found.first == ""
