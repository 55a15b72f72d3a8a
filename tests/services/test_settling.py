"""Conflicts: listed on every node under one name, settled once for all, opened again by undo."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.folding import STANDING, STATUS
from desktop.services.exporting import export_workbook
from desktop.services.finding import conflicts_of, get_record, history
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks, undo_import
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record, restore, revise, withdraw
from desktop.services.settling import Conflict, conflict_of, count_conflicts, open_conflicts, resolve
from desktop.services.undoing import redo, undo
from tests.offices import EAST, WEST, Offices, assignment, issue, visit
from tests.refusals import refused
from tests.sheet_edits import VISITS, type_into

CLOSING = {
    "progress": "修好了",
    "completion_kind": "staged",
    "completed_on": "2024-04-01",
    "satisfaction": "satisfied",
    "evidence": ["照片"],
}


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    opened = Offices(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def pair(offices: Offices) -> tuple[Ledger, Ledger]:
    return offices.village(), offices.town()


def meet(offices: Offices, *ledgers: Ledger) -> None:
    """Carry workbooks to and fro until everybody has everything."""
    for sender, receiver in [*itertools.permutations(ledgers, 2)] * 2:
        offices.send(sender, receiver)


def disputed(offices: Offices, village: Ledger, town: Ledger, **also: Any) -> str:
    """A visit whose note village and town have written differently; its id."""
    one = record(village, "visit", [visit(**also)]).ids[0]
    offices.send(village, town)
    revise(village, "visit", one, {"note": "村里写的"})
    revise(town, "visit", one, {"note": "镇里写的"})
    meet(offices, village, town)
    return one


def one_conflict(ledger: Ledger) -> Conflict:
    found = open_conflicts(ledger)
    assert len(found) == 1
    return found[0]


def assert_sound(*ledgers: Ledger) -> None:
    for ledger in ledgers:
        assert inspect(ledger).findings == ()


# -- listing -----------------------------------------------------------------------------------------------------------


def test_a_conflict_says_who_wrote_what_when_and_where_it_came_from(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    seen = one_conflict(town)
    assert (seen.id, seen.kind, seen.record_id, seen.title) == (f"{one}:note", "visit", one, "郑大山")
    assert (seen.field, seen.label, seen.shown, seen.is_withdrawn) == ("note", "备注", "村里写的", False)
    by_value = {head.value: head for head in seen.heads}
    theirs, ours = by_value["村里写的"], by_value["镇里写的"]
    assert (theirs.actor, theirs.office, theirs.level) == ("东沟书记", "东沟村", "village")
    assert (theirs.is_ours, theirs.is_shown, ours.is_ours, ours.is_shown) == (False, True, True, False)
    assert theirs.file.endswith(".xlsx") and theirs.batch_id and theirs.wall[:2] == "20"
    assert (ours.file, ours.batch_id, ours.office) == ("", "", "清水镇")
    assert [head.number for head in seen.heads] == [1, 2]


def test_the_id_is_the_same_on_every_node_and_after_every_import(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    before = one_conflict(town).id
    revise(village, "visit", one, {"demand": "修路"})
    offices.send(village, town)
    assert one_conflict(town).id == one_conflict(village).id == before
    assert conflicts_of(town, one)[0]["id"] == before


def test_conflicts_are_read_page_by_page(offices: Offices, pair: Any) -> None:
    village, town = pair
    for name in "甲乙丙":
        disputed(offices, village, town, subject_name=name)
    whole = [one.id for one in open_conflicts(town)]
    paged: list[str] = []
    while found := open_conflicts(town, limit=1, after=paged[-1] if paged else ""):
        paged += [one.id for one in found]
    assert paged == whole and len(whole) == count_conflicts(town) == 3


def test_unknown_and_settled_conflicts_are_refused(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    resolve(town, f"{one}:note", "ours")
    for conflict_id in (f"{one}:note", "nobody:note", "", ":"):
        assert refused(lambda wanted=conflict_id: resolve(town, wanted, "ours")).code == "unknown_conflict"


# -- choosing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("take", "value", "expected"),
    [("ours", None, "镇里写的"), ("theirs", None, "村里写的"), ("value", "两家都对", "两家都对"), ("value", "", None)],
)
def test_a_field_settled_in_one_office_is_settled_in_the_other(
    offices: Offices, pair: Any, take: str, value: str | None, expected: str | None
) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    saved = resolve(town, f"{one}:note", take, value)
    assert (saved.kind, saved.ids, saved.changed_kinds) == ("visit", (one,), frozenset({"visit"}))
    offices.send(town, village)
    for ledger in pair:
        found = get_record(ledger, "visit", one)
        assert (found.values.get("note"), found.has_conflict) == (expected, False)
        assert count_conflicts(ledger) == 0
        told = [after for entry in history(ledger, one) for _, _, after in entry.fields]
        assert "村里写的" in told and "镇里写的" in told
    assert_sound(*pair)


def test_a_third_value_is_checked_like_any_other(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = record(village, "visit", [visit()]).ids[0]
    offices.send(village, town)
    revise(village, "visit", one, {"phone": "13800000001"})
    revise(town, "visit", one, {"phone": "13800000002"})
    meet(offices, *pair)
    refusal = refused(lambda: resolve(town, f"{one}:phone", "value", "138"))
    assert (refusal.code, refusal.problems[0].kind) == ("invalid", "bad_phone")
    assert count_conflicts(town) == 1


def test_of_a_field_that_only_events_set_one_of_the_heads_can_be_taken(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = record(village, "issue", [issue()]).ids[0]
    record_event(village, one, "assign", assignment())
    record_event(village, one, "accept", {})
    record_event(village, one, "apply_to_close", CLOSING)
    offices.send(village, town)
    # The town's step comes after the village's two in the order, so that both offices' checks took effect.
    for note in "一二三":
        revise(town, "issue", one, {"note": note})
    record_event(town, one, "fail_check", {"checker": "吴湖", "check_opinion": "没有修好"})
    record_event(village, one, "fail_check", {"checker": "孙海", "check_opinion": "没有修好"})
    record_event(village, one, "apply_to_close", CLOSING)
    meet(offices, *pair)
    found = one_conflict(town)
    assert found.field == "checker"
    assert refused(lambda: resolve(town, found.id, "value", "韩山")).problems[0].kind == "not_settable"
    resolve(town, found.id, "ours")
    meet(offices, *pair)
    for ledger in pair:
        assert (get_record(ledger, "issue", one).values["checker"], count_conflicts(ledger)) == ("吴湖", 0)
    assert_sound(*pair)


def test_two_computers_of_one_village_are_told_apart_by_number(offices: Offices) -> None:
    first, second = offices.village(actor="甲"), offices.village(actor="乙")
    one = record(first, "visit", [visit()]).ids[0]
    offices.send(first, second)
    revise(first, "visit", one, {"note": "一"})
    revise(second, "visit", one, {"note": "二"})
    meet(offices, first, second)
    for take in ("ours", "theirs"):
        refusal = refused(lambda take=take: resolve(first, f"{one}:note", take))
        assert refusal.code == "unclear_choice"
        assert [head["number"] for head in refusal.params["heads"]] == [1, 2]
    refusal = refused(lambda: resolve(first, f"{one}:note", "3"))
    assert refusal.code == "unknown_choice"
    chosen = next(head for head in one_conflict(first).heads if head.value == "二")
    resolve(first, f"{one}:note", str(chosen.number))
    offices.send(first, second)
    for ledger in (first, second):
        assert (get_record(ledger, "visit", one).values["note"], count_conflicts(ledger)) == ("二", 0)


def test_a_withdrawal_against_a_restoring(offices: Offices, pair: Any) -> None:
    village, town = pair
    for take, expected in (("ours", False), ("theirs", True)):
        one = record(village, "visit", [visit()]).ids[0]
        withdraw(village, "visit", one, "重复")
        meet(offices, *pair)
        restore(town, "visit", one)
        restore(village, "visit", one)
        withdraw(village, "visit", one, "真的重复")
        meet(offices, *pair)
        found = one_conflict(town)
        assert (found.field, found.label, found.is_withdrawn) == (STANDING, "", True)
        assert refused(lambda found=found: resolve(town, found.id, "value", "x")).code == "no_third_value"
        resolve(town, found.id, take)
        meet(offices, *pair)
        for ledger in pair:
            assert get_record(ledger, "visit", one).is_withdrawn is expected
            assert count_conflicts(ledger) == 0
    assert_sound(*pair)


def test_of_a_withdrawn_record_a_head_is_taken_but_nothing_new_typed(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    withdraw(town, "visit", one, "重复")
    assert one_conflict(town).is_withdrawn
    assert refused(lambda: resolve(town, f"{one}:note", "value", "新")).code == "is_withdrawn"
    resolve(town, f"{one}:note", "theirs")
    assert count_conflicts(town) == 0


def test_settled_twice_differently_without_knowing_it_is_a_conflict_again(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    resolve(village, f"{one}:note", "value", "甲")
    resolve(town, f"{one}:note", "value", "乙")
    meet(offices, *pair)
    for ledger in pair:
        assert {head.value for head in one_conflict(ledger).heads} == {"甲", "乙"}
    resolve(village, f"{one}:note", "theirs")
    meet(offices, *pair)
    assert [count_conflicts(ledger) for ledger in pair] == [0, 0]


def test_settled_twice_alike_is_no_conflict(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    resolve(village, f"{one}:note", "ours")
    resolve(town, f"{one}:note", "theirs")
    meet(offices, *pair)
    assert [count_conflicts(ledger) for ledger in pair] == [0, 0]


def test_settled_on_every_node_whatever_the_way_it_takes(offices: Offices) -> None:
    town, west = offices.town(), offices.village(WEST)
    first, second = offices.village(EAST, actor="甲"), offices.village(EAST, actor="乙")
    one = record(first, "visit", [visit()]).ids[0]
    other = record(west, "visit", [visit()]).ids[0]
    offices.send(first, second)
    offices.send(first, town)
    offices.send(west, town)
    for ledger, note in ((first, "一"), (second, "二"), (town, "镇")):
        revise(ledger, "visit", one, {"note": note})
    revise(west, "visit", other, {"note": "西"})
    revise(town, "visit", other, {"note": "镇"})
    carried = [(first, second), (second, first), (first, town), (town, first), (second, town), (town, second)]
    for sender, receiver in [*carried, (west, town), (town, west)] * 2:
        offices.send(sender, receiver)
    assert [count_conflicts(ledger) for ledger in (town, west, first, second)] == [2, 1, 1, 1]
    three = conflict_of(second, f"{one}:note")
    assert len(three.heads) == 3
    resolve(second, three.id, next(str(head.number) for head in three.heads if head.value == "一"))
    resolve(west, f"{other}:note", "theirs")
    # Through the town alone, and the other way round than before.
    for sender, receiver in [(west, town), (second, town), (town, first), (town, west)]:
        offices.send(sender, receiver)
    assert [count_conflicts(ledger) for ledger in (town, west, first, second)] == [0, 0, 0, 0]
    assert {get_record(ledger, "visit", one).values["note"] for ledger in (town, first, second)} == {"一"}
    assert {get_record(ledger, "visit", other).values["note"] for ledger in (town, west)} == {"镇"}
    assert_sound(town, west, first, second)


# -- events ------------------------------------------------------------------------------------------------------------


def barred(offices: Offices, village: Ledger, town: Ledger) -> str:
    """An issue that the village has accepted and the town sent back; its id."""
    one = record(village, "issue", [issue()]).ids[0]
    record_event(village, one, "assign", assignment())
    meet(offices, village, town)
    record_event(village, one, "accept", {})
    record_event(town, one, "send_back", {"reason": "责任人不对"})
    meet(offices, village, town)
    return one


def test_a_step_without_effect_is_left_so_everywhere(offices: Offices, pair: Any) -> None:
    _village, town = pair
    one = barred(offices, *pair)
    found = one_conflict(town)
    assert (found.field, found.id, len(found.heads)) == (STATUS, f"{one}:{STATUS}", 2)
    standing, step = found.heads
    assert (standing.value, standing.event, standing.is_shown) == (found.shown, "", True)
    assert step.event in ("accept", "send_back")
    status = get_record(town, "issue", one).values["status"]
    resolve(town, found.id, "ours")
    meet(offices, *pair)
    for ledger in pair:
        assert count_conflicts(ledger) == 0
        assert not get_record(ledger, "issue", one).has_conflict
        assert get_record(ledger, "issue", one).values["status"] == status
        idle = [entry.event for entry in history(ledger, one) if not entry.is_effective]
        assert idle == [step.event]
    assert_sound(*pair)


def test_a_step_that_is_impossible_still_is_not_done(offices: Offices, pair: Any) -> None:
    village, town = pair
    barred(offices, *pair)
    found = one_conflict(town)
    bars_the_village = found.heads[1].event == "accept"
    refusal = refused(lambda: resolve(village if bars_the_village else town, found.id, "theirs"))
    assert refusal.code == "event_impossible"
    assert count_conflicts(town) == 1


def test_doing_a_step_now_keeps_its_fields_and_words(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = record(village, "issue", [issue()]).ids[0]
    record_event(village, one, "assign", assignment())
    record_event(village, one, "accept", {})
    meet(offices, *pair)
    # Whichever of the two stands first, the other is barred: each office asks to close without knowing of the other.
    record_event(village, one, "apply_to_close", CLOSING)
    record_event(town, one, "apply_to_close", {**CLOSING, "progress": "镇里修好了"})
    meet(offices, *pair)
    found = next(each for each in open_conflicts(town) if each.field == STATUS)
    barred_step = found.heads[1]
    record_event(town, one, "fail_check", {"checker": "吴湖", "check_opinion": "没有修好"})
    saved = resolve(town, found.id, "theirs")
    assert saved.step_id is not None
    meet(offices, *pair)
    for ledger in pair:
        now = get_record(ledger, "issue", one)
        assert (now.values["status"], now.values["progress"]) == ("to_check", barred_step.given["progress"])
        assert STATUS not in [each.field for each in open_conflicts(ledger)]
    undo(town)
    assert get_record(town, "issue", one).values["status"] == "working"
    assert STATUS in [each.field for each in open_conflicts(town)]
    redo(town)
    meet(offices, *pair)
    for ledger in pair:
        assert get_record(ledger, "issue", one).values["status"] == "to_check"
    assert_sound(*pair)


def test_several_steps_without_effect_must_be_named_by_number(offices: Offices) -> None:
    first, second, town = offices.village(actor="甲"), offices.village(actor="乙"), offices.town()
    one = record(first, "issue", [issue()]).ids[0]
    record_event(first, one, "assign", assignment())
    meet(offices, first, second, town)
    for ledger in (first, second, town):
        record_event(ledger, one, "accept", {})
    meet(offices, first, second, town)
    found = one_conflict(town)
    assert [head.number for head in found.heads] == [1, 2, 3]
    assert refused(lambda: resolve(town, found.id, "theirs")).code == "unclear_choice"
    assert refused(lambda: resolve(town, found.id, "3")).code == "event_impossible"
    assert refused(lambda: resolve(town, found.id, "4")).code == "unknown_choice"
    resolve(town, found.id, "1")
    meet(offices, first, second, town)
    assert [count_conflicts(ledger) for ledger in (first, second, town)] == [0, 0, 0]


# -- undo --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_undo_opens_the_conflict_again_on_every_node(offices: Offices, pair: Any, take: str) -> None:
    village, town = pair
    disputed(offices, village, town)
    before = one_conflict(town)
    resolve(town, before.id, take)
    meet(offices, *pair)
    undo(town)
    meet(offices, *pair)
    assert one_conflict(town) == before
    assert {head.value for head in one_conflict(village).heads} == {"村里写的", "镇里写的"}
    redo(town)
    meet(offices, *pair)
    assert [count_conflicts(ledger) for ledger in pair] == [0, 0]
    undo(town)
    assert one_conflict(town) == before
    assert_sound(*pair)


def test_undo_of_a_settled_withdrawal_and_of_a_settled_step(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = record(village, "visit", [visit()]).ids[0]
    withdraw(village, "visit", one, "重复")
    meet(offices, *pair)
    restore(town, "visit", one)
    restore(village, "visit", one)
    withdraw(village, "visit", one, "真的重复")
    meet(offices, *pair)
    barred(offices, *pair)
    for found in open_conflicts(town):
        resolve(town, found.id, "ours")
        undo(town)
        assert conflict_of(town, found.id) == found
        redo(town)
        assert count_conflicts(town) == 1
        undo(town)
    meet(offices, *pair)
    assert [count_conflicts(ledger) for ledger in pair] == [2, 2]
    assert_sound(*pair)


def test_what_was_changed_since_is_not_undone(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    resolve(town, f"{one}:note", "ours")
    # The same ledger, opened a second time: its steps are no part of this session.
    other = open_ledger(town.path)
    revise(other, "visit", one, {"note": "又改了"})
    other.close()
    assert undo(town).kept == ("note",)
    assert (count_conflicts(town), get_record(town, "visit", one).values["note"]) == (0, "又改了")


def test_an_import_that_settled_is_taken_back(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = disputed(offices, village, town)
    resolve(town, f"{one}:note", "ours")
    outcome = offices.send(town, village)
    assert outcome.batch_id is not None and count_conflicts(village) == 0
    undo_import(village, outcome.batch_id)
    assert count_conflicts(village) == 1


# -- typed into a workbook ---------------------------------------------------------------------------------------------


def test_what_was_typed_into_a_workbook_is_its_offices_and_comes_from_it(offices: Offices, pair: Any) -> None:
    village, town = pair
    one = record(village, "visit", [visit()]).ids[0]
    offices.send(village, town)
    path = offices.file()
    export_workbook(village, path, full=True)
    type_into(path, VISITS, "郑大山", 备注="表里写的")
    revise(town, "visit", one, {"note": "镇里写的"})
    assert import_workbooks(town, [path])[0].conflicts == 1
    by_value = {head.value: head for head in one_conflict(town).heads}
    typed = by_value["表里写的"]
    assert (typed.office, typed.unit_code, typed.level, typed.is_ours) == ("东沟村", EAST, "village", False)
    assert typed.file == path.name and typed.batch_id and by_value["镇里写的"].is_ours
    offices.send(town, village)
    assert {head.value: head.is_ours for head in one_conflict(village).heads} == {"表里写的": True, "镇里写的": False}
    resolve(village, f"{one}:note", "ours")
    meet(offices, *pair)
    for ledger in pair:
        assert (get_record(ledger, "visit", one).values["note"], count_conflicts(ledger)) == ("表里写的", 0)
    # The same file once more is no news.
    import_workbooks(town, [path])
    assert count_conflicts(town) == 0
    assert_sound(*pair)
