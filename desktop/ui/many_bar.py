"""What is selected in a list and what can be done with all of it, in place of the filters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from desktop.ui.action_bar import MENU_KEY
from desktop.ui.icons import icon
from desktop.ui.theme import GAP
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.menus import open_below
from desktop.ui.widgets.naming import name_widget


class ManyBar(QWidget):
    """Object names are ``<name>.count``, ``<name>.handle``, ``<name>.copy``, ``<name>.all``, ``<name>.none``."""

    copy_wanted = Signal()
    all_wanted = Signal()
    none_wanted = Signal()

    def __init__(self, name: str, *, can_handle: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, "")
        self._count = QLabel(self)
        self._count.setProperty("tone", "section")
        name_widget(self._count, f"{name}.count", "")
        self._note = QLabel(self)
        self._note.setProperty("tone", "muted")
        name_widget(self._note, f"{name}.note", "")
        self.menu = QMenu(self)
        name_widget(self.menu, f"{name}.steps", self.tr("办理"))
        self.menu.setToolTipsVisible(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._count)
        row.addSpacing(GAP)
        self._handle: QPushButton | None = None
        if can_handle:
            self._handle = make_button(self, f"{name}.handle", self.tr("办理"))
            self._handle.setIcon(icon("chevron-down"))
            self._handle.setMenu(self.menu)
            QShortcut(MENU_KEY, self, self._open_menu)
            row.addWidget(self._handle)
        copy = make_button(self, f"{name}.copy", self.tr("复制"), self.copy_wanted.emit)
        copy.setIcon(icon("copy"))
        copy.setToolTip(self.tr("按显示的列复制成表格，可粘贴到 Excel  Ctrl+C"))
        row.addWidget(copy)
        self._all = make_button(self, f"{name}.all", self.tr("全选"), self.all_wanted.emit)
        self._all.setToolTip(self.tr("选中找到的全部  Ctrl+A"))
        row.addWidget(self._all)
        none = make_button(self, f"{name}.none", self.tr("取消选择  Esc"), self.none_wanted.emit, "link")
        row.addWidget(none)
        row.addWidget(self._note)
        row.addStretch(1)

    def show_count(self, count: int) -> None:
        """Say how many are selected."""
        text = self.tr("已选 {count} 条").format(count=f"{count:,}")
        self._count.setText(text)
        self._count.setAccessibleName(text)
        if self._handle is not None:
            text = self.tr("办理这 {count} 条").format(count=f"{count:,}")
            self._handle.setText(f"{text}  {MENU_KEY}")
            self._handle.setAccessibleName(text)
        self.say("")

    def _open_menu(self) -> None:
        if self._handle is not None:
            open_below(self.menu, self._handle)

    def say(self, text: str) -> None:
        """Say more about the selection."""
        self._note.setText(text)
        self._note.setAccessibleName(text)
