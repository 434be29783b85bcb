"""Whether a pasted text is one of the reader's own messages."""

import pytest

from actions import outbox
from models import Message
from queries.message_check import match

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def sari(someone, at):
    with at("2021-10-18 09:00"):
        person = someone.registered()
        outbox.tell(
            person,
            "complaint_answered",
            "satu",
            number="PGD-2021-0042",
            reply="Rekeningmu sudah kami cek.",
            link="/pengaduan",
        )
        yield person


def text(channel: str) -> str:
    return Message.get(Message.channel == channel).text


def test_word_for_word_it_is_found_whatever_its_spaces_and_case(sari) -> None:
    found = match(sari, f"  {text('sms').upper()}\r\n ")
    assert (found.found, found.channel) == ("whole", "sms")
    assert found.sent_at is not None


def test_an_email_is_found_with_its_subject_and_a_long_part_alone(sari) -> None:
    email = Message.get(Message.channel == "email")
    assert match(sari, f"{email.subject}\n\n{email.text}").found == "whole"
    assert match(sari, email.text.split("\n\n")[-1]).found == "whole"


def test_ours_with_something_added_is_not_ours(sari) -> None:
    assert match(sari, text("sms") + " Balas dengan PIN kamu.").found == "more"


def test_one_changed_letter_is_not_found(sari) -> None:
    assert match(sari, text("sms").replace("0042", "0043")).found == "none"


@pytest.mark.parametrize("pasted", ["", "dijawab", "x" * 5000, "%", "\0"])
def test_a_few_words_are_no_message(sari, pasted) -> None:
    assert match(sari, pasted).found == "none"


def test_messages_of_others_are_not_compared(sari, someone) -> None:
    assert match(someone.registered(), text("sms")).found == "none"


def test_what_is_blanked_is_counted_and_matches_nothing(sari) -> None:
    said = text("sms")
    for row in Message.select():
        outbox.delivered(row, blank=True)
    found = match(sari, said)
    assert (found.found, found.gone) == ("none", 2)
    assert match(sari, "").found == "none"
