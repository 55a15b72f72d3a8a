"""Invented visits for measurements: 22 columns, 60 to 200 Chinese characters of text in each long field."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from desktop.domain.identifiers import id_check_character
from desktop.exchange.cells import CellStyle
from desktop.exchange.specs import ColumnSpec, SheetSpec

_CHARACTERS = (
    "村民反映道路损坏排水不畅希望尽快维修照明线路老化担心安全"
    "家中老人常年患病需要帮扶孩子外出务工收入稳定种植水稻玉米养殖"
)
_KINDS = ("入户", "企业", "院坝会", "电话", "微信", "其他")
_HANDLINGS = ("无问题", "当场解决", "政策解答", "列入清单")
_SATISFACTIONS = ("满意", "基本满意", "不满意", "其他")
_LONG = CellStyle.WRAPPED_TEXT

COLUMNS = (
    ColumnSpec("id", "记录标识", 36, hidden=True),
    ColumnSpec("unit_code", "村码", 14),
    ColumnSpec("visited_on", "走访日期", 12, CellStyle.DATE),
    ColumnSpec("village_name", "村", 12),
    ColumnSpec("group_name", "组/网格", 10),
    ColumnSpec("subject_name", "走访对象", 14),
    ColumnSpec("household_no", "户编号", 18),
    ColumnSpec("phone", "联系电话", 14),
    ColumnSpec("household_tags", "户类型", 14),
    ColumnSpec("visitors", "走访人", 14),
    ColumnSpec("companions", "陪同人", 12),
    ColumnSpec("kind", "走访方式", 10, choices=_KINDS),
    ColumnSpec("purpose", "走访类型", 10),
    ColumnSpec("situation", "家庭近况", 30, _LONG),
    ColumnSpec("demand", "反映问题或诉求", 36, _LONG),
    ColumnSpec("category", "问题类别", 12),
    ColumnSpec("suggestion", "意见建议", 24, _LONG),
    ColumnSpec("handling", "处理情况", 10, choices=_HANDLINGS),
    ColumnSpec("satisfaction", "满意度", 10, choices=_SATISFACTIONS),
    ColumnSpec("signed", "受访人签字", 10),
    ColumnSpec("id_number", "身份证号", 21),
    ColumnSpec("note", "备注", 20, _LONG),
)


def visit_rows(count: int) -> Iterator[tuple[object, ...]]:
    """``count`` rows, the same at every call, made one by one."""
    chance = random.Random(1)

    def text() -> str:
        return "".join(chance.choices(_CHARACTERS, k=chance.randint(60, 200)))

    for number in range(count):
        yield (
            str(uuid.UUID(int=chance.getrandbits(128))),
            "399901104201",
            (date(2026, 1, 1) + timedelta(days=number % 90)).isoformat(),
            "柳桥村",
            f"第{number % 20}组",
            f"张{number}",
            f"{number:06}",
            f"1990{number:07}",
            "脱贫户、残疾人户" if number % 5 == 0 else None,
            "李四、王五",
            None,
            _KINDS[number % 6],
            "日常",
            text(),
            text(),
            "交通",
            None if number % 3 else text(),
            _HANDLINGS[number % 4],
            _SATISFACTIONS[number % 4],
            "是",
            _id_number(number),
            None,
        )


def _id_number(number: int) -> str:
    # Region 329981 is not assigned.
    first_17 = f"32998119700101{number % 1000:03}"
    return first_17 + id_check_character(first_17)


def visit_sheet(rows: Iterable[tuple[object, ...]]) -> SheetSpec:
    """The sheet around ``rows``."""
    return SheetSpec("走访记录", COLUMNS, rows, title_line="走访记录")
