"""A titled box of the today and exchange pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.naming import name_widget


class Card(QFrame):
    """A heading, beside it a quiet remark and at most one link, below it whatever :meth:`put` is given."""

    link_taken = Signal()

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setProperty("kind", "card")
        self._name = name
        self._heading = QLabel(title, self)
        self._heading.setProperty("tone", "section")
        self._remark = QLabel(self)
        self._remark.setObjectName(f"{name}.remark")
        self._remark.setProperty("tone", "muted")
        self._remark.setTextFormat(Qt.TextFormat.PlainText)
        self._link: QPushButton | None = None
        self._head = head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._heading)
        head.addWidget(self._remark)
        head.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
        self.column.setSpacing(GAP)
        self.column.addLayout(head)
        self._body: QWidget | None = None

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._heading.setText(title)
        self.setAccessibleName(title)

    def set_remark(self, text: str) -> None:
        """Say something beside the heading."""
        self._remark.setText(text)

    def set_link(self, text: str) -> None:
        """Show the link, or none for an empty text."""
        if self._link is None:
            if not text:
                return
            self._link = self._make_link()
            self._head.addWidget(self._link)
        self._link.setText(text)
        if text:
            name_widget(self._link, f"{self._name}.link", text)
        self._link.setVisible(bool(text))

    def _make_link(self) -> QPushButton:
        link = QPushButton(self)
        link.setProperty("kind", "link")
        link.setAutoDefault(False)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(self.link_taken)
        return link

    def add_beside_heading(self, widget: QWidget) -> None:
        """Put a control at the right end of the heading."""
        self._head.addWidget(widget)

    def put(self, body: QWidget) -> None:
        """Replace what the card holds."""
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
