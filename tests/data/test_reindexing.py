"""The search indexes made anew: after damage, after a change of their form, and when that is interrupted."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.data import reindexing
from desktop.data.reindexing import is_outdated, rebuild, renew_some
from desktop.data.search import INDEX_VERSION, VERSION_KEY
from desktop.domain.errors import Refused
from desktop.services.finding import Query, list_records
from desktop.services.inspecting import inspect
from desktop.services.knowing import known
from desktop.services.recording import record, withdraw
from tests.offices import Offices, visit

DAMAGE = {
    "entries": "DELETE FROM visit_text_data WHERE id > 10",
    "structure": "DELETE FROM visit_text_data",
    "garbage": "UPDATE visit_text_data SET block = x'00ff00ff'",
    "sizes": "DELETE FROM visit_text_docsize",
    "people": "DELETE FROM household_names_data",
    "people's sizes": "DELETE FROM household_names_docsize",
    "too many": "INSERT INTO visit_text (rowid, text) VALUES (99, '多余')",
    "another text": "INSERT OR REPLACE INTO household_text (rowid, text) VALUES (1, '多余')",
}


@pytest.fixture
def village(offices: Offices) -> Any:
    """Three visits and two households, one of which is withdrawn."""
    made = offices.village()
    record(made, "visit", [visit(subject_name=name, demand="村口路灯不亮") for name in ("张三", "王小川", "欧阳修远")])
    homes = [{"household_no": str(number), "head_name": name} for number, name in enumerate(("郑大山", "郑小山"))]
    withdraw(made, "household", record(made, "household", homes).ids[1], "迁走")
    return made


def found(ledger: Any) -> list[Any]:
    """What some searches find."""
    texts = [
        sorted(one.id for one in list_records(ledger, Query("visit", text=text))) for text in ("路灯", "张三", "川")
    ]
    return [*texts, [one.title for one in known(ledger, "z")], [one.title for one in known(ledger, "郑")]]


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_mended(village: Any, statement: str) -> None:
    before = found(village)
    assert before[3] == ["郑大山"]
    village.database.execute_sql(statement)
    assert not inspect(village).is_sound
    assert rebuild(village) > 0
    assert inspect(village).findings == ()
    assert found(village) == before


def test_an_older_form_is_told_and_is_no_damage(village: Any) -> None:
    with village.transaction():
        village.set_meta(VERSION_KEY, "0")
    seen = inspect(village)
    assert [(one.code, dict(one.params)) for one in seen.findings] == [
        ("index_outdated", {"noted": "0", "wanted": INDEX_VERSION})
    ]
    assert seen.is_sound
    rebuild(village)
    assert inspect(village).findings == ()


def test_a_rebuild_that_is_cancelled_leaves_each_index_whole(village: Any) -> None:
    before = found(village)
    asked = 0

    def is_cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 1

    with pytest.raises(Refused) as refusal:
        rebuild(village, is_cancelled=is_cancelled)
    assert refusal.value.code == "cancelled"
    assert found(village) == before
    assert inspect(village).findings == ()


def test_a_rebuild_tells_how_far_it_is(village: Any) -> None:
    told: list[tuple[int, int]] = []
    rebuild(village, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 0


def renew(ledger: Any, times: int = 1_000) -> int:
    """Portions that were written, at most so many."""
    for done in range(times):
        if renew_some(ledger) is None:
            return done
    return times


def test_an_index_of_another_form_is_renewed_beside_the_work(village: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "PORTION", 1)
    before = found(village)
    village.database.execute_sql("INSERT INTO visit_text (rowid, text) VALUES (99, '多余')")
    for row in (1, 2):
        village.database.execute_sql("INSERT OR REPLACE INTO visit_text (rowid, text) VALUES (?, '多余')", (row,))
    with village.transaction():
        village.set_meta(VERSION_KEY, "0")
    assert renew(village, 2) == 2
    # As when the program ends: the next goes on. What is saved meanwhile is found at once.
    assert is_outdated(village)
    record(village, "visit", [visit(subject_name="张三丰", demand="看水表")])
    assert [one.values["subject_name"] for one in list_records(village, Query("visit", text="水表"))] == ["张三丰"]
    assert renew(village) > 10
    assert not is_outdated(village)
    assert inspect(village).findings == ()
    assert found(village)[0] == before[0]
    assert renew(village) == 0


def test_a_new_ledger_notes_the_form(offices: Offices) -> None:
    assert offices.village().meta(VERSION_KEY) == INDEX_VERSION
