"""The preview: pages as they will be printed, then on paper or into a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.reports.documents import Document
from desktop.services.exporting import refuse_ledger_file
from desktop.ui.context import Context
from desktop.ui.icons import icon
from desktop.ui.operations import Job
from desktop.ui.places import plain_name, remembered_folder, show_outside
from desktop.ui.printing.mask_guard import Ids, MaskGuard
from desktop.ui.printing.pages_view import STEP, PagesView
from desktop.ui.printing.paging import Sheet
from desktop.ui.printing.painting import SetPages, save_pdf, set_documents
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence

FOLDER = "printing.folder"
SIZE = (900, 700)

Make = Callable[[bool], Sequence[Document]]
"""Shapes the documents, with personal numbers masked or not. Runs on the worker."""


class PrintPreview(QDialog):
    """Stands beside the window, which can be worked in meanwhile; it shows what was recorded when it was opened.

    Object names are ``<name>.print``, ``<name>.pdf``, ``<name>.mask`` and so on. Without ``issue_ids`` there is nothing
    in the documents that could be masked.
    """

    def __init__(
        self, context: Context, name: str, title: str, make: Make, parent: QWidget, issue_ids: Ids | None
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("打印预览：{title}").format(title=title))
        self.setWindowTitle(self.accessibleName())
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._name = name
        self._title = title
        self._make = make
        self._set: SetPages | None = None
        self._lay_out()
        self._mask.setHidden(issue_ids is None)
        self._guard = MaskGuard(context, self._mask, title, issue_ids or tuple, self._shape, self)
        self._add_keys()
        room = self.screen().availableSize()
        self.resize(min(SIZE[0], room.width() - 80), min(SIZE[1], room.height() - 80))
        self._shape()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The pages shown; none while they are being made."""
        return self._set.sheets if self._set is not None else ()

    @property
    def said(self) -> str:
        """The sentence below the pages."""
        return self._note.text()

    def _lay_out(self) -> None:
        name = self._name
        self._print = make_button(self, f"{name}.print", self.tr("打印…"), self.ask_printer, "primary")
        self._pdf = make_button(self, f"{name}.pdf", self.tr("存为 PDF…"), self.ask_file)
        self._whole = make_button(self, f"{name}.whole", self.tr("看整页"), self._toggle_whole)
        self._mask = QCheckBox(self.tr("遮住手机号、身份证号"), self)
        name_widget(self._mask, f"{name}.mask", self.tr("遮住手机号、身份证号"))
        self._mask.setChecked(True)
        self._count = QLabel(self)
        self._count.setProperty("tone", "muted")
        close = make_button(self, f"{name}.close", self.tr("关闭"), self.close)
        self.pages = PagesView(f"{name}.pages", self.tr("打印的页面"), self)
        self._note = QLabel(self)
        name_widget(self._note, f"{name}.note", "")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setProperty("tone", "amber")
        bar = QHBoxLayout()
        bar.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
        bar.setSpacing(GAP)
        for widget in (self._print, self._pdf, self._whole, self._mask):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._count)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.pages, 1)
        self._note.setContentsMargins(GAP_LARGE, GAP, GAP_LARGE, GAP)
        column.addWidget(self._note)
        self._note.hide()
        self._print.setIcon(icon("print", QPalette.ColorRole.HighlightedText))
        self.pages.verticalScrollBar().valueChanged.connect(self._show_count)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+P": self.ask_printer,
            "Ctrl+S": self.ask_file,
            "Ctrl++": partial(self.pages.zoom, STEP),
            "Ctrl+=": partial(self.pages.zoom, STEP),
            "Ctrl+-": partial(self.pages.zoom, 1 / STEP),
            "Ctrl+0": partial(self.pages.fit, whole=False),
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self, act)

    # -- pages -------------------------------------------------------------------------------------------------------

    def _shape(self) -> None:
        """Make the pages anew, as the box for masking says."""
        make, is_masked = self._make, self._mask.isChecked()
        self._set = None
        self._show_ready()
        self._context.worker.run(
            lambda _job: set_documents(make(is_masked)), done=self._on_set, refused=self._on_refused
        )

    def _on_set(self, made: SetPages) -> None:
        self._set = made
        self.pages.show_sheets(made.sheets)
        if made.undrawable:
            self._say(
                self.tr("这台电脑的字体里没有“{characters}”，印出来是空的，请用笔补上。").format(
                    characters=made.undrawable
                )
            )
        elif not self._mask.isChecked():
            self._say(self.tr("手机号、身份证号会完整印出来，请妥善保管。"))
        else:
            self._say("")
        self._show_ready()
        if not self.pages.hasFocus():
            self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, refusal: Refused) -> None:
        self._say(sentence(refusal, self._context.preferences.language))

    def _show_ready(self) -> None:
        is_ready = bool(self.sheets)
        self._print.setEnabled(is_ready)
        self._pdf.setEnabled(is_ready)
        self._show_count()

    def _show_count(self) -> None:
        count = len(self.sheets)
        text = self.tr("第 {page} 页，共 {count} 页").format(page=self.pages.page, count=count) if count else ""
        self._count.setText(text)

    def _toggle_whole(self) -> None:
        self.pages.fit(whole=not self.pages.shows_whole_pages)
        text = self.tr("看页宽") if self.pages.shows_whole_pages else self.tr("看整页")
        self._whole.setText(text)
        self._whole.setAccessibleName(text)
        self._show_count()

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setAccessibleName(text)
        self._note.setVisible(bool(text))

    # -- out ---------------------------------------------------------------------------------------------------------

    def ask_printer(self) -> None:
        """Ask for the printer and print; without one say so."""
        if not self.sheets:
            return
        # Loaded here: the printing part of Qt costs start-up time, and most days nobody prints.
        from desktop.ui.printing import paper

        if not paper.has_printer():
            self._say(self.tr("这台电脑没有装打印机。可以先存为 PDF，拿到有打印机的电脑上打印。"))
            return
        paper.ask_printer(self, f"{self._name}.printer", self._title, self.sheets, self._print_on)

    def _print_on(self, printer: Any) -> None:
        from desktop.ui.printing import paper

        sheets, is_masked = paper.chosen_sheets(printer, self.sheets), self._mask.isChecked()

        def work(job: Job[int]) -> int:
            self._guard.note_printing(is_masked=is_masked)
            return paper.print_sheets(printer, sheets, tell=job.tell, cancelled=job.is_cancelled)

        job = self._context.worker.run(
            work,
            done=self._on_printed,
            refused=self._on_refused,
        )
        self._context.shell.busy(job, self.tr("正在打印"))

    def _on_printed(self, count: int) -> None:
        text = self.tr("已送去打印：{title}，共 {count} 页").format(title=self._title, count=count)
        self._context.shell.notify(text)

    def ask_file(self) -> None:
        """Ask where the PDF goes and write it."""
        if not self.sheets:
            return
        folder = remembered_folder(self._context.preferences, FOLDER)
        dialog = QFileDialog(self, self.tr("PDF 存到哪里"), folder, self.tr("PDF 文件 (*.pdf)"))
        dialog.setObjectName(f"{self._name}.file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(plain_name(self._title[:60], ".pdf"))
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the pages shown as a PDF."""
        sheets, title, ledger = self.sheets, self._title, self._context.ledger
        is_masked = self._mask.isChecked()
        self._context.preferences.remember_text(FOLDER, str(path.parent))

        def write(job: Job[Path]) -> Path:
            refuse_ledger_file(ledger, path)
            self._guard.note_printing(is_masked=is_masked)
            return save_pdf(sheets, title, path, tell=job.tell, cancelled=job.is_cancelled)

        job = self._context.worker.run(write, done=self._on_saved, refused=self._on_refused)
        self._context.shell.busy(job, self.tr("正在写 PDF"))

    def _on_saved(self, path: Path) -> None:
        text = self.tr("已存为 PDF：{place}").format(place=path)
        self._say(text)
        self._context.shell.notify(text, self.tr("打开"), partial(show_outside, path))
