"""Hand a workbook back in its own layout, with only the faulty cells coloured and commented.

The package is changed at the places concerned and nowhere else: what its program wrote, known here or not, stays.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.parsers.expat import ExpatError

from desktop.domain.errors import Refused
from desktop.exchange.comments import added_boxes, added_comments, new_comments, new_drawing
from desktop.exchange.escaping import quoted
from desktop.exchange.marking import Place, Worksheet, relations_of
from desktop.exchange.packages import judged
from desktop.exchange.replacing import replacing
from desktop.exchange.sealing import is_sealed, sealing, unsealed
from desktop.exchange.shading import Shading
from desktop.exchange.splicing import Splices, Tag, scan

_FAULTS = (ValueError, KeyError, IndexError, ExpatError, StopIteration)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTENT_TYPES = "[Content_Types].xml"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
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


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


class _Package:
    """The parts of a workbook that are changed or new, over those of the file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {entry.replace("\\", "/").lstrip("/").lower(): entry for entry in archive.namelist()}
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}

    def mark(self, marks: Sequence[Mark]) -> None:
        """Put the marks in. ValueError, KeyError, ExpatError where the package is not understood."""
        book = self._related("", "officeDocument")[0].target
        names: dict[str, str] = {}

        def learn(tag: Tag) -> None:
            if tag.name == "sheet" and tag.depth == 2:
                names[tag.attributes["name"]] = next(
                    value for key, value in tag.attributes.items() if key.endswith(":id")
                )

        scan(self._read(book), learn)
        parts = {one.id: one.target for one in self._related(book, "worksheet")}
        styles = self._related(book, "styles")[0].target
        shading = Shading(self._read(styles))
        for sheet in dict.fromkeys(mark.sheet for mark in marks):
            of_sheet = [mark for mark in marks if mark.sheet == sheet]
            self._mark_sheet(parts[names[sheet]], of_sheet, shading)
        if marks:
            self._write(styles, shading.result())

    def _mark_sheet(self, part: str, marks: Sequence[Mark], shading: Shading) -> None:
        sheet = Worksheet(self._read(part), frozenset(mark.row for mark in marks if not mark.column))
        places: list[Place] = []
        texts: dict[Place, list[str]] = {}
        for mark in marks:
            columns = [mark.column] if mark.column else sheet.cells.get(mark.row) or [1]
            seen = [sheet.shown((mark.row, column)) for column in columns]
            places += seen
            texts.setdefault(seen[0], []).append(_UNPRINTABLE.sub("", mark.text))
        said = {place: "\n".join(dict.fromkeys(lines)) for place, lines in sorted(texts.items())}
        drawing = self._comment(part, sheet, said)
        self._write(part, sheet.marked(places, shading.on_red, drawing))

    def _comment(self, part: str, sheet: Worksheet, said: Mapping[Place, str]) -> str:
        """Put the comments in; gives the relation to their drawing if that is new, else ''."""
        relations = {relation.id: relation for relation in self._related(part)}
        comments = next((one.target for one in relations.values() if one.kind == "comments"), "")
        main = next(
            (space for space in sheet.namespaces.values() if space.endswith("/main")),
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        )
        base = relations_of(sheet.namespaces)
        boxes = list(said)
        if comments:
            changed, boxes = added_comments(self._read(comments), said)
            self._write(comments, changed)
        else:
            name = self._free("xl/comments{}.xml")
            self._add(name, new_comments(main, said))
            self._declare(f'<Override PartName="/{name}" ContentType="{_COMMENTS_TYPE}"/>')
            self._relate(part, f"{base}/comments", name)
        shown = {place: said[place] for place in boxes}
        if sheet.drawing:
            drawing = relations[sheet.drawing].target
            self._write(drawing, added_boxes(self._read(drawing), shown))
            return ""
        name = self._free("xl/drawings/vmlDrawing{}.vml")
        self._add(name, new_drawing(self._free_block(), shown))
        if "vml" not in self._default_types():
            self._declare(f'<Default Extension="vml" ContentType="{_VML_TYPE}"/>', first=True)
        return self._relate(part, f"{base}/vmlDrawing", name)

    # -- parts -------------------------------------------------------------------------------------------------------

    def _entry(self, part: str) -> str:
        return self._names[part.lower()]

    def _read(self, part: str) -> bytes:
        if part in self._added:
            return self._added[part]
        entry = self._entry(part)
        return self._changed[entry] if entry in self._changed else self._archive.read(entry)

    def _write(self, part: str, data: bytes) -> None:
        if part in self._added:
            self._added[part] = data
        else:
            self._changed[self._entry(part)] = data

    def _add(self, part: str, data: bytes) -> None:
        self._added[part] = data

    def _has(self, part: str) -> bool:
        return part.lower() in self._names or part in self._added

    def _free(self, pattern: str) -> str:
        return next(name for number in range(1, 10_000) if not self._has(name := pattern.format(number)))

    def _free_block(self) -> int:
        """A number that no drawing uses for its block of shapes."""
        drawings = [*(name for name in self._names if name.endswith(".vml")), *self._added]
        used = {
            int(number)
            for name in drawings
            for numbers in _BLOCKS.findall(self._read(name))
            for number in numbers.decode().replace(" ", "").split(",")
            if number
        }
        return next(number for number in range(1, 10_000) if number not in used)

    # -- relations and types -----------------------------------------------------------------------------------------

    def _relations_part(self, part: str) -> str:
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _related(self, part: str, kind: str = "") -> list[_Relation]:
        """The relations of a part within the package, of one kind or all."""
        relations = self._relations_part(part)
        found: list[_Relation] = []

        def learn(tag: Tag) -> None:
            seen = tag.attributes
            if tag.name == "Relationship" and seen.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), seen["Target"])).lstrip("/")
                found.append(_Relation(seen["Id"], seen["Type"].rpartition("/")[2], target))

        if self._has(relations):
            scan(self._read(relations), learn)
        return [one for one in found if not kind or one.kind == kind]

    def _relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation; gives its id."""
        relations = self._relations_part(part)
        if not self._has(relations):
            self._add(relations, f'<Relationships xmlns="{_PACKAGE_RELATIONS}"></Relationships>'.encode())
        data = self._read(relations)
        used: set[str] = set()
        scan(data, lambda tag: used.add(tag.attributes.get("Id", "")))
        free = next(name for number in range(1, 10_000) if (name := f"rIdMark{number}") not in used)
        line = f'<Relationship Id="{free}" Type="{kind}" Target={quoted("/" + target)}/>'
        self._write(relations, _with_child(data, line))
        return free

    def _declare(self, line: str, *, first: bool = False) -> None:
        self._write(_CONTENT_TYPES, _with_child(self._read(_CONTENT_TYPES), line, first=first))

    def _default_types(self) -> set[str]:
        found: set[str] = set()
        scan(
            self._read(_CONTENT_TYPES),
            lambda tag: found.add(tag.attributes.get("Extension", "").lower()) if tag.name == "Default" else None,
        )
        return found

    def written(self) -> bytes:
        """The package: parts in their order, new ones at the end."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for entry in self._archive.infolist():
                changed = self._changed.get(entry.filename)
                data = self._archive.read(entry) if changed is None else changed
                archive.writestr(_plain_entry(entry), data, compress_type=entry.compress_type)
            for name, data in self._added.items():
                archive.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def _plain_entry(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry's name, date and rights, without what is said of its old content."""
    plain = zipfile.ZipInfo(entry.filename, entry.date_time)
    plain.external_attr = entry.external_attr
    return plain


def _with_child(data: bytes, line: str, *, first: bool = False) -> bytes:
    """A part with one more element in its root, whose prefix it is given."""
    splices = Splices(data)
    root: list[Tag] = []
    scan(data, lambda tag: root.append(tag) if tag.depth == 0 else None)
    prefix = root[0].prefix
    line = f"<{prefix}{line[1:]}"
    opening = splices.tag_at(root[0].start)
    if first or opening.endswith(b"/>"):
        splices.change_tag(root[0].start, {}, inside=line, name=f"{prefix}{root[0].name}")
    else:
        splices.insert(data.rindex(b"</"), line)
    return splices.result()
