"""Taking in sync workbooks: each file comes in whole, is one step of undo, and can be taken back as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from desktop.data.database import MACHINE_FAULTS
from desktop.data.leaving_out import leave_out, leave_out_again, take_in
from desktop.data.ledger import Ledger
from desktop.data.receiving import receive_again, unreceive
from desktop.data.refolding import refold
from desktop.data.writing import Writing, wall_now
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.exchange.parsing import Incoming
from desktop.exchange.reading import Reader, WorkbookReader
from desktop.exchange.unpacking import is_archive
from desktop.services.merging import Wish, present, receive, refuse_unless_ours, waiting_changes
from desktop.services.outcomes import BatchOutcome, FileOutcome
from desktop.services.pausing import collect_new, no_collection
from desktop.services.receiving_files import Arrival
from desktop.services.repeating import Digests, repeated
from desktop.services.reversing import do_again, take_back

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

open_reader: Callable[[], Reader] = WorkbookReader
"""What reads the files of one import."""


_ENDING = MACHINE_FAULTS | {"cancelled"}
"""Refusals that end the import of all files."""


class _Rehearsed(Exception):  # noqa: N818 - no error: it carries the way out of a transaction
    pass


@contextmanager
def rehearsal(ledger: Ledger) -> Iterator[None]:
    """A transaction that ends by leaving nothing behind: to say what would happen."""
    try:
        with ledger.transaction():
            yield
            raise _Rehearsed
    except _Rehearsed:
        pass


def import_workbooks(
    ledger: Ledger,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    left_out: Mapping[Path, Collection[str]] | None = None,
    seen: Mapping[Path, str] | None = None,
    password: str | Mapping[Path, str] = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[FileOutcome]:
    """Import files in one transaction, each wholly or not at all; a refused file does not keep the others out.

    Archives of attached files are taken in after the workbooks, which name what is in them.

    With ``dry_run`` everything is tried out and rolled back, so that what is said is what will happen; the outcomes
    then tell each row. ``left_out`` names records (by id) of a file that are not to count here; ``seen`` the digest of
    a file as it was when a person looked at its trial. ``password`` is for those of the files that are sealed, or tells
    the password of each.
    Refused: ``cancelled`` and faults of the machine; then none of the files is imported.
    """
    outcomes: dict[int, FileOutcome] = {}
    digests = Digests()
    arrival = Arrival(is_trial=dry_run)
    archives = {place for place, path in enumerate(paths) if is_archive(path)}
    with (
        no_collection(),
        open_reader() as reader,
        rehearsal(ledger) if dry_run else ledger.transaction(),
        ledger.indexing_together(),
    ):
        if isinstance(password, str):
            # What is in already is not read, and so must not be begun early.
            expected = [path for place, path in enumerate(paths) if place not in archives]
            reader.expect([path for path in expected if repeated(ledger, path, "", digests) is None], password)
        for place in sorted(range(len(paths)), key=lambda place: (place in archives, place)):
            path = paths[place]
            wish = Wish(frozenset((left_out or {}).get(path, ())), (seen or {}).get(path, ""), is_detailed=dry_run)
            its_password = password if isinstance(password, str) else password.get(path, "")
            read = partial(reader.read, path, its_password, cancelled)
            if place in archives:
                outcomes[place] = _try_archive(ledger, path, _watch(cancelled), arrival, its_password)
            else:
                outcomes[place] = _try(ledger, path, read, wish, digests, _watch(cancelled))
            collect_new()
            if progress is not None:
                progress(len(outcomes), len(paths))
        for outcome in outcomes.values():
            outcome.files_missing = arrival.missing_of(ledger, outcome.attachments)
    return [outcomes[place] for place in range(len(paths))]


def _watch(cancelled: Cancelled | None) -> Callable[[], None]:
    def stop_if_cancelled() -> None:
        if cancelled is not None and cancelled():
            raise Refused("cancelled")

    return stop_if_cancelled


def _try(
    ledger: Ledger,
    path: Path,
    read: Callable[[], Incoming],
    wish: Wish,
    digests: Digests,
    check: Callable[[], None],
) -> FileOutcome:
    check()
    if not wish.leave_out and (known := repeated(ledger, path, wish.seen, digests)) is not None:
        return known
    try:
        incoming = read()
        check()
        if wish.seen and incoming.file_digest != wish.seen:
            raise Refused("file_changed", file=incoming.file_name)
        refuse_unless_ours(ledger, incoming)
        with ledger.transaction():
            outcome = receive(ledger, incoming, wish, check)
        _let_go(incoming)
    except Refused as refusal:
        # A fault of the machine may have ended the whole transaction: nothing said about the other files would hold.
        if refusal.code in _ENDING:
            raise
        return FileOutcome(path.name, "refused", refusal=refusal)
    if wish.is_detailed and outcome.status == "imported":
        outcome.status, outcome.batch_id = "would_import", None
    return outcome


def _try_archive(ledger: Ledger, path: Path, check: Callable[[], None], arrival: Arrival, password: str) -> FileOutcome:
    try:
        return arrival.take(ledger, path, check, password)
    except Refused as refusal:
        if refusal.code in _ENDING:
            raise
        return FileOutcome(path.name, "refused", refusal=refusal)


def _let_go(incoming: Incoming) -> None:
    """Free the changes of a workbook bit by bit: freed at a stretch, 20,000 of them kept the window waiting 0.1 s."""
    changes = incoming.changes
    if isinstance(changes, list):
        while changes:
            del changes[-1_000:]


def undo_import(ledger: Ledger, batch_uid: str) -> BatchOutcome:
    """Un-receive an import. Own later work on its records is kept and waits.

    Refused: ``unknown_batch``, ``batch_undone``.
    """
    return _turn(ledger, batch_uid, is_undone=True)


def redo_import(ledger: Ledger, batch_uid: str) -> BatchOutcome:
    """Receive an undone import again. Refused: ``unknown_batch``, ``batch_standing``."""
    return _turn(ledger, batch_uid, is_undone=False)


def _turn(ledger: Ledger, batch_uid: str, *, is_undone: bool) -> BatchOutcome:
    with ledger.transaction():
        execute = ledger.database.execute_sql
        found = execute("SELECT id, is_undone, summary FROM batch WHERE uid = ?", (batch_uid,)).fetchone()
        if found is None:
            raise Refused("unknown_batch", batch=batch_uid)
        batch_id, summary = found[0], json.loads(found[2])
        if bool(found[1]) == is_undone:
            raise Refused("batch_undone" if is_undone else "batch_standing", batch=batch_uid)
        step = execute("SELECT acts FROM step WHERE batch_id = ? ORDER BY id DESC LIMIT 1", (batch_id,)).fetchone()
        acts: list[dict[str, Any]] = json.loads(step[0]) if step else []
        turn = _take_back if is_undone else _take_again
        touched, kinds = turn(ledger, batch_id, summary, acts)
        execute(
            "UPDATE batch SET is_undone = ?, summary = ? WHERE id = ?",
            (int(is_undone), json.dumps(summary), batch_id),
        )
        execute(
            "UPDATE step SET state = ?, acts = ? WHERE batch_id = ?",
            (int(is_undone), json.dumps(acts, ensure_ascii=False), batch_id),
        )
        waiting = waiting_changes(ledger)
    return BatchOutcome(batch_uid, len(touched), waiting, kinds)


def _take_back(
    ledger: Ledger, batch_id: int, summary: dict[str, Any], acts: list[dict[str, Any]]
) -> tuple[set[str], frozenset[str]]:
    """Reverse what was typed, then un-receive what was sent."""
    changes = Writing(ledger, wall_now())
    for act in reversed(acts):
        take_back(ledger, changes, act)
    changes.finish("", "")
    # A later import of the same workbook knows of this: it is no second opinion on what was taken back.
    scopes = ledger.log.scopes() if acts else []
    node = ledger.node_uid
    summary["taken_back"] = {
        scope: {node: number} for scope in scopes if (number := ledger.log.vector(scope).get(node))
    }
    touched = unreceive(ledger, batch_id) | leave_out_again(ledger, summary.get("taken_in", []))
    before = _kinds_of(ledger, touched)
    after = refold(ledger, touched)
    touched.update(act["record_id"] for act in acts)
    return touched, frozenset({*before, *after.values(), *(act["kind"] for act in acts)})


def _take_again(
    ledger: Ledger, batch_id: int, summary: dict[str, Any], acts: list[dict[str, Any]]
) -> tuple[set[str], frozenset[str]]:
    touched = receive_again(ledger, batch_id)
    leave_out(ledger, batch_id, summary.get("left_out", []))
    again = ledger.database.execute_sql(
        "SELECT record_id FROM change WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(summary.get("taken_in", [])),),
    )
    taken_in = {row[0] for row in again.fetchall()}
    take_in(ledger, taken_in)
    touched |= taken_in
    before = _kinds_of(ledger, touched)
    after = refold(ledger, touched)
    changes = Writing(ledger, wall_now())
    for act in acts:
        do_again(ledger, changes, act)
    changes.finish("", "")
    touched.update(act["record_id"] for act in acts)
    return touched, frozenset({*before, *after.values(), *(act["kind"] for act in acts)})


def _kinds_of(ledger: Ledger, record_ids: set[str]) -> set[str]:
    wanted = sorted(record_ids)
    return {kind for kind in KINDS if present(ledger, wanted, [kind])}
