"""The window under test: without a screen, in Chinese, in the light theme, whatever the machine is set to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.app import Program
from desktop.domain.kinds import KINDS
from desktop.services.ledgers import Ledger, begin_ledger
from desktop.ui.forms import RecordForm
from desktop.ui.main_window import MainWindow
from desktop.ui.operations import Announcer, Worker
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.pages.registry import PageEntry
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from desktop.ui.translation import Language, install_language, remove_translators
from desktop.ui.widgets.notice import NoticeBar
from tests.ui.exchange_desk import OpenDesk
from tests.ui.office import Office, open_office
from tests.ui.pages import Desk
from tests.ui.stand_in_pages import STAND_INS, StandIn

Widget = TypeVar("Widget", bound=QWidget)

TODAY = date(2026, 3, 5)
PHONE_SENTENCE = "电话是 11 位手机号，或区号加 7–8 位号码；几个号码用“、”分开"


@pytest.fixture(autouse=True)
def plain_window(qapp: QApplication) -> Iterator[None]:
    translators = install_language(qapp, Language.CHINESE)
    apply_theme(qapp, Theme(Mode.LIGHT, Size.STANDARD))
    yield
    remove_translators(qapp, translators)


def parse_date(text: str) -> str:
    """A small stand-in for the domain's reader of dates."""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-").replace("/", "-").split("-")
    year, month, day = (int(part) for part in parts)
    return date(year, month, day).isoformat()


def check(field: str, value: object) -> str | None:
    """A small stand-in for the domain's checks."""
    if field == "phone" and value is not None and not str(value).isdigit():
        return PHONE_SENTENCE
    if field in ("subject_name", "kind", "visited_on") and value is None:
        return "这一项要填"
    return None


def suggestions(field: str) -> list[str]:
    return {"visitors": ["李四", "王小五", "赵六"], "category": ["水利", "交通", "其他"]}.get(field, [])


@pytest.fixture
def make_form(qtbot: QtBot) -> Callable[[str], RecordForm]:
    def make(kind: str = "visit") -> RecordForm:
        form = RecordForm(KINDS[kind], check=check, suggestions=suggestions, parse_date=parse_date, today=lambda: TODAY)
        qtbot.addWidget(form)
        form.resize(800, 640)
        with qtbot.waitExposed(form):
            form.show()
        return form

    return make


def type_chinese(widget: QWidget, text: str) -> None:
    """What an input method does: a commit string."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


@dataclass
class OpenWindow:
    """A main window on a ledger of its own."""

    window: MainWindow
    ledger: Ledger
    qtbot: QtBot

    def page(self, name: str) -> StandIn:
        found = self.window.findChild(StandIn, f"{name}_page")
        assert found is not None
        return found

    def child(self, kind: type[Widget], name: str) -> Widget:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
        """A key, into whatever has the focus."""
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)

    @property
    def notice(self) -> str:
        return self.window.findChild(NoticeBar).text

    def wait_until_quiet(self) -> None:
        """Until the worker has nothing left to do and everybody has been told."""
        self.qtbot.waitUntil(lambda: not self.window.context.worker.is_busy)


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., OpenWindow]]:
    opened: list[OpenWindow] = []

    def make(
        level: str = "village",
        name: str = "唐陵村",
        size: tuple[int, int] = (1366, 768),
        registry: Sequence[PageEntry] = STAND_INS,
    ) -> OpenWindow:
        code = "321183108212" if level == "village" else "321183108000"
        path = tmp_path / f"{level}{len(opened)}.db"
        ledger = begin_ledger(path, level=level, code=code, name=name, town_name="天王镇", actor="李四")
        preferences = Preferences(tmp_path / "settings.ini")
        window = MainWindow(ledger, Worker(), Announcer(), preferences, registry=registry, today=lambda: TODAY)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitSignal(window.began):
            window.show()
        window.activateWindow()
        opened.append(OpenWindow(window, ledger, qtbot))
        opened[-1].wait_until_quiet()
        return opened[-1]

    yield make
    for one in opened:
        one.window.close()
        one.window.context.worker.close(one.ledger.close)
        one.ledger.close()


@pytest.fixture
def start_program(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts the program on a ledger, by default with pages that stand in for its own."""
    made: list[Program] = []

    def make(path: Path, pages: Sequence[PageEntry] = STAND_INS) -> Program:
        program = Program(qapp, Preferences(tmp_path / "settings.ini"), pages)
        program.start(path)
        made.append(program)
        return program

    yield make
    # Those left: a test may have ended one itself.
    for program in filter(isValid, made):
        if program.window is not None:
            program.window.close()
        program.finish()


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[Office]:
    """A village's ledger with its worker and a stand-in for the window."""
    opened = open_office(tmp_path / "office")
    yield opened
    opened.close()


@pytest.fixture
def open_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenDesk]:
    desks: list[Desk] = []

    def open_one(ledger: Ledger) -> tuple[Desk, ExchangePage]:
        desk = Desk(ledger, tmp_path)
        desks.append(desk)
        page = ExchangePage(desk.context)
        qtbot.addWidget(page)
        page.resize(1190, 690)
        with qtbot.waitExposed(page):
            page.show()
        page.activate()
        return desk, page

    yield open_one
    for desk in desks:
        desk.close()
