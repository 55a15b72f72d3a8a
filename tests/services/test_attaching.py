"""Files of visits and issues: taken in whole, named once, handed out unaltered."""

from __future__ import annotations

import errno
import io
import os
import shutil
from pathlib import Path

import pytest

from desktop.data import file_store
from desktop.data.file_store import FileStore, files_folder
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.media import MOST_BYTES, safe_name
from desktop.services import attaching, undoing
from desktop.services.attaching import attach, attachment, attachments_of, copy_out, detach, missing_files
from desktop.services.backing import back_up
from desktop.services.finding import get_record, history
from desktop.services.handling import record_event
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record, revise, withdraw
from tests.attached_files import digest, pdf, photo, png
from tests.offices import EAST, Offices, assignment, dump, issue, values_of, visit

CLOSING = {"progress": "换好了", "completion_kind": "substantive", "satisfaction": "satisfied"}


@pytest.fixture
def village(offices: Offices) -> Ledger:
    return offices.village()


@pytest.fixture
def issue_id(village: Ledger) -> str:
    return record(village, "issue", [issue()]).ids[0]


def refusal(ledger: Ledger, owner: tuple[str, str], paths: list[Path]) -> str:
    before = dump(ledger)
    with pytest.raises(Refused) as refused:
        attach(ledger, *owner, paths)
    assert dump(ledger) == before
    return refused.value.code


def contents(ledger: Ledger) -> set[str]:
    """The names of all files in the store."""
    return {path.name for path in files_folder(ledger.path).rglob("*") if path.is_file()}


def test_a_file_is_copied_beside_the_ledger_and_named(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    saved = attach(village, "issue", issue_id, [photo(tmp_path)], note="整改前")
    (one,) = attachments_of(village, "issue", issue_id)
    assert (one.id,) == saved.ids
    assert (one.name, one.size, one.media_type, one.digest) == ("渠道照片.png", len(png()), "image/png", digest(png()))
    assert (one.record_kind, one.record_id, one.note, one.is_here) == ("issue", issue_id, "整改前", True)
    assert one.record_title == f"{get_record(village, 'issue', issue_id).values['code']} 村口路灯不亮"
    folder = village.path.with_name(f"{village.path.stem}.files")
    assert (folder / one.digest[:2] / one.digest).read_bytes() == png()
    assert inspect(village).findings == ()


def test_it_travels_in_the_scope_of_its_owner(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    saved = attach(village, "issue", issue_id, [photo(tmp_path)])
    assert (
        values_of(village, "attachment", saved.ids[0])["scope_id"] == values_of(village, "issue", issue_id)["scope_id"]
    )


def test_the_same_content_lies_there_once(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    visit_id = record(village, "visit", [visit()]).ids[0]
    first = attach(village, "issue", issue_id, [photo(tmp_path, "a.png")])
    attach(village, "visit", visit_id, [photo(tmp_path, "b.png")])
    again = attach(village, "issue", issue_id, [photo(tmp_path, "c.png")])
    assert (again.ids, again.is_changed, again.step_id) == (first.ids, False, None)
    assert [one.name for one in attachments_of(village, "visit", visit_id)] == ["b.png"]
    assert contents(village) == {digest(png())}


def test_two_files_of_one_name_are_told_apart(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    attach(village, "issue", issue_id, [photo(tmp_path, "a.png"), photo(tmp_path / "b", "A.png", 9)])
    assert [one.name for one in attachments_of(village, "issue", issue_id)] == ["a.png", "A(2).png"]


def test_one_step_takes_all_of_them_back_and_does_it_again(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path, "a.png"), photo(tmp_path, "b.png", 5)])
    undoing.undo(village)
    assert attachments_of(village, "issue", issue_id) == ()
    assert inspect(village).findings == ()
    undoing.redo(village)
    assert [(one.name, one.is_here) for one in attachments_of(village, "issue", issue_id)] == [
        ("a.png", True),
        ("b.png", True),
    ]


def test_a_file_taken_back_leaves_the_list_and_stays_in_the_history(
    village: Ledger, issue_id: str, tmp_path: Path
) -> None:
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    detach(village, file_id, "拍错了地方")
    assert attachments_of(village, "issue", issue_id) == ()
    assert attachment(village, file_id).is_withdrawn
    assert [one.reason for one in history(village, file_id)] == ["", "拍错了地方"]
    assert contents(village) == {digest(png())}
    attach(village, "issue", issue_id, [photo(tmp_path)])
    assert len(attachments_of(village, "issue", issue_id)) == 1


def test_detaching_asks_for_a_reason(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    with pytest.raises(Refused) as refused:
        detach(village, file_id, " ")
    assert refused.value.code == "invalid"


# -- what is turned away -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ\x90", "file_kind_refused"),
        ("a.js", b"alert(1)", "file_kind_refused"),
        ("a.jpg.bat", b"echo", "file_kind_refused"),
        ("a.docm", b"PK\x03\x04", "file_kind_refused"),
        ("a", b"x", "file_kind_refused"),
        (".png", png(), "file_kind_refused"),
        ("a.png", b"MZ\x90\x00", "file_kind_wrong"),
        ("a.doc", b"MZ\x90\x00", "file_kind_wrong"),
        ("a.txt", b"#!/bin/sh\n", "file_kind_wrong"),
        ("a.pdf", b"no pdf", "file_kind_wrong"),
        ("a.jpg", b"<html>", "file_kind_wrong"),
        ("a.png", b"", "empty_file"),
    ],
)
def test_what_is_no_document_is_refused(
    village: Ledger, issue_id: str, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    good = photo(tmp_path, "good.png", 7)
    assert refusal(village, ("issue", issue_id), [good, path]) == code
    # Looked at before any is copied.
    assert contents(village) == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.JPG", b"\xff\xd8\xff\xe0"),
        ("chat.jpg", png()),
        ("a.heic", b"\x00\x00\x00\x18ftypheic"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("a.bmp", b"BM\x00"),
        ("a.tif", b"II*\x00"),
        ("a.pdf", b"\xef\xbb\xbf%PDF-1.7"),
        ("验收单.docx", b"PK\x03\x04"),
        ("验收单.wps", b"\xd0\xcf\x11\xe0"),
        ("a.txt", "证明".encode("gb18030")),
    ],
)
def test_what_offices_have_is_accepted(
    village: Ledger, issue_id: str, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    attach(village, "issue", issue_id, [tmp_path / name])
    assert [one.name for one in attachments_of(village, "issue", issue_id)] == [name]


def test_what_is_not_there_or_no_file_is_refused(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    owner = ("issue", issue_id)
    (tmp_path / "folder.png").mkdir()
    assert refusal(village, owner, [tmp_path / "none.png"]) == "not_found"
    assert refusal(village, owner, [tmp_path / "nul\0.png"]) == "not_found"
    assert refusal(village, owner, [tmp_path / ("长" * 300 + ".png")]) == "not_found"
    assert refusal(village, owner, [tmp_path / "folder.png"]) == "file_is_folder"
    assert refusal(village, owner, []) == "no_files"
    assert refusal(village, ("household", issue_id), [photo(tmp_path)]) == "no_owner"
    assert refusal(village, ("visit", issue_id), [photo(tmp_path)]) == "not_found"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_pipe_is_not_waited_for(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert refusal(village, ("issue", issue_id), [tmp_path / "a.png"]) == "file_kind_refused"


def test_a_file_over_the_limit_is_refused(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    path = photo(tmp_path)
    with path.open("ab") as file:
        file.truncate(MOST_BYTES + 1)
    assert refusal(village, ("issue", issue_id), [path]) == "file_too_large"
    with path.open("ab") as file:
        file.truncate(MOST_BYTES)
    attach(village, "issue", issue_id, [path])


def test_a_withdrawn_record_takes_no_file(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    withdraw(village, "issue", issue_id, "登错了")
    assert refusal(village, ("issue", issue_id), [photo(tmp_path, "b.png", 3)]) == "is_withdrawn"
    # What it had can still be looked at.
    assert copy_out(village, file_id, tmp_path).read_bytes() == png()


def test_a_full_disk_leaves_nothing_half(
    village: Ledger, issue_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(file_store.os, "fsync", full)
    assert refusal(village, ("issue", issue_id), [photo(tmp_path)]) == "disk_full"
    assert contents(village) == set()


def test_an_attachment_is_not_typed(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        record(village, "attachment", [{"name": "a.png", "digest": "0" * 64}])
    assert refused.value.code == "kind_not_typed"
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    with pytest.raises(Refused) as refused:
        revise(village, "attachment", file_id, {"digest": "0" * 64})
    assert [problem.kind for problem in refused.value.problems] == ["not_settable"]
    revise(village, "attachment", file_id, {"note": "整改后"})
    assert attachment(village, file_id).note == "整改后"


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("渠道 照片.jpg", "渠道 照片.jpg"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.jpg", "a.jpg"),
        ("a\tb\nc.jpg", "a b c.jpg"),
        ("a\x07b.jpg", "a_b.jpg"),
        ("photo\u202egpj.exe", "photo_gpj.exe"),
        ("CON.txt", "_CON.txt"),
        ("com1.jpg", "_com1.jpg"),
        ("a<b>:c?.jpg", "a_b__c_.jpg"),
        ("...", "附件"),
        ("", "附件"),
        ("a.jpg. ", "a.jpg"),
        ("𠮷家.jpg", "𠮷家.jpg"),
        ("长" * 300 + ".jpg", "长" * 58 + ".jpg"),
        ("half\ud800.jpg", "half_.jpg"),
    ],
)
def test_names_are_made_safe_and_stay_readable(given: str, safe: str) -> None:
    assert safe_name(given) == safe
    assert safe_name(safe) == safe
    assert len(safe.encode()) <= 181


# -- handing out -------------------------------------------------------------------------------------------------------


def test_copies_bear_the_name_and_do_not_replace_each_other(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    out = tmp_path / "out"
    out.mkdir()
    assert [copy_out(village, file_id, out).name for _ in range(2)] == ["渠道照片.png", "渠道照片(2).png"]
    assert {path.read_bytes() for path in out.iterdir()} == {png()}


def test_an_altered_content_is_not_handed_out(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    path = files_folder(village.path) / digest(png())[:2] / digest(png())
    path.write_bytes(png(200))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Refused) as refused:
        copy_out(village, file_id, out)
    assert refused.value.code == "content_altered"
    assert list(out.iterdir()) == []
    found = inspect(village)
    assert [(one.code, one.params["file"]) for one in found.findings] == [("content_altered", "渠道照片.png")]
    assert not found.is_sound
    # The same file attached again is what it was.
    attach(village, "issue", issue_id, [photo(tmp_path)])
    assert inspect(village).findings == ()


def test_a_ledger_without_its_files_says_so_and_is_sound(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    files_folder(village.path).rename(tmp_path / "elsewhere")
    assert [one.name for one in missing_files(village)] == ["渠道照片.png"]
    with pytest.raises(Refused) as refused:
        copy_out(village, file_id, tmp_path)
    assert refused.value.code == "content_missing"
    found = inspect(village)
    assert found.is_sound
    assert [(one.code, one.params) for one in found.findings] == [
        ("content_missing", {"count": 1, "files": ["渠道照片.png"]})
    ]


def test_what_was_left_unfinished_is_no_content_and_goes_away(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    incoming = files_folder(village.path) / "incoming"
    incoming.mkdir(parents=True)
    old, young = incoming / "old.part", incoming / "young.part"
    for path in (old, young):
        path.write_bytes(png())
    os.utime(old, (0, 0))
    attach(village, "issue", issue_id, [photo(tmp_path)])
    assert contents(village) == {digest(png()), "young.part"}


@pytest.mark.parametrize("digest_given", ["../../x", "", "A" * 64, "0" * 63, "/etc/passwd", None])
def test_no_content_is_looked_for_outside_the_store(tmp_path: Path, digest_given: str | None) -> None:
    store = FileStore(tmp_path / "a.files")
    assert not store.has(digest_given)
    assert not store.is_sound(digest_given)
    with pytest.raises(Refused) as refused:
        store.copy_to(digest_given, "a.png", io.BytesIO())
    assert refused.value.code == "content_missing"


# -- evidence ----------------------------------------------------------------------------------------------------------


def working(ledger: Ledger) -> str:
    issue_id = record(ledger, "issue", [issue()]).ids[0]
    record_event(ledger, issue_id, "assign", assignment())
    record_event(ledger, issue_id, "accept", {})
    return issue_id


def closing() -> dict[str, object]:
    return {**CLOSING, "completed_on": "2024-03-20"}


def test_a_step_takes_its_files_along_in_one_step_of_undo(village: Ledger, tmp_path: Path) -> None:
    issue_id = working(village)
    given = {**closing(), "evidence": ["验收单（纸质）"]}
    record_event(village, issue_id, "apply_to_close", given, files=[photo(tmp_path, "改后、东侧.png")])
    values = get_record(village, "issue", issue_id).values
    assert values["status"] == "to_check"
    assert values["evidence"] == ["验收单（纸质）", "改后 东侧.png"]
    assert [one.name for one in attachments_of(village, "issue", issue_id)] == ["改后、东侧.png"]
    undoing.undo(village)
    assert get_record(village, "issue", issue_id).values["status"] == "working"
    assert attachments_of(village, "issue", issue_id) == ()
    undoing.redo(village)
    assert get_record(village, "issue", issue_id).values["evidence"] == ["验收单（纸质）", "改后 东侧.png"]
    assert len(attachments_of(village, "issue", issue_id)) == 1
    assert inspect(village).findings == ()


def test_what_lies_with_the_issue_is_its_evidence(village: Ledger, tmp_path: Path) -> None:
    issue_id = working(village)
    with pytest.raises(Refused) as refused:
        record_event(village, issue_id, "apply_to_close", closing())
    assert [problem.field for problem in refused.value.problems] == ["evidence"]
    attach(village, "issue", issue_id, [photo(tmp_path, "改后.png")])
    record_event(village, issue_id, "apply_to_close", closing())
    assert get_record(village, "issue", issue_id).values["evidence"] == ["改后.png"]


def test_a_new_photo_joins_what_was_shown_before(village: Ledger, tmp_path: Path) -> None:
    issue_id = working(village)
    attach(village, "issue", issue_id, [photo(tmp_path, "改后.png")])
    record_event(village, issue_id, "apply_to_close", closing())
    record_event(village, issue_id, "fail_check", {"checker": "郑查", "check_opinion": "还是不亮"})
    attach(village, "issue", issue_id, [photo(tmp_path, "再改后.png", 8)])
    record_event(village, issue_id, "apply_to_close", closing())
    assert get_record(village, "issue", issue_id).values["evidence"] == ["改后.png", "再改后.png"]


def test_a_reopened_issue_needs_new_evidence(offices: Offices, tmp_path: Path) -> None:
    town = offices.town()
    issue_id = record(town, "issue", [issue(village_name="东沟村", unit_code=EAST)]).ids[0]
    record_event(town, issue_id, "assign", assignment())
    record_event(town, issue_id, "accept", {})
    attach(town, "issue", issue_id, [photo(tmp_path, "改后.png")])
    record_event(town, issue_id, "apply_to_close", closing())
    record_event(town, issue_id, "pass_check", {"checker": "郑查", "check_opinion": "亮了"})
    record_event(town, issue_id, "approve", {"closed_on": "2024-04-01"})
    reopening = {"due_on": "2024-06-01", "reopen_cause": "relapse", "reason": "又不亮了"}
    record_event(town, issue_id, "reopen", reopening)
    assert "evidence" not in get_record(town, "issue", issue_id).values
    with pytest.raises(Refused) as refused:
        record_event(town, issue_id, "apply_to_close", closing())
    assert [problem.field for problem in refused.value.problems] == ["evidence"]
    attach(town, "issue", issue_id, [photo(tmp_path, "再改后.png", 8)])
    record_event(town, issue_id, "apply_to_close", closing())
    assert get_record(town, "issue", issue_id).values["evidence"] == ["再改后.png"]


def test_a_step_that_is_refused_attaches_nothing(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    before = dump(village)
    with pytest.raises(Refused) as refused:
        record_event(village, issue_id, "apply_to_close", closing(), files=[photo(tmp_path)])
    assert refused.value.code == "event_impossible"
    assert dump(village) == before
    assert contents(village) == set()


def test_a_file_of_another_step_is_attached_and_no_evidence(village: Ledger, tmp_path: Path) -> None:
    issue_id = working(village)
    (tmp_path / "会议记录.pdf").write_bytes(pdf())
    record_event(village, issue_id, "report_progress", {"progress": "已下单"}, files=[tmp_path / "会议记录.pdf"])
    assert "evidence" not in get_record(village, "issue", issue_id).values
    assert attaching.evidence_names(attachments_of(village, "issue", issue_id)) == ["会议记录.pdf"]


# -- copies and programs of other ages ---------------------------------------------------------------------------------


def test_a_backup_takes_the_files_along_each_once(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    folder = tmp_path / "U盘"
    first = back_up(village, folder)
    attach(village, "issue", issue_id, [photo(tmp_path, "b.png", 3)])
    back_up(village, folder)
    kept = folder / f"{village.path.stem}.files"
    assert {path.name for path in kept.rglob("*") if path.is_file()} == {digest(png()), digest(png(3))}
    # Put back under its own name, the ledger finds them beside it.
    place = tmp_path / "new computer"
    shutil.copytree(kept, place / kept.name)
    shutil.copy(first, place / village.path.name)
    restored = open_ledger(place / village.path.name)
    assert missing_files(restored) == ()
    assert inspect(restored).findings == ()
    restored.close()


def test_an_altered_file_is_not_handed_to_the_backup(village: Ledger, issue_id: str, tmp_path: Path) -> None:
    attach(village, "issue", issue_id, [photo(tmp_path)])
    (files_folder(village.path) / digest(png())[:2] / digest(png())).write_bytes(png(8))
    back_up(village, tmp_path / "U盘")
    kept = tmp_path / "U盘" / f"{village.path.stem}.files"
    assert not [path for path in kept.rglob("*") if path.is_file()]


def test_what_a_newer_program_had_sent_is_there_after_the_update(
    village: Ledger, issue_id: str, offices: Offices, tmp_path: Path
) -> None:
    """A program that knows no attachments keeps their changes in the log, and what it does not know of an issue."""
    (file_id,) = attach(village, "issue", issue_id, [photo(tmp_path)]).ids
    revise(village, "issue", issue_id, {"urgency": "urgent"})
    execute = village.database.execute_sql
    execute("DELETE FROM attachment")
    execute("INSERT INTO attachment_text (attachment_text) VALUES ('delete-all')")
    execute("""UPDATE issue SET urgency = NULL, extra = '{"urgency":"urgent"}'""")
    execute("UPDATE meta SET value = '0004_lifecycle' WHERE key = 'understood'")
    village.close()
    updated = open_ledger(village.path)
    offices.opened.append(updated)
    assert [one.id for one in attachments_of(updated, "issue", issue_id)] == [file_id]
    assert values_of(updated, "issue", issue_id)["urgency"] == "urgent"
    assert values_of(updated, "issue", issue_id)["extra"] is None
    assert inspect(updated).findings == ()
