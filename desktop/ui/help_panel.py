"""F1: what to do on a page and its keys, beside the page."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from desktop.paths import resource_dir
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.wording.step_table import steps_text

WIDTH = 26
"""In characters: text is read well at that width, and a page of 1366 pixels still has room beside it."""

STEPS_MARK = "{steps}"
"""Stands in a help text for the table of all steps."""

LINE_HEIGHT = 120
"""Per cent."""


class HelpPanel(QFrame):
    """The help text of one page (``resources/help/<page>.md``), on the right of the page; Esc or F1 closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "help", self.tr("帮助"))
        self.setProperty("kind", "side")
        self._title = QLabel(self)
        self._title.setProperty("tone", "section")
        self._text = QTextBrowser(self)
        name_widget(self._text, "help.text", self.tr("帮助"))
        self._text.setOpenLinks(False)
        close = QToolButton(self)
        name_widget(close, "help.close", self.tr("关闭帮助"))
        close.setIcon(icon("close"))
        close.setToolTip(self.tr("关闭帮助") + "  Esc")
        close.clicked.connect(self.hide)
        QShortcut(QKeySequence("Esc"), self._text, self.hide)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP, GAP, GAP)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The help shown, as plain text."""
        return self._text.toPlainText()

    def toggle(self, page: str, title: str) -> None:
        """Show the help of a page, or close what is shown."""
        if self.isVisible():
            self.hide()
        else:
            self.show_help(page, title)

    def show_help(self, page: str, title: str) -> None:
        """Show the help of a page, or of a window, which people know by ``title``."""
        self._title.setText(self.tr("帮助 · {page}").format(page=title))
        text = resource_dir().joinpath("help", f"{page}.md").read_text(encoding="utf-8")
        self._text.setMarkdown(text.replace(STEPS_MARK, steps_text()))
        self._space_out()
        self.setFixedWidth(WIDTH * metrics().text)
        self.show()
        self._text.setFocus()

    def _space_out(self) -> None:
        """Markdown comes without room between its lines."""
        document = self._text.document()
        document.setIndentWidth(metrics().text)
        cursor = QTextCursor(document)
        while True:
            shape = cursor.blockFormat()
            shape.setTopMargin(GAP_SMALL if cursor.currentList() else GAP)
            shape.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setBlockFormat(shape)
            if not cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
                return
