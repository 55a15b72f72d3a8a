"""回执: for a town the months of its villages, for a village how much of its work the town has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.changes import Level
from desktop.domain.kinds import KINDS
from desktop.services.monthly import Cell, Grid, grid
from desktop.services.receipts import Confirmed, NamedGap, confirmed, named_gaps
from desktop.ui.context import Context
from desktop.ui.exchange.conflict_card import plain_label
from desktop.ui.exchange.receipt_grid import GridModel, GridView
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.times import said_time
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.naming import name_widget
from desktop.wording import gap_sentence

NAME = "exchange_page.receipts"


@dataclass(frozen=True, slots=True)
class _Found:
    gaps: Sequence[NamedGap]
    grid: Grid | None = None
    confirmed: Confirmed | None = None


class ReceiptsView(QWidget):
    """``export_asked`` when a village wants to hand over what is left."""

    export_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, f"{NAME}.view", self.tr("回执"))
        self._context = context
        self._is_town = context.ledger.office.level is Level.TOWN
        self._is_reading = self._is_stale = False
        self._gaps = plain_label(f"{NAME}.gaps", "", "amber")
        self._gaps.hide()
        self.town = TownReceipts(context) if self._is_town else None
        self.village = None if self._is_town else VillageReceipts(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        if self.town is not None:
            column.addWidget(self.town, 1)
        if self.village is not None:
            column.addWidget(self.village)
            self.village.export_asked.connect(self.export_asked)
        column.addWidget(self._gaps)
        if not self._is_town:
            column.addStretch(1)

    def refresh(self) -> None:
        """Read as soon as the worker has time."""
        if self._context.worker.is_closed:
            return
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading = True
        ledger, today = self._context.ledger, self._context.today()

        def read() -> _Found:
            with ledger.reading():
                if self._is_town:
                    return _Found(named_gaps(ledger), grid=grid(ledger, today))
                return _Found(named_gaps(ledger), confirmed=confirmed(ledger))

        job = self._context.worker.run(lambda _job: read(), done=self._show)
        job.ended.connect(self._on_read)

    def focus(self) -> None:
        """Put the cursor where looking begins."""
        if self.town is not None:
            self.town.grid.setFocus()
        elif self.village is not None:
            self.village.button.setFocus()

    def _on_read(self) -> None:
        self._is_reading = False
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _show(self, found: _Found) -> None:
        language = self._context.preferences.language
        text = "\n".join(gap_sentence(gap.name, gap.first, gap.last, language) for gap in found.gaps)
        if text:
            text += "\n" + self.tr("请对方重新导出一次，收到后会自动补上。")
        self._gaps.setText(text)
        self._gaps.setAccessibleName(text)
        self._gaps.setVisible(bool(text))
        if self.town is not None and found.grid is not None:
            self.town.show_grid(found.grid)
        if self.village is not None and found.confirmed is not None:
            self.village.show_confirmed(found.confirmed)


class TownReceipts(QWidget):
    """The grid, and the files behind the cell chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.model = GridModel(self)
        self._summary = plain_label(f"{NAME}.summary", "", "muted")
        self.grid = GridView(f"{NAME}.grid", self.model, self)
        self.files = QListWidget(self)
        name_widget(self.files, f"{NAME}.files", self.tr("这一格的文件"))
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._files_title = plain_label(f"{NAME}.files.title", "", "section")
        self.grid.chosen.connect(self._show_files)
        self.grid.opened.connect(self.files.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._summary)
        column.addWidget(self.grid, 3)
        column.addWidget(self._files_title)
        column.addWidget(self.files, 1)

    def show_grid(self, grid: Grid) -> None:
        """Show the state of things; the cell chosen stays chosen, at first it is the first village's running month."""
        current = self.grid.currentIndex()
        row, column = (current.row(), current.column()) if current.isValid() else (0, len(grid.months))
        self.model.show_grid(grid)
        self.grid.fit()
        latest = [village.cells[-1] for village in grid.rows]
        came = sum(1 for cell in latest if cell.files)
        text = self.tr("本月已收到 {came} 个村的文件，还有 {missing} 个村没有。按收到的日期算月份。").format(
            came=came, missing=len(latest) - came
        )
        if came == len(latest):
            text = self.tr("本月 {came} 个村的文件都收到了。按收到的日期算月份。").format(came=came)
        if not grid.rows:
            text = self.tr("还不知道有哪些村。收到第一个村的工作簿后，这里按月列出各村的上报。")
        self._summary.setText(text)
        self._summary.setAccessibleName(text)
        for part in (self.grid, self.files, self._files_title):
            part.setVisible(bool(grid.rows))
        if grid.rows:
            self.grid.setCurrentIndex(self.model.index(min(row, len(grid.rows) - 1), column))
            self._show_files()

    def _show_files(self) -> None:
        index = self.grid.currentIndex()
        cell = self.model.cell_at(index)
        self.files.clear()
        if cell is None:
            self._files_title.setText("")
            return
        village = self.model.grid.rows[index.row()].name
        title = f"{village} · {cell.month} · {self.model.word(cell.state)}：{self.model.meaning(cell.state)}"
        self._files_title.setText(title)
        self._files_title.setAccessibleName(title)
        self.files.addItems(self._lines(cell))

    def _lines(self, cell: Cell) -> list[str]:
        language, today = self._context.preferences.language, self._context.today()
        lines = [gap_sentence(gap.name, gap.first, gap.last, language) for gap in cell.gaps]
        for file in cell.files:
            text = self.tr("{when}　{file}　新增 {created}，更新 {updated}").format(
                when=said_time(file.received_at, today), file=file.file, created=file.created, updated=file.updated
            )
            if file.edited_by_hand:
                text += self.tr("，手工改动 {count} 处").format(count=file.edited_by_hand)
            lines.append(text)
        return lines or [self.tr("这个月没有收到文件。")]


class VillageReceipts(Card):
    """镇里已收到 40 条中的 37 条, and what is still to be handed over."""

    export_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(f"{NAME}.confirmed", "")
        self.set_title(self.tr("镇里收到多少"))
        self._context = context
        self._sum = plain_label(f"{NAME}.sum", "", "section")
        self._bar = QProgressBar(self)
        name_widget(self._bar, f"{NAME}.bar", self.tr("镇里已收到的部分"))
        self._bar.setTextVisible(False)
        self._lines = plain_label(f"{NAME}.lines", "")
        self._rest = plain_label(f"{NAME}.rest", "")
        self.button = make_button(self, f"{NAME}.export", self.tr("去导出上报"), self.export_asked.emit)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addStretch(1)
        self.column.setSpacing(GAP_MEDIUM)
        for part in (self._sum, self._bar, self._lines, self._rest):
            self.column.addWidget(part)
        self.column.addSpacing(GAP_LARGE)
        self.column.addLayout(foot)

    def show_confirmed(self, found: Confirmed) -> None:
        """Show how far the town has confirmed."""
        town = self._context.ledger.office.town_name or self.tr("镇里")
        if not found.records:
            total = self.tr("还没有记录。")
        else:
            total = self.tr("{town}已收到 {records} 条中的 {confirmed} 条").format(
                town=town, records=f"{found.records:,}", confirmed=f"{found.confirmed:,}"
            )
        self._say(self._sum, total)
        self._bar.setRange(0, max(1, found.records))
        self._bar.setValue(found.confirmed)
        kinds = (f"{label_of(KINDS[name])} {had:,} / {all_:,}" for name, (had, all_) in found.by_kind.items())
        self._say(self._lines, "　　".join(kinds))
        self._say(self._rest, "\n".join(self._rest_lines(found, town)))
        self.button.setVisible(found.outstanding.records > 0)

    def _rest_lines(self, found: Confirmed, town: str) -> list[str]:
        lines = []
        if found.outstanding.records:
            count = f"{found.outstanding.records:,}"
            lines.append(self.tr("{count} 条还没有导出，请导出后交给{town}。").format(count=count, town=town))
        if found.under_way:
            lines.append(
                self.tr("{count} 条已经导出，等{town}的回执。").format(count=f"{found.under_way:,}", town=town)
            )
        if found.told_at:
            when = said_time(found.told_at, self._context.today())
            lines.append(self.tr("按{when}收到的{town}的文件计算。").format(when=when, town=town))
        elif found.records:
            lines.append(self.tr("还没有收到{town}的文件：导入它的答复以后，才知道收到了哪些。").format(town=town))
        return lines

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setAccessibleName(text)
        label.setVisible(bool(text))
