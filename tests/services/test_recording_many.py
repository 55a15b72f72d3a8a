"""Very many records in one request: the same as one by one, one step of undo, and nothing when it is cancelled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.domain.errors import Refused
from desktop.services import recording
from desktop.services.finding import Query, count_records, get_record
from desktop.services.inspecting import inspect
from desktop.services.knowing import known
from desktop.services.recording import record, revise, withdraw
from desktop.services.undoing import redo, undo
from tests.offices import EAST, WEST, Offices, dump, issue, values_of, visit

MANY = 1_234


def people(count: int = MANY) -> list[dict[str, Any]]:
    """People as they are entered, some with blanks around what was typed."""
    person = {"relation": "户主", "sex": "男"}
    tagged = {"tags": "党员、低保"}
    return [
        {"name": f" 郑{number}", "household_no": str(number // 3), **person, **(tagged if number % 5 else {})}
        for number in range(count)
    ]


def test_what_the_log_tells_is_what_the_tables_hold(offices: Offices) -> None:
    """The inspection follows the chain of digests, and folds every record anew."""
    ledger = offices.village()
    record(ledger, "household", [{"household_no": "1", "head_name": "郑大山"}])
    saved = record(ledger, "person", people())
    found = inspect(ledger)
    assert (found.findings, found.changes, found.records) == ((), MANY + 1, MANY + 1)
    assert len(set(saved.ids)) == MANY
    last = get_record(ledger, "person", saved.ids[-1]).values
    assert (last["name"], last["sex"], last["tags"]) == (f"郑{MANY - 1}", "male", ["党员", "低保"])
    assert count_records(ledger, Query("person", text="郑1233")) == 1


def test_one_request_gives_what_many_give(offices: Offices) -> None:
    at_once, one_by_one = offices.village(), offices.village()
    ids = record(at_once, "person", people(20)).ids
    others = [record(one_by_one, "person", [person]).ids[0] for person in people(20)]
    for one, other in zip(ids, others, strict=True):
        values = [values_of(ledger, "person", record_id) for ledger, record_id in ((at_once, one), (one_by_one, other))]
        for given in values:
            del given["id"], given["recorded_at"], given["changed_at"]
        assert values[0] == values[1]


def test_it_reaches_the_town(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    saved = record(village, "issue", [issue(description=f"第 {number} 盏灯不亮") for number in range(MANY)])
    assert offices.send(village, town).status == "imported"
    assert inspect(town).findings == ()
    last = get_record(town, "issue", saved.ids[-1]).values
    assert (last["code"], last["status"]) == (f"{EAST[6:]}-2024-{MANY}", "draft")


def test_villages_in_turn_keep_the_order_of_the_request(offices: Offices) -> None:
    town = offices.town()
    places = [{"unit_code": EAST, "village_name": "东沟村"}, {"unit_code": WEST, "village_name": "西桥村"}]
    given = [visit(**places[number % 2], subject_name=f"郑{number}", issues=[issue()]) for number in range(9)]
    saved = record(town, "visit", given)
    assert [get_record(town, "visit", one).values["subject_name"] for one in saved.ids] == [f"郑{n}" for n in range(9)]
    assert [get_record(town, "issue", one).values["visit_id"] for _, one in saved.also] == list(saved.ids)
    assert inspect(town).findings == ()


@pytest.mark.parametrize(
    ("kind", "given"), [("person", people(600)), ("visit", [visit(issues=[issue(), issue()])] * 3)]
)
def test_all_are_one_step(offices: Offices, kind: str, given: list[dict[str, Any]]) -> None:
    ledger = offices.village()
    saved = record(ledger, kind, given)
    # Of twenty thousand records a step would be megabytes, an act for each.
    acts = json.loads(ledger.database.execute_sql("SELECT acts FROM step").fetchone()[0])
    assert (acts[0]["kind"], len(acts[0]["record_ids"])) == (kind, len(given))
    assert len(acts) == 1 + bool(saved.also)
    assert undo(ledger).kept == ()
    assert count_records(ledger, Query(kind)) == count_records(ledger, Query("issue")) == 0
    assert redo(ledger).kept == ()
    assert count_records(ledger, Query(kind)) == len(saved.ids)
    assert undo(ledger).kept == ()
    assert inspect(ledger).findings == ()


def test_taking_back_leaves_what_was_withdrawn_before(offices: Offices) -> None:
    ledger = offices.village()
    saved = record(ledger, "person", people(3))
    withdraw(ledger, "person", saved.ids[1], "重复")
    ledger.database.execute_sql("UPDATE step SET state = 2 WHERE label = 'withdraw_person'")
    changes = len(ledger.log.of_record(saved.ids[1]))
    assert undo(ledger).kept == ()
    assert len(ledger.log.of_record(saved.ids[1])) == changes
    assert count_records(ledger, Query("person")) == 0
    assert inspect(ledger).findings == ()


def test_taking_back_many_that_are_disputed(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    saved = record(village, "visit", [visit(note="旧"), visit()])
    offices.send(village, town)
    revise(village, "visit", saved.ids[0], {"note": "村"})
    revise(town, "visit", saved.ids[0], {"note": "镇"})
    village.database.execute_sql("UPDATE step SET state = 2 WHERE label = 'change_visit'")
    offices.send(town, village)
    village.database.execute_sql("UPDATE step SET state = 2 WHERE label = 'import'")
    assert undo(village).kept == ()
    assert get_record(village, "visit", saved.ids[0]).has_conflict
    assert inspect(village).findings == ()
    assert redo(village).kept == ()
    assert inspect(village).findings == ()


@pytest.mark.parametrize("questions", [1, 2, 4, 6])
def test_cancelling_leaves_nothing(offices: Offices, questions: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked before each so many, three times while they are checked, and three times while they are written."""
    monkeypatch.setattr(recording, "_AT_ONCE", 500)
    ledger = offices.village()
    record(ledger, "person", people(1))
    before = dump(ledger)
    asked: list[int] = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) == questions

    with pytest.raises(Refused, match="cancelled"):
        record(ledger, "person", people(), cancelled=is_cancelled)
    assert (dump(ledger), len(asked)) == (before, questions)
    record(ledger, "person", people(2))
    assert inspect(ledger).findings == ()


def test_progress_tells_checking_and_writing(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_AT_ONCE", 500)
    told: list[tuple[int, int]] = []
    record(offices.village(), "person", people(1_001), progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 2_002) for done in (0, 500, 1_000, 1_001, 1_501, 2_001, 2_002)]


def test_a_fault_among_many_names_its_row(offices: Offices) -> None:
    ledger = offices.village()
    given = people()
    given[700] |= {"sex": "雄", "relation": ""}
    with pytest.raises(Refused) as caught:
        record(ledger, "person", given)
    assert {(one.row, one.field, one.kind) for one in caught.value.problems} == {
        (701, "sex", "bad_choice"),
        (701, "relation", "missing"),
    }
    assert count_records(ledger, Query("person")) == 0


def test_people_taken_back_together_are_not_offered_any_more(offices: Offices) -> None:
    village = offices.village()
    record(village, "household", [{"household_no": f"1-{one:03}", "head_name": f"郑{one}山"} for one in range(3)])
    assert len(known(village, "郑")) == 3
    undo(village)
    assert known(village, "郑") == []
    assert inspect(village).findings == ()
    redo(village)
    assert len(known(village, "郑")) == 3
    assert inspect(village).findings == ()
