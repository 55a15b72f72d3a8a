"""Cells with a sign before their word, in colours of their own."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.colours import Colours, colours_of


class SignDelegate(QStyledItemDelegate):
    """Paints the cells that carry ``role`` with a sign ``room`` pixels wide; other cells look as usual."""

    role: int
    room: int

    def paint_sign(self, painter: QPainter, rect: QRect, value: str, word: str, colours: Colours) -> None:
        """Draw sign and word of the value that the cell carries under ``role``; the cell's ground is drawn already."""
        raise NotImplementedError

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        value = index.data(self.role)
        if value is None:
            super().paint(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        word = cell.text  # type: ignore[attr-defined] # missing in the stubs
        cell.text = ""  # type: ignore[attr-defined]
        widget: QWidget | None = option.widget  # type: ignore[attr-defined]
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, widget)
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        self.paint_sign(painter, rect, value, word, colours_of(palette))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return hint if index.data(self.role) is None else hint + QSize(self.room, 0)
