"""Composition root of the window: makes everything once, hands it down, closes it in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop import paths
from desktop.domain.errors import Refused
from desktop.logs import keep_log, keeping_crashes
from desktop.services.ledgers import Ledger, asks_for_pin, open_ledger
from desktop.ui.appearance import Appearance
from desktop.ui.context import Context
from desktop.ui.enter_key import EnterKey
from desktop.ui.faults import FaultReporter
from desktop.ui.icons import app_icon
from desktop.ui.main_window import MainWindow
from desktop.ui.operations import Announcer, Worker
from desktop.ui.pages.registry import PAGES, PageEntry
from desktop.ui.preferences import Preferences
from desktop.ui.translation import remove_translators
from desktop.ui.warming import Warming

if TYPE_CHECKING:
    from desktop.data.claiming import Claim
    from desktop.reports.documents import Document
    from desktop.services.locking import LedgerKeys
    from desktop.ui.keeper import Keeper
    from desktop.ui.locking.rewriting import Work


Then = Callable[[Context, QWidget], None]
"""What is to be said or shown once the main window is there."""


class Program(QObject):
    """One run of the window: its ledger once that is open, its worker, its windows."""

    def __init__(
        self,
        app: QApplication,
        preferences: Preferences,
        pages: Sequence[PageEntry] = PAGES,
        *,
        is_kept: bool = True,
    ) -> None:
        """Without ``is_kept`` no backups are made by themselves: the ledger is only there to be shown."""
        super().__init__(app)
        self._is_kept = is_kept
        self._app = app
        self._preferences = preferences
        self._pages = pages
        self._faults = FaultReporter(self)
        self._appearance = Appearance(app, preferences)
        self._warming = Warming([entry.module for entry in pages], self)
        EnterKey(app, self)
        self._ledger: Ledger | None = None
        self._worker: Worker | None = None
        self._keeper: Keeper | None = None
        self._then: Then | None = None
        self._claim: Claim | None = None
        self.window: QWidget | None = None
        self.status = 0

    def start(self, path: Path) -> None:
        """Open the ledger, or ask for what a new one needs, or say why it does not open.

        Where another window has it open, that one comes forward and the program ends.
        """
        self._faults.install()
        if not path.exists():
            self._ask_for_office(path)
        elif self._has_claim(path):
            self._open(path)
        else:
            self._knock(path)

    def _open(self, path: Path, keys: LedgerKeys | None = None, then: Then | None = None) -> None:
        """Open the ledger; ``then`` is called once its main window is there, after whatever has to be asked before."""
        self._then = then or self._then
        try:
            ledger = open_ledger(path, keys=keys)
        except Refused as refusal:
            if refusal.code == "ledger_locked":
                self._ask_for_password(path, partial(self._open, path))
            else:
                self._refuse(refusal, path, keys)
            return
        if asks_for_pin(ledger):
            self._ask_for_pin(ledger)
        else:
            self.open(ledger)

    def open(self, ledger: Ledger) -> None:
        """Show the main window on an open ledger."""
        announcer = Announcer(self)
        self._ledger, self._worker = ledger, Worker(self)
        window = MainWindow(ledger, self._worker, announcer, self._preferences, registry=self._pages)
        window.began.connect(lambda: self._appearance.follow(announcer, ledger))
        window.began.connect(self._warming.begin)
        window.began.connect(lambda: self._keep(window, announcer, ledger))
        # Queued: the window that asks for it is gone then.
        announcer.restore_wanted.connect(self._restore, Qt.ConnectionType.QueuedConnection)
        announcer.damage_found.connect(self._mend_open, Qt.ConnectionType.QueuedConnection)
        announcer.relocking.connect(self._relock, Qt.ConnectionType.QueuedConnection)
        self._faults.watch(ledger.path, announcer.damage_found.emit)
        if ledger.notice:
            # Loaded here, as below: nothing of it is wanted for the first frame.
            from desktop.wording import notice_sentence

            window.notify(notice_sentence(ledger.notice, language=self._preferences.language))
        self._show(window)
        if ledger.keys is not None:
            from desktop.ui.locking.idle import IdleLock

            IdleLock(ledger.path, self._preferences, window, window)
        then, self._then = self._then, None
        if then is not None:
            then(window.context, window)

    def finish(self) -> None:
        """After the event loop: finish the writes given so far, close the ledger in both threads."""
        self._warming.end()
        _close_at_once(self.window)
        self._close_ledger()
        # Loaded here, as all that the first frame needs nothing of.
        from desktop.services.viewing import clear_viewing

        clear_viewing()
        if self._claim is not None:
            self._claim.release()
        self._faults.remove()
        self._preferences.sync()
        remove_translators(self._app, self._appearance.translators)
        if self.window is not None:
            self.window.deleteLater()
        self.deleteLater()

    def _close_ledger(self) -> None:
        if self._keeper is not None:
            self._keeper.end()
        if self._ledger is not None:
            if self._worker is not None:
                self._worker.close(self._ledger.close)
            self._ledger.close()
        self._keeper = self._worker = self._ledger = None

    # -- one window for one ledger -----------------------------------------------------------------------------------

    def _has_claim(self, path: Path) -> bool:
        from desktop.data.claiming import Claim

        claim = Claim(path)
        if not claim.take():
            return False
        self._claim = claim
        return True

    def _knock(self, path: Path) -> None:
        from desktop.ui.at_the_door import Visitor

        visitor = Visitor(path, self)
        visitor.heard.connect(self._app.quit)
        visitor.unheard.connect(
            lambda computer: self._refuse(Refused("ledger_open", file=path.name, computer=computer), path)
        )
        visitor.knock()

    def _keep(self, window: MainWindow, announcer: Announcer, ledger: Ledger) -> None:
        """Once the window is there: listen for second starts, make backups, clear away what a killed run left."""
        if self._ledger is not ledger:
            return
        from desktop.services.viewing import clear_viewing
        from desktop.ui.keeper import Keeper

        clear_viewing()
        if self._is_kept:
            self._keeper = Keeper(ledger, announcer, self._preferences, window.notify, self)
            self._keeper.begin()
        # A ledger just founded is claimed only now.
        if self._claim is None:
            self._has_claim(ledger.path)
        self._listen(window)

    def _listen(self, window: QWidget) -> None:
        """Bring this window forward when the program is started a second time."""
        from desktop.ui.at_the_door import Doorkeeper

        if self._claim is not None:
            Doorkeeper(self._claim, lambda: window, window)

    # -- another ledger in the place of this one ---------------------------------------------------------------------

    def _restore(self, backup: Path, others: LedgerKeys | None) -> None:
        """Close the ledger, put a backup in its place, and open that."""
        if self._ledger is None:
            return
        from desktop.ui.restoring import Restoring

        path, keys = self._ledger.path, self._ledger.keys
        restoring = Restoring(path, backup, self._preferences.language, keys, others)
        self._take_away(restoring)
        restoring.ended.connect(lambda: self._open(path, keys, restoring.tell))
        restoring.begin()

    def _relock(self, work: Work) -> None:
        """Close the ledger, let the work rewrite it under a password or without one, and open it again."""
        if self._ledger is None:
            return
        from desktop.ui.locking.rewriting import Rewriting

        path = self._ledger.path
        rewriting = Rewriting(self._ledger.keys, self._preferences.language)
        # With the window that is closed what is being typed becomes a draft: before the ledger is closed.
        self._take_away(rewriting)
        rewriting.ended.connect(lambda: self._open(path, rewriting.keys, rewriting.tell))
        rewriting.begin(work)

    def _mend_open(self) -> None:
        if self._ledger is not None:
            self._mend(self._ledger.path, self._ledger.keys)

    def _mend(self, path: Path, keys: LedgerKeys | None) -> None:
        """The ledger is damaged: offer what can be done instead of going on with it."""
        from desktop.services.salvaging import locked_backup

        backup = locked_backup(path) if keys is None else None
        if backup is not None:
            self._ask_for_password(backup, partial(self._mend, path))
            return
        from desktop.ui.damaged_ledger import DamagedLedger

        mending = DamagedLedger(path, self._preferences.language, keys)
        mending.mended.connect(lambda: self._open(path, keys))
        self._take_away(mending)
        self._listen(mending)
        mending.begin()

    def _ask_for_office(self, path: Path) -> None:
        # Loaded only then: nobody needs it a second time.
        from desktop.ui.first_start import FirstStart

        if path == paths.default_ledger_path():
            path.parent.mkdir(parents=True, exist_ok=True)
        first = FirstStart(path)
        first.founded.connect(self.open)
        self._show(first)

    def _ask_for_password(self, path: Path, go_on: Callable[[LedgerKeys], None]) -> None:
        from desktop.ui.locking.unlocking import UnlockWindow

        gate = UnlockWindow(path)
        self._then = gate.tell
        gate.unlocked.connect(go_on)
        self._show(gate)
        self._listen(gate)

    def _ask_for_pin(self, ledger: Ledger) -> None:
        from desktop.ui.pin_gate import PinGate

        self._ledger = ledger
        gate = PinGate(ledger)
        gate.opened.connect(self.open)
        self._show(gate)
        self._listen(gate)

    def _refuse(self, refusal: Refused, path: Path, keys: LedgerKeys | None = None) -> None:
        from desktop.services.salvaging import is_worth_salvaging

        if is_worth_salvaging(refusal, path):
            self._mend(path, keys)
            return
        from desktop.ui.start_refusal import StartRefusal
        from desktop.wording import sentence

        self.status = 1
        self._show(StartRefusal(sentence(refusal, self._preferences.language)))

    def _take_away(self, instead: QWidget) -> None:
        """Close window and ledger: nobody has the file open any more, nor opens it once more."""
        from shiboken6 import delete

        before, self.window = self.window, instead
        instead.show()
        _close_at_once(before)
        self._close_ledger()
        if before is not None:
            delete(before)

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()


def _close_at_once(window: QWidget | None) -> None:
    """Close a window that cannot wait for its last draft to be stored: closing the ledger waits for that."""
    if isinstance(window, MainWindow):
        window.leaving.let_go()
    if window is not None:
        window.close()


def run_window(path: Path | None, *, arguments: Sequence[str] = (), pages: Sequence[PageEntry] = PAGES) -> int:
    """Open the window on the ledger at ``path`` (by default the person's own) until it is closed; the exit status."""
    app = application(arguments)
    keep_log()
    with keeping_crashes():
        program = Program(app, Preferences(paths.data_dir() / "preferences.json"), pages)
        program.start(path or paths.default_ledger_path())
        app.exec()
        program.finish()
    return program.status


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The application object, made when there is none yet."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["zoufang", *arguments])
    app.setApplicationName(paths.APP_NAME)
    app.setApplicationDisplayName("走访通")
    app.setDesktopFileName("zoufang")
    app.setWindowIcon(app_icon())
    return app


def self_test(pages: Sequence[PageEntry] = PAGES) -> int:
    """Try the whole program in a temporary folder, print one line; 0 when everything went well, else 1."""
    from desktop.ui.self_test import SelfTest

    app = application()
    test = SelfTest(app)
    program = Program(app, Preferences(test.folder / "preferences.json"), pages, is_kept=False)
    program.open(test.begin())
    test.watch(program.window)
    app.exec()
    program.finish()
    test.clean()
    sys.stdout.write(test.verdict + "\n")
    return 0 if test.has_passed else 1


@dataclass(frozen=True, slots=True)
class Written:
    """A PDF that was written: its pages, and the characters no font of this machine could draw."""

    pages: int
    undrawable: str


def write_pdf(documents: Sequence[Document], path: Path) -> Written:
    """Print documents into a PDF without a window. Refused: those of writing a file."""
    if sys.platform.startswith("linux"):
        # Nothing is shown, and the display of whoever asks may be somebody else's.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.ui.printing.painting import save_pdf, set_documents

    # Held until the end: fonts live as long as it does.
    _app = application()
    made = set_documents(documents)
    save_pdf(made.sheets, documents[0].title, path)
    return Written(len(made.sheets), made.undrawable)


def portray(path: Path, folder: Path, *, is_town: bool = False) -> list[Path]:
    """Save pictures of the ledger at ``path``, light and dark, into ``folder``; gives the files.

    Of every page, or with ``is_town`` of what only a town has: conflicts, and the receipts of its villages.
    """
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        # The offscreen platform says of every window that it has no frame to be sized by.
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    from desktop.ui.portraits import PORTRAITS, TOWN_PORTRAITS, Portraits

    app = application()
    folder.mkdir(parents=True, exist_ok=True)
    chosen = folder / "preferences.json"
    preferences = Preferences(chosen)
    program = Program(app, preferences, is_kept=False)
    program.start(path)
    portraits = None
    if isinstance(program.window, MainWindow):
        portraits = Portraits(program.window, folder, TOWN_PORTRAITS if is_town else PORTRAITS)
        app.exec()
    program.finish()
    chosen.unlink(missing_ok=True)
    return portraits.files if portraits else []
