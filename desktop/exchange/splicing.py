"""Change a part of a package at single places and leave every other byte as it was.

A part that is parsed into a tree and written again loses what the tree does not hold: prefixes that an attribute's
value names (mc:Ignorable), comments, the order of declarations. So the parser is asked only where things stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from desktop.exchange.escaping import quoted

_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")


class Tag(NamedTuple):
    """A start tag: local name, prefix with its colon ('' without one), attributes, offset, depth (the root has 0)."""

    name: str
    prefix: str
    attributes: Mapping[str, str]
    start: int
    depth: int


class End(NamedTuple):
    """An end tag: local name, prefix, offset (behind the tag, where one tag is start and end), depth."""

    name: str
    prefix: str
    start: int
    depth: int


def _split(qualified: str) -> tuple[str, str]:
    prefix, colon, name = qualified.rpartition(":")
    return prefix + colon, name


def scan(
    data: bytes,
    on_start: Callable[[Tag], None] | None = None,
    on_end: Callable[[End], None] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> None:
    """Call back for every tag of a part, and for the text between. ExpatError where it is not XML, ValueError where
    it is not in UTF-8.
    """
    declared = _DECLARED.match(data)
    if data.startswith(_BYTE_ORDER_MARKS) or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise ValueError("only UTF-8 can be spliced")
    parser = expat.ParserCreate()
    depth = 0

    def start(qualified: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        prefix, name = _split(qualified)
        if on_start is not None:
            on_start(Tag(name, prefix, attributes, parser.CurrentByteIndex, depth))
        depth += 1

    def end(qualified: str) -> None:
        nonlocal depth
        depth -= 1
        prefix, name = _split(qualified)
        if on_end is not None:
            on_end(End(name, prefix, parser.CurrentByteIndex, depth))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if on_text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = on_text
    parser.Parse(data, True)


def tag_at(data: bytes, start: int) -> bytes:
    """The bytes of the tag that begins at ``start``. ValueError where none does."""
    found = _TAG.match(data, start)
    if found is None:
        raise ValueError(f"no tag at {start}")
    return found[0]


class Splices:
    """Changes to a part, collected while it is scanned and carried out together."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._changes: list[tuple[int, int, bytes]] = []

    def tag_at(self, start: int) -> bytes:
        """The bytes of the tag that begins at ``start``."""
        return tag_at(self._data, start)

    def insert(self, place: int, text: str) -> None:
        """Put ``text`` before the byte at ``place``; what is put at one place stays in order."""
        self._changes.append((place, place, text.encode()))

    def replace(self, start: int, end: int, text: str) -> None:
        """Put ``text`` in the place of the bytes from ``start`` to ``end``, among which nothing else is changed."""
        self._changes.append((start, end, text.encode()))

    def remove_tag(self, start: int) -> None:
        """Leave out an element that is empty; ValueError for one that is written with two tags and has content."""
        tag = self.tag_at(start)
        end = start + len(tag)
        if not tag.endswith(b"/>"):
            closing = self._data.find(b">", end) + 1
            if not self._data.startswith(b"</", end) or not closing:
                raise ValueError(f"no empty element at {start}")
            end = closing
        self.replace(start, end, "")

    def change_tag(self, start: int, attributes: Mapping[str, str | None], inside: str = "", name: str = "") -> None:
        """Set attributes of the start tag at ``start`` (None takes one away).

        ``inside`` goes between it and its end; a tag that was both is then parted, for which ``name`` is needed.
        """
        old = self.tag_at(start)
        tag = changed_tag(old, attributes)
        if inside and tag.endswith(b"/>"):
            tag = tag[:-2].rstrip() + b">" + inside.encode() + f"</{name}>".encode()
        elif inside:
            tag += inside.encode()
        self._changes.append((start, start + len(old), tag))

    def result(self) -> bytes:
        """The part with all changes."""
        parts = []
        done = 0
        # Sorting keeps the order of equal places; an insertion before a tag comes before the tag's own change.
        for start, end, text in sorted(self._changes, key=lambda change: change[:2]):
            parts += [self._data[done:start], text]
            done = end
        return b"".join([*parts, self._data[done:]])


def changed_tag(tag: bytes, attributes: Mapping[str, str | None]) -> bytes:
    """A start tag with other attributes."""
    for name, value in attributes.items():
        pattern = re.compile(rb"\s" + re.escape(name.encode()) + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
        tag = pattern.sub(b"", tag, count=1)
        if value is not None:
            close = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:close].rstrip() + f" {name}={quoted(value)}".encode() + tag[close:]
    return tag
