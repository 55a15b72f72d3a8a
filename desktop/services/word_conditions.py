"""Which rows have the words of a search: conditions in SQL, the same for every list and for the search over all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee

from desktop.data.ledger import Ledger
from desktop.data.names import NAMED_KINDS, NUMBER_MARK, PART, plain_number
from desktop.data.search import is_exact, match_expression
from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.domain.sight import MASKED, masked_fields
from desktop.services.query_words import Word, words_of
from desktop.services.sight import may_see_personal

ALIAS = "t"
"""The table's name in a query."""

_FEW_PEOPLE = 2_000
"""Rows of a register that are sooner read and put in order than found along the list."""

_TEXT = "text"
_GATHERED = re.compile(r'"."\*')

_DIGITS = re.compile("[0-9]+")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

_RARE_NAMES = 60
"""Names that are surely in few rows."""

_FEW_NAMES = 300
"""Names that are looked up in the index one by one; for more, the records are read along the list."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sought:
    """What one word asks of a row. ``sets`` are searches of an index (statement, expression) that together propose
    all rows which have it; empty where there is none that does."""

    parts: tuple[_Part, ...]
    sets: tuple[tuple[str, str], ...] = ()


def word_conditions(ledger: Ledger, kind: RecordKind, text: str, today: date) -> list[Any]:
    """Conditions on the rows of a kind under :data:`ALIAS`: every word of ``text`` must fit, in any of its readings.

    A word fits by the text of a searched field, by the pinyin of a name, by the end of a household number, by the
    kind's own day. What is masked counts only for those who may see it.
    """
    return [peewee.SQL(part.sql, list(part.values)) for one in _sought(ledger, kind, text, today) for part in one.parts]


def has_few(ledger: Ledger, kind: RecordKind, text: str, most: int) -> bool:
    """Whether less than ``most`` rows can have the words: they are then sooner read by their numbers than met along
    an index of the list."""
    return any(one.sets and _are_few(ledger, one.sets, most) for one in _sought(ledger, kind, text, date.min))


def _sought(ledger: Ledger, kind: RecordKind, text: str, today: date) -> list[_Sought]:
    sees = may_see_personal(ledger) or not _hidden(kind)
    found: list[_Sought] = []
    plain: list[str] = []
    for word in words_of(text, today):
        if word.period is not None and kind.date_field:
            day = f'{ALIAS}."{kind.date_field}"'
            on_day = _Part(f"{day} BETWEEN ? AND ?", (word.period.first, word.period.last))
            as_text = () if word.is_day else (_all_of(_texts(kind, [word.text], sees=sees)),)
            found.append(_Sought((_either([on_day, *as_text]),)))
        elif kind.name in NAMED_KINDS and (expression := _people(word)):
            found.append(_people_or_text(ledger, kind, word.text, expression, sees=sees))
        elif word.letters and (names := ledger.spelled.like(kind.name, word.letters)):
            found.append(_names_or_text(kind, word.text, names, sees=sees))
        else:
            plain.append(word.text)
    if plain:
        # Together, since the index answers several words faster than one after the other.
        expression = match_expression(" ".join(plain))
        sets = ((_matching(kind, _TEXT), expression),) if expression else ()
        found.append(_Sought(tuple(_texts(kind, plain, sees=sees)), sets))
    return found


def _matching(kind: RecordKind, part: str) -> str:
    index = f"{kind.name}_{part}"
    return f"SELECT rowid FROM {index} WHERE {index} MATCH ?"


def _are_few(ledger: Ledger, sets: Iterable[tuple[str, str]], most: int) -> bool:
    """Whether these searches propose less than ``most`` rows in all."""
    left = most
    for statement, expression in sets:
        if _GATHERED.fullmatch(expression):
            # A single character stands for all pairs that begin with it: gathering them is the greater part of the
            # work.
            return False
        counted = f"SELECT count(*) FROM ({statement} LIMIT {left})"
        left -= int(ledger.database.execute_sql(counted, (expression,)).fetchone()[0])
        if left <= 0:
            return False
    return True


def visible_fields(kind: RecordKind, *, sees: bool) -> list[Field]:
    """The fields whose text is searched: without those that are masked for whoever may not see them."""
    hidden = () if sees else masked_fields(kind, MASKED)
    return [one for one in kind.fields if one.searched and one not in hidden]


def _hidden(kind: RecordKind) -> bool:
    return any(one.searched for one in masked_fields(kind, MASKED))


def _all_of(parts: Sequence[_Part]) -> _Part:
    return _joined(parts, "AND")


def _either(parts: Sequence[_Part]) -> _Part:
    return _joined(parts, "OR")


def _joined(parts: Sequence[_Part], word: str) -> _Part:
    if len(parts) == 1:
        return parts[0]
    sql = f" {word} ".join(f"({part.sql})" for part in parts)
    return _Part(f"({sql})", tuple(value for part in parts for value in part.values))


# -- as text -----------------------------------------------------------------------------------------------------------


def _texts(kind: RecordKind, words: Sequence[str], *, sees: bool) -> list[_Part]:
    """The words as text: the index proposes, the texts themselves decide where it is not exact."""
    text = " ".join(words)
    expression = match_expression(text)
    if not expression:
        return _rechecks(kind, words, sees=sees)
    proposed = _Part(f"{ALIAS}.row IN ({_matching(kind, _TEXT)})", (expression,))
    # The index holds the numbers of all: what it finds must be looked for among the fields that may be seen.
    return [proposed] if sees and is_exact(text) else [proposed, *_rechecks(kind, words, sees=sees)]


def _rechecks(kind: RecordKind, words: Iterable[str], *, sees: bool) -> list[_Part]:
    searched = visible_fields(kind, sees=sees)
    if not searched:
        return [_Part("0")]
    return [_has_digits(searched, word) if _DIGITS.fullmatch(word) else _has_text(searched, word) for word in words]


def _has_text(searched: Sequence[Field], word: str) -> _Part:
    joined = " || char(10) || ".join(map(_searched_text, searched))
    # Nearly always a field has the word as it was typed; only otherwise its forms are unified, outside of SQLite.
    plain = [f'instr({ALIAS}."{field.name}", ?)' for field in searched if field.kind is not FieldKind.LIST]
    return _Part(f"({' OR '.join([*plain, f'holds({joined}, ?)'])})", (word,) * (len(plain) + 1))


def _has_digits(searched: Sequence[Field], word: str) -> _Part:
    """Digits have two forms that people write. The index proposes many rows that have them in another order: unifying
    all their texts would take ten times as long."""
    forms = (word, word.translate(_FULL_WIDTH))
    return _Part(
        "(" + " OR ".join(f'instr({ALIAS}."{field.name}", ?)' for field in searched for _ in forms) + ")",
        forms * len(searched),
    )


def _searched_text(field: Field) -> str:
    """A field's text in SQL, as :func:`desktop.data.search.text_of` has it."""
    if field.kind is FieldKind.LIST:
        items = f'json_each({ALIAS}."{field.name}")'
        return f"coalesce((SELECT group_concat(value, '、') FROM {items}), '')"
    return f"""coalesce({ALIAS}."{field.name}", '')"""


# -- as a name or a number of people -----------------------------------------------------------------------------------


def _people_or_text(ledger: Ledger, kind: RecordKind, word: str, people: str, *, sees: bool) -> _Sought:
    """Records of a register that have the word as text, or whom its index of people has."""
    text = match_expression(word)
    of_text, of_people = _matching(kind, _TEXT), _matching(kind, PART)
    sets = ((of_people, people), (of_text, text))
    # Many rows are faster found along the list than read and put in order: the sign keeps SQLite from the latter.
    row = f"{ALIAS}.row" if _are_few(ledger, sets, _FEW_PEOPLE) else f"+{ALIAS}.row"
    proposed = _Part(f"{row} IN ({of_text} UNION ALL {of_people})", (text, people))
    if sees and is_exact(word):
        return _Sought((proposed,), sets)
    known = _Part(f"+{ALIAS}.row IN ({of_people})", (people,))
    return _Sought((proposed, _either([known, *_rechecks(kind, [word], sees=sees)])), sets)


def _people(word: Word) -> str:
    """The expression that finds people by pinyin or by the end of a household number; the rest is found as text."""
    if word.letters:
        return f'"{word.letters}"*'
    if word.is_number:
        return f'"{NUMBER_MARK}{plain_number(word.text)}"'
    return ""


def _names_or_text(kind: RecordKind, word: str, names: Mapping[str, Sequence[str]], *, sees: bool) -> _Sought:
    """Records in whose fields one of their names stands, or that have the word as text."""
    compared = _either([_stands(kind.field(field), among) for field, among in names.items()])
    as_text = _all_of(_texts(kind, [word], sees=sees))
    every = {name for among in names.values() for name in among}
    expressions = [match_expression(name) for name in every]
    # A name of one character stands for all that begins with it; one without any is in no index.
    if len(every) > _FEW_NAMES or any(not one or "*" in one for one in expressions):
        return _Sought((_either([compared, as_text]),))
    index = _matching(kind, _TEXT)
    sets = ((index, " OR ".join(f"({one})" for one in expressions)), (index, match_expression(word)))
    proposed = _Part(f"{ALIAS}.row IN ({index} UNION ALL {index})", tuple(expression for _, expression in sets))
    return _Sought((proposed, _either([compared, as_text])), sets if len(every) <= _RARE_NAMES else ())


def _stands(field: Field, names: Sequence[str]) -> _Part:
    among = "(SELECT value FROM json_each(?))"
    column = f'{ALIAS}."{field.name}"'
    values = (json.dumps(names, ensure_ascii=False),)
    if field.kind is FieldKind.LIST:
        return _Part(f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN {among})", values)
    return _Part(f"{column} IN {among}", values)
