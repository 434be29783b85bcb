"""The simulated institution gets an account in every room, and a file that says who it is."""

import json
import os
import secrets
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Any

from cryptography.fernet import Fernet

import ledger
import migrations
import rooms
from actions import partners
from config import settings
from models import Partner, PartnerKey
from queries.partners import by_code

NAME = "Balai Belajar (lembaga simulasi)"


def file() -> Path:
    """Where the institution reads its address, secrets and accounts; its owner's alone."""
    return settings.data_dir / "institution.json"


def introduce(starting: bool = True) -> Path:
    """An account in every room that has none; what a room knew stays as it is.

    Not `starting`: the servers may be running under other settings, so addresses stay.
    """
    known: dict[str, Any] = json.loads(file().read_text()) if file().exists() else {}
    places = {
        "server": f"http://{settings.near_host}:{settings.port}",
        "home": settings.base_url,
        "address": settings.institution_address,
    }
    if not starting:
        places |= {name: known[name] for name in places if name in known}
    kept, accounts = known.get("rooms", {}), {}
    for name in rooms.names():
        short = rooms.short_code(name)
        with rooms.enter(name):
            accounts[short] = _account(name, places["address"], kept.get(short, {}))
            rows = _rows_of(accounts[short]["client_code"])
        _put_in_template(name, rows)
    _keep(
        {
            **places,
            "secret": known.get("secret") or secrets.token_urlsafe(32),
            "seal_key": known.get("seal_key") or Fernet.generate_key().decode(),
            "rooms": accounts,
        }
    )
    return file()


def code_in(name: str) -> str:
    """The institution's client code in the room of that name."""
    return f"{rooms.short_code(name)}-LEMBAGA"


def join_room(name: str) -> None:
    """Give it an account in the room one is in, while that room's story is told."""
    callback = [f"{settings.institution_address}/kembali"]
    partners.add(code_in(name), NAME, "provider", callback, every_provider=True)


def _account(name: str, address: str, kept: dict[str, str]) -> dict[str, str]:
    """Client code and key in the room one is in; a key that no longer fits is replaced."""
    code, callback = code_in(name), [f"{address}/kembali"]
    partner = by_code(code)
    if partner is None:
        partner, key = partners.add(code, NAME, "provider", callback, every_provider=True)
        return {"client_code": partner.code, "sign_key": key}
    if partner.redirect_uris != callback:
        with ledger.write():
            Partner.update(redirect_uris=callback).where(Partner.id == partner.id).execute()
    live = [key.secret for key in partner.live_keys]
    if kept.get("sign_key") in live:
        return {"client_code": code, "sign_key": kept["sign_key"]}
    return {"client_code": code, "sign_key": live[0] if live else partners.new_key(partner)[1]}


Rows = tuple[dict[str, Any], list[dict[str, Any]]]


def _rows_of(code: str) -> Rows:
    """The account as it is stored, to be stored the same elsewhere."""
    partner = Partner.select().where(Partner.code == code).dicts().get()
    keys = list(PartnerKey.select().where(PartnerKey.partner == partner["id"]).dicts())
    return partner, keys


def _put_in_template(name: str, rows: Rows) -> None:
    """The state that a reset goes back to knows the account, too."""
    template = rooms.folder_of(name) / "template.db"
    if not template.exists():
        return
    site = settings.data_dir / f"introducing-{name}"
    rmtree(site, ignore_errors=True)
    (site / name).mkdir(parents=True, mode=0o700)
    copy = site / name / "app.db"
    copyfile(template, copy)
    copy.chmod(0o600)
    with rooms.built_in(site), rooms.enter(name):
        migrations.migrate(rooms.database)
        changed = _store(*rows)
        rooms.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    if changed:
        rooms.keep_as_template(name, copy)
    rmtree(site)


def _store(partner: dict[str, Any], keys: list[dict[str, Any]]) -> bool:
    """Store these rows under numbers of their own; False when they are there already."""
    there = by_code(partner["code"])
    if there is not None:
        same = [key.public_id for key in there.live_keys]
        wanted = [key["public_id"] for key in keys if key["ended_at"] is None]
        if there.redirect_uris == partner["redirect_uris"] and sorted(same) == sorted(wanted):
            return False
    with ledger.write():
        if there is None:
            number = Partner.insert(_without_id(partner)).execute()
        else:
            number = there.id
            Partner.update(redirect_uris=partner["redirect_uris"]).where(
                Partner.id == number
            ).execute()
            PartnerKey.delete().where(PartnerKey.partner == number).execute()
        for key in keys:
            PartnerKey.insert({**_without_id(key), "partner": number}).execute()
    return True


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _keep(facts: dict[str, Any]) -> None:
    """Write the file so that nobody ever reads half of it, nor anybody else at all."""
    draft = settings.data_dir / f"institution.{os.getpid()}.tmp"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(facts, indent=1))
    draft.replace(file())
