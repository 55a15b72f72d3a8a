"""A village's roster of 户籍人口 as such ledgers come, and the floor of taking it in. Everybody in it is invented."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from sqlcipher3 import dbapi2

from tests.benchmarks.town_merge import remove_database
from tests.benchmarks.village_ledger import VILLAGE
from tests.offices import id_number

HEADINGS = {
    "序号": "",
    "村民小组": "",
    "户编号": "household_no",
    "户主姓名": "",
    "门牌号": "",
    "姓名": "name",
    "性别": "sex",
    "身份证号码": "id_number",
    "出生日期": "birth_date",
    "与户主关系": "relation",
    "民族": "ethnicity",
    "政治面貌": "politics",
    "文化程度": "education",
    "婚姻状况": "marriage",
    "联系手机": "phone",
    "是否常住": "resident",
    "外出原因": "away_reason",
    "备注": "note",
}
"""The roster's columns, and the field of a person each becomes."""

_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "山水田石林花月云春秋平安福康顺和明亮清远"
_RELATIONS = ("户主", "配偶", "子", "女")
_FIRST_DAY, _DAYS = date(1940, 1, 1), 30_000
_SEED = 20240301
_REGION = "329981"


def roster_rows(count: int) -> Iterator[list[Any]]:
    """Rows below the headings: four people a household, ID numbers that hold and are each somebody else's."""
    chance = random.Random(_SEED)
    group, head, door, number = "", "", "", ""
    for place in range(count):
        relation = _RELATIONS[place % len(_RELATIONS)]
        name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
        if relation == "户主":
            household = place // len(_RELATIONS) + 1
            group, head, door, number = f"{household % 12 + 1}组", name, f"柳桥{household}号", f"{household:06d}"
        is_man = relation in ("户主", "子")
        born = _FIRST_DAY + timedelta(days=place % _DAYS)
        sequence = 2 * (place // _DAYS) + is_man
        is_away = chance.random() < 0.2
        yield [
            place + 1,
            group,
            number,
            head,
            door,
            name,
            "男" if is_man else "女",
            id_number(f"{_REGION}{born:%Y%m%d}{sequence:03d}"),
            f"{born.year}.{born.month}.{born.day}",
            relation,
            "汉族",
            chance.choice(("群众", "群众", "中共党员", "共青团员")),
            chance.choice(("小学", "初中", "高中", "大专")),
            chance.choice(("已婚", "已婚", "未婚", "丧偶")),
            f"139{chance.randrange(10**8):08d}" if chance.random() < 0.6 else None,
            "否" if is_away else "是",
            "务工" if is_away else None,
            "待核" if chance.random() < 0.05 else None,
        ]


def people(count: int) -> list[dict[str, Any]]:
    """The same rows as they are entered."""
    names = list(HEADINGS.values())
    return [
        {name: cell for name, cell in zip(names, row, strict=True) if name and cell is not None}
        for row in roster_rows(count)
    ]


def roster_workbook(path: Path, count: int) -> Path:
    """The roster as a workbook with a title above its headings."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append([f"{VILLAGE[1]}户籍人口花名册（2024年）"])
    sheet.append(list(HEADINGS))
    for row in roster_rows(count):
        sheet.append(row)
    book.save(path)
    return path


def read_at_the_floor(workbook: Path) -> list[list[Any]]:
    """The cells below the headings, by calamine."""
    return CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()[2:]


def put_at_the_floor(rows: list[list[Any]], database: Path) -> None:
    """Rows into a table with an id for each, and the indexes a register needs to find people and households by.

    Nothing is checked; there is no history and no undo.
    """
    remove_database(database)
    connection = dbapi2.connect(str(database), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN")
    columns = [name or f"column_{place}" for place, name in enumerate(HEADINGS.values())]
    declared = ", ".join(f'"{column}" TEXT' for column in columns)
    connection.execute(f"CREATE TABLE person (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {declared})")
    for indexed in ("name", "id_number", "household_no", "phone"):
        connection.execute(f"CREATE INDEX person_{indexed} ON person ({indexed})")
    quoted = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO person (id, {quoted}) VALUES (?, {marks})", ((str(uuid.uuid4()), *row) for row in rows)
    )
    connection.execute("COMMIT")
    connection.close()
