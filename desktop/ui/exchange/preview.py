"""What an import would do, file by file and row by row, before anything happens; and afterwards what it did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.services.outcomes import FileOutcome
from desktop.ui.context import Context
from desktop.ui.exchange.file_table import Column, FileTable, FileTableModel
from desktop.ui.exchange.import_files import FileRow
from desktop.ui.exchange.notes import Note, Notes, notes_of
from desktop.ui.exchange.password_bar import PasswordBar
from desktop.ui.exchange.rows_panel import RowsPanel
from desktop.ui.exchange.summaries import said_result, said_trial
from desktop.ui.theme import GAP
from desktop.ui.widgets.naming import name_widget


class Preview(QWidget):
    """``trial_asked`` when what is wanted has changed, the other signals by its buttons and its password field."""

    trial_asked = Signal()
    import_asked = Signal()
    undo_asked = Signal()
    closed = Signal()
    password_given = Signal(str)
    copy_asked = Signal(object)
    """Carries the :class:`FileRow` of which an annotated copy is wanted."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._warnings: Sequence[Note] = ()
        self._is_ready = False
        self.setObjectName("exchange_page.preview")
        self._title = QLabel(self)
        self._title.setProperty("tone", "title")
        self._summary = QLabel(self)
        self._summary.setObjectName("exchange_page.preview.summary")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        self.model = FileTableModel(self)
        self.table = FileTable(context, self.model)
        self.password = PasswordBar(self)
        self.rows = RowsPanel(context, self)
        self._notes = Notes(self)
        self.import_button = self._make_button("import", self.tr("导入"))
        self.import_button.setProperty("kind", "primary")
        self.undo_button = self._make_button("undo", self.tr("撤销这次导入"))
        self.close_button = self._make_button("close", self.tr("不导入，返回"))
        self.copy_button = self._make_button("copy", self.tr("另存批注副本…"))
        self._lay_out()
        self._connect()

    @property
    def is_done(self) -> bool:
        """Whether what is shown is the result of an import."""
        return not self.model.is_open

    def begin(self, paths: Sequence[Path], warnings: Sequence[Note] = ()) -> None:
        """Show these files, still unread; ``warnings`` are said as long as they are shown."""
        self._warnings = warnings
        self.model.show_files(paths, self._context.today())
        self.table.updateGeometry()
        self._title.setText(self.tr("导入前预览"))
        self.undo_button.hide()
        self.copy_button.hide()
        self.import_button.show()
        self._say_close(self.tr("不导入，返回"))
        self.show_waiting()

    def show_waiting(self) -> None:
        """The trial is under way."""
        self._say_summary(self.tr("正在试读，账本没有改动。"))
        self._notes.show_notes(self._warnings)
        self.password.close_up()
        self.rows.show_lines([], (), is_open=False)
        self._is_ready = False
        self._update_button()

    def show_trial(self, outcomes: Sequence[FileOutcome]) -> None:
        """Show what would happen."""
        self.model.set_trial(outcomes)
        sealed = next((place for place, row in enumerate(self.model.rows) if row.is_sealed), -1)
        if sealed >= 0 or not self.table.currentIndex().isValid():
            # Space ticks the file the keyboard stands on. An archive of attached files has no rows to look at.
            first = next((place for place, row in enumerate(self.model.rows) if row.lines), 0)
            self.table.setCurrentIndex(self.model.index(sealed if sealed >= 0 else first, Column.FILE))
        self._is_ready = True
        self._say_summary(said_trial(self.model.rows))
        self._show_notes()
        self._show_file()
        self._update_button()
        if sealed >= 0:
            self.password.field.setFocus()
        elif self.import_button.isEnabled():
            self.import_button.setFocus()

    def show_result(self, outcomes: Sequence[FileOutcome]) -> str:
        """Show what has happened; gives it in one sentence."""
        self.model.set_result(outcomes)
        text = said_result(outcomes)
        is_new = any(one.status == "imported" for one in outcomes)
        self._title.setText(self.tr("导入完成") if is_new else self.tr("没有新内容"))
        self._say_summary(text)
        self._show_notes()
        self.rows.set_open(False)
        self.import_button.hide()
        self.undo_button.setVisible(any(one.batch_id for one in outcomes))
        self._say_close(self.tr("完成"))
        self.close_button.setFocus()
        return text

    def set_busy(self, is_busy: bool) -> None:
        """While the import runs nothing here can be changed."""
        self.table.setEnabled(not is_busy)
        self.rows.set_open(not is_busy and self.model.is_open)
        self.close_button.setEnabled(not is_busy)
        self.undo_button.setEnabled(not is_busy)
        self._is_ready = not is_busy
        self._update_button()

    def settle(self) -> None:
        """Remember the widths."""
        self.table.settle()
        self.rows.settle()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _make_button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        name_widget(button, f"exchange_page.preview.{name}", text)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.import_button)
        foot.addWidget(self.undo_button)
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._title)
        column.addWidget(self._summary)
        column.addWidget(self.table)
        column.addWidget(self.password)
        column.addWidget(self.rows, 1)
        column.addWidget(self._notes)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.model.wanted_changed.connect(self._on_wanted_changed)
        self.table.selectionModel().currentRowChanged.connect(self._show_file)
        self.rows.left_out_changed.connect(self._on_left_out_changed)
        self.password.password_given.connect(self.password_given)
        self.import_button.clicked.connect(self.import_asked)
        self.undo_button.clicked.connect(self.undo_asked)
        self.copy_button.clicked.connect(lambda: self.copy_asked.emit(self._file()))
        self.close_button.clicked.connect(self.closed)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.close_button.click)

    # -- the file chosen ---------------------------------------------------------------------------------------------

    def _file(self) -> FileRow | None:
        row = self.table.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _show_file(self) -> None:
        file = self._file()
        if file is None or not self._is_ready:
            return
        lines = file.lines
        self.rows.show_lines(lines, file.left_out, is_open=self.model.is_open)
        self.rows.setVisible(bool(lines))
        self.copy_button.setVisible(file.trial is not None and file.is_wanted and bool(file.trial.rejected))
        if file.is_sealed and self.model.is_open:
            self.password.ask(file.path.name, was_wrong=file.refusal_code == "wrong_password")
        else:
            self.password.close_up()

    def _on_left_out_changed(self) -> None:
        self.model.leave_out(self.table.currentIndex().row(), self.rows.model.left_out)
        self._say_summary(said_trial(self.model.rows))
        self._show_notes()
        self._update_button()

    # -- words -------------------------------------------------------------------------------------------------------

    def _say_summary(self, text: str) -> None:
        self._summary.setText(text)
        self._summary.setAccessibleName(text)

    def _say_close(self, text: str) -> None:
        self.close_button.setText(text)
        self.close_button.setAccessibleName(text)

    def _update_button(self) -> None:
        count = len(self.model.wanted())
        left_out = sum(row.tally.left_out for row in self.model.rows if row.is_wanted)
        text = self.tr("导入 {count} 个文件").format(count=count) if count else self.tr("导入")
        if count and left_out:
            text = self.tr("导入 {count} 个文件，留出 {left_out} 条").format(count=count, left_out=f"{left_out:,}")
        self.import_button.setText(text)
        self.import_button.setAccessibleName(text)
        self.import_button.setEnabled(self._is_ready and count > 0)

    def _on_wanted_changed(self) -> None:
        self._is_ready = False
        self._update_button()
        self.trial_asked.emit()

    def _show_notes(self) -> None:
        language = self._context.preferences.language
        notes = [note for row in self.model.rows for note in notes_of(row, language)]
        self._notes.show_notes([*self._warnings, *notes])
