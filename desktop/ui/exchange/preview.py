"""What an import would do, file by file, before anything happens; and afterwards what it did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.services.outcomes import FileOutcome
from desktop.ui.context import Context
from desktop.ui.exchange.file_table import Column, FileRow, FileTableModel
from desktop.ui.theme import GAP, GAP_MEDIUM, GAP_SMALL, metrics
from desktop.ui.widgets.lights import LightDelegate
from desktop.ui.widgets.naming import name_widget
from desktop.wording import fork_sentence, sentence

_STATE = "exchange.preview"
_EMS = {Column.SENDER: 8, Column.MADE: 7.5, Column.EDITED: 5.5, Column.STATUS: 10.5}
_COUNT_EMS = 3.7


class Preview(QWidget):
    """``trial_asked`` when what is wanted has changed, ``import_asked`` and ``closed`` by the buttons."""

    trial_asked = Signal()
    import_asked = Signal()
    undo_asked = Signal()
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("exchange_page.preview")
        self._title = QLabel(self)
        self._title.setProperty("tone", "title")
        self._summary = QLabel(self)
        self._summary.setObjectName("exchange_page.preview.summary")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        self.model = FileTableModel(self)
        self.table = self._make_table()
        self._notes = QVBoxLayout()
        self._notes_area = self._make_notes_area()
        self.import_button = self._make_button("import", self.tr("导入"))
        self.import_button.setProperty("kind", "primary")
        self.undo_button = self._make_button("undo", self.tr("撤销这次导入"))
        self.close_button = self._make_button("close", self.tr("不导入，返回"))
        self._lay_out()
        self.model.wanted_changed.connect(self._on_wanted_changed)
        self.import_button.clicked.connect(self.import_asked)
        self.undo_button.clicked.connect(self.undo_asked)
        self.close_button.clicked.connect(self.closed)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.close_button.click)

    def begin(self, paths: Sequence[Path]) -> None:
        """Show these files, still unread."""
        self.model.show_files(paths, self._context.today())
        self._title.setText(self.tr("导入前预览"))
        self.undo_button.hide()
        self.import_button.show()
        self._say_close(self.tr("不导入，返回"))
        self.show_waiting()

    def show_waiting(self) -> None:
        """The trial is under way."""
        self._say_summary(self.tr("正在试读，账本没有改动。"))
        self._clear_notes()
        self._update_button(is_ready=False)

    def show_trial(self, outcomes: Sequence[FileOutcome]) -> None:
        """Show what would happen."""
        self.model.set_outcomes(outcomes, is_final=False)
        if not self.table.currentIndex().isValid():
            # Space ticks the file the keyboard stands on.
            self.table.setCurrentIndex(self.model.index(0, Column.FILE))
        wanted = [row.outcome for row in self.model.rows if row.is_wanted and row.outcome is not None]
        if not wanted:
            text = self.tr("没有可以导入的文件，账本没有改动。")
        elif not any(outcome.created or outcome.updated for outcome in wanted):
            text = self.tr("这些文件里没有新内容。账本还没有改动。")
        else:
            text = self.tr("导入后新增 {created} 条、更新 {updated} 条。账本还没有改动。").format(**_counts(wanted))
        self._say_summary(text)
        self._show_notes()
        self._update_button(is_ready=True)
        if self.import_button.isEnabled():
            self.import_button.setFocus()

    def show_result(self, outcomes: Sequence[FileOutcome]) -> str:
        """Show what has happened; gives it in one sentence."""
        self.model.set_outcomes(outcomes, is_final=True)
        taken = [one for one in outcomes if one.refusal is None]
        if any(one.status == "imported" for one in taken):
            self._title.setText(self.tr("导入完成"))
            text = self.tr("已导入 {files} 个文件：新增 {created} 条，更新 {updated} 条。")
        else:
            self._title.setText(self.tr("没有新内容"))
            text = self.tr("这些文件里没有新内容，账本没有改动。")
        text = text.format(files=len(taken), **_counts(taken))
        self._say_summary(text)
        self._show_notes()
        self.import_button.hide()
        self.undo_button.setVisible(any(one.batch_id for one in taken))
        self._say_close(self.tr("完成"))
        self.close_button.setFocus()
        return text

    def set_busy(self, is_busy: bool) -> None:
        """While the import runs nothing here can be changed."""
        self.table.setEnabled(not is_busy)
        self.close_button.setEnabled(not is_busy)
        self.undo_button.setEnabled(not is_busy)
        self._update_button(is_ready=not is_busy)

    def settle(self) -> None:
        """Remember the widths."""
        self._context.preferences.remember_state(_STATE, self.table.horizontalHeader().saveState())

    # -- parts -------------------------------------------------------------------------------------------------------

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        name_widget(table, "exchange_page.preview.files", self.tr("要导入的文件"))
        table.setModel(self.model)
        table.setItemDelegateForColumn(Column.STATUS, LightDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(metrics().row)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        em = metrics().text
        for column in Column:
            width = round(_EMS.get(column, _COUNT_EMS) * em)
            header.resizeSection(column, max(width, header.sectionSizeHint(column)))
        if not header.restoreState(self._context.preferences.state(_STATE)):
            header.setSectionResizeMode(Column.FILE, QHeaderView.ResizeMode.Stretch)
        return table

    def _make_notes_area(self) -> QScrollArea:
        page = QWidget()
        page.setProperty("kind", "page")
        page.setLayout(self._notes)
        self._notes.setContentsMargins(0, 0, 0, 0)
        self._notes.setSpacing(GAP_SMALL)
        area = QScrollArea(self)
        name_widget(area, "exchange_page.preview.notes", self.tr("说明"))
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        area.setMaximumHeight(7 * metrics().row)
        return area

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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(self._title)
        column.addWidget(self._summary)
        column.addWidget(self.table, 1)
        column.addWidget(self._notes_area)
        column.addLayout(foot)

    # -- words -------------------------------------------------------------------------------------------------------

    def _say_summary(self, text: str) -> None:
        self._summary.setText(text)
        self._summary.setAccessibleName(text)

    def _say_close(self, text: str) -> None:
        self.close_button.setText(text)
        self.close_button.setAccessibleName(text)

    def _update_button(self, *, is_ready: bool) -> None:
        count = len(self.model.wanted())
        text = self.tr("导入 {count} 个文件").format(count=count) if count else self.tr("导入")
        self.import_button.setText(text)
        self.import_button.setAccessibleName(text)
        self.import_button.setEnabled(is_ready and count > 0)

    def _on_wanted_changed(self) -> None:
        self._update_button(is_ready=False)
        self.trial_asked.emit()

    def _clear_notes(self) -> None:
        while self._notes.count():
            widget = self._notes.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        self._notes_area.hide()

    def _show_notes(self) -> None:
        self._clear_notes()
        for row in self.model.rows:
            for tone, text in self._said_of(row):
                label = QLabel(text)
                name_widget(label, f"exchange_page.preview.note.{self._notes.count()}", text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
                label.setProperty("tone", tone)
                self._notes.addWidget(label)
        if self._notes.count():
            self._notes.addStretch(1)
            self._notes_area.show()

    def _said_of(self, row: FileRow) -> list[tuple[str, str]]:
        outcome = row.outcome
        if outcome is None:
            return []
        name = row.path.name
        if outcome.refusal is not None:
            said = sentence(outcome.refusal, self._context.preferences.language)
            return [("danger", said if name in said else self.tr("{file}：{why}").format(file=name, why=said))]
        if not row.is_wanted:
            return []
        notes = []
        if outcome.edited_by_hand:
            text = self.tr(
                "{file}：有 {count} 行在表格里被手工改过或添加。本版本不接收单元格里的改动，"
                "它们不会进入账本，也不会改动原有记录；请核对后在走访通里补记。"
            )
            notes.append(("amber", text.format(file=name, count=outcome.edited_by_hand)))
        if outcome.conflicts:
            text = self.tr("{file}：有 {count} 条记录两边都改过，两个值都会保留，请到记录里核对。")
            notes.append(("amber", text.format(file=name, count=outcome.conflicts)))
        for fork in outcome.forks:
            said = fork_sentence(fork, self._context.preferences.language)
            notes.append(("amber", self.tr("{file}：{why}").format(file=name, why=said)))
        for gap in outcome.gaps:
            text = self.tr("{file}：缺第 {first}–{last} 号变更，请让{sender}全部导出一次，或补发以前的文件。")
            notes.append(("amber", text.format(file=name, first=gap.first, last=gap.last, sender=outcome.sender)))
        return notes


def _counts(outcomes: Sequence[FileOutcome]) -> dict[str, str]:
    return {
        "created": f"{sum(one.created for one in outcomes):,}",
        "updated": f"{sum(one.updated for one in outcomes):,}",
    }
