"""The fold: one value or a conflict, the owner's word, never the order of arrival."""

from __future__ import annotations

import random
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.changes import VIA, Change, Level, Operation
from desktop.domain.folding import STANDING, Folded, fold
from desktop.domain.lifecycle import fold_events
from tests.domain.histories import Node, folded, owner_of


@pytest.fixture
def pair() -> tuple[Node, Node]:
    """A village and a town that both hold the creation of the record."""
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(note="旧", town_word="旧")
    town.hear(village)
    return village, town


def test_a_later_value_replaces_the_one_its_author_knew(pair: tuple[Node, Node]) -> None:
    village, town = pair
    town.update(note="新")
    village.hear(town)
    village.update(note="更新")
    result = folded(village.changes)
    assert result.values["note"] == "更新"
    assert result.heads == {}


def test_changes_of_different_fields_merge(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.update(note="村")
    town.update(location="桥头")
    village.hear(town)
    result = folded(village.changes)
    assert (result.values["note"], result.values["location"]) == ("村", "桥头")
    assert result.heads == {}


def test_two_values_unknown_to_each_other_are_a_conflict_that_keeps_both(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.update(note="村")
    town.update(note="镇")
    village.hear(town)
    result = folded(village.changes)
    assert [head.value for head in result.heads["note"]] == ["镇", "村"]
    assert result.values["note"] == "村"


@pytest.mark.parametrize(("name", "shown"), [("note", "村"), ("town_word", "镇")])
def test_the_owners_word_is_shown_whatever_its_rank(pair: tuple[Node, Node], name: str, shown: str) -> None:
    village, town = pair
    for _ in range(3):
        village.update(**{name: "村"})
        village.update(location="别处")
    town.update(**{name: "镇"})
    village.hear(town)
    assert folded(village.changes).values[name] == shown
    for _ in range(6):
        town.update(**{name: "镇"})
    village.hear(town)
    assert folded(village.changes).values[name] == shown


def test_of_two_owners_the_highest_rank_is_shown() -> None:
    first, second = Node("a"), Node("b")
    first.create(note="始")
    second.hear(first)
    first.update(note="甲")
    second.update(note="乙")
    first.hear(second)
    assert folded(first.changes).values["note"] == "乙"


def test_equal_values_are_no_conflict(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.update(note="同", support_units=["甲", "乙"])
    town.update(note="同", support_units=["甲", "乙"])
    village.hear(town)
    result = folded(village.changes)
    assert result.heads == {}
    assert result.values["note"] == "同"


def test_a_change_that_knows_all_heads_settles(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.update(note="村")
    town.update(note="镇")
    village.hear(town)
    village.update(note="镇")
    town.hear(village)
    for node in (village, town):
        result = folded(node.changes)
        assert result.values["note"] == "镇"
        assert result.heads == {}


def test_a_settlement_does_not_cover_what_it_did_not_know(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.update(note="村")
    town.update(note="镇")
    village.hear(town)
    village.update(note="定")
    town.update(note="又一个")
    village.hear(town)
    assert {head.value for head in folded(village.changes).heads["note"]} == {"定", "又一个"}


def test_clearing_is_a_value(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.update(note=None)
    town.update(note="镇")
    village.hear(town)
    result = folded(village.changes)
    assert result.values["note"] is None
    assert {head.value for head in result.heads["note"]} == {None, "镇"}


def test_withdrawing_and_restoring_merge_like_a_field(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.write(Operation.WITHDRAW, reason="重复")
    assert folded(village.changes).is_withdrawn
    town.update(note="镇")
    village.hear(town)
    assert folded(village.changes).is_withdrawn
    assert folded(village.changes).heads == {}
    village.write(Operation.RESTORE)
    assert not folded(village.changes).is_withdrawn


def test_withdrawing_against_restoring_is_a_conflict(pair: tuple[Node, Node]) -> None:
    village, town = pair
    village.write(Operation.WITHDRAW, reason="重复")
    town.hear(village)
    town.write(Operation.RESTORE)
    village.write(Operation.RESTORE)
    village.write(Operation.WITHDRAW, reason="确实重复")
    village.hear(town)
    result = folded(village.changes)
    assert result.is_withdrawn
    assert {head.value for head in result.heads[STANDING]} == {True, False}


def test_unknown_fields_and_operations_of_a_newer_program_are_kept_or_passed_over(pair: tuple[Node, Node]) -> None:
    village, _ = pair
    village.update(field_of_tomorrow={"shape": [1, 2]})
    village.write("operation_of_tomorrow", whatever=1)
    result = folded(village.changes)
    assert result.values["field_of_tomorrow"] == {"shape": [1, 2]}
    assert result.values["note"] == "旧"


def test_a_record_without_changes_is_a_fault() -> None:
    with pytest.raises(ValueError, match="without changes"):
        fold([], owner_of, fold_events)


# -- settling taken back ----------------------------------------------------------------------------------------------


def test_a_settling_taken_back_opens_the_conflict_again() -> None:
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(note="始")
    town.hear(village)
    village.update(note="村")
    town.update(note="镇")
    town.hear(village)
    before = folded(town.changes)
    settling = town.update(note="镇")
    assert folded(town.changes).heads == {}
    town.write(Operation.RETRACT, of=settling.number)
    after = folded(town.changes)
    assert (after.heads, after.values) == (before.heads, before.values)


def test_nobody_takes_back_what_another_node_wrote_or_the_creation() -> None:
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(note="始")
    update = village.update(note="村")
    town.hear(village)
    town.write(Operation.RETRACT, of=update.number)
    town.write(Operation.RETRACT, of="x")
    village.hear(town)
    village.write(Operation.RETRACT, of=1)
    assert folded(village.changes).values["note"] == "村"


# -- over random histories ---------------------------------------------------------------------------------------------

NAMES = ("note", "town_word", "location")
EVENTS = ("assign", "accept", "report_progress", "refuse", "send_back", "void", "unknown_event")
STEPS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 11), st.integers(0, 9)), min_size=1, max_size=25)


def play(steps: list[tuple[int, int, int]]) -> list[Node]:
    """Four nodes of two levels that write, hear of each other or not, as the numbers say."""
    nodes = [Node("a"), Node("b"), Node("t", Level.TOWN), Node("u", Level.TOWN)]
    nodes[0].create(note="始", town_word="始")
    for node in nodes[1:]:
        node.hear(nodes[0])
    for who, what, choice in steps:
        node = nodes[who]
        if what < 4:
            node.update(**{NAMES[choice % 3]: f"值{choice % 4}"})
        elif what < 6:
            node.event(EVENTS[choice % len(EVENTS)], progress=f"进展{choice}")
        elif what == 6:
            node.write(Operation.WITHDRAW if choice % 2 else Operation.RESTORE, reason="误")
        elif what == 7 and node.knowledge.get(node.uid, 0) > 1:
            node.write(Operation.EVENT, event="retract", of=[node.uid, 1 + choice % node.knowledge[node.uid]])
        elif what == 8:
            node.write(
                Operation.EVENT, event="settle", of=[[one.node, one.number] for one in folded(node.changes).ineffective]
            )
        elif what == 9:
            node.write(Operation.RETRACT, of=1 + choice % max(1, node.knowledge.get(node.uid, 0)))
        else:
            node.hear(nodes[choice % 4])
    return nodes


def essence(result: Folded) -> tuple[Any, ...]:
    heads = {name: [(head.value, head.change.rank) for head in found] for name, found in result.heads.items()}
    return (result.values, result.is_withdrawn, heads, [change.rank for change in result.ineffective])


@given(STEPS, st.randoms(use_true_random=False))
def test_the_result_depends_on_the_set_of_changes_alone(
    steps: list[tuple[int, int, int]], order: random.Random
) -> None:
    everything = {key: change for node in play(steps) for key, change in node.held.items()}
    changes = list(everything.values())
    expected = essence(folded(changes))
    order.shuffle(changes)
    assert essence(folded(changes)) == expected


@given(STEPS)
def test_whoever_knows_everything_can_settle_every_conflict(steps: list[tuple[int, int, int]]) -> None:
    nodes = play(steps)
    for node in nodes[1:]:
        nodes[0].hear(node)
    before = folded(nodes[0].changes)
    nodes[0].update(**{name: before.values.get(name) for name in before.heads if name != STANDING})
    if STANDING in before.heads:
        nodes[0].write(Operation.RESTORE)
    assert folded(nodes[0].changes).heads == {}


@given(STEPS)
def test_whoever_knows_everything_can_settle_every_event(steps: list[tuple[int, int, int]]) -> None:
    nodes = play(steps)
    for node in nodes[1:]:
        nodes[0].hear(node)
    before = folded(nodes[0].changes)
    settling = nodes[0].write(
        Operation.EVENT, event="settle", of=[[one.node, one.number] for one in before.ineffective]
    )
    after = folded(nodes[0].changes)
    assert after.ineffective == () and after.values == before.values
    nodes[0].write(Operation.EVENT, event="retract", of=[nodes[0].uid, settling.number])
    assert folded(nodes[0].changes).ineffective == before.ineffective


@given(STEPS)
def test_every_head_is_a_value_nobody_has_overwritten_knowingly(steps: list[tuple[int, int, int]]) -> None:
    nodes = play(steps)
    for node in nodes[1:]:
        nodes[0].hear(node)
    for found in folded(nodes[0].changes).heads.values():
        for head in found:
            assert not any(other.change.knows(head.change) for other in found if other is not head)


def edit(node: str, number: int, value: Any, knows: dict[str, int], lamport: int, workbook: str = "w") -> Change:
    """A cell typed into a workbook that showed what ``knows`` says, taken in at ``node``."""
    patch = {"note": value, VIA: {"workbook": workbook}} if workbook else {"note": value}
    change = Node(node).update(**patch)
    return change._replace(number=number, knowledge=knows, lamport=lamport)


def test_an_edit_taken_back_and_taken_in_again_at_two_places_stands() -> None:
    changes = [
        edit("a", 1, "甲", {"a": 0}, 1),
        edit("b", 1, "甲", {"b": 0}, 1),
        edit("a", 2, None, {"b": 0}, 2, workbook=""),
        edit("a", 3, "甲", {"a": 2}, 3),
        edit("c", 1, "甲", {"a": 2, "c": 0}, 3),
    ]
    for order in permutations(changes):
        result = folded(list(order))
        assert (result.values["note"], result.heads) == ("甲", {})


def test_two_edits_taken_in_here_in_one_order_and_there_in_the_other_are_both_told() -> None:
    changes = [
        edit("a", 1, "甲", {"a": 0}, 1, "v"),
        edit("a", 2, "乙", {"a": 1}, 2, "w"),
        edit("b", 1, "乙", {"b": 0}, 1, "w"),
        edit("b", 2, "甲", {"b": 1}, 2, "v"),
    ]
    for order in permutations(changes):
        result = folded(list(order))
        assert result.values["note"] in ("甲", "乙")
        assert {head.value for head in result.heads["note"]} == {"甲", "乙"}
