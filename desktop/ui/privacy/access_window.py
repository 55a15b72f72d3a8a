"""查看登记: who has seen whose personal data, by person and month; to be read and exported, never changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.kinds import KINDS
from desktop.services.access import SHOWN, Access, AccessLog, export_access_log, field_labels, read_access_log
from desktop.ui.context import Context, page_of
from desktop.ui.places import plain_name
from desktop.ui.registers.review_table import ReviewTable, Rows
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM, resize_within_screen
from desktop.ui.translation import label_of, language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.workbook_dialogs import saving_dialog
from desktop.wording import act_words, acts_named

NAME = "access_log"
FOLDER = "access_log.folder"
SIZE = (960, 560)


class AccessWindow(QDialog):
    """Read anew whenever a filter changes. Enter on an entry of one record goes to it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        title = self.tr("查看登记")
        name_widget(self, NAME, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._person = self._box("person", self.tr("谁"), self.tr("全部人员"))
        self._month = self._box("month", self.tr("月份"), self.tr("全部月份"))
        self._table = ReviewTable(f"{NAME}.table", title, self)
        self._table.opened.connect(self._open_record)
        self._count = QLabel(self)
        name_widget(self._count, f"{NAME}.count", "")
        self._count.setProperty("tone", "muted")
        self._lay_out()
        resize_within_screen(self, *SIZE)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the entries again."""
        ledger = self._context.ledger
        person, month = str(self._person.currentData() or ""), str(self._month.currentData() or "")
        self._context.worker.run(
            lambda _job: read_access_log(ledger, person=person, month=month),
            done=self._show_log,
            refused=self._context.say_refusal,
        )

    def _box(self, name: str, label: str, everything: str) -> QComboBox:
        box = QComboBox(self)
        name_widget(box, f"{NAME}.{name}", label)
        box.addItem(everything, "")
        box.activated.connect(self.refresh)
        return box

    def _lay_out(self) -> None:
        hint = QLabel(
            self.tr(
                "记的是谁、什么时候、为什么看了哪一条的哪几项，不记内容本身。只能添，不能改；检查账本时，动过的会查出来。"
            ),
            self,
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._person)
        head.addWidget(self._month)
        head.addWidget(self._count, 1)
        head.addWidget(make_button(self, f"{NAME}.export", self.tr("另存为表格…"), self.ask_file))
        head.addWidget(make_button(self, f"{NAME}.close", self.tr("关闭"), self.close))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(hint)
        column.addLayout(head)
        column.addWidget(self._table, 1)

    def _show_log(self, log: AccessLog) -> None:
        for box, values in ((self._person, log.people), (self._month, log.months)):
            for value in values:
                if box.findData(value) < 0:
                    box.addItem(value, value)
        headings = (
            self.tr("时间"),
            self.tr("谁"),
            self.tr("做了什么"),
            self.tr("哪类记录"),
            self.tr("条数"),
            self.tr("事由"),
            self.tr("哪些内容"),
        )
        self._table.show_rows(Rows(headings, (11, 8, 9, 6, 4, 14, 0), log.entries, _texts))
        many = self.tr("最近 {count} 条，更早的请另存为表格") if len(log.entries) == SHOWN else self.tr("共 {count} 条")
        self._count.setText(many.format(count=f"{len(log.entries):,}"))
        self._count.setAccessibleName(self._count.text())

    def _open_record(self, entry: Access) -> None:
        if len(entry.records) == 1 and entry.kind in KINDS:
            self._context.shell.show_page(page_of(entry.kind), {"open": entry.records[0]})

    def ask_file(self) -> None:
        """Ask where the workbook goes."""
        title, proposed = self.tr("查看登记存到哪里"), plain_name(self.tr("查看登记"))
        dialog = saving_dialog(self._context, self, f"{NAME}.file", title, FOLDER, proposed)
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write what the filters let through."""
        ledger, acts = self._context.ledger, acts_named(language_shown())
        person, month = str(self._person.currentData() or ""), str(self._month.currentData() or "")
        self._context.preferences.remember_text(FOLDER, str(path.parent))

        def tell(count: int) -> None:
            self._context.shell.notify(self.tr("已写好 {count} 条：{place}").format(count=count, place=path))
            self.refresh()

        self._context.write(lambda: export_access_log(ledger, path, acts, person=person, month=month), done=tell)


def _texts(entry: Access) -> tuple[str, ...]:
    kind = KINDS.get(entry.kind)
    fields = "、".join(label_of(field) for field in field_labels(entry))
    return (
        entry.wall[:16].replace("T", " "),
        entry.actor,
        act_words(entry.act, language_shown()),
        label_of(kind) if kind is not None else "",
        f"{entry.count:,}" if entry.count else "",
        entry.reason,
        " · ".join(filter(None, (entry.about, fields))),
    )
