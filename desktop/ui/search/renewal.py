"""Writing the search index anew after an update of the program, in small portions between what people save."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.services.searching import renew_some
from desktop.ui.context import Context


class IndexRenewal(QObject):
    """Begins at once and goes on until all is written or the window closes; the next start goes on where it was."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        context.shell.notify(self.tr("正在更新检索，更新完以前有的记录可能搜不到"))
        self._go_on()

    def _go_on(self) -> None:
        ledger, worker = self._context.ledger, self._context.worker
        if not worker.is_closed:
            worker.run(lambda _job: renew_some(ledger), done=self._on_done, refused=self._context.say_refusal)

    def _on_done(self, told: tuple[int, int] | None) -> None:
        if told is None:
            self._context.shell.notify(self.tr("检索已更新"))
        else:
            self._go_on()
