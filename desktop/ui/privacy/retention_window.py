"""到期的记录: what is past its period, what would become of it, and then doing it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.retention import Anonymised, Past, Proposal, anonymise, proposals
from desktop.ui.context import Context
from desktop.ui.operations import Job
from desktop.ui.registers.review_table import ReviewTable, Rows
from desktop.ui.showing import shown
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM, resize_within_screen
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget

NAME = "retention"
SIZE = (900, 600)


class RetentionWindow(QDialog):
    """Counts by kind with a tick each, the records below, what remains where, and the act."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        title = self.tr("到期的记录")
        name_widget(self, NAME, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._found: tuple[Proposal, ...] = ()
        self._ticks: dict[str, QCheckBox] = {}
        self._said = QLabel(self.tr("正在查找…"), self)
        name_widget(self._said, f"{NAME}.said", "")
        self._said.setWordWrap(True)
        self._kinds = QVBoxLayout()
        self._table = ReviewTable(f"{NAME}.table", title, self)
        self._act = make_button(self, f"{NAME}.act", self.tr("匿名处理"), self.carry_out, "danger")
        self._act.setEnabled(False)
        self._lay_out()
        resize_within_screen(self, *SIZE)
        self._job: Job[list[Proposal]] | None = self._look()
        self.finished.connect(lambda _result: self._job.cancel() if self._job is not None else None)

    def _look(self) -> Job[list[Proposal]]:
        ledger, today = self._context.ledger, self._context.today()
        return self._context.worker.run(
            lambda job: proposals(ledger, today, cancelled=job.is_cancelled),
            done=self._show_found,
            refused=self._on_refused,
        )

    def _lay_out(self) -> None:
        remains = QLabel(
            self.tr(
                "姓名换成“匿名”加四个字母，电话、证件号、户类型去掉，住址和家庭情况换成“匿名”，文字里认得出的姓名、号码遮住；"
                "统计数字不变。户编号留着。\n"
                "关掉程序以前可以撤销。之后，变更历史里仍有原来的内容（历史删不得：删了，村里和镇里的账就对不上），"
                "从前的备份、交出去的文件、附件里的照片也还在；镇里收到下一个文件后，那边的记录也会换成匿名。"
            ),
            self,
        )
        remains.setProperty("tone", "muted")
        remains.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(make_button(self, f"{NAME}.close", self.tr("关闭  Esc"), self.reject))
        foot.addWidget(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(self._said)
        column.addLayout(self._kinds)
        column.addWidget(self._table, 1)
        column.addWidget(remains)
        column.addLayout(foot)

    def _show_found(self, found: Sequence[Proposal]) -> None:
        self._job = None
        self._found = tuple(found)
        for one in self._found:
            label = label_of(KINDS[one.kind])
            text = self.tr("{label} {count} 条：{day} 以前的（保留 {years} 年）")
            words = text.format(label=label, count=f"{len(one.records):,}", day=one.before, years=one.years)
            tick = self._ticks[one.kind] = QCheckBox(words, self)
            name_widget(tick, f"{NAME}.kind.{one.kind}", words)
            tick.setChecked(True)
            tick.toggled.connect(self._show_chosen)
            self._kinds.addWidget(tick)
        self._say(self.tr("这些记录过了保留年限：") if found else self.tr("没有到期的记录。"))
        self._show_chosen()

    def _show_chosen(self) -> None:
        records = [past for one in self._found if self._ticks[one.kind].isChecked() for past in one.records]
        headings = (self.tr("哪类"), self.tr("现在"), self.tr("以后"))
        self._table.show_rows(Rows(headings, (6, 14, 0), records, self._texts))
        self._act.setEnabled(bool(records))
        self._act.setText(self.tr("匿名处理 {count} 条").format(count=f"{len(records):,}"))

    def _texts(self, past: Past) -> tuple[str, str, str]:
        kind = KINDS[past.kind]
        nothing = self.tr("去掉")
        told = [
            f"{label_of(kind.field(name))}：{shown(kind.field(name), value) or nothing}"
            for name, value in past.patch.items()
        ]
        return label_of(kind), past.title, " · ".join(" ".join(one.split())[:60] for one in told)

    def carry_out(self) -> None:
        """Make the records of the kinds ticked anonymous."""
        ledger, today = self._context.ledger, self._context.today()
        kinds = [kind for kind, tick in self._ticks.items() if tick.isChecked()]
        self._act.setEnabled(False)

        def work(job: Job[Anonymised]) -> Anonymised:
            return anonymise(ledger, today, kinds=kinds, progress=job.tell, cancelled=job.is_cancelled)

        job = self._context.worker.run(work, done=self._on_done, refused=self._on_refused)
        self._context.shell.busy(job, self.tr("正在匿名处理"))

    def _on_done(self, done: Anonymised) -> None:
        self._context.announcer.announce(done.changed_kinds, frozenset())
        text = self.tr("已匿名处理 {count} 条；历史里还有原来的 {left} 项变更")
        count = f"{sum(done.records.values()):,}"
        shell = self._context.shell
        shell.notify(text.format(count=count, left=f"{done.changes_left:,}"), self.tr("撤销"), shell.undo)
        self.accept()

    def _on_refused(self, refusal: Refused) -> None:
        self._job = None
        self._context.say_refusal(refusal)
        self.reject()

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setAccessibleName(text)
