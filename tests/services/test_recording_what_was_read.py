"""Values that were read out of a file are recorded as if they were checked once more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.recording import EntryCheck, record
from desktop.services.taking import examine
from tests.benchmarks.roster import roster_workbook
from tests.offices import Offices, values_of

CLERKS = Path(__file__).resolve().parents[1] / "fixtures" / "ledgers_of_clerks"
ODD = ["汉", "3", "1.户主", "孙子", "13900000001（儿子）", "０５１１－８７６５４３２１", "二〇二四年三月五日", "无证"]


@pytest.mark.parametrize("level", ["village", "town"])
@pytest.mark.parametrize("path", sorted(CLERKS.glob("*.truth.json")), ids=lambda path: path.name.split(".truth")[0])
def test_ledgers_of_clerks(offices: Offices, path: Path, level: str) -> None:
    truth = json.loads(path.read_text("utf-8"))
    ledger, kind = offices.village() if level == "village" else offices.town(), KINDS[truth["as"]]
    look = examine(ledger, CLERKS / truth["file"], kind.name)
    trusting, checking = EntryCheck(ledger, kind, is_read=True), EntryCheck(ledger, kind)
    rows = [*look.rows, *look.partial]
    assert rows != []
    for row in rows:
        assert trusting.check(row.values, row.row) == checking.check(row.values, row.row)


@pytest.mark.parametrize("name", ["person", "household", "enterprise", "cadre", "visit", "issue"])
def test_any_word_in_any_column(offices: Offices, tmp_path: Path, name: str) -> None:
    ledger, kind, book = offices.village(), KINDS[name], Workbook()
    book.active.append([field.label for field in kind.fields])
    for number in range(6 * len(ODD)):
        cells: list[Any] = [ODD[(number + place) % len(ODD)] for place in range(len(kind.fields))]
        book.active.append(cells)
    book.save(tmp_path / "台账.xlsx")
    look = examine(ledger, tmp_path / "台账.xlsx", name)
    trusting, checking = EntryCheck(ledger, kind, is_read=True), EntryCheck(ledger, kind)
    assert [*look.rows, *look.partial] != []
    for row in [*look.rows, *look.partial]:
        assert trusting.check(row.values) == checking.check(row.values)


def test_a_roster(offices: Offices, tmp_path: Path) -> None:
    roster_workbook(tmp_path / "roster.xlsx", 300)
    one, other = offices.village(), offices.village()
    rows = [row.values for row in examine(one, tmp_path / "roster.xlsx", "person").rows]
    assert len(rows) == 300
    read, typed = record(one, "person", rows, is_read=True), record(other, "person", rows)
    for record_id, other_id in zip(read.ids, typed.ids, strict=True):
        values = [values_of(one, "person", record_id), values_of(other, "person", other_id)]
        for found in values:
            for own in ("id", "recorded_at", "changed_at"):
                del found[own]
        assert values[0] == values[1]


@pytest.mark.parametrize("bad", [{"id_number": "\ud800"}, {"phone": ""}, {"birth_date": "2024-02-30"}, {"name": None}])
def test_what_cannot_be_stored_is_refused(offices: Offices, bad: dict[str, Any]) -> None:
    values = {"name": "张三", "household_no": "1", **bad}
    try:
        saved = record(offices.village(), "person", [values])
    except Refused as refusal:
        with pytest.raises(Refused) as caught:
            record(offices.village(), "person", [values], is_read=True)
        assert caught.value.params == refusal.params
    else:
        assert record(offices.village(), "person", [values], is_read=True).changed_kinds == saved.changed_kinds
