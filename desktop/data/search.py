"""The search index: pairs of neighbouring characters in FTS5, without positions, rechecked against the text.

FTS5's own trigram tokenizer finds nothing for two-character words, which most Chinese words are; pairs answer words of
any length. A single character is found as the beginning of a pair; the last character of a run stands alone for that.
"""

from __future__ import annotations

import itertools
import operator
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from desktop.domain.fields import RecordKind

_RUN = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Text as it is compared: compatibility forms unified, case folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def _runs(text: str) -> list[str]:
    """Letters, digits and ideographs that stand together (what ``str.isalnum`` says of a character)."""
    return _RUN.findall(text)


def tokens(text: str) -> str:
    """The index entry of a text: its pairs, separated by blanks."""
    found: set[str] = set()
    for run in _runs(folded(text)):
        found.update(map(operator.add, run, run[1:]))
        found.add(run[-1])
    return " ".join(found)


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
    lines: list[str] = []
    for field in kind.fields:
        if field.searched:
            value = values.get(field.name)
            if isinstance(value, list):
                lines.append("、".join(map(str, value)))
            elif value is not None:
                lines.append(str(value))
    return "\n".join(lines)
