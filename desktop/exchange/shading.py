"""The style table of a package: looks that are those of given cells, but for a light red ground."""

from __future__ import annotations

from xml.parsers.expat import ExpatError

from desktop.exchange.splicing import End, Splices, Tag, changed_tag, scan

_COLOUR = "FFFFC7CE"


class Shading:
    """Gives for the index of a look the index of the same look on red; ``result`` is the new style table.

    ValueError for a table without looks or fills.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._looks: list[tuple[int, int]] = []
        self._shaded: dict[int, int] = {}
        self._tables: dict[str, tuple[Tag, int]] = {}
        self._children = {"fills": 0, "cellXfs": 0}
        self._path: list[Tag] = []
        self._splices = Splices(data)
        try:
            scan(data, self._on_start, self._on_end)
        except ExpatError as error:
            raise ValueError("no style table") from error
        if not self._looks or "fills" not in self._tables:
            raise ValueError("no style table")

    def _on_start(self, tag: Tag) -> None:
        if tag.depth == 2 and self._path[1].name in self._children:
            self._children[self._path[1].name] += 1
        self._path.append(tag)

    def _on_end(self, end: End) -> None:
        tag = self._path.pop()
        if tag.depth == 1 and tag.name in self._children:
            self._tables[tag.name] = (tag, end.start)
        if tag.depth == 2 and self._path[1].name == "cellXfs":
            opening = self._splices.tag_at(tag.start)
            is_one = opening.endswith(b"/>")
            last = tag.start if is_one else end.start
            self._looks.append((tag.start, last + len(self._splices.tag_at(last))))

    def on_red(self, look: int) -> int:
        """The index of the look for a cell that had the look ``look``."""
        known = look if look < len(self._looks) else 0
        return self._shaded.setdefault(known, len(self._looks) + len(self._shaded))

    def result(self) -> bytes:
        """The table with the looks asked for."""
        fills, fills_end = self._tables["fills"]
        looks, looks_end = self._tables["cellXfs"]
        p = fills.prefix
        self._splices.change_tag(fills.start, {"count": str(self._children["fills"] + 1)})
        self._splices.insert(
            fills_end,
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{_COLOUR}"/><{p}bgColor indexed="64"/>'
            f"</{p}patternFill></{p}fill>",
        )
        self._splices.change_tag(looks.start, {"count": str(len(self._looks) + len(self._shaded))})
        for known in self._shaded:
            start, stop = self._looks[known]
            tag = self._splices.tag_at(start)
            red = changed_tag(tag, {"fillId": str(self._children["fills"]), "applyFill": "1"})
            self._splices.insert(looks_end, (red + self._data[start + len(tag) : stop]).decode())
        return self._splices.result()
