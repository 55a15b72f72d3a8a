"""Files that are in already: known by their bytes, without being read again."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

from desktop.data.ledger import Ledger
from desktop.data.receiving import gaps
from desktop.exchange.opening import MAX_FILE_BYTES
from desktop.exchange.replacing import readable_name
from desktop.services.outcomes import FileOutcome


class Digests:
    """The digests of files, each made once for as long as the file keeps its size and its time."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, int, int], str] = {}

    def of(self, path: Path) -> str | None:
        """SHA-256 (hex) of the bytes; None for what cannot be read or is no file that could be imported."""
        # Why a file cannot be read is said by what reads it.
        try:
            told = path.stat()
            if not stat.S_ISREG(told.st_mode) or told.st_size > MAX_FILE_BYTES:
                return None
            key = (path, told.st_size, told.st_mtime_ns)
            if key not in self._known:
                with path.open("rb") as file:
                    self._known[key] = hashlib.file_digest(file, "sha256").hexdigest()
            return self._known[key]
        except OSError:
            return None


def repeated(ledger: Ledger, path: Path, seen: str = "", digests: Digests | None = None) -> FileOutcome | None:
    """What importing a file again does, when the same bytes came in before and nothing of it has changed since.

    None wherever that is not certain, or there is more to tell than that nothing is new: cells typed by hand, gaps,
    changes that wait, were taken back or left out. ``seen`` is the digest the file is said to have;
    ``digests`` those that were made already.
    """
    digest = (digests or Digests()).of(path)
    if digest is None or (seen and digest != seen):
        return None
    found = ledger.database.execute_sql(
        "SELECT b.node_id, b.summary, n.unit_name, n.unit_code FROM batch b JOIN node n ON n.id = b.node_id "
        "WHERE b.file_digest = ? AND b.is_undone = 0 ORDER BY b.id DESC LIMIT 1",
        (digest,),
    ).fetchone()
    if found is None:
        return None
    node_id, text, sender, sender_code = found
    summary = json.loads(text)
    if "plainly" not in summary or not _stands(ledger, node_id):
        return None
    memory = summary["plainly"]
    return FileOutcome(
        readable_name(path),
        "nothing_new",
        sender,
        sender_code,
        memory["made_at"],
        memory["actor"],
        unchanged=memory["shown"],
        digest=digest,
    )


def memory_of(outcome: FileOutcome, shown: int) -> dict[str, object]:
    """What a batch keeps for :func:`repeated`: nothing when the file holds more than what its sender's log says.

    ``shown``: how many of the file's visible rows are here.
    """
    if outcome.edited_by_hand or outcome.rejected or outcome.unread or outcome.left_out:
        return {}
    return {"plainly": {"made_at": outcome.made_at, "actor": outcome.actor, "shown": shown}}


def _stands(ledger: Ledger, node_id: int) -> bool:
    """Whether in all scopes that the sender has spoken of everything held counts, and nothing is missing."""
    execute = ledger.database.execute_sql
    vectors = {
        scope: (scope_id, json.loads(vector))
        for scope, scope_id, vector in execute(
            "SELECT s.name, s.id, a.vector FROM acknowledged a JOIN scope s ON s.id = a.scope_id WHERE a.node_id = ?",
            (node_id,),
        )
    }
    marks = ", ".join("?" * len(vectors))
    idle = execute(
        f"SELECT 1 FROM change WHERE state <> 0 AND +scope_id IN ({marks}) LIMIT 1",
        [scope_id for scope_id, _ in vectors.values()],
    ).fetchone()
    return idle is None and not gaps(ledger, {scope: vector for scope, (_, vector) in vectors.items()})
