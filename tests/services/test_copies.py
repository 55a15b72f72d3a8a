"""Ledgers that are copied, moved and put back from old backups: noticed, said once, nothing lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import paths
from desktop.data.computer import FILE_NAME
from desktop.data.locking import LedgerKeys
from desktop.services import ledgers
from desktop.services.backing import back_up
from desktop.services.drafting import drafts, keep_draft
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks, undo_import
from desktop.services.inspecting import inspect
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.recording import record, revise
from tests.offices import Offices, visit
from tests.services.test_exchange import seen

Computers = Callable[[str], None]


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computers:
    """Sit down at a computer: ``at("a")``."""

    def sit_down(name: str) -> None:
        monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "computers" / name))

    sit_down("a")
    return sit_down


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Ledger]]:
    """Opens ledgers for work, and closes them at the end."""
    made: list[Ledger] = []

    def open_for_work(path: Path) -> Ledger:
        made.append(open_ledger(path))
        return made[-1]

    yield open_for_work
    for ledger in made:
        ledger.close()


def add(ledger: Ledger, subject: str, **values: Any) -> str:
    """One visit; its id."""
    return record(ledger, "visit", [visit(subject_name=subject, **values)]).ids[0]


def carried(ledger: Ledger, target: Path) -> Path:
    """The closed ledger's file, copied."""
    ledger.close()
    target.parent.mkdir(exist_ok=True)
    return Path(shutil.copy(ledger.path, target))


def everything(*ledgers: Ledger) -> None:
    """All these ledgers show the same, and are sound."""
    first, *others = ledgers
    for ledger in others:
        assert seen(ledger) == seen(first)
    for ledger in ledgers:
        assert inspect(ledger).findings == ()


def test_a_copy_on_a_second_computer_is_a_new_node(offices: Offices, at: Computers, opened: Any) -> None:
    village, town = offices.village(), offices.town()
    first = add(village, "甲")
    keep_draft(village, "visit", {"subject_name": "草稿"})
    copied = carried(village, offices.folder / "second" / "ledger.db")

    at("b")
    second = opened(copied)
    assert second.notice == ledgers.OTHER_COMPUTER
    assert second.node_uid != village.node_uid
    assert [draft.content["subject_name"] for draft in drafts(second)] == ["草稿"]
    revise(second, "visit", first, {"note": "乙机"})
    add(second, "乙")
    at("a")
    again = opened(village.path)
    assert (again.notice, again.node_uid) == ("", village.node_uid)
    revise(again, "visit", first, {"demand": "甲机"})
    add(again, "丙")

    for sender, receiver in ((second, town), (again, town), (town, second), (town, again)):
        assert offices.send(sender, receiver).refusal is None
    everything(town, second, again)
    assert len(seen(town)) == 3
    assert (seen(town)[first]["note"], seen(town)[first]["demand"]) == ("乙机", "甲机")


def test_a_ledger_carried_to_and_fro_has_two_nodes(offices: Offices, at: Computers, opened: Any) -> None:
    path = offices.village().path
    offices.close()
    nodes, notices = set(), []
    for turn in range(6):
        at("ab"[turn % 2])
        ledger = opened(path)
        add(ledger, f"第{turn}次")
        nodes.add(ledger.node_uid)
        notices.append(ledger.notice)
        assert inspect(ledger).findings == ()
        ledger.close()
    assert len(nodes) == 2
    assert notices == ["", ledgers.OTHER_COMPUTER, "", "", "", ""]


def test_coming_back_without_the_own_work_is_a_third_node(offices: Offices, at: Computers, opened: Any) -> None:
    village = offices.village()
    add(village, "甲")
    copied = carried(village, offices.folder / "b" / "ledger.db")
    village = opened(village.path)
    add(village, "后来的")
    village.close()
    at("b")
    other = opened(copied)
    add(other, "乙")
    back = carried(other, village.path)
    at("a")
    again = opened(back)
    assert again.notice == ledgers.OTHER_COMPUTER
    assert again.node_uid not in (village.node_uid, other.node_uid)


def test_an_old_backup_put_back(offices: Offices, at: Computers, opened: Any) -> None:
    village, town = offices.village(), offices.town()
    add(village, "甲")
    backup = back_up(village, offices.folder / "backups")
    add(village, "交出去的")
    assert offices.send(village, town).created == 2
    village.close()
    shutil.copy(backup, village.path)
    restored = opened(village.path)
    assert restored.notice == ledgers.OLDER_COPY
    add(restored, "恢复以后的")
    assert offices.send(restored, town).created == 1
    assert offices.send(town, restored).created == 1
    everything(town, restored)
    assert len(seen(restored)) == 3


def test_the_mark_is_written_before_the_workbook(
    offices: Offices, at: Computers, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = offices.village()
    backup = back_up(village, offices.folder / "backups")
    add(village, "甲")
    # The power goes just after the workbook is there: the ledger is never closed.
    export_workbook(village, offices.file())
    monkeypatch.setattr(village, "note_written", lambda: None)
    village.close()
    shutil.copy(backup, village.path)
    assert opened(village.path).notice == ledgers.OLDER_COPY


def test_the_newest_backup_is_no_old_one(offices: Offices, at: Computers, opened: Any) -> None:
    village = offices.village()
    add(village, "甲")
    backup = back_up(village, offices.folder / "backups")
    village.close()
    shutil.copy(backup, village.path)
    restored = opened(village.path)
    assert (restored.notice, restored.node_uid) == ("", village.node_uid)


def test_a_copy_on_the_same_computer(offices: Offices, at: Computers, opened: Any) -> None:
    village = offices.village()
    copied = carried(village, offices.folder / "copy" / "ledger.db")
    second = opened(copied)
    assert second.notice == ledgers.SECOND_COPY
    original = opened(village.path)
    assert (original.notice, original.node_uid) == ("", village.node_uid)
    second.close()
    assert (opened(copied).notice, opened(copied).node_uid) == ("", second.node_uid)


def test_moving_and_renaming_are_no_copies(offices: Offices, at: Computers, opened: Any) -> None:
    path = offices.village().path
    offices.close()
    node = offices.opened[0].node_uid
    for target in (path.with_name("新名字.db"), path.parent / "moved" / "ledger.db", path):
        target.parent.mkdir(exist_ok=True)
        path = path.rename(target)
        ledger = opened(path)
        add(ledger, "甲")
        assert (ledger.notice, ledger.node_uid) == ("", node)
        ledger.close()


def test_another_ledger_in_the_old_place_is_no_copy(offices: Offices, at: Computers, opened: Any) -> None:
    first, second = offices.village(), offices.village()
    offices.close()
    moved = first.path.rename(first.path.with_name("moved.db"))
    second.path.rename(first.path)
    assert opened(moved).notice == ""
    assert opened(first.path).notice == ""


def test_opening_a_hundred_times(offices: Offices, at: Computers) -> None:
    village = offices.village()
    offices.close()
    for number in range(100):
        ledger = open_ledger(village.path)
        if number % 10 == 0:
            add(ledger, f"第{number}次")
        assert (ledger.notice, ledger.node_uid) == ("", village.node_uid)
        ledger.close()


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"computer": 3}', '{"computer": "x", "ledgers": {"a": 1}}'])
def test_a_lost_computer_file_costs_no_work(offices: Offices, at: Computers, opened: Any, content: str | None) -> None:
    village = offices.village()
    kept = add(village, "甲")
    village.close()
    file = paths.data_dir() / FILE_NAME
    if content is None:
        file.unlink()
    else:
        file.write_text(content, encoding="utf-8")
    ledger = opened(village.path)
    assert ledger.notice == ledgers.OTHER_COMPUTER
    assert kept in seen(ledger)
    add(ledger, "乙")
    ledger.close()
    assert opened(village.path).notice == ""


def test_a_computer_that_remembers_nothing(
    offices: Offices, tmp_path: Path, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv(paths.HOME_VARIABLE, str(blocked / "home"))
    village = offices.village()
    for number in range(3):
        add(village, f"第{number}次")
        village.close()
        village = opened(village.path)
        assert village.notice == ""


def test_marks_of_two_open_ledgers_do_not_displace_each_other(offices: Offices, at: Computers) -> None:
    first, second = offices.village(), offices.village()
    add(first, "甲")
    add(second, "乙")
    offices.close()
    stored = json.loads((paths.data_dir() / FILE_NAME).read_text(encoding="utf-8"))
    assert {stored["ledgers"][one.node_uid]["written"] for one in (first, second)} == {1}


def test_work_that_waits_for_an_undone_import_still_waits(offices: Offices, at: Computers, opened: Any) -> None:
    village, town = offices.village(), offices.town()
    first = add(village, "甲")
    offices.send(village, town)
    revise(town, "visit", first, {"note": "镇里写的"})
    answer = offices.send(town, village)
    revise(village, "visit", first, {"note": "村里后来写的"})
    later = add(village, "乙")
    undo_import(village, answer.batch_id)
    copied = carried(village, offices.folder / "b" / "ledger.db")

    at("b")
    second = opened(copied)
    assert second.notice == ledgers.OTHER_COMPUTER
    assert inspect(second).findings == ()
    assert later in seen(second)
    assert "note" not in seen(second)[first] or seen(second)[first]["note"] is None
    add(second, "丙")
    offices.send(town, second, full=True)
    assert seen(second)[first]["note"] == "村里后来写的"
    assert inspect(second).findings == ()


def test_a_refused_transaction_leaves_the_node(offices: Offices, at: Computers) -> None:
    from desktop.data.identity import write_as

    village = offices.village()
    node, session = village.node_uid, village.session
    with pytest.raises(RuntimeError), village.transaction():
        write_as(village)
        assert village.node_uid != node
        raise RuntimeError
    assert (village.node_uid, village.session) == (node, session)
    saved = add(village, "甲")
    assert {change.node for change in village.log.of_record(saved)} == {node}


def test_an_open_program_follows_when_another_renews_the_node(offices: Offices, at: Computers) -> None:
    from desktop.data.identity import write_as

    village = offices.village()
    beside = open_ledger(village.path)
    with beside.transaction():
        renewed = write_as(beside)
    saved = add(village, "甲")
    assert {change.node for change in village.log.of_record(saved)} == {renewed}
    assert import_workbooks(village, []) == []
    beside.close()


def test_what_cannot_be_written_to_is_opened_though_a_migration_is_not_finished(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = offices.village()
    with village.transaction():
        village.set_meta(ledgers.COURSES, ledgers.TO_FOLD)
        village.set_meta(ledgers.UNDERSTOOD, "")
    village.close()
    opened = ledgers.open_ledger_file

    def open_for_reading(path: Path, actor: str, keys: LedgerKeys | None) -> Ledger:
        ledger = opened(path, actor, keys)
        ledger.database.execute_sql("PRAGMA query_only = ON")
        return ledger

    monkeypatch.setattr(ledgers, "open_ledger_file", open_for_reading)
    shown = open_ledger(village.path)
    assert (shown.meta(ledgers.COURSES), shown.meta(ledgers.UNDERSTOOD)) == (ledgers.TO_FOLD, "")
    shown.close()
