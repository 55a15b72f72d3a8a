"""Files between offices: records by the workbook, contents by an archive beside it, each known by its digest."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from desktop.data.file_store import files_folder
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.exchange import archives, unpacking
from desktop.exchange.layout import ID_HEADING
from desktop.services.attaching import attach, attachments_of, copy_out, detach, missing_files
from desktop.services.exporting import Exported, export_workbook
from desktop.services.importing import import_workbooks, undo_import
from desktop.services.inspecting import inspect
from desktop.services.outcomes import FileOutcome, FilesTaken
from desktop.services.recording import record
from desktop.services.sending_files import SentFiles
from tests.attached_files import digest, photo, png
from tests.offices import TOWN, Offices, dump, issue


@pytest.fixture
def village(offices: Offices) -> Ledger:
    return offices.village()


@pytest.fixture
def town(offices: Offices) -> Ledger:
    return offices.town()


@pytest.fixture
def issue_id(village: Ledger) -> str:
    return record(village, "issue", [issue()]).ids[0]


def send(sender: Ledger, path: Path, to: str = TOWN, *, full: bool = False, password: str = "") -> Exported:
    return export_workbook(sender, path, to=to, full=full, password=password, with_files=True)


def taken(outcome: FileOutcome) -> tuple[int, int, int]:
    assert outcome.files is not None, outcome.refusal
    return outcome.files.taken, outcome.files.repeated, outcome.files.unknown


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def test_a_file_arrives_with_its_record(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)], note="整改前")
    path = offices.file()
    done = send(village, path)
    archive = path.with_suffix(".zip")
    assert (done.sent.archives, done.sent.files, done.sent.absent) == ((archive,), 1, 0)
    (name,) = names_in(archive)
    assert name.endswith(f"/渠道照片 {digest(png())[:16]}.png")
    assert name.startswith("问题 ")
    # In any order; the workbook is taken first, since it names what is in the archive.
    by_archive, by_workbook = import_workbooks(town, [archive, path])
    assert (by_archive.status, by_archive.files) == ("imported", FilesTaken(1, 0, 0))
    assert (by_workbook.status, by_workbook.files_missing) == ("imported", 0)
    (one,) = attachments_of(town, "issue", issue_id)
    assert (one.name, one.note, one.is_here, one.recorded_by) == ("渠道照片.png", "整改前", True, "东沟书记")
    assert copy_out(town, one.id, tmp_path / "offices").read_bytes() == png()
    assert inspect(town).findings == ()


def test_the_archive_may_come_later(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    path = offices.file()
    send(village, path)
    archive = path.with_suffix(".zip")
    early = import_workbooks(town, [archive])[0]
    assert (early.status, taken(early)) == ("nothing_new", (0, 0, 1))
    assert import_workbooks(town, [path])[0].files_missing == 1
    assert [one.name for one in missing_files(town)] == ["渠道照片.png"]
    assert taken(import_workbooks(town, [archive])[0]) == (1, 0, 0)
    again = import_workbooks(town, [archive])[0]
    assert (again.status, taken(again)) == ("nothing_new", (0, 1, 0))


def test_a_trial_says_what_will_happen_and_keeps_nothing(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path), photo(tmp_path, "b.png", 3)])
    path = offices.file()
    send(village, path)
    before = dump(town)
    tried = import_workbooks(town, [path, path.with_suffix(".zip")], dry_run=True)
    assert dump(town) == before
    assert not files_folder(town.path).exists()
    assert [(one.status, one.files_missing) for one in tried] == [("would_import", 0), ("would_import", 0)]
    assert taken(tried[1]) == (2, 0, 0)
    done = import_workbooks(town, [path, path.with_suffix(".zip")])
    assert taken(done[1]) == taken(tried[1])


def test_only_what_the_partner_lacks_goes_along(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path, "a.png", 1)])
    first = offices.file()
    send(village, first)
    # The town forgets the archive, and says so in its answer.
    import_workbooks(town, [first])
    offices.send(town, village)
    attach(village, "issue", issue_id, [photo(tmp_path, "b.png", 2)])
    second = offices.file()
    assert send(village, second).sent.files == 2
    import_workbooks(town, [second, second.with_suffix(".zip")])
    assert missing_files(town) == ()
    offices.send(town, village)
    third = offices.file()
    assert send(village, third).sent == SentFiles()
    assert not third.with_suffix(".zip").exists()
    assert send(village, third, full=True).sent.files == 2


def test_a_program_that_knows_no_files_gets_all_of_them(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    offices.send(village, town)
    offices.send(town, village)
    village.database.execute_sql("UPDATE acknowledged SET files_missing = NULL")
    assert send(village, offices.file()).sent.files == 1


def test_what_is_missing_or_altered_here_is_not_handed_on(
    village: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path, "a.png", 1), photo(tmp_path, "b.png", 2)])
    folder = files_folder(village.path)
    (folder / digest(png(1))[:2] / digest(png(1))).unlink()
    (folder / digest(png(2))[:2] / digest(png(2))).write_bytes(png(9))
    done = send(village, offices.file())
    assert (done.sent.archives, done.sent.files, done.sent.absent) == ((), 0, 2)


def test_a_withdrawn_file_is_not_sent(village: Ledger, issue_id: str, offices: Offices, tmp_path: Path) -> None:
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    detach(village, file_id, "拍错了")
    assert send(village, offices.file()).sent.files == 0


def test_another_village_gets_none_of_it(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    path = offices.file()
    send(village, path)
    import_workbooks(town, [path, path.with_suffix(".zip")])
    other = offices.village("321183105202")
    record(other, "issue", [issue()])
    offices.send(other, town)
    answer = offices.file()
    assert send(town, answer, other.office.code).sent.files == 0
    # Even where the archive of one gets into the hands of another.
    assert taken(import_workbooks(other, [path.with_suffix(".zip")])[0]) == (0, 0, 1)
    assert not files_folder(other.path).exists()


def test_a_sealed_workbook_has_a_sealed_archive(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    path = offices.file()
    send(village, path, password="qingshui9")
    archive = path.with_suffix(".zip")
    assert png() not in archive.read_bytes()
    assert archive.read_bytes()[:2] != b"PK"
    refused = [one.refusal.code for one in import_workbooks(town, [path, archive]) if one.refusal]
    assert refused == ["encrypted", "encrypted"]
    refused = [one.refusal.code for one in import_workbooks(town, [archive], password="falsch9") if one.refusal]
    assert refused == ["wrong_password"]
    done = import_workbooks(town, [path, archive], password="qingshui9")
    assert taken(done[1]) == (1, 0, 0)
    assert missing_files(town) == ()
    # Written once more over itself.
    send(village, path, password="qingshui9")


def test_many_files_go_into_several_archives(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "PART_BYTES", 2 * len(png()) + 10)
    attach(village, "issue", issue_id, [photo(tmp_path, f"{number}.png", number) for number in range(5)])
    path = offices.file()
    done = send(village, path)
    assert [one.name for one in done.sent.archives] == [f"{path.stem}{end}.zip" for end in ("", "-2", "-3")]
    outcomes = import_workbooks(town, [*done.sent.archives[::-1], path])
    assert [taken(one)[0] for one in outcomes[:3]] == [1, 2, 2]
    assert missing_files(town) == ()


def test_taking_an_import_back_and_in_again_keeps_the_contents(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    path = offices.file()
    send(village, path)
    outcome = import_workbooks(town, [path, path.with_suffix(".zip")])[0]
    undo_import(town, str(outcome.batch_id))
    assert attachments_of(town, "issue", issue_id) == ()
    assert inspect(town).findings == ()
    import_workbooks(town, [path])
    assert [one.is_here for one in attachments_of(town, "issue", issue_id)] == [True]


# -- the sheet ---------------------------------------------------------------------------------------------------------


def test_people_see_the_files_in_a_sheet_and_may_change_the_note(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)], note="整改前")
    path = offices.file()
    send(village, path)
    book = openpyxl.load_workbook(path)
    sheet = book["附件"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heading = next(number for number, row in enumerate(rows, 1) if ID_HEADING in row)
    columns = {text: place for place, text in enumerate(rows[heading - 1], 1) if text}
    shown = {
        text
        for text, place in columns.items()
        if not sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].hidden
    }
    assert shown == {"序号", "村", "所属类别", "所属记录", "文件名", "大小（字节）", "备注"}
    assert sheet.cell(heading + 1, columns["所属类别"]).value == "问题"
    sheet.cell(heading + 1, columns["备注"]).value = "整改后"
    sheet.cell(heading + 1, columns["文件名"]).value = "别的.png"
    sheet.cell(heading + 1, columns["文件指纹"]).value = "0" * 64
    for text, value in (("文件名", "多的.png"), ("所属记录", "甲"), ("大小（字节）", 5), ("备注", "新行")):
        sheet.cell(heading + 2, columns[text]).value = value
    book.save(path)
    before_files = dump(village)["attachment"]
    outcome = import_workbooks(town, [path])[0]
    (one,) = attachments_of(town, "issue", issue_id)
    assert (one.name, one.note, one.digest) == ("渠道照片.png", "整改后", digest(png()))
    assert sorted((cell.problem.kind, cell.row - heading) for cell in outcome.rejected) == [
        ("not_settable", 1),
        ("not_settable", 1),
        ("record_not_typed", 2),
    ]
    assert len(dump(town)["attachment"]) == len(before_files) == 1


# -- bad archives ------------------------------------------------------------------------------------------------------


@pytest.fixture
def asking(village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path) -> Ledger:
    """A town that misses one file."""
    attach(village, "issue", issue_id, [photo(tmp_path)])
    offices.send(village, town)
    return town


def refused(ledger: Ledger, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    before = dump(ledger)
    outcome = import_workbooks(ledger, [path])[0]
    assert dump(ledger) == before
    assert not files_folder(ledger.path).exists() or not any(files_folder(ledger.path).rglob("*.*"))
    return outcome.refusal.code if outcome.refusal else outcome.status


def archive_of(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_names_in_an_archive_lead_nowhere(asking: Ledger, tmp_path: Path) -> None:
    evil = archive_of(("../../../evil.png", png()), ("/etc/evil.png", b"x"), ("..\\..\\evil.exe", b"MZ"))
    (tmp_path / "a.zip").write_bytes(evil)
    outcome = import_workbooks(asking, [tmp_path / "a.zip"])[0]
    # What is asked for is taken by its content; the names are not used.
    assert taken(outcome) == (1, 0, 2)
    assert not list(tmp_path.rglob("evil*"))


def test_an_altered_file_is_not_taken(asking: Ledger, tmp_path: Path) -> None:
    altered = bytearray(png())
    altered[-1] ^= 1
    (tmp_path / "a.zip").write_bytes(archive_of(("渠道照片.png", bytes(altered))))
    assert taken(import_workbooks(asking, [tmp_path / "a.zip"])[0]) == (0, 0, 1)
    assert len(missing_files(asking)) == 1


def test_a_bomb_is_not_unpacked(asking: Ledger, tmp_path: Path) -> None:
    bomb = archive_of(("渠道照片.png", b"\x00" * (200 * 2**20)))
    assert len(bomb) < 2**20
    # It does not have the size that is asked for.
    assert refused(asking, tmp_path / "a.zip", bomb) == "nothing_new"
    # It says that it has.
    size = struct.pack("<I", 200 * 2**20)
    assert bomb.count(size) >= 2
    lying = bomb.replace(size, struct.pack("<I", len(png())))
    assert refused(asking, tmp_path / "b.zip", lying) in ("damaged", "nothing_new")


def test_endless_entries_are_stopped(asking: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.services.receiving_files._SLACK", 100)
    same_size = [(f"{number}.png", os.urandom(len(png()))) for number in range(50)]
    assert refused(asking, tmp_path / "a.zip", archive_of(*same_size)) == "unpacks_too_large"


def test_what_is_no_archive_of_files_is_said(asking: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = archive_of(("渠道照片.png", png()))
    path = tmp_path / "a.zip"
    assert refused(asking, path, b"") == "empty_file"
    assert refused(asking, path, b"\x00" * 500) == "damaged"
    assert refused(asking, path, b"Rar!\x1a\x07\x01\x00") == "archive_unknown"
    assert refused(asking, path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "archive_unknown"
    assert refused(asking, path, good[: len(good) // 2]) == "damaged"
    assert refused(asking, path, archive_of(("a.png", png()), method=zipfile.ZIP_LZMA)) == "archive_unknown"
    locked = good.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )
    assert refused(asking, path, locked) == "archive_encrypted"
    assert refused(asking, path, archive_of(("表.xlsx", b"PK"))) == "archive_holds_workbook"
    monkeypatch.setattr(unpacking, "MAX_ENTRIES", 3)
    assert refused(asking, path, archive_of(*((f"{n}.png", b"x") for n in range(4)))) == "too_many_files_in_archive"
    monkeypatch.setattr(unpacking, "_MAX_DIRECTORY", 60)
    assert refused(asking, path, archive_of(*((f"{n}.png", b"x") for n in range(3)))) == "damaged"
    monkeypatch.setattr(unpacking, "MAX_BYTES", 100)
    assert refused(asking, path, b"PK" + b"x" * 100) == "too_large"
    (tmp_path / "folder.zip").mkdir()
    outcomes = import_workbooks(asking, [tmp_path / "folder.zip", tmp_path / "none.zip"])
    assert [one.refusal.code for one in outcomes if one.refusal] == ["archive_unknown", "not_found"]


def test_a_workbook_called_zip_is_a_workbook(village: Ledger, town: Ledger, issue_id: str, offices: Offices) -> None:
    path = offices.file()
    export_workbook(village, path)
    renamed = path.rename(path.with_suffix(".zip"))
    assert import_workbooks(town, [renamed])[0].created == 1


def test_another_archive_beside_the_workbook_is_left_alone(
    village: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    path = offices.file()
    other = path.with_suffix(".zip")
    other.write_bytes(archive_of(("年度总结.txt", b"x")))
    before = other.read_bytes()
    with pytest.raises(Refused) as refusal:
        send(village, path)
    assert refusal.value.code == "archive_in_way"
    assert other.read_bytes() == before
    assert not path.exists()
    other.unlink()
    send(village, path)
    send(village, path)
    assert len(names_in(other)) == 1


def test_an_export_that_fails_leaves_no_archive(
    village: Ledger, issue_id: str, offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])

    def full(*arguments: object, **options: object) -> None:
        raise Refused("disk_full")

    monkeypatch.setattr("desktop.services.exporting.compose", full)
    path = offices.file()
    with pytest.raises(Refused):
        send(village, path)
    assert not path.with_suffix(".zip").exists()


def test_stopping_an_import_leaves_the_ledger_as_it_was(
    village: Ledger, town: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path, f"{number}.png", number) for number in range(3)])
    path = offices.file()
    send(village, path)
    before = dump(town)

    def stop_at_the_second_file() -> bool:
        return len([one for one in files_folder(town.path).rglob("*") if one.is_file()]) > 0

    with pytest.raises(Refused) as refusal:
        import_workbooks(town, [path, path.with_suffix(".zip")], cancelled=stop_at_the_second_file)
    assert refusal.value.code == "cancelled"
    assert dump(town) == before
    assert taken(import_workbooks(town, [path, path.with_suffix(".zip")])[1]) == (2, 1, 0)


def test_the_log_is_not_read_through_for_the_files(
    village: Ledger, issue_id: str, offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    asked: list[tuple[str, object]] = []
    execute = village.database.execute_sql

    def listen(statement: str, values: object = None) -> object:
        asked.append((statement, values))
        return execute(statement, values)

    monkeypatch.setattr(village.database, "execute_sql", listen)
    send(village, offices.file())
    monkeypatch.undo()
    of_files = [one for one in asked if "attachment a" in one[0] and "change c" in one[0]]
    assert of_files
    for statement, values in of_files:
        plan = [str(row[3]) for row in execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        assert any(step.startswith("SEARCH c ") for step in plan), plan
