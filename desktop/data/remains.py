"""What is left of a damaged ledger, told apart by its shape: changes, names of nodes and scopes, drafts, facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from desktop.data.access_log import HEAD, Entry, head_of
from desktop.data.locking import LedgerKeys
from desktop.data.loose_pages import Cell, LoosePages
from desktop.data.pins import PinRow
from desktop.domain.changes import Operation

_FACTS = {"node", "level", "code", "name", "town_name", "actor", "lamport", "made_at"}
_SCOPES = ("village:", "town:", "private:")
_OPERATIONS = frozenset(Operation)
_STATES = (0, 1, 2, 3)
_DIGEST = 32
_SALT, _HASH = 16, 64


class Row(NamedTuple):
    """A row of the log as it stood in the file; ``scope``, ``node``, ``knowledge`` are row ids."""

    node: int
    scope: int
    number: int
    lamport: int
    wall: str
    actor: str
    office: str
    kind: str
    record_id: str
    operation: str
    patch: str
    knowledge: int
    digest: str
    state: int


@dataclass
class Remains:
    """Everything of use.

    ``nodes``, ``scopes`` and ``knowledge``: by row id what it stands for, in each reading there is (the table and its
    index tell the same, unless one of them is damaged). ``units``: level, code and name of the office by node,
    ``scope_units``: its name by scope. ``told``: by scope and node (row ids) the numbers the file tells that it has.
    ``accesses``: by number the entries of the access log in each reading, ``access_head``: what is noted of its end;
    ``pins``: in each reading, also such as were changed since. ``forms`` and ``handovers``: rows of their tables by
    id. ``receipts`` and ``imports``: how many there are.
    """

    rows: dict[int, Row] = field(default_factory=dict)
    nodes: dict[int, list[str]] = field(default_factory=dict)
    scopes: dict[int, list[str]] = field(default_factory=dict)
    knowledge: dict[int, list[str]] = field(default_factory=dict)
    units: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    scope_units: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    told: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    accesses: dict[int, list[Entry]] = field(default_factory=dict)
    access_head: tuple[int, str] = (0, "")
    pins: list[PinRow] = field(default_factory=list)
    forms: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    handovers: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    receipts: int = 0
    imports: int = 0
    unreadable: int = 0


def remains_of(path: Path, keys: LedgerKeys | None = None) -> Remains:
    """Look through every page of a file, of a locked one with its keys. OSError where it cannot be read at all."""
    found = Remains()
    facts: dict[int, dict[str, str]] = {}
    for cell in LoosePages(path, keys).cells():
        if cell is None:
            found.unreadable += 1
            continue
        values = cell.values
        if cell.row:
            reader = _TABLES.get(len(values))
            if reader is not None and values[0] is None:
                reader(found, cell)
            elif len(values) == 9 and _are(values, str, str, str, str, str, str, bytes, str, str):
                found.forms.setdefault(values[0], values)
        elif len(values) == 2 and _are(values, str, str) and values[0] in _FACTS | {"former"}:
            facts.setdefault(cell.page, {})[values[0]] = values[1]
        elif len(values) == 2 and _are(values, str, str) and values[0] == HEAD:
            # The log only grows: what says more is newer.
            found.access_head = max(found.access_head, head_of(values[1]))
        else:
            _entry(found, values)
    # A page given up may hold what the facts were before: the one that has come furthest counts.
    for told in sorted(facts.values(), key=lambda one: (_lamport(one), len(one))):
        found.facts |= told
    return found


def _lamport(facts: Mapping[str, str]) -> int:
    text = facts.get("lamport", "")
    return int(text) if text.isascii() and text.isdigit() else -1


def _are(values: tuple[Any, ...], *kinds: type | tuple[type, ...]) -> bool:
    return all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=False))


def _change(found: Remains, cell: Cell) -> None:
    _, node, scope, number, lamport, *texts, knowledge, digest, state, _ = cell.values
    is_change = _are((node, scope, number, lamport, knowledge), int, int, int, int, int)
    is_change = is_change and all(isinstance(text, str) for text in texts) and number > 0
    if not is_change or not isinstance(digest, bytes) or len(digest) != _DIGEST or state not in _STATES:
        return
    *_, operation, patch = texts
    if operation not in _OPERATIONS or not is_object(patch):
        return
    found.rows[cell.row] = Row._make((node, scope, number, lamport, *texts, knowledge, digest.hex(), state))
    _reach(found, scope, node, number)


def is_object(text: str) -> bool:
    """Whether a text is a JSON object."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def is_list(text: str) -> bool:
    """Whether a text is a JSON list."""
    try:
        return isinstance(json.loads(text), list)
    except (ValueError, RecursionError):
        return False


def _name(names: dict[int, list[str]], row: int, name: str) -> None:
    known = names.setdefault(row, [])
    if name not in known:
        known.append(name)


def _node(found: Remains, cell: Cell) -> None:
    if _are(cell.values[1:], str, str, str, str):
        _, uid, level, code, name = cell.values
        _name(found.nodes, cell.row, uid)
        found.units[uid] = (level, code, name)


def _scope(found: Remains, cell: Cell) -> None:
    if _are(cell.values[1:], str, str) and cell.values[1].startswith(_SCOPES):
        _name(found.scopes, cell.row, cell.values[1])
        found.scope_units[cell.values[1]] = cell.values[2]


def _knowledge(found: Remains, cell: Cell) -> None:
    text = cell.values[1]
    if isinstance(text, str) and text.startswith("{") and is_object(text):
        _name(found.knowledge, cell.row, text)


def _handover(found: Remains, cell: Cell) -> None:
    texts, numbers = cell.values[1:7], cell.values[7:]
    if _are(texts, str, str, str, str, str, str) and all(one is None or isinstance(one, int) for one in numbers):
        # As they were handed over one after the other.
        found.handovers[texts[0]] = (cell.row, *cell.values[1:])


def _import(found: Remains, cell: Cell) -> None:
    found.imports += _are(cell.values[1:], str, str, str, str, int, str, str, int, str)


def _access(found: Remains, cell: Cell) -> None:
    _, *values, digest = cell.values
    if not isinstance(digest, bytes):
        _handover(found, cell)
        return
    is_entry = _are(tuple(values), str, str, str, str, str, int, str, str, str)
    if not is_entry or len(digest) != _DIGEST:
        return
    if is_list(values[4]) and is_list(values[6]):
        entry = Entry((cell.row, *values), digest.hex())
        readings = found.accesses.setdefault(cell.row, [])
        if entry not in readings:
            readings.append(entry)


_TABLES: Mapping[int, Callable[[Remains, Cell], None]] = {
    16: _change,
    11: _access,
    10: _import,
    5: _node,
    3: _scope,
    2: _knowledge,
}


def _entry(found: Remains, values: tuple[Any, ...]) -> None:
    """An entry of an index, which repeats what a table tells, or a row of a table without row ids."""
    if len(values) == 2 and _are(values, str, int):
        name, row = values
        if name.startswith(_SCOPES):
            _name(found.scopes, row, name)
        elif name.startswith("{") and is_object(name):
            _name(found.knowledge, row, name)
        elif len(name) >= 32 and set(name) <= set("0123456789abcdef#."):
            _name(found.nodes, row, name)
    elif len(values) == 4 and _are(values, int, int, int, int):
        scope, node, number, _ = values
        _reach(found, scope, node, number)
    elif len(values) == 7 and _are(values, str, bytes, bytes, int, (int, float), str, str):
        name, salt, key, wrong, wrong_at, set_at, set_by = values
        if len(salt) == _SALT and len(key) == _HASH:
            found.pins.append(PinRow(name, salt, key, wrong, float(wrong_at), set_at, set_by))
    elif len(values) == 7 and _are(values, int, int, int, str, str, str):
        found.receipts += 1
    elif len(values) == 6 and _are((values[0], values[1], *values[3:]), str, str, str, str, str):
        is_draft = (values[2] is None or isinstance(values[2], str)) and is_object(values[4])
        if is_draft:
            found.drafts[values[0]] = values


def _reach(found: Remains, scope: int, node: int, number: int) -> None:
    found.told.setdefault((scope, node), set()).add(number)
