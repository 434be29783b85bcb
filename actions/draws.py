"""The open draw of a gelombang, from the secret of its opening to the result of everybody in it.

Long work goes in batches, each a transaction of its own, and each finds by itself what is
left to do: whatever dies in the middle is simply begun again, and ends the same.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import clock
import ledger
from actions import audit, selection
from actions.selection import new_code
from models import Draw, Gelombang, Participation, db
from queries import applicants, draws
from rules import schemes
from rules import selection as rules
from rules.eligibility import group_of, refuse_applicant
from rules.gelombang import figures_from_row
from rules.refusals import Refused

CHECKED_AT_ONCE = 500
WRITTEN_AT_ONCE = 20_000
SETTLED_AT_ONCE = 100
LONGEST_VALUE = 200


def open_gelombang(
    number: int,
    scheme: str,
    opens_at: datetime,
    closes_at: datetime,
    quota: int | None,
    reserved: Mapping[str, float] | None,
    overrides: Mapping[str, Any] | None,
    by: str,
) -> Gelombang:
    """A new gelombang with its draw, whose secret's hash is public from now on.

    `reserved` is a share of the quota by group, `overrides` as Gelombang keeps them. Raises
    KeyError for a scheme or rule that does not exist, and Refused with a code of
    `gelombang_exists`, `closes_too_early`, `bad_quota`, `bad_shares`.
    """
    reserved, overrides = dict(reserved or {}), dict(overrides or {})
    schemes.resolve(number, scheme, figures_from_row(overrides))
    if closes_at <= opens_at or closes_at <= clock.now():
        raise Refused("closes_too_early")
    if quota is not None and quota < 1:
        raise Refused("bad_quota")
    if any(share <= 0 for share in reserved.values()) or sum(reserved.values()) > 1:
        raise Refused("bad_shares")
    with ledger.write():
        if Gelombang.select().where(Gelombang.number == number).exists():
            raise Refused("gelombang_exists", number=number)
        row = Gelombang.create(
            number=number,
            scheme=scheme,
            registration_opens_at=opens_at,
            registration_closes_at=closes_at,
            quota=quota,
            reserved=reserved,
            overrides=overrides,
        )
        audit.record(by, "gelombang_opened", _of(row))
        ensure_draw(row)
        return row


def ensure_draw(gelombang: Gelombang) -> Draw:
    """The draw of a gelombang; made with a new secret when there is none."""
    with ledger.write():
        found = Draw.get_or_none(Draw.gelombang == gelombang)
        if found is not None:
            return found
        secret = secrets.token_hex(32)
        made = Draw(gelombang=gelombang, secret_hash=rules.digest(secret))
        made.secret = secret
        made.save(force_insert=True)
        audit.record("system", "draw_opened", _of(gelombang), secret_hash=made.secret_hash)
        return made


# --- The close -----------------------------------------------------------------------------------


def close(gelombang: Gelombang, by: str = "system") -> Draw:
    """Check every applicant, number the households, publish the list's hash. Once, resumable.

    Raises Refused(`registration_open`) while one can still join.
    """
    draw = ensure_draw(gelombang)
    _refuse_while_open(gelombang)
    while not _closed(draw):
        while check_some(gelombang):
            pass
        finish_close(gelombang, by)
        draw = _fresh(gelombang)
    return draw


def close_due() -> int:
    """Go on with the close of every gelombang whose time is over, one batch each."""
    count = 0
    for draw in draws.to_close(clock.now()):
        done = check_some(draw.gelombang)
        if done < CHECKED_AT_ONCE:
            finish_close(draw.gelombang, "system")
        count += done or 1
    return count


def check_some(gelombang: Gelombang) -> int:
    """Check a batch of applicants that were not checked yet; returns how many."""
    with ledger.write():
        waiting = draws.unchecked(gelombang, CHECKED_AT_ONCE)
        if not waiting:
            return 0
        people = [part.participant for part in waiting]
        known = applicants.applicants_of(people)
        taken = draws.recipients_by_kk([person.kk_index for person in people], gelombang)
        work = draws.work_of(people)
        terms = terms_of(gelombang)
        for part in waiting:
            person = part.participant
            reasons = _reasons(known[person.id], terms, gelombang)
            full = terms.max_per_kk is not None and taken[person.kk_index] >= terms.max_per_kk
            if full and not {"kk_full", "already_recipient"} & set(reasons):
                reasons.append("kk_full")
            group = group_of(work.get(person.id))
            Participation.update(
                reasons=reasons,
                draw_group=group if group in gelombang.reserved else None,
                draw_code=part.draw_code or new_code(gelombang.number),
            ).where(Participation.id == part.id).execute()
        return len(waiting)


def _reasons(applicant: Any, terms: schemes.Terms, gelombang: Gelombang) -> list[str]:
    """The codes of every reason against somebody, in the order they are told."""
    closes_on = gelombang.registration_closes_at.date()
    return list(dict.fromkeys(no.code for no in refuse_applicant(applicant, terms, closes_on)))


def finish_close(gelombang: Gelombang, by: str) -> None:
    """Number the households and publish the list's hash, when everybody is checked."""
    limit = terms_of(gelombang).max_per_kk
    homes = list(_households(gelombang, limit)) if limit is not None else []
    for batch in _batches(homes):
        _write_many(
            "UPDATE participation SET household = ?, household_places = ?"
            " WHERE id = ? AND draw_rank IS NULL",
            batch,
        )
    with ledger.write():
        draw = _fresh(gelombang)
        if _closed(draw) or draws.unchecked(gelombang, 1):
            return  # somebody was faster, or came in at the last second and is checked first
        entries = [entry for _, _, entry in draws.entries(gelombang.id)]
        draw.closed_at = clock.now()
        draw.list_hash = rules.list_hash(entries)
        draw.joined = len(entries)
        draw.eligible = sum(entry.eligible for entry in entries)
        draw.reserved = gelombang.reserved
        draw.save()
        audit.record(
            by,
            "gelombang_closed",
            _of(gelombang),
            list_hash=draw.list_hash,
            joined=draw.joined,
            eligible=draw.eligible,
        )


def _households(gelombang: Gelombang, limit: int) -> Iterator[tuple[int, int, int]]:
    """(number, places, row) of everybody whose KK has more applicants than places.

    Other families stay unnumbered: the list need not tell who lives with whom. The order is
    that of the codes, which says nothing about who came first.
    """
    numbers: dict[str, int] = {}
    for row, kk_index, taken in draws.crowded(gelombang.id, limit):
        number = numbers.setdefault(kk_index, len(numbers) + 1)
        yield number, max(0, limit - taken), row


# --- The draw ------------------------------------------------------------------------------------


def enter_public_value(gelombang: Gelombang, text: str, by: str) -> Draw:
    """Note, once, a value that nobody could know at the close, e.g. that evening's exchange rate."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_VALUE or not text.isprintable():
        raise Refused("bad_public_value", longest=LONGEST_VALUE)
    with ledger.write():
        draw = _of_closed(gelombang)
        if draw.seed is not None:
            raise Refused("already_drawn")
        if draw.public_value is not None:
            raise Refused("public_value_final", value=draw.public_value)
        draw.public_value = text
        draw.save()
        audit.record(by, "public_value_entered", _of(gelombang), value=text)
        return draw


def run(gelombang: Gelombang, by: str) -> Draw:
    """Draw: seed, ranks and outcomes; what was interrupted goes on and ends the same.

    Raises Refused with `not_closed`, `already_drawn`, `quota_missing` or `list_changed`.
    """
    draw = _seeded(gelombang, by)
    rows = list(draws.entries(gelombang.id))
    if rules.list_hash(entry for _, _, entry in rows) != draw.list_hash:
        raise Refused("list_changed")
    drawn = rules.draw((entry for _, _, entry in rows), draw.quota, draw.reserved, draw.seed)
    _write_outcomes(rows, drawn.outcomes)
    with ledger.write():
        draw = _fresh(gelombang)
        if draw.drawn_at is None:
            draw.cutoffs = drawn.cutoffs
            draw.accepted = drawn.accepted
            draw.drawn_at = clock.now()
            draw.save()
            audit.record(by, "drawn", _of(gelombang), seed=draw.seed, accepted=draw.accepted)
        return draw


def _seeded(gelombang: Gelombang, by: str) -> Draw:
    """The draw with its seed, quota and shares fixed; from here on there is one result only."""
    with ledger.write():
        draw = _of_closed(gelombang)
        if draw.drawn_at is not None:
            raise Refused("already_drawn")
        if draw.seed is None:
            quota = Gelombang.get_by_id(gelombang.id).quota
            if quota is None:
                raise Refused("quota_missing")
            draw.quota = quota
            draw.seed = rules.seed_of(draw.secret, draw.list_hash, draw.public_value)
            draw.save()
            audit.record(by, "draw_begun", _of(gelombang), seed=draw.seed, quota=quota)
        return draw


def _write_outcomes(
    rows: list[tuple[int, bool, rules.Entry]], outcomes: Mapping[str, rules.Outcome]
) -> None:
    """Rank and outcome of every row that has none yet, in the order the rows lie on the disk."""
    left = [(row, entry) for row, settled, entry in rows if not settled]
    for batch in _batches(left):
        _write_many(
            "UPDATE participation SET draw_rank = ?, draw_outcome = ?"
            " WHERE id = ? AND draw_outcome IS NULL",
            [
                (*(outcomes[entry.code] if entry.eligible else (None, "ineligible")), row)
                for row, entry in batch
            ],
        )


# --- The result ----------------------------------------------------------------------------------


def announce(gelombang: Gelombang, by: str) -> None:
    """From now on everybody may read the result; timed work tells each applicant."""
    with ledger.write():
        draw = ensure_draw(gelombang)
        if draw.drawn_at is None:
            raise Refused("not_drawn")
        row = Gelombang.get_by_id(gelombang.id)
        if draws.is_announced(row, draw, clock.now()):
            raise Refused("already_announced")
        last = terms_of(row).balance_use_until
        if last is not None and last < clock.today():
            raise Refused("balance_over", last=last)
        Gelombang.update(announced_at=clock.now()).where(Gelombang.id == gelombang.id).execute()
        gelombang.announced_at = clock.now()
        audit.record(by, "announced", _of(gelombang))


def settle_announced() -> int:
    """Give the next hundred applicants of announced draws their result; returns how many got it."""
    count, failures = 0, []
    for part in draws.to_settle(clock.now(), SETTLED_AT_ONCE):
        try:
            count += settle(part)
        except Exception as error:  # one row that fails does not keep the others waiting
            failures.append(error)
    if failures:
        raise failures[0]
    return count


def settle(part: Participation) -> bool:
    """One applicant's result, once: place, card and balance together, or the reason."""
    with ledger.write():
        part = Participation.get_by_id(part.id)
        if part.result is not None:
            return False
        if part.draw_outcome == rules.ACCEPTED:
            selection.accept(part)
            selection.issue_balance(part)
        else:
            reasons = part.reasons or []
            first = reasons[0] if part.draw_outcome == "ineligible" and reasons else None
            selection.turn_down(part, first or part.draw_outcome)
        return True


# --- Parts of the above --------------------------------------------------------------------------


def terms_of(gelombang: Gelombang) -> schemes.Terms:
    """The rules a gelombang is checked by."""
    return schemes.resolve(
        gelombang.number, gelombang.scheme, figures_from_row(gelombang.overrides)
    )


def _refuse_while_open(gelombang: Gelombang) -> None:
    closes = gelombang.registration_closes_at
    if closes is None or clock.now() <= closes:
        raise Refused("registration_open")


def _fresh(gelombang: Gelombang) -> Draw:
    return Draw.get(Draw.gelombang == gelombang)


def _of_closed(gelombang: Gelombang) -> Draw:
    draw = ensure_draw(gelombang)
    if not _closed(draw):
        raise Refused("not_closed")
    return draw


def _closed(draw: Draw) -> bool:
    return draw.closed_at is not None


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        yield rows[start : start + WRITTEN_AT_ONCE]


def _write_many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for many rows in one transaction; Peewee would send them one by one."""
    with ledger.write():
        db.connection().executemany(statement, rows)


def _of(gelombang: Gelombang) -> str:
    return f"gelombang:{gelombang.number}"
