"""Annotated copies of exchange workbooks: they say what is wrong, and come in again as the original did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.domain.errors import Problem, Refused
from desktop.services import importing
from desktop.services.annotating import annotate_copy
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.outcomes import FileOutcome, RejectedCell
from desktop.services.recording import record
from desktop.wording import problem_sentence
from tests.cli.conftest import Office
from tests.offices import Offices, dump, issue, visit

REJECTED = [
    RejectedCell("走访记录", 4, 3, "走访日期", Problem("bad_date", "visited_on", "13月")),
    RejectedCell("走访记录", 5, 0, "", Problem("unknown_fault", "")),
]


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    made = Offices(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sent(offices: Offices) -> Path:
    """A village's workbook."""
    village = offices.village()
    record(village, "visit", [visit(), visit(subject_name="赵小溪")])
    record(village, "issue", [issue()])
    path = offices.file()
    export_workbook(village, path)
    return path


def test_an_annotated_copy_comes_in_as_the_original_does(offices: Offices, sent: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    first, second = offices.town(), offices.town()
    outcome = import_workbooks(first, [sent])[0]
    outcome.rejected = REJECTED
    annotate_copy(sent, copy, outcome, problem_sentence)
    sheet = load_workbook(copy)["走访记录"]
    said = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert list(said.values()) == ["日期不对：可以写 2026-03-05、2026.3.5、3月5日。", "这一项不能这样填写。"]
    again = import_workbooks(second, [copy])[0]
    assert (again.status, again.created, again.edited_by_hand) == ("imported", 3, 0)
    assert dump(first)["visit"] == dump(second)["visit"]
    assert import_workbooks(first, [copy])[0].status == "nothing_new"


def test_cells_typed_wrongly_are_marked_where_they_stand(offices: Offices, sent: Path, tmp_path: Path) -> None:
    book = load_workbook(sent)
    sheet = book["走访记录"]
    headings = {cell.value: cell.column for row in sheet.iter_rows(max_row=3) for cell in row}
    sheet.cell(4, headings["走访日期"]).value = "13月40日"
    sheet.cell(5, headings["走访方式"]).value = "托梦"
    book.save(sent)
    town = Office(offices.town().path)
    copy = tmp_path / "back.xlsx"
    answer = town.json("import", str(sent), "--annotate", str(copy))
    assert answer["files"][0]["annotated"] == str(copy)
    assert len(answer["files"][0]["rejected_rows"]) == 2
    marked = load_workbook(copy)["走访记录"]
    said = {(cell.row, cell.column): cell.comment.text for row in marked.iter_rows() for cell in row if cell.comment}
    assert said.keys() == {(4, headings["走访日期"]), (5, headings["走访方式"])}
    assert "日期不对" in said[4, headings["走访日期"]]
    assert "没有这个选项" in said[5, headings["走访方式"]]
    again = town.json("import", str(copy))
    assert again["files"][0]["rejected_rows"] == answer["files"][0]["rejected_rows"]


def test_a_sealed_workbook_gives_a_sealed_copy(offices: Offices, tmp_path: Path) -> None:
    village, town = offices.village(), offices.town()
    record(village, "visit", [visit()])
    path, copy = offices.file(), tmp_path / "copy.xlsx"
    export_workbook(village, path, password="秘密1234")
    outcome = import_workbooks(town, [path], password="秘密1234")[0]
    outcome.rejected = REJECTED[:1]
    annotate_copy(path, copy, outcome, problem_sentence, password="秘密1234")
    refusal = import_workbooks(town, [copy])[0].refusal
    assert refusal is not None
    assert refusal.code == "encrypted"
    assert import_workbooks(town, [copy], password="秘密1234")[0].status == "nothing_new"


def test_a_file_that_is_no_longer_the_one_read_is_refused(offices: Offices, sent: Path, tmp_path: Path) -> None:
    outcome = import_workbooks(offices.town(), [sent])[0]
    outcome.rejected, outcome.digest = REJECTED, "0" * 64
    with pytest.raises(Refused, match="copy_outdated"):
        annotate_copy(sent, tmp_path / "copy.xlsx", outcome, problem_sentence)
    with pytest.raises(Refused, match="target_is_source"):
        annotate_copy(sent, sent, outcome, problem_sentence)
    sent.unlink()
    with pytest.raises(Refused, match="not_found"):
        annotate_copy(sent, tmp_path / "copy.xlsx", outcome, problem_sentence)
    assert not (tmp_path / "copy.xlsx").exists()


@pytest.fixture
def rejecting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every import finds the same two faults."""
    original = importing.import_workbooks

    def import_and_reject(*arguments: object, **options: object) -> list[FileOutcome]:
        outcomes = original(*arguments, **options)  # type: ignore[arg-type]
        for outcome in outcomes:
            outcome.rejected = list(REJECTED)
        return outcomes

    monkeypatch.setattr(importing, "import_workbooks", import_and_reject)


@pytest.mark.usefixtures("rejecting")
def test_the_command_writes_copies_beside_its_answer(offices: Offices, sent: Path, tmp_path: Path) -> None:
    town = Office(offices.town().path)
    folder = tmp_path / "back"
    folder.mkdir()
    for name in (f"{sent.stem}-标注.xlsx", f"{sent.stem}-标注(2).xlsx"):
        answer = town.json("import", str(sent), "--annotate", str(folder))
        assert answer["files"][0]["annotated"] == str(folder / name)
        assert (folder / name).exists()
    said = town("import", str(sent), "--annotate", str(tmp_path / "one.xlsx"))
    assert said.code == 0
    assert f"已写好标注的副本：{tmp_path / 'one.xlsx'}" in said.out
    assert town("import", str(sent), str(sent), "--annotate", str(tmp_path / "one.xlsx")).code == 2


@pytest.mark.usefixtures("rejecting")
def test_a_copy_that_cannot_be_written_does_not_hide_what_was_imported(offices: Offices, sent: Path) -> None:
    town = Office(offices.town().path)
    answer = town("import", str(sent), "--annotate", str(sent.parent / "none"), "--json")
    assert answer.code == 1
    document = answer.json["files"][0]
    assert (document["status"], document["annotated"], document["error"]) == ("imported", None, "folder_missing")
