"""Which attached files go with a workbook: those its recipient is not known to have.

The workbook itself tells which are missing here, so that the answer can bring them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.kinds.attachment import OWNER_CHOICES
from desktop.domain.media import safe_name, suffix_of
from desktop.exchange.archives import SUFFIX, OutgoingFile, write_archives
from desktop.services.attaching import Attachment, missing_files, standing_files, store_of

DIGITS = 16
"""So many of a digest tell a content from all others of a ledger."""

LONGEST_FOLDER = 40
"""Characters of the name of a record's folder in an archive."""


@dataclass(frozen=True, slots=True)
class SentFiles:
    """The archives written, how many files are in them, and how many the recipient needs that are not here either."""

    archives: tuple[Path, ...] = ()
    files: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom and of what: ``base`` is what the recipient has acknowledged of each scope, node by node.

    ``is_everything`` asks for all files, whatever the recipient has.
    """

    recipient: str
    base: Mapping[str, Mapping[str, int]]
    is_everything: bool


def send_files(
    ledger: Ledger,
    workbook: Path,
    wanted: Wanted,
    *,
    password: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SentFiles:
    """Write the files for a workbook into archives beside it, name.zip and further ones; none where there is none.

    Refused: those of :func:`desktop.exchange.archives.write_archives`.
    """
    lacking = files_lacking(ledger, wanted)
    here = [one for one in lacking if one.is_here]
    count = 0

    def sound() -> Iterator[OutgoingFile]:
        nonlocal count
        store = store_of(ledger)
        for one in here:
            # What was altered here must not be handed on; `check` says which it is.
            if store.is_sound(one.digest):
                count += 1
                yield OutgoingFile(_place(one), one.size, partial(store.copy_to, one.digest, safe_name(one.name)))

    archives = write_archives(
        workbook.with_suffix(SUFFIX),
        sound(),
        password=password,
        progress=None if progress is None else lambda done: progress(done, len(here)),
        cancelled=cancelled,
    )
    return SentFiles(tuple(archives), count, len(lacking) - count)


def files_lacking(ledger: Ledger, wanted: Wanted) -> list[Attachment]:
    """The files whose content the recipient is not known to have, each content once, by the records they belong to."""
    found: dict[str, Attachment] = {}
    standing = {one.id: one for one in standing_files(ledger)}
    for scope, acknowledged in wanted.base.items():
        told = None if wanted.is_everything else _told_missing(ledger, wanted.recipient, scope)
        for file_id, node, number in _creations(ledger, scope):
            one = standing.get(file_id)
            if one is None:
                continue
            if told is None or number > acknowledged.get(node, 0) or one.digest[:DIGITS] in told:
                found.setdefault(one.digest, one)
    return sorted(found.values(), key=lambda one: (one.record_kind, one.record_title, one.name))


def missing_by_scope(ledger: Ledger, scopes: Sequence[str]) -> dict[str, list[str]]:
    """What a workbook tells of the files that are missing here: by scope the beginnings of their digests."""
    told: dict[str, list[str]] = {scope: [] for scope in scopes}
    missing = {one.id: one.digest[:DIGITS] for one in missing_files(ledger)}
    if missing:
        for scope in scopes:
            told[scope] = sorted({missing[one] for one, _, _ in _creations(ledger, scope) if one in missing})
    return told


def _creations(ledger: Ledger, scope: str) -> list[tuple[str, str, int]]:
    """Id, node and number of each file that stands in a scope."""
    # CROSS JOIN: left to itself SQLite reads the whole log for the few changes that are of files.
    rows = ledger.database.execute_sql(
        "SELECT a.id, n.uid, c.number FROM scope s JOIN attachment a ON a.scope_id = s.id "
        "CROSS JOIN change c ON c.record_id = a.id AND c.operation = 'create' JOIN node n ON n.id = c.node_id "
        "WHERE s.name = ? AND NOT a.is_withdrawn",
        (scope,),
    )
    return [(str(file_id), str(node), int(number)) for file_id, node, number in rows.fetchall()]


def _told_missing(ledger: Ledger, recipient: str, scope: str) -> set[str] | None:
    """What any computer of the recipient has said to miss; None where one has not said anything of files."""
    rows: list[tuple[Any]] = ledger.database.execute_sql(
        "SELECT a.files_missing FROM acknowledged a JOIN node n ON n.id = a.node_id JOIN scope s ON s.id = a.scope_id "
        "WHERE n.unit_code = ? AND s.name = ? AND n.uid <> ?",
        (recipient, scope, ledger.node_uid),
    ).fetchall()
    if not rows or any(text is None for (text,) in rows):
        return None
    return {digits for (text,) in rows for digits in json.loads(text)}


def _place(one: Attachment) -> str:
    """Where a file lies in an archive: in a folder of its record, under its name and the beginning of its digest."""
    labels = {choice.code: choice.label for choice in OWNER_CHOICES}
    folder = safe_name(f"{labels.get(one.record_kind, '')} {one.record_title}"[:LONGEST_FOLDER].replace("/", " "))
    name = safe_name(one.name)
    suffix = suffix_of(name)
    return f"{folder}/{name[: len(name) - len(suffix)]} {one.digest[:DIGITS]}{suffix}"
