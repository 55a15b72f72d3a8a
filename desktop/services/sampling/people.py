"""The town and its people: villages, cadres, households, persons, enterprises. None of them exists."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from desktop.domain.identifiers import id_check_character
from desktop.domain.kinds.choices import HOUSEHOLD_TAGS

TOWN_CODE, TOWN_NAME = "399901104000", "柳桥镇"
VILLAGES = tuple(
    "柳桥村 石塘村 杏花村 东岗村 白鹭村 河湾村 松林村 古渡村 青龙村 竹园村 长冲村 七里村 "  # noqa: SIM905 - names
    "梅岭村 双井村 槐树村 芦荡村 南坪村 桃源村 金鸡村 荷塘村 望江村 枫林村 茶山村 新丰村".split()
)
VISITS_OF_A_VILLAGE = 40_000
VISITS_OF_A_HOUSEHOLD = 10
CADRES, LEADERS, ENTERPRISES = 9, 12, 8
_GROUP = 150
"""Households of a group."""

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
)
_FIRST = "建国秀桂志春德玉永小长美海文金大淑立雪广明晓红兰宏思家庆育守新来福正传俊佳子雨"
_SECOND = "国英兰强梅福珍刚红林华庆燕斌凤勇芬新霞发军涛平芳生民亮宝琴香伟杰娟波宁辉云荣琳涵"
_SCHOOLING = ("小学", "初中", "初中", "高中", "专科", "本科")
_TRADES = ("米业", "纺织", "农机", "茶业", "建材", "食品", "包装", "花木")
_GROWN, _OLD = 18, 62


class Home(NamedTuple):
    """What a visit needs to know of a household."""

    number: str
    group: str
    head: str
    phone: str
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Village:
    """A village with what its visits need to know. ``firms`` are names and phones of its enterprises."""

    code: str
    name: str
    cadres: tuple[str, ...]
    homes: list[Home]
    firms: list[tuple[str, str]]


Record = tuple[str, dict[str, Any]]
"""Kind and fields."""


def village_code(number: int) -> str:
    """The division code of a village, by its place among :data:`VILLAGES`."""
    return f"{TOWN_CODE[:9]}{201 + number}"


class People:
    """Draws the town's people, the same for a seed. ``today`` is the day up to which everybody may have been born."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self._chance = chance
        self._draw = chance.random
        self._today = today
        self._known: set[str] = set()

    def town_staff(self) -> tuple[list[Record], tuple[str, ...]]:
        """The town's cadres, and the names of those who lead."""
        names = self._staff(LEADERS)
        place = {"unit_code": TOWN_CODE, "village_name": TOWN_NAME}
        staff = [
            ("cadre", {**place, "name": name, "unit": TOWN_NAME, "post": "镇干部", "phone": self._phone()})
            for name in names
        ]
        return staff, names

    def village(self, number: int, households: int) -> tuple[list[Record], Village]:
        """A village of so many households: its register, and what its visits need to know."""
        code, name = village_code(number), VILLAGES[number]
        place = {"unit_code": code, "village_name": name}
        found: list[Record] = []
        cadres = self._staff(CADRES)
        for cadre in cadres:
            found.append(("cadre", {**place, "name": cadre, "unit": name, "post": "村干部", "phone": self._phone()}))
        firms = [self._enterprise(place, found) for _ in range(ENTERPRISES)]
        homes = [self._household(place, index, found) for index in range(households)]
        return found, Village(code, name, cadres, homes, firms)

    def _pick(self, pool: Sequence[str]) -> str:
        return pool[int(self._draw() * len(pool))]

    def _name(self, surname: str = "") -> str:
        # The first surnames are the commonest.
        surname = surname or _SURNAMES[int(self._draw() ** 1.6 * len(_SURNAMES))]
        return surname + (self._pick(_FIRST) if self._draw() < 0.75 else "") + self._pick(_SECOND)

    def _staff(self, count: int) -> tuple[str, ...]:
        """Names of people who work here, no two alike in the whole town: nobody may check his own work."""
        names: list[str] = []
        while len(names) < count:
            name = self._name()
            if name not in self._known:
                self._known.add(name)
                names.append(name)
        return tuple(names)

    def _phone(self) -> str:
        # Numbers that begin with 154 were given to nobody.
        return f"154{int(self._draw() * 100_000_000):08d}"

    def _id_number(self, born: date, is_woman: bool) -> str:
        # 329981 is the code of no region.
        sequence = int(self._draw() * 500) * 2 + (not is_woman)
        first_17 = f"329981{born:%Y%m%d}{sequence:03d}"
        return first_17 + id_check_character(first_17)

    def _enterprise(self, place: dict[str, str], found: list[Record]) -> tuple[str, str]:
        trade, phone = self._pick(_TRADES), self._phone()
        name = f"{place['village_name'].removesuffix('村')}{self._pick(_FIRST)}{self._pick(_SECOND)}{trade}有限公司"
        values = {
            **place,
            "name": name,
            "address": f"{place['village_name']}工业集中区{int(self._draw() * 60) + 1}号",
            "legal_person": self._name(),
            "contact": self._name(),
            "phone": phone,
            "industry": trade,
            "status": "在营",
            "employees": int(self._draw() * 150) + 5,
        }
        found.append(("enterprise", values))
        return name, phone

    def _household(self, place: dict[str, str], index: int, found: list[Record]) -> Home:
        draw = self._draw
        group, door = index // _GROUP + 1, index % _GROUP + 1
        number = f"{place['unit_code']}{group:02d}{door:03d}"
        size = 1 + int(draw() * 2.8 + draw() * 2.2)
        tags = [self._pick(HOUSEHOLD_TAGS)] if draw() < 0.3 else []
        head = self._head(place, number)
        persons = [head]
        if size > 1:
            persons.append(self._spouse(place, head))
        persons += [self._child(place, head) for _ in range(size - 2)]
        values = {
            **place,
            "group_name": f"{group}组",
            "household_no": number,
            "head_name": head["name"],
            "head_id_number": head["id_number"],
            "phone": self._phone(),
            "address": f"{group}组{door}号",
            "member_count": size,
            "resident_count": sum(person["resident"] == "yes" for person in persons),
        }
        if tags:
            values["household_tags"] = tags
        found.append(("household", values))
        found += [("person", person) for person in persons]
        return Home(number, values["group_name"], head["name"], values["phone"], tags)

    def _head(self, place: dict[str, str], number: str) -> dict[str, Any]:
        draw = self._draw
        born = self._today - timedelta(days=int((30 + draw() * 58) * 365.25))
        is_woman, is_here = draw() < 0.25, draw() < 0.9
        return self._described(place, number, self._name(), "户主", born, is_woman=is_woman, is_here=is_here)

    def _spouse(self, place: dict[str, str], head: dict[str, Any]) -> dict[str, Any]:
        born = date.fromisoformat(head["birth_date"]) + timedelta(days=int((self._draw() - 0.5) * 3_000))
        is_woman, is_here = head["sex"] == "male", self._draw() < 0.8
        number = head["household_no"]
        return self._described(place, number, self._name(), "配偶", born, is_woman=is_woman, is_here=is_here)

    def _child(self, place: dict[str, str], head: dict[str, Any]) -> dict[str, Any]:
        draw = self._draw
        born = date.fromisoformat(head["birth_date"]) + timedelta(days=int((21 + draw() * 15) * 365.25))
        born = min(born, self._today - timedelta(days=int(draw() * 2_000)))
        is_woman, is_here = draw() < 0.48, draw() < 0.55
        name, number = self._name(head["name"][0]), head["household_no"]
        relation = "女" if is_woman else "子"
        return self._described(place, number, name, relation, born, is_woman=is_woman, is_here=is_here)

    def _described(
        self,
        place: dict[str, str],
        number: str,
        name: str,
        relation: str,
        born: date,
        *,
        is_woman: bool,
        is_here: bool,
    ) -> dict[str, Any]:
        draw = self._draw
        person = {
            **place,
            "name": name,
            "id_number": self._id_number(born, is_woman),
            "sex": "female" if is_woman else "male",
            "birth_date": born.isoformat(),
            "relation": relation,
            "household_no": number,
            "ethnicity": "汉族",
            "resident": "yes" if is_here else "no",
        }
        age = self._today.year - born.year
        if draw() < 0.6 and age > _GROWN:
            person["education"] = self._pick(_SCHOOLING)
        if draw() < 0.5 and age > _GROWN:
            person["phone"] = self._phone()
        if not is_here:
            person["away_reason"] = "上学" if age <= _GROWN else "务工" if age < _OLD else "随子女居住"
        return person
