"""What a step would do to many issues, one line each, before anything happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refused
from desktop.domain.fields import FieldKind
from desktop.domain.kinds import ISSUE
from desktop.services.many import Planned, Preview
from desktop.ui.colours import colours_of
from desktop.ui.saying import said_problem
from desktop.ui.showing import shown_in_list
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM, metrics
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence

_LONGEST = 24
_SIZE_EMS = (84, 36)
_PART = 0.92
"""Of the window at most."""
_Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from the left."""

    CODE = 0
    ISSUE = 1
    NOW = 2
    THEN = 3
    WHY_NOT = 4


class PreviewModel(QAbstractTableModel):
    """The lines of a preview: those that can take the step first, each part in the order of the selection."""

    def __init__(self, found: Preview, today: date, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = [*found.able, *found.unable]
        self._texts: dict[int, tuple[str, ...]] = {}
        self._today = today
        self._language = language
        self._headings = (self.tr("编号"), self.tr("问题"), self.tr("现在"), self.tr("之后"), self.tr("不能办的原因"))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = 0) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._texts_of(index.row())[index.column()] or None
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == Column.WHY_NOT:
            parent = self.parent()
            palette = parent.palette() if isinstance(parent, QWidget) else None
            return QColor(colours_of(palette).amber_text) if palette is not None else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None if role else self._headings[section]

    def _texts_of(self, row: int) -> tuple[str, ...]:
        if row not in self._texts:
            item = self._items[row]
            title = " ".join(str(item.before.get("description") or "").split())
            why = refusal_words(item.refusal, self._language) if item.refusal is not None else ""
            now = self._words(item, item.before) if item.refusal is None else self._status(item.before)
            then = self._words(item, item.changes) if item.refusal is None else ""
            self._texts[row] = (str(item.before.get("code") or ""), title, now, then, why)
        return self._texts[row]

    def _status(self, values: Mapping[str, Any]) -> str:
        return shown_in_list(ISSUE.field("status"), values.get("status"), self._today)

    def _words(self, item: Planned, values: Mapping[str, Any]) -> str:
        """The fields that change, as they are in ``values``: the state by itself, others after their names."""
        told = []
        for name in sorted(item.changes, key=lambda name: (name != "status", _is_long(name))):
            if not ISSUE.has_field(name):
                continue
            field = ISSUE.field(name)
            text = shown_in_list(field, values.get(name), self._today) or self.tr("空")
            text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            told.append(text if name == "status" else f"{label_of(field)} {text}")
        return " · ".join(told) or self._status(item.before)


def _is_long(name: str) -> bool:
    return ISSUE.has_field(name) and ISSUE.field(name).kind in (FieldKind.LONG_TEXT, FieldKind.LIST)


def refusal_words(refusal: Refused, language: str) -> str:
    """Why an issue cannot take the step, every problem in a sentence."""
    if refusal.code == "invalid" and refusal.problems:
        return "".join(said_problem(one, ISSUE, language) for one in refusal.problems)
    if refusal.code == "not_found":
        return QCoreApplication.translate("ManyPreview", "没有找到这个问题。")
    return sentence(refusal, language)


class ManyPreview(QDialog):
    """``on_act`` is called for the one button that does it, ``on_back`` to fill in something else first."""

    def __init__(
        self,
        name: str,
        act: str,
        found: Preview,
        today: date,
        language: str,
        on_act: Callable[[], object],
        on_back: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        able, unable = len(found.able), len(found.unable)
        title = self.tr("{act}：{count} 个问题").format(act=act, count=len(found.items))
        name_widget(self, name, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_act = on_act
        self._on_back = on_back
        summary = QLabel(_summary(able, unable), self)
        name_widget(summary, f"{name}.summary", summary.text())
        summary.setWordWrap(True)
        self.table = QTableView(self)
        name_widget(self.table, f"{name}.table", title)
        self.table.setModel(PreviewModel(found, today, language, self.table))
        self._dress_table(name, has_unable=unable > 0, has_able=able > 0)
        text = self.tr("对 {count} 个问题{act}").format(count=able, act=act)
        self._act = make_button(self, f"{name}.act", text, self._carry_out, "primary")
        self._act.setEnabled(able > 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(summary)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(make_button(self, f"{name}.back", self.tr("返回修改"), self._go_back))
        foot.addStretch(1)
        foot.addWidget(make_button(self, f"{name}.cancel", self.tr("不办了"), self.reject))
        foot.addWidget(self._act)
        column.addLayout(foot)
        for key in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(key, self, self._carry_out)
        room = parent.window().size()
        most = (int(_PART * room.width()), int(_PART * room.height()))
        self.resize(*(min(ems * metrics().text, part) for ems, part in zip(_SIZE_EMS, most, strict=True)))
        (self._act if able else self.table).setFocus()

    def _dress_table(self, name: str, *, has_unable: bool, has_able: bool) -> None:
        table, text = self.table, metrics().text
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(metrics().row)
        header = table.horizontalHeader()
        name_widget(header, f"{name}.table.heading", table.accessibleName())
        corner = table.findChild(QAbstractButton)
        if corner is not None:
            name_widget(corner, f"{name}.table.corner", table.accessibleName())
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        widths: Sequence[float] = (10.5, 15, 6 if not has_able else 13, 15, 22)
        for column, ems in zip(Column, widths, strict=True):
            table.setColumnWidth(column, round(ems * text))
        header.setSectionResizeMode(Column.ISSUE, QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        table.setColumnHidden(Column.WHY_NOT, not has_unable)
        table.setColumnHidden(Column.THEN, not has_able)

    def _carry_out(self) -> None:
        if self._act.isEnabled():
            self._act.setEnabled(False)
            self.accept()
            self._on_act()

    def _go_back(self) -> None:
        self.reject()
        self._on_back()


def _summary(able: int, unable: int) -> str:
    if not unable:
        return QCoreApplication.translate("ManyPreview", "{able} 个都可以办。").format(able=able)
    if not able:
        return QCoreApplication.translate("ManyPreview", "{unable} 个都不能办，原因写在后面。").format(unable=unable)
    return QCoreApplication.translate(
        "ManyPreview", "{able} 个可以办。{unable} 个不能办，列在最后并写明原因，不会改动。"
    ).format(able=able, unable=unable)
