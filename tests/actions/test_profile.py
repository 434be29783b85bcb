"""Saving the profile page by page: what is kept, what is refused, when it is frozen."""

import pytest

from actions import lapses, profile, selection
from models import AuditEntry, Participant, Profile
from queries.applicants import profile_of
from rules.refusals import Refused
from tests.people import part_of

pytestmark = pytest.mark.usefixtures("room")
MALE, FEMALE = "9999991501900101", "9999995501900101"
NAME = {
    "name": "Sari Wulandari",
    "sex": "female",
    "address": "Jalan Melati 1",
    "regency": "32.73",
}
EDUCATION = {"education": "senior", "studying": False}
WORK = {"work": "seeking", "occupation": "none", "social_aid": None}
INTERESTS = {"interests": ["bahasa-asing", "teknik"]}


@pytest.fixture
def sari(someone):
    return someone.registered(identity_verified_at=None, profile_completed_at=None, nik=None)


def test_each_page_is_kept_on_its_own(sari) -> None:
    profile.save_page(sari, "pekerjaan", WORK)
    assert profile_of(sari).saved == ["pekerjaan"]
    profile.save_page(sari, "nama", NAME)
    kept = profile_of(sari)
    assert kept.saved == ["nama", "pekerjaan"]
    assert (kept.sex, kept.address, kept.regency) == ("female", "Jalan Melati 1", "32.73")
    assert (kept.work, kept.occupation, kept.social_aid) == ("seeking", "none", None)
    assert Participant.get_by_id(sari.id).name == "Sari Wulandari"


def test_all_five_pages(sari) -> None:
    for page, values in (
        ("nama", NAME),
        ("pendidikan", EDUCATION),
        ("pekerjaan", WORK),
        ("minat", INTERESTS),
        ("rekening", {}),
    ):
        profile.save_page(sari, page, values)
    kept = profile_of(sari)
    assert kept.saved == ["nama", "pendidikan", "pekerjaan", "minat", "rekening"]
    assert kept.education == "senior" and kept.studying is False
    assert Participant.get_by_id(sari.id).interests == ["bahasa-asing", "teknik"]


def test_saving_twice_changes_and_stands_once(sari) -> None:
    profile.save_page(sari, "pendidikan", EDUCATION)
    profile.save_page(sari, "pendidikan", {"education": "diploma", "studying": True})
    assert Profile.select().count() == 1
    assert profile_of(sari).saved == ["pendidikan"] and profile_of(sari).education == "diploma"


def test_the_address_is_sealed_and_the_log_knows_only_the_page(sari) -> None:
    profile.save_page(sari, "nama", NAME)
    row = Profile.select(Profile.address_sealed).dicts().get()
    assert "Melati" not in str(row)
    entry = AuditEntry.select().order_by(AuditEntry.id.desc()).get()
    assert entry.action == "profile_saved" and entry.detail == {"page": "nama"}


@pytest.mark.parametrize(("nik", "refused"), [(MALE, True), (FEMALE, False)])
def test_the_sex_agrees_with_a_verified_nik(someone, nik, refused) -> None:
    person = someone.registered(nik=nik)
    if refused:
        with pytest.raises(Refused) as no:
            profile.save_page(person, "nama", NAME)
        assert no.value.refusal.code == "sex_differs"
        assert profile_of(person) is None
    else:
        profile.save_page(person, "nama", NAME)


def test_a_nik_not_verified_yet_decides_nothing(someone) -> None:
    profile.save_page(someone.registered(nik=MALE, identity_verified_at=None), "nama", NAME)


@pytest.mark.parametrize(
    ("page", "values"),
    [
        ("hobi", {}),
        ("rekening", {"name": "x"}),
        ("rekening", {"payout_partner": "bni"}),
        ("rekening", {"payout_partner": "bni", "payout_number": None}),
        ("rekening", {"payout_partner": None, "payout_number": "123456"}),
        ("rekening", {"payout_partner": "bri", "payout_number": "123456"}),
        ("pendidikan", {"education": "senior"}),
        ("pendidikan", {"education": "tk", "studying": False}),
        ("pekerjaan", {**WORK, "work": "x"}),
        ("pekerjaan", {**WORK, "occupation": "x"}),
        ("nama", {**NAME, "sex": "x"}),
        ("minat", {"interests": []}),
        ("minat", {"interests": ["lainnya", "teknik", "keuangan", "pertanian"]}),
        ("minat", {"interests": ["memasak"]}),
    ],
)
def test_what_no_page_offers_is_an_error_of_ours(sari, page, values) -> None:
    with pytest.raises(ValueError, match="no such"):
        profile.save_page(sari, page, values)
    assert profile_of(sari) is None


def test_an_account_is_kept_sealed_and_a_wallet_has_the_own_number(sari) -> None:
    kept = profile.save_page(sari, "rekening", {"payout_partner": "bni", "payout_number": "123456"})
    assert profile_of(sari).payout_number == "123456" and kept.payout_partner == "bni"
    assert "123456" not in Profile.get().payout_number_sealed
    with pytest.raises(Refused) as no:
        profile.save_page(sari, "rekening", {"payout_partner": "dana", "payout_number": "08120000"})
    assert no.value.refusal.code == "number_differs"
    profile.save_page(sari, "rekening", {})
    assert profile_of(sari).payout_partner == "bni"


def test_the_profile_freezes_when_the_gelombang_closes(someone, at) -> None:
    with at("2021-09-18 09:00"):
        person = someone.registered()
        part = selection.join(person, someone.gelombang(21))
        profile.save_page(person, "pendidikan", EDUCATION)
    with at("2021-09-20 00:00"):
        with pytest.raises(Refused) as no:
            profile.save_page(person, "pendidikan", {"education": "none", "studying": False})
        assert no.value.refusal.code == "profile_frozen"
        assert no.value.refusal.facts == {"gelombang": 21}
        assert profile_of(person).education == "senior"
        selection.turn_down(part, "quota_full")
        profile.save_page(person, "pendidikan", {"education": "none", "studying": False})


def test_a_place_freezes_it_and_a_lost_one_does_not(someone, at) -> None:
    with at("2021-09-23 09:00"):
        person = someone.with_card(21)
        with pytest.raises(Refused, match="profile_frozen"):
            profile.save_page(person, "pendidikan", EDUCATION)
    with at("2021-10-22 00:00"):
        assert lapses.lapse(part_of(person))
        profile.save_page(person, "pendidikan", EDUCATION)


def test_a_look_is_one_of_ours(sari) -> None:
    profile.choose_theme(sari, "gelap")
    assert Participant.get_by_id(sari.id).theme == "gelap"
    with pytest.raises(ValueError, match="no such theme"):
        profile.choose_theme(sari, "ungu")
