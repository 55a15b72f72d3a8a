"""Packs the statistical division codes for ``resources/divisions``.

Usage: python scripts/pack_divisions.py SOURCE_DIR [TARGET_DIR]

SOURCE_DIR holds ``upper_2023.tsv.gz`` (provinces to towns) and ``villages_2023.tsv.gz``, each line a code, a tab and
a name. What is written is told in ``resources/divisions/README.md``. The same source gives the same bytes.
"""

from __future__ import annotations

import gzip
import itertools
import lzma
import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

DICTIONARY_BYTES = 2 << 20
"""Small, because unpacking takes this much memory."""

FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": DICTIONARY_BYTES}]
FIRST_CJK = 0x2E80

Row = tuple[str, str]


def read(path: Path) -> list[Row]:
    """The (code, name) rows of a packed table, in the order of their codes."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as handle:
        rows = [line.rstrip("\n").split("\t") for line in handle if line.strip()]
    return sorted((code, name) for code, name in rows)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(text.encode(), format=lzma.FORMAT_XZ, filters=FILTERS))


def upper_text(rows: list[Row]) -> str:
    """One paragraph per level; each line a code of 2, 4, 6 or 9 digits with the name right behind it."""
    return "\n\n".join("\n".join(code + name for code, name in rows if len(code) == width) for width in (2, 4, 6, 9))


def province_text(rows: list[Row]) -> str:
    """One line per town: its code, then for each village a tab, its last three digits and its name."""
    towns = itertools.groupby(rows, key=lambda row: row[0][:9])
    return "\n".join(town + "".join(f"\t{code[9:]}{name}" for code, name in rows) for town, rows in towns)


def pinyin_text(names: str) -> str:
    """One line per syllable: the characters mostly read so, a tab, those seldom read so; ``?`` for unreadable ones."""
    mostly: dict[str, list[str]] = defaultdict(list)
    seldom: dict[str, list[str]] = defaultdict(list)
    for character in sorted(set(names)):
        if ord(character) >= FIRST_CJK:
            readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors=lambda _unknown: None)
            first, *others = readings[0] if readings else ["?"]
            mostly[first].append(character)
            for syllable in others:
                seldom[syllable].append(character)
    syllables = sorted(mostly.keys() | seldom.keys())
    return "".join(f"{each}\t{''.join(mostly[each])}\t{''.join(seldom[each])}\n" for each in syllables)


def main(source: Path, target: Path) -> None:
    upper, villages = read(source / "upper_2023.tsv.gz"), read(source / "villages_2023.tsv.gz")
    write(target / "upper.txt.xz", upper_text(upper))
    for province, rows in itertools.groupby(villages, key=lambda row: row[0][:2]):
        write(target / "villages" / f"{province}.txt.xz", province_text(list(rows)))
    names = "".join(name for _, name in itertools.chain(upper, villages))
    (target / "pinyin.txt").write_text(pinyin_text(names), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "resources/divisions"))
