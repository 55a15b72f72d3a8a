"""Whatever JSON a command is given, or stands in a ledger as a setting: done or refused, and never a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop.data.ledger import Ledger
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import TRANSITIONS
from desktop.services.layouts import read_memory
from desktop.services.settings import SETTINGS, read_settings
from desktop.services.views import saved_views
from tests.cli.conftest import Office
from tests.hostile.mutating import bounded
from tests.offices import EAST, Offices, assignment, issue, visit

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.text("=@+-\t\x00\u202e<&", max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
NAMES = sorted({field.name for kind in KINDS.values() for field in kind.fields} | {"issues", "reason", "happened_on"})
EVENTS = sorted({one.event for one in TRANSITIONS})


def begun(folder: Path) -> tuple[Office, str, str]:
    """A village, a visit, an issue."""
    office = Office(folder / "ledger.db")
    arguments = ("--level", "village", "--code", EAST, "--name", "东沟村", "--actor", "钱小河")
    assert office("init", *arguments).code == 0
    made = office.json("add", "visit", given=visit(issues=[issue()]))
    return office, made["ids"][0], made["also"][0]["id"]


def test_json_given_to_commands(tmp_path: Path) -> None:
    office, visit_id, issue_id = begun(tmp_path)

    @bounded(60)
    @given(
        st.sampled_from(sorted(KINDS)),
        st.sampled_from(EVENTS),
        st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5),
        VALUES,
        st.integers(0, 4),
    )
    def tried(kind: str, event: str, values: dict[str, Any], value: Any, act: int) -> None:
        commands = [
            (("add", kind), [values, value]),
            (("add", "visit"), visit() | values),
            (("set", "visit", visit_id), values),
            (("event", issue_id, event), {**assignment(), **values}),
            (("set-many", issue_id), value),
        ]
        arguments, given = commands[act]
        answer = office(*arguments, "--json-file", "-", "--json", given=json.dumps(given))
        assert answer.code in (0, 1, 2), answer
        if answer.code == 1:
            assert answer.json["message"].endswith(("。", "：")), answer

    tried()
    assert office.json("check")["ok"] is True


def test_settings_that_nobody_chose(offices: Offices) -> None:
    """A setting comes with the ledger, and with workbooks of the office's other computers."""
    village: Ledger = offices.village()

    @bounded(120)
    @given(st.sampled_from([*SETTINGS, "intake"]), VALUES)
    def tried(key: str, value: Any) -> None:
        village.database.execute_sql("DELETE FROM setting")
        village.database.execute_sql("INSERT INTO setting (id, value) VALUES (?, ?)", (key, json.dumps(value)))
        read_settings(village)
        read_memory(village)
        for kind in KINDS:
            saved_views(village, kind)

    tried()
