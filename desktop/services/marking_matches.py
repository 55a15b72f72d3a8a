"""Where the words of a search stand in a text that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.data.pinyin import syllables_of
from desktop.data.search import folded
from desktop.services.query_words import Word

LONGEST = 60
"""Characters of an excerpt."""

_BEFORE = 12
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, and the places in it (first, behind the last) that were looked for; in order, none overlap."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def marked(text: str, words: Iterable[Word], *, is_name: bool = False, person: bool = True) -> Marked:
    """The text with every place of the words; of a name also what its pinyin was typed for."""
    plain, places = _folded(text)
    found: list[tuple[int, int]] = []
    for word in words:
        spans = _spans(plain, word.text)
        if not spans and is_name and word.letters:
            found += _spelled(text, word.letters, person=person)
        found += [(places[first], places[end - 1] + 1) for first, end in spans]
    return Marked(text, _merged(found))


def excerpt(whole: Marked) -> Marked:
    """A line of a long text around its first mark."""
    # Characters one for one: places stay.
    text = "".join(" " if one.isspace() else one for one in whole.text)
    if len(text) <= LONGEST:
        return Marked(text, whole.marks)
    first = max(0, whole.marks[0][0] - _BEFORE) if whole.marks else 0
    first = min(first, len(text) - LONGEST)
    end = first + LONGEST
    before = _MORE if first else ""
    shift = len(before) - first
    marks = [(max(start, first) + shift, min(stop, end) + shift) for start, stop in whole.marks if first < stop]
    shown = tuple((start, stop) for start, stop in marks if start < stop)
    return Marked(f"{before}{text[first:end]}{_MORE if end < len(text) else ''}", shown)


def spells(name: str, letters: str, *, person: bool = True) -> bool:
    """Whether letters are typed for a name: its initials or its pinyin, the given name's among them, begin so."""
    return bool(_spelled(name, letters, person=person))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and for each of its characters which one of the text it comes from."""
    plain = folded(text)
    if len(plain) == len(text):
        return plain, range(len(text))
    # A form that stands for several characters (㎡, ﬀ) was taken apart.
    parts = [(piece, place) for place, one in enumerate(text) for piece in folded(one)]
    return "".join(piece for piece, _ in parts), [place for _, place in parts]


def _spans(text: str, word: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first = text.find(word) if word else -1
    while first >= 0:
        found.append((first, first + len(word)))
        first = text.find(word, first + len(word))
    return found


def _spelled(name: str, letters: str, *, person: bool) -> list[tuple[int, int]]:
    syllables = syllables_of(name, person=person)
    initials = "".join(one[0] for one in syllables)
    place = initials.find(letters) if not person else (0 if initials.startswith(letters) else -1)
    span = (place, place + len(letters)) if place >= 0 else None
    for start in range(min(2, len(syllables))) if span is None else ():
        if "".join(syllables[start:]).startswith(letters):
            end = start
            while len("".join(syllables[start:end])) < len(letters):
                end += 1
            span = (start, end)
            break
    if span is None:
        return []
    # A character without a reading has no syllable; then the whole name is what was found.
    return [span] if len(syllables) == len(name) else [(0, len(name))]


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, end in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((first, end))
    return tuple(merged)
