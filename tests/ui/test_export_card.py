"""导出 with a password, and 公示导出."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.information import PUBLIC_PROPERTY
from desktop.exchange.opening import open_workbook
from desktop.exchange.sealing import is_sealed, unsealed
from desktop.services.ledgers import Ledger
from desktop.ui.pages.exchange import ExchangePage
from tests.offices import dump
from tests.small_offices import add_visit, village
from tests.ui.pages import Desk, nameless

NAME = "exchange_page.export"
PASSWORD = "走访-2026"
Part = TypeVar("Part", bound=QWidget)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = village(tmp_path)
    add_visit(made)
    yield made
    made.close()


@pytest.fixture
def desk(ledger: Ledger, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(ledger, tmp_path)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ExchangePage:
    made = ExchangePage(desk.context)
    qtbot.addWidget(made)
    made.resize(1190, 690)
    with qtbot.waitExposed(made):
        made.show()
    return made


def part(page: ExchangePage, kind: type[Part], name: str) -> Part:
    found = page.findChild(kind, f"{NAME}.{name}")
    assert found is not None
    return found


def type_password(page: ExchangePage, first: str, second: str) -> None:
    tick = part(page, QCheckBox, "password.wanted")
    if not tick.isChecked():
        tick.click()
    for name, text in (("first", first), ("second", second)):
        field = part(page, QLineEdit, f"password.{name}")
        field.clear()
        field.insert(text)  # as an input method does


def choose(qtbot: QtBot, desk: Desk, page: ExchangePage, button: QPushButton, file: Path) -> None:
    """Press the button and give the file in the dialog that opens."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    # What is to be posted is looked through first.
    qtbot.waitUntil(lambda: page.findChild(QFileDialog) is not None)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(lambda: not desk.context.worker.is_busy)


def test_the_password_is_asked_for_only_when_it_is_wanted(qtbot: QtBot, page: ExchangePage) -> None:
    first = part(page, QLineEdit, "password.first")
    assert not first.isVisible()
    assert part(page, QPushButton, "button").isEnabled()
    part(page, QCheckBox, "password.wanted").click()
    assert first.isVisible()
    assert first.hasFocus()
    assert not part(page, QPushButton, "button").isEnabled()
    part(page, QCheckBox, "password.wanted").click()
    assert part(page, QPushButton, "button").isEnabled()
    assert nameless(page) == []


@pytest.mark.parametrize(
    ("first", "second", "said", "ready"),
    [
        ("12345", "", "密码太短，至少 6 个字符。", False),
        ("123456", "", "至少 6 个字符。请另外告诉对方；忘了密码，谁也打不开这个文件。", False),
        ("123456", "123", "至少 6 个字符。请另外告诉对方；忘了密码，谁也打不开这个文件。", False),
        ("123456", "124", "两次输入的密码不一样。", False),
        ("123456", "123456", "至少 6 个字符。请另外告诉对方；忘了密码，谁也打不开这个文件。", True),
        ("x" * 256, "x" * 256, "密码太长，最多 255 个字符。", False),
    ],
)
def test_the_rule_is_said_and_kept(
    qtbot: QtBot, page: ExchangePage, first: str, second: str, said: str, ready: bool
) -> None:
    type_password(page, first, second)
    rule = part(page, QLabel, "password.rule")
    assert rule.text() == said
    assert part(page, QPushButton, "button").isEnabled() is ready
    is_hint = said.startswith("至少")
    assert rule.property("tone") == ("muted" if is_hint else "danger")


def test_the_eye_shows_both_fields(qtbot: QtBot, page: ExchangePage) -> None:
    type_password(page, PASSWORD, PASSWORD)
    fields = [part(page, QLineEdit, f"password.{name}") for name in ("first", "second")]
    eye = part(page, QToolButton, "password.eye")
    for mode in (QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password):
        assert [field.echoMode() for field in fields] == [mode, mode]
        eye.click()


def test_an_export_is_sealed_and_the_password_forgotten(
    qtbot: QtBot, desk: Desk, page: ExchangePage, tmp_path: Path
) -> None:
    type_password(page, PASSWORD, PASSWORD)
    file = tmp_path / "sealed.xlsx"
    choose(qtbot, desk, page, part(page, QPushButton, "button"), file)
    assert is_sealed(file.read_bytes())
    assert unsealed(file.read_bytes(), PASSWORD, "a")
    assert not part(page, QCheckBox, "password.wanted").isChecked()
    assert [part(page, QLineEdit, f"password.{name}").text() for name in ("first", "second")] == ["", ""]
    desk.context.preferences.remember_text("written", "yes")
    assert PASSWORD not in (tmp_path / f"{desk.ledger.office.code}.ini").read_text("utf-8")
    assert PASSWORD not in "".join(desk.shell.notices)
    assert PASSWORD not in str(dump(desk.ledger))


@pytest.mark.parametrize("name", ["button", "public"])
def test_the_focus_comes_back_after_an_export(
    qtbot: QtBot, desk: Desk, page: ExchangePage, tmp_path: Path, name: str
) -> None:
    """Who works by keys would go on in the card for importing."""
    button = part(page, QPushButton, name)
    button.setFocus()
    choose(qtbot, desk, page, button, tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: page.window().focusWidget() is button)
    assert button.isEnabled()


def test_an_export_that_fails_keeps_what_was_typed(
    qtbot: QtBot, desk: Desk, page: ExchangePage, tmp_path: Path
) -> None:
    type_password(page, PASSWORD, PASSWORD)
    choose(qtbot, desk, page, part(page, QPushButton, "button"), tmp_path / "none" / "a.xlsx")
    assert "文件夹" in desk.shell.notices[-1]
    assert part(page, QLineEdit, "password.second").text() == PASSWORD
    assert part(page, QPushButton, "button").isEnabled()


def test_a_public_notice_is_written_and_is_no_export(
    qtbot: QtBot, desk: Desk, page: ExchangePage, tmp_path: Path
) -> None:
    file = tmp_path / "public.xlsx"
    choose(qtbot, desk, page, part(page, QPushButton, "public"), file)
    assert PUBLIC_PROPERTY in open_workbook(file).properties
    assert desk.shell.notices == [f"公示表已写好，共 1 条。张贴前请再看一遍文字内容：{file}"]
    assert desk.shell.action_text == "打开文件夹"
    assert desk.ledger.meta("exports") == ""
    assert "身份证号" not in part(page, QLabel, "public_remark").text()
    assert "证件号" in part(page, QLabel, "public_remark").text()
