"""A new key: everything sealed anew, halfway and again, and nothing needs the old one any more."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

import sealing
from actions import challenges, draws, photos, rotation
from formats.photos import sample
from models import (
    TABLES,
    Appeal,
    Block,
    Card,
    Draw,
    IdentityCheck,
    Participant,
    Photo,
    Profile,
    sealed_attributes,
)
from queries.audit import broken_rules
from tests.people import PASSWORD, card_of, wib

pytestmark = pytest.mark.usefixtures("room")
NEW = Fernet.generate_key().decode()
OLD = sealing.settings.data_keys


@pytest.fixture
def keys(monkeypatch):
    """Lets the product run with other DATA_KEYS, as after a restart."""

    def use(*found: str) -> None:
        changed = replace(sealing.settings, data_keys=found)
        monkeypatch.setattr(sealing, "settings", changed)
        sealing._fernet.cache_clear()

    yield use
    monkeypatch.undo()
    sealing._fernet.cache_clear()


@pytest.fixture
def sari(someone, at):
    """Somebody with a row of nearly every kind that is sealed."""
    with at("2021-10-18 09:00"):
        person = someone.with_course(21, phone="081234567788", kk="9999990101200001")
        photos.keep(person, "diploma", sample("id_card"))
        Profile.create(participant=person, address="Jalan Melati 1")
        IdentityCheck.create(
            participant=person, nik=person.nik, kk=person.kk, birth_date="1990-01-15", note="Foto"
        )
        block = Block.create(participant=person, reason="fraud")
        Appeal.create(block=block, text="Itu bukan aku")
        challenges.send_code(person, "old_phone", person.phone)
        row = draws.open_gelombang(
            72, "normal", wib("2021-10-20 09:00:00"), wib("2021-10-25 09:00:00"), 5, {}, {}, "uji"
        )
        assert Draw.get(Draw.gelombang == row).secret
    return person


def opened() -> dict[tuple[str, str, int], object]:
    """Everything sealed in the room, read."""
    found: dict[tuple[str, str, int], object] = {}
    for table, name in sealed_attributes():
        for row in table.select():
            found[table.__name__, name, row.id] = getattr(row, name)
    for photo in Photo.select():
        found["Photo", "content", photo.id] = photos.content(photo)
    return found


def test_every_sealed_column_is_known_by_its_attribute() -> None:
    by_attribute = {(table, f"{name}_sealed") for table, name in sealed_attributes()}
    by_column = {
        (table, name) for table in TABLES for name in table._meta.fields if name.endswith("_sealed")
    }
    assert by_attribute == by_column and len(by_column) > 15


def test_afterwards_everything_opens_with_the_new_key_alone(sari, keys) -> None:
    before = opened()
    assert {table for table, _, _ in before} >= {
        *("Participant", "Message", "Photo", "Draw", "Challenge", "Profile", "Card"),
        *("IdentityCheck", "Appeal"),
    }
    keys(NEW, *OLD)
    assert opened() == before
    changed = rotation.reseal_everything()
    assert changed == len([text for text in before.values() if text is not None])
    keys(NEW)
    assert opened() == before
    assert card_of(sari) == before["Card", "number", Card.get().id]
    assert not broken_rules()


def test_with_the_old_key_nothing_opens_any_more(sari, keys) -> None:
    keys(NEW, *OLD)
    rotation.reseal_everything()
    keys(*OLD)
    with pytest.raises(sealing.BrokenSeal):
        assert Participant.get_by_id(sari.id).nik
    with pytest.raises(sealing.BrokenSeal):
        photos.content(Photo.get())


def test_a_second_time_there_is_nothing_to_do(sari, keys) -> None:
    keys(NEW, *OLD)
    assert rotation.reseal_everything() > 0
    assert rotation.reseal_everything() == 0


def test_stopped_halfway_it_is_run_again(sari, keys, monkeypatch) -> None:
    before, calls, rotated = opened(), [], sealing.rotated
    monkeypatch.setattr(rotation, "BATCH", 1)
    keys(NEW, *OLD)

    def dies(token):
        if len(calls) == 10:
            raise SystemExit("kill")
        calls.append(token)
        return rotated(token)

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(sealing, "rotated", dies)
        rotation.reseal_everything()
    assert opened() == before  # half old, half new
    sealed = len([text for text in before.values() if text is not None])
    assert rotation.reseal_everything() == sealed - 10
    keys(NEW)
    assert opened() == before


def test_what_somebody_writes_meanwhile_stays(sari, keys, monkeypatch) -> None:
    keys(NEW, *OLD)
    rotated, once = sealing.rotated, []

    def meanwhile(token):
        if not once:
            once.append(token)
            other = Participant.get_by_id(sari.id)
            other.email = "baru@example.com"
            other.save()
        return rotated(token)

    monkeypatch.setattr(sealing, "rotated", meanwhile)
    rotation.reseal_everything()
    keys(NEW)
    assert Participant.get_by_id(sari.id).email == "baru@example.com"
    assert not broken_rules()


def test_indexes_and_codes_do_not_depend_on_the_key(sari, keys) -> None:
    code = sealing.blind("participant.phone", sari.phone)
    keys(NEW, *OLD)
    rotation.reseal_everything()
    assert Participant.get_by_id(sari.id).phone_index == code


def test_a_row_no_key_opens_is_named_and_stops_it(sari, keys) -> None:
    keys(NEW)
    with pytest.raises(sealing.BrokenSeal, match="no key of DATA_KEYS opens this"):
        rotation.reseal_everything()


def test_the_command_does_it_in_every_room(sari, keys, app, room) -> None:
    keys(NEW, *OLD)
    flask = app.test_cli_runner()
    said = flask.invoke(args=["rotate-key"])
    assert said.exit_code == 0, said.output
    assert f"{room}: 0 sealed anew" not in said.output and f"{room}: " in said.output
    assert f"{room}: 0 sealed anew" in flask.invoke(args=["rotate-key"]).output
    keys(NEW)
    assert Participant.get_by_id(sari.id).phone == "081234567788"


def test_the_command_says_so_when_a_key_is_missing(sari, keys, app) -> None:
    keys(NEW)
    said = app.test_cli_runner().invoke(args=["rotate-key"])
    assert said.exit_code == 1 and "no key of DATA_KEYS" in said.output
    assert PASSWORD not in said.output and "0812" not in said.output
