"""The file given back with its faulty cells coloured and explained."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.intake.course import Course
from desktop.ui.intake.marks import Arranged
from desktop.ui.places import show_outside
from desktop.ui.workbook_dialogs import saving_dialog

_FOLDER = "exchange.annotated_folder"


class MarkedCopy(QObject):
    """Asks where to, has the course write, says where it lies."""

    def __init__(self, context: Context, course: Course, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._course = course
        self._page = parent
        course.copied.connect(self._on_copied)

    def ask_where(self, found: Arranged | None) -> None:
        """Ask where the copy of what was found is to lie; of nothing there is none."""
        if found is None:
            return
        look = found.look
        title = self.tr("标注副本存到哪里")
        proposed = self.tr("{name}-标注.xlsx").format(name=Path(look.file).stem)
        dialog = saving_dialog(self._context, self._page, "intake.copy_dialog", title, _FOLDER, proposed, is_new=True)
        dialog.fileSelected.connect(lambda file: self._course.annotate(look, Path(file)))
        dialog.open()

    def _on_copied(self, target: Path) -> None:
        self._context.preferences.remember_text(_FOLDER, str(target.parent))
        text = self.tr("标注副本已存好，有误的格子标了颜色和原因：{place}").format(place=target)
        self._context.shell.notify(text, self.tr("打开文件夹"), partial(show_outside, target.parent))
