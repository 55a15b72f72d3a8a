"""Regular expressions that find names by what people type of their pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LONGEST = 30
"""Most letters taken; more make no name."""

MOST_READINGS = 64
"""Most ways of cutting the letters into syllables that are tried."""

UNREADABLE = "?"
NOTHING = "(?!)"


class PinyinPatterns:
    """Turns ``tangling``, ``tangl`` or ``tl`` into a pattern for the beginning of a name.

    ``mostly`` and ``seldom`` give for each syllable the characters that are mostly and seldom read so. Those under
    ``?`` have no known reading and fit any, so that a rare character never hides a name.
    """

    def __init__(self, mostly: Mapping[str, str], seldom: Mapping[str, str]) -> None:
        self._syllables = {key: value for key, value in mostly.items() if key != UNREADABLE}
        self._seldom = seldom
        self._unreadable = mostly.get(UNREADABLE, "")
        self._starts = {key[:end] for key in self._syllables for end in range(1, len(key) + 1)}

    def pattern(self, letters: str, *, with_seldom: bool = True) -> str | None:
        """A pattern for names that begin so, whole syllables before initials; None when it is no pinyin."""
        letters = letters.replace("'", "").lower()
        if not letters or len(letters) > LONGEST:
            return None
        readings = []
        for reading in self._cut(letters, 0):
            readings.append(reading)
            if len(readings) == MOST_READINGS:
                break
        if not readings:
            return None
        readings.sort(key=len)
        classes = {piece: self._class(piece, with_seldom) for reading in readings for piece in reading}
        return "|".join("".join(classes[piece] for piece in reading) for reading in readings)

    def _cut(self, letters: str, start: int) -> Iterator[tuple[str, ...]]:
        """Ways to cut the rest into whole syllables and initials; the last piece may be any beginning.

        Longer pieces come first, so that the likeliest cuts are inside the limit. An initial is marked by ``*``.
        """
        if start == len(letters):
            yield ()
            return
        for end in range(min(len(letters), start + 6), start, -1):
            piece = letters[start:end]
            if piece not in self._starts:
                continue
            if end == len(letters):
                yield (piece + "*",)
            elif piece in self._syllables:
                yield from ((piece, *rest) for rest in self._cut(letters, end))
            elif end == start + 1 or piece in ("zh", "ch", "sh"):
                yield from ((piece + "*", *rest) for rest in self._cut(letters, end))

    def _class(self, piece: str, with_seldom: bool) -> str:
        start = piece.removesuffix("*")
        syllables = [start] if start == piece else [each for each in self._syllables if each.startswith(start)]
        found = set(self._unreadable).union(*(self._syllables[each] for each in syllables))
        if with_seldom:
            found.update(*(self._seldom.get(each, "") for each in syllables))
        return f"[{re.escape(''.join(sorted(found)))}]" if found else NOTHING
