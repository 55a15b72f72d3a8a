"""What was handed to the discipline inspection is in the restricted store and nowhere else."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.data.restricted import store_of
from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty, Person
from desktop.services.backing import back_up
from desktop.services.clues import clues_of, transfer
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, count_records, get_record, history
from desktop.services.inspecting import inspect
from desktop.services.people import change_people
from desktop.services.publishing import publish_workbook
from desktop.services.recording import record
from desktop.services.undoing import undo
from tests.offices import TOWN, Offices, issue

PLANTED = "套取青苗补偿款"
CLUE = {"content": f"反映{PLANTED}，有人证。", "handed_to": "镇纪委"}


@pytest.fixture
def village(offices: Offices) -> Ledger:
    return offices.village()


def bytes_under(folder: Path, but: Path) -> bytes:
    """Everything that lies in the folder, packed files unpacked, but for the restricted store."""
    found = b""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith(but.name):
            continue
        found += path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                found += b"".join(packed.read(name) for name in packed.namelist())
    return found


def test_the_ledger_says_transferred_and_the_day(village: Ledger) -> None:
    one = record(village, "issue", [issue()]).ids[0]
    transfer(village, one, CLUE, {"happened_on": "2024-03-10"})
    assert get_record(village, "issue", one).values["status"] == "transferred"
    patch = village.log.of_record(one)[-1].patch
    assert patch == {"event": "transfer", "fields": {}, "happened_on": "2024-03-10"}
    (clue,) = clues_of(village)
    assert (clue.issue_id, clue.content, clue.handed_to) == (one, CLUE["content"], CLUE["handed_to"])
    assert (clue.happened_on, clue.kept_by) == ("2024-03-10", village.actor)
    assert inspect(village).is_sound


def test_the_words_are_in_no_log_no_search_no_workbook_no_backup(
    offices: Offices, village: Ledger, tmp_path: Path, zoufang_home: Path
) -> None:
    one = record(village, "issue", [issue()]).ids[0]
    transfer(village, one, CLUE, {})
    undo(village)
    transfer(village, one, CLUE, {})
    assert count_records(village, Query("issue", text=PLANTED)) == 0
    assert PLANTED not in repr(history(village, one))
    export_workbook(village, offices.file(), to=TOWN, full=True)
    publish_workbook(village, offices.file())
    back_up(village, tmp_path)
    village.close()
    store = store_of(village.path)
    assert PLANTED.encode() in store.read_bytes()
    everything = bytes_under(tmp_path, store) + bytes_under(zoufang_home, store)
    for form in (PLANTED.encode(), json.dumps(PLANTED)[1:-1].encode(), PLANTED.encode("utf-16-le")):
        assert form not in everything


def test_only_its_owner_can_read_the_store(village: Ledger) -> None:
    one = record(village, "issue", [issue()]).ids[0]
    transfer(village, one, CLUE, {})
    if os.name == "posix":
        assert store_of(village.path).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("clue", [{}, {"content": " "}, {"content": "x\x01"}, {"content": "x", "who": "y"}])
def test_what_is_refused_is_not_kept_and_not_told(village: Ledger, clue: dict[str, Any]) -> None:
    one = record(village, "issue", [issue()]).ids[0]
    with pytest.raises(Refused) as refused:
        transfer(village, one, clue, {})
    assert refused.value.code == "invalid"
    assert all(problem.value is None for problem in refused.value.problems)
    assert clues_of(village) == []
    assert get_record(village, "issue", one).values["status"] == "draft"


def test_a_step_that_cannot_be_taken_keeps_nothing(village: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    one = record(village, "issue", [issue()]).ids[0]
    transfer(village, one, CLUE, {})
    with pytest.raises(Refused, match="event_impossible"):
        transfer(village, one, CLUE, {})
    other = record(village, "issue", [issue()]).ids[0]

    def fails(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("desktop.services.clues.record_event", fails)
    with pytest.raises(OSError, match="no space"):
        transfer(village, other, CLUE, {})
    assert len(clues_of(village)) == 1


def test_only_those_who_may_transfer_read_it(village: Ledger) -> None:
    one = record(village, "issue", [issue()]).ids[0]
    transfer(village, one, CLUE, {})
    change_people(
        village,
        [
            Person("韩书记", frozenset({Duty.VILLAGE_SECRETARY})),
            Person("周江", frozenset({Duty.OWNER})),
            Person("钱小河", frozenset({Duty.CLERK})),
        ],
    )
    for name in ("周江", "钱小河", "外人"):
        village.actor = name
        with pytest.raises(Refused) as refused:
            clues_of(village)
        assert (refused.value.code, refused.value.params["people"][0]) == ("event_needs_duty", "韩书记")
    village.actor = "韩书记"
    assert len(clues_of(village)) == 1
