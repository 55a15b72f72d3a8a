"""What has to be said about the files of an import, in sentences: one list of labels below the preview."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.services.outcomes import MOST_ROWS, FileOutcome
from desktop.ui.exchange.import_files import FileRow
from desktop.ui.theme import GAP_SMALL, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.wording import fork_sentence, sentence

Note = tuple[str, str]
"""The tone of a label (danger, amber, muted) and its sentence."""

_MOST_COLUMNS = 6
_MOST_ROWS_HIGH = 2.5
_LONGEST_NAME, _NAME_BEGINS = 28, 12


class Notes(QScrollArea):
    """As high as what it says, up to a few lines; more is scrolled to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "exchange_page.preview.notes", self.tr("说明"))
        self._column = QVBoxLayout()
        page = QWidget()
        page.setProperty("kind", "page")
        page.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_SMALL)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say these, or nothing."""
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (tone, text) in enumerate(notes):
            label = QLabel(text)
            name_widget(label, f"exchange_page.preview.note.{place}", text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("tone", tone)
            self._column.addWidget(label)
            # Shown now rather than by the layout later, so that the height wanted is known at once.
            label.show()
        self._column.addStretch(1)
        # Arrow keys scroll; a list that shows everything is no stop for Tab.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if len(notes) > _MOST_ROWS_HIGH else Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(notes))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = max(self.width(), 1)
        labels = self.widget().findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        high = sum(label.heightForWidth(width) + GAP_SMALL for label in labels if not label.isHidden())
        return QSize(width, min(high, round(_MOST_ROWS_HIGH * metrics().row)))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, min(self.sizeHint().height(), 2 * metrics().row))


def notes_of(row: FileRow, language: str) -> list[Note]:
    """What has to be said about one file."""
    outcome = row.outcome
    if outcome is None or row.is_sealed:
        # The password of a sealed file is asked for in a bar of its own.
        return []
    name = row.path.name
    if outcome.refusal is not None:
        said = sentence(outcome.refusal, language)
        return [
            (
                "danger",
                said
                if name in said
                else QCoreApplication.translate("Notes", "{file}：{why}").format(file=name, why=said),
            )
        ]
    if not row.is_wanted:
        return []
    return [
        (tone, QCoreApplication.translate("Notes", "{file}：{why}").format(file=_short(name), why=why))
        for tone, why in [
            *_of_typed(row),
            *_of_forks(outcome, language),
            *_of_files(outcome),
            *_of_others(row, outcome),
        ]
    ]


def _short(name: str) -> str:
    """A long file name by its beginning and its end, where copies differ."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_NAME_BEGINS]}…{name[_NAME_BEGINS - _LONGEST_NAME :]}"


def _of_typed(row: FileRow) -> list[Note]:
    """What became of what people typed into the sheets."""
    notes = []
    tally, is_done = row.tally, row.result is not None
    if tally.edited_by_hand:
        text = (
            QCoreApplication.translate("Notes", "表格里手工改过或添加的有 {count} 行，已经收进账本。")
            if is_done
            else QCoreApplication.translate("Notes", "表格里手工改过或添加的有 {count} 行，导入时收进账本。")
        )
        if tally.rejected:
            text = QCoreApplication.translate(
                "Notes", "表格里手工改过或添加的有 {count} 行，其中 {rejected} 处不能采用，请看“未采用”。"
            )
        notes.append(("amber", text.format(count=f"{tally.edited_by_hand:,}", rejected=f"{tally.rejected:,}")))
    elif tally.rejected:
        text = QCoreApplication.translate("Notes", "有 {count} 处手工填写不能采用，请看“未采用”。")
        notes.append(("amber", text.format(count=f"{tally.rejected:,}")))
    return notes


def _of_forks(outcome: FileOutcome, language: str) -> list[Note]:
    """Where two ledgers have written under the same numbers."""
    return [("amber", fork_sentence(fork, language)) for fork in outcome.forks]


def _of_files(outcome: FileOutcome) -> list[Note]:
    """Attached files: those still to come, and those nobody here asks for."""
    notes = []
    if outcome.files_missing:
        text = QCoreApplication.translate(
            "Notes", "有 {count} 个附件还没有收到文件。请让{sender}导出时勾选“附件一起导出”，把 .zip 一起发来。"
        )
        sender = outcome.sender or QCoreApplication.translate("Notes", "对方")
        notes.append(("amber", text.format(count=f"{outcome.files_missing:,}", sender=sender)))
    if outcome.files is not None and outcome.files.unknown:
        text = QCoreApplication.translate(
            "Notes", "有 {count} 个文件不是这里缺的附件，没有收。如果工作簿还没有导入，请和它一起导入。"
        )
        notes.append(("muted", text.format(count=f"{outcome.files.unknown:,}")))
    return notes


def _of_others(row: FileRow, outcome: FileOutcome) -> list[Note]:
    notes = []
    if row.tally.conflicts:
        text = QCoreApplication.translate(
            "Notes", "有 {count} 条记录两边都改过，两个值都会保留，导入后请到“冲突”里选定。"
        )
        notes.append(("amber", text.format(count=f"{row.tally.conflicts:,}")))
    for sheet in dict.fromkeys(sheet for sheet, heading in outcome.unread if not heading):
        text = QCoreApplication.translate(
            "Notes", "“{sheet}”的隐藏编号列没有了，这张表里的手工改动没有读取。请在有编号列的原表里改。"
        )
        notes.append(("amber", text.format(sheet=sheet)))
    headings = list(dict.fromkeys(heading for _, heading in outcome.unread if heading))
    if headings:
        text = QCoreApplication.translate("Notes", "表里多出的列{columns}没有读取。")
        if len(headings) > _MOST_COLUMNS:
            text = QCoreApplication.translate("Notes", "表里多出的列{columns}等 {count} 列没有读取。")
        columns = "".join(f"“{heading}”" for heading in headings[:_MOST_COLUMNS])
        notes.append(("muted", text.format(columns=columns, count=len(headings))))
    for gap in outcome.gaps:
        text = QCoreApplication.translate(
            "Notes", "缺第 {first}–{last} 号变更，请让{sender}全部导出一次，或补发以前的文件。"
        )
        notes.append(("amber", text.format(first=gap.first, last=gap.last, sender=outcome.sender)))
    if row.untold and row.result is None:
        text = QCoreApplication.translate("Notes", "只列出前 {most} 条，其余 {count} 条一并导入。")
        notes.append(("muted", text.format(most=f"{MOST_ROWS:,}", count=f"{row.untold:,}")))
    return notes
