"""公示: nothing personal leaves the office, and nothing posted comes back in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.fields import FieldKind, Personal, RecordKind, SetBy
from desktop.domain.kinds import ISSUE, KINDS, VISIT
from desktop.exchange.parsing import parse_workbook
from desktop.exchange.tables import read_tables
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.publishing import POSTED, doubtful_texts, public_values, publish_workbook
from desktop.services.recording import record, withdraw
from tests.offices import EAST, Offices, assignment, id_number, issue, visit

ID = id_number()
PERSONAL = {
    "subject_name": "郑石头",
    "phone": "13912340077、0511-87230099",
    "id_number": ID,
    "household_tags": ["低保户", "残疾人户"],
    "situation": "户主患尿毒症三年",
}
IN_TEXT = f"郑石头（{ID}，13912340077）卡号6222021234567890123要求修渠，柳二妹代述"


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    made = Offices(tmp_path)
    yield made
    made.close()


@pytest.fixture
def village(offices: Offices) -> Ledger:
    """A village with something personal in every personal field, and in free texts."""
    ledger = offices.village()
    record(
        ledger,
        "visit",
        [
            visit(
                **PERSONAL,
                household_no="HNO-7781",
                purpose="key_household",
                demand=IN_TEXT,
                suggestion=IN_TEXT,
                note=IN_TEXT,
                category="水利",
                group_name="3组",
            )
        ],
    )
    saved = record(
        ledger,
        "issue",
        [
            issue(
                reporter_name="柳二妹",
                reporter_phone="13912340088",
                description=IN_TEXT,
                location="郑石头家门口",
                progress=IN_TEXT,
                target=IN_TEXT,
                evidence=["郑石头照片.jpg"],
                note=IN_TEXT,
            )
        ],
    )
    record_event(ledger, saved.ids[0], "assign", assignment(measures=IN_TEXT))
    return ledger


def package_text(path: Path) -> str:
    """Every part of the package, one after the other."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(f"{name}\n{archive.read(name).decode('utf-8')}" for name in archive.namelist())


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path)[sheet].iter_rows()]


def test_nothing_personal_is_anywhere_in_the_package(village: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "公示.xlsx"
    assert publish_workbook(village, path).records == {"visit": 1, "issue": 1}
    text = package_text(path)
    for secret in (
        *("郑石头", "柳二妹", "石头", "二妹"),
        *("13912340077", "13912340088", "87230099", ID, ID[:6], ID[-4:], "6222021234567890123"),
        *("重点户", "低保", "残疾", "尿毒症", "HNO-7781", ".jpg"),
        *(village.node_uid, village.actor, EAST),
    ):
        assert secret not in text, secret
    assert "郑**（***，139****0077）卡号***要求修渠，柳**代述" in text
    assert "钱小河" in text  # who visited did so in office


def test_the_workbook_is_what_people_see_and_no_more(village: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "公示.xlsx"
    publish_workbook(village, path)
    book = load_workbook(path)
    assert book.sheetnames == ["说明", "走访记录", "问题清单", "统计"]
    assert all(sheet.sheet_state == "visible" for sheet in book)
    assert not any(dimension.hidden for sheet in book for dimension in sheet.column_dimensions.values())
    text = package_text(path)
    assert "dc:creator" not in text
    assert "lastModifiedBy" not in text
    assert [(one.name, one.value) for one in book.custom_doc_props.props] == [("zoufang-public", "1")]
    ids = village.database.execute_sql("SELECT id FROM visit UNION SELECT id FROM issue").fetchall()
    assert not any(record_id in text for (record_id,) in ids)
    assert not re.search("[0-9a-f]{12}", text)


@pytest.mark.parametrize("kind", [VISIT, ISSUE], ids=lambda kind: kind.name)
def test_no_personal_field_is_posted_whole(kind: Any) -> None:
    for field in kind.fields:
        if field.personal is None or field.name not in POSTED[kind.name]:
            continue
        assert field.personal in (Personal.NAME, Personal.ADDRESS)
    every = {field.name: f"秘密{field.name}" for field in kind.fields if field.personal}
    assert not [value for value in public_values(kind, every).values() if str(value) in every.values()]


def test_figures_and_lists_follow_the_period(village: Ledger, tmp_path: Path) -> None:
    record(village, "visit", [visit(visited_on="2024-05-01")])
    path = tmp_path / "a.xlsx"
    done = publish_workbook(village, path, since=date(2024, 3, 6), until=date(2024, 4, 30))
    assert done.records == {"visit": 0, "issue": 1}
    figures = cells(path, "统计")
    assert figures[1:] == [
        ["村", "走访次数", "问题", "已销号", "办理中"],
        ["东沟村", 0, 1, 0, 1],
        ["合计", 0, 1, 0, 1],
    ]
    assert publish_workbook(village, path, since=date(2024, 5, 1)).records == {"visit": 1, "issue": 0}


def test_withdrawn_void_and_unfinished_records_are_not_posted(village: Ledger, tmp_path: Path) -> None:
    wanted = [issue(description=text) for text in ("村口路灯", "撤回的", "作废的", "没交办的")]
    kept, gone, void, _ = record(village, "issue", wanted).ids
    record_event(village, kept, "assign", assignment())
    withdraw(village, "issue", gone, "录错")
    record_event(village, void, "void", {"reason": "重复"})
    path = tmp_path / "a.xlsx"
    publish_workbook(village, path, kinds=["issue"])
    text = package_text(path)
    assert "村口路灯" in text
    assert not [words for words in ("撤回的", "作废的", "没交办的") if words in text]


def test_a_town_posts_its_villages_but_nothing_of_its_own_registers(offices: Offices, tmp_path: Path) -> None:
    town, east = offices.town(), offices.village()
    record(east, "visit", [visit()])
    offices.send(east, town)
    path = tmp_path / "a.xlsx"
    assert publish_workbook(town, path).records["visit"] == 1
    assert ["东沟村", 1, 0, 0, 0] in cells(path, "统计")


def test_what_is_posted_is_never_imported(village: Ledger, offices: Offices, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    publish_workbook(village, path)
    for read in (parse_workbook, read_tables):
        with pytest.raises(Refused, match="public_workbook"):
            read(path)
    outcome = import_workbooks(offices.town(), [path])[0]
    assert outcome.refusal is not None
    assert outcome.refusal.code == "public_workbook"


def test_registers_are_not_posted(village: Ledger, tmp_path: Path) -> None:
    for kind in KINDS.keys() - POSTED.keys():
        with pytest.raises(Refused, match="unknown_kind"):
            publish_workbook(village, tmp_path / "a.xlsx", kinds=[kind])
    assert not (tmp_path / "a.xlsx").exists()


def test_the_ledger_itself_is_no_target(village: Ledger) -> None:
    with pytest.raises(Refused, match="target_is_ledger"):
        publish_workbook(village, village.path)


ODD = "138.1234.5678"
UNKNOWN = "司马相如"
"""A name that no register has: no mask can know it."""


def planted(kind: RecordKind) -> dict[str, Any]:
    """Numbers and names in every field of a kind into which a person could type them."""
    numbers = f"{ID}，{PERSONAL['phone'][:11]}，{ODD}，{UNKNOWN}"
    values: dict[str, Any] = {}
    for field in kind.fields:
        if field.set_by is not SetBy.PERSON or field.name in ("id", "unit_code", "village_name", "visit_id"):
            continue
        # Officials stand by their names for what they do in office.
        text = numbers if field.name in ("owner", "lead_unit", "visitors") else f"郑石头{numbers}"
        if field.kind is FieldKind.LIST:
            values[field.name] = [text]
        elif field.kind is FieldKind.LONG_TEXT or (field.kind is FieldKind.TEXT and field.length_limit > len(text)):
            values[field.name] = text
    return values


def test_planted_in_every_field_it_is_masked_or_warned_about(offices: Offices, tmp_path: Path) -> None:
    ledger = offices.village()
    record(ledger, "household", [{"household_no": "1", "head_name": "郑石头"}])
    typed = {"visitors": ["钱小河"], "household_no": "HNO-1"}
    record(ledger, "visit", [visit(**{**planted(VISIT), **typed, "phone": PERSONAL["phone"], "id_number": ID})])
    known = {"reporter_name": "郑石头", "reporter_phone": PERSONAL["phone"]}
    made = record(ledger, "issue", [issue(**{**planted(ISSUE), **known})]).ids[0]
    words = {name: planted(ISSUE)[name] for name in ("measures", "leader", "lead_unit", "owner")}
    record_event(ledger, made, "assign", assignment(**words))
    path = tmp_path / "公示.xlsx"
    found = doubtful_texts(ledger)
    publish_workbook(ledger, path)
    text = package_text(path)
    for secret in (ID, ID[6:14], PERSONAL["phone"][:11], "郑石头", "HNO-1"):
        assert secret not in text, secret
    # What the mask does not know is posted, and each place was warned about before.
    assert text.count(ODD) == len(found) > 0
    assert {one.text for one in found} == {ODD}
    assert {(one.kind, one.field) for one in found} >= {("visit", "demand"), ("issue", "description")}
    # Of names that nobody has registered no program can know.
    assert UNKNOWN in text


def test_a_clean_ledger_has_nothing_to_warn_about(offices: Offices) -> None:
    ledger = offices.village()
    record(ledger, "visit", [visit(demand=f"郑石头，{ID}，13912340077，2026年3月5日要求修渠，补贴1500000元")])
    assert doubtful_texts(ledger) == []
    with pytest.raises(Refused, match="cancelled"):
        doubtful_texts(ledger, cancelled=lambda: True)
