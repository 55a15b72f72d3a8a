"""The line at the foot of the wizard: one button that takes in; afterwards what was done and where to go from there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.ui.context import page_of
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget


class ResultBar(QWidget):
    """Signals by its buttons."""

    take_asked = Signal()
    undo_asked = Signal()
    copy_asked = Signal()
    open_asked = Signal()
    leave_out_asked = Signal()
    other_asked = Signal()
    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._done = QLabel(self)
        name_widget(self._done, f"{name}.done", "")
        self._done.setProperty("tone", "green")
        self._done.setWordWrap(True)
        self.take_button = make_button(self, f"{name}.take", self.tr("取入"), self.take_asked.emit, "primary")
        self.open_button = make_button(self, f"{name}.open", self.tr("打开名册"), self.open_asked.emit, "primary")
        self.undo_button = make_button(self, f"{name}.undo", self.tr("撤销"), self.undo_asked.emit)
        self.copy_button = make_button(self, f"{name}.copy", self.tr("另存标注副本…"), self.copy_asked.emit)
        self.out_button = make_button(self, f"{name}.out", self.tr("选中的行不取（空格）"), self.leave_out_asked.emit)
        self.other_button = make_button(self, f"{name}.other", self.tr("换文件或种类…"), self.other_asked.emit)
        self.close_button = make_button(self, f"{name}.close", self.tr("不取，返回"), self.closed.emit)
        row = QWidget(self)
        flow = FlowLayout(GAP)
        for button in (
            self.take_button,
            self.open_button,
            self.undo_button,
            self.out_button,
            self.copy_button,
            self.other_button,
            self.close_button,
        ):
            flow.addWidget(button)
        row.setLayout(flow)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._done)
        column.addWidget(row)
        self.show_open(0, has_problems=False)

    @property
    def said(self) -> str:
        """What was done; empty before."""
        return self._done.text() if not self._done.isHidden() else ""

    def show_open(self, count: int, *, has_problems: bool) -> None:
        """So many rows can be taken in."""
        text = self.tr("取入 {count} 条").format(count=f"{count:,}")
        self.take_button.setText(text)
        self.take_button.setAccessibleName(text)
        self.take_button.setEnabled(count > 0)
        self._show(is_done=False)
        self.copy_button.setVisible(has_problems)
        self._name_close(self.tr("不取，返回"))

    def show_done(self, kind: str, text: str, *, has_problems: bool) -> None:
        """Say what was taken in."""
        self._done.setText(text)
        self._done.setAccessibleName(text)
        words = {"visit": self.tr("打开走访"), "issue": self.tr("打开问题"), "register": self.tr("打开名册")}
        self.open_button.setText(words[page_of(kind)])
        self.open_button.setAccessibleName(words[page_of(kind)])
        self._show(is_done=True)
        self.copy_button.setVisible(has_problems)
        self._name_close(self.tr("完成"))
        self.open_button.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        """While work is under way nothing here can be pressed."""
        self.setEnabled(not is_busy)

    def _show(self, *, is_done: bool) -> None:
        for part in (self._done, self.open_button, self.undo_button):
            part.setVisible(is_done)
        for part in (self.take_button, self.out_button):
            part.setHidden(is_done)

    def _name_close(self, text: str) -> None:
        self.close_button.setText(text)
        self.close_button.setAccessibleName(text)
