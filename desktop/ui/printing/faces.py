"""The faces documents are printed in (GB/T 9704-2012), as far as this machine has them.

None is brought along: where 小标宋 or 仿宋 is missing, the next of its kind takes its place, and characters that a
face lacks come from the ones behind it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from desktop.ui.theme import font_families

UNITS = 10
"""Units of a page per point: fine enough that glyphs keep their own widths on every device."""


_NOT_DRAWN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
"""Kinds of characters that leave no ink. Those for private use do: old systems kept rare names in them."""


class Face(StrEnum):
    """What a text is printed in."""

    TITLE = "title"
    LABEL = "label"
    TEXT = "text"
    SMALL = "small"


_SONG = (
    "宋体",
    "SimSun",
    "STSong",
    "华文宋体",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "思源宋体",
    "AR PL UMing CN",
)
_XIAOBIAOSONG = (
    "方正小标宋简体",
    "FZXiaoBiaoSong-B05S",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05",
    "小标宋",
    "FZXiaoBiaoSong",
)
_FANGSONG = (
    "仿宋_GB2312",
    "FangSong_GB2312",
    "仿宋",
    "FangSong",
    "方正仿宋_GBK",
    "方正仿宋简体",
    "FZFangSong-Z02",
    "华文仿宋",
    "STFangsong",
)
_HEITI = ("黑体", "SimHei", "STHeiti", "华文黑体", "方正黑体_GBK", "Noto Sans CJK SC", "Source Han Sans SC")
_FAMILIES = {
    Face.TITLE: (*_XIAOBIAOSONG, "华文中宋", "STZhongsong", *_SONG),
    Face.LABEL: (*_HEITI,),
    Face.TEXT: (*_FANGSONG, *_SONG),
    Face.SMALL: _SONG,
}


@lru_cache(maxsize=1)
def _present() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


def families(face: Face) -> list[str]:
    """The families of a face this machine has, best first, behind them those of the window."""
    # Without 黑体 the window's own family comes nearest to it.
    behind = () if face is Face.LABEL else _SONG
    found = [family for family in (*_FAMILIES[face], *behind) if family in _present()]
    return list(dict.fromkeys((*found, *font_families())))


class Faces:
    """Fonts and their measures, made once. Each thread has its own: what measures text is not shared between them."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[Face, float], QFont] = {}
        self._metrics: dict[tuple[Face, float], QFontMetricsF] = {}

    def font(self, face: Face, points: float) -> QFont:
        """The font of a face, its size in units of a page."""
        made = self._fonts.get((face, points))
        if made is None:
            found = families(face)
            made = self._fonts[face, points] = QFont(found)
            made.setPixelSize(round(points * UNITS))
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            # A face cut for titles is dark enough; one that stands in for it is not.
            made.setBold(face is Face.TITLE and found[0] not in _XIAOBIAOSONG)
        return made

    def is_plain_only(self, face: Face) -> bool:
        """Whether bold letters of a face are no cut of their own, but the plain ones made thicker."""
        return not any("Bold" in style for style in QFontDatabase.styles(families(face)[0]))

    def metrics(self, face: Face, points: float) -> QFontMetricsF:
        """Measures of a font, in units of a page."""
        made = self._metrics.get((face, points))
        if made is None:
            made = self._metrics[face, points] = QFontMetricsF(self.font(face, points))
        return made

    def undrawable(self, texts: Iterable[str]) -> str:
        """The characters no font of this machine has: they would be printed as empty boxes."""
        measures = self.metrics(Face.TEXT, 12)
        characters = dict.fromkeys(character for text in texts for character in text)
        drawn = (one for one in characters if unicodedata.category(one) not in _NOT_DRAWN)
        return "".join(one for one in drawn if not measures.inFontUcs4(ord(one)))
