"""The main window: navigation, bar, pages, status line. It knows no page, only where each is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QGridLayout, QMainWindow, QWidget

from desktop.domain.changes import Level
from desktop.services.ledgers import Ledger
from desktop.ui.context import Context
from desktop.ui.drop_veil import DropVeil
from desktop.ui.figures_watch import FiguresWatch, FrameFigures
from desktop.ui.icons import app_icon
from desktop.ui.leaving import Leaving
from desktop.ui.navigation import Navigation
from desktop.ui.operations import Announcer, Job, Worker
from desktop.ui.page_stack import PageStack
from desktop.ui.pages.registry import PAGES, PageEntry, page_title
from desktop.ui.preferences import Preferences
from desktop.ui.status_line import StatusLine
from desktop.ui.stepping import Stepper
from desktop.ui.theme import resize_within_screen
from desktop.ui.top_bar import TopBar
from desktop.ui.widgets.drop_area import dropped_files

if TYPE_CHECKING:
    from desktop.ui.help_panel import HelpPanel

NARROW = 1000
"""Below this width in pixels the navigation shows icons alone: a screen of 1366 at 150 % has 910."""

FIRST_SIZE = (1280, 720)
PAGES_WITH_NEW = ("visit", "issue", "register")
_NEW = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_N)


class MainWindow(QMainWindow):
    """The frame around the pages, and the :class:`desktop.ui.context.Shell` they speak to."""

    began = Signal()
    """The first frame has been painted and the first page is in front."""
    closed = Signal()

    def __init__(
        self,
        ledger: Ledger,
        worker: Worker,
        announcer: Announcer,
        preferences: Preferences,
        *,
        registry: Sequence[PageEntry] = PAGES,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.context = Context(ledger, worker, announcer, preferences, self, today)
        self._navigation = Navigation(registry, self)
        self._top = TopBar(self)
        self._pages = PageStack(self.context, registry, self)
        self._help: HelpPanel | None = None
        self._status = StatusLine(self)
        self._steps = Stepper(self.context, self)
        self.leaving = Leaving(self)
        self._figures = FiguresWatch(ledger, worker, announcer, today, self)
        self._build()
        self._veil = DropVeil(self.centralWidget())
        self._connect()
        self._add_keys()
        self._show_office()
        self._restore_place()

    # -- what pages ask for ------------------------------------------------------------------------------------------

    def notify(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say something in the status line, with at most one link."""
        self._status.notify(text, action, on_action)

    def show_page(self, name: str, wish: Mapping[str, Any] | None = None) -> None:
        """Bring a page to the front and hand it the wish. KeyError for an unknown page."""
        page = self._pages.bring(name)
        self._navigation.select(name)
        if self._help is not None and self._help.isVisible():
            self._help.show_help(name, page_title(name))
        page.activate()
        if wish is not None:
            page.grant(wish)

    def busy(self, job: Job[Any], text: str) -> None:
        """Show count, time left and 取消 for a long job."""
        self._status.follow(job, text)

    def undo(self) -> None:
        """Take back the last step, as Ctrl+Z does."""
        self._steps.undo()

    # -- what happens to the window ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # Once this frame is on the screen, so that the window is there at once on a slow computer too.
            QTimer.singleShot(0, self, self._begin)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._navigation.set_narrow(self.width() < NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # No shortcut: a page that has its own Ctrl+N comes first, and two shortcuts of one key would stop each other.
        if event.keyCombination() == _NEW:
            name = self._front_name()
            self.show_page(name if name in PAGES_WITH_NEW else "visit", {"new": {}})
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self._veil.cover(files, self._pages.front)

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.dropEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        for page in self._pages.made:
            page.settle()
        if not self.leaving.may_close():
            event.ignore()
            return
        self._status.cancel()
        self.context.preferences.remember_state("window", self.saveGeometry())
        self.context.preferences.sync()
        super().closeEvent(event)
        self.closed.emit()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        central = QWidget(self)
        grid = self._grid = QGridLayout(central)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)
        grid.addWidget(self._navigation, 0, 0, 3, 1)
        grid.addWidget(self._top, 0, 1, 1, 2)
        grid.addWidget(self._pages, 2, 1)
        grid.addWidget(self._status, 3, 0, 1, 3)
        self.setCentralWidget(central)
        central.installEventFilter(self)

    def _connect(self) -> None:
        self._navigation.page_chosen.connect(self.show_page)
        self._top.undo_wanted.connect(self._steps.undo)
        self._top.redo_wanted.connect(self._steps.redo)
        self._top.handing_wanted.connect(lambda: self.show_page("exchange"))
        self._figures.figures_read.connect(self._on_figures_read)
        self._veil.files_dropped.connect(lambda files, kind: self.show_page("exchange", {"files": files, "kind": kind}))
        self._veil.unplaced.connect(self.notify)
        self.context.announcer.settings_changed.connect(self._show_office)
        self.context.announcer.backed_up.connect(self._show_office)

    def _add_keys(self) -> None:
        for place, name in enumerate(self._pages.names, start=1):
            QShortcut(QKeySequence(f"Ctrl+{place}"), self, lambda name=name: self.show_page(name))
        QShortcut(QKeySequence("Ctrl+K"), self, self._top.focus_search)
        QShortcut(QKeySequence("F1"), self, self._toggle_help)
        QShortcut(QKeySequence("Ctrl+Q"), self, self.close)

    def _begin(self) -> None:
        if self._pages.front is None:
            self.show_page(self._pages.names[0])
        self._figures.refresh()
        # Loaded after the first frame.
        from desktop.ui.search.desk import SearchDesk
        from desktop.ui.working_as import WhoWorks

        search = SearchDesk(self.context, self._top.search, self)
        self.closed.connect(search.close)
        who = WhoWorks(self.context, self._top, self)
        self._top.people_wanted.connect(who.open_menu)
        QShortcut(QKeySequence("F3"), self, who.open_menu)
        bar = who.bar()
        if bar is not None:
            self._grid.addWidget(bar, 1, 1, 1, 2)
        self.began.emit()

    def _show_office(self) -> None:
        office = self.context.ledger.office
        self._top.show_office(office.name, self.context.ledger.actor)
        self.setWindowTitle(self.tr("{office} · 走访通").format(office=office.name))
        ledger = self.tr("账本 {office}").format(office=office.name)
        last = self.context.preferences.backed_up_at(self.context.ledger.path)
        # With its day: the last one may be of weeks ago.
        said = self.tr("{moment} 已备份").format(moment=f"{last:%m-%d %H:%M}") if last is not None else ""
        self._status.show_ledger(f"{ledger}  ·  {said}" if said else ledger)

    def _restore_place(self) -> None:
        state = self.context.preferences.state("window")
        if not state.isEmpty() and self.restoreGeometry(state):
            return
        resize_within_screen(self, *FIRST_SIZE)

    def _on_figures_read(self, figures: FrameFigures) -> None:
        overdue = self.tr("{count} 件逾期").format(count=figures.overdue) if figures.overdue else ""
        self._navigation.show_waiting("issue", figures.overdue, meaning=overdue)
        is_village = self.context.ledger.office.level is Level.VILLAGE
        self._top.show_pending(figures.pending, is_village=is_village)
        waiting = self.tr("{count} 条要交出去").format(count=figures.pending) if figures.pending else ""
        disputed = self.tr("{count} 处冲突").format(count=figures.conflicts) if figures.conflicts else ""
        shared = self.tr("{count} 个编号重复").format(count=figures.namesakes) if figures.namesakes else ""
        meaning = "，".join(part for part in (disputed, shared, waiting) if part)
        to_settle = figures.conflicts + figures.namesakes
        self._navigation.show_waiting("exchange", to_settle, has_dot=figures.pending > 0, meaning=meaning)
        self._top.show_steps(figures.undo, figures.redo)

    def _toggle_help(self) -> None:
        if self._help is None:
            # Loaded here: rich text costs start-up time.
            from desktop.ui.help_panel import HelpPanel

            self._help = HelpPanel(self.centralWidget())
            self._grid.addWidget(self._help, 2, 2)
        front = self._pages.front
        name = front.help_name() if front is not None else self._front_name()
        self._help.toggle(name, page_title(name))

    def _front_name(self) -> str:
        page = self._pages.front
        return page.name if page is not None else self._pages.names[0]
