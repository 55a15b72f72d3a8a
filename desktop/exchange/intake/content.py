"""What the cells of a column look like: which fields they may belong to."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop.domain.fields import Field, FieldKind, Personal
from desktop.exchange.intake.choosing import chosen
from desktop.exchange.tables import Cell

ENOUGH = 3
"""Filled cells from which on a column's content counts."""

_DATE = re.compile(
    r"(?:\d{2}|\d{4})\s*[-/.年、]\s*\d{1,2}(?:\s*[-/.月、]\s*\d{1,2}.{0,8}|月?.{0,4})|\d{1,2}\s*[-/.月]\s*\d{1,2}.{0,8}"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:\d{2})?|[一二〇○零三四五六七八九十]{2,4}年?.{1,3}月.{0,4}"
)
_PHONE = re.compile(r"(?:\+?86-?)?1[3-9][\d\s-]{9,12}(?!\d).*|\(?0\d{2,3}\)?-?\d{7,8}.*")
_ID = re.compile(r"\d{14,17}[\dXx*]|\d{18}|无证.*")
_CREDIT = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:约|近|共)?[+-]?[\d,]+(?:\.\d+)?\D{0,4}|[一二三四五六七八九十两]{1,3}\D?")
_NAME = re.compile(r"[\u3400-\u9fff·]{2,5}")
_TICKS = frozenset("√✓✔☑■●×✗✘☐□○VvYyNn是否有无")


@dataclass(frozen=True, slots=True)
class Profile:
    """Some filled cells of a column, and what part of them looks like what."""

    texts: Sequence[str]
    date: float
    phone: float
    id_number: float
    credit_code: float
    number: float
    name: float
    tick: float

    @property
    def is_known(self) -> bool:
        """Whether there are cells enough to judge."""
        return len(self.texts) >= ENOUGH


def profile_of(cells: Sequence[Cell]) -> Profile:
    """The profile of some cells; blanks are left out."""
    texts: list[str] = []
    counts = dict.fromkeys(("date", "phone", "id_number", "credit_code", "number", "name", "tick"), 0)
    for cell in cells:
        if cell in ("", None):
            continue
        text = _text_of(cell)
        texts.append(text)
        is_day = isinstance(cell, datetime.date) or (isinstance(cell, float) and 25_000 < cell < 60_000)
        counts["date"] += bool(is_day or _DATE.fullmatch(text))
        counts["phone"] += bool(_PHONE.fullmatch(text))
        counts["id_number"] += bool(_ID.fullmatch(text)) or (isinstance(cell, float) and cell >= 1e14)
        counts["credit_code"] += bool(_CREDIT.fullmatch(text)) and not text[:17].isdigit()
        counts["number"] += isinstance(cell, float) or bool(_NUMBER.fullmatch(text))
        counts["name"] += bool(_NAME.fullmatch(text))
        counts["tick"] += text in _TICKS or isinstance(cell, bool)
    total = max(len(texts), 1)
    return Profile(texts, **{name: count / total for name, count in counts.items()})


def _text_of(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "".join(unicodedata.normalize("NFKC", str(cell)).split())


def fit(field: Field, profile: Profile, categories: Collection[str]) -> float:
    """What part of a column could be read as the field's values, 0…1."""
    if field.kind is FieldKind.DATE:
        return profile.date
    if field.kind is FieldKind.PHONES:
        return profile.phone
    if field.kind is FieldKind.ID_NUMBER:
        return profile.id_number
    if field.kind is FieldKind.CREDIT_CODE:
        return max(profile.credit_code, profile.id_number)
    if field.kind in (FieldKind.INTEGER, FieldKind.NUMBER):
        return profile.number
    if field.kind is FieldKind.CHOICE:
        return _part(profile, lambda text: chosen(field, text) is not None)
    if field.kind is FieldKind.CATEGORY:
        known = list(categories)
        return _part(profile, lambda text: any(name in text or text in name for name in known))
    if field.personal is Personal.NAME:
        return 1.0 - max(profile.date, profile.phone, profile.id_number, profile.number * 0.9)
    return 1.0 - 0.9 * max(profile.phone, profile.id_number, profile.date)


def _part(profile: Profile, holds: object) -> float:
    assert callable(holds)  # noqa: S101 - a lambda of this module
    return sum(bool(holds(text)) for text in profile.texts) / max(len(profile.texts), 1)


TYPED = frozenset(
    {
        FieldKind.DATE,
        FieldKind.PHONES,
        FieldKind.ID_NUMBER,
        FieldKind.CREDIT_CODE,
        FieldKind.INTEGER,
        FieldKind.NUMBER,
        FieldKind.CHOICE,
        FieldKind.CATEGORY,
    }
)
"""Kinds whose values can be told from others by their look."""
