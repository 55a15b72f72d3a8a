"""Mark cells of a worksheet part: give them another look, and a drawing to hang comments on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from desktop.exchange.cell_names import Place, column_letter, place_of
from desktop.exchange.escaping import quoted
from desktop.exchange.splicing import End, Splices, Tag, scan

# What stands behind the drawing with the comments (ECMA-376 part 1, CT_Worksheet).
_BEHIND_DRAWING = frozenset(
    (
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
        "AlternateContent",
    )
)
_TAB_COLOUR = "FFE5484D"


class _Counter:
    """Rows and cells by number: one that does not give its own follows the one before it."""

    def __init__(self) -> None:
        self.row = self.column = 0

    def at_row(self, tag: Tag) -> int:
        self.row = int(tag.attributes.get("r") or self.row + 1)
        self.column = 0
        return self.row

    def at_cell(self, tag: Tag) -> int:
        reference = tag.attributes.get("r")
        self.column = place_of(reference)[1] if reference else self.column + 1
        return self.column


class Worksheet:
    """A worksheet part: what its columns, merged cells and drawing are, learned before anything is marked."""

    def __init__(self, data: bytes, rows: frozenset[int]) -> None:
        """``rows``: those whose cells are to be remembered."""
        self._data = data
        self._counter = _Counter()
        self._rows = rows
        self.cells: dict[int, list[int]] = {}
        self._columns: list[tuple[int, int, bool, int]] = []
        self._merged: list[tuple[Place, Place]] = []
        self._top: list[Tag] = []
        self._root: Tag | None = None
        self._tab: Tag | None = None
        self._end = 0
        scan(data, self._learn, self._learn_end)
        if self._root is None or not any(tag.name == "sheetData" for tag in self._top):
            raise ValueError("no worksheet")

    def _learn(self, tag: Tag) -> None:
        if tag.name == "c":
            if self._counter.row in self._rows and tag.depth == 3:
                self.cells.setdefault(self._counter.row, []).append(self._counter.at_cell(tag))
        elif tag.name == "row" and tag.depth == 2:
            self._counter.at_row(tag)
        elif tag.depth == 0:
            self._root = tag
        elif tag.depth == 1:
            self._top.append(tag)
        elif tag.name == "col":
            seen = tag.attributes
            is_hidden = seen.get("hidden") in ("1", "true") or seen.get("width") == "0"
            self._columns.append((int(seen["min"]), int(seen["max"]), is_hidden, int(seen.get("style") or 0)))
        elif tag.name == "mergeCell":
            first, _, last = tag.attributes["ref"].partition(":")
            self._merged.append((place_of(first), place_of(last or first)))
        elif tag.name == "tabColor":
            self._tab = tag

    def _learn_end(self, end: End) -> None:
        if end.depth == 0:
            self._end = end.start

    @property
    def namespaces(self) -> Mapping[str, str]:
        """The declarations of the root element: namespace by prefix ('' for the default)."""
        attributes = self._root.attributes if self._root else {}
        return {
            name.removeprefix("xmlns").removeprefix(":"): value
            for name, value in attributes.items()
            if name.startswith("xmlns")
        }

    @property
    def drawing(self) -> str:
        """The relation to the drawing with the comments, '' where there is none."""
        found = next((tag for tag in self._top if tag.name == "legacyDrawing"), None)
        return next((value for name, value in found.attributes.items() if name.endswith(":id")), "") if found else ""

    def shown(self, place: Place) -> Place:
        """Where a mark on this cell can be seen: the first cell of a merged area, the first column not hidden."""
        row, column = place
        for (top, left), (bottom, right) in self._merged:
            if top <= row <= bottom and left <= column <= right:
                row, column = top, left
        if self._column(column)[0]:
            columns = range(1, max((last for _, last, _, _ in self._columns), default=1) + 2)
            column = next(number for number in columns if not self._column(number)[0])
        return row, column

    def _column(self, number: int) -> tuple[bool, int]:
        """Whether a column is hidden, and the look of its empty cells."""
        found = next((one for one in self._columns if one[0] <= number <= one[1]), None)
        return (found[2], found[3]) if found else (False, 0)

    def marked(self, places: Sequence[Place], on_red: Callable[[int], int], drawing: str) -> bytes:
        """The part with the cells at ``places`` on red.

        ``on_red`` gives the index of a look's red counterpart; ``drawing`` is the relation to a drawing that is new.
        """
        splices = Splices(self._data)
        marker = _Marker(splices, places, on_red, lambda column: self._column(column)[1])
        scan(self._data, marker.on_start, marker.on_end)
        self._colour_tab(splices)
        if drawing:
            self._add_drawing(splices, drawing)
        return splices.result()

    def _colour_tab(self, splices: Splices) -> None:
        """So that the sheet is found among others; a colour that somebody chose stays."""
        if self._tab is not None or self._root is None:
            return
        prefix = self._root.prefix
        colour = f'<{prefix}tabColor rgb="{_TAB_COLOUR}"/>'
        first = self._top[0]
        if first.name == "sheetPr":
            splices.change_tag(first.start, {}, inside=colour, name=f"{first.prefix}sheetPr")
        else:
            splices.insert(first.start, f"<{prefix}sheetPr>{colour}</{prefix}sheetPr>")

    def _add_drawing(self, splices: Splices, drawing: str) -> None:
        behind = False
        place = self._end
        for tag in self._top:
            behind = behind or tag.name == "sheetData"
            if behind and tag.name in _BEHIND_DRAWING:
                place = tag.start
                break
        prefix = self._root.prefix if self._root else ""
        namespace = relations_of(self.namespaces)
        splices.insert(place, f"<{prefix}legacyDrawing xmlns:rel={quoted(namespace)} rel:id={quoted(drawing)}/>")


def relations_of(namespaces: Mapping[str, str]) -> str:
    """The namespace of relations that goes with a part's own: the transitional one, or that of the strict form."""
    if any(namespace.startswith("http://purl.oclc.org/") for namespace in namespaces.values()):
        return "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class _Marker:
    """Goes over the rows in their order and gives the wanted cells their look, also those that do not exist."""

    def __init__(
        self,
        splices: Splices,
        places: Sequence[Place],
        on_red: Callable[[int], int],
        look_of_column: Callable[[int], int],
    ) -> None:
        self._splices = splices
        self._on_red = on_red
        self._look_of_column = look_of_column
        self._counter = _Counter()
        self._wanted: dict[int, list[int]] = {}
        for row, column in sorted(set(places)):
            self._wanted.setdefault(row, []).append(column)
        self._rows = sorted(self._wanted)
        self._row: Tag | None = None
        self._left: list[int] = []
        self._is_widened = False

    def on_start(self, tag: Tag) -> None:
        if tag.name == "row" and tag.depth == 2:
            number = self._counter.at_row(tag)
            self._add_rows(number, tag.start, tag.prefix)
            if self._rows and self._rows[0] == number:
                self._rows.pop(0)
                self._row, self._left, self._is_widened = tag, self._wanted[number], False
        elif self._row is not None and tag.name == "c" and tag.depth == 3:
            column = self._counter.at_cell(tag)
            before = bisect_left(self._left, column)
            self._add_cells(self._left[:before], tag.start)
            self._left = self._left[before:]
            if self._left and self._left[0] == column:
                self._left = self._left[1:]
                look = self._on_red(int(tag.attributes.get("s") or 0))
                self._splices.change_tag(tag.start, {"s": str(look)})

    def on_end(self, end: End) -> None:
        if self._row is not None and end.name == "row" and end.depth == 2:
            self._finish_row(self._row, end)
            self._row = None
        elif end.name == "sheetData" and end.depth == 1 and self._rows:
            raise ValueError("rows that the sheet does not have")

    def _finish_row(self, row: Tag, end: End) -> None:
        if not self._left:
            return
        if self._splices.tag_at(row.start).endswith(b"/>"):
            cells = "".join(self._cell(column, row) for column in self._left)
            self._splices.change_tag(row.start, {"spans": None}, inside=cells, name=f"{row.prefix}row")
        else:
            self._add_cells(self._left, end.start)

    def _add_cells(self, columns: Sequence[int], place: int) -> None:
        if self._row is None or not columns:
            return
        if not self._is_widened:
            # What is said of the columns a row spans may no longer hold.
            self._splices.change_tag(self._row.start, {"spans": None})
            self._is_widened = True
        for column in columns:
            self._splices.insert(place, self._cell(column, self._row))

    def _cell(self, column: int, row: Tag) -> str:
        look = int(row.attributes.get("s") or 0) or self._look_of_column(column)
        reference = f"{column_letter(column)}{self._counter.row}"
        return f'<{row.prefix}c r="{reference}" s="{self._on_red(look)}"/>'

    def _add_rows(self, before: int, place: int, prefix: str) -> None:
        while self._rows and self._rows[0] < before:
            number = self._rows.pop(0)
            cells = "".join(
                f'<{prefix}c r="{column_letter(column)}{number}" s="{self._on_red(self._look_of_column(column))}"/>'
                for column in self._wanted[number]
            )
            self._splices.insert(place, f'<{prefix}row r="{number}">{cells}</{prefix}row>')
