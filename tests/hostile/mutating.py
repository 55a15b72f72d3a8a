"""Files made wrong: bytes, parts of packages, values. Whoever draws the same number gets the same file again."""

from __future__ import annotations

import io
import os
import re
import zipfile
from contextlib import suppress
from random import Random

from hypothesis import HealthCheck, settings

CASES = int(os.environ.get("ZOUFANG_HOSTILE", "1"))
"""Times as many cases as in the suite."""

TOKENS = (
    b"", b"\x00", b"\xff\xfe", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&#0;", b"&x;", b"]]>", b"<!--", b"<c", b"</row>",
    b"-1", b"0", b"1e999", b"99999999999999999999", b"NaN", b"XFE1048577", b"A0", b"$A$1:$XFD$1048576", b"../../x",
    b"\xed\xa0\x80", "\u202e".encode(), b"[", b"{", b'"', b"null", b"true", b"=cmd|'/c calc'!A1", b"_x0000_",
)  # fmt: skip
"""What parsers stumble over."""

_PLACES = re.compile(rb'"[^"<>]*"|>[^<>]+<|<[^<>]+>')


def bounded(cases: int) -> settings:
    """So many cases in the suite, more where asked for; the same ones each time unless more are."""
    return settings(
        max_examples=cases * CASES,
        deadline=None,
        derandomize=CASES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def mutated(data: bytes, seed: int) -> bytes:
    """Bytes turned, cut out, doubled, put in."""
    draw, made = Random(seed), bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 5, 30))):
        at = draw.randrange(len(made) + 1)
        length = draw.choice((1, 1, 4, 64, 1000))
        act = draw.randrange(5)
        if act == 0 and at < len(made):
            made[at] = draw.randrange(256)
        elif act == 1:
            del made[at : at + length]
        elif act == 2:
            made[at:at] = made[at : at + length]
        elif act == 3:
            made[at : at + length] = draw.choice(TOKENS)
        elif draw.random() < 0.2:
            del made[at:]
    return bytes(made)


def mutated_text(data: bytes, seed: int) -> bytes:
    """Texts, values and tags of an XML part changed; mostly it stays well-formed."""
    draw = Random(seed)
    places = list(_PLACES.finditer(data))
    if not places:
        return mutated(data, seed)
    made = data
    for place in sorted(draw.sample(places, min(len(places), draw.choice((1, 2, 8)))), key=lambda one: -one.start()):
        found = place[0]
        if found.startswith(b"<"):
            new = draw.choice((b"", found + found, draw.choice(places)[0]))
        else:
            inner = draw.choice((*TOKENS, draw.choice(places)[0][1:-1], found[1:-1] * draw.choice((2, 500))))
            new = found[:1] + inner + found[-1:]
        made = made[: place.start()] + new + made[place.end() :]
    return made


def mutated_package(data: bytes, seed: int) -> bytes:
    """A package with some of its parts changed, taken out, doubled or renamed."""
    draw, buffer = Random(seed), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [(entry.filename, package.read(entry)) for entry in package.infolist()]
    for _ in range(draw.choice((1, 1, 2, 4))):
        at = draw.randrange(len(parts))
        name, content = parts[at]
        act = draw.randrange(8)
        if act == 0 and len(parts) > 1:
            del parts[at]
        elif act == 1:
            parts[at] = (draw.choice(("../x.xml", "xl\\workbook.xml", name.upper(), "a" * 300)), content)
        elif act == 2:
            parts[at] = (name, mutated(content, seed))
        else:
            parts[at] = (name, mutated_text(content, draw.randrange(2**32)))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in dict(parts).items():
            package.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def mutated_file(data: bytes, seed: int) -> bytes:
    """A file changed as a whole or, where it is a package, in its parts."""
    if data.startswith(b"PK") and seed % 4:
        # One of the sources is damaged itself.
        with suppress(zipfile.BadZipFile):
            return mutated_package(data, seed)
    return mutated(data, seed)
