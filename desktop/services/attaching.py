"""Files of visits and issues (附件): taking them in, showing what is there, handing them out, taking them back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.data.file_store import Content, FileStore, files_folder, open_source
from desktop.data.ledger import Ledger
from desktop.data.writing import Writing, writing
from desktop.domain.errors import Refused
from desktop.domain.folding import assignments
from desktop.domain.kinds import ATTACHMENT, KINDS
from desktop.domain.kinds.attachment import OWNER_CHOICES
from desktop.domain.media import as_evidence, file_kind, numbered_name, safe_name
from desktop.exchange.replacing import readable_name, replacing
from desktop.services.recording import Saved, check_words, current, record, refuse_withdrawn, title_of, withdraw

OWNERS = tuple(choice.code for choice in OWNER_CHOICES)
"""Kinds of records that files can belong to."""

MOST_FILES = 200
"""Files of one record. Whoever has more has a folder that belongs into an archive."""

KIND = ATTACHMENT.name


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a record. ``is_here``: its content lies beside this ledger; ``size`` is in bytes.

    ``record_title`` is what the record was called when the file was attached.
    """

    id: str
    record_kind: str
    record_id: str
    record_title: str
    name: str
    size: int
    media_type: str
    digest: str
    note: str
    recorded_at: str
    recorded_by: str
    is_here: bool
    is_withdrawn: bool = False


@dataclass(slots=True)
class Prepared:
    """Files whose contents lie in the store already, and that no record names yet."""

    files: list[tuple[str, Content]] = field(default_factory=list)

    def names_in(self, attachments: Iterable[Attachment]) -> list[str]:
        """What these contents are called among the files of a record."""
        names = {one.digest: one.name for one in attachments}
        return [names[content.digest] for _, content in self.files]


def store_of(ledger: Ledger) -> FileStore:
    """The contents beside the ledger."""
    return FileStore(files_folder(ledger.path), ledger.keys)


def attach(ledger: Ledger, kind_name: str, record_id: str, paths: Sequence[Path], *, note: str = "") -> Saved:
    """Copy files beside the ledger and let them belong to a record: all or none, one step of undo.

    ``ids`` are those of the attachments, in the order of ``paths``; a file that the record has already is not attached
    again. Refused: ``no_owner`` (only visits and issues have files), ``not_found``, ``is_withdrawn``, ``no_files``,
    ``too_many_files``, ``invalid`` (the note), and those of :meth:`FileStore.put_file`.
    """
    owner = _owner(ledger, kind_name, record_id)
    words = check_note(note)
    prepared = prepare(ledger, paths)
    with writing(ledger, f"add_{KIND}", _title(prepared)) as changes:
        ids = add_prepared(ledger, changes, kind_name, record_id, owner, prepared, words)
        is_changed = bool(changes.acts)
    return Saved(KIND, ids, changes.step_id, frozenset({KIND}), is_changed=is_changed)


def record_with_files(ledger: Ledger, kind_name: str, values: Mapping[str, Any], paths: Sequence[Path]) -> Saved:
    """Add a visit or an issue with its files: one step of undo. Refused: as :func:`record` and :func:`attach`."""
    prepared = prepare(ledger, paths) if paths else Prepared()

    def attach_all(changes: Writing, ids: Sequence[str]) -> None:
        if prepared.files:
            owner = current(ledger, KINDS[kind_name], ids[0])
            add_prepared(ledger, changes, kind_name, ids[0], owner, prepared)

    return record(ledger, kind_name, [values], then=attach_all)


def prepare(ledger: Ledger, paths: Sequence[Path]) -> Prepared:
    """Take the contents in; every file is looked at before the first is copied. Refused: as :func:`attach`.

    It may take a while: never on the GUI thread.
    """
    if not paths:
        raise Refused("no_files")
    if len(paths) > MOST_FILES:
        raise Refused("too_many_files", limit=MOST_FILES)
    for path in paths:
        open_source(path).close()
    store = store_of(ledger)
    return Prepared([(safe_name(readable_name(path)), store.put_file(path)) for path in paths])


def add_prepared(
    ledger: Ledger,
    changes: Writing,
    kind_name: str,
    record_id: str,
    owner: Mapping[str, Any],
    prepared: Prepared,
    note: str = "",
) -> tuple[str, ...]:
    """Write the records of prepared files within a transaction; gives their ids, of those that were there too."""
    known = attachments_of(ledger, kind_name, record_id)
    if len(known) + len(prepared.files) > MOST_FILES:
        raise Refused("too_many_files", limit=MOST_FILES)
    by_digest = {one.digest: one.id for one in known}
    names = {one.name.casefold() for one in known}
    scope = _scope_of_row(ledger, kind_name, record_id)
    ids = []
    for wanted, content in prepared.files:
        if content.digest not in by_digest:
            name = _free_name(wanted, names)
            names.add(name.casefold())
            found = file_kind(name)
            values = {
                "unit_code": owner.get("unit_code"),
                "village_name": owner.get("village_name"),
                "record_kind": kind_name,
                "record_id": record_id,
                "record_title": owner_title(kind_name, owner),
                "name": name,
                "size": content.size,
                "media_type": found.media_type if found else None,
                "digest": content.digest,
                "note": note or None,
            }
            by_digest[content.digest] = changes.create(KIND, values, scope)
        ids.append(by_digest[content.digest])
    return tuple(ids)


def check_note(note: str) -> str:
    """The note as it is stored. Refused: ``invalid``."""
    if not note.strip():
        return ""
    words, problems = check_words("note", note)
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    return words


def detach(ledger: Ledger, attachment_id: str, reason: str) -> Saved:
    """Withdraw a file of a record with a reason: it leaves the lists, its content stays.

    Refused: as :func:`desktop.services.recording.withdraw`.
    """
    return withdraw(ledger, KIND, attachment_id, reason)


def owner_title(kind_name: str, owner: Mapping[str, Any]) -> str:
    """What a record with files is called beside them: an issue by its number, a visit by its day, and its title."""
    kind = KINDS[kind_name]
    words = [owner.get("code")] if kind_name == "issue" else [owner.get(kind.date_field)]
    return " ".join(str(word) for word in (*words, title_of(kind, owner)) if word)


def _owner(ledger: Ledger, kind_name: str, record_id: str) -> dict[str, Any]:
    if kind_name not in OWNERS:
        raise Refused("no_owner", kind=kind_name, kinds=list(OWNERS))
    owner = current(ledger, KINDS[kind_name], record_id)
    refuse_withdrawn(ledger, KINDS[kind_name], record_id)
    return owner


def _scope_of_row(ledger: Ledger, kind_name: str, record_id: str) -> str:
    found = ledger.database.execute_sql(
        f'SELECT s.name FROM "{kind_name}" t JOIN scope s ON s.id = t.scope_id WHERE t.id = ?', (record_id,)
    ).fetchone()
    return str(found[0])


def _free_name(wanted: str, taken: Iterable[str]) -> str:
    known, name, number = set(taken), wanted, 1
    while name.casefold() in known:
        number += 1
        name = numbered_name(wanted, number)
    return name


def _title(prepared: Prepared) -> str:
    return prepared.files[0][0][:20] if prepared.files else ""


_TEXTS = (
    "id",
    "record_kind",
    "record_id",
    "record_title",
    "name",
    "media_type",
    "digest",
    "note",
    "recorded_at",
    "recorded_by",
)


# -- what is there -----------------------------------------------------------------------------------------------------


def attachments_of(
    ledger: Ledger, kind_name: str, record_id: str, *, with_withdrawn: bool = False
) -> tuple[Attachment, ...]:
    """The files of a record in the order in which they came."""
    standing = "" if with_withdrawn else "AND NOT is_withdrawn"
    return _found(ledger, f"WHERE record_id = ? AND record_kind = ? {standing} ORDER BY row", (record_id, kind_name))


def attachment(ledger: Ledger, attachment_id: str) -> Attachment:
    """One file, withdrawn or not. Refused: ``not_found``."""
    found = _found(ledger, "WHERE id = ?", (attachment_id,))
    if not found:
        raise Refused("not_found", kind=KIND, id=attachment_id)
    return found[0]


def has_attachments(ledger: Ledger) -> bool:
    """Whether there is any file that is not withdrawn."""
    return ledger.database.execute_sql("SELECT 1 FROM attachment WHERE NOT is_withdrawn LIMIT 1").fetchone() is not None


def standing_files(ledger: Ledger) -> tuple[Attachment, ...]:
    """All files that are not withdrawn, oldest first."""
    return _found(ledger, "WHERE NOT is_withdrawn ORDER BY row", ())


def missing_files(ledger: Ledger) -> tuple[Attachment, ...]:
    """The files that stand and whose content is not here, oldest first."""
    return tuple(one for one in standing_files(ledger) if not one.is_here)


def altered_files(ledger: Ledger) -> Iterator[Attachment]:
    """The files whose content here is not what it was. Reads every content, each once."""
    store, seen = store_of(ledger), set()
    for one in standing_files(ledger):
        if one.is_here and one.digest not in seen and not store.is_sound(one.digest):
            yield one
        seen.add(one.digest)


def evidence_names(attachments: Iterable[Attachment]) -> list[str]:
    """Files as entries of 佐证材料."""
    return list(dict.fromkeys(as_evidence(one.name) for one in attachments))


def unused_evidence(ledger: Ledger, issue_id: str) -> list[str]:
    """The files of an issue that no step has named as evidence yet: an old photo does not prove a new repair."""
    used: set[str] = set()
    for change in ledger.log.of_record(issue_id):
        given = assignments(change).get("evidence")
        if isinstance(given, list):
            used.update(map(str, given))
    return [name for name in evidence_names(attachments_of(ledger, "issue", issue_id)) if name not in used]


def _found(ledger: Ledger, clause: str, given: tuple[str, ...]) -> tuple[Attachment, ...]:
    store = store_of(ledger)
    cursor = ledger.database.execute_sql(f"SELECT * FROM attachment {clause}", given)
    names = [column[0] for column in cursor.description]
    return tuple(_attachment(store, dict(zip(names, row, strict=True))) for row in cursor.fetchall())


def _attachment(store: FileStore, row: Mapping[str, Any]) -> Attachment:
    # A newer program, or a forger, may have put anything there.
    texts = {name: str(row[name] or "") for name in _TEXTS}
    size = row["size"] if isinstance(row["size"], int) else 0
    is_here = store.has(texts["digest"])
    return Attachment(**texts, size=size, is_here=is_here, is_withdrawn=bool(row["is_withdrawn"]))


# -- handing out -------------------------------------------------------------------------------------------------------


def copy_out(ledger: Ledger, attachment_id: str, folder: Path) -> Path:
    """Copy a file into a folder under its own name, or with a number where that is taken; gives the path.

    The content is compared with its digest on the way. Refused: ``not_found``, ``content_missing``,
    ``content_altered``, ``file_kind_refused``, ``file_kind_wrong``, and those of writing a file.
    """
    one = attachment(ledger, attachment_id)
    name, number = safe_name(one.name), 1
    # os.path because a name that no file can have is simply not there.
    while os.path.exists(folder / name):  # noqa: PTH110
        number += 1
        name = numbered_name(safe_name(one.name), number)
    return save_as(ledger, one, folder / name)


def save_as(ledger: Ledger, one: Attachment, path: Path) -> Path:
    """Copy a file to ``path``, which is replaced only by the whole of it. Refused: as :func:`copy_out`."""
    with replacing(path) as target:
        store_of(ledger).copy_to(one.digest, safe_name(one.name), target)
    return path
