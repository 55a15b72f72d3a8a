"""A town's ledger with very many issues, written as an import writes its tables, without the log of changes."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.data.records import Row, Standing
from desktop.domain.changes import scope_of_village
from desktop.domain.kinds.choices import STANDARD_CATEGORIES
from desktop.services.ledgers import Ledger
from tests.benchmarks.village_ledger import TOWN, town_ledger

TODAY = date(2026, 3, 5)
VILLAGES = tuple((f"{TOWN[0][:9]}{201 + number}", f"第{number + 1}村") for number in range(20))
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国志文华玉兰海燕春梅秋菊冬生大山小虎长根"
PLACES = (
    *(
        "村口",
        "桥头",
        "东头",
        "西头",
        "河边",
        "渠边",
        "学校门口",
        "卫生室旁",
        "文化广场",
        "老粮站",
        "水库坝下",
        "晒谷场",
    ),
    *(
        "大塘埂",
        "北山坡",
        "砖窑厂",
        "养猪场",
        "菜市场",
        "祠堂后面",
        "健身广场",
        "公交站台",
        "机耕路",
        "农科站",
        "敬老院",
    ),
)
OBJECTS = (
    *(
        "路面",
        "路灯",
        "水渠",
        "下水道",
        "自来水管",
        "变压器",
        "电线杆",
        "垃圾桶",
        "公厕",
        "护栏",
        "涵洞",
        "机耕桥",
        "泵站",
    ),
    *("河道", "池塘", "化粪池", "污水管网", "围墙", "危房", "宅基地", "承包地", "低保金", "医保报销", "合作社分红"),
    *("征地补偿款", "公益林补贴", "粮食直补", "学校食堂", "班车", "信号塔", "宽带", "有线电视", "祖坟", "树木", "秸秆"),
)
TROUBLES = (
    *("破损严重", "年久失修", "经常堵塞", "渗漏不止", "无人管理", "没有安装", "被人占用", "迟迟没有发放", "标准不清楚"),
    *(
        "影响通行",
        "雨天积水",
        "夜里太暗",
        "气味难闻",
        "存在安全隐患",
        "与邻居有争议",
        "登记有差错",
        "长期停用",
        "水压不足",
    ),
    *("噪声扰民", "手续没有办下来", "收费偏高", "名单没有公示", "质量不合格", "需要重新丈量", "倒伏压住电线"),
)
WISHES = (
    *("希望尽快维修", "要求重新铺设", "请求安排资金", "希望上门核实", "要求张榜公布", "请派人清理", "建议统一更换"),
    *("希望协调解决", "要求说明原因", "请求给予补助", "希望纳入明年计划", "建议开会商量", "请求延长时间"),
)
DOINGS = (
    *("已联系施工队现场察看", "已列入本月维修计划", "已向农业农村办申请", "已报供电所处理", "已与户主当面沟通"),
    *("材料已经采购到位", "正在等待资金拨付", "已完成测量", "已签订施工合同", "已组织党员义务清理", "已请司法所调解"),
    *("已更换配件", "验收合格", "群众表示满意", "需要跨村协调", "等待天气好转后施工", "已张贴公告", "已补发到户"),
)
STATES = {
    "draft": 2,
    "pending": 3,
    "working": 12,
    "extension_asked": 1,
    "reported_up": 1,
    "suspended": 2,
    "long_term": 2,
    "to_check": 2,
    "to_approve": 2,
    "closed": 45,
    "consolidated": 24,
    "merged": 1,
    "refused": 1,
    "void": 1,
    "transferred": 1,
}
"""How many of a hundred issues are in each state."""
OPEN_FOR = 400
"""Days for which open issues go back; the others go back through :data:`YEARS`."""
YEARS = 5
_PORTION = 5_000


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def _day(day: date) -> str:
    return day.isoformat()


def issues(count: int) -> Iterator[dict[str, Any]]:
    """Values of so many issues of the villages, the same at every call."""
    chance = random.Random(4)
    owners = [_name(chance) for _ in range(80)]
    states = chance.choices(list(STATES), list(STATES.values()), k=count)
    for number, status in enumerate(states):
        code, village = VILLAGES[number % len(VILLAGES)]
        is_open = list(STATES).index(status) < list(STATES).index("closed")
        collected = TODAY - timedelta(days=chance.randrange(OPEN_FOR if is_open else YEARS * 365))
        due = collected + timedelta(days=chance.choice((5, 15, 30, 60, 400)))
        done = due + timedelta(days=chance.randint(-10, 5))
        values: dict[str, Any] = {
            "unit_code": code,
            "village_name": village,
            "code": f"{code[6:]}-{collected.year}-{number:06}",
            "source": chance.choice(("visit", "patrol", "hotline", "petition", "superior")),
            "collected_on": _day(collected),
            "group_name": f"{chance.randint(1, 20)}组",
            "reporter_name": _name(chance),
            "reporter_phone": f"139{chance.randrange(10**8):08}",
            "category": chance.choice(STANDARD_CATEGORIES),
            "description": f"{chance.randint(1, 20)}组{chance.choice(PLACES)}{chance.choice(OBJECTS)}"
            f"{chance.choice(TROUBLES)}，{chance.choice(OBJECTS)}{chance.choice(TROUBLES)}，{chance.choice(WISHES)}",
            "location": f"{chance.choice(PLACES)}{chance.randint(1, 300)}号",
            "status": status,
        }
        if status != "draft":
            values |= {
                "measures": "，".join(chance.sample(DOINGS, 2)) + f"，预计{chance.randint(1, 60)}天完成",
                "progress": "；".join(chance.sample(DOINGS, 3)),
                "leader": chance.choice(owners),
                "lead_unit": chance.choice(("建设办", "农业农村办", "民政办", "水利站", "供电所", "司法所")),
                # A few people have most of the work.
                "owner": owners[min(int(chance.expovariate(1 / 16)), len(owners) - 1)],
                "due_on": _day(due),
            }
        if status in ("suspended", "long_term"):
            values["look_on"] = _day(TODAY + timedelta(days=chance.randint(-20, 90)))
        if status in ("to_check", "to_approve", "closed", "consolidated"):
            values |= {"completed_on": _day(done), "completion_kind": "substantive", "evidence": ["验收单（纸质）"]}
            values |= {"satisfaction": "satisfied", "checker": chance.choice(owners), "check_opinion": "情况属实"}
        if status in ("closed", "consolidated"):
            values |= {"closed_on": _day(done + timedelta(days=7)), "review_on": _day(done + timedelta(days=97))}
        yield values


def ledger_with_issues(path: Path, count: int) -> Ledger:
    """A town's ledger with ``count`` issues of twenty villages; two of a hundred are withdrawn."""
    ledger = town_ledger(path)
    chance = random.Random(5)
    wall = "2026-03-05T08:00:00+08:00"
    portion: list[Row] = []
    with ledger.transaction():
        scopes = {code: ledger.log.scope_id(scope_of_village(code)) for code, _ in VILLAGES}

    def write() -> None:
        with ledger.transaction(), ledger.indexing_together():
            ledger.tables["issue"].put(portion, {record_id for record_id, _, _ in portion})
        portion.clear()

    for values in issues(count):
        standing = Standing(scopes[values["unit_code"]], chance.random() < 0.02, False, wall, "李四", wall)
        portion.append((str(uuid.UUID(int=chance.getrandbits(128))), values, standing))
        if len(portion) == _PORTION:
            write()
    write()
    return ledger
