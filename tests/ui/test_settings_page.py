from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QListWidget, QPushButton, QSpinBox

from desktop.domain.deadlines import DayCount
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record
from desktop.services.settings import read_settings
from desktop.services.workdays import known_years
from desktop.ui.appearance import Appearance, preferred_language, preferred_theme
from desktop.ui.colours import DARK, LIGHT, MARK_CONTRAST, contrast
from desktop.ui.pages.light_colours import COLOURS
from desktop.ui.pages.settings_backup import BackupCard
from desktop.ui.preferences import Preferences
from desktop.ui.theme import METRICS, Mode, Size, Theme, metrics
from desktop.ui.translation import Language, remove_translators
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.lights import Light, dot_colour, paint_lights_in
from tests.ui.conftest import OpenWindow, type_chinese

Opener = Callable[..., OpenWindow]


@pytest.fixture
def opened(open_window: Opener) -> OpenWindow:
    opened = open_window()
    opened.window.show_page("settings")
    return opened


def undo(opened: OpenWindow) -> None:
    opened.child(QPushButton, "notice.action").click()
    opened.wait_until_quiet()


def click(opened: OpenWindow, name: str) -> None:
    opened.qtbot.mouseClick(opened.child(QPushButton, name), Qt.MouseButton.LeftButton)
    quiet(opened)


def quiet(opened: OpenWindow) -> None:
    """Until nothing is under way, of saves or of backups."""
    opened.wait_until_quiet()
    opened.qtbot.waitUntil(lambda: not opened.child(BackupCard, "settings.backup").worker.is_busy)


def test_the_office_is_told(opened: OpenWindow) -> None:
    facts = {name: opened.child(QLabel, f"settings.office.{name}").text() for name in ("name", "level", "town", "code")}
    assert facts == {"name": "唐陵村", "level": "村", "town": "天王镇", "code": "321183108212"}


@pytest.mark.parametrize("key", ["due_days", "warn_days", "urgent_days", "ordinary_days", "hard_days", "check_days"])
def test_days_hold_at_once_and_can_be_undone(opened: OpenWindow, key: str) -> None:
    box = opened.child(QSpinBox, f"settings.{key}")
    before = box.value()
    box.setFocus()
    box.selectAll()
    opened.qtbot.keyClicks(box, "25")
    assert getattr(read_settings(opened.ledger), key) == before
    opened.press(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    opened.wait_until_quiet()
    assert getattr(read_settings(opened.ledger), key) == 25
    assert opened.notice.startswith("已保存：")
    undo(opened)
    assert getattr(read_settings(opened.ledger), key) == before
    assert box.value() == before
    assert opened.notice.startswith("已撤销：修改设置")


def test_tab_goes_through_the_limits_as_the_eye_does(opened: OpenWindow) -> None:
    opened.child(QSpinBox, "settings.due_days").setFocus()
    passed = []
    for _ in range(6):
        passed.append(opened.window.focusWidget().objectName())
        opened.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert passed == [
        "settings.due_days",
        "settings.urgent_days",
        "settings.ordinary_days",
        "settings.hard_days",
        "settings.day_count.calendar",
        "settings.warn_days",
    ]


def test_working_days_are_said_and_how_far_holidays_are_known(opened: OpenWindow) -> None:
    box, warn = opened.child(QSpinBox, "settings.urgent_days"), opened.child(QSpinBox, "settings.warn_days")
    hint = opened.child(QLabel, "settings.holidays")
    assert (box.text(), hint.isVisible()) == ("5 天", False)
    click(opened, "settings.day_count.working")
    assert read_settings(opened.ledger).day_count is DayCount.WORKING
    assert (box.text(), warn.text()) == ("5 个工作日", "10 天")
    assert hint.isVisible()
    assert f"已知到 {known_years()[1]} 年" in hint.text()
    undo(opened)
    assert (box.text(), hint.isVisible()) == ("5 天", False)


def test_the_wheel_changes_no_days(opened: OpenWindow) -> None:
    assert opened.child(QSpinBox, "settings.due_days").focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_another_name_works_from_now_on(opened: OpenWindow) -> None:
    line = opened.child(QLineEdit, "settings.actor")
    line.selectAll()
    type_chinese(line, "王小五")
    opened.press(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    opened.wait_until_quiet()
    assert opened.ledger.actor == "王小五"
    assert opened.child(QPushButton, "top_bar.actor").text() == "王小五"
    undo(opened)
    assert (opened.ledger.actor, line.text()) == ("李四", "李四")


def test_an_empty_name_is_not_taken(opened: OpenWindow) -> None:
    line = opened.child(QLineEdit, "settings.actor")
    line.clear()
    opened.press(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    opened.wait_until_quiet()
    assert (opened.ledger.actor, line.text()) == ("李四", "李四")


def test_the_cadres_are_offered(opened: OpenWindow) -> None:
    opened.window.context.write(lambda: record(opened.ledger, "cadre", [{"name": "赵六"}]))
    opened.wait_until_quiet()
    line = opened.child(QLineEdit, "settings.actor")
    opened.press(Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    popup = line.completer().popup()
    assert popup.isVisible()
    assert popup.model().index(0, 0).data() == "赵六"
    popup.hide()


def names(opened: OpenWindow) -> list[str]:
    shown = opened.child(QListWidget, "settings.categories")
    return [shown.item(row).text() for row in range(shown.count())]


def test_categories_are_added_moved_and_removed(opened: OpenWindow) -> None:
    before = names(opened)
    line = opened.child(QLineEdit, "settings.category.new")
    line.setFocus()
    type_chinese(line, "蚕桑")
    opened.press(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    opened.wait_until_quiet()
    assert names(opened) == list(read_settings(opened.ledger).categories) == [*before, "蚕桑"]
    opened.child(QListWidget, "settings.categories").setCurrentRow(1)
    click(opened, "settings.category.up")
    assert names(opened)[:2] == [before[1], before[0]]
    assert opened.child(QListWidget, "settings.categories").currentRow() == 0
    click(opened, "settings.category.remove")
    assert names(opened) == [before[0], *before[2:], "蚕桑"]
    undo(opened)
    assert names(opened)[0] == before[1]


def test_a_category_is_not_added_twice(opened: OpenWindow) -> None:
    line = opened.child(QLineEdit, "settings.category.new")
    type_chinese(line, names(opened)[0])
    click(opened, "settings.category.add")
    assert len(names(opened)) == len(set(names(opened)))
    assert opened.notice == ""


def test_the_look_changes_while_the_window_is_open(opened: OpenWindow, qapp: QApplication) -> None:
    preferences = opened.window.context.preferences
    appearance = Appearance(qapp, preferences)
    appearance.follow(opened.window.context.announcer, opened.ledger)
    click(opened, "settings.size.huge")
    assert metrics() == METRICS[Size.HUGE]
    click(opened, "settings.appearance.dark")
    assert opened.window.palette().window().color().name().upper() == DARK.window
    undo(opened)
    assert opened.window.palette().window().color().name().upper() == LIGHT.window
    click(opened, "settings.language.en")
    assert preferences.language == "en"
    assert opened.notice == "语言在下次打开程序时改变。"
    remove_translators(qapp, appearance.translators)
    appearance.deleteLater()


def test_an_unknown_preference_is_as_if_unset(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "settings.ini")
    preferences.appearance, preferences.size, preferences.language = "pink", "giant", "la"
    assert preferred_theme(preferences) == Theme(Mode.SYSTEM, Size.STANDARD)
    assert preferred_language(preferences) is Language.CHINESE


def test_a_light_gets_the_colour_of_the_office(opened: OpenWindow, qapp: QApplication) -> None:
    appearance = Appearance(qapp, opened.window.context.preferences)
    appearance.follow(opened.window.context.announcer, opened.ledger)
    click(opened, "settings.light.overdue.#A25BC4")
    assert read_settings(opened.ledger).light_colours == (("overdue", "#A25BC4"),)
    assert dot_colour(Light.OVERDUE, LIGHT) == "#A25BC4"
    assert dot_colour(Light.NORMAL, LIGHT) == LIGHT.green
    undo(opened)
    assert dot_colour(Light.OVERDUE, LIGHT) == LIGHT.danger
    paint_lights_in(qapp, {})
    remove_translators(qapp, appearance.translators)
    appearance.deleteLater()


@pytest.mark.parametrize("colour", [choice.code for choice in COLOURS if choice.code])
def test_colours_offered_stand_out_on_every_ground(colour: str) -> None:
    for colours in (LIGHT, DARK):
        assert contrast(colour, colours.base) >= MARK_CONTRAST
        assert contrast(colour, colours.window) >= MARK_CONTRAST


def test_a_backup_is_made_where_the_page_says(opened: OpenWindow) -> None:
    folder = opened.ledger.path.parent / "backups"
    assert opened.child(QLabel, "settings.backup.folder").text() == str(folder)
    click(opened, "settings.backup.now")
    (made,) = folder.glob("*.db")
    open_ledger(made).close()
    assert opened.notice == f"已备份到 {made}"
    assert opened.child(QLabel, "settings.backup.last").text().startswith(f"{datetime.now():%Y-%m-}")
    assert f"{datetime.now():%m-}" in opened.child(ElidedLabel, "status.ledger").text
    assert opened.child(ElidedLabel, "status.ledger").text.endswith(" 已备份")


def choose_second(opened: OpenWindow, folder: Path) -> None:
    opened.child(QPushButton, "settings.backup.choose").click()
    dialog = opened.child(QFileDialog, "settings.backup.dialog")
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    quiet(opened)


def test_the_second_place_is_chosen_in_a_dialog(opened: OpenWindow, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    shown = opened.child(QLabel, "settings.backup.second")
    assert shown.text() == "没有设"
    choose_second(opened, stick)
    assert shown.text() == f"{stick}\n在，下次备份时补上"
    click(opened, "settings.backup.now")
    assert shown.text() == f"{stick}\n最新的备份已在那里"
    stick.rename(tmp_path / "pulled out")
    opened.window.context.announcer.backed_up.emit()
    quiet(opened)
    assert "现在不在，上次 20" in shown.text()
    click(opened, "settings.backup.forget")
    assert shown.text() == "没有设"


def test_a_backup_that_cannot_be_written_is_said(opened: OpenWindow) -> None:
    (opened.ledger.path.parent / "backups").write_text("")
    click(opened, "settings.backup.now")
    assert opened.notice.startswith("不能写入文件夹")


def test_everything_is_checked_on_demand(opened: OpenWindow) -> None:
    opened.window.context.write(lambda: record(opened.ledger, "cadre", [{"name": "赵六"}]))
    opened.wait_until_quiet()
    click(opened, "settings.backup.check")
    assert opened.child(QLabel, "settings.backup.checked").text() == "账本完好：1 项变更，1 条记录，逐项核对过。"
    opened.ledger.database.execute_sql("DELETE FROM cadre")
    click(opened, "settings.backup.check")
    said = opened.child(QLabel, "settings.backup.checked").text()
    assert said.startswith("账本有不对的地方") and "在表里缺失" in said


def test_a_backup_is_looked_at_before_it_is_put_back(opened: OpenWindow) -> None:
    click(opened, "settings.backup.now")
    opened.window.context.write(lambda: record(opened.ledger, "cadre", [{"name": "赵六"}]))
    opened.wait_until_quiet()
    opened.child(QPushButton, "settings.backup.restore").click()
    dialog = opened.child(QDialog, "restore")
    listed, text, go = (
        dialog.findChild(QListWidget, "restore.list"),
        dialog.findChild(QLabel, "restore.text"),
        dialog.findChild(QPushButton, "restore.go"),
    )
    opened.qtbot.waitUntil(go.isEnabled)
    assert listed.count() == 1
    assert "唐陵村的备份" in text.text() and "干部 1 人有新增或修改" in text.text()
    with opened.qtbot.waitSignal(opened.window.context.announcer.restore_wanted) as wanted:
        go.click()
    assert wanted.args[0].parent == opened.ledger.path.parent / "backups"
    opened.wait_until_quiet()


def test_a_file_that_is_no_backup_is_said(opened: OpenWindow, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("x")
    opened.child(QPushButton, "settings.backup.restore").click()
    dialog = opened.child(QDialog, "restore")
    opened.wait_until_quiet()
    dialog.findChild(QPushButton, "restore.other").click()
    chooser = opened.child(QFileDialog, "restore.dialog")
    chooser.fileSelected.emit(str(tmp_path / "x.db"))
    chooser.close()
    opened.wait_until_quiet()
    assert "不是走访通的账本" in dialog.findChild(QLabel, "restore.text").text()
    go, cancel = dialog.findChild(QPushButton, "restore.go"), dialog.findChild(QPushButton, "restore.cancel")
    assert not go.isEnabled()
    # The act stands last, as in every dialog, and Enter in the list presses neither.
    assert cancel.x() < go.x()
    assert not [one for one in (go, cancel) if one.isDefault() or one.autoDefault()]
    cancel.click()
