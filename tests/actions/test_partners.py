"""Partners: added once, keys told once and changed without a gap, test codes, requests counted."""

import json
import re
from datetime import timedelta

import pytest
from click.testing import CliRunner

import clock
import commands
import rooms
from actions import partners
from models import AuditEntry, Partner, PartnerKey, Provider, RedeemCode
from queries import partners as found
from rules.refusals import Refused
from rules.signatures import MOST_KEYS

BACK = "http://127.0.0.1:9000/kembali"


def added(code: str = "LEMBAGA", **changed: object) -> tuple[Partner, str]:
    """A partner of the test's room."""
    values = {"name": "Lembaga Uji", "kind": "provider", "redirect_uris": [BACK], **changed}
    return partners.add(code, **values)  # type: ignore[arg-type]


def test_a_partner_is_added_with_the_rooms_prefix_and_a_sealed_key(room: str) -> None:
    partner, key = added()
    assert partner.code == "U-LEMBAGA"
    assert partner.redirect_uris == [BACK]
    stored = PartnerKey.get(PartnerKey.partner == partner)
    assert key not in stored.secret_sealed
    assert stored.secret == key
    assert len(key) >= 40
    assert found.by_code("U-LEMBAGA").live_keys == [stored]
    assert key not in "".join(str(entry.detail) for entry in AuditEntry.select())


def test_a_code_that_has_the_prefix_keeps_it(room: str) -> None:
    assert added("U-LAIN")[0].code == "U-LAIN"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"code": "a b"}, "partner_code_unfit"),
        ({"code": "x" * 60}, "partner_code_unfit"),
        ({"code": "é"}, "partner_code_unfit"),
        ({"code": "LEMBAGA"}, "partner_exists"),
        ({"kind": "bank"}, "partner_kind_unknown"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "redirect_uri_unfit"),
        ({"redirect_uris": ["/kembali"]}, "redirect_uri_unfit"),
        ({"redirect_uris": [BACK, BACK + "#x"]}, "redirect_uri_unfit"),
        ({"redirect_uris": ["http://[x"]}, "redirect_uri_unfit"),
        ({"redirect_uris": ["http://a b/"]}, "redirect_uri_unfit"),
        ({"redirect_uris": ["http://a@b.example/"]}, "redirect_uri_unfit"),
        ({"redirect_uris": ["http://a.example\\b/"]}, "redirect_uri_unfit"),
        ({"redirect_uris": ["http://a.example:x/"]}, "redirect_uri_unfit"),
        ({"redirect_uris": [BACK + "?state=U1"]}, "redirect_uri_unfit"),
    ],
)
def test_what_is_refused_leaves_nothing(
    room: str, changed: dict[str, object], refusal: str
) -> None:
    added()
    with pytest.raises(Refused, match=refusal):
        added(**{"code": "BARU", **changed})  # type: ignore[arg-type]
    assert Partner.select().count() == PartnerKey.select().count() == 1


def test_an_institution_of_the_catalogue_is_known_by_its_name(room: str) -> None:
    school = Provider.create(slug="lembaga-uji", name="Lembaga Uji")
    assert added()[0].provider == school
    assert added("PASAR", kind="platform")[0].provider is None
    assert added("LAIN", name="Lain")[0].provider is None


def test_two_keys_live_at_once_and_the_older_ends(room: str) -> None:
    partner, first = added()
    with pytest.raises(Refused, match="last_key"):
        partners.end_oldest_key(partner)
    _, second = partners.new_key(partner)
    assert first != second
    with pytest.raises(Refused, match="too_many_keys"):
        partners.new_key(partner)
    assert [key.secret for key in found.by_code(partner.code).live_keys] == [second, first]
    ended = partners.end_oldest_key(partner)
    assert ended.secret == first
    partners.end_key(ended)
    assert [key.secret for key in found.by_code(partner.code).live_keys] == [second]
    partners.end_key(found.by_code(partner.code).live_keys[0])
    assert found.by_code(partner.code).live_keys == []


def test_an_unknown_client_costs_as_many_tries_as_a_known_one(room: str) -> None:
    partner, key = added()
    tried = list(found.secrets_to_try(found.by_code(partner.code)))
    assert tried[0] == key
    assert len(tried) == len(list(found.secrets_to_try(None))) == MOST_KEYS
    assert found.by_code("U-TIDAK-ADA") is None
    Partner.update(active=False).execute()
    assert found.by_code(partner.code) is None


def test_test_codes(room: str) -> None:
    partner, _ = added()
    made = partners.make_test_codes(partner, "TC2-999-200", 3)
    assert len(set(made)) == 3
    assert all(re.fullmatch(r"PRAT-[A-Z0-9]{6}", code) for code in made)
    rows = RedeemCode.select().where(RedeemCode.code.in_(made))
    assert {(row.partner_id, row.test_case, row.purchase_id) for row in rows} == {
        (partner.id, "TC2-999-200", None)
    }
    with pytest.raises(Refused, match="no_such_case"):
        partners.make_test_codes(partner, "TC9-001-200", 1)


def test_six_hundred_requests_a_minute(room: str, monkeypatch) -> None:
    partner, _ = added()
    other, _ = added("LAIN")
    moment = clock.real_now().replace(second=15)
    monkeypatch.setattr(partners, "_portions", {})
    monkeypatch.setattr(clock, "real_now", lambda: moment)
    answers = [partners.count_request(partner) for _ in range(partners.MOST_PER_MINUTE + 5)]
    assert answers == [None] * partners.MOST_PER_MINUTE + [45] * 5
    assert partners.count_request(other) is None
    monkeypatch.setattr(clock, "real_now", lambda: moment + timedelta(minutes=1))
    assert partners.count_request(partner) is None


def test_two_processes_share_the_minute(room: str, monkeypatch) -> None:
    partner, _ = added()
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)
    processes: list[dict] = [{}, {}]
    allowed = 0
    for number in range(2 * partners.MOST_PER_MINUTE):
        monkeypatch.setattr(partners, "_portions", processes[number % 2])
        allowed += partners.count_request(partner) is None
    assert allowed == partners.MOST_PER_MINUTE


def run(*words: str) -> str:
    """A command in the test's room; fails with what it said."""
    result = CliRunner().invoke(
        commands.partner_group, [*words, "--room", rooms.current()], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.output


def test_the_commands(room: str) -> None:
    told = json.loads(
        run("add", "LEMBAGA", "--name", "L", "--kind", "provider", "--redirect-uri", BACK)
    )
    assert set(told) == {"client_code", "sign_key"}
    assert told["client_code"] == "U-LEMBAGA"
    codes = run("test-codes", "LEMBAGA", "--case", "TC1-001-200", "--count", "2").split()
    assert RedeemCode.select().where(RedeemCode.code.in_(codes)).count() == 2
    second = json.loads(run("new-key", "U-LEMBAGA"))["sign_key"]
    run("end-key", "LEMBAGA")
    assert [key.secret for key in found.by_code("U-LEMBAGA").live_keys] == [second]
    run("end-key", "LEMBAGA", "--all")
    assert found.by_code("U-LEMBAGA").live_keys == []


@pytest.mark.parametrize(
    "words",
    [
        ("test-codes", "TIADA", "--case", "TC1-001-200"),
        ("test-codes", "LEMBAGA", "--case", "TC1-001-400"),
        ("add", "LEMBAGA", "--name", "L", "--kind", "provider"),
        ("add", "BARU", "--name", "L", "--kind", "bank"),
        ("end-key", "LEMBAGA"),
    ],
)
def test_commands_that_say_no(room: str, words: tuple[str, ...]) -> None:
    added()
    result = CliRunner().invoke(commands.partner_group, [*words, "--room", room])
    assert result.exit_code
    assert "Traceback" not in result.output
    assert Partner.select().count() == 1
