"""The password of the ledger in the window: at the start, in the settings, after a pause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.app import Program
from desktop.data import key_file
from desktop.services import locking
from desktop.services.backing import back_up
from desktop.services.finding import Query, count_records
from desktop.services.ledgers import begin_ledger, open_ledger
from desktop.services.locking import is_locked, remove_password, set_password, unlock
from desktop.services.recording import record
from desktop.services.viewing import viewing_folder
from desktop.ui.at_the_door import Visitor
from desktop.ui.damaged_ledger import DamagedLedger
from desktop.ui.locking.idle import MINUTES, Cover, IdleLock, Veil
from desktop.ui.locking.sheet import RecoverySheet
from desktop.ui.locking.unlocking import UnlockWindow
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.registry import PAGES
from desktop.ui.preferences import Preferences
from tests.offices import visit

PASSWORD, OTHER = "东沟村头的老槐树", "西桥边上的三棵柳"
VILLAGE = {"level": "village", "code": "321183108212", "name": "唐陵村", "town_name": "天王镇", "actor": "李四"}


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ledger = begin_ledger(tmp_path / "ledger.db", **VILLAGE)
    record(ledger, "visit", [visit()])
    ledger.close()
    return ledger.path


@pytest.fixture
def start(start_program: Callable[..., Program]) -> Callable[..., Program]:
    return start_program


def part(owner: QWidget | None, kind: type, name: str) -> QWidget:
    assert owner is not None
    found = owner.findChild(kind, name)
    assert found is not None, name
    return found


def type_in(owner: QWidget | None, name: str, text: str) -> None:
    part(owner, QLineEdit, name).setText(text)


def click(owner: QWidget | None, name: str) -> None:
    button = part(owner, QPushButton, name)
    assert button.isEnabled(), name
    button.click()


def dialog(qtbot: QtBot, name: str) -> QDialog:
    def found() -> list[QDialog]:
        every = (one for one in QApplication.topLevelWidgets() if one.isVisible())
        return [one for one in every if isinstance(one, QDialog) and one.objectName() == name]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def close_sheet(qtbot: QtBot) -> str:
    sheet = dialog(qtbot, "sheet")
    assert isinstance(sheet, RecoverySheet)
    code = part(sheet, QLabel, "sheet.code").text()
    sheet.reject()
    assert sheet.isVisible(), "not before it is printed or copied"
    part(sheet, QCheckBox, "sheet.kept").setChecked(True)
    click(sheet, "sheet.close")
    return code


# -- the start ---------------------------------------------------------------------------------------------------------


def test_a_locked_ledger_asks_and_opens(start: Callable[..., Program], qtbot: QtBot, path: Path) -> None:
    set_password(path, PASSWORD)
    program = start(path)
    assert isinstance(program.window, UnlockWindow)
    type_in(program.window, "unlock.password", "不是这个密码")
    click(program.window, "unlock.act")
    said = part(program.window, QLabel, "unlock.said")
    qtbot.waitUntil(lambda: "密码不对" in said.text())
    type_in(program.window, "unlock.password", PASSWORD)
    qtbot.keyClick(part(program.window, QLineEdit, "unlock.password"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert program.status == 0
    assert count_records(program.window.context.ledger, Query("visit")) == 1


def test_three_wrong_ones_are_counted_down(
    start: Callable[..., Program], qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_password(path, PASSWORD)
    now = [1_700_000_000.0]
    monkeypatch.setattr(locking.time, "time", lambda: now[0])
    program = start(path)
    window = program.window
    said, act = part(window, QLabel, "unlock.said"), part(window, QPushButton, "unlock.act")
    for _ in range(3):
        qtbot.waitUntil(act.isEnabled)
        said.clear()
        type_in(window, "unlock.password", "不是这个密码")
        act.click()
        qtbot.waitUntil(lambda: bool(said.text()))
    assert "30 秒" in said.text()
    assert not act.isEnabled()
    now[0] += 20
    qtbot.waitUntil(lambda: "10 秒" in said.text())
    # Closed and opened again: it goes on.
    window.close()
    program.finish()
    delete(program)
    again = start(path).window
    assert "10 秒" in part(again, QLabel, "unlock.said").text()
    assert not part(again, QPushButton, "unlock.act").isEnabled()
    now[0] += 10
    qtbot.waitUntil(part(again, QPushButton, "unlock.act").isEnabled)


def test_forgotten(start: Callable[..., Program], qtbot: QtBot, path: Path) -> None:
    code = set_password(path, PASSWORD).code
    program = start(path)
    window = program.window
    click(window, "unlock.forgotten")
    assert not part(window, QPushButton, "forgotten.act").isEnabled()
    flipped = "0" if code[12] != "0" else "1"
    type_in(window, "forgotten.code", code[:12] + flipped + code[13:])
    type_in(window, "forgotten.new.first", OTHER)
    type_in(window, "forgotten.new.second", OTHER)
    click(window, "forgotten.act")
    said = part(window, QLabel, "forgotten.said")
    qtbot.waitUntil(lambda: "第 3 组" in said.text())
    type_in(window, "forgotten.code", code.lower())
    click(window, "forgotten.act")
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    new = close_sheet(qtbot)
    assert new != code
    assert unlock(path, OTHER) == program.window.context.ledger.keys


def test_what_was_shown_to_other_programs_is_cleared_away(
    start: Callable[..., Program], qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)

    def left() -> Path:
        copy = viewing_folder() / "0123" / "证明.pdf"
        copy.parent.mkdir(parents=True)
        copy.write_text("as a kill left it")
        copy.chmod(0o400)
        return copy

    copy = left()
    program = start(path)
    qtbot.waitUntil(lambda: not copy.parent.exists())
    copy = left()
    assert program.window is not None
    program.finish()
    delete(program)
    assert not copy.parent.exists()


@pytest.mark.parametrize("spoiled", ["middle", "head"])
def test_a_damaged_one_is_gone_on_with(
    start: Callable[..., Program], qtbot: QtBot, path: Path, tmp_path: Path, spoiled: str
) -> None:
    """Also one that does not tell any more that it is locked: the password is asked for its backup."""
    ledger = open_ledger(path, keys=set_password(path, PASSWORD).keys)
    back_up(ledger)
    record(ledger, "visit", [visit(subject_name="乙")])
    found = ledger.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'meta'").fetchone()
    ledger.close()
    first = 0 if spoiled == "head" else 4096 * (found[0] - 1)
    content = path.read_bytes()
    path.write_bytes(content[:first] + bytes(4096) + content[first + 4096 :])
    program = start(path)
    assert isinstance(program.window, UnlockWindow)
    type_in(program.window, "unlock.password", PASSWORD)
    click(program.window, "unlock.act")
    qtbot.waitUntil(lambda: isinstance(program.window, DamagedLedger))
    button = part(program.window, QPushButton, "damaged.salvage")
    qtbot.waitUntil(button.isVisible)
    assert not any(one.read_bytes().startswith(b"SQLite") for one in tmp_path.rglob("*.salvaged"))
    button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert is_locked(path)
    assert count_records(program.window.context.ledger, Query("visit")) == 2


# -- the settings ------------------------------------------------------------------------------------------------------


def test_set_changed_and_taken_away_in_the_settings(start: Callable[..., Program], qtbot: QtBot, path: Path) -> None:
    program = start(path, PAGES)
    first = program.window
    assert isinstance(first, MainWindow)
    first.show_page("settings")
    click(first, "settings.password.set")
    asked = dialog(qtbot, "lock.set")
    type_in(asked, "lock.set.new.first", PASSWORD)
    type_in(asked, "lock.set.new.second", OTHER)
    assert not part(asked, QPushButton, "lock.set.act").isEnabled()
    type_in(asked, "lock.set.new.second", PASSWORD)
    click(asked, "lock.set.act")
    code = close_sheet(qtbot)
    second = program.window
    assert isinstance(second, MainWindow)
    assert second is not first
    assert is_locked(path)
    record(second.context.ledger, "visit", [visit()])
    second.show_page("settings")
    assert "已设密码" in part(second, QLabel, "settings.password.state").text()
    assert part(second, QPushButton, "settings.password.set").isHidden()

    click(second, "settings.password.change")
    asked = dialog(qtbot, "lock.change")
    type_in(asked, "lock.change.old", OTHER)
    type_in(asked, "lock.change.new.first", OTHER)
    type_in(asked, "lock.change.new.second", OTHER)
    click(asked, "lock.change.act")
    qtbot.waitUntil(lambda: "密码不对" in part(asked, QLabel, "lock.change.said").text())
    type_in(asked, "lock.change.old", PASSWORD)
    click(asked, "lock.change.act")
    assert close_sheet(qtbot) != code

    click(second, "settings.password.remove")
    asked = dialog(qtbot, "lock.remove")
    type_in(asked, "lock.remove.old", OTHER)
    click(asked, "lock.remove.act")
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow) and program.window is not second)
    assert not is_locked(path)
    assert count_records(program.window.context.ledger, Query("visit")) == 2


def test_a_backup_under_an_earlier_password_asks_for_it(
    start: Callable[..., Program], qtbot: QtBot, path: Path
) -> None:
    ledger = open_ledger(path, keys=set_password(path, OTHER).keys)
    back_up(ledger)
    record(ledger, "visit", [visit(subject_name="乙")])
    ledger.close()
    remove_password(path, unlock(path, OTHER))
    program = start(path, PAGES)
    before = program.window
    assert isinstance(before, MainWindow)
    before.show_page("settings")
    click(before, "settings.backup.restore")
    asked = dialog(qtbot, "restore")
    text, go = part(asked, QLabel, "restore.text"), part(asked, QPushButton, "restore.go")
    qtbot.waitUntil(lambda: "另一个密码" in text.text())
    assert not go.isEnabled()
    type_in(asked, "restore.password", PASSWORD)
    click(asked, "restore.act")
    qtbot.waitUntil(lambda: "密码不对" in part(asked, QLabel, "restore.said").text())
    type_in(asked, "restore.password", OTHER)
    click(asked, "restore.act")
    qtbot.waitUntil(go.isEnabled)
    assert "走访 1" in text.text()
    go.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow) and program.window is not before)
    assert not is_locked(path)
    assert count_records(program.window.context.ledger, Query("visit")) == 1


def test_a_second_start_brings_the_question_forward(
    start: Callable[..., Program], qtbot: QtBot, path: Path, qapp: QApplication
) -> None:
    set_password(path, PASSWORD)
    window = start(path).window
    assert isinstance(window, UnlockWindow)
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    visitor = Visitor(path, qapp)
    with qtbot.waitSignal(visitor.heard):
        visitor.knock()
    assert not window.isMinimized()
    visitor.deleteLater()


# -- the pause ---------------------------------------------------------------------------------------------------------


def test_after_a_pause_every_window_is_covered(
    start: Callable[..., Program], qtbot: QtBot, path: Path, qapp: QApplication, tmp_path: Path
) -> None:
    set_password(path, PASSWORD)
    program = start(path)
    type_in(program.window, "unlock.password", PASSWORD)
    click(program.window, "unlock.act")
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    window = program.window
    beside = QDialog(window)
    beside.open()
    now = [1000.0]
    preferences = Preferences(tmp_path / "settings.ini")
    lock = IdleLock(path, preferences, window, qapp, clock=lambda: now[0])
    now[0] += 14 * 60
    lock.look()
    assert not lock.is_covered
    qtbot.mouseMove(beside)
    qtbot.keyClick(beside.windowHandle(), Qt.Key.Key_A)
    now[0] += 14 * 60
    lock.look()
    assert not lock.is_covered, "somebody was here in between"
    now[0] += 60
    lock.look()
    assert lock.is_covered
    cover = dialog(qtbot, "idle")
    assert isinstance(cover, Cover)
    for covered in (window, beside):
        veil = covered.findChild(Veil)
        assert veil.isVisible()
        assert veil.geometry() == covered.rect()
        covered.resize(covered.width() + 30, covered.height() + 10)
        assert veil.geometry() == covered.rect()
    cover.reject()
    cover.close()
    assert cover.isVisible()
    type_in(cover, "idle.password", OTHER)
    click(cover, "idle.act")
    qtbot.waitUntil(lambda: "密码不对" in part(cover, QLabel, "idle.said").text())
    assert lock.is_covered
    type_in(cover, "idle.password", PASSWORD)
    with qtbot.waitSignal(lock.uncovered):
        click(cover, "idle.act")
    assert not any(veil.isVisible() for one in (window, beside) for veil in one.findChildren(Veil))
    assert beside.isVisible()
    preferences.remember_text(MINUTES, "0")
    now[0] += 10**6
    lock.look()
    assert not lock.is_covered, "never was chosen"
    lock.end()
    lock.deleteLater()
    beside.close()


def test_without_a_password_nothing_is_covered(start: Callable[..., Program], path: Path) -> None:
    program = start(path)
    assert isinstance(program.window, MainWindow)
    assert program.window.findChild(IdleLock) is None
