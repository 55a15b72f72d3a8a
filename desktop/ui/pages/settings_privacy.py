"""隐私: how long records keep their names, what is past that, and who has looked at personal data."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop.domain.kinds import KINDS
from desktop.services.people import is_in_charge
from desktop.services.retention import RETAINED
from desktop.services.settings import MOST_YEARS, OfficeSettings
from desktop.ui.context import Context
from desktop.ui.pages.settings_parts import Card, DaysBox
from desktop.ui.step_words import setting_name
from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button

_BESIDE = 2


class YearsBox(DaysBox):
    """Whole years, or never."""

    def __init__(self, name: str, label: str, parent: QWidget) -> None:
        super().__init__(name, label, parent)
        self.setRange(0, MOST_YEARS)
        self.setSuffix(self.tr(" 年"))
        self.setSpecialValueText(self.tr("不处理"))


class PrivacyCard(Card):
    """``edited`` carries ``retention`` and its new value."""

    edited = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("settings.privacy", QCoreApplication.translate("PrivacyCard", "隐私"), parent)
        self._context = context
        self._years = {kind: self._box(kind) for kind in RETAINED}
        past = make_button(self, "settings.privacy.past", self.tr("到期的记录…"), self.show_past)
        log = make_button(self, "settings.privacy.log", self.tr("查看登记…"), self.show_log)
        self._acts = (past, log)
        hint = self.tr(
            "到期后由负责人先看清单，再换成匿名；统计数字不变。名册里只处理撤回的，问题只处理了结的。按整年算，不设就不处理。"
        )
        self.add_row(setting_name("retention"), self._boxes(), hint, fills=False)
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(past)
        row.addWidget(log)
        row.addStretch(1)
        said = self.tr("设了人员或口令，个人信息就先遮住；要看完整的，选一个事由，就记入查看登记。")
        self.add_row("", line, said)

    def show_settings(self, settings: OfficeSettings) -> None:
        """Show what holds now."""
        chosen = dict(settings.retention)
        may = is_in_charge(self._context.ledger)
        for kind, box in self._years.items():
            box.blockSignals(True)
            box.setValue(chosen.get(kind, 0))
            box.blockSignals(False)
            box.setEnabled(may)
        for button in self._acts:
            button.setEnabled(may)
            button.setToolTip("" if may else self.tr("由负责人来看"))

    def show_past(self) -> None:
        """Open the list of what is past its period."""
        # Loaded here, as below: it is looked at once a year.
        from desktop.ui.privacy.retention_window import RetentionWindow

        RetentionWindow(self._context, self.window()).open()

    def show_log(self) -> None:
        """Open the access log."""
        from desktop.ui.privacy.access_window import AccessWindow

        AccessWindow(self._context, self.window()).show()

    def _box(self, kind: str) -> YearsBox:
        box = YearsBox(f"settings.retention.{kind}", label_of(KINDS[kind]), self)
        box.valueChanged.connect(self._on_changed)
        return box

    def _on_changed(self) -> None:
        self.edited.emit("retention", {kind: box.value() for kind, box in self._years.items() if box.value()})

    def _boxes(self) -> QWidget:
        part = QWidget(self)
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        for place, (kind, box) in enumerate(self._years.items()):
            row, column = divmod(place, _BESIDE)
            word = QLabel(label_of(KINDS[kind]), part)
            word.setBuddy(box)
            grid.addWidget(word, row, 3 * column)
            grid.addWidget(box, row, 3 * column + 1)
            grid.setColumnMinimumWidth(3 * column + 2, GAP_MEDIUM)
        part.setFocusProxy(self._years[RETAINED[0]])
        return part
