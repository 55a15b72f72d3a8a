"""What refers to rows outside of a sheet's rows: ranges of the sheet, drawings, notes, tables, names, other sheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from desktop.exchange.escaping import escape
from desktop.exchange.parts import Parts
from desktop.exchange.splicing import End, Splices, Tag, scan
from desktop.exchange.templates.form import Book
from desktop.exchange.templates.references import Shift

_AREAS = frozenset({"ref", "sqref", "activeCell", "topLeftCell"})
_FORMULAS = frozenset({"formula", "formula1", "formula2", "f", "sqref", "calculatedColumnFormula", "totalsRowFormula"})
_ANCHOR = re.compile(rb"(<x:Anchor[^>]*>)([^<]*)(</x:Anchor>)")
_NOTE_ROW = re.compile(rb"(<x:Row>\s*)([0-9]+)(\s*</x:Row>)")
_CHART_FORMULA = re.compile(rb"(<(?:\w+:)?f>)([^<]*)(</(?:\w+:)?f>)")


class _Texts:
    """Collects where the texts of some elements stand, while a part is scanned."""

    def __init__(self, names: frozenset[str], found: Callable[[str, int, int, str], None]) -> None:
        self._names = names
        self._found = found
        self._start = -1
        self._said: list[str] = []

    def on_start(self, tag: Tag, opening: bytes) -> None:
        if tag.name in self._names and not opening.endswith(b"/>"):
            self._start = tag.start + len(opening)
            self._said.clear()

    def on_text(self, text: str) -> None:
        if self._start >= 0:
            self._said.append(text)

    def on_end(self, end: End) -> None:
        if self._start >= 0 and end.name in self._names:
            self._found(end.name, self._start, end.start, "".join(self._said))
            self._start = -1


def shift_ranges(data: bytes, splices: Splices, shift: Shift, sheet: str, *, body: tuple[int, int] = (0, 0)) -> None:
    """Move what a sheet's part, a table or notes say of ranges; ``body`` (its rows) is left alone, as are merges."""
    is_in_breaks = False

    def replace(name: str, start: int, stop: int, text: str) -> None:
        new = shift.areas(text) if name == "sqref" else shift.formula(text, sheet, is_own=True)
        if new != text:
            splices.replace(start, stop, escape(new))

    texts = _Texts(_FORMULAS, replace)

    def on_start(tag: Tag) -> None:
        nonlocal is_in_breaks
        if body[0] < tag.start < body[1] or tag.name in ("mergeCells", "mergeCell"):
            return
        is_in_breaks = (is_in_breaks and tag.name == "brk") or tag.name == "rowBreaks"
        changed: dict[str, str | None] = {}
        for name, value in tag.attributes.items():
            if name in _AREAS and (new := shift.areas(value)) != value:
                changed[name] = new
        if tag.name == "hyperlink" and "location" in tag.attributes:
            changed["location"] = shift.formula(tag.attributes["location"], sheet, is_own=False)
        if tag.name == "brk" and is_in_breaks and "id" in tag.attributes:
            changed["id"] = str(shift.row(int(tag.attributes["id"])))
        if changed:
            splices.change_tag(tag.start, changed)
        if tag.name in _FORMULAS:
            texts.on_start(tag, splices.tag_at(tag.start))

    scan(data, on_start, lambda end: texts.on_end(end), texts.on_text)


def shift_drawing(data: bytes, shift: Shift) -> bytes:
    """Move the pictures and shapes that are anchored below the records; one that begins above and ends below grows.

    Anchors count rows from 0.
    """
    splices = Splices(data)
    path: list[Tag] = []
    first = 0

    def found(_name: str, start: int, stop: int, text: str) -> None:
        nonlocal first
        row = int(text)
        anchor, corner = path[1], path[2].name
        moved = shift.row(row + 1) - 1
        if corner == "from":
            first = moved - row
        elif anchor.attributes.get("editAs", "twoCell") != "twoCell":
            # It keeps its size.
            moved = row + first
        if anchor.attributes.get("editAs") != "absolute" and moved != row:
            splices.replace(start, stop, str(moved))

    texts = _Texts(frozenset({"row"}), found)

    def on_start(tag: Tag) -> None:
        path[tag.depth :] = [tag]
        texts.on_start(tag, splices.tag_at(tag.start))

    scan(data, on_start, texts.on_end, texts.on_text)
    return splices.result()


def shift_notes_drawing(data: bytes, shift: Shift) -> bytes:
    """Move the boxes of notes: VML, which is no XML one could rely on."""

    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = found[2].decode().replace(" ", "").split(",")
        if len(numbers) == 8:
            moved = shift.row(int(numbers[2]) + 1) - 1 - int(numbers[2])
            for place in (2, 6):
                numbers[place] = str(int(numbers[place]) + moved)
        return found[1] + ", ".join(numbers).encode() + found[3]

    def row(found: re.Match[bytes]) -> bytes:
        return found[1] + str(shift.row(int(found[2]) + 1) - 1).encode() + found[3]

    return _NOTE_ROW.sub(row, _ANCHOR.sub(anchor, data))


def shift_attached(parts: Parts, sheet_part: str, shift: Shift, sheet: str) -> None:
    """Move what hangs on a sheet: drawings with their charts, notes, tables."""
    for relation in parts.related(sheet_part):
        if relation.kind == "drawing":
            parts.write(relation.target, shift_drawing(parts.read(relation.target), shift))
        elif relation.kind == "vmlDrawing":
            parts.write(relation.target, shift_notes_drawing(parts.read(relation.target), shift))
        elif relation.kind in ("comments", "table", "threadedComment"):
            data = parts.read(relation.target)
            splices = Splices(data)
            shift_ranges(data, splices, shift, sheet)
            parts.write(relation.target, splices.result())
    for part in parts.names:
        if part.startswith("xl/charts/") and part.endswith(".xml"):
            parts.write(part, _chart(parts.read(part), shift, sheet))


def _chart(data: bytes, shift: Shift, sheet: str) -> bytes:
    def formula(found: re.Match[bytes]) -> bytes:
        text = shift.formula(unescape(found[2].decode()), sheet, is_own=False)
        return found[1] + escape(text).encode() + found[3]

    return _CHART_FORMULA.sub(formula, data)


def shift_others(book: Book, own_part: str, shift: Shift, sheet: str) -> None:
    """Move what formulas of the other sheets say of this one."""
    for entry in book.sheets:
        if entry.part == own_part:
            continue
        data = book.parts.read(entry.part)
        splices = Splices(data)

        def replace(_name: str, start: int, stop: int, text: str, splices: Splices = splices) -> None:
            new = shift.formula(text, sheet, is_own=False)
            if new != text:
                splices.replace(start, stop, escape(new))

        texts = _Texts(_FORMULAS - {"sqref"}, replace)

        def on_start(tag: Tag, texts: _Texts = texts, splices: Splices = splices) -> None:
            if tag.name in _FORMULAS:
                texts.on_start(tag, splices.tag_at(tag.start))

        scan(data, on_start, texts.on_end, texts.on_text)
        book.parts.write(entry.part, splices.result())


def renewed_book(data: bytes, shift: Shift, sheet: str) -> bytes:
    """The workbook's part: names point where the rows are now, and all formulas are reckoned anew when it is opened."""
    splices = Splices(data)

    def replace(_name: str, start: int, stop: int, text: str) -> None:
        new = shift.formula(text, sheet, is_own=False)
        if new != text:
            splices.replace(start, stop, escape(new))

    texts = _Texts(frozenset({"definedName"}), replace)
    state: dict[str, int] = {"reckoned": 0, "behind": 0, "alone": 0}

    def on_start(tag: Tag) -> None:
        if tag.name == "calcPr":
            state["reckoned"] = 1
            splices.change_tag(tag.start, {"fullCalcOnLoad": "1"})
        elif tag.depth == 1:
            opening = splices.tag_at(tag.start)
            state["alone"] = tag.start + len(opening) if opening.endswith(b"/>") else 0
        if tag.name == "definedName":
            texts.on_start(tag, splices.tag_at(tag.start))

    prefix = ""

    def on_end(end: End) -> None:
        nonlocal prefix
        texts.on_end(end)
        # The order of the elements is prescribed (ECMA-376 part 1, CT_Workbook).
        if end.depth == 1 and end.name in ("sheets", "functionGroups", "externalReferences", "definedNames"):
            state["behind"] = state["alone"] or data.index(b">", end.start) + 1
            prefix = end.prefix

    scan(data, on_start, on_end, texts.on_text)
    if not state["reckoned"]:
        splices.insert(state["behind"], f'<{prefix}calcPr fullCalcOnLoad="1"/>')
    return splices.result()


def forget_order_of_reckoning(book: Book) -> None:
    """Leave out the list of cells with formulas: it names cells that have moved, and is made anew by any program."""
    for relation in book.parts.related(book.part, "calcChain"):
        book.parts.unrelate(book.part, relation.id)
        book.parts.remove(relation.target)
