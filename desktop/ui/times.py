"""Times as people say them: near ones in words, far ones as dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desktop.domain.dates import day_of


def said_time(iso: str, today: date) -> str:
    """``今天 10:32``, ``昨天 10:32``, ``03-05 10:32`` within the year, else ``2025-03-05``; empty for no time.

    ``iso`` is local time with offset, as records carry it.
    """
    if not iso:
        return ""
    moment = datetime.fromisoformat(iso)
    clock = f"{moment:%H:%M}"
    day = moment.date()
    if day == today:
        return QCoreApplication.translate("times", "今天 {clock}").format(clock=clock)
    if day == today - timedelta(days=1):
        return QCoreApplication.translate("times", "昨天 {clock}").format(clock=clock)
    return f"{day:%m-%d} {clock}" if day.year == today.year else day.isoformat()


def said_day(iso: str, today: date) -> str:
    """``今天``, ``昨天``, ``03-05`` within the year, else ``2025-03-05``; empty for no day, other text as it is."""
    day = day_of(iso)
    if day is None:
        return iso
    if day == today:
        return QCoreApplication.translate("times", "今天")
    if day == today - timedelta(days=1):
        return QCoreApplication.translate("times", "昨天")
    return f"{day:%m-%d}" if day.year == today.year else iso


def weekday_of(day: date) -> str:
    """The short name of the day of the week."""
    names = (
        QCoreApplication.translate("times", "周一"),
        QCoreApplication.translate("times", "周二"),
        QCoreApplication.translate("times", "周三"),
        QCoreApplication.translate("times", "周四"),
        QCoreApplication.translate("times", "周五"),
        QCoreApplication.translate("times", "周六"),
        QCoreApplication.translate("times", "周日"),
    )
    return names[day.weekday()]
