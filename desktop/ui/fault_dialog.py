"""The dialog that says a fault of the program, with a text to copy for whoever mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.logs import fault_report
from desktop.ui.icons import app_icon
from desktop.ui.theme import GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.fitting import grow_to_fit
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView

WIDTH, REPORT_HEIGHT = 560, 160


class FaultDialog(QDialog):
    """What happened and what to do now; beneath it the report, which holds nothing of the records."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "fault", self.tr("程序出错"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("走访通"))
        self.setWindowIcon(app_icon())
        self._report = QPlainTextEdit(fault_report(text), self)
        name_widget(self._report, "fault.report", self.tr("给维护人员的错误信息"))
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setMaximumHeight(REPORT_HEIGHT)
        self._report.setMinimumHeight(3 * self._report.fontMetrics().lineSpacing())
        close = make_button(self, "fault.close", self.tr("继续使用"), self.accept, "primary")
        self._copy = make_button(self, "fault.copy", self.tr("复制错误信息"), self._copy_report)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        words = QVBoxLayout()
        words.setSpacing(GAP_MEDIUM)
        words.addWidget(self._line(self.tr("程序刚才出了一个错误，最后一步可能没有完成。"), "title"))
        words.addWidget(self._line(self.tr("已保存的内容不受影响。请看一下最后一步的结果，需要时再做一次。")))
        words.addWidget(
            self._line(self.tr("再三出现时，把下面的错误信息发给维护人员。里面没有姓名、电话、证件号这些内容。"))
        )
        head = QHBoxLayout()
        head.setSpacing(GAP_LARGE)
        head.addWidget(IconView("warning", "amber", 32, self), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_LARGE)
        column.addLayout(head)
        column.addWidget(self._report)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)
        close.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        grow_to_fit(self)

    def _line(self, text: str, tone: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        if tone:
            label.setProperty("tone", tone)
        return label

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
        self._copy.setText(self.tr("已复制"))
