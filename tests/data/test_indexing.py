"""Search texts of many records written together: the index says the same as when each is written at once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.data import indexing
from desktop.data.ledger import Ledger
from desktop.data.records import Standing
from desktop.data.search import folded, tokens, tokens_of
from desktop.services.finding import Query, list_records
from tests.offices import Offices


class _BackOut(Exception):  # noqa: N818 - no error
    pass


@pytest.fixture(params=[2_000_000, 0], ids=["at the end", "at once"])
def village(request: pytest.FixtureRequest, offices: Offices, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setattr(indexing, "MOST_WAITING", request.param)
    return offices.village()


def put(ledger: Ledger, record_id: str, words: str) -> None:
    standing = Standing(1, False, False, "2026-03-05T10:00:00+08:00", "李四", "2026-03-05T10:00:00+08:00")
    ledger.tables["visit"].put([(record_id, {"visited_on": "2026-03-05", "note": words}, standing)])


def found(ledger: Ledger, words: str) -> list[str]:
    return sorted(record.id for record in list_records(ledger, Query("visit", text=words)))


def test_what_waits_is_found_at_the_end(village: Ledger) -> None:
    with village.transaction(), village.indexing_together():
        put(village, "a", "路灯")
        with village.transaction():
            put(village, "b", "水渠")
            put(village, "a", "桥面")
    assert [found(village, words) for words in ("路灯", "水渠", "桥面")] == [[], ["b"], ["a"]]


def test_a_transaction_rolled_back_takes_its_texts_with_it(village: Ledger) -> None:
    with village.transaction(), village.indexing_together():
        put(village, "a", "路灯")
        with pytest.raises(_BackOut), village.transaction():
            put(village, "a", "桥面")
            put(village, "b", "水渠")
            with village.transaction():
                village.tables["visit"].remove(["a"])
            raise _BackOut
        with village.transaction():
            put(village, "c", "水渠")
    assert [found(village, words) for words in ("路灯", "水渠", "桥面")] == [["a"], ["c"], []]


def test_a_row_removed_is_in_the_index_no_more(village: Ledger) -> None:
    with village.transaction():
        put(village, "old", "路灯")
    with village.transaction(), village.indexing_together():
        put(village, "a", "路灯")
        with village.transaction():
            village.tables["visit"].remove(["a", "old"])
        # The number of the row is given out again.
        put(village, "b", "水渠")
    assert [found(village, words) for words in ("路灯", "水渠")] == [[], ["b"]]


def test_after_a_fault_texts_are_written_at_once_again(village: Ledger) -> None:
    with pytest.raises(_BackOut), village.transaction(), village.indexing_together():
        put(village, "a", "路灯")
        raise _BackOut
    with village.transaction():
        put(village, "b", "路灯")
    assert found(village, "路灯") == ["b"]
    assert not village.tables["visit"].index.is_waiting


@given(st.lists(st.text("路灯不亮 a1_、。\nÄß中", max_size=12), max_size=8))
def test_texts_together_have_the_entries_they_have_alone(texts: list[str]) -> None:
    entries = tokens_of(texts)
    assert entries == [tokens(text) for text in texts]
    for text, entry in zip(texts, entries, strict=True):
        runs = re.findall(r"[^\W_]+", folded(text))
        assert entry.split() == [run[at : at + 2] for run in runs for at in range(len(run))]


def test_pieces_of_what_comes_by_the_thousand_stay_few(village: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_MANY", 3)
    execute = village.database.execute_sql
    pieces = []
    for portion in range(40):
        with village.transaction(), village.indexing_together():
            texts = [(10 * portion + row, f"路灯{portion}{row}", True) for row in range(1, 6)]
            village.tables["visit"].index.put(texts)
        pieces.append(execute("SELECT count(DISTINCT segid) FROM visit_text_idx").fetchone()[0])
    assert pieces[:12] == list(range(1, 13))
    assert max(pieces) <= 16
    found_rows = execute("SELECT rowid FROM visit_text WHERE visit_text MATCH '\"路灯\"' ORDER BY rowid").fetchall()
    assert found_rows == [(10 * portion + row,) for portion in range(40) for row in range(1, 6)]
    # What is typed later is merged as SQLite does it.
    assert execute("SELECT v FROM visit_text_config WHERE k = 'automerge'").fetchone() == (4,)
