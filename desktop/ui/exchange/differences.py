"""What changes in one row of an import: each field with what it was and what it will be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from desktop.services.outcomes import RejectedCell
from desktop.ui.colours import colours_of
from desktop.ui.exchange.difference_page import difference_page, rejected_page
from desktop.ui.exchange.row_words import (
    Line,
    State,
    is_new,
    kind_word,
    place_in_full,
    state_word,
    title_of,
    told_cells,
)
from desktop.ui.icons import icon
from desktop.ui.theme import GAP
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.naming import name_widget

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class DifferencesPane(QWidget):
    """Red and struck out is what was, green what will be; a sign and a word stand beside each.

    ``may_see`` says whether whoever works now may have the numbers unmasked.
    """

    def __init__(self, language: str, may_see: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_see = may_see
        self._language = language
        self._line: Line | None = None
        self._state = State.UPDATED
        self._title = ElidedLabel("exchange_page.preview.row_title")
        self._eye = QToolButton(self)
        name_widget(self._eye, "exchange_page.preview.eye", self.tr("显示遮住的号码"))
        self._eye.setToolTip(self._eye.accessibleName())
        self._eye.setIcon(icon("eye"))
        self._eye.setCheckable(True)
        room = self._eye.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._eye.setSizePolicy(room)
        self._eye.toggled.connect(self._render)
        self._under = ElidedLabel("exchange_page.preview.row_state", "muted")
        self._text = QTextBrowser(self)
        name_widget(self._text, "exchange_page.preview.differences", self.tr("改了什么"))
        self._text.setProperty("kind", "reading")
        self._text.setOpenLinks(False)
        self._text.setTextInteractionFlags(_SELECTABLE)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._title)
        head.addWidget(self._under)
        head.addStretch(1)
        head.addWidget(self._eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self._text, 1)
        self.show_line(None)

    @property
    def text(self) -> str:
        """What is shown, without its colours."""
        return self._text.toPlainText()

    def show_line(self, line: Line | None, state: State = State.UPDATED) -> None:
        """Show another row, or none; numbers are masked again."""
        self._line, self._state = line, state
        self._eye.setChecked(False)
        self._title.set_text(title_of(line) if line is not None else "")
        self._under.set_text(self._said_under(line))
        has_mask = line is not None and not isinstance(line, RejectedCell)
        has_mask = has_mask and self._may_see()
        self._eye.setVisible(has_mask and any(cell.has_mask for cell in told_cells(line)))  # type: ignore[arg-type]
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._render()

    def _said_under(self, line: Line | None) -> str:
        if line is None:
            return ""
        parts = [kind_word(line), state_word(self._state)]
        place = place_in_full(line)
        if place and isinstance(line, RejectedCell):
            parts = [place, state_word(self._state)]
        elif place:
            parts.append(place)
        return " · ".join(parts)

    def _render(self) -> None:
        if self._line is None:
            self._text.clear()
            return
        colours = colours_of(self.palette())
        if isinstance(self._line, RejectedCell):
            self._text.setHtml(rejected_page(self._line, self._language, colours))
            return
        cells = told_cells(self._line, is_open=self._eye.isChecked())
        notes = []
        if self._state is State.LEFT_OUT:
            notes.append(self.tr("这一行留出，不进账本；以后再导入同一个文件就会收进来。"))
        if self._line.state == State.WITHDRAWN:
            notes.append(self.tr("对方撤回了这条记录，导入后列表里不再显示。"))
        if self._line.state == State.CONFLICT:
            notes.append(self.tr("两边都改过，两个值都会保留；下面是导入后显示的值。"))
        if not cells:
            notes.append(self.tr("只补充经过，内容不变。"))
        self._text.setHtml(difference_page(cells, notes, colours, is_new=is_new(self._line)))
