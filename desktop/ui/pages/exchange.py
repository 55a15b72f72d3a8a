"""交换: workbooks out to the partner office and in from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.changes import Level
from desktop.domain.errors import Refused
from desktop.services.attaching import has_attachments
from desktop.services.batches import Turned, batches, redo_imports
from desktop.services.handovers import handovers
from desktop.services.outstanding import outstanding
from desktop.ui.context import Context
from desktop.ui.exchange.export_card import ExportCard
from desktop.ui.exchange.handover import WITH_FILES, Handover
from desktop.ui.exchange.history import HistoryCard
from desktop.ui.exchange.intake import Intake
from desktop.ui.exchange.preview import Preview
from desktop.ui.exchange.views import NAMES, TRANSFER, ExchangeViews
from desktop.ui.pages.page import Page
from desktop.ui.theme import GAP_HUGE, GAP_LARGE
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.drop_area import DropArea, dropped_files
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.question import QuestionBar
from desktop.ui.workbook_dialogs import workbook_dialog

if TYPE_CHECKING:
    from desktop.ui.intake.wizard import IntakeWizard

_IMPORT_FOLDER = "exchange.import_folder"
_NEVER_EXPORTED = frozenset({".xls", ".xlsb", ".et", ".ods", ".csv", ".tsv", ".txt"})


class ExchangePage(Page):
    """Export, import with a look at what it would do, and the imports so far; conflicts; receipts.

    Wishes: ``{"files": [paths]}`` shows what importing them would do; ``{"export": True}`` goes to exporting;
    ``{"view": "conflicts"}`` or ``"receipts"`` goes there, with ``"record": id`` to the conflict of a record;
    ``{"take": kind, "back": page}`` takes in a ledger of any make. With files, ``"kind"`` is that of the page they were
    dropped on.
    """

    name = "exchange"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_town = context.ledger.office.level is Level.TOWN
        self.setAcceptDrops(True)
        self.export_card = ExportCard(context.ledger.office)
        self.history = HistoryCard(context)
        self.preview = Preview(context)
        self.question = QuestionBar("exchange_page.question")
        self._drop = DropArea(
            "exchange_page.import.drop",
            self.tr("把收到的工作簿和附件包（.zip）拖到这里，可以放多个。先预览，再导入。"),
            self.tr("选择文件…"),
        )
        self._take_button = make_button(self, "exchange_page.take", self.tr("取数：取入原有的台账…"), self.begin_taking)
        self._wizard: IntakeWizard | None = None
        self._front_kind = ""
        self._stack = QStackedLayout()
        transfer = QWidget(self)
        transfer.setLayout(self._stack)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.views = ExchangeViews(context, transfer, self)
        self._lay_out()
        self.intake = Intake(context, self.preview, self.question, self)
        self.intake.started.connect(lambda: self._stack.setCurrentIndex(1))
        self._stack.currentChanged.connect(lambda at: self.views.give_way(at > 0))
        self.views.brought.connect(self.activate)
        self.views.receipts.export_asked.connect(partial(self.grant, {"export": True}))
        self.intake.finished.connect(self._go_back)
        self.intake.foreign_found.connect(self._offer_taking)
        self.handover = Handover(context, self.export_card, self)
        self._drop.files_dropped.connect(self._show_files)
        self._drop.choose_asked.connect(self._ask_which)
        self.history.undo_asked.connect(lambda uid: self.intake.take_back([uid]))
        self.history.redo_asked.connect(self._take_in_again)
        context.announcer.changed.connect(self._on_changed)

    def activate(self) -> None:
        self.refresh()
        if self.views.front != TRANSFER:
            self.views.focus()
        elif self._stack.currentIndex() == 0 and self.export_card.chosen():
            self.export_card.focus()
        elif self._stack.currentIndex() == 0:
            self._drop.button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def grant(self, wish: Mapping[str, Any]) -> None:
        files = [Path(file) for file in wish.get("files", ())]
        view = str(wish.get("view", ""))
        if files:
            self._show_files(files, str(wish.get("kind", "")))
        elif "take" in wish:
            self.begin_taking(str(wish["take"]), back=str(wish.get("back", "")))
        elif wish.get("export"):
            self.views.bring(TRANSFER)
            self._go_back()
            self.export_card.focus()
        elif view in NAMES:
            self.views.bring(view)
            if wish.get("record"):
                self.views.conflicts.show_record(str(wish["record"]))

    def help_name(self) -> str:
        return "intake" if self._wizard is not None and self._wizard.isVisible() else self.name

    def settle(self) -> None:
        self.preview.settle()
        self.history.settle()
        if self._wizard is not None:
            self._wizard.settle()

    def refresh(self) -> None:
        """Read whom there is to export to, what came in and what went out."""
        ledger = self.context.ledger
        with ledger.reading():
            partners, came, went = outstanding(ledger), batches(ledger), handovers(ledger)
            has_files = has_attachments(ledger)
        self.export_card.show_partners(partners, self.context.today())
        wanted = bool(self.context.preferences.text(WITH_FILES))
        self.export_card.offer_files(has_files=has_files, is_wanted=wanted)
        self.history.show_exchanges(came, went)
        self.views.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self._show_files(files)

    # -- layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_LARGE, GAP_HUGE, GAP_LARGE)
        column.setSpacing(GAP_LARGE)
        column.addWidget(self.question)
        column.addWidget(self.views, 1)
        first = QWidget(self)
        grid = QGridLayout(first)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP_LARGE)
        self._import_card = Card("exchange_page.import", self.tr("导入"))
        self._import_card.column.addWidget(self._drop, 1)
        self._import_card.column.addWidget(self._take_button, 0, Qt.AlignmentFlag.AlignHCenter)
        cards = QHBoxLayout()
        cards.setSpacing(GAP_LARGE)
        cards.addWidget(self.export_card, 1)
        cards.addWidget(self._import_card, 1)
        grid.addLayout(cards, 0, 0)
        grid.addWidget(self.history, 1, 0)
        grid.setRowStretch(0, 4)
        grid.setRowStretch(1, 3)
        first.setProperty("kind", "page")
        area = QScrollArea(self)
        name_widget(area, "exchange_page.body", self.tr("交换"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(first)
        self._stack.addWidget(area)
        self._stack.addWidget(self.preview)

    def _go_back(self) -> None:
        self._stack.setCurrentIndex(0)
        self.refresh()
        self._drop.button.setFocus()

    def _on_changed(self) -> None:
        # Hidden, the page reads when it is shown again.
        if self.isVisible():
            self.refresh()

    # -- choosing files ----------------------------------------------------------------------------------------------

    def _ask_which(self) -> None:
        title = self.tr("选择要导入的工作簿")
        dialog = workbook_dialog(self.context, self, "exchange_page.import_dialog", title, _IMPORT_FOLDER)
        dialog.setNameFilter(self.tr("Excel 工作簿和附件包 (*.xlsx *.zip)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.open()

    def _on_files_selected(self, files: Sequence[str]) -> None:
        self.context.preferences.remember_text(_IMPORT_FOLDER, str(Path(files[0]).parent))
        self._show_files([Path(file) for file in files])

    def _show_files(self, files: Sequence[Path], kind: str = "") -> None:
        """One table of a format that is never exported is a ledger to be taken in; all else is looked at to import."""
        self._front_kind = kind
        if len(files) == 1 and files[0].suffix.lower() in _NEVER_EXPORTED:
            self._offer_taking(files[0])
        else:
            self.intake.show_files(files)

    # -- ledgers of any make -----------------------------------------------------------------------------------------

    def begin_taking(self, kind: str = "", path: Path | None = None, *, back: str = "", password: str = "") -> None:
        """Show the wizard that takes in anybody's ledger."""
        if self._wizard is None:
            # Loaded here: most days nobody takes in a ledger.
            from desktop.ui.intake.wizard import IntakeWizard

            wizard = self._wizard = IntakeWizard(self.context, self)
            self._stack.addWidget(wizard)
            wizard.started.connect(lambda: self._stack.setCurrentWidget(wizard))
            self._wizard.finished.connect(self._go_back)
        said = ""
        if path is not None:
            said = self.tr("{file} 不是走访通导出的，可以当作台账取入。请点一下这份表一行记的是哪一种。")
        self._wizard.begin(kind, path, back=back, password=password, said=said.format(file=path.name if path else ""))

    def _offer_taking(self, path: Path, password: str = "") -> None:
        self.begin_taking(self._front_kind, path, password=password)

    # -- imports so far ----------------------------------------------------------------------------------------------

    def _take_in_again(self, uid: str) -> None:
        ledger = self.context.ledger
        again: Callable[[], Turned] = lambda: redo_imports(ledger, [uid])
        self.context.write(again, done=self._on_taken_in_again, refused=self._on_not_turned)

    def _on_taken_in_again(self, turned: Turned) -> None:
        self.context.shell.notify(self.tr("已重新导入，涉及 {count} 条记录").format(count=f"{turned.records:,}"))
        self.refresh()

    def _on_not_turned(self, refusal: Refused) -> None:
        self.context.say_refusal(refusal)
        self.refresh()
