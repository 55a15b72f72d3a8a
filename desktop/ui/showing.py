"""Stored values as people read them: labels for codes, short dates, masked numbers, times as far as they matter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.domain.dates import day_of
from desktop.domain.fields import Field, FieldKind, Personal
from desktop.domain.lights import Counted, Light, Remaining
from desktop.domain.masks import HIDDEN, mask
from desktop.domain.sight import ALONE_MASKED
from desktop.exchange.layout import cell_of, plain
from desktop.services.finding import Record
from desktop.ui.translation import is_english, label_of, language_shown
from desktop.ui.widgets.lights import Light as Lamp
from desktop.wording import light_words, remaining_words

_LAMPS = {Light.OVERDUE: Lamp.OVERDUE, Light.DUE_SOON: Lamp.DUE_SOON, Light.NORMAL: Lamp.NORMAL}


def shown(field: Field, value: Any) -> str:
    """A value in words; nothing for an empty one."""
    if is_english() and field.choices and isinstance(value, str):
        choice = field.choice(value)
        return label_of(choice) if choice is not None else value
    return plain(cell_of(field, value))


def is_masked(field: Field, sorts: frozenset[Personal] = ALONE_MASKED) -> bool:
    """Whether lists and panes hide the field, of which ``sorts`` are masked."""
    return field.personal in sorts


def shown_masked(field: Field, value: Any, sorts: frozenset[Personal] = ALONE_MASKED) -> str:
    """A value in words as lists show it, where these sorts of personal data are masked."""
    if field.personal is None or field.personal not in sorts:
        return shown(field, value)
    masked = mask(field.personal, value)
    # What is hidden as a whole is no day, number or choice any more.
    return HIDDEN if masked in (HIDDEN, [HIDDEN]) else shown(field, masked)


def shown_in_list(field: Field, value: Any, today: date, sorts: frozenset[Personal] = ALONE_MASKED) -> str:
    """A value in one line: dates of this year without the year, line breaks as blanks."""
    if field.kind is FieldKind.DATE and isinstance(value, str) and not is_masked(field, sorts):
        return short_date(value, today)
    return " ".join(shown_masked(field, value, sorts)[:200].split())


def short_date(iso: str, today: date) -> str:
    """``03-05`` within the year, else the whole date."""
    return iso[5:] if iso.startswith(f"{today.year:04d}-") else iso


def told_moment(wall: str, today: date) -> str:
    """When something was done (ISO wall time): 今天 10:32, 昨天 10:32, 03-05 10:32, or in full."""
    day, clock = wall[:10], wall[11:16]
    if day == today.isoformat():
        return QCoreApplication.translate("Showing", "今天 {clock}").format(clock=clock)
    if day == (today - timedelta(days=1)).isoformat():
        return QCoreApplication.translate("Showing", "昨天 {clock}").format(clock=clock)
    return f"{short_date(day, today)} {clock}".strip()


def lamp_of(record: Record) -> tuple[Lamp, str] | None:
    """The light of an issue as a dot and its words (逾期 5 天, 还有 3 天, 正常); None for other kinds."""
    if record.light is None:
        return None
    language = language_shown()
    return _LAMPS.get(record.light, Lamp.OFF), light_words(record.light, record.remaining, language)


def said_left(iso: str, today: date) -> str:
    """How a deadline that is spoken of stands to today: 逾期 5 天, 今天到期, 还有 30 天; empty for no day."""
    day = day_of(iso)
    return remaining_words(Remaining(Counted.DUE, iso, (day - today).days), language_shown()) if day else ""


def time_left(record: Record) -> str:
    """How the day that counts for an issue stands to today: 逾期 5 天, 还有 30 天, 复查 03-12; empty for none."""
    return remaining_words(record.remaining, language_shown())
