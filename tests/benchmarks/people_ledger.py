"""A ledger with very many people, all invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.services.ledgers import Ledger, begin_ledger
from desktop.services.recording import record

VILLAGE = ("321183201001", "唐陵村", "天王镇")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱覃武戴莫孔向汤单仇翟查朴区"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志海云飞宇浩然子轩雨涵思远春梅"
    "晓东小龙金凤银花德才福贵永康长生"
)
_PER_HOUSEHOLD = 4


def households(count: int) -> Iterator[dict[str, Any]]:
    """So many households."""
    draw = random.Random(5)
    for number in range(1, count + 1):
        yield {
            "group_name": f"{number % 40 + 1}组",
            "household_no": f"{number:05d}",
            "head_name": _name(draw),
            "phone": _phone(draw),
            "head_id_number": None,
            "member_count": _PER_HOUSEHOLD,
        }


def persons(count: int) -> Iterator[dict[str, Any]]:
    """So many persons, some to a household."""
    draw = random.Random(6)
    for number in range(count):
        yield {
            "name": _name(draw),
            "relation": "户主" if number % _PER_HOUSEHOLD == 0 else "其他",
            "household_no": f"{number // _PER_HOUSEHOLD + 1:05d}",
            "phone": _phone(draw),
        }


def people_ledger(path: Path, household_count: int, person_count: int) -> Ledger:
    """A village's ledger with so many households and persons."""
    code, name, town = VILLAGE
    ledger = begin_ledger(path, level="village", code=code, name=name, town_name=town, actor="李四")
    record(ledger, "household", list(households(household_count)))
    record(ledger, "person", list(persons(person_count)))
    return ledger


def _name(draw: random.Random) -> str:
    return draw.choice(_SURNAMES) + "".join(draw.choices(_GIVEN, k=draw.choice((1, 2, 2, 2))))


def _phone(draw: random.Random) -> str:
    return f"1{draw.choice('35789')}{draw.randrange(10**9):09d}"
