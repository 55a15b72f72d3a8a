"""Before something is posted: the places that look like somebody's number, for a person to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.services.publishing import DoubtfulText
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM, resize_within_screen
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.wording.doubts import doubtful_place

SIZE = (720, 420)
MOST_SHOWN = 500
NAME = "exchange_page.doubts"


class DoubtsDialog(QDialog):
    """Lists the places; a double click or Enter opens the record. ``go_on`` is called for 看过了，仍然导出."""

    def __init__(
        self,
        found: Sequence[DoubtfulText],
        go_on: Callable[[], object],
        open_record: Callable[[str, str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        title = self.tr("公示前请看这 {count} 处").format(count=len(found))
        name_widget(self, NAME, title)
        self.setWindowTitle(title)
        self._found = found[:MOST_SHOWN]
        self._go_on = go_on
        self._open_record = open_record
        words = QLabel(
            self.tr(
                "这些文字像证件号、电话或账号，程序没有把握全遮住。名册里没有的姓名、外号，程序认不出来，也请留意。"
            ),
            self,
        )
        words.setWordWrap(True)
        self._list = QListWidget(self)
        name_widget(self._list, f"{NAME}.list", title)
        language = language_shown()
        for one in self._found:
            text = doubtful_place(one.kind, one.title, one.field, one.what, one.text, language)
            QListWidgetItem(" ".join(text.split()), self._list)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(lambda _item: self._open_current())
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(make_button(self, f"{NAME}.open", self.tr("打开这条记录"), self._open_current))
        foot.addStretch(1)
        foot.addWidget(make_button(self, f"{NAME}.cancel", self.tr("先不导出  Esc"), self.reject))
        foot.addWidget(make_button(self, f"{NAME}.act", self.tr("看过了，仍然导出…"), self._on_act, "danger"))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(words)
        column.addWidget(self._list, 1)
        column.addLayout(foot)
        self.finished.connect(self.deleteLater)
        self._list.setFocus()
        resize_within_screen(self, *SIZE)

    def _open_current(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._found):
            self.reject()
            self._open_record(self._found[row].kind, self._found[row].record_id)

    def _on_act(self) -> None:
        self.accept()
        self._go_on()
