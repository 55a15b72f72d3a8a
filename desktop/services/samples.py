"""Believable, wholly invented work of a month: names, phones and numbers belong to nobody.

The town and its villages do not exist (region 399901), ID numbers carry the unassigned region 329981.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop.domain.identifiers import id_check_character
from desktop.services.sampling.people import TOWN_CODE, TOWN_NAME, village_code
from desktop.services.sampling.people import VILLAGES as VILLAGE_NAMES
from desktop.services.sampling.sentences import MEASURES, SUGGESTIONS

TOWN = (TOWN_CODE, TOWN_NAME)
VILLAGES = tuple((village_code(number), VILLAGE_NAMES[number]) for number in range(6))
"""Codes and names of those that a month is told of."""

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_ODD = 13
"""Each household of this many whose figures do not agree."""

_GIVEN = tuple(
    "建国 秀英 桂兰 志强 春梅 德福 玉珍 永刚 小红 长林 "  # noqa: SIM905 - a list of names reads better so
    "美华 国庆 海燕 文斌 金凤 大勇 淑芬 立新 雪梅 广发".split()
)
_SITUATIONS = (
    "老两口在家，儿子在外跑运输，身体都还行。",
    "种了八亩水稻，今年收成不错，孙子在镇里上小学。",
    "一个人住，腿脚不方便，邻居常来照看。",
    "夫妻俩在家门口厂里上班，孩子读初中。",
    "养了两百只鸡，销路还可以，就是饲料贵。",
    "儿子媳妇在外务工，老人带两个孙子。",
    "刚做完手术在家休养，医药费报了一部分。",
)
_ENTERPRISE_SITUATIONS = ("订单比去年多，正在招工。", "设备刚更新，产能还没有完全放开。", "原料涨价，利润薄了一些。")
_DEMANDS = (
    ("水利", "村口渠道漏水，灌溉时下游田里上不了水。", "{group}渠道中段"),
    ("交通", "组里的水泥路坏了三处，下雨天积水，电动车过不去。", "{group}主路"),
    ("环境保护", "垃圾桶太少，天热味道大，希望多收一次。", "{group}路口"),
    ("能源", "晚上电压低，空调带不动。", "{group}变压器"),
    ("医疗卫生", "卫生室拿不到降压药，要跑镇上。", "村卫生室"),
    ("教育", "校车不到组里，孩子要走两里路。", "{group}村道口"),
    ("住房", "老屋西墙有裂缝，担心雨季不安全。", "{group}"),
    ("民政", "想了解高龄补贴什么时候发。", "{group}"),
    ("农业", "今年稻飞虱多，想请技术员来看看。", "{group}水田"),
    ("劳动与社会保障", "想在家附近找个活，能照顾老人。", "{group}"),
    ("科技文体", "广场舞音响放到九点多，吵得睡不着。", "文化广场"),
)
_SUGGESTIONS = (*SUGGESTIONS[:3], "", "", "")
_MEASURES = MEASURES[:3]
_UNITS = ("水利站", "建管办", "农业农村局", "供电所", "卫生院", "社会事务办")


@dataclass(frozen=True, slots=True)
class Household:
    """A household of the sample register."""

    values: dict[str, Any]
    members: tuple[dict[str, Any], ...]


class Village:
    """The invented people of one village, always the same for a seed."""

    def __init__(self, number: int, seed: int, today: date) -> None:
        self.code, self.name = VILLAGES[number % len(VILLAGES)]
        self._random = random.Random(f"{seed}-{self.code}")  # noqa: S311 - sample data, not secrets
        self._today = today
        self.cadres = [self._person_name() for _ in range(4)]
        self.households = [self._household(index) for index in range(1, 31)]
        self.enterprises = [self._enterprise(index) for index in range(1, 4)]

    def _person_name(self) -> str:
        return self._random.choice(_SURNAMES) + self._random.choice(_GIVEN)

    def _phone(self) -> str:
        # 1990000…: a block kept free here so that no real number comes out by chance.
        return f"1990000{self._random.randrange(10_000):04d}"

    def _id_number(self, born: date) -> str:
        first_17 = f"329981{born:%Y%m%d}{self._random.randrange(1000):03d}"
        return first_17 + id_check_character(first_17)

    def _household(self, index: int) -> Household:
        chosen = self._random
        head = self._person_name()
        number = f"{self.code}{index % 9 + 1:02d}{index:03d}"
        born = date(chosen.randrange(1945, 1990), chosen.randrange(1, 13), chosen.randrange(1, 28))
        members = chosen.randrange(1, 6)
        tags = chosen.choice(([], [], [], ["低保户"], ["脱贫户"], ["党员户"], ["监测户"], ["退役军人户"]))
        head_id = self._id_number(born)
        values = {
            "household_no": number,
            "group_name": f"{index % 9 + 1}组",
            "head_name": head,
            "head_id_number": head_id,
            "phone": self._phone(),
            "address": f"{index % 9 + 1}组{index}号",
            "member_count": members,
            "resident_count": max(1, members - chosen.randrange(0, 3)),
            "household_tags": tags,
        }
        persons = [
            {"name": head, "relation": "户主", "household_no": number, "id_number": head_id, "resident": "yes"},
            *(
                {
                    "name": head[0] + chosen.choice(_GIVEN),
                    "relation": chosen.choice(("配偶", "子", "女", "孙子")),
                    "household_no": number,
                    "resident": chosen.choice(("yes", "yes", "no")),
                }
                for _ in range(members - 1)
            ),
        ]
        if index % _ODD:
            # A register that does not agree with itself is what the checks are for: some do not.
            values["resident_count"] = sum(person["resident"] == "yes" for person in persons)
        return Household(values, tuple(persons))

    def _enterprise(self, index: int) -> dict[str, Any]:
        trade = ("米业", "纺织", "农机")[index - 1]
        return {
            "name": f"{self.name.removesuffix('村')}{trade}有限公司",
            "address": f"{self.name}工业集中区{index}号",
            "legal_person": self._person_name(),
            "contact": self._person_name(),
            "phone": self._phone(),
            "industry": trade,
            "status": "在营",
            "area_mu": self._random.randrange(5, 60),
            "employees": self._random.randrange(8, 160),
        }

    def visits(self, count: int) -> Iterator[dict[str, Any]]:
        """``count`` visits of the last 30 days, oldest first; about a third raise issues (key ``issues``)."""
        days = sorted(self._random.randrange(0, 30) for _ in range(count))
        for age in reversed(days):
            day = self._today - timedelta(days=age)
            yield self._enterprise_visit(day) if self._random.random() < 0.1 else self._household_visit(day)

    def _household_visit(self, day: date) -> dict[str, Any]:
        chosen = self._random
        household = chosen.choice(self.households).values
        visit: dict[str, Any] = {
            "visited_on": day.isoformat(),
            "group_name": household["group_name"],
            "kind": chosen.choice(("household", "household", "household", "phone", "courtyard")),
            "purpose": chosen.choice(("routine", "routine", "key_household", "holiday")),
            "subject_name": household["head_name"],
            "household_no": household["household_no"],
            "phone": household["phone"],
            "household_tags": household["household_tags"],
            "visitors": chosen.sample(self.cadres, chosen.randrange(1, 3)),
            "situation": chosen.choice(_SITUATIONS),
            "satisfaction": chosen.choice(("satisfied", "satisfied", "mostly", "dissatisfied")),
            "signed": "yes",
            "suggestion": chosen.choice(_SUGGESTIONS),
        }
        return {**visit, **self._outcome(household["group_name"])}

    def _enterprise_visit(self, day: date) -> dict[str, Any]:
        enterprise = self._random.choice(self.enterprises)
        return {
            "visited_on": day.isoformat(),
            "kind": "enterprise",
            "purpose": "routine",
            "subject_name": enterprise["name"],
            "phone": enterprise["phone"],
            "visitors": self.cadres[:1],
            "situation": self._random.choice(_ENTERPRISE_SITUATIONS),
            "handling": "none",
        }

    def _outcome(self, group: str) -> dict[str, Any]:
        chosen = self._random
        if chosen.random() < 0.55:
            return {"handling": "none"}
        category, demand, location = chosen.choice(_DEMANDS)
        raised = {"demand": demand, "category": category}
        if chosen.random() < 0.35:
            return {**raised, "handling": chosen.choice(("on_the_spot", "policy_answer"))}
        issue = {"category": category, "description": demand, "location": location.format(group=group)}
        return {**raised, "handling": "listed", "issues": [{**issue, "people_count": chosen.randrange(1, 40)}]}

    def assignment(self) -> dict[str, Any]:
        """What 建账交办 of an issue needs; deadlines from eight days ago to four weeks ahead."""
        chosen = self._random
        return {
            "measures": chosen.choice(_MEASURES),
            "leader": self.cadres[0],
            "lead_unit": chosen.choice(_UNITS),
            "owner": chosen.choice(self.cadres[1:]),
            "due_on": (self._today + timedelta(days=chosen.randrange(-8, 29))).isoformat(),
            "rectify_type": "by_deadline",
        }
