"""An import taken back as one step and done again, with own later work named, kept and waiting."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.domain.errors import Refused
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, get_record, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks, redo_import, undo_import
from desktop.services.inspecting import inspect
from desktop.services.recording import record, revise
from desktop.services.undoing import redo, undo
from tests.offices import EAST, WEST, Offices, assignment, issue, visit
from tests.services.test_exchange import seen


@pytest.fixture
def scene(offices: Offices) -> tuple[Any, Any, list[str]]:
    """A village and a town; the town holds the village's first file (two visits, one issue)."""
    village, town = offices.village(), offices.town()
    saved = record(village, "visit", [visit(note="一", issues=[issue()]), visit(note="二")])
    offices.send(village, town)
    return village, town, [*saved.ids, saved.also[0][1]]


def test_an_import_is_taken_back_as_a_whole_and_done_again(scene: Any, offices: Offices) -> None:
    village, town, ids = scene
    before = seen(town)
    revise(village, "visit", ids[0], {"note": "村改"})
    record_event(village, ids[2], "assign", assignment())
    record(village, "visit", [visit(subject_name="新来的")])
    batch = offices.send(village, town).batch_id
    after = seen(town)
    assert after == seen(village)
    for _ in range(2):
        undone = undo_import(town, batch)
        assert (undone.records, undone.waiting) == (3, 0)
        assert undone.changed_kinds == {"visit", "issue"}
        assert seen(town) == before
        assert inspect(town).findings == ()
        with pytest.raises(Refused, match="batch_undone"):
            undo_import(town, batch)
        redo_import(town, batch)
        assert seen(town) == after
        assert inspect(town).findings == ()
        with pytest.raises(Refused, match="batch_standing"):
            redo_import(town, batch)


def test_it_is_a_step_of_undo_like_any_other(scene: Any, offices: Offices) -> None:
    village, town, ids = scene
    revise(village, "visit", ids[0], {"note": "村改"})
    before = seen(town)
    offices.send(village, town)
    after = seen(town)
    assert undo(town).step.label == "import"
    assert seen(town) == before
    redo(town)
    assert seen(town) == after


def test_own_later_work_on_its_records_is_kept_and_waits(scene: Any, offices: Offices) -> None:
    village, town, ids = scene
    own = record(town, "visit", [visit(unit_code=EAST, village_name="东沟村")]).ids[0]
    revise(village, "visit", ids[0], {"note": "村改"})
    batch = offices.send(village, town).batch_id
    revise(town, "visit", ids[0], {"phone": "13900000009"})
    revise(town, "visit", ids[1], {"phone": "13900000008"})
    revise(town, "visit", own, {"note": "镇"})
    after = seen(town)
    undone = undo_import(town, batch)
    assert undone.waiting == 1
    first, second = (get_record(town, "visit", one).values for one in ids[:2])
    assert first["note"] == "一"
    assert "phone" not in first
    assert second["phone"] == "13900000008"
    assert get_record(town, "visit", own).values["note"] == "镇"
    assert inspect(town).findings == ()
    # Meanwhile the work goes on, and its numbers too.
    revise(town, "visit", ids[1], {"note": "继续"})
    assert inspect(town).findings == ()
    assert redo_import(town, batch).waiting == 0
    assert get_record(town, "visit", ids[0]).values["phone"] == "13900000009"
    assert inspect(town).findings == ()
    offices.send(town, village)
    assert seen(town) == seen(village)
    assert seen(town) != after


def test_work_on_two_imports_comes_back_with_its_own(scene: Any, offices: Offices) -> None:
    village, town, ids = scene
    batches = []
    for one in ids[:2]:
        revise(village, "visit", one, {"note": "村改"})
        batches.append(offices.send(village, town).batch_id)
    for one in ids[:2]:
        revise(town, "visit", one, {"phone": "13900000009"})
    after = seen(town)
    undo_import(town, batches[1])
    assert get_record(town, "visit", ids[0]).values["phone"] == "13900000009"
    undo_import(town, batches[0])
    assert "phone" not in get_record(town, "visit", ids[0]).values
    redo_import(town, batches[0])
    assert get_record(town, "visit", ids[0]).values["phone"] == "13900000009"
    assert "phone" not in get_record(town, "visit", ids[1]).values
    redo_import(town, batches[1])
    assert seen(town) == after
    assert inspect(town).findings == ()


def test_an_earlier_import_takes_the_later_one_along(scene: Any, offices: Offices) -> None:
    village, town, ids = scene
    first = offices.file()
    revise(village, "visit", ids[0], {"note": "早"})
    export_workbook(village, first)
    early = import_workbooks(town, [first])[0].batch_id
    revise(village, "visit", ids[0], {"note": "晚"})
    offices.send(village, town)
    undone = undo_import(town, early)
    assert undone.waiting == 1
    assert get_record(town, "visit", ids[0]).values["note"] == "一"
    redo_import(town, early)
    assert seen(town) == seen(village)
    assert inspect(town).findings == ()


def test_an_undone_file_can_be_imported_again(scene: Any, offices: Offices) -> None:
    village, town, ids = scene
    path = offices.file()
    revise(village, "visit", ids[0], {"note": "村改"})
    export_workbook(village, path)
    undo_import(town, import_workbooks(town, [path])[0].batch_id)
    again = import_workbooks(town, [path])[0]
    assert (again.status, again.changes, again.updated) == ("imported", 1, 1)
    assert seen(town) == seen(village)
    undo_import(town, again.batch_id)
    assert get_record(town, "visit", ids[0]).values["note"] == "一"
    assert inspect(town).findings == ()


def test_what_was_taken_back_is_asked_for_again(scene: Any, offices: Offices) -> None:
    village, town, ids = scene
    revise(village, "visit", ids[0], {"note": "村改"})
    batch = offices.send(village, town).batch_id
    offices.send(town, village)
    undo_import(town, batch)
    offices.send(town, village)
    revise(village, "visit", ids[0], {"phone": "13900000001"})
    outcome = offices.send(village, town)
    assert (outcome.gaps, outcome.waiting) == ([], 0)
    assert seen(town) == seen(village)


def test_a_setting_that_came_with_an_import_goes_with_it(offices: Offices) -> None:
    from desktop.services.settings import change_setting, read_settings

    first, second = offices.village(), offices.village()
    change_setting(first, "warn_days", 3)
    batch = offices.send(first, second).batch_id
    undo_import(second, batch)
    assert read_settings(second).warn_days == 10
    assert inspect(second).findings == ()
    redo_import(second, batch)
    assert read_settings(second).warn_days == 3


def test_other_villages_are_not_touched(scene: Any, offices: Offices) -> None:
    _, town, _ = scene
    other = offices.village(WEST)
    record(other, "visit", [visit()])
    before = seen(town)
    undo_import(town, offices.send(other, town).batch_id)
    assert seen(town) == before
    assert len(list_records(town, Query("visit"))) == 2


def test_an_unknown_import_is_refused(scene: Any) -> None:
    with pytest.raises(Refused, match="unknown_batch"):
        undo_import(scene[1], "nobody")
