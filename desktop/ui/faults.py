"""Faults of the program: written to the log without any value, and said once."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox

from desktop.logs import fault_text
from desktop.ui.widgets.naming import name_widget

LOG = logging.getLogger("zoufang.faults")


class FaultReporter(QObject):
    """Takes what nobody caught, in any thread. One quiet box at a time; the program goes on."""

    _happened = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._box: QMessageBox | None = None
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook for uncaught exceptions."""
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Log a fault and say that it happened."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        LOG.error("%s", fault_text(kind, trace))
        self._happened.emit()

    def _take_from_thread(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:
            self.take(happened.exc_type, happened.exc_value, happened.exc_traceback)

    def _tell(self) -> None:
        if self._box is not None:
            return
        box = QMessageBox()
        name_widget(box, "fault", self.tr("程序出错"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("走访通"))
        box.setText(self.tr("程序刚才出了一个错误，最后一步可能没有完成。"))
        box.setInformativeText(self.tr("已保存的内容不受影响。请看一下最后一步的结果，需要时再做一次。"))
        close = box.addButton(self.tr("继续使用"), QMessageBox.ButtonRole.AcceptRole)
        name_widget(close, "fault.close", self.tr("继续使用"))
        box.finished.connect(self._on_finished)
        self._box = box
        box.open()

    def _on_finished(self) -> None:
        self._box = None
