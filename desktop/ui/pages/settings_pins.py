"""The PIN of the person chosen among the people of the office, or of whoever works alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.domain.errors import Refused
from desktop.services.people import others_in_charge
from desktop.services.pins import remove_pin, set_pin, with_pins
from desktop.ui.context import Context
from desktop.ui.pin_asking import PinDialog
from desktop.ui.theme import GAP
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget


class PinRow(QWidget):
    """Says whether somebody has a PIN, sets it and takes it away. ``show_of`` says whose."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._name = ""
        self._said = QLabel(self)
        name_widget(self._said, "settings.pin.said", "")
        self._set = make_button(self, "settings.pin.set", self.tr("设口令…"), self.ask_new)
        self._remove = make_button(self, "settings.pin.remove", self.tr("去掉口令…"), self.ask_removal)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._said, 1)
        row.addWidget(self._set)
        row.addWidget(self._remove)

    def show_of(self, name: str) -> None:
        """Show whether ``name`` has a PIN; nothing for nobody."""
        self._name = name
        has_pin = name in with_pins(self._context.ledger)
        words = self.tr("{name}设了口令，打开程序、换成本人时要输入") if has_pin else self.tr("{name}没有口令")
        self._said.setText(words.format(name=name))
        self._said.setAccessibleName(self._said.text())
        self._set.setText(self.tr("换口令…") if has_pin else self.tr("设口令…"))
        self._set.setAccessibleName(self._set.text())
        self._remove.setVisible(has_pin)
        self.setVisible(bool(name))

    def ask_new(self) -> None:
        """Ask for a new PIN, twice, and for one's own before."""
        name, before = self._name, self._before()
        labels = [*before, self.tr("新口令"), self.tr("再输一遍")]

        def given(texts: list[str]) -> None:
            *old, new, again = texts
            if new != again:
                dialog.say(self.tr("两次输入的口令不一样。"))
                return
            ledger = self._context.ledger
            self._carry_out(dialog, lambda: set_pin(ledger, name, new, before="".join(old)), self.tr("口令已设好"))

        hint = self.tr(
            "4 至 8 位数字，或者至少 4 个字的一句话。口令只用来分清这台电脑上是谁在办，不随文件上报，也不给账本加密。"
        )
        if not others_in_charge(self._context.ledger, name):
            hint += self.tr("请记牢：没有别的负责人能重新设，忘了就打不开账本。")
        title = self.tr("{name}的新口令").format(name=name)
        dialog = PinDialog("settings.pin.new", title, self.tr("设口令"), labels, given, self.window(), hint)
        dialog.open()

    def ask_removal(self) -> None:
        """Take the PIN away; one's own only by itself."""
        name, ledger = self._name, self._context.ledger
        if not self._before():
            self._context.write(lambda: remove_pin(ledger, name), done=lambda _none: self._tell(self.tr("口令已去掉")))
            return

        def given(texts: list[str]) -> None:
            self._carry_out(dialog, lambda: remove_pin(ledger, name, before=texts[0]), self.tr("口令已去掉"))

        title = self.tr("去掉{name}的口令").format(name=name)
        dialog = PinDialog("settings.pin.away", title, self.tr("去掉口令"), self._before(), given, self.window())
        dialog.open()

    def _before(self) -> list[str]:
        """The line for the PIN there is, where it is one's own."""
        ledger = self._context.ledger
        return [self.tr("现在的口令")] if self._name == ledger.actor and self._name in with_pins(ledger) else []

    def _carry_out(self, dialog: PinDialog, work: Callable[[], None], text: str) -> None:
        def done(_none: None) -> None:
            dialog.accept()
            self._tell(text)

        def refused(refusal: Refused) -> None:
            dialog.show_refusal(refusal, self._context.preferences.language)

        self._context.write(work, done=done, refused=refused)

    def _tell(self, text: str) -> None:
        self._context.announcer.settings_changed.emit()
        self._context.shell.notify(text)
