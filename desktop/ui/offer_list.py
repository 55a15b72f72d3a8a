"""Offers under a line of text: who may be meant, chosen with arrows and Enter, while the cursor stays in the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.colours import colours_of
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS, LineEdit

_HINT = Qt.ItemDataRole.UserRole + 1
_LEAST_EMS = 24
_INNER = 8
_FRAME = 2
_MOST_SHOWN = 10
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the list; ``what`` is handed to whoever asked when it is chosen."""

    title: str
    hint: str = ""
    what: Any = None


class OfferList(QObject):
    """Asks ``source(text)`` after each change a person makes in ``line`` and shows what it gives; ``chosen(offer)``
    is called for the one taken. With pinyin or digits typed the first is picked already: nobody is called that.

    The list is no window of its own, so neither focus nor activation ever leave the line.
    """

    def __init__(
        self,
        line: LineEdit,
        source: Callable[[str], Sequence[Offer]],
        chosen: Callable[[Offer], object],
    ) -> None:
        super().__init__(line)
        self._line = line
        self._source = source
        self._chosen = chosen
        self._offers: Sequence[Offer] = ()
        self._list: QListView | None = None
        line.drop_suggestions()
        line.textEdited.connect(self._on_edited)
        line.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether offers are shown."""
        return self._list is not None and self._list.isVisible()

    @property
    def offers(self) -> Sequence[Offer]:
        """What is shown; nothing while closed."""
        return self._offers if self.is_open else ()

    @Slot()
    def close(self) -> None:
        """Show nothing any more."""
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize):
            self.close()
        elif not self.is_open or not isinstance(event, QKeyEvent) or self._line.is_composing:
            return False
        elif kind is QEvent.Type.ShortcutOverride and self._is_own(event):
            # Else Esc would close the form.
            event.accept()
            return True
        elif kind is QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _is_own(self, event: QKeyEvent) -> bool:
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return is_plain and event.key() in (*RETURN_KEYS, Qt.Key.Key_Escape, *_STEPS)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Tab:
            self._take_current()
            return False
        if not self._is_own(event):
            return False
        if key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
            return True
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        if not self._take_current():
            self.close()
            return False
        self._line.enter_pressed()
        return True

    def _step(self, by: int) -> None:
        shown = self._view()
        place = shown.currentIndex().row() + by
        # Above the first there is none again: what was typed stands.
        shown.setCurrentIndex(
            shown.model().index(min(place, len(self._offers) - 1), 0) if place >= 0 else QModelIndex()
        )

    def _take_current(self) -> bool:
        index = self._view().currentIndex()
        if not index.isValid():
            return False
        self._take(index)
        return True

    def _take(self, index: QModelIndex | QPersistentModelIndex) -> None:
        offer = self._offers[index.row()]
        self.close()
        self._chosen(offer)

    def _on_edited(self, text: str) -> None:
        self._offers = self._source(text) if text.strip() else ()
        if not self._offers:
            self.close()
            return
        shown = self._view()
        model = QStandardItemModel(shown)
        for offer in self._offers:
            item = QStandardItem(offer.title)
            item.setData(offer.hint, _HINT)
            item.setAccessibleText(f"{offer.title} {offer.hint}".strip())
            item.setEditable(False)
            model.appendRow(item)
        old = shown.model()
        shown.setModel(model)
        if old is not None:
            old.deleteLater()
        self._place()
        shown.show()
        shown.raise_()
        shown.setCurrentIndex(model.index(0, 0) if text.isascii() else QModelIndex())

    def _view(self) -> QListView:
        if self._list is None:
            # Of the window, so that it may reach beyond the form.
            self._list = QListView(self._line.window())
            name_widget(self._list, f"{self._line.objectName()}.offers", self._line.accessibleName())
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setItemDelegate(_OfferDelegate(self._list))
            self._list.clicked.connect(self._take)
        return self._list

    def _place(self) -> None:
        shown, line = self._view(), self._line
        window = line.window()
        if shown.parentWidget() is not window:
            shown.setParent(window)
        corner = line.mapTo(window, QPoint(0, line.height() + GAP_SMALL))
        widest = max(shown.sizeHintForColumn(0) + 4 * _INNER, _LEAST_EMS * line.fontMetrics().height() // 2)
        width = min(max(line.width(), widest), window.width() - 2 * GAP)
        height = shown.sizeHintForRow(0) * min(len(self._offers), _MOST_SHOWN) + 2 * _FRAME
        above = corner.y() - line.height() - 2 * GAP_SMALL
        top = corner.y()
        if top + height > window.height() - GAP:
            if above - GAP >= height:
                top = above - height
            else:
                height = max(window.height() - GAP - top, shown.sizeHintForRow(0) + 2 * _FRAME)
        shown.setGeometry(min(corner.x(), window.width() - width - GAP), top, width, height)


class _OfferDelegate(QStyledItemDelegate):
    """The name, and behind it, quieter, what tells it from others."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        own: Any = QStyleOptionViewItem(option)  # its fields are not in the library's stubs
        self.initStyleOption(own, index)
        title, own.text = own.text, ""
        style = own.widget.style() if own.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        colours = colours_of(own.palette)
        rect = own.rect.adjusted(_INNER, 0, -_INNER, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.save()
        painter.setPen(colours.text)
        shown = own.fontMetrics.elidedText(title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, middle, shown)
        rest = rect.adjusted(own.fontMetrics.horizontalAdvance(shown) + 2 * GAP, 0, 0, 0)
        painter.setPen(colours.muted)
        hint = own.fontMetrics.elidedText(str(index.data(_HINT)), Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, middle, hint)
        painter.restore()

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        hint = option.fontMetrics.horizontalAdvance(str(index.data(_HINT)))
        size.setWidth(size.width() + 2 * GAP + hint)
        return size
