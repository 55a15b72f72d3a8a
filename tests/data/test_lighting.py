"""The light in SQL and the light in the domain are one rule."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from desktop.data.lighting import light_expression
from desktop.domain.kinds import ISSUE
from desktop.domain.lights import light_of


def test_sql_and_python_agree_on_every_state_and_deadline() -> None:
    today, warn_days = date(2026, 3, 5), 7
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE issue (status TEXT, due_on TEXT)")
    expression = light_expression(today, warn_days)
    days = [None, *((today + timedelta(days=offset)).isoformat() for offset in range(-3, 12))]
    for choice in ISSUE.field("status").choices:
        for due_on in days:
            connection.execute("DELETE FROM issue")
            connection.execute("INSERT INTO issue VALUES (?, ?)", (choice.code, due_on))
            found = connection.execute(f"SELECT {expression} FROM issue").fetchone()[0]
            assert found == light_of(choice.code, due_on, today, warn_days), (choice.code, due_on)
    connection.close()
