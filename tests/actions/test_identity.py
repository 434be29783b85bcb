"""Verifying who somebody is: asked once, settled once, decided by hand when nobody knows."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

import clock
import jobs
from actions import identity, photos, selection
from formats.photos import BadPhoto, sample
from gateways import population
from models import Alert, AuditEntry, IdentityCheck, Participant, Photo, Profile
from queries import identity as queries
from rules.population import Answer
from rules.refusals import Refused

pytestmark = pytest.mark.usefixtures("room")
NIK, KK, BORN = "9999993112950001", "9999990101200001", date(1995, 12, 31)
YES, NO, UNKNOWN = Answer("yes"), Answer("no"), Answer("unknown")


@pytest.fixture
def sari(someone):
    return someone.registered(nik=None, identity_verified_at=None)


@pytest.fixture
def budi(someone):
    return someone.registered("Budi", nik=None, identity_verified_at=None)


@pytest.fixture
def officer(someone):
    return someone.registered("Petugas", role="operator")


def with_photos(person: Participant) -> Participant:
    for kind in queries.NEEDED:
        photos.keep(person, kind, sample(kind))
    return person


def ask(person: Participant, nik: str = NIK) -> IdentityCheck:
    return identity.ask(person, nik, KK, BORN)


def again(row):
    return type(row).get_by_id(row.id)


def refused(call, *args) -> str:
    with pytest.raises(Refused) as no:
        call(*args)
    return no.value.refusal.code


def free_leases() -> None:
    IdentityCheck.update(leased_until=clock.real_now() - timedelta(seconds=1)).where(
        IdentityCheck.leased_until.is_null(False)
    ).execute()


def queued(person: Participant, nik: str = "9999993112959100") -> IdentityCheck:
    row = ask(with_photos(person), nik)
    for _ in range(identity.MAX_ATTEMPTS):
        jobs.check_identities()
        free_leases()
    return again(row)


def test_a_yes_verifies_and_copies_what_was_checked(sari, at) -> None:
    with at("2024-08-03 10:00"):
        row = ask(with_photos(sari))
        assert (row.state, jobs.check_identities()) == ("checking", 1)
        assert again(row).state == "passed" and again(row).decided_by is None
        person = again(sari)
        assert (person.nik, person.kk, person.birth_date) == (NIK, KK, "1995-12-31")
        assert person.identity_verified_at == clock.now()


@pytest.mark.parametrize(
    ("last", "lists"), [("9300", ["student"]), ("9500", ["bsu"]), ("9700", ["official"])]
)
def test_the_lists_of_the_register_are_kept(sari, last, lists) -> None:
    ask(with_photos(sari), NIK[:12] + last)
    jobs.check_identities()
    assert queries.latest_check(sari).lists == lists


def test_a_no_fails_and_may_be_tried_again(sari) -> None:
    row = ask(with_photos(sari), NIK[:12] + "9200")
    jobs.check_identities()
    assert (again(row).state, again(row).reason) == ("failed", "mismatch")
    assert again(sari).identity_verified_at is None and again(sari).nik is None
    ask(sari)
    jobs.check_identities()
    assert again(sari).nik == NIK
    assert queries.latest_check(sari).state == "passed"


def test_numbers_before_photos_are_kept_and_wait(sari) -> None:
    row = ask(sari)
    assert jobs.check_identities() == 0
    photos.keep(sari, "selfie", sample("selfie"))
    assert jobs.check_identities() == 0 and again(row).attempts == 0
    photos.keep(sari, "id_card", sample("id_card"))
    assert jobs.check_identities() == 1 and again(row).state == "passed"


def test_a_yes_without_photos_passes_nobody(sari) -> None:
    row = ask(sari)
    identity.settle(row, YES)
    assert again(row).state == "checking" and again(sari).identity_verified_at is None


def test_until_the_photos_are_there_the_numbers_may_be_corrected(sari) -> None:
    first = ask(sari, NIK[:12] + "9200")
    second = ask(sari)
    assert first.id == second.id and again(first).nik == NIK
    assert IdentityCheck.select().count() == 1


def test_sent_twice_is_one_try(sari) -> None:
    with_photos(sari)
    assert ask(sari).id == ask(sari).id
    assert IdentityCheck.select().count() == 1


def test_while_it_is_checked_nothing_changes(sari) -> None:
    ask(with_photos(sari))
    assert refused(ask, sari, NIK[:12] + "0002") == "already_checking"
    assert refused(photos.keep, sari, "selfie", sample("selfie")) == "already_checking"


def test_who_is_verified_edits_no_more(sari) -> None:
    ask(with_photos(sari))
    jobs.check_identities()
    assert refused(ask, sari, NIK[:12] + "0002") == "identity_frozen"
    assert refused(photos.keep, sari, "id_card", sample("id_card")) == "identity_frozen"
    assert photos.keep(sari, "diploma", sample("id_card")).kind == "diploma"


def test_five_tries_a_day_and_tomorrow_again(sari, at) -> None:
    with at("2024-08-03 00:00"):
        with_photos(sari)
        for _ in range(5):
            ask(sari, NIK[:12] + "9200")
            jobs.check_identities()
        assert refused(ask, sari) == "too_many_checks"
    with at("2024-08-03 23:59:59"):
        assert refused(ask, sari) == "too_many_checks"
    with at("2024-08-04 00:00"):
        assert ask(sari).state == "checking"


# --- Somebody else's NIK -------------------------------------------------------------------------


def test_somebody_elses_nik_looks_like_any_no_and_alerts(sari, budi) -> None:
    for person in (sari, budi):
        ask(with_photos(person))
        jobs.check_identities()
    row = queries.latest_check(budi)
    assert (row.state, row.reason, row.note) == ("failed", "mismatch", None)
    alert = Alert.get()
    assert (alert.kind, alert.participant_id) == ("nik_claimed", budi.id)
    ask(budi)
    jobs.check_identities()
    assert Alert.select().count() == 1


def test_a_taken_nik_that_the_register_does_not_know_waits_like_any_other(sari, someone) -> None:
    someone.registered("Pemilik", nik="9999993112959100")
    row = queued(sari)
    assert row.state == "queued" and Alert.select().count() == 1


def test_the_own_nik_from_before_is_nobody_elses(someone) -> None:
    person = someone.registered(nik=NIK, identity_verified_at=None)
    ask(with_photos(person))
    jobs.check_identities()
    assert again(person).identity_verified_at and Alert.select().count() == 0


def test_two_who_ask_at_once_with_one_nik_are_not_both_verified(sari, budi) -> None:
    rows = [ask(with_photos(person)) for person in (sari, budi)]
    claimed = [identity.claim_next() for _ in rows]
    for row in claimed:
        identity.settle(row, YES)
    assert [again(row).state for row in rows] == ["passed", "failed"]


# --- The register does not say -------------------------------------------------------------------


def test_not_knowing_is_asked_again_and_then_an_officers(sari) -> None:
    row = ask(with_photos(sari), NIK[:12] + "9100")
    for attempt in (1, 2):
        assert jobs.check_identities() == 0
        assert (again(row).state, again(row).attempts) == ("checking", attempt)
        assert identity.claim_next() is None
        free_leases()
    jobs.check_identities()
    assert (again(row).state, again(row).reason) == ("queued", None)
    assert identity.claim_next() is None


def test_the_pause_grows(sari) -> None:
    row = ask(with_photos(sari), NIK[:12] + "9100")
    jobs.check_identities()
    first = again(row).leased_until - clock.real_now()
    free_leases()
    jobs.check_identities()
    assert again(row).leased_until - clock.real_now() > first


def test_a_register_that_is_down_is_asked_once_a_round(sari, budi, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(population, "check", lambda *told: asked.append(told) or UNKNOWN)
    for number, person in enumerate((sari, budi)):
        ask(with_photos(person), f"999999311295000{number + 1}")
    jobs.check_identities()
    assert len(asked) == 1


def test_a_runner_that_died_loses_nobody(sari) -> None:
    row = ask(with_photos(sari))
    assert identity.claim_next().id == row.id
    assert identity.claim_next() is None
    free_leases()
    assert jobs.check_identities() == 1 and again(row).state == "passed"


def test_one_over_which_every_runner_dies_is_an_officers(sari) -> None:
    row = ask(with_photos(sari))
    for _ in range(identity.MAX_ATTEMPTS):
        assert identity.claim_next() is not None
        free_leases()
    assert identity.claim_next() is None
    assert again(row).state == "queued"


def test_a_late_answer_changes_nothing(sari) -> None:
    row = ask(with_photos(sari))
    claimed = identity.claim_next()
    identity.settle(claimed, YES)
    for late in (NO, UNKNOWN, YES):
        identity.settle(claimed, late)
    assert again(row).state == "passed"
    assert AuditEntry.select().where(AuditEntry.action == "identity_passed").count() == 1


# --- Officers ------------------------------------------------------------------------------------


def test_an_officer_lets_somebody_pass(sari, officer) -> None:
    row = identity.decide(queued(sari), True, None, "  ", officer)
    assert (row.state, row.decided_by, row.note) == ("passed", officer, None)
    assert again(sari).nik == "9999993112959100"


def test_an_officer_refuses_with_reason_and_note(sari, officer) -> None:
    row = identity.decide(queued(sari), False, "card_unreadable", "Pojok kiri gelap.", officer)
    assert (row.state, row.reason) == ("failed", "card_unreadable")
    assert again(row).note == "Pojok kiri gelap."
    assert photos.keep(sari, "id_card", sample("id_card"))


def test_an_officer_says_why_decides_once_and_never_gives_a_nik_twice(
    sari, someone, officer
) -> None:
    row = queued(sari)
    for reason in (None, "", "apa saja"):
        assert refused(identity.decide, row, False, reason, "", officer) == "reason_missing"
    owner = someone.registered("Pemilik", nik=row.nik)
    assert refused(identity.decide, row, True, None, "", officer) == "nik_taken"
    owner.delete_instance()
    identity.decide(row, True, None, "", officer)
    assert refused(identity.decide, row, False, "mismatch", "", officer) == "check_decided"


@pytest.mark.parametrize(
    ("reason", "kinds"),
    [
        ("photo_unclear", {"selfie"}),
        ("card_copy", {"id_card"}),
        ("card_unreadable", {"id_card"}),
        ("face_differs", {"selfie", "id_card"}),
    ],
)
def test_after_a_no_about_a_photo_a_new_one_comes_first(sari, officer, at, reason, kinds) -> None:
    with at("2024-08-03 10:00"):
        row = identity.decide(queued(sari), False, reason, "Ambil ulang, ya.", officer)
        assert queries.state_of(sari).retake == kinds
        for again_asked in (lambda: identity.ask_again(sari), lambda: ask(sari)):
            assert refused(again_asked) == "photos_stale"
    with at("2024-08-03 10:01"):
        for kind in sorted(kinds):
            assert not queries.state_of(sari).renewed
            photos.keep(sari, kind, sample(kind))
        assert queries.state_of(sari).renewed
        second = identity.ask_again(sari)
        assert (second.state, second.nik) == ("checking", row.nik) and second.id != row.id
        assert identity.ask_again(sari).id == second.id


def test_after_a_no_about_numbers_the_photos_serve_again(sari, officer) -> None:
    identity.decide(queued(sari), False, "card_differs", "Ketik seperti di KTP.", officer)
    assert ask(sari).state == "checking"


def test_without_numbers_nothing_is_asked_again(sari) -> None:
    assert refused(identity.ask_again, with_photos(sari)) == "no_numbers"


def test_the_same_numbers_after_the_yes_are_the_same_try(sari) -> None:
    row = ask(with_photos(sari))
    jobs.check_identities()
    assert ask(sari).id == row.id and IdentityCheck.select().count() == 1


def test_another_sex_than_the_profiles_is_an_officers(sari, officer) -> None:
    row = ask(with_photos(sari), NIK[:12] + "9300")
    Profile.create(participant=sari, sex="female")
    jobs.check_identities()
    assert (again(row).state, again(row).lists) == ("queued", ["student"])
    assert again(sari).identity_verified_at is None and identity.claim_next() is None
    identity.decide(row, True, None, "", officer)
    assert again(sari).nik == row.nik and again(row).lists == ["student"]


# --- Photos --------------------------------------------------------------------------------------


def test_a_photo_is_sealed_and_replaced_by_the_next_of_its_kind(sari) -> None:
    first = photos.keep(sari, "selfie", sample("selfie"))
    assert photos.content(first).startswith(b"\xff\xd8") and b"\xff\xd8\xff" not in first.content
    assert photos.content(again(first)) == photos.content(first)
    second = photos.keep(sari, "selfie", sample("id_card"))
    assert [row.id for row in Photo.select()] == [second.id]
    assert Image.open(BytesIO(photos.content(second))).size == (second.width, second.height)


def test_a_photo_that_cannot_be_taken_changes_nothing(sari) -> None:
    photos.keep(sari, "selfie", sample("selfie"))
    with pytest.raises(BadPhoto):
        photos.keep(sari, "selfie", b"GIF89a")
    assert Photo.select().count() == 1


def test_faces_and_cards_are_forgotten_after_thirty_days(sari, at) -> None:
    with at("2024-08-03 10:00"):
        ask(with_photos(sari))
        photos.keep(sari, "diploma", sample("id_card"))
        jobs.check_identities()
    with at("2024-09-02 09:59:59"):
        assert photos.forget_old() == 0
    with at("2024-09-02 10:00"):
        assert photos.forget_old() == 3
        assert photos.forget_old() == 0


def test_pictures_of_who_never_went_on_are_forgotten_too(sari, budi, at) -> None:
    with at("2024-08-03 10:00"):
        photos.keep(sari, "selfie", sample("selfie"))
        photos.keep(sari, "layoff", sample("id_card"))
        ask(budi)  # and the card never came
        photos.keep(budi, "selfie", sample("selfie"))
    with at("2024-09-02 09:59:59"):
        assert photos.forget_old() == 0
    with at("2024-09-02 10:00"):
        assert photos.forget_old() == 3 and not Photo.select().exists()


def test_what_an_officer_has_yet_to_see_stays(sari, at) -> None:
    with at("2024-08-03 10:00"):
        queued(sari)
    with at("2024-12-03 10:00"):
        assert photos.forget_old() == 0


def test_papers_stay_until_thirty_days_after_the_result(someone, at) -> None:
    with at("2024-08-03 10:00"):
        person = someone.registered()
        part = selection.join(person, someone.gelombang(71))
        photos.keep(person, "business", sample("id_card"))
    with at("2024-10-01 10:00"):
        assert photos.forget_old() == 0
        selection.accept(part)
    with at("2024-10-31 09:59:59"):
        assert photos.forget_old() == 0
    with at("2024-10-31 10:00"):
        assert photos.forget_old() == 1


def test_photos_of_an_open_or_newer_try_stay(sari, at) -> None:
    with at("2024-08-03 10:00"):
        ask(with_photos(sari), NIK[:12] + "9200")
        jobs.check_identities()
    with at("2024-09-10 10:00"):
        row = ask(sari)
        assert photos.forget_old() == 0
        jobs.check_identities()
        assert again(row).state == "passed" and photos.forget_old() == 0
    with at("2024-09-10 10:00"):
        assert Photo.select().count() == 2


def test_the_timed_work_forgets_too(sari, at) -> None:
    with at("2024-08-03 10:00"):
        ask(with_photos(sari))
        jobs.check_identities()
    with at("2025-01-03 10:00"):
        assert jobs.forget_photos() == 2
        assert jobs.forget_photos() == 0


def test_nothing_of_a_person_is_in_the_audit_log(sari) -> None:
    ask(with_photos(sari))
    jobs.check_identities()
    noted = " ".join(f"{row.subject} {row.detail}" for row in AuditEntry.select())
    assert NIK not in noted and KK not in noted and "1995" not in noted
