"""Undelivered messages in words: every kind has some, and none says a code."""

from types import SimpleNamespace

import pytest

from formats import undelivered
from formats.messages import TEXTS
from rules.undelivered import CODES, TRUE_FOR
from tests.people import wib

SINCE = wib("2021-10-18 09:00:00")


def row(**fields: object) -> SimpleNamespace:
    """A message as queries.undelivered gives it."""
    values = {
        "public_id": "abc",
        "participant": SimpleNamespace(name="Sari Wulandari"),
        "channel": "sms",
        "addressee": "081234567788",
        "reference": "accepted:abc:sms",
        "visible_at": SINCE,
        "again": 1,
    }
    return SimpleNamespace(**{**values, **fields})


def test_every_message_we_send_has_its_words_and_only_those() -> None:
    assert set(undelivered.ABOUT) == set(TEXTS)
    assert len(set(undelivered.ABOUT.values())) == len(TEXTS)


def test_the_rules_speak_of_messages_we_send() -> None:
    assert set(CODES) | set(TRUE_FOR) <= set(TEXTS)


def test_whatever_carries_a_code_or_a_link_is_among_the_dead() -> None:
    carriers = {
        kind
        for kind, texts in TEXTS.items()
        for _, subject, text in texts
        if kind != "certificate" and any(word in subject + text for word in ("{code}", "{url}"))
    }
    assert carriers == set(CODES)


def test_a_line_masks_the_address_and_names_the_matter() -> None:
    line = undelivered.line(row())
    assert line[1:] == ("Sari Wulandari", "SMS", "0812 •••• 7788", "Lolos gelombang", SINCE, "")
    line = undelivered.line(row(channel="email", addressee="sari@example.com"))
    assert (line.channel, line.address) == ("email", "sa••••@example.com")


def test_what_cannot_go_again_says_why() -> None:
    assert undelivered.line(row(reference="otp:a:1:sms", again=0)).dead == undelivered.DEAD_CODE
    assert undelivered.line(row(again=0)).dead == undelivered.OVER


@pytest.mark.parametrize("reference", ["", "x", "ganjil:sms"])
def test_an_odd_reference_or_nobody_s_name_still_makes_a_line(reference) -> None:
    line = undelivered.line(row(reference=reference, participant=SimpleNamespace(name="")))
    assert (line.who, line.about) == ("Tanpa nama", "Pemberitahuan lain")


def test_the_queue_says_what_waits_for_an_officer() -> None:
    none = SimpleNamespace(count=2, again=0, oldest=None)
    some = SimpleNamespace(count=2, again=1_200, oldest=SINCE)
    held = [SimpleNamespace(channel="sms", count=3, since=SINCE)]
    day = "18 Oktober 2021 pukul 09.00 WIB"
    assert undelivered.queue(none, []) == ("0 menunggu", "calm", "Antrean kosong.")
    assert undelivered.queue(some, []) == (
        "1.200 menunggu",
        "warn",
        f"1.200 tidak terkirim, paling lama sejak {day}.",
    )
    assert undelivered.queue(none, held) == (
        "Tertahan",
        "warn",
        f"3 SMS belum terkirim, paling lama sejak {day}.",
    )
    assert undelivered.queue(some, held).text.count(day) == 2
