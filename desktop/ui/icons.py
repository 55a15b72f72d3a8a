"""The program's own line icons, drawn in the colour of the text around them.

An icon is rendered when it is painted, in the palette of that moment, so it follows a change of theme by itself.
Renderings lie in Qt's pixmap cache, one for each (name, colour, size, device pixel ratio).
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from desktop.paths import resource_dir

ICON_SIZE = 20
NAMES = (
    "today",
    "visit",
    "issue",
    "register",
    "exchange",
    "figures",
    "settings",
    "add",
    "search",
    "print",
    "export",
    "import",
    "undo",
    "redo",
    "copy",
    "edit",
    "withdraw",
    "calendar",
    "close",
    "check",
    "warning",
    "clock",
    "filter",
    "eye",
    "folder",
    "person",
    "drop-file",
    "attach",
    "document",
    "picture",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "lock",
    "merge",
    "split",
)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """An icon of ``NAMES`` in the palette's colour ``role``; KeyError for another name.

    Primary buttons take the role HighlightedText, which is the colour of their words.
    """
    if name not in NAMES:
        raise KeyError(name)
    return QIcon(_LineIconEngine(name, role))


def app_icon() -> QIcon:
    """The coloured icon of the program, for windows and the task bar."""
    return QIcon(str(resource_dir().joinpath("icons", "app.svg")))


def icon_pixmap(name: str, colour: str, size: int = ICON_SIZE, ratio: float = 1.0) -> QPixmap:
    """The line icon in ``colour`` (``#RRGGBB``), ``size`` device-independent pixels square at ``ratio``."""
    key = f"zoufang-icon {name} {colour} {size} {ratio}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    drawing = (
        resource_dir().joinpath("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    )
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    side = max(1, round(size * ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


class _LineIconEngine(QIconEngine):
    """Renders one drawing; ``role`` names the palette colour."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        pixmap = icon_pixmap(self._name, self._colour(mode), side, ratio)
        place = QRect(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, side, side)
        painter.drawPixmap(place, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return icon_pixmap(self._name, self._colour(mode), min(size.width(), size.height()))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # The size is in device-independent pixels since Qt 6.8.
        return icon_pixmap(self._name, self._colour(mode), min(size.width(), size.height()), scale)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(size.width(), size.height())
        return QSize(side, side)

    def clone(self) -> QIconEngine:
        return _LineIconEngine(self._name, self._role)

    def _colour(self, mode: QIcon.Mode) -> str:
        group = QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        return QGuiApplication.palette().color(group, self._role).name()
