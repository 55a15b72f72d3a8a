"""Hand a workbook back in its own layout, with only the faulty cells coloured and commented.

The package is changed at the places concerned and nowhere else: what its program wrote, known here or not, stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.parsers.expat import ExpatError

from desktop.domain.errors import Refused
from desktop.exchange.cell_names import Place
from desktop.exchange.comments import added_boxes, added_comments, new_comments, new_drawing
from desktop.exchange.marking import Worksheet, relations_of
from desktop.exchange.packages import judged
from desktop.exchange.parts import Parts
from desktop.exchange.replacing import replacing
from desktop.exchange.sealing import is_sealed, sealing, unsealed
from desktop.exchange.shading import Shading
from desktop.exchange.splicing import Tag, scan

_FAULTS = (ValueError, KeyError, IndexError, ExpatError, StopIteration)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BLOCKS = re.compile(rb"""idmap\s[^<>]*data=["']([0-9, ]*)["']""")


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault: sheet, row and column (from 1; column 0 is the whole row), and what is to be said of it."""

    sheet: str
    row: int
    column: int
    text: str


def annotate(source: Path, target: Path, marks: Sequence[Mark], password: str = "") -> None:
    """Write ``source`` to ``target`` with the marks in it; a sealed one is sealed again with its password.

    A mark on a hidden column or inside merged cells goes to where it can be seen. Refused: ``not_annotatable`` (not
    .xlsx, or of a make that this does not understand; nothing is written then), ``read_failed``, and those of opening
    and of writing a file.
    """
    name = source.name
    try:
        data = source.read_bytes()
    except FileNotFoundError as error:
        raise Refused("not_found", file=name) from error
    except OSError as error:
        raise Refused("read_failed", file=name, reason=error.strerror or "") from error
    is_closed = is_sealed(data)
    if is_closed:
        data = unsealed(data, password, name)
    annotated = _annotated(data, marks, name)
    with sealing(target, password) if is_closed else replacing(target) as file:
        file.write(annotated)


def _annotated(data: bytes, marks: Sequence[Mark], name: str) -> bytes:
    with judged(data, name) as archive:
        try:
            package = _Package(archive)
            package.mark(marks)
        except _FAULTS as error:
            raise Refused("not_annotatable", file=name) from error
        written = package.written()
    try:
        judged(written, name).close()
    except Refused as refused:
        raise Refused("not_annotatable", file=name) from refused
    return written


class _Package(Parts):
    """The parts of a workbook, in which marks are put."""

    def mark(self, marks: Sequence[Mark]) -> None:
        """Put the marks in. ValueError, KeyError, ExpatError where the package is not understood."""
        book = self.related("", "officeDocument")[0].target
        names: dict[str, str] = {}

        def learn(tag: Tag) -> None:
            if tag.name == "sheet" and tag.depth == 2:
                names[tag.attributes["name"]] = next(
                    value for key, value in tag.attributes.items() if key.endswith(":id")
                )

        scan(self.read(book), learn)
        parts = {one.id: one.target for one in self.related(book, "worksheet")}
        styles = self.related(book, "styles")[0].target
        shading = Shading(self.read(styles))
        for sheet in dict.fromkeys(mark.sheet for mark in marks):
            of_sheet = [mark for mark in marks if mark.sheet == sheet]
            self._mark_sheet(parts[names[sheet]], of_sheet, shading)
        if marks:
            self.write(styles, shading.result())

    def _mark_sheet(self, part: str, marks: Sequence[Mark], shading: Shading) -> None:
        sheet = Worksheet(self.read(part), frozenset(mark.row for mark in marks if not mark.column))
        places: list[Place] = []
        texts: dict[Place, list[str]] = {}
        for mark in marks:
            columns = [mark.column] if mark.column else sheet.cells.get(mark.row) or [1]
            seen = [sheet.shown((mark.row, column)) for column in columns]
            places += seen
            texts.setdefault(seen[0], []).append(_UNPRINTABLE.sub("", mark.text))
        said = {place: "\n".join(dict.fromkeys(lines)) for place, lines in sorted(texts.items())}
        drawing = self._comment(part, sheet, said)
        self.write(part, sheet.marked(places, shading.on_red, drawing))

    def _comment(self, part: str, sheet: Worksheet, said: Mapping[Place, str]) -> str:
        """Put the comments in; gives the relation to their drawing if that is new, else ''."""
        relations = {relation.id: relation for relation in self.related(part)}
        comments = next((one.target for one in relations.values() if one.kind == "comments"), "")
        main = next(
            (space for space in sheet.namespaces.values() if space.endswith("/main")),
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        )
        base = relations_of(sheet.namespaces)
        boxes = list(said)
        if comments:
            changed, boxes = added_comments(self.read(comments), said)
            self.write(comments, changed)
        else:
            name = self.free("xl/comments{}.xml")
            self.add(name, new_comments(main, said))
            self.declare(f'<Override PartName="/{name}" ContentType="{_COMMENTS_TYPE}"/>')
            self.relate(part, f"{base}/comments", name)
        shown = {place: said[place] for place in boxes}
        if sheet.drawing:
            drawing = relations[sheet.drawing].target
            self.write(drawing, added_boxes(self.read(drawing), shown))
            return ""
        name = self.free("xl/drawings/vmlDrawing{}.vml")
        self.add(name, new_drawing(self._free_block(), shown))
        if "vml" not in self.default_types():
            self.declare(f'<Default Extension="vml" ContentType="{_VML_TYPE}"/>', first=True)
        return self.relate(part, f"{base}/vmlDrawing", name)

    def _free_block(self) -> int:
        """A number that no drawing uses for its block of shapes."""
        used = {
            int(number)
            for name in self.names
            if name.endswith(".vml")
            for numbers in _BLOCKS.findall(self.read(name))
            for number in numbers.decode().replace(" ", "").split(",")
            if number
        }
        return next(number for number in range(1, 10_000) if number not in used)
