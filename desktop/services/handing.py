"""What has not been handed over yet: records an office changed since its last workbook for the partner."""

from __future__ import annotations

import json

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level, scope_of_village

_TIPS = """
SELECT h.scope_id, s.name, n.id, n.uid, h.number
FROM held h JOIN scope s ON s.id = h.scope_id JOIN node n ON n.id = h.node_id
WHERE n.unit_code = ? AND s.name LIKE 'village:%'
"""
_HANDED = """
SELECT scope_id, unit_code, vector FROM handed_over
UNION ALL
SELECT a.scope_id, n.unit_code, a.vector FROM acknowledged a JOIN node n ON n.id = a.node_id
"""


def pending_changes(ledger: Ledger) -> int:
    """How many records this office changed that are in no workbook for the partner yet.

    A village's partner is its town; a town counts for each of its villages. What the partner says it has received
    (through another computer of the office, say) counts as handed over. Settings and the office's own register stay
    with the office and are not counted.
    """
    known = _handed_over(ledger)
    wanted: dict[int, list[tuple[int, int]]] = {}
    for scope_id, scope, node_id, node, number in ledger.database.execute_sql(_TIPS, (ledger.office.code,)):
        handed = known.get((scope_id, _partner(ledger, scope)), {}).get(node, 0)
        if number > handed:
            wanted.setdefault(scope_id, []).append((node_id, handed))
    return sum(_records_beyond(ledger, scope_id, nodes) for scope_id, nodes in wanted.items())


def _partner(ledger: Ledger, scope: str) -> str:
    if ledger.office.level is Level.VILLAGE and scope == scope_of_village(ledger.office.code):
        return ledger.office.town_code
    return scope.removeprefix("village:")


def _handed_over(ledger: Ledger) -> dict[tuple[int, str], dict[str, int]]:
    """(scope, partner) → for each node the highest number the partner was given or has received."""
    known: dict[tuple[int, str], dict[str, int]] = {}
    for scope_id, unit_code, text in ledger.database.execute_sql(_HANDED):
        vector = known.setdefault((scope_id, unit_code), {})
        for node, number in json.loads(text).items():
            vector[node] = max(vector.get(node, 0), number)
    return known


def _records_beyond(ledger: Ledger, scope_id: int, nodes: list[tuple[int, int]]) -> int:
    """Records of a scope changed by any of the nodes after the number given with it (by the log's own index)."""
    ranges = " UNION ALL ".join(
        "SELECT record_id FROM change WHERE scope_id = ? AND node_id = ? AND number > ?" for _ in nodes
    )
    values = [value for node_id, number in nodes for value in (scope_id, node_id, number)]
    found = ledger.database.execute_sql(f"SELECT count(DISTINCT record_id) FROM ({ranges})", values).fetchone()
    return int(found[0])
