"""The provider's book: one payout a reference, whoever asks at once, and ends that stay."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from disburser.book import Book, OtherBody

BODY = {
    "reference_id": "r",
    "channel_code": "ID_OVO",
    "channel_properties": {"account_number": "081234567890", "account_holder_name": "Sari"},
    "amount": 5,
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "buku.db", "kunci", 0.5)


def test_many_at_once_make_one_payout(book: Book) -> None:
    made = []

    def ask() -> None:
        made.append(Book(book.file, "kunci", 0.5).accept(BODY, "", "", 1.0))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [new for _, new in made].count(True) == 1
    assert len({row["public_id"] for row, _ in made}) == 1
    assert book.everything()["data"][0]["asked"] == 12


def test_another_body_changes_nothing(book: Book) -> None:
    book.accept(BODY, "", "", 1.0)
    with pytest.raises(OtherBody):
        book.accept({**BODY, "amount": 6}, "", "", 1.0)
    assert book.everything()["data"][0]["asked"] == 1


def test_what_ended_at_once_does_not_end_again(book: Book) -> None:
    row, _ = book.accept(BODY, "", "", 1.0)
    assert len(book.settle(row["id"], 1.0)) == 1
    assert book.settle(row["id"], 1.0) == []
    assert book.settle_due(99.0) == 0


def test_a_book_is_found_again_as_it_was(book: Book) -> None:
    book.accept(BODY, "ACCOUNT_CLOSED", "", 1.0)
    again = Book(book.file, "kunci", 0.5)
    assert again.settle_due(2.0) == 1
    found = again.find("r")
    assert found is not None and found["failure_code"] == "ACCOUNT_CLOSED"


def test_a_silent_one_ends_without_a_callback(book: Book) -> None:
    book.accept(BODY, "", "silent", 1.0)
    assert book.settle_due(2.0) == 1
    assert book.everything()["callbacks"] == {}


def test_a_file_from_before_there_was_a_list_of_changes_gets_one(book: Book) -> None:
    for name in "ab":
        book.accept({**BODY, "reference_id": name}, "", "", 7.0)
    with closing(sqlite3.connect(book.file)) as db:
        db.executescript("DROP INDEX payout_updated; ALTER TABLE payout DROP COLUMN updated")
    for _ in range(2):
        again = Book(book.file, "kunci", 0.5)
    assert [row["reference"] for row in again.changed(6_999, 9)] == ["a", "b"]
    again.accept({**BODY, "reference_id": "c"}, "", "", 1.0)  # its clock went back
    assert [row["reference"] for row in again.changed(7_002, 9)] == ["c"]


def test_changes_at_one_moment_have_an_order(book: Book) -> None:
    for name in "abc":
        book.accept({**BODY, "reference_id": name}, "", "", 1.0)
    book.settle_due(1.5)
    moments = [row["updated"] for row in book.changed(0, 9)]
    assert moments == sorted(set(moments)) and len(moments) == 3
