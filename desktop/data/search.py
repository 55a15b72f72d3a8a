"""The search index: pairs of neighbouring characters in FTS5, without positions, rechecked against the text.

FTS5's own trigram tokenizer finds nothing for two-character words, which most Chinese words are; pairs answer words of
any length. A single character is found as the beginning of a pair; the last character of a run stands alone for that.
"""

from __future__ import annotations

import itertools
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from desktop.domain.changes import canonical
from desktop.domain.fields import RecordKind, list_fields

INDEX_VERSION = "1"
"""How the indexes of texts and of people are written. Whoever changes what a word of them is counts it up: ledgers of
older programs are then indexed anew."""

VERSION_KEY = "index_version"
"""Key of ``meta``: the version in which a ledger's indexes were written."""

FIRST_VERSION = "1"
"""That of ledgers from before it was noted."""

_RUN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\w+")
_BEGINNING = re.compile(r" .")
_UTF_16, _UTF_32 = (f"utf-{bits}-{sys.byteorder[0]}e" for bits in (16, 32))


def folded(text: str) -> str:
    """Text as it is compared: compatibility forms unified, case folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def _runs(text: str) -> list[str]:
    """Letters, digits and ideographs that stand together (what ``str.isalnum`` says of a character)."""
    return _RUN.findall(text)


def tokens(text: str) -> str:
    """The index entry of a text: its pairs and the last character of each run, separated by blanks.

    A pair that the text holds twice comes twice.
    """
    return tokens_of([text])[0]


def tokens_of(texts: Iterable[str]) -> list[str]:
    """The index entries of several texts: together they take half the time, where they are short."""
    # Two copies of the text, one a place ahead of the other, are laid side by side by slices, which takes a third of
    # the time of joining pair by pair. Runs stand one blank apart, so the last of a run meets a blank; the blank
    # before a run would meet its first character, which therefore is blank in the copy ahead.
    of_each = [_separated(folded(text)) for text in texts]
    runs = f" {' '.join(filter(None, of_each))} "
    ahead = _BEGINNING.sub("  ", runs)
    # Two bytes a character take a fifth less time than four, and are enough for all but the rarest.
    code, form = "H", _UTF_16
    front = runs[1:-1].encode(form)
    if len(front) > 2 * (len(runs) - 2):
        code, form = "I", _UTF_32
        front = runs[1:-1].encode(form)
    pairs = array(code, [ord(" ")]) * (3 * (len(runs) - 2))
    pairs[0::3] = array(code, front)
    pairs[1::3] = array(code, ahead[2:].encode(form))
    entries = pairs.tobytes().decode(form)
    found: list[str] = []
    place = 0
    for own in of_each:
        found.append(entries[place : place + 3 * len(own)])
        if own:
            place += 3 * (len(own) + 1)
    return found


def _separated(text: str) -> str:
    """The runs of a text with a blank between."""
    words = text.split()
    # Names and numbers have nothing else in them, and are told so in half the time.
    return " ".join(words if "".join(words).isalnum() else _WORD.findall(text.replace("_", " ")))


def terms(text: str) -> list[str]:
    """The words of a query: everything between blanks, folded; all of them must be found."""
    return folded(text).split()


def is_exact(query: str) -> bool:
    """Whether the index alone answers the query: every word is one or two characters of one run."""
    return all(len(term) <= 2 and term.isalnum() for term in terms(query))


def match_expression(query: str) -> str:
    """The FTS5 expression for a query; empty when it holds no letter, digit or ideograph."""
    parts: list[str] = []
    for run in _runs(folded(query)):
        if len(run) == 1:
            parts.append(f'"{run}"*')
        else:
            parts.extend(f'"{first}{second}"' for first, second in itertools.pairwise(run))
    return " AND ".join(dict.fromkeys(parts))


def text_of(kind: RecordKind, values: Mapping[str, Any]) -> str:
    """Everything of a record that can be searched, a field a line."""
    names, lists = searched_fields(kind), list_fields(kind)
    held = zip(names, map(values.get, names), strict=True)
    return "\n".join(
        [value if type(value) is str else _as_text(value, name in lists) for name, value in held if value is not None]
    )


def _as_text(value: Any, is_list: bool) -> str:
    if not is_list:
        # As its column holds it: what is read out of there must give the same text.
        return canonical(value)
    return listed(value) if isinstance(value, list) else str(value)


def listed(value: Iterable[Any]) -> str:
    """The value of a list as it is searched."""
    return "、".join(map(str, value))


@lru_cache(maxsize=32)
def searched_fields(kind: RecordKind) -> tuple[str, ...]:
    """Names of the fields whose values can be searched."""
    return tuple(field.name for field in kind.fields if field.searched)
