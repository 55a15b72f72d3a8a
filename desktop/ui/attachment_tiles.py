"""Attached files as a line of small pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from desktop.domain.media import Media, file_kind
from desktop.services.attaching import Attachment
from desktop.ui.colours import colours_of
from desktop.ui.context import Context
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import GAP_MEDIUM, GAP_SMALL
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS
from desktop.wording.sizes import size_words

PICTURE = QSize(96, 64)
_TILE_EMS = 6
_SIGN_SIDE = 36
_SIGNS = {Media.PICTURE: "picture"}


class AttachmentTiles(QListWidget):
    """One line of files; Enter or a double click opens, Del removes. Pictures come as they are made."""

    opened = Signal()
    removing = Signal()

    def __init__(self, context: Context, name: str, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[Attachment, ...] = ()
        self._thumbnails = Thumbnails(context, self)
        self._thumbnails.made.connect(self._show_picture)
        name_widget(self, name, label)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setIconSize(PICTURE)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Drops are taken by the strip as a whole.
        self.setAcceptDrops(False)
        self.itemDoubleClicked.connect(lambda _item: self.opened.emit())

    @property
    def current(self) -> Attachment | None:
        """The file under the cursor."""
        row = self.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def show_files(self, attachments: Sequence[Attachment]) -> None:
        """Show these; the cursor stays on the file it is on, if that is among them."""
        kept = self.current
        self._shown = ()
        self.clear()
        for one in attachments:
            self.addItem(self._item(one))
        self._shown = tuple(attachments)
        if attachments:
            ids = [one.id for one in attachments]
            self.setCurrentRow(ids.index(kept.id) if kept is not None and kept.id in ids else 0)
        self._fit()
        self._thumbnails.want(attachments, PICTURE, self.devicePixelRatioF())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and self.count():
            self.show_files(self._shown)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page goes on moving; along the line leads its own bar.
        event.ignore()

    def event(self, event: QEvent) -> bool:
        # Before the shortcuts of the page, of which Del would withdraw the whole record.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and self._acts_on(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._acts_on(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            self.removing.emit()
        else:
            self.opened.emit()

    def _acts_on(self, event: QKeyEvent) -> bool:
        is_key = event.key() in RETURN_KEYS or event.key() == Qt.Key.Key_Delete
        return is_key and self.currentItem() is not None

    def _fit(self) -> None:
        """As high as one line of files in the text size in force."""
        line = self.fontMetrics().height()
        wide = max(PICTURE.width() + 2 * GAP_MEDIUM, _TILE_EMS * line)
        tile = QSize(wide, PICTURE.height() + 2 * line + 3 * GAP_SMALL)
        self.setGridSize(tile)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(tile.height() + bar + 2 * self.frameWidth())

    def _item(self, one: Attachment) -> QListWidgetItem:
        state = size_words(one.size) if one.is_here else self.tr("未收到")
        item = QListWidgetItem(self._sign(one), f"{one.name}\n{state}")
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        said = " · ".join(part for part in (one.name, state, one.note, one.recorded_by, one.recorded_at[:10]) if part)
        item.setToolTip(said)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        return item

    def _sign(self, one: Attachment) -> QIcon:
        if not one.is_here:
            return self._drawn("clock")
        picture = self._thumbnails.picture(one.digest)
        if picture is not None:
            return QIcon(picture)
        kind = file_kind(one.name)
        return self._drawn(_SIGNS.get(kind.media, "document") if kind is not None else "document")

    def _drawn(self, name: str) -> QIcon:
        """A drawing in the middle of the room of a picture, quieter than the pictures beside it."""
        ratio = self.devicePixelRatioF()
        ground = QPixmap(PICTURE * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        drawing = icon_pixmap(name, colours_of(self.palette()).muted, _SIGN_SIDE, ratio)
        painter.drawPixmap((PICTURE.width() - _SIGN_SIDE) // 2, (PICTURE.height() - _SIGN_SIDE) // 2, drawing)
        painter.end()
        return QIcon(ground)

    def _show_picture(self, digest: str) -> None:
        for row, one in enumerate(self._shown):
            if one.digest == digest:
                self.item(row).setIcon(self._sign(one))
