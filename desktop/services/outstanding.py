"""What an office has not handed over yet, by partner office."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.data.changelog import State
from desktop.data.ledger import Ledger
from desktop.domain.changes import Level
from desktop.services.exporting import acknowledged
from desktop.services.placing import villages_of

MOST_COUNTED = 1_000
"""Records are counted up to here: a town asks for each of its villages, on the window's thread, in 1 ms each."""


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A partner office and how many records have own changes that no workbook for it has held.

    ``handed_at`` and ``file_name`` are those of the last workbook for it, empty before the first.
    """

    unit_code: str
    name: str
    records: int
    handed_at: str = ""
    file_name: str = ""

    @property
    def is_more(self) -> bool:
        """Whether there are at least so many records, not just so many."""
        return self.records >= MOST_COUNTED


def outstanding(ledger: Ledger) -> tuple[Outstanding, ...]:
    """A village's town, or a town's villages (by code): those whose records are held here."""
    office = ledger.office
    if office.level is Level.VILLAGE:
        return (_of_partner(ledger, office.town_code, office.town_name, [office.own_scope, office.shared_scope]),)
    rows = ledger.database.execute_sql(
        "SELECT DISTINCT s.name, s.unit_name FROM scope s JOIN held h ON h.scope_id = s.id "
        "WHERE s.name LIKE 'village:%' ORDER BY s.name"
    ).fetchall()
    named = villages_of(ledger) if any(not name for _, name in rows) else {}
    partners = []
    for scope, name in rows:
        code = scope.removeprefix("village:")
        partners.append(_of_partner(ledger, code, name or named.get(code, code), [scope, office.shared_scope]))
    return tuple(partners)


def _of_partner(ledger: Ledger, code: str, name: str, scopes: list[str]) -> Outstanding:
    marks = ", ".join("?" * len(scopes))
    handed: dict[str, tuple[dict[str, int], str, str]] = {
        scope: (json.loads(vector), handed_at, file_name)
        for scope, vector, handed_at, file_name in ledger.database.execute_sql(
            "SELECT s.name, o.vector, o.handed_at, o.file_name FROM handed_over o JOIN scope s ON s.id = o.scope_id "
            f"WHERE o.unit_code = ? AND s.name IN ({marks})",
            (code, *scopes),
        )
    }
    own = ledger.database.execute_sql(
        "SELECT s.name, h.scope_id, h.node_id, n.uid, h.number FROM held h JOIN scope s ON s.id = h.scope_id "
        f"JOIN node n ON n.id = h.node_id WHERE n.unit_code = ? AND s.name IN ({marks})",
        (ledger.office.code, *scopes),
    ).fetchall()
    beyond = []
    for scope, scope_id, node_id, node_uid, number in own:
        vector = handed[scope][0] if scope in handed else {}
        known = max(vector.get(node_uid, 0), acknowledged(ledger, code, scope).get(node_uid, 0))
        if number > known:
            beyond.append((scope_id, node_id, known))
    records = _records_of(ledger, beyond) if beyond else 0
    last = max(handed.values(), key=lambda each: each[1], default=({}, "", ""))
    return Outstanding(code, name, records, last[1], last[2])


def _records_of(ledger: Ledger, beyond: Sequence[tuple[int, int, int]]) -> int:
    """How many records have changes of any scope and node beyond a number, each counted once."""
    # Read one after the other until there are enough, rather than put together first.
    parts = " UNION ALL ".join(
        "SELECT record_id FROM change WHERE scope_id = ? AND node_id = ? AND number > ? AND state <> ?" for _ in beyond
    )
    values = [value for one in beyond for value in (*one, State.UNRECEIVED)]
    found = ledger.database.execute_sql(
        f"SELECT count(*) FROM (SELECT DISTINCT record_id FROM ({parts}) LIMIT ?)", [*values, MOST_COUNTED]
    )
    return int(found.fetchone()[0])
