"""The page on which a file is looked at: what is said of it as a whole, the look itself, and the line at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.kinds import KINDS
from desktop.services.taken import Row, Taken
from desktop.ui.context import Context
from desktop.ui.intake.look_view import LookView
from desktop.ui.intake.marks import Arranged
from desktop.ui.intake.result_bar import ResultBar
from desktop.ui.intake.words import field_word
from desktop.ui.theme import GAP
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget


class LookPage(QWidget):
    """Shows :class:`Arranged`; what a person has left out or asked for stays when columns are assigned anew."""

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.found: Arranged | None = None
        self.view = LookView(context, f"{name}.look", self)
        self.bar = ResultBar(f"{name}.bar", self)
        self._title = QLabel(self)
        self._title.setProperty("tone", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._summary = QLabel(self)
        name_widget(self._summary, f"{name}.summary", "")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._title)
        column.addWidget(self._summary)
        column.addWidget(self.view, 1)
        column.addWidget(self.bar)
        self.view.left_out_changed.connect(self._say)
        self.bar.leave_out_asked.connect(self._toggle_selected)

    @property
    def summary(self) -> str:
        """What is said of the file as a whole."""
        return self._summary.text()

    def show_found(self, found: Arranged) -> None:
        """Show another look. Rows that are known already are left out at first."""
        before, self.found = self.found, found
        is_same = before is not None and before.look.digest == found.look.digest
        left: set[Row] = {(one.sheet, one.row) for one in found.alike}
        if is_same and before is not None:
            known = {(one.sheet, one.row) for one in before.alike}
            left = (left - (known - self.view.left_out)) | (self.view.left_out - known)
        self.view.show_found(found, left, is_same_file=is_same)
        kind = label_of(KINDS[found.look.kind])
        self._title.setText(self.tr("取数：{file}（{kind}）").format(file=found.look.file, kind=kind))
        self.reopen()
        if not is_same:
            self.view.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget the file."""
        self.found = None
        self.view.model.clear()

    def reopen(self) -> None:
        """Columns and rows can be changed, and the file taken in."""
        self.set_busy(is_busy=False)
        self._say()

    def set_busy(self, *, is_busy: bool) -> None:
        """While work is under way nothing here can be changed."""
        self.view.set_open(not is_busy)
        self.bar.set_busy(is_busy)

    def show_done(self, taken: Taken) -> str:
        """Say what was taken in; gives the sentence."""
        look = taken.look
        left = len(look.rows) + len(look.held_back) - len(taken.saved.ids)
        text = self.tr("已取入 {count} 条，{left} 行未取入。")
        text = text.format(count=f"{len(taken.saved.ids):,}", left=f"{left:,}")
        self.bar.set_busy(False)
        self._summary.clear()
        self._summary.hide()
        self.bar.show_done(look.kind, text, has_problems=bool(look.problems))
        return text

    def _toggle_selected(self) -> None:
        sheet = self.view.model.marks.name
        self.view.toggle([(sheet, row) for row in self.view.sheet.selected_rows()])

    def _say(self) -> None:
        found = self.found
        if found is None:
            return
        look = found.look
        count, faulty = self.view.taken_count(), len(look.held_back)
        text = self.tr("找到 {rows} 行记录，取入 {count} 行。")
        parts = [text.format(rows=f"{len(look.rows) + faulty:,}", count=f"{count:,}")]
        if look.absent:
            lacking = "、".join(field_word(KINDS[look.kind], name) for name in look.absent)
            parts = [self.tr("缺少：{fields}。先在“缺项”里补上，或在“列”里指定一列。").format(fields=lacking)]
        if faulty:
            parts.append(self.tr("{count} 行有误，先不取。").format(count=f"{faulty:,}"))
        if found.alike:
            parts.append(self.tr("{count} 行账本里可能已有，打钩的才取。").format(count=f"{len(found.alike):,}"))
        guessed = sum(column.is_guess for table in look.tables for column in table.columns)
        if guessed:
            parts.append(self.tr("{count} 列是推测的，请核对带“?”的列。").format(count=guessed))
        if look.is_remembered:
            parts.append(self.tr("这种表以前取过，列的对应记得。"))
        self._summary.setText("".join(parts))
        self._summary.setAccessibleName(self._summary.text())
        self._summary.show()
        self.bar.show_open(count, has_problems=bool(look.problems))
