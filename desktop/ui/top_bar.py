"""The bar above the pages: whose ledger, the search field, what is to hand over, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.step_words import step_text
from desktop.ui.theme import GAP, GAP_LARGE
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.menus import open_below
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit

if TYPE_CHECKING:
    from desktop.services.undoing import Step


_NAME = 10
"""Characters of a name that are shown; the whole of it is in the tool tip."""


class TopBar(QFrame):
    """Everything in one row; the name of the office gives way first when room is scarce."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    handing_wanted = Signal()
    people_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setProperty("kind", "top")
        self._office = ElidedLabel("top_bar.office", parent=self)
        self._actor = QPushButton(self)
        name_widget(self._actor, "top_bar.actor", self.tr("换人"))
        self._actor.setProperty("kind", "quiet")
        self._actor.setIcon(icon("person"))
        self._actor.clicked.connect(self.people_wanted)
        self.search = LineEdit("top_bar.search", self.tr("搜索"), self)
        self.search.setPlaceholderText(self.tr("搜索姓名、拼音、电话、内容…  Ctrl+K"))
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(440)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pending = QPushButton(self)
        name_widget(self._pending, "top_bar.pending", self.tr("未上报"))
        self._pending.setProperty("kind", "link")
        self._pending.clicked.connect(self.handing_wanted)
        self._pending.hide()
        self._undo = self._tool("undo", self.tr("撤销"), "Ctrl+Z")
        self._undo.clicked.connect(self.undo_wanted)
        self._redo = self._tool("redo", self.tr("重做"), "Ctrl+Y")
        self._redo.clicked.connect(self.redo_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_LARGE, GAP, GAP, GAP)
        row.setSpacing(GAP)
        row.addWidget(self._office, 2)
        row.addWidget(self._actor)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        for widget in (self._pending, self._undo, self._redo):
            row.addWidget(widget)

    def show_office(self, office: str, actor: str) -> None:
        """Whose ledger it is and who works."""
        self._office.set_text(office)
        name = actor or self.tr("没有写姓名")
        self._actor.setText((name if len(name) <= _NAME else f"{name[:_NAME]}…").replace("&", "&&"))
        self._actor.setAccessibleName(self.tr("换人，现在是{name}").format(name=name))
        self._actor.setToolTip(f"{self._actor.accessibleName()}  F3")

    def open_people(self, menu: QMenu) -> None:
        """Show who may work here, below the name."""
        open_below(menu, self._actor)

    def show_pending(self, count: int, *, is_village: bool) -> None:
        """How many records are to be handed over: a village reports them, a town sends them down."""
        words = self.tr("{count} 条未上报") if is_village else self.tr("{count} 条未下发")
        text = words.format(count=f"{count:,}")
        self._pending.setText(text)
        self._pending.setAccessibleName(text)
        self._pending.setToolTip(self.tr("到“交换”导出"))
        self._pending.setVisible(count > 0)

    def show_steps(self, undo: Step | None, redo: Step | None) -> None:
        """What undo and redo would do."""
        for button, word, keys, step in (
            (self._undo, self.tr("撤销"), "Ctrl+Z", undo),
            (self._redo, self.tr("重做"), "Ctrl+Y", redo),
        ):
            button.setEnabled(step is not None)
            what = f"{word}：{step_text(step)}" if step is not None else word
            button.setToolTip(f"{what}  {keys}")
            button.setAccessibleDescription(what)

    def focus_search(self) -> None:
        """Put the cursor into the search field; what stands there is typed over."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _tool(self, picture: str, label: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        name_widget(button, f"top_bar.{picture}", label)
        button.setIcon(icon(picture))
        button.setToolTip(f"{label}  {keys}")
        button.setEnabled(False)
        return button
