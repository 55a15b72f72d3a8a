"""The looks of a form's cells: what kind of value each is meant for, and the same looks for text."""

from __future__ import annotations

import re
from enum import Enum
from xml.parsers.expat import ExpatError

from desktop.exchange.splicing import End, Splices, Tag, changed_tag, scan, tag_at

_TEXT_FORMAT = "49"
# ECMA-376 part 1, §18.8.30: the formats without a code of their own. 27 to 36 and 50 to 58 are the East Asian dates.
_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_PLAIN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SIDES = frozenset({"left", "right", "top", "bottom", "start", "end"})


class Meant(Enum):
    """What a cell of this look holds."""

    ANYTHING = "anything"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class Looks:
    """The style table of a form. ValueError for what is none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._formats: dict[int, str] = {}
        self._lined: list[bool] = []
        self._looks: list[tuple[Tag, int]] = []
        self._made: dict[int, int] = {}
        self._table: tuple[Tag, int] | None = None
        self._path: list[Tag] = []
        try:
            scan(data, self._on_start, self._on_end)
        except ExpatError as error:
            raise ValueError("no style table") from error
        if not self._looks or self._table is None:
            raise ValueError("no style table")

    def _on_start(self, tag: Tag) -> None:
        parents = [one.name for one in self._path]
        seen = tag.attributes
        if parents[1:] == ["numFmts"] and tag.name == "numFmt":
            self._formats[int(seen["numFmtId"])] = seen.get("formatCode", "")
        elif parents[1:] == ["borders"]:
            self._lined.append(False)
        elif parents[1:] == ["borders", "border"] and tag.name in _SIDES and seen.get("style", "none") != "none":
            self._lined[-1] = True
        self._path.append(tag)

    def _on_end(self, end: End) -> None:
        tag = self._path.pop()
        if tag.name == "cellXfs" and tag.depth == 1:
            self._table = (tag, end.start)
        elif tag.depth == 2 and self._path[1].name == "cellXfs":
            opening = tag_at(self._data, tag.start)
            is_one = opening.endswith(b"/>")
            stop = tag.start + len(opening) if is_one else self._data.index(b">", end.start) + 1
            self._looks.append((tag, stop))

    @property
    def bordered(self) -> frozenset[int]:
        """The looks with a line on any side."""
        return frozenset(
            number
            for number, (tag, _) in enumerate(self._looks)
            if (border := int(tag.attributes.get("borderId") or 0)) < len(self._lined) and self._lined[border]
        )

    def meant(self, look: int) -> Meant:
        """What cells of a look are meant for."""
        number = int(self._looks[look][0].attributes.get("numFmtId") or 0) if look < len(self._looks) else 0
        code = self._formats.get(number, "")
        if number in _DATES or (code and _is_date(code)):
            return Meant.DATE
        if number == int(_TEXT_FORMAT) or code == "@":
            return Meant.TEXT
        is_anything = number == 0 or code.casefold() in ("general", "g/通用格式")
        return Meant.ANYTHING if is_anything else Meant.NUMBER

    def for_text(self, look: int) -> int:
        """The look with the text format: what is typed over in such a cell stays text too, as numbers of IDs must."""
        if self.meant(look) is Meant.TEXT:
            return look
        known = look if look < len(self._looks) else 0
        return self._made.setdefault(known, len(self._looks) + len(self._made))

    def result(self) -> bytes:
        """The table with the looks asked for."""
        if not self._made or self._table is None:
            return self._data
        splices = Splices(self._data)
        table, end = self._table
        splices.change_tag(table.start, {"count": str(len(self._looks) + len(self._made))})
        for known in self._made:
            tag, stop = self._looks[known]
            opening = tag_at(self._data, tag.start)
            text = changed_tag(opening, {"numFmtId": _TEXT_FORMAT, "applyNumberFormat": "1"})
            splices.insert(end, (text + self._data[tag.start + len(opening) : stop]).decode())
        return splices.result()


def _is_date(code: str) -> bool:
    """Whether a format code shows days: it has a year, or a month with a day, outside of quoted words."""
    plain = _PLAIN.sub("", code.split(";")[0]).casefold()
    return "y" in plain or "e" in plain.replace("general", "").replace("e+", "").replace("e-", "") or "d" in plain
