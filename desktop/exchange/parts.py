"""The parts of a package (ECMA-376 part 2): read, changed, related to each other, and written in their order."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

from desktop.exchange.escaping import quoted
from desktop.exchange.splicing import Splices, Tag, scan

_CONTENT_TYPES = "[Content_Types].xml"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the id, the last word of its type, the part."""

    id: str
    kind: str
    target: str


class Parts:
    """The parts of a workbook that are changed or new, over those of the file.

    KeyError for a part there is none of, ExpatError and ValueError where what was asked of it is not understood.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {entry.replace("\\", "/").lstrip("/").lower(): entry for entry in archive.namelist()}
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._removed: set[str] = set()

    @property
    def names(self) -> list[str]:
        """Names of all parts, in small letters."""
        return [*(name for name, entry in self._names.items() if entry not in self._removed), *self._added]

    def _entry(self, part: str) -> str:
        return self._names[part.lower()]

    def read(self, part: str) -> bytes:
        """The bytes of a part as they are now."""
        if part in self._added:
            return self._added[part]
        entry = self._entry(part)
        return self._changed[entry] if entry in self._changed else self._archive.read(entry)

    def write(self, part: str, data: bytes) -> None:
        """Give a part other content."""
        if part in self._added:
            self._added[part] = data
        else:
            self._changed[self._entry(part)] = data

    def add(self, part: str, data: bytes) -> None:
        """A part that the package does not have yet."""
        self._added[part] = data

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._names or part in self._added

    def remove(self, part: str) -> None:
        """Leave out a part of the file, and the declaration of its type; relations to it stay with the caller."""
        self._removed.add(self._entry(part))
        data = self.read(_CONTENT_TYPES)
        splices = Splices(data)

        def leave_out(tag: Tag) -> None:
            if tag.name == "Override" and tag.attributes.get("PartName", "").lstrip("/").lower() == part.lower():
                splices.remove_tag(tag.start)

        scan(data, leave_out)
        self.write(_CONTENT_TYPES, splices.result())

    def unrelate(self, part: str, relation: str) -> None:
        """Leave out a relation of a part, by its id."""
        relations = self._relations_part(part)
        data = self.read(relations)
        splices = Splices(data)

        def leave_out(tag: Tag) -> None:
            if tag.name == "Relationship" and tag.attributes.get("Id") == relation:
                splices.remove_tag(tag.start)

        scan(data, leave_out)
        self.write(relations, splices.result())

    def free(self, pattern: str) -> str:
        """The first name of this pattern (``{}`` is a number) that no part has."""
        return next(name for number in range(1, 10_000) if not self.has(name := pattern.format(number)))

    # -- relations and types -----------------------------------------------------------------------------------------

    def _relations_part(self, part: str) -> str:
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def related(self, part: str, kind: str = "") -> list[Relation]:
        """The relations of a part within the package, of one kind or all."""
        relations = self._relations_part(part)
        found: list[Relation] = []

        def learn(tag: Tag) -> None:
            seen = tag.attributes
            if tag.name == "Relationship" and seen.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), seen["Target"])).lstrip("/")
                found.append(Relation(seen["Id"], seen["Type"].rpartition("/")[2], target))

        if self.has(relations):
            scan(self.read(relations), learn)
        return [one for one in found if not kind or one.kind == kind]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation; gives its id."""
        relations = self._relations_part(part)
        if not self.has(relations):
            self.add(relations, f'<Relationships xmlns="{_PACKAGE_RELATIONS}"></Relationships>'.encode())
        data = self.read(relations)
        used: set[str] = set()
        scan(data, lambda tag: used.add(tag.attributes.get("Id", "")))
        free = next(name for number in range(1, 10_000) if (name := f"rIdMark{number}") not in used)
        line = f'<Relationship Id="{free}" Type="{kind}" Target={quoted("/" + target)}/>'
        self.write(relations, _with_child(data, line))
        return free

    def declare(self, line: str, *, first: bool = False) -> None:
        """Add an element to the types of content."""
        self.write(_CONTENT_TYPES, _with_child(self.read(_CONTENT_TYPES), line, first=first))

    def default_types(self) -> set[str]:
        """File suffixes that have a type of content."""
        found: set[str] = set()
        scan(
            self.read(_CONTENT_TYPES),
            lambda tag: found.add(tag.attributes.get("Extension", "").lower()) if tag.name == "Default" else None,
        )
        return found

    def written(self) -> bytes:
        """The package: parts in their order, new ones at the end."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            for entry in self._archive.infolist():
                if entry.filename in self._removed:
                    continue
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
