"""The course of an export: where to, write, say what was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.exporting import Exported
from desktop.services.handing import export_to_each, free_path
from desktop.services.publishing import DoubtfulText, Published, doubtful_texts, publish_workbook
from desktop.ui.context import Context
from desktop.ui.exchange.export_card import ExportCard
from desktop.ui.operations import Job
from desktop.ui.places import show_outside
from desktop.ui.workbook_dialogs import saving_dialog, workbook_dialog

HANDED_OVER = "handed_over"
"""Announced like a record kind after an export: what is outstanding has changed, no record has."""

WITH_FILES = "exchange.with_files"
"""Key of the choice of the last time."""

_EXPORT_FOLDER, _PUBLIC_FOLDER = "exchange.export_folder", "exchange.public_folder"


class Handover(QObject):
    """Drives an :class:`ExportCard`: asks where to, has the worker write, tells the rest of the window."""

    def __init__(self, context: Context, card: ExportCard, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._card = card
        self._page = page
        card.export_asked.connect(self._ask_where)
        card.public_asked.connect(self.look_before_posting)

    def _ask_where(self, codes: Sequence[str], is_whole: bool) -> None:
        names = self._card.file_names(codes, self._context.today())
        password, with_files = self._card.password_box.password, self._card.with_files
        self._context.preferences.remember_text(WITH_FILES, "1" if with_files else "")
        title = self.tr("导出到哪里")
        if len(codes) > 1:
            dialog = workbook_dialog(self._context, self._page, "exchange_page.export_dialog", title, _EXPORT_FOLDER)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog = saving_dialog(
                self._context, self._page, "exchange_page.export_dialog", title, _EXPORT_FOLDER, names[0]
            )

        def export(chosen: str) -> None:
            if len(codes) > 1:
                folder = Path(chosen)
                wanted = [(code, free_path(folder, name)) for code, name in zip(codes, names, strict=True)]
            else:
                wanted = [(codes[0], Path(chosen))]
            self.export_to(wanted, is_whole, password, with_files=with_files)

        dialog.fileSelected.connect(export)
        dialog.open()

    def export_to(
        self, wanted: Sequence[tuple[str, Path]], is_whole: bool, password: str = "", *, with_files: bool = False
    ) -> None:
        """Write the workbook of each (unit code, path), and the attached files beside it if they are wanted."""
        ledger = self._context.ledger
        self._context.preferences.remember_text(_EXPORT_FOLDER, str(wanted[0][1].parent))

        def work(job: Job[list[Exported]]) -> list[Exported]:
            return export_to_each(
                ledger,
                wanted,
                full=is_whole,
                password=password,
                with_files=with_files,
                progress=job.tell,
                cancelled=job.is_cancelled,
            )

        self._run(work, partial(self._on_exported, len(wanted)), self.tr("正在导出"))

    def _on_exported(self, wanted: int, written: Sequence[Exported]) -> None:
        self._card.password_box.forget()
        self._context.announcer.announce(frozenset({HANDED_OVER}))
        count = f"{sum(sum(one.records.values()) for one in written):,}"
        place = written[0].path if len(written) == 1 else written[0].path.parent
        if len(written) < wanted:
            text = self.tr("已取消，已写好的 {files} 个文件留在 {place}")
        elif len(written) == 1:
            text = self.tr("已导出 {count} 条记录：{place}")
        else:
            text = self.tr("已导出 {files} 个文件、{count} 条记录，在 {place}")
        text = text.format(files=len(written), count=count, place=place)
        self._say_written(text + self._said_files(written), written[0].path.parent)

    def _said_files(self, written: Sequence[Exported]) -> str:
        """What of the attached files is to be handed on as well; said after the workbooks."""
        files, absent = sum(one.sent.files for one in written), sum(one.sent.absent for one in written)
        names = [path.name for one in written for path in one.sent.archives]
        said = ""
        if len(names) == 1:
            said = self.tr("；附件 {files} 个在 {archive}，要一起发").format(files=files, archive=names[0])
        elif names:
            text = self.tr("；附件 {files} 个在 {archives} 个 .zip 里，要一起发")
            said = text.format(files=files, archives=len(names))
        if absent:
            said += self.tr("；另有 {count} 个附件本机也没有文件").format(count=absent)
        return said

    # -- for posting -------------------------------------------------------------------------------------------------

    def look_before_posting(self) -> None:
        """Look for what the mask may not know, show it, and only then ask where the workbook goes."""
        ledger = self._context.ledger

        def work(job: Job[list[DoubtfulText]]) -> list[DoubtfulText]:
            return doubtful_texts(ledger, cancelled=job.is_cancelled)

        self._run(work, self._on_looked, self.tr("正在查看公示的文字"))

    def _on_looked(self, found: Sequence[DoubtfulText]) -> None:
        if not found:
            self._ask_where_public()
            return
        # Loaded here: most ledgers have nothing of the sort.
        from desktop.ui.exchange.doubts import DoubtsDialog

        def open_record(kind: str, record_id: str) -> None:
            self._context.shell.show_page(kind, {"open": record_id})

        DoubtsDialog(found, self._ask_where_public, open_record, self._page.window()).open()

    def _ask_where_public(self) -> None:
        name = self._card.public_name(self._context.today())
        title = self.tr("公示表存到哪里")
        dialog = saving_dialog(self._context, self._page, "exchange_page.public_dialog", title, _PUBLIC_FOLDER, name)
        dialog.fileSelected.connect(lambda file: self.publish_to(Path(file)))
        dialog.open()

    def publish_to(self, path: Path) -> None:
        """Write the workbook for posting."""
        ledger = self._context.ledger
        self._context.preferences.remember_text(_PUBLIC_FOLDER, str(path.parent))

        def work(job: Job[Published]) -> Published:
            return publish_workbook(ledger, path, progress=job.tell, cancelled=job.is_cancelled)

        self._run(work, self._on_published, self.tr("正在写公示表"))

    def _on_published(self, published: Published) -> None:
        text = self.tr("公示表已写好，共 {count} 条。张贴前请再看一遍文字内容：{place}")
        count = f"{sum(published.records.values()):,}"
        self._say_written(text.format(count=count, place=published.path), published.path.parent)

    # -- both --------------------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[Job[Any]], Any], done: Callable[[Any], None], text: str) -> None:
        job = self._context.worker.run(work, done=done, refused=self._context.say_refusal)
        self._card.set_busy(True)
        job.ended.connect(partial(self._card.set_busy, False))
        self._context.shell.busy(job, text)

    def _say_written(self, text: str, folder: Path) -> None:
        self._context.shell.notify(text, self.tr("打开文件夹"), partial(show_outside, folder))
