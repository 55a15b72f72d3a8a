"""Building blocks of the settings page: titled cards of labelled rows, and the list of issue categories."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit

LABEL_CHARACTERS = 7
_ROWS = 6


class Card(QFrame):
    """A titled frame with rows: label, control, and a quiet hint below the control."""

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setProperty("kind", "section")
        heading = QLabel(title, self)
        heading.setProperty("tone", "section")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_MEDIUM)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnMinimumWidth(0, LABEL_CHARACTERS * metrics().text)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
        column.setSpacing(GAP)
        column.addWidget(heading)
        column.addLayout(self._grid)

    def add_row(self, label: str, control: QWidget, hint: str = "", *, fills: bool = True) -> None:
        """Add a labelled control; one that does not ``fills`` the row keeps its own width."""
        line = self._grid.rowCount()
        words = QLabel(label, self)
        words.setBuddy(control.focusProxy() or control)
        if not isinstance(control, QLabel):
            words.setMinimumHeight(metrics().row)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(words, line, 0, Qt.AlignmentFlag.AlignTop)
        if fills:
            self._grid.addWidget(control, line, 1)
        else:
            self._grid.addWidget(control, line, 1, Qt.AlignmentFlag.AlignLeft)
        if hint:
            self._grid.addWidget(hint_label(hint, self), line + 1, 1)

    def add_below(self, hint: QLabel) -> None:
        """Add a hint below the control of the row before, one that comes and goes."""
        self._grid.addWidget(hint, self._grid.rowCount(), 1)

    def add_fact(self, name: str, label: str, value: str) -> QLabel:
        """Add a label and a text that cannot be changed but copied."""
        fact = QLabel(value, self)
        name_widget(fact, name, f"{label} {value}")
        fact.setTextFormat(Qt.TextFormat.PlainText)
        fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        fact.setWordWrap(True)
        self.add_row(label, fact)
        return fact

    def add_wide(self, control: QWidget) -> None:
        """Add a control over the whole width."""
        self._grid.addWidget(control, self._grid.rowCount(), 0, 1, 2)


def hint_label(text: str, parent: QWidget) -> QLabel:
    """A quiet sentence."""
    hint = QLabel(text, parent)
    hint.setProperty("tone", "muted")
    hint.setTextFormat(Qt.TextFormat.PlainText)
    hint.setWordWrap(True)
    return hint


class DaysBox(QSpinBox):
    """Whole days. A number typed counts when the field is left; the wheel scrolls the page, not the number."""

    def __init__(self, name: str, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.setRange(1, 365)
        self.setSuffix(self.tr(" 天"))
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(8 * metrics().text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CategoryLine(LineEdit):
    """Enter adds the category typed."""

    def enter_pressed(self) -> None:
        self.entered.emit()


class CategoryList(QWidget):
    """The categories in their order. ``edited`` carries the new list; nothing is shown before it was stored."""

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._list = QListWidget(self)
        name_widget(self._list, "settings.categories", self.tr("问题类别"))
        self._list.currentRowChanged.connect(self._show_possible)
        self._new = CategoryLine("settings.category.new", self.tr("新类别"), self)
        self._new.setPlaceholderText(self.tr("新类别的名称"))
        self._new.setMaxLength(20)
        self._new.entered.connect(self._on_add)
        self._add = self._button("add", self.tr("添加"), self._on_add)
        self._up = self._button("up", self.tr("上移"), lambda: self._on_move(-1))
        self._down = self._button("down", self.tr("下移"), lambda: self._on_move(1))
        self._remove = self._button("remove", self.tr("移除"), self._on_remove)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._new, 1)
        line.addWidget(self._add)
        acts = QVBoxLayout()
        acts.setSpacing(GAP)
        for button in (self._up, self._down, self._remove):
            acts.addWidget(button)
        acts.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._list, 0, 0)
        grid.addLayout(acts, 0, 1)
        grid.addLayout(line, 1, 0, 1, 2)

    @property
    def names(self) -> list[str]:
        """The categories shown."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def show_names(self, names: Sequence[str]) -> None:
        """Show categories; the one chosen stays chosen."""
        if self.names == list(names):
            return
        current = self._list.currentItem()
        chosen = current.text() if current is not None else ""
        self._list.clear()
        self._list.addItems(list(names))
        self._list.setCurrentRow(self.names.index(chosen) if chosen in names else 0)
        self._list.setFixedHeight(_ROWS * self._list.sizeHintForRow(0) + 2 * self._list.frameWidth() + 2)

    def _button(self, name: str, text: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        name_widget(button, f"settings.category.{name}", self.tr("类别{act}").format(act=text))
        button.clicked.connect(act)
        return button

    def _show_possible(self) -> None:
        row, count = self._list.currentRow(), self._list.count()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < count - 1)
        self._remove.setEnabled(row >= 0 and count > 1)

    def _on_add(self) -> None:
        name = self._new.text().strip()
        if name and name not in self.names:
            self._new.clear()
            self.edited.emit([*self.names, name])
        else:
            self._new.setFocus()

    def _on_move(self, step: int) -> None:
        names, row = self.names, self._list.currentRow()
        names[row], names[row + step] = names[row + step], names[row]
        self.edited.emit(names)

    def _on_remove(self) -> None:
        names = self.names
        del names[self._list.currentRow()]
        self.edited.emit(names)
