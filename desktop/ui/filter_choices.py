"""What the bar above a list can be asked for: its drop-downs and their choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.domain.fields import Choice
from desktop.domain.lights import Light
from desktop.ui.translation import label_of

LIGHTS, PERIOD, DATED, ABOVE = "light", "period", "dated", "above"
CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Filter:
    """One drop-down. ``name`` is a field, or one of the names above; ``label`` says that it lets everything through.

    ``choices`` are (text, value); empty for a list that is filled from the ledger later. One that ``is_rare`` waits
    behind 更多条件.
    """

    name: str
    label: str
    choices: tuple[tuple[str, Any], ...] = ()
    is_rare: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its list is filled from the ledger."""
        return not self.choices


def labelled(choices: Sequence[Choice]) -> tuple[tuple[str, Any], ...]:
    """The choices of a field for a drop-down."""
    return tuple((label_of(one), one.code) for one in choices)


def period_filter() -> Filter:
    """The drop-down of periods."""
    choices = (
        (QCoreApplication.translate("FilterBar", "本月"), "this_month"),
        (QCoreApplication.translate("FilterBar", "上月"), "last_month"),
        (QCoreApplication.translate("FilterBar", "本年"), "this_year"),
        (QCoreApplication.translate("FilterBar", "去年"), "last_year"),
        (QCoreApplication.translate("FilterBar", "自定义…"), CUSTOM),
    )
    return Filter(PERIOD, QCoreApplication.translate("FilterBar", "全部时间"), choices)


def light_filter() -> Filter:
    """The drop-down of lights, by themselves and as leaders ask for them."""
    words = {
        Light.OVERDUE: QCoreApplication.translate("FilterBar", "逾期"),
        Light.DUE_SOON: QCoreApplication.translate("FilterBar", "临期"),
        Light.NORMAL: QCoreApplication.translate("FilterBar", "正常"),
        Light.CLOSED: QCoreApplication.translate("FilterBar", "已销号"),
        Light.NONE: QCoreApplication.translate("FilterBar", "不再办理"),
    }
    single = [(word, (light.value,)) for light, word in words.items()]
    urgent = QCoreApplication.translate("FilterBar", "逾期和临期")
    unsolved = QCoreApplication.translate("FilterBar", "全部未销号")
    choices = (
        (unsolved, ("overdue", "due_soon", "normal")),
        (urgent, ("overdue", "due_soon")),
        *single,
    )
    return Filter(LIGHTS, QCoreApplication.translate("FilterBar", "全部灯"), choices)
