"""What differs between two texts, character by character, or clause by clause where they are long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

Part = tuple[str, bool]
"""A piece of a text, and whether the other text has something else in its place."""

MOST_PAIRS = 40_000
"""Comparing takes time with the product of both lengths: beyond this clauses are compared, and then nothing."""

LEAST_COMMON = 2
"""Fewer characters in common between two differences say nothing: they are part of the difference."""

_CLAUSES = re.compile(r"[^，。；、！？,.;!?\s]*[，。；、！？,.;!?\s]*")


def differing_parts(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """Both texts in pieces; joined again they are the texts."""
    head = _alike(before, after)
    rest = min(len(before), len(after)) - head
    tail = min(rest, _alike(before[::-1], after[::-1]))
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    old, new = _compared(*middle)
    first, last = (before[:head], False), (before[len(before) - tail :], False)
    return _joined([first, *old, last]), _joined([first, *new, last])


def _alike(before: str, after: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (old, new) in pairs if old != new), min(len(before), len(after)))


def _compared(before: str, after: str) -> tuple[list[Part], list[Part]]:
    if len(before) * len(after) <= MOST_PAIRS:
        return _matched(before, after, LEAST_COMMON)
    old, new = _CLAUSES.findall(before), _CLAUSES.findall(after)
    if len(old) * len(new) <= MOST_PAIRS:
        return _matched(old, new, 1)
    return [(before, True)], [(after, True)]


def _matched(before: Sequence[str], after: Sequence[str], least: int) -> tuple[list[Part], list[Part]]:
    old: list[Part] = []
    new: list[Part] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        differs = kind != "equal" or end - start < least
        old.append(("".join(before[start:end]), differs))
        new.append(("".join(after[new_start:new_end]), differs))
    return old, new


def _joined(parts: Iterable[Part]) -> list[Part]:
    joined: list[Part] = []
    for text, differs in parts:
        if joined and joined[-1][1] is differs:
            joined[-1] = (joined[-1][0] + text, differs)
        elif text:
            joined.append((text, differs))
    return joined
