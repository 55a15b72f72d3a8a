"""合并重复: find the other record, choose a value for each field in which the two differ, and make one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.domain.fields import Personal
from desktop.domain.kinds import KINDS
from desktop.services.duplicates import Alike, likely_duplicates
from desktop.services.finding import Query, Record, get_record, list_records
from desktop.services.joining import merge_duplicates
from desktop.services.recording import Saved
from desktop.services.sight import sight_of
from desktop.ui.context import Context
from desktop.ui.record_reading import title_of
from desktop.ui.registers.comparing import Comparison
from desktop.ui.registers.dialog import RegisterDialog, plain_label
from desktop.ui.showing import shown_masked
from desktop.ui.theme import GAP, metrics
from desktop.ui.translation import label_of
from desktop.ui.unmasking import seen_in_passing
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit
from desktop.wording import alike_words

_MOST_FOUND = 50
_REST_MS = 200
_TELLING = ("group_name", "household_no", "credit_code", "birth_date", "phone")
_ROWS_SHOWN = 3


class MergeDialog(RegisterDialog):
    """``other_id``: the record to be merged into the one kept, when it is known already."""

    def __init__(self, context: Context, name: str, keep: Record, parent: QWidget, other_id: str = "") -> None:
        kind = KINDS[keep.kind]
        title = QCoreApplication.translate("MergeDialog", "合并重复的{kind}").format(kind=label_of(kind))
        super().__init__(context, name, title, QCoreApplication.translate("MergeDialog", "合并"), parent)
        self._kind, self._keep, self._other = kind, keep, keep
        self.comparison: Comparison | None = None
        self._finder = self._make_finder()
        self.column.addWidget(self._finder)
        self._place = QVBoxLayout()
        self.column.addLayout(self._place)
        self._turn = make_button(self, f"{name}.turn", self.tr("左右对调"), self._turn_round, "link")
        self.column.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignLeft)
        note = self.tr("右边一条会撤回，经过仍然保留；合并可以撤销。")
        if kind.name == "household":
            note += self.tr("那一户的人员并到左边，它的户编号记为曾用户编号，原来的走访都能查到。")
        self.column.addWidget(plain_label(f"{name}.note", note, "muted"))
        self.column.addStretch(1)
        self.finish_layout((46, 34), self.tr("已合并"))
        self.act.setEnabled(False)
        self._turn.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look_up)
        if other_id:
            self._finder.hide()
            self.compare(other_id)
        else:
            self._look_for_likely()

    def compare(self, other_id: str) -> None:
        """Put the other record beside the one that is kept."""
        self._other = get_record(self.context.ledger, self._kind.name, other_id)
        self._show()

    def work(self) -> Callable[[], Saved]:
        ledger, kind, keep, other = self.context.ledger, self._kind.name, self._keep.id, self._other.id
        values = self.comparison.values() if self.comparison is not None else {}
        return lambda: merge_duplicates(ledger, kind, keep, [other], values)

    def _make_finder(self) -> QWidget:
        name, finder = self.objectName(), QWidget()
        self._words = LineEdit(f"{name}.words", self.tr("查找要并进来的一条"), finder)
        self._words.setPlaceholderText(self.tr("查找要并进来的一条：姓名、编号或电话的一部分"))
        self._words.edited.connect(lambda: self._rest.start())
        self._found = QListWidget(finder)
        name_widget(self._found, f"{name}.found", self.tr("要并进来的一条"))
        self._found.currentItemChanged.connect(self._on_chosen)
        self._found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._found.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._found.setFixedHeight(_ROWS_SHOWN * metrics().row)
        self._said = plain_label(f"{name}.said", "", "muted", finder)
        column = QVBoxLayout(finder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        heading = self.tr("保留：{title}").format(title=_told(self._keep, sight_of(self.context.ledger).masked))
        column.addWidget(plain_label(f"{name}.keep", heading, "section"))
        column.addWidget(self._words)
        column.addWidget(self._said)
        column.addWidget(self._found)
        return finder

    def _look_for_likely(self) -> None:
        ledger, kind, keep = self.context.ledger, self._kind.name, self._keep.id
        self.context.worker.run(lambda _job: likely_duplicates(ledger, kind, record_id=keep), done=self._show_likely)

    def _show_likely(self, found: Sequence[Alike]) -> None:
        if self._words.value():
            return
        why: dict[str, list[str]] = {}
        for alike in found:
            for one in alike.ids:
                why.setdefault(one, []).extend(alike.why)
        why.pop(self._keep.id, None)
        self._said.setText(self.tr("疑似重复：") if why else self.tr("没有发现疑似重复的，可以在上面查找。"))
        language = self.context.preferences.language
        records = [get_record(self.context.ledger, self._kind.name, one) for one in list(why)[:_MOST_FOUND]]
        self._list(records, {one: "、".join(alike_words(code, language) for code in why[one]) for one in why})

    def _look_up(self) -> None:
        words = str(self._words.value() or "").strip()
        if not words:
            self._look_for_likely()
            return
        query = Query(self._kind.name, text=words, limit=_MOST_FOUND)
        ledger = self.context.ledger
        self.context.worker.run(lambda _job: list_records(ledger, query), done=self._show_found)

    def _show_found(self, records: Sequence[Record]) -> None:
        others = [one for one in records if one.id != self._keep.id]
        self._said.setText(self.tr("找到 {count} 条：").format(count=len(others)) if others else self.tr("没有找到。"))
        self._list(others, {})

    def _list(self, records: Sequence[Record], why: dict[str, str]) -> None:
        self._found.clear()
        masked = sight_of(self.context.ledger).masked
        for record in records:
            text = " · ".join(part for part in (_told(record, masked), why.get(record.id, "")) if part)
            item = QListWidgetItem(text, self._found)
            item.setData(Qt.ItemDataRole.UserRole, record.id)
        self._found.setFixedHeight(min(_ROWS_SHOWN, max(1, len(records))) * metrics().row + 2)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.compare(str(item.data(Qt.ItemDataRole.UserRole)))

    def _turn_round(self) -> None:
        self._keep, self._other = self._other, self._keep
        self._show()

    def _show(self) -> None:
        if self.comparison is not None:
            self._place.removeWidget(self.comparison)
            self.comparison.deleteLater()
        self.comparison = Comparison(f"{self.objectName()}.values", self._kind, self._keep, self._other, self._masked())
        self._place.addWidget(self.comparison)
        # Once the layout has made room for it.
        QTimer.singleShot(0, self.comparison, self._bring_into_view)
        self._turn.show()
        self.say_trouble("")
        self.act.setEnabled(True)

    def _masked(self) -> frozenset[Personal]:
        ids = [one.id for one in (self._keep, self._other) if one is not None]
        return seen_in_passing(self.context, self._kind, ids, self.tr("合并前比较"))

    def _bring_into_view(self) -> None:
        if self.comparison is not None and not self._finder.isHidden():
            self.show_part(self.comparison)


def _told(record: Record, masked: frozenset[Personal]) -> str:
    """A record as it is told from others of the same name."""
    kind = KINDS[record.kind]
    fields = [kind.field(name) for name in _TELLING if kind.has_field(name)]
    parts = [shown_masked(field, record.values.get(field.name), masked) for field in fields]
    return " · ".join(part for part in (title_of(record), *parts) if part)
