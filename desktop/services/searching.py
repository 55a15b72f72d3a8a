"""Searching everywhere: a few records of each kind that have the words, the rest by their number.

What is found is what the list of the kind shows for the same words (:mod:`desktop.services.word_conditions`); people
come in the order in which forms propose them, everything else newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.data.ledger import Ledger
from desktop.data.names import NAMED_KINDS
from desktop.data.reindexing import is_outdated, renew_some
from desktop.data.search import match_expression
from desktop.data.spelled_names import SPELLED
from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.services.finding import Query, Record, count_records, list_records
from desktop.services.hits import Hit, hit_of
from desktop.services.knowing import known
from desktop.services.query_words import Word, words_of
from desktop.services.sight import sight_of

__all__ = ["SEARCHED", "Group", "Hit", "counted", "is_outdated", "prepare", "renew_some", "search"]

SEARCHED = ("visit", "issue", "household", "person", "enterprise", "cadre", "village")
"""The kinds that are searched, in the order of their groups."""

MOST = 8
MOST_COUNTED = 1_000
"""Of more records that are not shown only this is told."""

_SHORT_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind. ``more`` records are not shown; ``is_at_least`` where they were not all counted."""

    kind: str
    hits: tuple[Hit, ...]
    more: int = 0
    is_at_least: bool = False


def prepare(ledger: Ledger) -> None:
    """Read what searching by pinyin needs, before somebody waits for it."""
    for kind in SPELLED:
        ledger.spelled.like(kind, "a")


def search(
    ledger: Ledger,
    text: str,
    *,
    today: date | None = None,
    kinds: Sequence[str] = SEARCHED,
    limit: int = MOST,
    stop: Callable[[], bool] = lambda: False,
) -> list[Group]:
    """The first records of each kind; how many more there are is left to :func:`counted`.

    Refused: ``cancelled`` once ``stop`` says so; machine faults.
    """
    today = today or date.today()
    words = words_of(text, today)
    if not any(match_expression(word.text) for word in words):
        return []
    groups: list[Group] = []
    with ledger.reading():
        sight = sight_of(ledger)
        for kind in kinds:
            if stop():
                raise Refused("cancelled")
            if not _is_asked(KINDS[kind], words):
                continue
            found = _found(ledger, kind, text, words, limit + 1, today)
            if found:
                hits = tuple(hit_of(ledger, one, words, sight=sight, hint=hint) for one, hint in found[:limit])
                has_more = len(found) > limit
                groups.append(Group(kind, hits, int(has_more), is_at_least=has_more))
    # What is called so is meant sooner than what only speaks of it.
    return sorted(groups, key=lambda group: not group.hits[0].title.marks)


def counted(
    ledger: Ledger,
    text: str,
    groups: Iterable[Group],
    *,
    today: date | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> list[Group]:
    """The groups with the number of what they do not show. Refused: as :func:`search`."""
    today = today or date.today()
    is_short = any(map(_is_short, words_of(text, today)))
    found: list[Group] = []
    with ledger.reading():
        for group in groups:
            if stop():
                raise Refused("cancelled")
            if group.more and not is_short:
                most = MOST_COUNTED + len(group.hits) + 1
                query = Query(group.kind, text=text)
                more = count_records(ledger, query, today=today, most=most) - len(group.hits)
                group = replace(group, more=min(more, MOST_COUNTED), is_at_least=more > MOST_COUNTED)
            found.append(group)
    return found


def _is_short(word: Word) -> bool:
    """Whether a word is too short to mean anything but somebody: one letter, one or two digits."""
    length = len(word.text)
    return (length == 1 and word.text.isascii()) or (length <= _SHORT_NUMBER and word.text.isdecimal())


def _is_asked(kind: RecordKind, words: Sequence[Word]) -> bool:
    if any(map(_is_short, words)):
        return kind.name in NAMED_KINDS
    # A day or a month is asked of what happened on a day.
    return bool(kind.date_field) or not any(word.is_day for word in words)


def _found(
    ledger: Ledger, kind: str, text: str, words: Sequence[Word], limit: int, today: date
) -> list[tuple[Record, str]]:
    """Records, and the hints of those who are known."""
    found: dict[str, tuple[Record, str]] = {}
    if kind in NAMED_KINDS:
        people = known(ledger, text, (kind,), limit)
        ids = tuple(one.id for one in people)
        records = {one.id: one for one in list_records(ledger, Query(kind, {"id": ids}), today=today)} if ids else {}
        found = {one.id: (records[one.id], one.hint) for one in people if one.id in records}
    if len(found) < limit and not any(map(_is_short, words)):
        for one in list_records(ledger, Query(kind, text=text, limit=limit), today=today):
            found.setdefault(one.id, (one, ""))
    return list(found.values())[:limit]
