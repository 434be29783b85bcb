"""The tree of purchase trouble: each end says what to do and what became of the money."""

import re

from formats.help.trouble import branches

LEAVES = [leaf for branch in branches() for leaf in branch.leaves]


def test_all_five_kinds_of_trouble_are_there() -> None:
    codes = [branch.code for branch in branches()]
    assert codes == ["jaringan", "nomor-kartu", "otp", "saldo", "harga-kuota"]


def test_every_end_names_what_to_do_and_the_money() -> None:
    assert all(leaf.does and leaf.money for leaf in LEAVES)
    assert len({leaf.sees for leaf in LEAVES}) == len(LEAVES)


def test_sentences_are_short_and_in_the_words_of_the_house() -> None:
    texts = [text for leaf in LEAVES for text in (leaf.sees, *leaf.does, leaf.money)]
    parts = {part for text in texts for part in re.split(r"(?<=[.?!;:])\s", text)}
    assert not [part for part in parts if len(part.split()) > 15]
    assert not re.search(r"\bAnda\b|\bmohon|\bsilakan|\bmaaf|\blogin", " ".join(texts), re.I)


def test_a_waiting_purchase_leads_to_its_own_status() -> None:
    links = [leaf.link for branch in branches("abc") for leaf in branch.leaves]
    assert ("/beli/abc", "Cek status pembayaran") in links
    assert ("/beli/abc", "Cek status pembayaran") not in [leaf.link for leaf in LEAVES]


def test_a_branch_can_be_searched_by_all_its_words() -> None:
    assert "SMS tidak masuk" in next(found.text for found in branches() if found.code == "otp")
