"""The country's division codes (统计用区划代码, 2023): look-up by code, by name and by pinyin.

The tables stay text: a look-up is a search in a string, so nothing is parsed or indexed at start. Their layout is
told in ``resources/divisions/README.md``.
"""

from __future__ import annotations

import heapq
import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop.data.division_names import common_name, short_name
from desktop.data.division_queries import Hit, Query, query_of, readings_of
from desktop.data.pinyin_patterns import PinyinPatterns
from desktop.domain.identifiers import DivisionLevel, level_of, to_half_width

WIDTHS = {
    DivisionLevel.PROVINCE: 2,
    DivisionLevel.CITY: 4,
    DivisionLevel.COUNTY: 6,
    DivisionLevel.TOWN: 9,
    DivisionLevel.VILLAGE: 12,
}
_UPPER_LEVELS = list(DivisionLevel)[:4]
_DIGITS = re.compile(r"[0-9]*")
_FILLERS = re.compile(r"市辖区|县|(?:省|自治区)直辖县级行政区划")


@dataclass(frozen=True, slots=True)
class Division:
    """A division with the names of those above it ('' where there is none).

    ``code`` has 12 digits; ``name`` is the official one, ``short_name`` without generic ending (唐陵), ``common_name``
    what people say (唐陵村).
    """

    code: str
    name: str
    level: DivisionLevel
    short_name: str
    common_name: str
    province: str = ""
    city: str = ""
    county: str = ""
    town: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Names from the province down to the division itself, without fillers such as 市辖区 and repetitions."""
        names = (self.province, self.city, self.county, self.town, self.common_name)
        return tuple(dict.fromkeys(name for name in names if name and not _FILLERS.fullmatch(name)))


class Divisions:
    """The division codes packed in the folder ``resource_path``. OSError, LZMAError, ValueError when it is damaged."""

    def __init__(self, resource_path: Path) -> None:
        self._folder = resource_path
        self._villages: dict[str, bytes] = {}

    def by_code(self, code: str) -> Division | None:
        """The division of this code: 12 digits, or 2, 4, 6, 9 without the zeros. None when there is none."""
        digits = significant(code)
        name = self._name(digits) if _DIGITS.fullmatch(digits) else ""
        return self._division(digits, name) if name else None

    def provinces(self) -> list[Division]:
        """The 31 provinces."""
        return self._below("", DivisionLevel.PROVINCE)

    def cities_of(self, province: str) -> list[Division]:
        """Cities of a province."""
        return self._below(province, DivisionLevel.CITY)

    def counties_of(self, city: str) -> list[Division]:
        """Counties of a city."""
        return self._below(city, DivisionLevel.COUNTY)

    def towns_of(self, county: str) -> list[Division]:
        """Towns and 街道 of a county, in the order of their codes."""
        return self._below(county, DivisionLevel.TOWN)

    def villages_of(self, town: str) -> list[Division]:
        """Villages and 社区 of a town, in the order of their codes."""
        return self._below(town, DivisionLevel.VILLAGE)

    def search(self, text: str, level: DivisionLevel, limit: int = 20, within: str | None = None) -> list[Division]:
        """Divisions of a level that fit what was typed, best first.

        The last word names the division, words before it those above, in any order: by part of the name, by pinyin
        or initials from its beginning on. Names may be written together (``天王唐陵``). Digits are the beginning of a
        code. ``within`` is a code that all results belong to.
        """
        scope = significant(within) if within else ""
        typed = to_half_width(text).strip()
        if len(typed) > 1 and typed.isascii() and typed.isdigit():
            digits = significant(typed) if len(typed) == 12 else typed
            inner, outer = max(digits, scope, key=len), min(digits, scope, key=len)
            found = self._below(inner, level, limit) if inner.startswith(outer) else []
            if found:
                return found
        for words in readings_of(text):
            queries = [query_of(word, self._patterns) for word in words]
            hits = self._find([query for query in queries if query], level, scope, limit)
            if hits and all(queries):
                return [self._division(hit.digits, hit.name) for hit in hits]
        return []

    def forget(self) -> None:
        """Lets go of the village tables kept in memory since the last searches (17 MB for the whole country)."""
        self._villages.clear()

    @cached_property
    def _upper(self) -> dict[DivisionLevel, str]:
        paragraphs = _unpack(self._folder / "upper.txt.xz").decode().split("\n\n")
        return {level: f"\n{rows}\n" for level, rows in zip(_UPPER_LEVELS, paragraphs, strict=True)}

    @cached_property
    def _patterns(self) -> PinyinPatterns:
        lines = (self._folder / "pinyin.txt").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines]
        return PinyinPatterns({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows})

    def _province(self, digits: str) -> str:
        """The village table of a province, between line breaks; '' when there is no such province."""
        if not self._name(digits):
            return ""
        if digits not in self._villages:
            self._villages[digits] = _unpack(self._folder / "villages" / f"{digits}.txt.xz")
        return f"\n{self._villages[digits].decode()}\n"

    def _name(self, digits: str) -> str:
        if len(digits) == WIDTHS[DivisionLevel.VILLAGE]:
            return next((name for code, name in self._rows(digits[:9], DivisionLevel.VILLAGE) if code == digits), "")
        level = _level(digits)
        if level is None:
            return ""
        text, start = self._upper[level], f"\n{digits}"
        place = text.find(start)
        return text[place + len(start) : text.index("\n", place + 1)] if place >= 0 else ""

    def _division(self, digits: str, name: str) -> Division:
        code = digits.ljust(12, "0")
        level = _level(digits) or level_of(code)
        above = [self._name(digits[: WIDTHS[each]]) if WIDTHS[each] < len(digits) else "" for each in _UPPER_LEVELS]
        return Division(code, name, level, short_name(name, level), common_name(name, level), *above)

    def _below(self, code: str, level: DivisionLevel, limit: int | None = None) -> list[Division]:
        prefix = significant(code) if len(code) == 12 else code
        found: list[Division] = []
        for digits, name in self._rows(prefix, level):
            if len(found) == limit:
                break
            found.append(self._division(digits, name))
        return found

    def _rows(self, prefix: str, level: DivisionLevel) -> Iterator[tuple[str, str]]:
        """Digits and names of a level whose code begins so, in order."""
        width = WIDTHS[level]
        if len(prefix) > width or not _DIGITS.fullmatch(prefix):
            return
        if level is not DivisionLevel.VILLAGE:
            rows = re.finditer(rf"\n({prefix}[0-9]{{{width - len(prefix)}}})([^\n]+)", self._upper[level])
            yield from ((row[1], row[2]) for row in rows)
            return
        for province in self._provinces_in([prefix] if prefix else []):
            text = self._province(province)
            for town in re.finditer(rf"\n({prefix[:9]}[0-9]{{{9 - len(prefix[:9])}}})\t([^\n]+)", text):
                for village in town[2].split("\t"):
                    if village.startswith(prefix[9:]):
                        yield town[1] + village[:3], village[3:]

    def _provinces_in(self, scopes: Sequence[str]) -> list[str]:
        known = self._upper[DivisionLevel.PROVINCE].split()
        wanted = {scope[:2] for scope in scopes}
        return [row[:2] for row in known if not wanted or row[:2] in wanted]

    def _find(self, queries: Sequence[Query], level: DivisionLevel, scope: str, limit: int) -> list[Hit]:
        if not queries:
            return []
        above = [self._above(query, level) for query in queries[:-1]]
        if not all(above):
            return []
        hits = (
            hit
            for hit in self._hits(queries[-1], level, list(above[0]) if above else [scope] if scope else [])
            if hit.digits.startswith(scope) and all(_lies_in(hit.digits, places) for places in above)
        )
        return heapq.nsmallest(limit, hits, key=lambda hit: hit.order)

    def _above(self, query: Query, level: DivisionLevel) -> set[str]:
        """Digits of the divisions above the level that the word can mean."""
        levels = [each for each in _UPPER_LEVELS if WIDTHS[each] < WIDTHS[level]]
        return {hit.digits for each in levels for hit in query.hits(self._upper[each], each, WIDTHS[each])}

    def _hits(self, query: Query, level: DivisionLevel, scopes: Sequence[str]) -> Iterator[Hit]:
        if level is not DivisionLevel.VILLAGE:
            yield from query.hits(self._upper[level], level, WIDTHS[level])
            return
        for province in self._provinces_in(scopes):
            yield from query.hits(self._province(province), level, 3)


def significant(code: str) -> str:
    """The digits of a code without the zeros that only fill it up; a code of other than 12 digits as it is."""
    return code[: WIDTHS[level_of(code)]] if len(code) == 12 else code


def _level(digits: str) -> DivisionLevel | None:
    return next((level for level, width in WIDTHS.items() if width == len(digits)), None)


def _lies_in(digits: str, places: set[str]) -> bool:
    return any(digits[: WIDTHS[level]] in places for level in _UPPER_LEVELS)


def _unpack(path: Path) -> bytes:
    return lzma.decompress(path.read_bytes())
