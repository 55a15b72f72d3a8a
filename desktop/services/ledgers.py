"""Founding and opening ledgers, and noticing those that are copies or old backups (they go on as new nodes)."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from desktop import paths
from desktop.data.computer import Computer, this_computer
from desktop.data.database import MACHINE_FAULTS, machine_fault, translated
from desktop.data.identity import is_known, is_ledger_of, write_as, written_count
from desktop.data.ledger import Ledger, Office, found_ledger
from desktop.data.ledger import open_ledger as open_ledger_file
from desktop.data.locking import LedgerKeys
from desktop.data.migrating import known
from desktop.data.names import NAMES, TO_INDEX, index_again
from desktop.data.search import FIRST_VERSION, VERSION_KEY
from desktop.domain.changes import Level
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field
from desktop.domain.values import ValueRefused, normalise

_NAME = Field("name", "单位名称", "Name of the office", max_length=100)
_TOWN_NAME = Field("town_name", "所属乡镇", "Name of the town", max_length=100)
_ACTOR = Field("actor", "姓名", "Own name", max_length=100)

__all__ = ["Ledger", "Office", "asks_for_pin", "begin_ledger", "change_actor", "open_ledger"]


def begin_ledger(path: Path, *, level: str, code: str, name: str, town_name: str = "", actor: str = "") -> Ledger:
    """Found the ledger of an office. ``code`` has 12 digits; a town's ends in 000, a village's does not.

    Refused: ``invalid`` (with problems), ``ledger_exists``, ``folder_missing``.
    """
    problems = []
    if level not in list(Level):
        problems.append(Problem("bad_choice", "level", level, params={"choices": [str(one) for one in Level]}))
    digits = code.strip()
    if not (len(digits) == 12 and digits.isascii() and digits.isdigit()):
        problems.append(Problem("bad_code", "code", code, params={"reason": "division"}))
    elif level in list(Level) and digits.endswith("000") != (level == Level.TOWN):
        problems.append(Problem("bad_code", "code", code, params={"reason": f"division_{level}"}))
    texts = {}
    for field in (_NAME, _TOWN_NAME, _ACTOR):
        try:
            given = {"name": name, "town_name": town_name, "actor": actor}[field.name]
            texts[field.name] = normalise(field, given, today=date.today(), categories=()) or ""
        except ValueRefused as refusal:
            problems.append(Problem(refusal.kind, field.name, given, params={"label": field.label, **refusal.params}))
    if texts.get("name") == "":
        problems.append(Problem("missing", "name", params={"label": _NAME.label}))
    if problems:
        raise Refused("invalid", problems=problems)
    office = Office(Level(level), digits, texts["name"], texts["town_name"])
    ledger = found_ledger(path, office, texts["actor"])
    _catch_up(ledger)
    _watch(ledger)
    return ledger


OTHER_COMPUTER = "other_computer"
"""The ledger was last written on another computer, which may go on writing its own copy."""

OLDER_COPY = "older_copy"
"""This computer has written the ledger further than the file holds: an old backup was put back."""

SECOND_COPY = "second_copy"
"""This computer has the ledger in another file too."""

UNDERSTOOD = "understood"
"""Key of ``meta``: the newest migration of the program that has looked for what only a newer one had understood."""

COMPUTER = "computer"
"""Key of ``meta``: id of the computer that last opened the ledger for work."""

LOCK_UNFINISHED = "lock_unfinished"
"""A password was set or taken away, and files beside the ledger could not be rewritten yet."""

RELOCKING = "relocking"
"""Key of ``meta``: :data:`desktop.data.relocking.UNFINISHED`, which is not loaded for every start."""

COURSES, TO_FOLD = "courses", "to_fold"
"""Key of ``meta`` and its value while the courses of issues are still to be folded."""


def open_ledger(path: Path, actor: str = "", keys: LedgerKeys | None = None) -> Ledger:
    """Open an existing ledger for work; a locked one with its keys, which :mod:`desktop.services.locking` gives.

    One that may be a copy goes on as a new node, and its ``notice`` says why: :data:`OTHER_COMPUTER`,
    :data:`OLDER_COPY`, :data:`SECOND_COPY`. Refused: those of :func:`desktop.data.ledger.open_ledger`.
    """
    ledger = open_ledger_file(path, actor, keys)
    try:
        with translated(path):
            _catch_up(ledger)
            _watch(ledger)
    except BaseException as error:
        ledger.database.close()
        if isinstance(error, ValueError):
            # What the program itself wrote as JSON is none any more.
            raise Refused("ledger_damaged", file=path.name, folder=str(path.parent)) from error
        raise
    return ledger


def _catch_up(ledger: Ledger) -> None:
    """Finish what a migration or a change of password could only begin, unless the ledger can only be looked at."""
    if ledger.meta(RELOCKING):
        from desktop.services.backing import all_backup_folders
        from desktop.services.locking import finish

        if finish(ledger.path, ledger.keys, all_backup_folders(ledger)):
            ledger.notice = LOCK_UNFINISHED
    try:
        _take_up(ledger)
        _fold_courses(ledger)
        _index_names(ledger)
    except Refused as refusal:
        if refusal.code != "ledger_readonly":
            raise


def _take_up(ledger: Ledger) -> None:
    newest = known()[-1]
    if ledger.meta(UNDERSTOOD) != newest:
        # Loaded here, as below: it is needed once after an update.
        from desktop.data.taking_up import take_up

        with ledger.transaction():
            take_up(ledger)
            ledger.set_meta(UNDERSTOOD, newest)


def _fold_courses(ledger: Ledger) -> None:
    if ledger.meta(COURSES) == TO_FOLD:
        from desktop.data.refolding import fold_courses

        with ledger.transaction():
            fold_courses(ledger)
            ledger.set_meta(COURSES, "")


def _index_names(ledger: Ledger) -> None:
    if ledger.meta(NAMES) == TO_INDEX:
        with ledger.transaction():
            index_again(ledger)
            ledger.set_meta(NAMES, "")
    if not ledger.meta(VERSION_KEY):
        with ledger.transaction():
            ledger.set_meta(VERSION_KEY, FIRST_VERSION)


def _watch(ledger: Ledger) -> None:
    """Let this computer and the ledger remember each other; where the computer cannot, nothing can be noticed."""
    computer = this_computer(paths.data_dir())
    if computer is None:
        return
    path = Path(os.path.realpath(ledger.path))

    def note_written() -> None:
        try:
            with translated(ledger.path):
                written = written_count(ledger, ledger.node_uid)
        except Refused:
            # A ledger that cannot be read must still close; the mark stays where it was.
            return
        computer.note(ledger.node_uid, path, written)

    try:
        if _reason(ledger, computer, path) or ledger.meta(COMPUTER) != computer.uid:
            with ledger.transaction():
                # Asked again: another program may have been quicker.
                reason = _reason(ledger, computer, path)
                resumed = _resumed(ledger, computer, path) if reason == OTHER_COMPUTER else ""
                if reason:
                    write_as(ledger, resumed)
                    ledger.notice = ledger.notice if resumed else reason
                ledger.set_meta(COMPUTER, computer.uid)
    except Refused as refusal:
        # What cannot be written to can be looked at, and no number is used twice.
        if refusal.code != "ledger_readonly":
            raise
        return
    ledger.note_written = note_written
    note_written()


def _reason(ledger: Ledger, computer: Computer, path: Path) -> str:
    """Why the ledger must not go on as the node it is; empty when it may."""
    if ledger.meta(COMPUTER) not in ("", computer.uid):
        return OTHER_COMPUTER
    mark = computer.marks.get(ledger.node_uid)
    if mark is None:
        return ""
    if written_count(ledger, ledger.node_uid) < mark.written:
        return OLDER_COPY
    return SECOND_COPY if _is_elsewhere(ledger.node_uid, mark.path, ledger, path) else ""


def _is_elsewhere(node_uid: str, noted: str, ledger: Ledger, path: Path) -> bool:
    """Whether the file noted for a node is still there, and is another one: a copy, not a move."""
    try:
        is_same = os.path.samefile(noted, path)  # noqa: PTH121
    except (OSError, ValueError):
        return False
    return not is_same and is_ledger_of(Path(noted), node_uid, ledger.keys)


def _resumed(ledger: Ledger, computer: Computer, path: Path) -> str:
    """A node this computer wrote as before, all of whose changes are here; empty without one.

    So a ledger that is carried to and fro between two computers has two nodes, however often it travels.
    """
    for node_uid, mark in computer.marks.items():
        is_whole = is_known(ledger, node_uid) and written_count(ledger, node_uid) >= mark.written
        if is_whole and not _is_elsewhere(node_uid, mark.path, ledger, path):
            return node_uid
    return ""


def fault_of_machine(fault: BaseException, path: Path) -> Refused | None:
    """What a fault that nobody caught says about the disk or the ledger's file; None for one of the program's own."""
    return fault if isinstance(fault, Refused) and fault.code in MACHINE_FAULTS else machine_fault(fault, path)


def asks_for_pin(ledger: Ledger) -> bool:
    """Whether whoever worked last has a PIN. Asked before the first frame, for which no more of PINs is loaded."""
    found = ledger.database.execute_sql("SELECT 1 FROM pin WHERE name = ?", (ledger.actor,)).fetchone()
    return found is not None


def change_actor(ledger: Ledger, name: str) -> str:
    """Let somebody else work from now on; gives who it was before. Refused: ``invalid`` without a name."""
    if not name.strip():
        raise Refused("invalid", problems=[Problem("missing", "actor")])
    before = ledger.actor
    with ledger.transaction():
        ledger.set_meta("actor", name.strip())
    ledger.actor = name.strip()
    return before
