"""What all readers of cells share: doubts, guesses, and cells as text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from desktop.domain.fields import Field, FieldKind
from desktop.domain.values import ValueRefused, normalise
from desktop.exchange.tables import Cell

EXACT = 1e15
"""Numbers from here on have lost digits: a spreadsheet keeps 15."""

_ERROR = re.compile(r"#(?:N/A|VALUE!|REF!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{3,}")
NOTHING = frozenset(
    [
        "无",
        "/",
        "//",
        "-",
        "--",
        "---",
        "—",
        "——",
        "———",
        "\\",
        "暂无",
        "没有",
        "不详",
        "空",
        "N/A",
        "n/a",
        "None",
        "null",
        "NULL",
        ".",
        "无电话",
        "未知",
        "未登记",
        "无号码",
        "〃",
        "×",
        "x",
        "X",
    ]
)
NO_TEXT = frozenset(["/", "//", "-", "--", "---", "—", "——", "———", "\\", "None", "null", "NULL"])
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_LINE_BREAKS = re.compile(r"\s*(?:_x000D_)?[\r\n]+\s*")


class Doubt(Exception):  # noqa: N818 - what a person has to look at
    """A cell that is not accepted: the kind of problem and what its sentence needs."""

    def __init__(self, kind: str, **params: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.params = params


@dataclass(frozen=True, slots=True)
class Guessed:
    """A value that was read otherwise than it is written, and why."""

    value: Any
    why: str


@dataclass(slots=True)
class Setting:
    """What reading needs to know beside the cell.

    ``year`` is that of the titles; ``unit`` what the heading says in brackets.
    """

    today: datetime.date
    categories: Collection[str]
    year: int | None = None
    unit: str = ""
    owner: str = ""
    last_day: str = field(default="")


Reader = Callable[[Cell], Any]
"""Gives the value, a :class:`Guessed` one, or None for nothing. Raises :class:`Doubt`."""


def shown(cell: Cell) -> str:
    """A cell as text: whole numbers without ``.0``, days as ISO text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else f"{cell:.15g}"
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return "" if cell is None else str(cell)


def refuse_error(text: str) -> None:
    if text.startswith("#") and _ERROR.fullmatch(text.strip()):
        raise Doubt("error_value")


def tidy(text: str) -> str:
    """A line without what cannot be seen."""
    if not text.isprintable() or not text.isascii():
        text = ZERO_WIDTH.sub("", text)
        text = _LINE_BREAKS.sub(" ", text)
    return text.strip(" \t\u00a0\u3000\r\n")


def limited(one: Field, text: str) -> str:
    if 2 * len(text) > one.length_limit:
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > one.length_limit:
            raise Doubt("too_long", limit=one.length_limit, length=length)
    return text


def by_rule(one: Field, raw: Any, setting: Setting) -> Any:
    """The value by the rules of entry."""
    try:
        return normalise(one, raw, today=setting.today, categories=setting.categories)
    except ValueRefused as refusal:
        params = dict(refusal.params)
        is_lost = params.get("reason") == "lost_digits" and one.kind in (FieldKind.ID_NUMBER, FieldKind.CREDIT_CODE)
        raise Doubt("id_precision_lost" if is_lost else refusal.kind, **params) from refusal
