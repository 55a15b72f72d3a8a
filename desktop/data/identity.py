"""As which node a ledger writes, and which changes of other nodes it wrote itself before it went on as a new one.

Two ledgers that write as one node would give one number to two changes. So a ledger that may be a copy, or an old
backup, goes on as a node of its own; what it wrote before stays what it is.
"""

from __future__ import annotations

import json
import secrets
import sys
import uuid
from pathlib import Path

from sqlcipher3 import dbapi2

from desktop.data.database import connect_raw
from desktop.data.ledger import Ledger
from desktop.data.locking import LedgerKeys, lock_of
from desktop.domain.changes import canonical

FORMER = "former"
"""Key of ``meta``: by scope and node the highest number this ledger wrote itself as that node."""


def written_count(ledger: Ledger, node_uid: str) -> int:
    """How many changes of a node the ledger holds without gaps, over all scopes."""
    found = ledger.database.execute_sql(
        "SELECT coalesce(sum(h.number), 0) FROM held h JOIN node n ON n.id = h.node_id WHERE n.uid = ?", (node_uid,)
    ).fetchone()
    return int(found[0])


def is_known(ledger: Ledger, node_uid: str) -> bool:
    """Whether the ledger has heard of a node."""
    found = ledger.database.execute_sql("SELECT 1 FROM node WHERE uid = ?", (node_uid,)).fetchone()
    return found is not None


def write_as(ledger: Ledger, node_uid: str = "") -> str:
    """Go on as another node, by default a new one; gives its id. Runs inside the caller's transaction.

    What was written so far stays with the node that wrote it. Steps of undo made as that node are out of reach.
    """
    node_uid = node_uid or secrets.token_hex(16)
    former = _former(ledger)
    rows = ledger.database.execute_sql(
        "SELECT s.name, h.number FROM held h JOIN node n ON n.id = h.node_id JOIN scope s ON s.id = h.scope_id "
        "WHERE n.uid = ?",
        (ledger.node_uid,),
    ).fetchall()
    for scope, number in rows:
        former.setdefault(scope, {})[ledger.node_uid] = number
    ledger.set_meta(FORMER, canonical(former))
    office = ledger.office
    ledger.database.execute_sql(
        "INSERT INTO node (uid, level, unit_code, unit_name) VALUES (?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING",
        (node_uid, office.level, office.code, office.name),
    )
    ledger.set_meta("node", node_uid)
    ledger.go_on_as(node_uid, uuid.uuid4().hex)
    return node_uid


def own_stretches(ledger: Ledger, scope_id: int) -> dict[int, int]:
    """By row id of the node: up to which number its changes in a scope were written in this ledger itself.

    Those are never un-received, and wait only with the record they build on.
    """
    found = ledger.database.execute_sql("SELECT name FROM scope WHERE id = ?", (scope_id,)).fetchone()
    own = {ledger.log.node_id(uid): number for uid, number in _former(ledger).get(found[0], {}).items()}
    own[ledger.log.node_id(ledger.node_uid)] = sys.maxsize
    return own


def former_stretches(ledger: Ledger, scope: str) -> dict[str, int]:
    """By id of the nodes this ledger was before: up to which number it wrote in a scope as each of them."""
    return _former(ledger).get(scope, {})


def note_former_stretches(ledger: Ledger, scope: str, stretches: dict[str, int]) -> None:
    """Put other former stretches in the place of those of a scope (its nodes were given other names)."""
    ledger.set_meta(FORMER, canonical({**_former(ledger), scope: stretches}))


def _former(ledger: Ledger) -> dict[str, dict[str, int]]:
    text = ledger.meta(FORMER)
    return dict(json.loads(text)) if text else {}


def is_ledger_of(path: Path, node_uid: str, keys: LedgerKeys | None = None) -> bool:
    """Whether the file at ``path`` is a ledger that writes as this node. Leaves the file as it is.

    A locked one is known only by its own ``keys``.
    """
    try:
        if not path.is_file():
            return False
        lock_id = lock_of(path)
        if lock_id and (keys is None or lock_id != keys.lock_id):
            return False
        copy = connect_raw(path, keys if lock_id else None, timeout=1)
    except (OSError, ValueError, dbapi2.Error):
        return False
    try:
        found = copy.execute("SELECT value FROM meta WHERE key = 'node'").fetchone()
    except dbapi2.Error:
        return False
    finally:
        copy.close()
    return bool(found and found[0] == node_uid)
