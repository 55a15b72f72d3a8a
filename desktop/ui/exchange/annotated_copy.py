"""The sender's own workbook with the cells marked that were not taken: to be handed back and corrected."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.services.annotating import annotate_copy
from desktop.services.outcomes import FileOutcome
from desktop.ui.context import Context
from desktop.ui.places import show_outside
from desktop.ui.workbook_dialogs import saving_dialog
from desktop.wording import problem_sentence

_FOLDER = "exchange.annotated_folder"


class AnnotatedCopy(QObject):
    """Asks where to, has the worker write, says where it lies."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._page = parent

    def ask_where(self, source: Path, outcome: FileOutcome, password: str) -> None:
        """Ask where the copy of ``source``, the file that gave ``outcome``, is to lie."""
        title, proposed = self.tr("批注副本存到哪里"), self.tr("{name}-批注.xlsx").format(name=source.stem)
        dialog = saving_dialog(
            self._context, self._page, "exchange_page.annotated_dialog", title, _FOLDER, proposed, is_new=True
        )
        dialog.fileSelected.connect(lambda file: self.write(source, Path(file), outcome, password))
        dialog.open()

    def write(self, source: Path, target: Path, outcome: FileOutcome, password: str) -> None:
        """Write the copy."""
        self._context.preferences.remember_text(_FOLDER, str(target.parent))

        def work() -> Path:
            # The sender reads the workbook in Chinese, whatever language this window is in.
            annotate_copy(source, target, outcome, problem_sentence, password=password)
            return target

        self._context.write(work, done=self._on_written)

    def _on_written(self, target: Path) -> None:
        text = self.tr("批注副本已存好，没有采用的格子标了颜色和原因：{place}").format(place=target)
        self._context.shell.notify(text, self.tr("打开文件夹"), partial(show_outside, target.parent))
