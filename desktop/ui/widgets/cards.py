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
        self._link = QPushButton(self)
        self._link.setProperty("kind", "link")
        self._link.setAutoDefault(False)
        self._link.setCursor(Qt.CursorShape.PointingHandCursor)
        self._link.clicked.connect(self.link_taken)
        self.set_link("")
        self._head = head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._heading)
        head.addWidget(self._remark)
        head.addStretch(1)
        head.addWidget(self._link)
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
        self._link.setText(text)
        name_widget(self._link, f"{self._name}.link", text)
        self._link.setVisible(bool(text))

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
