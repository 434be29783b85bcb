"""Reasons as people read them, with figures and sources."""

from datetime import date

from formats.application import explained_reasons
from rules.eligibility import Applicant, refuse_applicant
from rules.refusals import Refusal
from rules.schemes import resolve

CLOSES = date(2024, 8, 5)


def test_a_rule_speaks_with_age_limit_and_source() -> None:
    young = Applicant(birth_date=date(2010, 1, 1))
    first, *others = explained_reasons(
        refuse_applicant(young, resolve(71, "normal"), CLOSES), CLOSES
    )
    assert first.detail == "Umurmu 14 tahun pada 5 Agustus 2024. Paling muda 18."
    assert first.sources and first.mends
    for code in ("not_verified", "profile_incomplete"):
        (found,) = [reason for reason in others if reason.code == code]
        assert "saat gelombang ditutup" not in found.says and not found.sources


def test_any_other_refusal_speaks_as_it_always_does() -> None:
    (found,) = explained_reasons([Refusal("identity_frozen")], CLOSES)
    assert found.says == "Datamu sudah terverifikasi."
    assert "Hubungi bantuan" in found.mends and found.detail is None and found.sources == ()
