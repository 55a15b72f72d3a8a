"""Pages painted: on paper, into a PDF, as pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPaintEngine, QPainter, QPdfWriter

from desktop.domain.errors import Refused
from desktop.exchange.replacing import replacing
from desktop.reports.documents import Document, texts_of
from desktop.ui.printing.faces import UNITS, Face, Faces
from desktop.ui.printing.paging import Sheet, lay_out

RULE_POINTS = 0.6
THICKER = 0.03
"""Of the size of a letter."""
PDF_DPI = 1200
MM_PER_INCH = 25.4
_INK = QColor(0, 0, 0)

Tell = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class SetPages:
    """Documents set on pages, and the characters no font of this machine can draw."""

    sheets: tuple[Sheet, ...]
    undrawable: str


def set_documents(documents: Sequence[Document]) -> SetPages:
    """Lay documents out, and look for characters that cannot be printed."""
    faces = Faces()
    missing = faces.undrawable(text for document in documents for text in texts_of(document))
    return SetPages(tuple(lay_out(documents, faces)), missing)


def paint(sheet: Sheet, painter: QPainter, dpi: float, faces: Faces) -> None:
    """Paint a page with its top left corner at the painter's origin, ``dpi`` dots of the painter to the inch."""
    scale = dpi / 72 / UNITS
    thickness = max(1, round(RULE_POINTS * dpi / 72))
    for rule in sheet.rules:
        # In whole dots: a rule between two of them would be grey, and none like the next.
        x, y = round(rule.x1 * scale), round(rule.y1 * scale)
        width, height = round(rule.x2 * scale) - x + thickness, round(rule.y2 * scale) - y + thickness
        painter.fillRect(QRectF(x, y, width, height), _INK)
    painter.save()
    painter.scale(scale, scale)
    painter.setPen(_INK)
    used: tuple[Face, float] | None = None
    # A picture does not thicken letters that are drawn larger or smaller than they were made; paper and PDF do.
    is_picture = painter.paintEngine().type() is QPaintEngine.Type.Raster
    for mark in sheet.texts:
        if used != (mark.face, mark.points):
            used = (mark.face, mark.points)
            painter.setFont(faces.font(*used))
        painter.drawText(QPointF(mark.x, mark.y), mark.text)
        if is_picture and mark.face is Face.TITLE and painter.font().bold() and faces.is_plain_only(mark.face):
            painter.drawText(QPointF(mark.x + mark.points * UNITS * THICKER, mark.y), mark.text)
    painter.restore()


def picture(sheet: Sheet, width: int, faces: Faces) -> QImage:
    """A page as a picture ``width`` dots wide, black on white."""
    dpi = width / (sheet.width / MM_PER_INCH)
    image = QImage(width, round(sheet.height / MM_PER_INCH * dpi), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    paint(sheet, painter, dpi, faces)
    painter.end()
    return image


def pdf_of(
    sheets: Sequence[Sheet],
    title: str,
    *,
    tell: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """The pages as a PDF. Refused: ``cancelled``."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setTitle(title)
    writer.setCreator("走访通")
    faces = Faces()
    painter = QPainter()
    for number, sheet in enumerate(sheets):
        if cancelled is not None and cancelled():
            if painter.isActive():
                painter.end()
            raise Refused("cancelled")
        writer.setPageLayout(page_layout(sheet))
        if number:
            writer.newPage()
        else:
            painter.begin(writer)
        paint(sheet, painter, PDF_DPI, faces)
        if tell is not None:
            tell(number + 1, len(sheets))
    painter.end()
    buffer.close()
    return bytes(data.data())


def save_pdf(
    sheets: Sequence[Sheet],
    title: str,
    path: Path,
    *,
    tell: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Write the pages to a file, which is whole or not there. Refused: ``cancelled``, those of writing a file."""
    data = pdf_of(sheets, title, tell=tell, cancelled=cancelled)
    with replacing(path) as file:
        file.write(data)
    return path


def page_layout(sheet: Sheet) -> QPageLayout:
    """A4, upright or across, with nothing kept off: the margins are the document's own."""
    is_wide = sheet.width > sheet.height
    orientation = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF(), QPageLayout.Unit.Millimeter)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
