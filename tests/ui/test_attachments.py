"""Files in the window: shown beside their record, opened as copies, added by button, drop and form, removed."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.data.file_store import files_folder
from desktop.domain.lifecycle import transition
from desktop.services.attaching import Attachment, attach, attachments_of, store_of
from desktop.services.drafting import drafts
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, get_record, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger
from desktop.services.recording import record
from desktop.ui.attachment_tiles import PICTURE
from desktop.ui.attachments import AttachmentStrip
from desktop.ui.drop_veil import DropVeil, are_documents
from desktop.ui.file_choosing import FilesPart
from desktop.ui.main_window import MainWindow
from desktop.ui.operations import Announcer, Worker
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.page import Page
from desktop.ui.pages.visits import VisitsPage
from desktop.ui.preferences import Preferences
from desktop.ui.step_dialogs import StepDialog
from desktop.ui.thumbnails import read_thumbnail
from desktop.ui.widgets.notice import NoticeBar
from tests.attached_files import digest, pdf, photo, png
from tests.small_offices import TOWN_CODE, add_issue, town, village
from tests.ui.exchange_desk import OpenDesk, cells, click, drop, notes, show_files, summary, until_idle
from tests.ui.office import Office, record_visit
from tests.ui.pages import nameless

TODAY = date.today()


@pytest.fixture
def show(qtbot: QtBot, office: Office) -> Callable[[type[Page], str], Page]:
    made: list[Page] = []

    def make(page_type: type[Page], record_id: str) -> Page:
        page = page_type(office.context)
        # Nobody else holds it, and with it go its parts.
        made.append(page)
        qtbot.addWidget(page)
        page.resize(1190, 690)
        with qtbot.waitExposed(page):
            page.show()
        page.activate()
        if record_id:
            page.grant({"open": record_id})
        office.settle(qtbot)
        return page

    return make


@pytest.fixture
def visit_id(office: Office) -> str:
    return record_visit(office.ledger)


def strip_of(page: QWidget, kind: str = "visit") -> AttachmentStrip:
    found = page.findChild(AttachmentStrip, f"{kind}_page.pane.files")
    assert found is not None
    return found


def tiles(strip: AttachmentStrip) -> QListWidget:
    found = strip.findChild(QListWidget, f"{strip.objectName()}.tiles")
    assert found is not None
    return found


def shown(strip: AttachmentStrip) -> list[str]:
    view = tiles(strip)
    return [view.item(row).text() for row in range(view.count())]


def button(strip: QWidget, name: str) -> QPushButton:
    found = strip.findChild(QPushButton, f"{strip.objectName()}.{name}")
    assert found is not None
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was handed to the system's programs."""
    found: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(Path(url.toLocalFile())) or True)
    return found


def test_the_files_of_a_record_are_shown_with_their_sizes(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    page = show(VisitsPage, visit_id)
    strip = strip_of(page)
    assert strip.isVisible() and not tiles(strip).isVisible() and not button(strip, "open").isVisible()
    (tmp_path / "证明.pdf").write_bytes(pdf())
    strip.add_files([photo(tmp_path), tmp_path / "证明.pdf"])
    office.settle(qtbot)
    size = len(png())
    assert shown(strip) == [f"渠道照片.png\n{size} B", f"证明.pdf\n{len(pdf())} B"]
    assert office.shell.last == "已添加 2 个附件"
    assert tiles(strip).item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith(f"渠道照片.png · {size} B · 李四")
    strip.add_files([tmp_path / "证明.pdf"])
    office.settle(qtbot)
    assert office.shell.last == "这些文件已经在附件里"
    assert nameless(strip) == []


def test_a_refused_file_is_said_and_nothing_is_added(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    strip = strip_of(show(VisitsPage, visit_id))
    (tmp_path / "a.exe").write_bytes(b"MZ")
    strip.add_files([photo(tmp_path), tmp_path / "a.exe"])
    office.settle(qtbot)
    assert office.shell.last.startswith("a.exe 这种文件不能作附件")
    assert shown(strip) == []


def test_a_thumbnail_comes_by_itself_and_stays_in_memory(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#c02040"))
    image.save(str(tmp_path / "大照片.jpg"))
    attach(office.ledger, "visit", visit_id, [tmp_path / "大照片.jpg"])
    strip = strip_of(show(VisitsPage, visit_id))

    def is_drawn() -> bool:
        pixel = tiles(strip).item(0).icon().pixmap(PICTURE).toImage().pixelColor(48, 32)
        return pixel.red() > 150 and pixel.green() < 80

    qtbot.waitUntil(is_drawn)
    assert [path.name for path in files_folder(office.ledger.path).rglob("*") if path.is_file()] == [
        attachments_of(office.ledger, "visit", visit_id)[0].digest
    ]


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n broken", b""])
def test_what_is_no_picture_has_no_thumbnail(office: Office, visit_id: str, tmp_path: Path, content: bytes) -> None:
    attach(office.ledger, "visit", visit_id, [photo(tmp_path)])
    (one,) = attachments_of(office.ledger, "visit", visit_id)
    path = store_of(office.ledger).path_of(one.digest)
    assert path is not None
    assert not read_thumbnail(office.ledger, one, QSize(96, 64)).isNull()
    path.write_bytes(content)
    assert read_thumbnail(office.ledger, one, QSize(96, 64)).isNull()


def test_enter_opens_a_copy_that_cannot_be_written_to(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path, opened: list[Path]
) -> None:
    attach(office.ledger, "visit", visit_id, [photo(tmp_path)])
    strip = strip_of(show(VisitsPage, visit_id))
    tiles(strip).setFocus()
    qtbot.keyClick(tiles(strip), Qt.Key.Key_Return)
    qtbot.keyClick(tiles(strip), Qt.Key.Key_Return)
    office.settle(qtbot)
    assert len(opened) == 2 and opened[0] == opened[1]
    assert opened[0].name == "渠道照片.png" and opened[0].read_bytes() == png()
    assert not opened[0].stat().st_mode & stat.S_IWRITE
    assert files_folder(office.ledger.path) not in opened[0].parents


def test_an_altered_file_is_not_opened(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path, opened: list[Path]
) -> None:
    attach(office.ledger, "visit", visit_id, [photo(tmp_path)])
    strip = strip_of(show(VisitsPage, visit_id))
    path = store_of(office.ledger).path_of(digest(png()))
    assert path is not None
    path.write_bytes(png(99))
    strip.open_current()
    office.settle(qtbot)
    assert opened == []
    assert office.shell.last.startswith("渠道照片.png 存放的内容被改动过或已损坏")


def test_del_removes_the_file_with_a_reason_and_not_the_record(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    attach(office.ledger, "visit", visit_id, [photo(tmp_path), photo(tmp_path, "b.png", 4)])
    page = show(VisitsPage, visit_id)
    strip = strip_of(page)
    tiles(strip).setFocus()
    tiles(strip).setCurrentRow(1)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(tiles(strip), override)
    # Else the shortcut of the page would take it, and withdraw the visit.
    assert override.isAccepted()
    qtbot.keyClick(tiles(strip), Qt.Key.Key_Delete)
    dialog = page.window().findChild(StepDialog, "visit_page.pane.files.removing")
    assert dialog is not None
    dialog.set_values({"reason": "拍错了地方"})
    act = dialog.findChild(QPushButton, "visit_page.pane.files.removing.act")
    assert act is not None
    act.click()
    office.settle(qtbot)
    assert [text.splitlines()[0] for text in shown(strip)] == ["渠道照片.png"]
    assert office.shell.last == "已移除附件"
    assert not get_record(office.ledger, "visit", visit_id).is_withdrawn
    undo = office.shell.actions[-1]
    assert undo is not None
    undo()
    office.settle(qtbot)
    assert len(shown(strip)) == 2


def test_what_has_not_arrived_is_said_and_cannot_be_opened(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path, opened: list[Path]
) -> None:
    attach(office.ledger, "visit", visit_id, [photo(tmp_path)])
    files_folder(office.ledger.path).rename(tmp_path / "elsewhere")
    strip = strip_of(show(VisitsPage, visit_id))
    assert shown(strip) == ["渠道照片.png\n未收到"]
    assert [label.text() for label in strip.findChildren(QLabel) if label.isVisible()] == [
        "附件 1",
        "1 个还没有收到文件",
    ]
    assert not button(strip, "open").isEnabled() and not button(strip, "save").isEnabled()
    strip.open_current()
    office.settle(qtbot)
    assert opened == []
    assert office.shell.last.startswith("渠道照片.png 的文件还没有收到")


def test_a_copy_is_saved_where_the_person_wants(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    attach(office.ledger, "visit", visit_id, [photo(tmp_path)])
    strip = strip_of(show(VisitsPage, visit_id))
    button(strip, "save").click()
    dialog = strip.findChild(QFileDialog, "visit_page.pane.files.saving")
    assert dialog is not None
    target = tmp_path / "给镇里.png"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    office.settle(qtbot)
    assert target.read_bytes() == png()
    assert office.shell.last == f"已另存：{target}"


def test_files_are_chosen_in_a_dialog(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    strip = strip_of(show(VisitsPage, visit_id))
    button(strip, "add").click()
    dialog = strip.findChild(QFileDialog, "visit_page.pane.files.dialog")
    assert dialog is not None
    assert "*.jpg" in dialog.nameFilters()[0] and "*.exe" not in dialog.nameFilters()[0]
    dialog.filesSelected.emit([str(photo(tmp_path))])
    dialog.reject()
    office.settle(qtbot)
    assert len(shown(strip)) == 1
    assert office.context.preferences.text("attachments.folder") == str(tmp_path)


def test_another_record_shows_its_own(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    other = record_visit(office.ledger, subject_name="王五")
    attach(office.ledger, "visit", other, [photo(tmp_path)])
    page = show(VisitsPage, visit_id)
    assert shown(strip_of(page)) == []
    page.grant({"open": other})
    assert len(shown(strip_of(page))) == 1


# -- while writing -----------------------------------------------------------------------------------------------------


def test_a_visit_is_saved_with_its_photos_in_one_step(
    qtbot: QtBot, office: Office, show: Callable[..., Page], tmp_path: Path
) -> None:
    page = show(VisitsPage, "")
    page.grant({"new": {"subject_name": "张三", "kind": "household", "handling": "none"}})
    entry = page.desk.entry()
    part = entry.files
    assert isinstance(part, FilesPart)
    drop(part, photo(tmp_path))
    drop(part, photo(tmp_path, "b.png", 6))
    assert [file.name for file in part.files] == ["渠道照片.png", "b.png"]
    away = part.findChild(QWidget, "visit_form.files.file.0.remove")
    assert away is not None and away.accessibleName() == "不加 渠道照片.png"
    away.click()
    entry.save()
    office.settle(qtbot)
    (visit,) = list_records(office.ledger, Query("visit"))
    assert [one.name for one in attachments_of(office.ledger, "visit", visit.id)] == ["b.png"]
    assert len(shown(strip_of(page))) == 1
    undo = office.shell.actions[-1]
    assert undo is not None
    undo()
    office.settle(qtbot)
    assert list_records(office.ledger, Query("visit")) == []
    assert office.ledger.database.execute_sql("SELECT is_withdrawn FROM attachment").fetchall() == [(1,)]


def test_files_chosen_stay_in_the_draft(
    qtbot: QtBot, office: Office, show: Callable[..., Page], tmp_path: Path
) -> None:
    page = show(VisitsPage, "")
    page.grant({"new": {"subject_name": "张三"}})
    part = page.desk.entry().files
    assert part is not None
    gone = photo(tmp_path, "b.png")
    part.add_files([photo(tmp_path), gone])
    page.desk.entry().leave()
    office.settle(qtbot)
    gone.unlink()
    (draft,) = drafts(office.ledger)
    page.grant({"draft": draft.id})
    assert [file.name for file in part.files] == ["渠道照片.png"]
    page.grant({"new": {}})
    assert part.files == []


def working_issue(ledger: Ledger) -> str:
    values = {"source": "patrol", "collected_on": TODAY.isoformat(), "category": "水利", "description": "水渠渗漏"}
    issue_id = record(ledger, "issue", [values]).ids[0]
    due = {"due_on": TODAY.isoformat()}
    record_event(
        ledger, issue_id, "assign", {"measures": "修补", "leader": "钱", "lead_unit": "站", "owner": "周", **due}
    )
    record_event(ledger, issue_id, "accept", {})
    return issue_id


def test_a_photo_proves_the_closing(qtbot: QtBot, office: Office, show: Callable[..., Page], tmp_path: Path) -> None:
    issue_id = working_issue(office.ledger)
    page = show(IssuesPage, issue_id)
    step = transition("apply_to_close")
    assert step is not None
    page.desk.browser.pane.take_step(step)
    dialog = page.window().findChild(StepDialog, "issue_page.pane.step")
    assert dialog is not None and dialog.files is not None
    dialog.files.add_files([photo(tmp_path, "改后.png")])
    given = {
        "progress": "修好了",
        "completion_kind": "substantive",
        "satisfaction": "satisfied",
        "satisfaction_by": "孙",
    }
    dialog.set_values({**dialog.values(), **given, "completed_on": TODAY.isoformat()})
    act = dialog.findChild(QPushButton, "issue_page.pane.step.act")
    assert act is not None
    act.click()
    office.settle(qtbot)
    values = get_record(office.ledger, "issue", issue_id).values
    assert (values["status"], values["evidence"]) == ("to_check", ["改后.png"])
    assert len(shown(strip_of(page, "issue"))) == 1


def test_files_of_a_step_that_was_left_are_there_the_next_time(
    qtbot: QtBot, office: Office, show: Callable[..., Page], tmp_path: Path
) -> None:
    issue_id = working_issue(office.ledger)
    page = show(IssuesPage, issue_id)
    step = transition("apply_to_close")
    assert step is not None
    pane = page.desk.browser.pane
    pane.take_step(step)
    first = page.window().findChild(StepDialog, "issue_page.pane.step")
    assert first is not None and first.files is not None
    first.files.add_files([photo(tmp_path)])
    first.reject()
    qtbot.waitUntil(lambda: not isValid(first))
    pane.take_step(step)
    again = page.window().findChild(StepDialog, "issue_page.pane.step")
    assert again is not None and again.files is not None
    assert [file.name for file in again.files.files] == ["渠道照片.png"]
    again.reject()


def test_what_lies_with_the_issue_is_named_in_the_dialog(
    qtbot: QtBot, office: Office, show: Callable[..., Page], tmp_path: Path
) -> None:
    issue_id = working_issue(office.ledger)
    attach(office.ledger, "issue", issue_id, [photo(tmp_path)])
    page = show(IssuesPage, issue_id)
    step = transition("apply_to_close")
    assert step is not None
    page.desk.browser.pane.take_step(step)
    dialog = page.window().findChild(StepDialog, "issue_page.pane.step")
    assert dialog is not None
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "附件里已有 渠道照片.png，不另填佐证材料时就以它们为准。" in said
    dialog.reject()


# -- dropped on the window ---------------------------------------------------------------------------------------------


def dropped(window: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    pressed, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, pressed, plain))
    veil = window.findChild(DropVeil, "drop_veil")
    assert veil is not None and veil.isVisible()
    QApplication.sendEvent(veil, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, pressed, plain))


def test_photos_dropped_on_the_window_go_to_the_open_record(
    qtbot: QtBot, office: Office, visit_id: str, tmp_path: Path
) -> None:
    worker = Worker()
    window = MainWindow(office.ledger, worker, Announcer(), Preferences(tmp_path / "p.ini"))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    try:
        qtbot.waitUntil(lambda: not worker.is_busy)
        dropped(window, photo(tmp_path))
        bar = window.findChild(NoticeBar)
        assert bar is not None and bar.text == "要附照片或文件，请先打开一条走访或问题，再拖进来"
        window.show_page("visit", {"open": visit_id})
        dropped(window, photo(tmp_path))
        qtbot.waitUntil(lambda: not worker.is_busy)
        assert len(attachments_of(office.ledger, "visit", visit_id)) == 1
        window.show_page("visit", {"new": {}})
        dropped(window, photo(tmp_path, "b.png"))
        part = window.findChild(FilesPart, "visit_form.files")
        assert part is not None and [file.name for file in part.files] == ["b.png"]
    finally:
        window.close()
        worker.close(office.ledger.close)


@pytest.mark.parametrize(
    ("names", "is_for_a_record"),
    [
        (("a.jpg", "b.pdf"), True),
        (("a.docx",), True),
        (("a.xlsx",), False),
        (("a.jpg", "b.xlsx"), False),
        (("a.zip",), False),
        (("a.exe",), False),
        ((), False),
    ],
)
def test_tables_and_archives_are_for_the_exchange(names: tuple[str, ...], is_for_a_record: bool) -> None:
    assert are_documents([Path(name) for name in names]) is is_for_a_record


# -- exchange ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reporting(tmp_path: Path) -> Ledger:
    """A village with an issue and its photo; closed by its desk."""
    ledger = village(tmp_path)
    issue_id = add_issue(ledger).ids[0]
    attach(ledger, "issue", issue_id, [photo(tmp_path)])
    return ledger


def test_files_are_exported_along_when_asked(
    qtbot: QtBot, reporting: Ledger, open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk, page = open_desk(reporting)
    tick = page.findChild(QCheckBox, "exchange_page.export.files")
    assert tick is not None and tick.isVisible() and not tick.isChecked()
    tick.click()
    go = page.findChild(QPushButton, "exchange_page.export.button")
    assert go is not None
    click(qtbot, go)
    dialog = page.findChild(QFileDialog, "exchange_page.export_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "上报.xlsx"))
    dialog.reject()
    until_idle(qtbot, desk)
    assert (tmp_path / "上报.zip").is_file()
    assert desk.shell.notices[-1].endswith("；附件 1 个在 上报.zip，要一起发")
    assert desk.context.preferences.text("exchange.with_files") == "1"


def test_without_files_nothing_is_offered(qtbot: QtBot, open_desk: OpenDesk, tmp_path: Path) -> None:
    ledger = village(tmp_path)
    add_issue(ledger)
    _, page = open_desk(ledger)
    tick = page.findChild(QCheckBox, "exchange_page.export.files")
    assert tick is not None and tick.isHidden()


def test_an_import_takes_an_archive_and_says_what_is_missing(
    qtbot: QtBot, reporting: Ledger, open_desk: OpenDesk, tmp_path: Path
) -> None:
    workbook, archive = tmp_path / "上报.xlsx", tmp_path / "上报.zip"
    export_workbook(reporting, workbook, to=TOWN_CODE, with_files=True)
    reporting.close()
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, workbook)
    assert notes(page)[0] == (
        "上报.xlsx：有 1 个附件还没有收到文件。请让唐陵村导出时勾选“附件一起导出”，把 .zip 一起发来。"
    )
    show_files(qtbot, desk, page, workbook, archive)
    assert (cells(page, 1)["SENDER"], cells(page, 1)["STATUS"]) == ("附件包", "可收 1 个附件")
    assert summary(page) == "导入后新增 2 条、更新 0 条，收到 1 个附件的文件。账本还没有改动。"
    assert notes(page) == []
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)
    assert cells(page, 1)["STATUS"] == "收到 1 个附件"
    assert summary(page).endswith("收到 1 个附件的文件。")
    issue = list_records(desk.ledger, Query("issue"))[0]
    found: tuple[Attachment, ...] = attachments_of(desk.ledger, "issue", issue.id)
    assert [one.is_here for one in found] == [True]
    show_files(qtbot, desk, page, archive)
    assert cells(page, 0)["STATUS"] == "没有缺的附件"


def test_a_strange_archive_is_refused_in_the_preview(
    qtbot: QtBot, reporting: Ledger, open_desk: OpenDesk, tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(b"Rar!\x1a\x07\x01\x00")
    desk, page = open_desk(reporting)
    show_files(qtbot, desk, page, tmp_path / "a.zip")
    assert cells(page, 0)["STATUS"] == "不能导入"
    assert notes(page) == ["a.zip 打不开：不是普通的 .zip 压缩包。请让对方用走访通重新导出附件。"]


def test_an_import_shows_at_once_in_the_record(
    qtbot: QtBot, office: Office, show: Callable[..., Page], visit_id: str, tmp_path: Path
) -> None:
    attach(office.ledger, "visit", visit_id, [photo(tmp_path)])
    export_workbook(office.ledger, tmp_path / "a.xlsx", full=True, with_files=True)
    files_folder(office.ledger.path).rename(tmp_path / "elsewhere")
    strip = strip_of(show(VisitsPage, visit_id))
    assert shown(strip) == ["渠道照片.png\n未收到"]
    import_workbooks(office.ledger, [tmp_path / "a.zip"])
    office.context.announcer.announce(frozenset({"attachment"}))
    assert shown(strip) == [f"渠道照片.png\n{len(png())} B"]
