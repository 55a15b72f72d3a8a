"""What stands in place of the main window at the start, while whoever worked last has a PIN."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.ledgers import Ledger, change_actor
from desktop.services.people import others_in_charge, people_of
from desktop.services.pins import check_pin, pin_is_needed
from desktop.ui.icons import app_icon
from desktop.ui.operations import Worker
from desktop.ui.pin_asking import pin_field
from desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE, GAP_MEDIUM, resize_within_screen
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence

SIZE = (560, 300)


class PinGate(QWidget):
    """``opened`` carries the ledger once somebody may work in it."""

    opened = Signal(object)

    def __init__(self, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "pin_gate", self.tr("输入口令"))
        self.setWindowTitle(self.tr("{office} · 走访通").format(office=ledger.office.name))
        self.setWindowIcon(app_icon())
        self._ledger = ledger
        self._worker = Worker(self)
        self._name = ledger.actor
        self._title = QLabel(self)
        self._title.setProperty("tone", "title")
        self._line = pin_field("pin_gate.pin", self.tr("口令"), self)
        self._line.returnPressed.connect(self._try)
        self._enter = make_button(self, "pin_gate.enter", self.tr("进入"), self._try, "primary")
        self._trouble = QLabel(self)
        name_widget(self._trouble, "pin_gate.trouble", "")
        self._trouble.setProperty("tone", "danger")
        self._trouble.setWordWrap(True)
        self._hint = QLabel(self)
        self._has_others = False
        self._lay_out()
        self._ask_for(self._name)
        resize_within_screen(self, *SIZE)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._worker.is_closed:
            self._worker.close(self._ledger.database.close)
        super().closeEvent(event)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._line, 1)
        line.addWidget(self._enter)
        others = [person.name for person in people_of(self._ledger) if person.name != self._name]
        names = QWidget(self)
        flow = FlowLayout(GAP)
        for name in (self._name, *others):
            if name:
                button = make_button(names, f"pin_gate.person.{name}", name, partial(self._ask_for, name), "link")
                flow.addWidget(button)
        names.setLayout(flow)
        self._hint.setProperty("tone", "muted")
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(self._title)
        column.addLayout(line)
        column.addWidget(self._trouble)
        column.addSpacing(GAP_LARGE)
        column.addWidget(self._hint)
        column.addWidget(names)
        column.addStretch(1)
        self._has_others = bool(others)
        names.setVisible(self._has_others)

    def _ask_for(self, name: str) -> None:
        self._name = name
        self._title.setText(self.tr("{name}的口令").format(name=name))
        self._hint.setText(self._way_out(name))
        self._say("")
        self._line.clear()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enter.setEnabled(True)
        if not pin_is_needed(self._ledger, name):
            self._try()

    def _way_out(self, name: str) -> str:
        """What to do for who is somebody else, or has lost the PIN."""
        charge = others_in_charge(self._ledger, name)
        if charge:
            text = self.tr("口令忘了，请{people}在“设置 · 人员”里重新设。").format(people="、".join(charge))
        else:
            text = self.tr("没有别的负责人，口令忘了不能重新设。")
        return self.tr("不是本人？点自己的姓名。") + text if self._has_others else text

    def _try(self) -> None:
        if not self._enter.isEnabled():
            return
        self._enter.setEnabled(False)
        ledger, name, pin = self._ledger, self._name, self._line.text()

        def work(_job: object) -> None:
            check_pin(ledger, name, pin)
            if name != ledger.actor:
                change_actor(ledger, name)

        self._worker.run(work, done=lambda _none: self.opened.emit(ledger), refused=self._on_refused)

    def _on_refused(self, refusal: Refused) -> None:
        self._say(sentence(refusal, language_shown()))
        self._line.clear()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        wait = 1000 * int(refusal.params.get("seconds") or 0)
        QTimer.singleShot(wait, self, partial(self._enter.setEnabled, True))

    def _say(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setAccessibleName(text)
        self._trouble.setVisible(bool(text))
