"""The dialog for closing the window while what was typed cannot be stored in the ledger."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.theme import GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget

WIDTH, TEXT_HEIGHT = 560, 200


class UnkeptDialog(QDialog):
    """Shows what was typed; accepted when the window is to close all the same."""

    def __init__(self, text: str, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed, self._folder = text, folder
        name_widget(self, "unkept", self.tr("正在写的内容还没有存下"))
        self.setWindowTitle(self.tr("正在写的内容还没有存下"))
        said = QLabel(self.tr("草稿存不进账本（磁盘满了，或账本写不进去）。现在关闭，下面的内容就没有了。"), self)
        said.setWordWrap(True)
        shown = QPlainTextEdit(text, self)
        name_widget(shown, "unkept.typed", self.tr("正在写的内容"))
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setFixedHeight(TEXT_HEIGHT)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._said.setProperty("tone", "muted")
        name_widget(self._said, "unkept.said", "")
        copy = make_button(self, "unkept.copy", self.tr("复制文字"), self._copy)
        keep = make_button(self, "unkept.save", self.tr("存为文件…"), self._choose_file)
        close = make_button(self, "unkept.close", self.tr("不要了，关闭"), self.accept)
        stay = make_button(self, "unkept.stay", self.tr("不关闭"), self.reject, "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_MEDIUM)
        for button in (copy, keep):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (close, stay):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_MEDIUM)
        for widget in (said, shown, self._said):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)
        self.finished.connect(self.deleteLater)
        stay.setFocus()

    def save_to(self, path: Path) -> None:
        """Write what was typed into a text file, and say whether it is there."""
        try:
            # With a mark, so that every editor of Windows takes it for UTF-8.
            path.write_text(self._typed + "\n", encoding="utf-8-sig")
        except OSError:
            self._tell(self.tr("这个位置也存不进去，请换一个，比如 U 盘。"))
        else:
            self._tell(self.tr("已存为 {file}，可以关闭了。").format(file=path.name))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._typed)
        self._tell(self.tr("已复制。先粘贴到别处再关闭：程序关了，有的电脑就粘贴不出来了。"))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("存为文件"), str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("文本文件 (*.txt)"))
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(self.tr("没有存下的内容.txt"))
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell(self, text: str) -> None:
        self._said.setText(text)
        self._said.setAccessibleName(text)
