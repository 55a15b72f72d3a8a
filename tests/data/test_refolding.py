"""A creation taken over as it came gives the row that folding gives, and waits where it has to."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.data.refolding import refold
from desktop.domain.changes import Change, canonical
from desktop.services.inspecting import inspect
from desktop.services.recording import record, revise
from tests.data.test_changelog import SCOPE, receive, resealed, sealed_log, states
from tests.offices import Offices, dump, issue, visit

PATCHES: list[tuple[str, dict[str, Any]]] = [
    ("visit", visit(visitors=["钱小河", "王三"], unit_code="321183105201")),
    ("visit", visit(note=None, subject_name="无", companions=10**30)),
    ("visit", visit(visitors="不是列表", note={"从": "新版"}, purpose=True)),
    ("visit", visit(colour="新版的字段", _shape="新版的记号")),
    ("issue", issue(people_count=5, status="closed")),
    ("household", {"household_no": "001", "income_wage": 12.5, "member_count": 5}),
    ("visit", {}),
    ("unheard_of", {"name": "新版的一类"}),
]


def _creation(kind: str, patch: dict[str, Any]) -> tuple[Change, str, str]:
    change = Change("partner", SCOPE, 1, 1, "2024-03-05T08:00:00+08:00", "某", "village", kind, "r1", "create", patch)
    return resealed((change, canonical(patch), "{}"), "")


@pytest.mark.parametrize(("kind", "patch"), PATCHES)
def test_taken_over_or_folded_is_the_same(offices: Offices, kind: str, patch: dict[str, Any]) -> None:
    tables = []
    for is_quick in (False, True):
        town = offices.town()
        receiver = receive(town, [_creation(kind, patch)])
        with town.transaction():
            town.database.execute_sql("DELETE FROM visit_text")
            for name in ("visit", "issue", "household"):
                town.database.execute_sql(f'DELETE FROM "{name}"')
            refold(town, ["r1"], receiver.lone_creations() if is_quick else {})
        tables.append(dump(town, without=("meta", "node", "batch", "scope", "held", "schema_migration")))
        assert not [finding for finding in inspect(town).findings if finding.code.startswith("record")]
    assert tables[0] == tables[1]


def test_a_creation_with_more_changes_is_folded(offices: Offices) -> None:
    village = offices.village()
    saved = record(village, "visit", [visit(), visit(subject_name="冯小溪")])
    revise(village, "visit", saved.ids[0], {"note": "改"})
    receiver = receive(offices.town(), sealed_log(village))
    assert list(receiver.lone_creations()) == [saved.ids[1]]


def test_what_is_left_out_is_no_creation_to_take_over(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    record(village, "visit", [visit()])
    receiver = receive(town, sealed_log(village))
    town.database.execute_sql("UPDATE change SET state = 3")
    assert receiver.lone_creations() == {}


def test_a_change_comes_live_at_once_only_when_all_before_it_is(offices: Offices) -> None:
    village = offices.village()
    for number in range(5):
        record(village, "visit", [visit(subject_name=f"张{number}")])
    log = sealed_log(village)
    town = offices.town()
    early = receive(town, [log[0], log[3]])
    assert states(town) == {1: 0, 4: 1}
    assert len(early.lone_creations()) == 1
    receive(town, [log[1]])
    assert states(town) == {1: 0, 2: 0, 4: 1}
    last = receive(town, [log[2], log[4]])
    assert set(states(town).values()) == {0}
    # The fourth came live by the third, and was no change of that import.
    assert len(last.touched) == 3
    assert len(_rows(town)) == 5
    assert inspect(town).is_sound


def test_a_change_waits_for_what_its_author_knew(offices: Offices) -> None:
    town = offices.town()
    change, patch, _ = _creation("visit", visit())
    knowing = change._replace(knowledge={"another": 3})
    receiver = receive(town, [resealed((knowing, patch, canonical({"another": 3})), "")])
    assert states(town) == {1: 1}
    assert receiver.touched == set()


def _rows(ledger: Ledger) -> list[Any]:
    return ledger.database.execute_sql("SELECT row FROM visit").fetchall()
