"""The recovery sheet: a code shown once, to be printed or written down before the dialog can be closed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.reports.forms.recovery import recovery_sheet
from desktop.ui.context import Context
from desktop.ui.theme import GAP_HUGE, GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.labels import wrapped_label
from desktop.ui.widgets.naming import name_widget
from desktop.wording.locking import WHAT_IS_LOST

WIDTH_EMS = 34


class RecoverySheet(QDialog):
    """Shows a recovery code; it is nowhere else, and gone when this closes."""

    def __init__(self, context: Context, code: str, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, "sheet", self.tr("恢复单"))
        self.setWindowTitle(self.tr("恢复单"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._code = code
        lead = wrapped_label(
            self, self.tr("这是忘了密码时唯一能打开账本的恢复码，只出现这一次。请马上打印，或者一字不差地抄下来。"), ""
        )
        shown = wrapped_label(self, code, "title")
        name_widget(shown, "sheet.code", code)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        keep = self.tr("恢复单要像印章一样保管：不要放在电脑旁边，也不要拍照存在手机里。改密码以后，这张就作废。")
        self._kept = QCheckBox(self.tr("我已经打印或抄好了，另外放好"), self)
        name_widget(self._kept, "sheet.kept", self.tr("我已经打印或抄好了，另外放好"))
        printing = make_button(self, "sheet.print", self.tr("打印…"), self._print, "primary")
        printing.setFocus()
        self._close = make_button(self, "sheet.close", self.tr("完成"), self.accept)
        self._close.setEnabled(False)
        self._kept.toggled.connect(self._close.setEnabled)
        foot = QHBoxLayout()
        foot.addWidget(printing)
        foot.addWidget(self._kept)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_LARGE)
        lost = wrapped_label(self, WHAT_IS_LOST[language_shown() == "en"], "muted")
        for part in (lead, shown, wrapped_label(self, keep), lost):
            column.addWidget(part)
        column.addSpacing(GAP_MEDIUM)
        column.addLayout(foot)
        self.resize(WIDTH_EMS * self.fontMetrics().height(), self.sizeHint().height())

    def reject(self) -> None:
        """Esc closes it no sooner than the button does."""
        if self._kept.isChecked():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._kept.isChecked():
            super().closeEvent(event)
        else:
            self._kept.setFocus()
            event.ignore()

    def _print(self) -> None:
        # Loaded here: drawing pages is needed by few.
        from desktop.ui.printing.preview import PrintPreview

        ledger, code = self._context.ledger, self._code
        document = recovery_sheet(ledger.office.name, str(ledger.path), code, date.today())
        preview = PrintPreview(self._context, "sheet.preview", document.title, lambda _masked: [document], self, None)
        preview.open()
