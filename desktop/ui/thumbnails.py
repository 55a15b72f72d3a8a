"""Small pictures of attached photos: read from the stored content, kept in memory only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QBuffer, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from desktop.domain.errors import Refused
from desktop.domain.media import HEAD_BYTES, file_kind, is_what_it_says
from desktop.services.attaching import Attachment, store_of
from desktop.services.ledgers import Ledger
from desktop.ui.context import Context

MOST_PIXELS = 120_000_000
"""A phone's photo has 12 to 50 million. What says to have more is not unpacked."""

_KEPT = 300


def read_thumbnail(ledger: Ledger, one: Attachment, size: QSize) -> QImage:
    """A picture that fits into ``size`` device pixels; a null image for what has none. Runs off the GUI thread."""
    kind = file_kind(one.name)
    if kind is None or not kind.is_shown:
        return QImage()
    try:
        # Into memory: of a locked ledger no picture is unpacked on the disk.
        content = store_of(ledger).content(one.digest)
    except Refused:
        return QImage()
    # The readers of pictures see nothing but pictures, whoever sent the file.
    if not is_what_it_says(one.name, content[:HEAD_BYTES]):
        return QImage()
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    whole = reader.size()
    if not whole.isValid() or whole.width() * whole.height() > MOST_PIXELS:
        return QImage()
    # Read at the size wanted: a JPEG then costs a tenth. Turned ones are fitted once more below.
    side = max(size.width(), size.height())
    if max(whole.width(), whole.height()) > side:
        reader.setScaledSize(whole.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return image
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


class Thumbnails(QObject):
    """Makes thumbnails one after the other, so that a save need not wait for more than one of them."""

    made = Signal(str)
    """The digest of a file whose picture is there now."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._pictures: dict[str, QPixmap] = {}
        self._waiting: list[Attachment] = []
        self._is_making = False
        self._size = QSize(96, 64)
        self._ratio = 1.0

    def want(self, attachments: Iterable[Attachment], size: QSize, ratio: float) -> None:
        """Make the pictures of these, and no longer those that were wanted before."""
        if (size, ratio) != (self._size, self._ratio):
            self._pictures.clear()
        self._size, self._ratio = size, ratio
        self._waiting = [one for one in attachments if one.is_here and one.digest not in self._pictures]
        self._make_next()

    def picture(self, digest: str) -> QPixmap | None:
        """The picture, if there is one by now."""
        found = self._pictures.get(digest)
        return found if found is not None and not found.isNull() else None

    def _make_next(self) -> None:
        if self._is_making or not self._waiting or self._context.worker.is_closed:
            return
        one, ledger = self._waiting.pop(0), self._context.ledger
        size = self._size * self._ratio
        self._is_making = True
        work: Callable[[Any], QImage] = lambda _job: read_thumbnail(ledger, one, size)
        self._context.worker.run(work, done=lambda image: self._take(one.digest, image))

    def _take(self, digest: str, image: QImage) -> None:
        self._is_making = False
        if len(self._pictures) >= _KEPT:
            self._pictures.clear()
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self._ratio)
        self._pictures[digest] = pixmap
        if not pixmap.isNull():
            self.made.emit(digest)
        self._make_next()
