"""Which rows have the words of a search: conditions in SQL, the same for every list and for the search over all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee

from desktop.data.ledger import Ledger
from desktop.data.names import NAMED_KINDS, NUMBER_MARK, PART, plain_number
from desktop.data.search import is_exact, match_expression
from desktop.data.spelled_names import SPELLED
from desktop.domain.fields import Field, FieldKind, Personal, RecordKind
from desktop.services.people import sees_numbers
from desktop.services.query_words import Word, words_of

ALIAS = "t"
"""The table's name in a query."""

HIDDEN_NUMBERS = frozenset({Personal.PHONE, Personal.ID_NUMBER})
"""What is masked on the screen of the office."""

FEW = 2_000
"""Rows that are sooner read and put in order than found along the list."""

FEW_NAMES = 300
"""Names that are looked up in the index one by one; of more, the records are read along the list."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


def word_conditions(ledger: Ledger, kind: RecordKind, text: str, today: date) -> list[Any]:
    """Conditions on the rows of a kind under :data:`ALIAS`: every word of ``text`` must fit, in any of its readings.

    A word fits by the text of a searched field, by the pinyin of a name, by the end of a household number, by the
    kind's own day. Telephones and ID numbers count only for those who may see them.
    """
    sees = sees_numbers(ledger) or not _hidden(kind)
    found: list[_Part] = []
    plain: list[str] = []
    for word in words_of(text, today):
        if word.period is not None and kind.date_field:
            day = f'{ALIAS}."{kind.date_field}"'
            on_day = _Part(f"{day} BETWEEN ? AND ?", (word.period.first, word.period.last))
            found.append(on_day if word.is_day else _either([on_day, _all_of(_texts(kind, [word.text], sees=sees))]))
        elif kind.name in NAMED_KINDS and (expression := _people(word)):
            found += _people_or_text(ledger, kind, word.text, expression, sees=sees)
        elif word.letters and (names := ledger.spelled.like(kind.name, word.letters)):
            as_text = _all_of(_texts(kind, [word.text], sees=sees))
            found.append(_either([as_text, _named(kind, names)]))
        else:
            plain.append(word.text)
    # Together, since the index answers several words faster than one after the other.
    found += _texts(kind, plain, sees=sees) if plain else []
    return [peewee.SQL(part.sql, list(part.values)) for part in found]


def visible_fields(kind: RecordKind, *, sees: bool) -> list[Field]:
    """The fields whose text is searched: without those that are masked for whoever may not see them."""
    return [one for one in kind.fields if one.searched and (sees or one.personal not in HIDDEN_NUMBERS)]


def _hidden(kind: RecordKind) -> bool:
    return any(one.searched and one.personal in HIDDEN_NUMBERS for one in kind.fields)


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
    index = f"{kind.name}_text"
    proposed = _Part(f"{ALIAS}.row IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)", (expression,))
    # The index holds the numbers of all: what it finds must be looked for among the fields that may be seen.
    return [proposed] if sees and is_exact(text) else [proposed, *_rechecks(kind, words, sees=sees)]


def _rechecks(kind: RecordKind, words: Iterable[str], *, sees: bool) -> list[_Part]:
    searched = visible_fields(kind, sees=sees)
    if not searched:
        return [_Part("0")]
    joined = " || char(10) || ".join(map(_searched_text, searched))
    # Nearly always a field has the word as it was typed; only otherwise its forms are unified, outside of SQLite.
    plain = [f'instr({ALIAS}."{field.name}", ?)' for field in searched if field.kind is not FieldKind.LIST]
    statement = f"({' OR '.join([*plain, f'holds({joined}, ?)'])})"
    return [_Part(statement, (word,) * (len(plain) + 1)) for word in words]


def _searched_text(field: Field) -> str:
    """A field's text in SQL, as :func:`desktop.data.search.text_of` has it."""
    if field.kind is FieldKind.LIST:
        items = f'json_each({ALIAS}."{field.name}")'
        return f"coalesce((SELECT group_concat(value, '、') FROM {items}), '')"
    return f"""coalesce({ALIAS}."{field.name}", '')"""


# -- as a name or a number of people -----------------------------------------------------------------------------------


def _people_or_text(ledger: Ledger, kind: RecordKind, word: str, people: str, *, sees: bool) -> list[_Part]:
    """Records of a register that have the word as text, or whom its index of people has."""
    of_people = f"SELECT rowid FROM {kind.name}_{PART} WHERE {kind.name}_{PART} MATCH ?"
    of_text = f"SELECT rowid FROM {kind.name}_text WHERE {kind.name}_text MATCH ?"
    text = match_expression(word)
    is_few = _has_few(ledger, of_people, people) and _has_few(ledger, of_text, text)
    # Many rows are faster found along the list than read and put in order: the sign keeps SQLite from the latter.
    row = f"{ALIAS}.row" if is_few else f"+{ALIAS}.row"
    proposed = _Part(f"{row} IN ({of_text} UNION ALL {of_people})", (text, people))
    if sees and is_exact(word):
        return [proposed]
    known = _Part(f"+{ALIAS}.row IN ({of_people})", (people,))
    return [proposed, _either([known, *_rechecks(kind, [word], sees=sees)])]


def _has_few(ledger: Ledger, statement: str, expression: str) -> bool:
    if "*" in expression and len(expression) == len('"x"*'):
        # All words that begin so would have to be gathered first.
        return False
    counted = f"SELECT count(*) FROM ({statement} LIMIT {FEW})"
    return int(ledger.database.execute_sql(counted, (expression,)).fetchone()[0]) < FEW


def _people(word: Word) -> str:
    """The expression that finds people by pinyin or by the end of a household number; the rest is found as text."""
    if word.letters:
        return f'"{word.letters}"*'
    if word.is_number:
        return f'"{NUMBER_MARK}{plain_number(word.text)}"'
    return ""


def _named(kind: RecordKind, names: Sequence[str]) -> _Part:
    """Records in whose fields of names one of these stands."""
    among = "(SELECT value FROM json_each(?))"
    fields = [kind.field(name) for name in SPELLED[kind.name]]
    stands = _either(
        [
            _Part(f'EXISTS (SELECT 1 FROM json_each({ALIAS}."{field.name}") WHERE value IN {among})')
            if field.kind is FieldKind.LIST
            else _Part(f'{ALIAS}."{field.name}" IN {among}')
            for field in fields
        ]
    )
    compared = _Part(stands.sql, (json.dumps(names, ensure_ascii=False),) * len(fields))
    expressions = [match_expression(name) for name in names]
    # A name of one character stands for all that begins with it; one without any is in no index.
    if len(names) > FEW_NAMES or any(not one or "*" in one for one in expressions):
        return compared
    index = f"{kind.name}_text"
    either = " OR ".join(f"({one})" for one in expressions)
    proposed = _Part(f"{ALIAS}.row IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)", (either,))
    return _all_of([proposed, compared])
