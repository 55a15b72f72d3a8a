"""Picking an office out of the country's division codes: one line to type in, the offices found below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.services.placing import Unit, find_units
from desktop.ui.operations import Worker
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.fields import FieldRow
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit

_PAUSE = 150
"""Milliseconds of rest in typing before a search begins."""
_ROWS = 6
MOST_FOUND = 30


class UnitLine(LineEdit):
    """Enter takes the first office found, Down goes into the list."""

    taken = Signal()
    list_wanted = Signal()

    def enter_pressed(self) -> None:
        self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.list_wanted.emit()
            return
        super().keyPressEvent(event)


class FoundList(QListWidget):
    """The offices found; Enter or a click picks one, Up from the first goes back to typing."""

    picked = Signal(QListWidgetItem)
    left = Signal()

    def __init__(self, name: str, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self.picked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.picked.emit(self.currentItem())
        elif event.key() == Qt.Key.Key_Up and self.currentRow() <= 0:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class UnitField(QWidget):
    """Search runs on a thread of its own; what was typed meanwhile is searched next, older answers are dropped."""

    unit_picked = Signal(object)
    """Carries a :class:`Unit`, or None when the choice is open again."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._level = "village"
        self._unit: Unit | None = None
        self._found: list[Unit] = []
        self._is_searching = False
        self._wanted = ""
        self.line = UnitLine("first_start.unit", self.tr("单位"), self)
        self.line.setPlaceholderText(self.tr("输入名称、拼音首字母或 12 位编码"))
        self.row = FieldRow(self.tr("单位"), self.line, required=True, parent=self)
        self._state = QLabel(self)
        self._state.setObjectName("first_start.unit.state")
        self._state.setProperty("tone", "muted")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._list = FoundList("first_start.found", self.tr("找到的单位"), self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._search)
        self.line.edited.connect(self._on_edited)
        self.line.taken.connect(self._on_taken)
        self.line.list_wanted.connect(self._on_list_wanted)
        self._list.picked.connect(lambda item: self._pick(self._list.row(item)))
        self._list.left.connect(self.line.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.row)
        self._below = QVBoxLayout()
        self._below.setSpacing(GAP_SMALL)
        self._below.addWidget(self._state)
        self._below.addWidget(self._list, 1)
        column.addLayout(self._below, 1)
        self._list.hide()
        self._say("")

    @property
    def unit(self) -> Unit | None:
        """The office picked."""
        return self._unit

    def set_label_width(self, width: int) -> None:
        """Line the label up with those of other rows; what is found stands below the line to type in."""
        self.row.set_label_width(width)
        self._below.setContentsMargins(width + GAP, 0, 0, 0)

    def set_level(self, level: str) -> None:
        """Look for villages or for towns."""
        if level != self._level:
            self._level = level
            self._on_edited()

    def _on_edited(self) -> None:
        had_unit, self._unit = self._unit is not None, None
        if had_unit:
            self.unit_picked.emit(None)
        self.row.show_error("")
        self._wanted = self.line.text().strip()
        if self._wanted:
            self._pause.start()
        else:
            self._pause.stop()
            self._show_found([])
            self._say("")

    def _search(self) -> None:
        if self._is_searching or not self._wanted:
            return
        self._is_searching = True
        self._say(self.tr("正在查找…"))
        text, level = self._wanted, self._level
        job = self._worker.run(
            lambda _job: find_units(text, level, MOST_FOUND), done=lambda found: self._on_found(text, level, found)
        )
        job.ended.connect(self._on_search_ended)

    def _on_search_ended(self) -> None:
        self._is_searching = False

    def _on_found(self, text: str, level: str, found: list[Unit]) -> None:
        self._is_searching = False
        if self._unit is not None or not self._wanted:
            return
        if (text, level) != (self._wanted, self._level):
            self._search()
            return
        self._show_found(found)
        if found:
            self._say("")
        else:
            self._say(self.tr("没有找到“{text}”。可以换成上级名称加本级名称，如“天王 唐陵”。").format(text=text))

    def _show_found(self, found: list[Unit]) -> None:
        self._found = found
        self._list.clear()
        self._list.addItems([" · ".join(unit.path) for unit in found])
        self._list.setVisible(bool(found))
        if found:
            rows = self._list.sizeHintForRow(0) * min(len(found), _ROWS)
            self._list.setFixedHeight(rows + 2 * self._list.frameWidth() + 2)
            self._list.setCurrentRow(0)

    def _say(self, text: str) -> None:
        self._state.setText(text)
        self._state.setVisible(bool(text))

    def _on_taken(self) -> None:
        if self._unit is None and self._found and not self._pause.isActive() and not self._is_searching:
            self._pick(max(self._list.currentRow(), 0))
        elif self._unit is not None:
            self.line.focusNextChild()

    def _on_list_wanted(self) -> None:
        if self._found:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            self._list.setCurrentRow(min(1, len(self._found) - 1))

    def _pick(self, place: int) -> None:
        unit = self._found[place]
        self._unit = unit
        self.line.set_value(unit.name)
        self._show_found([])
        self.row.show_error("")
        self._say("{path}\n{code}".format(path=" · ".join(unit.path), code=unit.code))
        self.unit_picked.emit(unit)
