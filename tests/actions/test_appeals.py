"""Appeals: one for a block, one answer for an appeal; and accounts for officers."""

import pytest

from actions import appeals, lapses, officers
from actions import sign_in as sign_ins
from models import Appeal, AuditEntry, Block, Message
from queries.appeals import block_of
from queries.audit import broken_rules
from queries.standing import standing_of
from rules.refusals import Refused
from tests.people import part_of, wib

pytestmark = pytest.mark.usefixtures("room")
WHY = "Saya dirawat di rumah sakit dan tidak memegang HP."
REPLY = "Surat dari rumah sakit sudah kami baca."


@pytest.fixture
def officer(someone, at):
    with at("2021-09-01 09:00"):
        return someone.registered("Joko Petugas", role="operator")


@pytest.fixture
def sari(someone, at):
    """Somebody who lost their place."""
    with at("2021-09-23 09:00"):
        person = someone.with_card(21)
    with at("2021-10-22 00:00"):
        lapses.lapse(part_of(person))
        yield person


def audited(action: str) -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action == action))


def test_an_appeal_is_kept_sealed_and_once(sari) -> None:
    first = appeals.send(sari, f"  {WHY}\n")
    assert appeals.send(sari, "Tulisan lain yang dikirim kedua kali.").id == first.id
    assert Appeal.get().text == WHY and WHY not in Appeal.get().text_sealed
    (entry,) = audited("appeal_sent")
    assert entry.actor == f"participant:{sari.public_id}"
    assert WHY not in str(entry.detail)


@pytest.mark.parametrize("text", ["", "   ", "x" * 19, "x" * 2001])
def test_the_length_is_kept_by_the_action_too(sari, text) -> None:
    with pytest.raises(Refused, match="appeal_length"):
        appeals.send(sari, text)
    assert not Appeal.select().exists()


def test_who_is_not_blocked_has_nothing_to_appeal(someone) -> None:
    with pytest.raises(Refused, match="not_blocked"):
        appeals.send(someone.registered(), WHY)


def test_upheld_the_block_is_lifted_and_the_money_stays_away(sari, officer, at) -> None:
    appeal = appeals.send(sari, WHY)
    with at("2021-10-25 10:00"):
        appeals.decide(appeal, True, REPLY, officer)
        standing = standing_of(sari)
        assert not standing.blocked and standing.balance == 0
    assert Block.get().lifted_at == wib("2021-10-25 10:00")
    row = Appeal.get()
    assert (row.upheld, row.reply, row.decided_by) == (True, REPLY, officer)
    (entry,) = audited("appeal_decided")
    assert entry.actor == f"operator:{officer.public_id}" and entry.detail == {"upheld": True}
    told = [row.channel for row in Message.select().where(Message.reference ** "appeal_upheld:%")]
    assert sorted(told) == ["email", "sms"]
    assert not broken_rules()


def test_refused_the_block_stays_and_the_reply_is_told(sari, officer) -> None:
    appeals.decide(appeals.send(sari, WHY), False, REPLY, officer)
    assert standing_of(sari).blocked
    mail = Message.get(Message.reference ** "appeal_refused:%", Message.channel == "email")
    assert REPLY in mail.text and mail.link == "/keberatan"


def test_the_same_answer_twice_counts_once_and_another_is_refused(sari, officer) -> None:
    appeal = appeals.send(sari, WHY)
    for _ in range(2):
        appeals.decide(appeal, False, REPLY, officer)
    assert len(audited("appeal_decided")) == 1
    with pytest.raises(Refused, match="appeal_decided"):
        appeals.decide(appeal, True, REPLY, officer)
    assert Block.get().lifted_at is None


def test_a_later_block_is_another_matter(sari, officer, at) -> None:
    appeals.decide(appeals.send(sari, WHY), True, REPLY, officer)
    with at("2021-11-01 09:00"):
        later = Block.create(participant=sari, reason="fraud")
        assert block_of(sari) == later
        appeals.send(sari, WHY)
    assert Appeal.select().count() == 2


def test_braces_in_a_reply_are_letters(sari, officer) -> None:
    appeals.decide(
        appeals.send(sari, WHY), True, "Kode {name} dan {0} tertulis apa adanya.", officer
    )
    mail = Message.get(Message.reference ** "appeal_upheld:%", Message.channel == "email")
    assert "{name} dan {0}" in mail.text


def test_an_officer_can_sign_in_with_the_password_that_was_told(room) -> None:
    password = officers.new_password()
    row = officers.add("Petugas@Kantor.example ", password, "operator", "Rina Petugas")
    assert sign_ins.check_password("petugas@kantor.example", password) == row
    second = officers.add("dua@kantor.example", password, "trainer", "Dua", "081300000001")
    assert (row.phone, second.phone, second.role) == ("", "081300000001", "trainer")
    assert [entry.detail for entry in audited("officer_added")] == [
        {"role": "operator"},
        {"role": "trainer"},
    ]


@pytest.mark.parametrize(
    ("email", "role", "phone", "code"),
    [
        ("satu@kantor.example", "operator", None, "email_in_use"),
        ("dua@kantor.example", "operator", "081300000001", "phone_in_use"),
        ("dua@kantor.example", "participant", None, "no_such_role"),
    ],
)
def test_an_account_that_exists_is_not_made_again(room, email, role, phone, code) -> None:
    officers.add("satu@kantor.example", "rahasia-uji-1", "operator", "Satu", "081300000001")
    with pytest.raises(Refused, match=code):
        officers.add(email, "rahasia-uji-1", role, "Dua", phone)


def test_the_command_prints_a_made_password_once(app, room) -> None:
    run = app.test_cli_runner().invoke
    args = ["operator", "add", "cli@kantor.example", "--role", "operator", "--room", room]
    result = run(args=args)
    assert result.exit_code == 0, result.output
    password = result.output.split("password: ")[1].strip()
    assert sign_ins.check_password("cli@kantor.example", password).role == "operator"
    assert run(args=args).exit_code == 1
    assert run(args=["operator", "add", "bukan-email", "--role", "operator"]).exit_code == 1
