"""The access log and the PINs of a damaged ledger, as they were read of the file and of a good backup.

An entry that is gone stays gone: the numbers keep their gap, and the new ledger's log says which they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.data.access_log import Entry, Stretch, append_access, put_entries, stored_entries, stretches_text
from desktop.data.ledger import Ledger
from desktop.data.pins import PinRow, pin_rows, put_pin_row
from desktop.data.remains import Remains
from desktop.data.writing import wall_now
from desktop.domain.changes import GENESIS
from desktop.services.sight import Act

FARTHEST = 10_000
"""How far beyond the last sure entry a number is believed: a damaged row may tell any."""

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(slots=True)
class AccessRemains:
    """``found`` are the entries of the file in every reading there is, ``spare`` those of the backup."""

    found: Mapping[int, Sequence[Entry]] = field(default_factory=dict)
    head: tuple[int, str] = (0, GENESIS)
    spare: Mapping[int, Entry] = field(default_factory=dict)
    pins: Sequence[PinRow] = ()


@dataclass(frozen=True, slots=True)
class SavedAccesses:
    """``accesses`` entries and ``pins`` were saved.

    ``lost`` are the numbers of entries that are gone, or do not fit to those before them; ``lost_pins`` are whose PINs
    are known to be gone.
    """

    accesses: int = 0
    lost: tuple[Stretch, ...] = ()
    pins: int = 0
    lost_pins: tuple[str, ...] = ()


def spare_access(backup: Ledger) -> AccessRemains:
    """What a sound backup has of both; nothing where it is older than they are."""
    has = backup.database.execute_sql("SELECT count(*) FROM sqlite_master WHERE name IN ('access', 'pin')").fetchone()
    if has[0] != 2:
        return AccessRemains()
    entries, _ = stored_entries(backup)
    return AccessRemains(spare={entry.number: entry for entry in entries}, pins=pin_rows(backup))


def with_remains(spare: AccessRemains, remains: Remains) -> AccessRemains:
    """The same, and what was read of the damaged file."""
    head = remains.access_head
    highest = max([*remains.accesses, *spare.spare], default=0)
    # Of a log that is gone as a whole only its end may be left; beside entries it must be near them.
    is_believed = _DIGEST.fullmatch(head[1]) is not None and (not highest or head[0] <= highest + FARTHEST)
    pins = (*remains.pins, *spare.pins)
    return AccessRemains(remains.accesses, head if is_believed else (0, GENESIS), spare.spare, pins)


def put_access(ledger: Ledger, read: AccessRemains) -> SavedAccesses:
    """Put both into a new ledger, which then says what is lost of the log. Runs inside the caller's transaction."""
    chosen = _chosen(read)
    entries = [chosen[number] for number in sorted(chosen)]
    last = (entries[-1].number, entries[-1].digest) if entries else (0, GENESIS)
    head = read.head if read.head[0] > last[0] else last
    lost = _lost(entries, read.head)
    if entries and not read.head[0]:
        # The fact that tells of the last one cannot be read: there may have been more.
        lost.append((last[0] + 1, None))
    put_entries(ledger, entries, head)
    if lost:
        append_access(ledger, wall_now(), Act.LOG_SALVAGED, about=stretches_text(lost))
    pins = _pins(read.pins, entries)
    for row in pins.values():
        put_pin_row(ledger, row)
    return SavedAccesses(len(entries), tuple(lost), len(pins), _lost_pins(pins, entries))


# -- entries -----------------------------------------------------------------------------------------------------------


def _chosen(read: AccessRemains) -> dict[int, Entry]:
    """By number the reading that its forerunner bears out, else the first; gaps are filled from the backup."""
    chosen: dict[int, Entry] = {}
    farthest = _last_sure(read) + FARTHEST
    for number in sorted(read.found.keys() | read.spare.keys()):
        before = chosen.get(number - 1)
        previous = GENESIS if number == 1 else before.digest if before else None
        own = [*read.found.get(number, ())] if 0 < number <= farthest else []
        spare = read.spare.get(number)
        if spare is not None and (not own or any(one.digest == spare.digest for one in own)):
            readings = [*own, spare]
        else:
            readings = own
        fitting = [one for one in readings if previous is not None and one.follows(previous)]
        if fitting or own:
            chosen[number] = (fitting or own)[0]
    return _without_strangers(chosen, read)


def _last_sure(read: AccessRemains) -> int:
    linked = [
        number
        for number, readings in read.found.items()
        for before in read.found.get(number - 1, ())
        if any(one.follows(before.digest) for one in readings)
    ]
    return max([read.head[0], *read.spare, *linked])


def _without_strangers(chosen: dict[int, Entry], read: AccessRemains) -> dict[int, Entry]:
    """Leave out what only the backup has where the file went on otherwise: the backup is of another descent there."""
    for number in sorted(chosen, reverse=True):
        if number in read.found:
            continue
        after = chosen.get(number + 1)
        is_denied = after is not None and not after.follows(chosen[number].digest)
        is_denied = is_denied or (number == read.head[0] and chosen[number].digest != read.head[1])
        if is_denied or (read.head[0] and number > read.head[0]):
            del chosen[number]
    return chosen


def _lost(entries: Iterable[Entry], head: tuple[int, str]) -> list[Stretch]:
    """Stretches that are gone up to the last, or do not fit to what stands before them."""
    lost: list[tuple[int, int]] = []
    previous: str | None = GENESIS
    expected = 1
    for entry in entries:
        if entry.number > expected:
            lost.append((expected, entry.number - 1))
            previous = None
        is_other = entry.number == head[0] and entry.digest != head[1]
        if is_other or (previous is not None and not entry.follows(previous)):
            lost.append((entry.number, entry.number))
        expected, previous = entry.number + 1, entry.digest
    if expected <= head[0]:
        lost.append((expected, head[0]))
    return _joined(lost)


def _joined(lost: Iterable[tuple[int, int]]) -> list[Stretch]:
    joined: list[Stretch] = []
    for first, last in lost:
        if joined and joined[-1][1] == first - 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


# -- PINs --------------------------------------------------------------------------------------------------------------


def _pins(rows: Iterable[PinRow], entries: Iterable[Entry]) -> dict[str, PinRow]:
    """By name the PIN set last, with the most wrong tries; none that was removed since."""
    pins: dict[str, PinRow] = {}
    for row in rows:
        known = pins.get(row.name)
        if known is None or _age(row) > _age(known):
            pins[row.name] = row
    acts = _acts(entries)
    return {
        name: row
        for name, row in pins.items()
        if not (name in acts and acts[name].act == Act.PIN_REMOVED and acts[name].wall >= row.set_at)
    }


def _age(row: PinRow) -> tuple[str, float, int]:
    return row.set_at, row.wrong_at, row.wrong


def _acts(entries: Iterable[Entry]) -> dict[str, Entry]:
    """What was last done to the PIN of each name."""
    return {entry.about: entry for entry in entries if entry.act in (Act.PIN_SET, Act.PIN_REMOVED)}


def _lost_pins(pins: Mapping[str, PinRow], entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted(name for name, last in _acts(entries).items() if last.act == Act.PIN_SET and name not in pins))
