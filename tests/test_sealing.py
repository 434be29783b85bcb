"""Sealed text opens in its own row, and nowhere else."""

import pytest

import sealing
from models import Participant, db
from tests.people import Someone


def test_sealed_text_opens_where_it_was_sealed() -> None:
    token = sealing.seal("0812", "participant", "phone", "abc")
    assert "0812" not in token
    assert sealing.unseal(token, "participant", "phone", "abc") == "0812"


@pytest.mark.parametrize(
    "place",
    [("message", "phone", "abc"), ("participant", "nik", "abc"), ("participant", "phone", "x")],
)
def test_sealed_text_does_not_open_elsewhere(place: tuple[str, str, str]) -> None:
    token = sealing.seal("0812", "participant", "phone", "abc")
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal(token, *place)


def test_two_rows_cannot_swap_their_seals(room: str) -> None:
    one, other = Someone().registered(), Someone().registered()
    Participant.update(nik_sealed=other.nik_sealed).where(Participant.id == one.id).execute()
    with pytest.raises(sealing.BrokenSeal):
        assert Participant.get_by_id(one.id).nik


def test_nothing_personal_stands_in_the_file(room: str) -> None:
    person = Someone().registered(phone="081298765432", nik="9999991501909999")
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(db.database, "rb") as file:
        content = file.read()
    for secret in (person.phone, person.nik, person.email):
        assert secret.encode() not in content


def test_a_blind_index_depends_on_what_it_is_for() -> None:
    assert sealing.blind("a", "081") == sealing.blind("a", "081")
    assert sealing.blind("a", "081") != sealing.blind("b", "081")
