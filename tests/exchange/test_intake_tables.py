"""Tables of many makes: where their headings are, which columns they have, and what becomes of their rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from desktop.domain.kinds.choices import STANDARD_CATEGORIES
from desktop.exchange.intake.columns import Knowledge
from desktop.exchange.intake.looking import Found, Question, look_through
from desktop.exchange.intake.sheet import Area, Sheet
from desktop.exchange.tables import TableRow

TODAY = datetime.date(2025, 3, 1)
DAYS = (1, 2, 3)


def sheet(
    rows: Sequence[Sequence[Any]], merged: Sequence[Area] = (), name: str = "表", *, knows_merged: bool = True
) -> Sheet:
    """A sheet of these rows: None is a blank cell, a number is what a spreadsheet stores, a row may be empty."""
    made = []
    for number, row in enumerate(rows, 1):
        cells = ["" if cell is None else float(cell) if type(cell) is int else cell for cell in row]
        if any(cell != "" for cell in cells):
            made.append(TableRow(number, cells))
    return Sheet(name, made, merged, knows_merged=knows_merged)


def look(kind: str, *sheets: Sheet, file: str = "台账.xlsx", learnt: Mapping[str, str | None] | None = None) -> Found:
    known = Knowledge(learnt or {}, STANDARD_CATEGORIES, {})
    return look_through(sheets, Question(kind, file, TODAY, known), lambda done: None)


def told(found: Found, sheet_name: str = "表") -> dict[int, str]:
    """What became of each row of a sheet."""
    rows = {row.row: "record" for row in found.rows if row.sheet == sheet_name}
    rows |= {row.row: row.why for row in found.ignored if row.sheet == sheet_name}
    faults = {one.problem.row: one.problem.kind for one in found.problems if one.sheet == sheet_name}
    return rows | {row: kind for row, kind in faults.items() if row}


def values(found: Found, row: int) -> Mapping[str, Any]:
    return next(one.values for one in found.rows if one.row == row)


VISIT = ["序号", "日期", "组", "户主姓名", "电话", "走访人", "方式", "反映问题", "处理情况"]


def test_three_rows_of_headings() -> None:
    found = look(
        "issue",
        sheet(
            [
                ["问题清单"],
                ["序号", "问题基本信息", None, None, None, None, "整改", None, None, None, "备注"],
                [None, "来源", "收集时间", "反映人", None, "具体问题", "责任", None, "时限", "状态", None],
                [None, None, None, "姓名", "电话", None, "单位", "责任人", None, None, None],
                [1, "走访", "2024-5-6", "张三", "13900000001", "沟堵了", "水利站", "李四", "2024年6月底前", "已办结"],
                [2, "热线", "2024-5-7", "张四", "13900000002", "路坏了", "水利站", "李四", "长期", "整改中"],
            ],
            [
                (1, 0, 1, 10), (2, 0, 4, 0), (2, 1, 2, 5), (2, 6, 2, 9), (2, 10, 4, 10), (3, 1, 4, 1), (3, 2, 4, 2),
                (3, 3, 3, 4), (3, 5, 4, 5), (3, 6, 3, 7), (3, 8, 4, 8), (3, 9, 4, 9),
            ],
        ),
    )  # fmt: skip
    (table,) = found.tables
    assert (table.header_first, table.header_last) == (2, 4)
    assert table.mapping == {
        "序号": None,
        "问题基本信息/来源": "source",
        "问题基本信息/收集时间": "collected_on",
        "问题基本信息/反映人/姓名": "reporter_name",
        "问题基本信息/反映人/电话": "reporter_phone",
        "问题基本信息/具体问题": "description",
        "整改/责任/单位": "lead_unit",
        "整改/责任/责任人": "owner",
        "整改/时限": "due_on",
        "整改/状态": "status",
        "备注": "note",
    }
    assert values(found, 5)["due_on"] == "2024-06-30"
    assert "due_on" not in values(found, 6)
    assert [(one.problem.row, one.problem.field) for one in found.problems] == [(0, "village_name"), (0, "category")]


def test_headings_of_two_rows_where_nothing_is_known_of_merged_cells() -> None:
    found = look(
        "visit",
        sheet(
            [
                ["走访时间", "走访对象", None, "走访人员", None, "处理", None],
                [None, "户主姓名", "联系电话", "走访人", "陪同人", "办理情况", "满意度"],
                ["2024.5.6", "张三", "13900000001", "李四", None, "无问题", "满意"],
            ],
            name="",
            knows_merged=False,
        ),
    )
    (table,) = found.tables
    assert (table.header_first, table.header_last) == (1, 2)
    assert table.mapping == {
        "走访时间": "visited_on",
        "走访对象/户主姓名": "subject_name",
        "走访对象/联系电话": "phone",
        "走访人员/走访人": "visitors",
        "走访人员/陪同人": "companions",
        "处理/办理情况": "handling",
        "处理/满意度": "satisfaction",
    }


def test_two_tables_below_each_other_pages_and_a_foreign_table() -> None:
    found = look(
        "visit",
        sheet(
            [
                ["柳桥村2024年4月走访情况"],
                ["一、农户走访"],
                VISIT,
                [1, "4月3日", "1组", "张三", "13900000001", "李四", "入户", None, "无问题"],
                [2, "4.14", "2组", "王二", "13900000002", "李四", "入户", "水渠堵", "列入清单"],
                ["本页小计", None, None, "2户"],
                VISIT,
                [3, "4月15日上午", "2组", "王大", "13900000003", "李四、王　五", "电话", "水渠堵", "列入清单"],
                ["合计", None, None, "3户"],
                [],
                ["二、企业走访"],
                ["序号", "走访日期", "企业名称", "联系人", "联系电话", "走访干部", "经营情况", "企业诉求", "办理情况"],
                [1, "2024.4.8", "柳桥米厂", "周总", "13900000004", "李四", "正常", "缺贷款", "列入清单"],
                ["注：企业走访每季度一次。"],
                [],
                ["三、走访干部通讯录"],
                ["序号", "姓名", "职务", "联系电话"],
                [1, "李四", "书记", "13900000005"],
            ]
        ),
    )
    assert [(table.header_first, table.last) for table in found.tables] == [(3, 9), (12, 14)]
    assert told(found) == {
        1: "title", 2: "title", 4: "record", 5: "record", 6: "total", 7: "heading", 8: "record", 9: "total",
        11: "title", 13: "record", 14: "note", 16: "other_table", 17: "other_table", 18: "other_table",
    }  # fmt: skip
    assert values(found, 4)["visited_on"] == "2024-04-03"
    assert values(found, 8)["visitors"] == ["李四", "王五"]
    assert values(found, 13)["kind"] == "enterprise"
    assert {row.values["village_name"] for row in found.rows} == {"柳桥村"}


def test_two_tables_side_by_side() -> None:
    headings = ["日期", "户主", "走访人", "方式", "处理情况"]
    found = look(
        "visit",
        sheet(
            [
                [*headings, None, *headings],
                ["2024.3.1", "张三", "李四", "入户", "无问题", None, "2024.4.1", "王二", "李四", "电话", "当场解决"],
                ["2024.3.2", "张四", "李四", "入户", "无问题", None, "2024.4.2", "王三", "李四", "电话", "当场解决"],
            ]
        ),
    )
    assert [table.columns[0].place for table in found.tables] == [0, 6]
    assert [row.values["subject_name"] for row in found.rows] == ["张三", "张四", "王二", "王三"]


def test_a_sheet_for_each_village() -> None:
    rows = [["走访台账（2024年）"], VISIT, [1, "5月6日", "1组", "张三", None, "李四", "入户", "无", "无"]]
    summary = sheet([["村", "走访户数"], ["柳桥村", 1]], name="汇总")
    found = look("visit", sheet(rows, name="柳桥村"), sheet(rows, name="石塘村"), summary)
    assert [row.values["village_name"] for row in found.rows] == ["柳桥村", "石塘村"]
    assert told(found, "汇总") == {1: "other_table", 2: "other_table"}


def test_ticks_and_boxes() -> None:
    found = look(
        "visit",
        sheet(
            [
                ["序号", "走访日期", "户主姓名", "户类型", None, None, "走访方式", None, "走访人", "签字", "处理情况"],
                [None, None, None, "低保户", "残疾人户", "党员户", "入户", "电话", None, None, None],
                [1, "2024.5.6", "张三", "√", None, "√", "√", None, "李四", "☑", "☑无问题 ☐当场解决"],
                [2, "2024.5.7", "张四", None, None, None, None, "√", "李四", "☐", "☐无问题 ☑当场解决"],
                [3, "2024.5.8", "张五", None, "√", None, "√", None, "李四", True, "无问题√ 当场解决"],
            ],
            [
                (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5), (1, 6, 1, 7), (1, 8, 2, 8), (1, 9, 2, 9),
                (1, 10, 2, 10),
            ],
        ),
    )  # fmt: skip
    assert [row.values.get("household_tags") for row in found.rows] == [["低保户", "党员户"], None, ["残疾人户"]]
    assert [row.values["kind"] for row in found.rows] == ["household", "phone", "household"]
    assert [row.values["signed"] for row in found.rows] == ["yes", "no", "yes"]
    assert [row.values["handling"] for row in found.rows] == ["none", "on_the_spot", "none"]


def test_an_enterprise_register() -> None:
    found = look(
        "enterprise",
        sheet(
            [
                [
                    "", "企业名称", "统一社会信用代码", "所在村", "法定代表人", "联系方式", "占地面积（亩）",
                    "从业人数", "年产值（元）",
                ],
                [1, "柳桥米厂", "91329981MA1X00001A", "柳桥村", "周　强", "13900000001", "3.5亩", "12人", "1,200,000"],
                [2, "石塘砖厂", 913299810000000012, "石塘村", "郑十", "0511-87654321", "约30", "五人", "350万"],
                [3, "云塘建材", None, "石塘村", "冯一", "1390000000", 20, "若干", 1000000],
                ["合计", None, None, None, None, None, 53.5],
            ]
        ),
    )  # fmt: skip
    wanted = {"legal_person": "周强", "area_mu": 3.5, "employees": 12, "output_wan": 120}
    assert wanted.items() <= values(found, 2).items()
    assert [(one.problem.row, one.problem.field, one.problem.kind) for one in found.problems] == [
        (3, "credit_code", "id_precision_lost"),
        (4, "phone", "bad_phone"),
        (4, "employees", "number_expected"),
    ]
    assert {guess.field: guess.why for guess in found.rows[0].guesses} == {
        "area_mu": "unit", "employees": "unit", "output_wan": "unit",
    }  # fmt: skip


def test_an_enterprise_visit_ledger() -> None:
    headings = [
        "序号", "走访日期", "企业名称", "统一社会信用代码", "法人代表", "联系人", "联系电话", "走访干部", "经营情况",
        "诉求类别", "诉求内容", "责任单位", "办理时限", "办理结果", "企业评价",
    ]  # fmt: skip
    row = [
        1, "2024.5.6", "柳桥米厂", "91329981MA1X00001A", "周强", "吴九", "13900000001", "王五、赵六", "平稳", "融资",
        "贷款难", "经发办", "2024.6.30", "已解决", "满意",
    ]  # fmt: skip
    found = look("visit", sheet([headings, row]))
    unmapped = ["序号", "统一社会信用代码", "法人代表", "联系人", "责任单位", "办理时限"]
    assert [heading for heading, name in found.tables[0].mapping.items() if name is None] == unmapped
    assert values(found, 2) == {
        "visited_on": "2024-05-06", "subject_name": "柳桥米厂", "phone": "13900000001", "visitors": ["王五", "赵六"],
        "situation": "平稳", "category": "融资", "demand": "贷款难", "handling": "on_the_spot",
        "satisfaction": "satisfied", "kind": "enterprise",
    }  # fmt: skip


def test_headings_in_english_and_in_the_clerks_own_words() -> None:
    found = look(
        "visit",
        sheet(
            [
                ["Date", "Village", "Name", "Tel", "Visitor", "Way", "家里情况咋样", "群众说了啥问题", "咋处理的"],
                *([f"2024/3/{n}", "柳桥村", "张三", f"1390000000{n}", "李四", "入户", "", "", "无问题"] for n in DAYS),
            ]
        ),
    )  # fmt: skip
    columns = {column.heading: (column.field, column.is_guess) for column in found.tables[0].columns}
    assert columns["Name"] == ("subject_name", False)
    assert columns["Way"] == ("kind", False)
    assert columns["咋处理的"] == ("handling", True)
    assert len(found.rows) == 3


def test_merged_cells_are_filled_down_and_blank_ones_are_not() -> None:
    rows = [
        ["户编号", "姓名", "身份证号码", "与户主关系"],
        ["001", "张三", "329981196707116435", "户主"],
        [None, "李四", "329981196610048923", "之妻"],
        [None, "张小三", None, "之子"],
    ]
    found = look("person", sheet(rows, [(2, 0, 3, 0)]))
    assert told(found) == {2: "record", 3: "record", 4: "missing"}
    assert values(found, 3)["household_no"] == "001"
    assert [(guess.field, guess.why) for guess in found.rows[1].guesses if guess.why == "merged"] == [
        ("household_no", "merged")
    ]
    by_pattern = look("person", sheet(rows, knows_merged=False))
    assert told(by_pattern) == {2: "record", 3: "record", 4: "record"}


def test_households_out_of_a_roster() -> None:
    rows = [
        ["户编号", "户主姓名", "姓名", "身份证号码", "与户主关系", "电话", "备注"],
        ["001", "张三", "李四", "329981196610048923", "妻", None, None],
        ["001", "张三", "张三", "329981196707116436", "户主", "13900000001", "党员"],
        ["002", "王五", "王五", "329981196001244873", "户主", "139", None],
    ]
    found = look("household", sheet(rows))
    assert told(found) == {2: "member", 3: "record", 4: "record"}
    assert values(found, 3) == {
        "household_no": "001", "head_name": "张三", "phone": "13900000001", "member_count": 2,
    }  # fmt: skip
    assert [guess.why for guess in found.rows[0].guesses] == ["filled", "doubtful"]


def test_rows_that_say_the_same_once_more() -> None:
    row = ["2024.5.6", "1组", "张三", None, "李四", "入户", "无", "无问题"]
    found = look("visit", sheet([VISIT[1:], row, [*row[:2], "张　三", *row[3:]], ["2024.5.7", *row[1:]]]))
    assert told(found) == {2: "record", 3: "duplicate", 4: "record"}
    assert [one.problem.params["of_row"] for one in found.problems if one.problem.row] == [2]


def test_a_text_that_goes_on_in_the_next_row() -> None:
    rows = [
        VISIT,
        [1, "2024.5.6", "1组", "张三", None, "李四", "入户", "沟堵了", "列入清单"],
        [*[None] * 7, "路也坏了"],
    ]
    found = look("visit", sheet(rows))
    assert told(found) == {2: "record", 3: "continued"}
    assert values(found, 2)["demand"] == "沟堵了\n路也坏了"


def test_numbered_columns_examples_sections_and_signatures() -> None:
    found = look(
        "visit",
        sheet(
            [
                ["序号", "日期", "户主姓名", "走访人", "方式", "处理情况"],
                [1, 2, 3, 4, 5, 6],
                ["例", "2024.1.1", "某某", "某某", "入户", "无问题"],
                ["一组"],
                [1, "2024.5.6", "张三", "李四", "入户", "无问题"],
                ["二组"],
                [2, "2024.5.7", "张四", "李四", "入户", "无问题"],
                [3],
                ["填表人：李四", None, None, "审核人：王五"],
                ["联系电话：0511-87654321", None, None, "2024年6月30日"],
                ["※ 本表一式两份"],
            ]
        ),
    )
    assert told(found) == {
        2: "heading", 3: "example", 4: "section", 5: "record", 6: "section", 7: "record", 8: "blank", 9: "signature",
        10: "signature", 11: "note",
    }  # fmt: skip
    assert [row.values["group_name"] for row in found.rows] == ["一组", "二组"]


def test_a_table_that_begins_anywhere_with_blank_columns_and_a_row_of_units() -> None:
    found = look(
        "household",
        sheet(
            [
                [],
                [None, None, "柳桥村农户情况"],
                [],
                [None, None, "序号", "户编号", None, "户主姓名", "家庭人口", "住房面积", "备注"],
                [None, None, None, None, None, None, "（人）", "（㎡）"],
                [None, None, 1, "001", None, "张三", 3, 120, None],
                [],
                [None, None, 2, "002", None, "李四", "4人", "约90", "在外"],
            ]
        ),
    )
    assert told(found) == {2: "title", 5: "heading", 6: "record", 8: "record"}
    assert values(found, 8)["housing_area"] == 90


def test_a_column_of_village_and_group_together() -> None:
    rows = [["日期", "所在村组", "户主姓名", "走访人", "处理情况"], ["2024.5.6", "石塘村3组", "张三", "李四", "无问题"]]
    found = look("visit", sheet(rows))
    assert (values(found, 2)["village_name"], values(found, 2)["group_name"]) == ("石塘村", "3组")


@pytest.mark.parametrize(
    "rows",
    [
        [["食堂采购清单"], ["序号", "名称", "单位", "数量", "单价", "金额", "备注"], [1, "大米", "斤", 50, 2.5, 125]],
        [
            ["5月值班表"],
            ["日期", "星期", "值班人", "带班领导", "电话", "备注"],
            ["5月1日", "三", "张三", "李四", "139"],
        ],
        [["红烧肉"], ["材料", "用量", "做法"], ["五花肉", "500克", "切块"]],
        [["慰问金发放表"], ["序号", "姓名", "金额", "领取日期", "签字"], [1, "张三", 500, "2024.1.5"]],
        [["2024年走访工作总结"], ["今年共走访群众三百户，收集问题五十件。"]],
    ],
)
@pytest.mark.parametrize("kind", ["visit", "issue", "household", "person", "enterprise", "cadre"])
def test_other_tables_are_none_of_these(kind: str, rows: Sequence[Sequence[Any]]) -> None:
    assert not look(kind, sheet(rows)).tables


def test_what_somebody_corrected_counts() -> None:
    rows = [["日期", "户主姓名", "走访人", "方式", "天气"], ["2024.5.6", "张三", "李四", "入户", "晴"]]
    assert look("visit", sheet(rows), learnt={"天气": "note", "日期": None}).tables[0].mapping == {
        "日期": None, "户主姓名": "subject_name", "走访人": "visitors", "方式": "kind", "天气": "note",
    }  # fmt: skip


ISSUE = ["编号", "问题来源", "登记时间", "所在村", "具体问题", "牵头单位"]


def issues_of(part: str) -> list[list[Any]]:
    return [[f"WT{one:03}", "网格巡查", f"2024-0{one}-0{part}", "石塘村", f"{part} {one}", "水利站"] for one in (1, 2)]


@pytest.mark.parametrize(("title", "tables"), [("二、上级交办问题", 2), ("第2页", 1), ("问题清单", 1), ("3组", 1)])
def test_headings_once_more_begin_another_table_under_a_title_of_its_own(title: str, tables: int) -> None:
    rows = [["问题清单"], ISSUE, *issues_of("3"), [], [title], ISSUE, *issues_of("4")]
    found = look("issue", sheet(rows))
    assert len(found.tables) == tables
    assert [row.row for row in found.rows] == [3, 4, 8, 9]


def test_numbers_that_begin_anew_are_no_copies() -> None:
    rows = [["问题清单"], ISSUE, *issues_of("3"), *issues_of("4"), *issues_of("4")[:1]]
    assert told(look("issue", sheet(rows))) == {
        1: "title",
        **dict.fromkeys((3, 4, 5, 6), "record"),
        7: "duplicate",
    }
