"""Asking which workbook to read, or where one goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.handing import free_path
from desktop.ui.context import Context
from desktop.ui.places import remembered_folder


def workbook_dialog(context: Context, parent: QWidget, name: str, title: str, folder_key: str) -> QFileDialog:
    """A dialog for workbooks that opens in the folder remembered under ``folder_key``."""
    kinds = QCoreApplication.translate("WorkbookDialogs", "Excel 工作簿 (*.xlsx)")
    dialog = QFileDialog(parent, title, remembered_folder(context.preferences, folder_key), kinds)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def saving_dialog(
    context: Context, parent: QWidget, name: str, title: str, folder_key: str, proposed: str, *, is_new: bool = False
) -> QFileDialog:
    """:func:`workbook_dialog` for a file to write, of this name; with ``is_new`` of one that no file there has."""
    dialog = workbook_dialog(context, parent, name, title, folder_key)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(free_path(Path(dialog.directory().absolutePath()), proposed).name if is_new else proposed)
    return dialog
