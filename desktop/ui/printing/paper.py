"""Printing on paper. Loaded when somebody prints: most days nobody does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.errors import Refused
from desktop.ui.printing.faces import Faces
from desktop.ui.printing.paging import Sheet
from desktop.ui.printing.painting import Tell, page_layout, paint


def has_printer() -> bool:
    """Whether this computer knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(
    parent: QWidget, name: str, title: str, sheets: Sequence[Sheet], chosen: Callable[[QPrinter], object]
) -> QPrintDialog:
    """Open the system's dialog for choosing a printer, pages and copies."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("走访通")
    printer.setPageLayout(page_layout(sheets[0]))
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, len(sheets))
    dialog.setFromTo(1, len(sheets))
    dialog.accepted.connect(lambda: chosen(printer))
    # Its own open() wants a slot by its signature.
    QDialog.open(dialog)
    return dialog


def chosen_sheets(printer: QPrinter, sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The pages that were asked for in the dialog."""
    if printer.printRange() is not QPrinter.PrintRange.PageRange or not printer.fromPage():
        return sheets
    return sheets[printer.fromPage() - 1 : printer.toPage()]


def print_sheets(
    printer: QPrinter,
    sheets: Sequence[Sheet],
    *,
    tell: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Print the pages; how many. Refused: ``printer_failed``, ``cancelled`` (what was sent may still come out)."""
    faces = Faces()
    painter = QPainter()
    for number, sheet in enumerate(sheets):
        if cancelled is not None and cancelled():
            if painter.isActive():
                printer.abort()
                painter.end()
            raise Refused("cancelled")
        printer.setPageLayout(page_layout(sheet))
        printer.setFullPage(True)
        if not (printer.newPage() if number else painter.begin(printer)):
            if painter.isActive():
                painter.end()
            raise Refused("printer_failed", printer=printer.printerName())
        paint(sheet, painter, printer.resolution(), faces)
        if tell is not None:
            tell(number + 1, len(sheets))
    painter.end()
    return len(sheets)
