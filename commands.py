"""The command line, as docs/operations.md and the README list it."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask

import clock
import jobs
import migrations
import rooms
from config import settings


def register(app: Flask) -> None:
    """Plug the commands into `flask`."""
    for command in (migrate, demo, cast, import_catalogue, jobs_group, clock_group, audit, seed):
        app.cli.add_command(command)
    app.cli.add_command(htmx_local)
    app.cli.add_command(rotate_key)
    app.cli.add_command(selection_group)
    app.cli.add_command(operator_group)
    app.cli.add_command(partner_group)


def in_room(work: Any) -> Any:
    """Run a command in the room that ROOM names (default gelombang-21)."""

    @click.option("--room", envvar="ROOM", default=None, help="Ruang latihan (training mode).")
    @wraps(work)
    def inside(*args: Any, room: str | None, **kwargs: Any) -> Any:
        name = room or (rooms.DEFAULT if settings.training else rooms.PRODUCTION)
        if name not in rooms.names():
            raise click.ClickException(f"there is no room {name!r}: run `flask demo` first")
        with rooms.enter(name):
            return work(*args, **kwargs)

    return inside


def training_only() -> None:
    """Stop a command that exists in training mode alone."""
    if not settings.training:
        raise click.ClickException("this command exists in training mode only")


@click.command()
def migrate() -> None:
    """Bring the schema up to date (in training mode: of every room)."""
    if not settings.training:
        settings.database_path.parent.mkdir(parents=True, exist_ok=True)
        settings.database_path.touch(mode=0o600)
    for name in rooms.names():
        with rooms.enter(name):
            try:
                steps = migrations.migrate(rooms.database)
            except migrations.NewerSchema as error:
                raise click.ClickException(f"{name}: newer schema: {error}") from error
            click.echo(f"{name}: {', '.join(steps) or 'up to date'}")


@click.command()
@click.option("--reset", is_flag=True, help="Make the shipped rooms anew.")
def demo(reset: bool) -> None:
    """Make the shipped rooms where they are missing."""
    training_only()
    from demo.institution import introduce
    from demo.story import make_missing  # the cast is not needed by anything else

    for name in make_missing(reset):
        click.echo(f"made room {name}")
    introduce(starting=False)


@click.command()
@click.option("--json", "as_json", is_flag=True)
def cast(as_json: bool) -> None:
    """Every demo account of every room."""
    training_only()
    from demo.cast import ROOMS
    from demo.story import cast_of

    rows = []
    for name in rooms.names():
        if name in ROOMS:
            with rooms.enter(name):
                rows += cast_of(ROOMS[name])
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['room']:14} {row['email']:24} {row['password']:14} {row['state']}")


@click.command("import-catalogue")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True)
@click.option("--report", type=click.Path(dir_okay=False))
@in_room
def import_catalogue(file: str, dry_run: bool, report: str | None) -> None:
    """Read courses from a CSV file: all rows or none."""
    from actions.catalogue import import_file

    result = import_file(file, dry_run=dry_run)
    lines = [f"baris {row}, {column}: {reason}" for row, column, reason in result.problems]
    if report:
        result.write_report(report)
    for line in lines:
        click.echo(line, err=True)
    if lines:
        click.echo(f"{len(lines)} kesalahan; tidak ada yang disimpan", err=True)
        sys.exit(1)
    click.echo(f"{result.rows} pelatihan {'diperiksa' if dry_run else 'disimpan'}")


@click.group("jobs")
def jobs_group() -> None:
    """Timed work."""


@jobs_group.command("once")
@in_room
def jobs_once() -> None:
    """Do everything that is due now, once, and print what was done."""
    for name, count in jobs.run_due().items():
        click.echo(f"{name}: {count}")


@jobs_group.command("list")
def jobs_list() -> None:
    """The timed work and when it is due."""
    for name, when, _work in jobs.WORK:
        click.echo(f"{name}: {when}")


@click.group("clock")
def clock_group() -> None:
    """A room's clock (training mode)."""
    training_only()


@clock_group.command("show")
@in_room
def clock_show() -> None:
    """The room's time."""
    click.echo(clock.now().isoformat())


@clock_group.command("set")
@click.argument("moment")
@in_room
def clock_set(moment: str) -> None:
    """Move the room's clock to an ISO time (WIB when it has no offset)."""
    try:
        target = datetime.fromisoformat(moment)
    except ValueError as error:
        raise click.ClickException("an ISO time like 2021-10-21T23:59:00+07:00") from error
    if target.tzinfo is None:
        target = target.replace(tzinfo=clock.WIB)
    from actions import training_room

    training_room.move_clock(target)
    click.echo(clock.now().isoformat())


@clock_group.command("reset")
@in_room
def clock_reset() -> None:
    """Back to real time."""
    rooms.set_offset(timedelta(0))
    click.echo(clock.now().isoformat())


@click.command()
@click.option("--json", "as_json", is_flag=True)
def audit(as_json: bool) -> None:
    """Check every invariant (in training mode: of every room); exit 1 names each broken row."""
    from queries.audit import broken_rules

    found = []
    for name in rooms.names():
        with rooms.enter(name):
            found += [{"room": name, **problem} for problem in broken_rules()]
    if as_json:
        click.echo(json.dumps({"ok": not found, "problems": found}, ensure_ascii=False))
    else:
        for problem in found:
            click.echo(f"{problem['room']}: {problem['rule']}: {problem['row']}")
        click.echo("clean" if not found else f"{len(found)} problems")
    sys.exit(1 if found else 0)


@click.command()
@click.option("--participants", type=click.IntRange(0, 2_000_000), default=0)
@click.option("--offers", type=click.IntRange(0, 2_000_000), default=0)
@click.option("--purchases", type=click.IntRange(0, 2_000_000), default=0)
@click.option("--seed", type=int, default=1)
@in_room
def seed(participants: int, offers: int, purchases: int, seed: int) -> None:
    """Fill the room with synthetic volume, the same for the same seed."""
    training_only()
    from demo.volume import fill

    click.echo(fill(participants, offers, purchases, seed))


@click.command("htmx-local")
def htmx_local() -> None:
    """Fetch htmx into the cache, checked by its hash."""
    from gateways.htmx import fetch

    try:
        click.echo(fetch())
    except RuntimeError as error:
        raise click.ClickException(str(error)) from error


@click.group("operator")
def operator_group() -> None:
    """Accounts of those who work here."""


@operator_group.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(["operator", "trainer"]), required=True)
@click.option("--name", default="Petugas")
@click.option("--phone", default=None, help="08…; may be left out.")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
@in_room
def operator_add(email: str, role: str, name: str, phone: str | None, ask: bool) -> None:
    """Add an officer's or a trainer's account; a password made here is printed once."""
    from actions import officers
    from formats.refusals import sentence
    from rules.refusals import Refused

    if "@" not in email.strip("@"):
        raise click.ClickException(f"not an e-mail address: {email!r}")
    made = None if ask else officers.new_password()
    password = made or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < 8:
        raise click.ClickException("a password has at least 8 letters")
    try:
        officers.add(email, password, role, name, phone)
    except Refused as no:
        raise click.ClickException(sentence(no.refusal).title) from no
    click.echo(f"{role} {email.strip().lower()}" + (f"  password: {made}" if made else ""))


@click.group("partner")
def partner_group() -> None:
    """Institutions and platforms whose programs talk to ours."""


@partner_group.command("add")
@click.argument("code")
@click.option("--name", required=True)
@click.option("--kind", type=click.Choice(["provider", "platform"]), required=True)
@click.option("--redirect-uri", "uris", multiple=True, help="May be given several times.")
@in_room
def partner_add(code: str, name: str, kind: str, uris: tuple[str, ...]) -> None:
    """Add a partner and print, this once, its client code and the key it signs with."""
    from actions import partners

    with _told_refusals():
        partner, sign_key = partners.add(code, name, kind, list(uris))
    click.echo(json.dumps({"client_code": partner.code, "sign_key": sign_key}))


@partner_group.command("test-codes")
@click.argument("code")
@click.option("--case", required=True, help="TC1-001-200, TC1-999-200, TC2-001-200, TC2-999-200")
@click.option("--count", type=click.IntRange(1, 1000), default=1)
@in_room
def partner_test_codes(code: str, case: str, count: int) -> None:
    """Make fresh test codes of an institution, one a line."""
    from actions import partners

    partner = _partner(code)
    with _told_refusals():
        made = partners.make_test_codes(partner, case, count)
    click.echo("\n".join(made))


@partner_group.command("new-key")
@click.argument("code")
@in_room
def partner_new_key(code: str) -> None:
    """Print, this once, a second key; the first one goes on until it is ended."""
    from actions import partners

    partner = _partner(code)
    with _told_refusals():
        _, sign_key = partners.new_key(partner)
    click.echo(json.dumps({"client_code": partner.code, "sign_key": sign_key}))


@partner_group.command("end-key")
@click.argument("code")
@click.option("--all", "every", is_flag=True, help="Every key: the partner is locked out.")
@in_room
def partner_end_key(code: str, every: bool) -> None:
    """End the older of a partner's two keys."""
    from actions import partners

    partner = _partner(code)
    if every:
        for key in partner.live_keys:
            partners.end_key(key)
        click.echo(f"{partner.code}: no key lives")
        return
    with _told_refusals():
        ended = partners.end_oldest_key(partner)
    click.echo(f"{partner.code}: ended the key made {ended.made_at.isoformat()}")


def _partner(code: str) -> Any:
    """The partner of this room that a command names, with or without the room's prefix."""
    from queries import partners

    prefix = f"{rooms.short_code(rooms.current())}-" if settings.training else ""
    found = partners.by_code(code) or partners.by_code(prefix + code)
    if found is None:
        raise click.ClickException(f"there is no partner {code!r}")
    return found


@contextmanager
def _told_refusals() -> Iterator[None]:
    """A refusal ends the command with its sentence."""
    from formats.refusals import sentence
    from rules.refusals import Refused

    try:
        yield
    except Refused as no:
        said = sentence(no.refusal)
        raise click.ClickException(f"{said.title}. {said.text}") from no


@click.group("selection")
def selection_group() -> None:
    """The open draw."""


@selection_group.command("run")
@click.argument("gelombang", type=int)
@in_room
def selection_run(gelombang: int) -> None:
    """Close a gelombang whose registration is over, draw, and print what the draw fixed."""
    from actions import draws
    from formats.refusals import sentence
    from models import Gelombang
    from rules.refusals import Refused

    row = Gelombang.get_or_none(Gelombang.number == gelombang)
    if row is None:
        raise click.ClickException(f"there is no gelombang {gelombang}")
    try:
        draws.close(row, by="system")
        draw = draws.run(row, by="system")
    except Refused as no:
        raise click.ClickException(f"{no}: {sentence(no.refusal).text}") from no
    click.echo(f"seed: {draw.seed}")
    click.echo(f"list hash: {draw.list_hash}")
    for group, rank in sorted(draw.cutoffs.items()):
        click.echo(f"cut-off {group or 'everyone'}: {rank}")
    click.echo(f"joined {draw.joined}, eligible {draw.eligible}, accepted {draw.accepted}")


@selection_group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def selection_verify(file: str) -> None:
    """Recompute a draw from its published file alone; exit 1 when anything differs."""
    from formats import draw_file

    try:
        published = draw_file.read(Path(file).read_bytes().decode())
    except (UnicodeDecodeError, draw_file.BadFile) as error:
        raise click.ClickException(f"no published draw: {error}") from error
    wrong = draw_file.mistakes(published)
    for said in wrong:
        click.echo(said, err=True)
    if wrong:
        sys.exit(1)
    click.echo(f"gelombang {published.gelombang}: the draw is as published")
    click.echo(f"seed: {published.seed}")
    click.echo(f"list hash: {published.list_hash}")
    click.echo(f"eligible {published.eligible}, accepted {published.accepted}")


@click.command("rotate-key")
def rotate_key() -> None:
    """Seal all personal data anew under the newest of DATA_KEYS (in training mode: of every room)."""
    from actions import rotation
    from sealing import BrokenSeal

    for name in rooms.names():
        with rooms.enter(name):
            try:
                click.echo(f"{name}: {rotation.reseal_everything()} sealed anew")
            except BrokenSeal as error:
                raise click.ClickException(f"{name}: {error}") from error
