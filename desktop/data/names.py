"""The index by which people are found: names in characters and in pinyin, numbers by any part of them.

It is a full-text index of words that are made here, one for each register, without the texts themselves: what it
proposes is looked at again in the register. Withdrawn records are not in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from desktop.data.indexing import SearchIndex, SearchText
from desktop.data.pinyin import syllables_of
from desktop.data.search import folded

PART = "names"
NAMED_KINDS = ("household", "person", "enterprise", "cadre")
"""Registers whose records are found by name. Their indexes are tables such as ``household_names``."""

NAMES, TO_INDEX = "names", "to_index"
"""Key of ``meta`` and its value while the registers of an older ledger are still to be indexed."""

LONGEST_WORD = 8
"""Characters of a name, and letters of its pinyin from a place within, that one word of the index holds."""

PIECE = 4
"""Characters of a number that one word of the index holds: four are enough to tell nearly all people apart."""

ID_TAIL = 6
"""The end of an ID number by which people are found."""

NUMBER_MARK = "户"
"""Stands before the words of household numbers, so that 12 finds the household before all telephones with a 12."""

_REMEMBERED = 4_096
"""Household numbers, villages and groups whose words are remembered, and names of people: rosters repeat them."""

_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")
"""What folding leaves as it is, and no sign: nearly every name."""

_LETTERS = re.compile(r"[0-9a-z]+")
_LAST_DIGITS = re.compile(r"[0-9]+$")
_NAME_SIGNS = re.compile(r"[\W_]+")
_AT_ONCE = 2_000


def names_index(kind_name: str, database: Any) -> SearchIndex | None:
    """The index of a register; None for kinds that are not people."""
    return SearchIndex(kind_name, database, part=PART, entries=list) if kind_name in NAMED_KINDS else None


def put_names(index: SearchIndex, kind_name: str, rows: Iterable[tuple[int, Mapping[str, Any], bool, bool]]) -> None:
    """Index (row, values, is new, is withdrawn) of records; those withdrawn leave the index."""
    texts: list[SearchText] = []
    gone: list[int] = []
    words = _WORDS[kind_name]
    for row, values, is_new, is_withdrawn in rows:
        if not is_withdrawn:
            texts.append((row, " ".join(filter(None, words(values.get))), is_new))
        elif not is_new:
            gone.append(row)
    if gone:
        index.remove(gone)
    if texts:
        index.put(texts)


def entry_of(kind_name: str, values: Mapping[str, Any]) -> str:
    """The words by which a record is found, separated by blanks."""
    return " ".join(filter(None, _WORDS[kind_name](values.get)))


def plain_name(text: str) -> str:
    """A name as it is compared: folded, without blanks and signs."""
    return text if _IDEOGRAPHS.fullmatch(text) else _NAME_SIGNS.sub("", folded(text))


def plain_number(text: str) -> str:
    """A number as it is compared: its letters and digits, folded."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return "".join(_LETTERS.findall(folded(text)))


def short_number(number: str) -> str:
    """The end of a household number as people say it: ``12`` for ``3-012``; empty when it does not end in digits."""
    end = _LAST_DIGITS.search(folded(number))
    return end[0].lstrip("0") if end else ""


def pieces(number: str) -> Sequence[str]:
    """Every four neighbours of a number, and its last three and two."""
    if len(number) < PIECE:
        return [number[place:] for place in range(max(1, len(number) - 1))]
    return _cutting(len(number))(number)


@lru_cache(maxsize=64)
def _cutting(length: int) -> Callable[[str], tuple[str, ...]]:
    # Telephones and ID numbers have the same few lengths: one call cuts all pieces in a third of the time of a loop.
    neighbours = [slice(place, place + PIECE) for place in range(length - PIECE + 1)]
    return itemgetter(*neighbours, slice(-3, None), slice(-2, None))


_MOBILE_LENGTH = 11
_cut_mobile = _cutting(_MOBILE_LENGTH)


# -- the words of each register ----------------------------------------------------------------------------------------


def _household(get: Any) -> list[str]:
    former = get("former_numbers")
    return [
        _person_name(get("head_name")),
        _phones(get("phone")),
        _id_number(get("head_id_number")),
        _numbers(get("household_no")),
        *map(_numbers, former if isinstance(former, list) else ()),
        _place(get("group_name")),
        _place(get("village_name")),
    ]


def _person(get: Any) -> list[str]:
    return [
        _person_name(get("name")),
        _phones(get("phone")),
        _id_number(get("id_number")),
        # By a part of the number its household is found; that is enough.
        _number(get("household_no")),
        _place(get("village_name")),
    ]


def _enterprise(get: Any) -> list[str]:
    return [
        _enterprise_name(get("name")),
        _person_name(get("contact")),
        _person_name(get("legal_person")),
        _phones(get("phone")),
        _id_number(get("credit_code")),
        _place(get("village_name")),
    ]


def _cadre(get: Any) -> list[str]:
    return [_person_name(get("name")), _phones(get("phone")), _place(get("village_name"))]


_WORDS = {"household": _household, "person": _person, "enterprise": _enterprise, "cadre": _cadre}
"""For each register what gives the words of its fields, each with blanks between; empty for a field without any."""


def _endings(text: str) -> list[str]:
    """What begins at each place of a text: whatever stands within it begins one of them."""
    return [text[place : place + LONGEST_WORD] for place in range(len(text))]


def _person_name(value: Any) -> str:
    return _words_of_person(str(value)) if value else ""


@lru_cache(maxsize=_REMEMBERED)
def _words_of_person(text: str) -> str:
    name = plain_name(text)
    if not name:
        return ""
    syllables = syllables_of(name)
    full = "".join(syllables)
    # Pinyin also from the second syllable on: people say 晓明 for 张晓明.
    return " ".join([*_endings(name), "".join([syllable[0] for syllable in syllables]), full, "".join(syllables[1:])])


def _enterprise_name(value: Any) -> str:
    name = plain_name(str(value)) if value else ""
    if not name:
        return ""
    syllables = syllables_of(name, person=False)
    initials = "".join([syllable[0] for syllable in syllables])
    return " ".join([*_endings(name), *_endings(initials), "".join(syllables)])


def _phones(value: Any) -> str:
    if not value:
        return ""
    text = str(value)
    if len(text) == _MOBILE_LENGTH and text.isdigit() and text.isascii():
        # The usual one is plain, and cut at once.
        return " ".join(_cut_mobile(text))
    return " ".join([piece for phone in text.split("、") for piece in pieces(plain_number(phone))])


def _id_number(value: Any) -> str:
    if not value:
        return ""
    text = str(value)
    tail = text[-ID_TAIL:]
    if len(tail) < ID_TAIL or not (tail.isalnum() and tail.isascii()):
        tail = plain_number(text)[-ID_TAIL:]
    return " ".join(pieces(tail.lower()))


def _number(value: Any) -> str:
    """A household number as a whole, and as people say it."""
    return _words_of_number(str(value)) if value else ""


@lru_cache(maxsize=_REMEMBERED)
def _words_of_number(text: str) -> str:
    return f"{NUMBER_MARK}{plain_number(text)} {NUMBER_MARK}{short_number(text)}"


def _numbers(value: Any) -> str:
    return " ".join([_number(value), *pieces(plain_number(str(value)))]) if value else ""


def _place(value: Any) -> str:
    return _words_of_place(str(value)) if value else ""


@lru_cache(maxsize=_REMEMBERED)
def _words_of_place(text: str) -> str:
    return plain_name(text)


# -- the whole index ---------------------------------------------------------------------------------------------------


def index_again(ledger: Any) -> None:
    """Make the indexes of all registers anew, in the caller's transaction."""
    for name in NAMED_KINDS:
        table = ledger.tables[name]
        execute = ledger.database.execute_sql
        execute(f"DELETE FROM {name}_{PART}")
        last = 0
        while rows := table.after(last, _AT_ONCE):
            put_names(table.names, name, ((row, values, True, is_withdrawn) for row, values, is_withdrawn in rows))
            last = rows[-1][0]
