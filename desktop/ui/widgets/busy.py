"""Long work: how far it is, how long it will take, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from desktop.ui.theme import GAP_MEDIUM
from desktop.ui.widgets.naming import name_widget

_SECONDS_BEFORE_ESTIMATE = 1.0


class BusyBar(QWidget):
    """Hidden until :meth:`begin`; ``cancelled`` is emitted once, then the button waits for :meth:`finish`.

    ``clock`` gives seconds and only ever goes forward.
    """

    cancelled = Signal()

    def __init__(self, clock: Callable[[], float] = monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("busy")
        self._clock = clock
        self._began = 0.0
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._count = QLabel(self)
        self._count.setProperty("tone", "muted")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton(self.tr("取消"), self)
        name_widget(self._cancel, "busy.cancel", self.tr("取消"))
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_MEDIUM, 0, GAP_MEDIUM, 0)
        row.setSpacing(GAP_MEDIUM)
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._count)
        row.addWidget(self._cancel)
        self.hide()

    def begin(self, text: str) -> None:
        """Show the bar for work named ``text``, its length not yet known."""
        self._began = self._clock()
        self._text.setText(text)
        name_widget(self._bar, "busy.bar", text)
        self._count.clear()
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self.show()

    def set_progress(self, done: int, total: int) -> None:
        """Show ``done`` of ``total`` steps and the time left at the pace so far."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        text = self.tr("{done} / {total}").format(done=f"{done:,}", total=f"{total:,}")
        elapsed = self._clock() - self._began
        if 0 < done < total and elapsed >= _SECONDS_BEFORE_ESTIMATE:
            text += " · " + self._time_left(elapsed * (total - done) / done)
        self._count.setText(text)

    def finish(self) -> None:
        """Hide the bar, however the work ended."""
        self.hide()

    def _time_left(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("还需 {seconds} 秒").format(seconds=max(1, round(seconds)))
        return self.tr("还需约 {minutes} 分钟").format(minutes=round(seconds / 60))

    def _on_cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self._count.setText(self.tr("正在取消…"))
        self.cancelled.emit()
