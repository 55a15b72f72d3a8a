"""What people type to find a division, and how it is found in a packed table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.data.division_names import short_name
from desktop.data.pinyin_patterns import PinyinPatterns
from desktop.domain.identifiers import DivisionLevel, to_half_width

LONGEST_TOGETHER = 20
"""Most characters of names written together that are cut into words."""

_END = re.compile(r"[\t\n]")
_SCRIPTS = re.compile(r"[A-Za-z']+|[^A-Za-z']+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A division found: its significant digits, its name, and its place among the others, smallest first."""

    digits: str
    name: str
    order: tuple[int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class Query:
    """One word typed: a part of a name, or a ``pattern`` for the beginning of a name where pinyin was typed.

    ``likely`` fits only where every character has its usual reading.
    """

    word: str
    pattern: str | None = None
    likely: re.Pattern[str] | None = None

    def hits(self, text: str, level: DivisionLevel, width: int) -> Iterator[Hit]:
        """Divisions in a table whose entries are a mark, ``width`` digits and a name.

        The mark is a line break; in a village table it is a tab, and the line begins with the digits of the town.
        """
        mark = "\t" if level is DivisionLevel.VILLAGE else "\n"
        places = self._by_pattern(text, mark, width) if self.pattern else self._by_part(text, mark, width)
        for start, length, offset in places:
            end = _find_end(text, start + width)
            name = text[start + width : end]
            digits = text[start : start + width]
            if level is DivisionLevel.VILLAGE:
                line = text.rfind("\n", 0, start) + 1
                digits = text[line : line + 9] + digits
            rank = 0 if length in (len(name), len(short_name(name, level))) and not offset else 1 + (offset > 0)
            odd = int(self.likely is not None and not self.likely.match(name))
            yield Hit(digits, name, (rank, odd, length, len(name), digits))

    def _by_pattern(self, text: str, mark: str, width: int) -> Iterator[tuple[int, int, int]]:
        for found in re.finditer(f"{mark}[0-9]{{{width}}}({self.pattern})", text):
            yield found.start() + 1, len(found[1]), 0

    def _by_part(self, text: str, mark: str, width: int) -> Iterator[tuple[int, int, int]]:
        """Start of the entry, length of the word, and where in the name it stands; each entry once."""
        place, length = text.find(self.word), len(self.word)
        while place >= 0:
            start = text.rfind(mark, 0, place) + 1
            end = _find_end(text, start)
            if start and place >= start + width and place + length <= end:
                yield start, length, place - start - width
                place = text.find(self.word, end)
            else:
                place = text.find(self.word, place + 1)


def _find_end(text: str, start: int) -> int:
    found = _END.search(text, start)
    return found.start() if found else len(text)


def query_of(word: str, patterns: PinyinPatterns) -> Query | None:
    """The query a word means; None for letters that are no pinyin."""
    plain = to_half_width(word)
    if not re.fullmatch(r"[A-Za-z']+", plain):
        return Query(word)
    pattern, likely = patterns.pattern(plain), patterns.pattern(plain, with_seldom=False)
    return Query(plain, pattern, re.compile(likely or "")) if pattern else None


def readings_of(text: str) -> Iterator[tuple[str, ...]]:
    """The ways a text can be cut into words, likeliest first: at blanks, between scripts, within names."""
    words = tuple(text.split())
    if not words:
        return
    yield words
    pieces = tuple(itertools.chain.from_iterable(_SCRIPTS.findall(word) for word in words))
    if pieces != words:
        yield pieces
    if len(words) == 1 and not words[0].isascii() and len(words[0]) <= LONGEST_TOGETHER:
        yield from _cuts(words[0], 2)
        yield from _cuts(words[0], 3)


def _cuts(name: str, count: int) -> Iterator[tuple[str, ...]]:
    """Cuts into ``count`` words of at least two characters."""
    for places in itertools.combinations(range(2, len(name) - 1), count - 1):
        bounds = (0, *places, len(name))
        if all(end - start > 1 for start, end in itertools.pairwise(bounds)):
            yield tuple(name[start:end] for start, end in itertools.pairwise(bounds))
