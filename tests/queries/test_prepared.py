"""A prepared query answers as the query it was made of, with whatever values it is given."""

from concurrent.futures import ThreadPoolExecutor

import clock
import rooms
from models import Message, Participant, Purchase, db
from queries.prepared import Prepared, slot
from tests.people import Someone, bought_by

MESSAGES = Prepared(
    lambda: (
        Message.select(Message, Participant)
        .join(Participant)
        .where(Message.participant == slot(1), Message.visible_at <= slot(0))
        .order_by(Message.id)
    )
)


def test_it_gives_the_rows_the_query_gives_with_what_was_joined(someone) -> None:
    mine, other = someone.with_course(), Someone().with_course()
    plain = Message.select().where(Message.participant == mine).order_by(Message.id)
    rows = MESSAGES.rows(clock.now(), mine.id)
    assert rows == list(plain) != []
    assert {row.participant for row in rows} == {mine}
    assert rows[0].__data__ == plain[0].__data__
    assert {row.participant for row in MESSAGES.rows(clock.now(), other.id)} == {other}


def test_a_moment_is_compared_as_the_database_holds_it(someone, at) -> None:
    with at("2021-10-01 09:00"):
        mine = someone.with_course()
        first = MESSAGES.first(clock.now(), mine.id)
        assert first is not None and first.visible_at == clock.now()
    with at("2021-10-01 08:59"):
        assert MESSAGES.first(clock.now(), mine.id) is None


def test_what_was_joined_loosely_is_none_where_there_is_nothing(someone) -> None:
    mine = someone.with_course()
    by_name = Prepared(lambda: Purchase.select().where(Purchase.public_id == slot(0)))
    assert by_name.first(bought_by(mine)[0].public_id) == bought_by(mine)[0]
    assert by_name.first("' OR 1=1 --") is None
    assert by_name.first(None) is None


def test_peewee_writes_the_text_once(someone) -> None:
    built = []

    def build():
        built.append(1)
        return Participant.select(Participant.id).where(Participant.id == slot(0))

    query = Prepared(build)
    mine = someone.registered()
    assert [query.tuples(mine.id) for _ in range(3)] == [[(mine.id,)]] * 3
    assert built == [1]


def test_many_threads_ask_with_their_own_values(someone) -> None:
    people = [Someone().registered() for _ in range(4)]
    by_id = Prepared(lambda: Participant.select().where(Participant.id == slot(0)))
    room = rooms.current()

    def ask(who: Participant) -> set[Participant | None]:
        with rooms.enter(room):
            return {by_id.first(who.id) for _ in range(50)}

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, people)) == [{who} for who in people]
    assert not db.in_transaction()
