"""Two computers of one village give the same 问题编号: it is found, and the later issue can get another."""

from __future__ import annotations

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.finding import get_record
from desktop.services.inspecting import inspect
from desktop.services.numbering import SharedCode, renumber, shared_codes
from desktop.services.recording import record, withdraw
from desktop.services.undoing import undo
from tests.offices import EAST, Offices, issue


def code_of(ledger: Ledger, issue_id: str) -> str:
    return str(get_record(ledger, "issue", issue_id).values["code"])


@pytest.fixture
def shared(offices: Offices) -> tuple[Ledger, Ledger, str, str]:
    """A town and a second computer of the village that hold two issues of one number: the first and the second."""
    one, other, town = offices.village(), offices.village(), offices.town()
    # The first takes its place by the order of changes, not by the clock: the other computer has written more.
    record(other, "cadre", [{"name": "钱小河"}])
    first = record(one, "issue", [issue()]).ids[0]
    second = record(other, "issue", [issue(description="桥栏松动")]).ids[0]
    for village in (one, other):
        offices.send(village, town)
    offices.send(town, other, full=True)
    return town, other, first, second


def test_every_ledger_finds_the_same(shared: tuple[Ledger, Ledger, str, str]) -> None:
    town, other, first, second = shared
    code = code_of(town, first)
    assert code == f"{EAST[6:]}-2024-0001"
    assert shared_codes(town) == shared_codes(other) == [SharedCode(code, first, (second,))]


def test_the_later_issue_gets_another(offices: Offices, shared: tuple[Ledger, Ledger, str, str]) -> None:
    town, other, first, second = shared
    renumber(other, second)
    offices.send(other, town)
    for ledger in (town, other):
        assert shared_codes(ledger) == []
        assert (code_of(ledger, first)[-4:], code_of(ledger, second)[-4:]) == ("0001", "0002")
        assert inspect(ledger).findings == ()
    undo(other)
    assert len(shared_codes(other)) == 1


def test_the_first_keeps_its_number(shared: tuple[Ledger, Ledger, str, str]) -> None:
    town, _, first, second = shared
    with pytest.raises(Refused, match="code_not_shared"):
        renumber(town, first)
    withdraw(town, "issue", second, "重复")
    assert shared_codes(town) == []
