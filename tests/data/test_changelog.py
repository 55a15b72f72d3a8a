"""The log: numbers without gaps, a hash chain, and what is lacking."""

from __future__ import annotations

import pytest

from desktop.data.receiving import Receiver, gaps
from desktop.data.refolding import refold
from desktop.domain.changes import Change, digest_of
from desktop.domain.errors import Refused
from desktop.services.handling import record_event
from desktop.services.recording import record, revise, withdraw
from tests.offices import EAST, Offices, assignment, issue, visit

SCOPE = f"village:{EAST}"
Sealed = tuple[Change, str, str]


def sealed_log(ledger: object) -> list[Sealed]:
    """The changes of the village's scope with the texts that are hashed."""
    log = ledger.log
    node, scope = log.node_id(ledger.node_uid), log.scope_id(SCOPE)
    sealed: list[Sealed] = []
    for number in range(1, log.vector(SCOPE)[ledger.node_uid] + 1):
        change, patch, knowledge = log.sealed(scope, node, number)
        previous = sealed[-1][0].digest if sealed else ""
        sealed.append((change._replace(previous=previous), patch, knowledge))
    return sealed


def resealed(sealed: Sealed, previous: str) -> Sealed:
    """The same change with a digest that fits its content and what is before it."""
    change, patch, knowledge = sealed
    digest = digest_of(change, previous=previous, patch_text=patch, knowledge_text=knowledge)
    return change._replace(previous=previous, digest=digest), patch, knowledge


def written(offices: Offices, count: int = 4) -> tuple[object, list[Sealed]]:
    """A village's ledger with one visit changed a few times, and its log."""
    ledger = offices.village()
    saved = record(ledger, "visit", [visit()])
    for number in range(count - 1):
        revise(ledger, "visit", saved.ids[0], {"note": f"第 {number} 次"})
    return ledger, sealed_log(ledger)


def receive(ledger: object, changes: list[Sealed]) -> Receiver:
    """Take changes in as an import would."""
    with ledger.transaction():
        node = ledger.log.node_id("partner")
        cursor = ledger.database.execute_sql(
            "INSERT INTO batch (uid, file_name, file_digest, workbook_uid, node_id, received_at, actor, summary) "
            "VALUES (hex(randomblob(8)), 'f', 'd', 'w', ?, 't', 'a', '{}')",
            (node,),
        )
        receiver = Receiver(ledger, cursor.lastrowid)
        receiver.take(SCOPE, changes)
        refold(ledger, receiver.touched)
    return receiver


def states(ledger: object) -> dict[int, int]:
    return dict(ledger.database.execute_sql("SELECT number, state FROM change ORDER BY number").fetchall())


def test_own_changes_are_numbered_and_chained(offices: Offices) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit(issues=[issue()])])
    record_event(ledger, saved.also[0][1], "assign", assignment())
    withdraw(ledger, "visit", saved.ids[0], "重复")
    log = sealed_log(ledger)
    assert [change.number for change, _, _ in log] == [1, 2, 3, 4]
    assert [change.lamport for change, _, _ in log] == [1, 2, 3, 4]
    assert [resealed(one, one[0].previous) for one in log] == log


PARTS = {
    "lamport": 99,
    "wall": "2030-01-01T00:00:00+08:00",
    "actor": "别人",
    "office": "town",
    "kind": "issue",
    "record_id": "other",
    "operation": "withdraw",
}


@pytest.mark.parametrize("part", [*PARTS, "patch", "knowledge"])
def test_any_part_of_a_change_altered_after_the_fact_is_noticed(offices: Offices, part: str) -> None:
    _, log = written(offices)
    town = offices.town()
    change, patch, knowledge = log[1]
    if part == "patch":
        log[1] = (change, patch.replace("第 0 次", "第 9 次"), knowledge)
    elif part == "knowledge":
        log[1] = (change, patch, '{"x":1}')
    else:
        log[1] = (change._replace(**{part: PARTS[part]}), patch, knowledge)
    with pytest.raises(Refused) as refused:
        receive(town, log)
    assert refused.value.code == "change_altered"
    assert refused.value.params["number"] == 2
    assert states(town) == {}


def test_a_change_taken_out_or_put_in_another_place_is_noticed(offices: Offices) -> None:
    _, log = written(offices)
    town = offices.town()
    change, patch, knowledge = log[2]
    with pytest.raises(Refused):
        receive(town, [log[0], (change._replace(number=2), patch, knowledge)])


def test_another_change_under_a_held_number_is_noticed(offices: Offices) -> None:
    _, log = written(offices)
    town = offices.town()
    receive(town, log)
    change, patch, knowledge = log[3]
    with pytest.raises(Refused):
        receive(town, [(change._replace(digest="00" * 32), patch, knowledge)])


def test_numbers_may_come_with_gaps_in_any_order_and_twice(offices: Offices) -> None:
    village, log = written(offices, 6)
    town = offices.town()
    first = receive(town, [log[5], log[2]])
    assert (first.received, first.touched) == (2, set())
    assert states(town) == {3: 1, 6: 1}
    wanted = {SCOPE: {village.node_uid: 6}}
    assert [(gap.first, gap.last) for gap in gaps(town, wanted)] == [(1, 2), (4, 5)]
    second = receive(town, [log[1], log[0], log[0], log[2]])
    assert second.received == 2
    assert states(town) == {1: 0, 2: 0, 3: 0, 6: 1}
    assert receive(town, log[:3]).received == 0
    assert receive(town, log[3:5]).received == 2
    assert set(states(town).values()) == {0}
    assert gaps(town, wanted) == []
    assert town.log.vector(SCOPE) == town.log.vector(SCOPE, "live") == {village.node_uid: 6}


def test_a_change_that_came_before_its_forerunner_is_judged_when_that_comes(offices: Offices) -> None:
    _, log = written(offices)
    town = offices.town()
    receive(town, [resealed(log[3], "11" * 32)])
    with pytest.raises(Refused) as refused:
        receive(town, log[:3])
    assert refused.value.params["number"] == 4


def test_a_change_waits_for_what_its_author_knew(offices: Offices) -> None:
    village, log = written(offices, 2)
    town = offices.town()
    receive(town, log)
    revise(town, "visit", log[0][0].record_id, {"note": "镇里改"})
    late = offices.village()
    answers = [town.log.sealed(town.log.scope_id(SCOPE), town.log.node_id(town.node_uid), 1)]
    assert answers[0][0].knowledge == {village.node_uid: 2}
    receive(late, answers)
    assert set(states(late).values()) == {1}
    receive(late, log)
    assert set(states(late).values()) == {0}


def test_the_log_gives_what_a_partner_lacks(offices: Offices) -> None:
    village, _ = written(offices, 5)
    numbers = [row[1] for row in village.log.beyond(SCOPE, {village.node_uid: 3, "stranger": 7})]
    assert numbers == [4, 5]
    assert list(village.log.beyond("village:nowhere", {})) == []
