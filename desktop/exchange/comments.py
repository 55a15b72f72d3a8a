"""The comments of a worksheet: their part, and the drawing (VML) with the boxes they are shown in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.exchange.cell_names import Place, column_letter
from desktop.exchange.escaping import escape
from desktop.exchange.splicing import End, Splices, Tag, scan

AUTHOR = "走访通"
_MOST_CHARACTERS = 2_000
_LINE_CHARACTERS = 14
_MOST_LINES = 20
_SHAPE = re.compile(rb"_x0000_s([0-9]+)")
_DRAWING_END = re.compile(rb"</(?:\w+:)?xml\s*>\s*$")
_TYPE = "_x0000_t202"
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="{_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# Excel counts shapes in blocks of 1024, one block for each drawing.
_BLOCK = 1024


def _text(text: str) -> str:
    return escape(text[:_MOST_CHARACTERS]).replace("\r", "&#13;")


def new_comments(namespace: str, texts: Mapping[Place, str]) -> bytes:
    """A comments part for a sheet that has none."""
    written = "".join(_comment("", place, 0, text) for place, text in texts.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{namespace}"><authors><author>{AUTHOR}</author></authors>'
        f"<commentList>{written}</commentList></comments>"
    ).encode()


def _comment(prefix: str, place: Place, author: int, text: str) -> str:
    p = prefix
    return (
        f'<{p}comment ref="{column_letter(place[1])}{place[0]}" authorId="{author}"><{p}text><{p}r>'
        f'<{p}t xml:space="preserve">{_text(text)}</{p}t></{p}r></{p}text></{p}comment>'
    )


class _Found:
    """Where the comments of a part stand."""

    def __init__(self, data: bytes) -> None:
        self.by_reference: dict[str, tuple[Tag, int, list[tuple[Tag, int]]]] = {}
        self.authors = 0
        self.prefix = ""
        self.ends: dict[str, int] = {}
        self._comment: Tag | None = None
        self._plain: list[tuple[Tag, int]] = []
        self._path: list[Tag] = []
        scan(data, self._on_start, self._on_end)
        if not {"authors", "commentList"} <= self.ends.keys():
            raise ValueError("no comments")

    def _on_start(self, tag: Tag) -> None:
        self._path.append(tag)
        self.prefix = self._path[0].prefix
        self.authors += tag.name == "author"
        if tag.name == "comment":
            self._comment, self._plain = tag, []

    def _on_end(self, end: End) -> None:
        tag = self._path.pop()
        if tag.name == "t" and tag.depth == 4:
            self._plain.append((tag, end.start))
        elif tag.name == "text" and self._comment is not None:
            self.by_reference[self._comment.attributes.get("ref", "")] = (tag, end.start, self._plain)
        elif tag.name in ("authors", "commentList"):
            self.ends[tag.name] = end.start


def added_comments(data: bytes, texts: Mapping[Place, str]) -> tuple[bytes, list[Place]]:
    """A comments part with more comments, and the places that had none: those need a box.

    A comment that stands there already keeps its words; ours come after them. ValueError for what is no such part.
    """
    found = _Found(data)
    splices = Splices(data)
    p = found.prefix
    splices.insert(found.ends["authors"], f"<{p}author>{AUTHOR}</{p}author>")
    fresh = []
    for place, text in texts.items():
        known = found.by_reference.get(f"{column_letter(place[1])}{place[0]}")
        if known is None:
            splices.insert(found.ends["commentList"], _comment(p, place, found.authors, text))
            fresh.append(place)
            continue
        _, end, plain = known
        for tag, close in plain:
            # Words without a run may not be followed by runs that continue them.
            splices.insert(tag.start, f"<{p}r>")
            splices.insert(close + len(splices.tag_at(close)), f"</{p}r>")
        splices.insert(end, f'<{p}r><{p}t xml:space="preserve">\n{AUTHOR}：{_text(text)}</{p}t></{p}r>')
    return splices.result(), fresh


def new_drawing(block: int, texts: Mapping[Place, str]) -> bytes:
    """A drawing with a box for each comment; ``block`` is a number of its own among the drawings of the workbook."""
    shapes = _shapes(block * _BLOCK + 1, texts)
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    return f"<xml {_NAMESPACES}>{layout}{_SHAPE_TYPE}{shapes}</xml>".encode()


def added_boxes(data: bytes, texts: Mapping[Place, str]) -> bytes:
    """A drawing with more boxes. ValueError for what is no drawing."""
    end = _DRAWING_END.search(data)
    if end is None:
        raise ValueError("no drawing")
    number = max((int(found) for found in _SHAPE.findall(data)), default=_BLOCK) + 1
    kind = "" if f'"{_TYPE}"'.encode() in data else _SHAPE_TYPE
    return data[: end.start()] + (kind + _shapes(number, texts)).encode() + data[end.start() :]


def _shapes(first: int, texts: Mapping[Place, str]) -> str:
    return "".join(
        _shape(number, row, column, text) for number, ((row, column), text) in enumerate(texts.items(), start=first)
    )


def _shape(number: int, row: int, column: int, text: str) -> str:
    lines = sum(-(-len(line) // _LINE_CHARACTERS) or 1 for line in text.split("\n"))
    last = row + min(lines, _MOST_LINES) + 1
    top = max(row - 2, 0)
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#{_TYPE}" fillcolor="#ffffe1" o:insetmode="auto" '
        'style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:180pt;height:60pt;z-index:1;'
        'visibility:hidden"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column}, 15, {top}, 2, {column + 3}, 15, {last}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
