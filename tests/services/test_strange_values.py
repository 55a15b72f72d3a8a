"""Values that no form of this program takes, from a program that writes what it likes: taken in, shown, passed on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.data.refolding import refold
from desktop.data.writing import Writing, wall_now
from desktop.domain.changes import Operation, scope_of_village
from desktop.domain.kinds import KINDS
from desktop.reports.forms import FORMS
from desktop.services.casework import case_of
from desktop.services.finding import get_record
from desktop.services.inspecting import inspect
from desktop.services.printing import chosen_list
from desktop.services.publishing import publish_workbook
from desktop.services.recording import record
from tests.offices import EAST, Offices, issue

STRANGE: dict[str, Any] = {
    "numbers in a list": [1, 2.5, None, True],
    "lists in a list": [["a"], {"b": [1]}],
    "a list with nothing in it": ["文", None],
    "a mapping": {"a": None, "b": "x\ny"},
    "nothing": 0,
    "true": True,
    "half": 0.1 + 0.2,
    "a large fraction": 1e300,
    "a number without a column for it": 10**400,
    "more digits than a fraction holds": 2**53 + 1,
    "digits": "12",
    "digits with blanks": " 7 ",
    "a power": "1e5",
    "a bell": "铃\x07\x00\x1f声",
    "no character": "无\ufffe字",
    "a long text": "长" * 40_000,
    "a long text of rare characters": "𠀀" * 20_000,
}


def forge(ledger: Ledger, issue_id: str, operation: Operation, patch: dict[str, Any]) -> None:
    """Write what no service writes, as another program could."""
    with ledger.transaction():
        changes = Writing(ledger, wall_now())
        changes._append("issue", issue_id, operation, patch, scope_of_village(EAST))
        changes.finish("", "")
        refold(ledger, [issue_id])


@pytest.fixture
def forged(offices: Offices) -> tuple[Ledger, list[str]]:
    """A village's ledger, and two issues of it for each of the values: set by a step, and set outright."""
    village = offices.village()
    ids = record(village, "issue", [issue()] * (2 * len(STRANGE))).ids
    names = [field.name for field in KINDS["issue"].fields if field.name not in ("id", "unit_code", "status")]
    for place, value in enumerate(STRANGE.values()):
        stepped, changed = ids[2 * place : 2 * place + 2]
        fields = dict.fromkeys(names, value)
        forge(village, stepped, Operation.EVENT, {"event": "assign", "fields": fields, "reason": value})
        forge(village, stepped, Operation.EVENT, {"event": value, "fields": fields, "duty": value})
        forge(village, changed, Operation.UPDATE, fields)
    return village, list(ids)


def test_strange_values_are_held_and_shown(offices: Offices, forged: tuple[Ledger, list[str]]) -> None:
    village, ids = forged
    town = offices.town()
    assert offices.send(village, town, full=True).status == "imported"
    assert inspect(village).findings == ()
    assert inspect(town).findings == ()
    for one in ids:
        assert get_record(town, "issue", one).values["status"] in ("draft", "pending")
        case = case_of(town, one)
        assert all(form.shape(case) for form in FORMS)
    assert chosen_list(town, ids)


def test_strange_values_are_passed_on(offices: Offices, forged: tuple[Ledger, list[str]], tmp_path: Path) -> None:
    village, ids = forged
    town, copy = offices.town(), offices.town()
    offices.send(village, town, full=True)
    assert publish_workbook(town, tmp_path / "posted.xlsx")
    # What comes back is not taken for typed by hand.
    back = offices.send(town, village, full=True)
    assert (back.status, back.edited_by_hand, back.rejected) == ("nothing_new", 0, [])
    offices.send(village, copy, full=True)
    for one in ids:
        assert get_record(copy, "issue", one).values == get_record(village, "issue", one).values
