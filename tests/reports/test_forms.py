"""The shapes of printed forms: their headings are those offices know, and empty fields leave room for a pen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from desktop.reports.documents import Document, Look, Row, texts_of
from desktop.reports.forms import FORMS, LISTS, Case, Contact, ListedIssue, Reporter, Step, issue_list, owner_handover

ISSUE = {
    "code": "105201-2026-0007",
    "category": "水利",
    "description": "东沟渠道漏水",
    "location": "3组渠道",
    "collected_on": "2026-03-05",
    "status": "working",
    "measures": "更换涵管",
    "leader": "孙海",
    "lead_unit": "水利站",
    "owner": "周江",
    "due_on": "2026-05-05",
    "evidence": ["照片.jpg", "验收单（纸质）"],
    "satisfaction": "mostly",
    "completion_kind": "staged",
    "feedback_way": "phone",
    "progress": "已通水",
}
HEADINGS = {
    "register_card": (
        "编号、建卡类型、登记单位、登记人、登记时间、姓名、性别、出生年月、联系电话、常住地址、是否党员、身份证号码、"
        "反映群体人数、职业或身份、主要愿望或诉求(20字以内)、服务联系人、单位及职务、联系电话、工作情况记录、日期、"
        "工作措施及内容、部门、办结时间、办结方式、办理结果、转入其他台账、反馈方式、反映人反馈意见"
    ),
    "assignment": (
        "承办单位、责任人、主要事项、办理时限(起—止)、转办单位分管领导意见、主要领导意见、承办单位接件时间、联系人、办理结果"
    ),
    "supervision": (
        "承办单位、责任人、主要事项、督办要求、办理时限(起—止)、督办单位分管领导意见、主要领导意见、承办单位接件时间、联系人、办理结果"
    ),
    "report_up": (
        "呈报单位(盖章)、时间、上级部门、接收人、主要事项及原因、呈报单位工作建议意见、上级单位领导审核意见、联系人、电话"
    ),
    "meeting": "会议期数、责任人、主要事项、议决内容摘要、主办单位、协办单位、办理时限、接件时间、联系人、联系电话",
    "reply": "回复单位、时间、主要事项、回复内容摘要、附件、联系人、电话",
    "extension": (
        "责任单位、责任人、主要事项、原定时限、申请、延期原因、整改进展、延期时间、延期工作日、申请人、申请时间、"
        "审核、审核组织、审核状态、允许延期时间、允许延期工作日、审核意见、审核人、审核时间"
    ),
    "closing": (
        "问题编号、所在村、问题、整改措施及完成情况、佐证材料目录、满意度、责任人意见、责任单位意见、核查意见(两人签字)、"
        "镇级审核意见、责任领导审批、销号日期"
    ),
    "refusal": "反映人、反映时间、反映事项、不予受理理由、告知情况、经办人、告知时间、告知单位、反映人签收",
    "handover": (
        "移交人、接收人、责任单位、完成时限、问题、整改措施、进展情况、未办事项、变更原因、移交人、接收人、监交人"
    ),
}


def step(event: str, day: str, level: str = "town", **said: Any) -> Step:
    """A step that says these words."""
    return Step(event, day, "李记录", level, words=said)


def case(*steps: Step, **values: Any) -> Case:
    """An issue with these steps."""
    return Case(
        ISSUE | values,
        steps,
        office="清水镇",
        town="清水镇",
        village="东沟村",
        recorded_by="钱小河",
        reporter=Reporter("郑大山", "男", "1970-01-01", "13900000000", "3组5号", "中共党员", "***"),
        contact=Contact("钱小河", "东沟村", "村委", "0511-80000000"),
    )


def squeezed(text: str) -> str:
    """Without the blanks and breaks that are there for the eye, brackets in one width."""
    return re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")


def rows_of(document: Document) -> list[Row]:
    """All rows, headings of tables included."""
    return [row for group in document.grid.groups for row in (*([group.heading] if group.heading else []), *group.rows)]


def labels_of(document: Document) -> list[str]:
    """The printed headings in reading order, those written downwards before their rows."""
    found = []
    for group in document.grid.groups:
        found += [squeezed(group.label)] if group.label else []
        rows = (*([group.heading] if group.heading else []), *group.rows)
        found += [squeezed(cell.text) for row in rows for cell in row.cells if cell.look is Look.LABEL]
    return found


def shaped(name: str, of: Case) -> Document:
    """The form of this name."""
    return next(form for form in FORMS if form.name == name).shape(of)


def value_beside(document: Document, heading: str) -> str:
    """What stands to the right of a heading, with what stands at its foot."""
    for row in rows_of(document):
        for at, cell in enumerate(row.cells):
            if cell.look is Look.LABEL and squeezed(cell.text) == heading:
                return "\n".join((row.cells[at + 1].text, *row.cells[at + 1].foot))
    raise AssertionError(heading)


@pytest.mark.parametrize("name", [form.name for form in FORMS])
def test_the_headings_are_those_offices_know(name: str) -> None:
    labels = labels_of(shaped(name, case()))
    wanted = HEADINGS[name].split("、")
    # On the card two labels run down beside others: the order within a row is the paper's.
    assert [label for label in labels if label not in ("反映人情况", "办结情况")] == wanted


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("of", [case(), Case({"description": "新问题"})], ids=["known", "hardly known"])
def test_every_row_fills_the_grid(form: Any, of: Case) -> None:
    document = form.shape(of)
    columns = len(document.grid.widths)
    assert {sum(cell.span for cell in row.cells) for row in rows_of(document)} == {columns}
    assert document.title and document.name
    assert all(row.height > 0 for row in rows_of(document))


def test_a_form_of_nothing_leaves_room_and_says_nothing_wrong() -> None:
    for form in FORMS:
        text = "".join(texts_of(form.shape(Case({"description": "新问题"}))))
        assert "None" not in text and "{" not in text
        assert "■" not in text


def test_both_what_was_asked_and_what_was_granted_stand_on_an_extension() -> None:
    asked = step("ask_extension", "2026-04-20", asked_due_on="2026-06-05", reason="连日下雨")
    granted = replace(
        step("grant_extension", "2026-04-22", opinion="同意"),
        before={"due_on": "2026-05-05"},
        after={"due_on": "2026-05-25"},
    )
    of = replace(case(asked, granted, due_on="2026-05-25"), working_days=lambda since, until: int(until[5:7]))
    document = shaped("extension", of)
    assert value_beside(document, "原定时限") == "2026年5月5日"
    assert value_beside(document, "延期时间") == "2026年6月5日\n（31 天）"
    assert value_beside(document, "允许延期时间") == "2026年5月25日\n（20 天）"
    assert value_beside(document, "延期工作日") == "6 个工作日"
    assert value_beside(document, "允许延期工作日") == "5 个工作日"
    assert value_beside(document, "审核状态") == "■同意　□不同意"
    denied = shaped("extension", case(asked, step("deny_extension", "2026-04-22", reason="工期够")))
    assert value_beside(denied, "审核状态") == "□同意　■不同意"
    assert value_beside(denied, "允许延期时间") == ""
    assert value_beside(denied, "审核意见").startswith("工期够")
    waiting = shaped("extension", case(asked))
    assert value_beside(waiting, "审核状态") == "□同意　□不同意"
    assert value_beside(waiting, "原定时限") == "2026年5月5日"


@pytest.mark.parametrize(
    ("degree", "title"), [("normal", "督办通知单"), ("yellow", "督办通知单（黄牌）"), ("red", "督办通知单（红牌）")]
)
def test_the_last_supervision_in_its_degree(degree: str, title: str) -> None:
    first = step("supervise", "2026-04-01", supervision="normal", requirement="三日内开工", limit_on="2026-04-04")
    last = step(
        "supervise",
        "2026-04-10",
        supervision=degree,
        supervision_no="督〔2026〕5号",
        requirement="十日内完工",
        limit_on="2026-04-20",
    )
    document = shaped("supervision", case(first, last))
    assert document.title == title
    assert document.head[0].right == "督办单号：督〔2026〕5号"
    assert value_beside(document, "督办要求") == "十日内完工"
    assert value_beside(document, "办理时限(起—止)") == "2026年4月10日—2026年4月20日"


def test_the_closing_form_names_evidence_and_both_judgements() -> None:
    steps = (
        step("apply_to_close", "2026-04-20"),
        replace(step("pass_check", "2026-04-21", "village"), after={"checker": "王春", "check_opinion": "属实"}),
        step("approve", "2026-04-22", opinion="同意。"),
    )
    document = shaped("closing", replace(case(*steps, closed_on="2026-04-22"), attachments=("照片.jpg", "扫描.pdf")))
    assert value_beside(document, "佐证材料目录") == "1. 照片.jpg\n2. 验收单（纸质）\n3. 扫描.pdf"
    assert value_beside(document, "满意度") == "□满意　■基本满意　□不满意　□其他"
    checked = value_beside(document, "核查意见(两人签字)")
    assert checked.startswith("属实\n核查人：王春　签字：") and checked.endswith("2026年4月21日")
    assert checked.count("签字") == 2
    assert value_beside(document, "镇级审核意见").startswith("同意。\n审核人：李记录　签字：")
    assert value_beside(document, "销号日期") == "2026年4月22日"


def test_a_reopened_issue_is_applied_for_on_a_new_sheet() -> None:
    steps = (step("apply_to_close", "2026-04-20"), step("approve", "2026-04-22"), step("reopen", "2026-06-01"))
    document = shaped("closing", case(*steps, satisfaction=None))
    assert value_beside(document, "镇级审核意见").strip().startswith("审核人签字")
    assert "李记录" not in "".join(texts_of(document))


def test_the_card_tells_every_step_and_keeps_room_for_more() -> None:
    steps = tuple(step("report_progress", f"2026-03-{day:02d}", progress=f"第{day}天") for day in range(10, 16))
    document = shaped("register_card", case(*steps))
    work = next(group for group in document.grid.groups if group.label == "工作情况记录")
    assert [row.cells[0].text for row in work.rows] == [*(f"2026-03-{day}" for day in range(10, 16)), ""]
    assert work.rows[0].cells[1].text == "进展：第10天"
    assert value_beside(document, "建卡类型") == "民生（水利）"
    assert value_beside(document, "是否党员") == "■是　□否"
    assert value_beside(document, "办理结果") == ""
    assert value_beside(document, "反馈方式") == "□口头　■电话　□书面"


def test_who_hands_over_to_whom() -> None:
    changed = replace(
        step("change_owner", "2026-04-02", open_items="定开工日期", reason="调任"),
        before={"owner": "周江"},
        after={"owner": "李永"},
    )
    document = shaped("handover", case(changed, owner="李永"))
    assert value_beside(document, "移交人") == "周江"
    assert value_beside(document, "接收人") == "李永"
    assert value_beside(document, "未办事项") == "定开工日期"
    assert value_beside(shaped("handover", case()), "移交人") == "周江"


def test_the_list_has_the_columns_of_the_town_and_says_how_many() -> None:
    issues = [
        ListedIssue("A-1", "东沟村", "漏水", owner="周江", due_on="2026-05-05", status="整改中", light="逾期"),
        ListedIssue("A-2", "", "路灯", due_on="2026-05-05", look_on="2026-09-01", status="挂账"),
    ]
    document = issue_list(issues, "清水镇", "2026-04-30", chosen="逾期")
    group = document.grid.groups[0]
    assert group.heading is not None
    assert [cell.text for cell in group.heading.cells] == (
        ["序号", "问题", "措施", "责任领导", "责任单位", "责任人", "时限", "进展", "状态", "备注"]
    )
    assert document.page.is_landscape and document.grid.keeps_rows and document.is_numbered
    assert document.head[0].left == "填报单位：清水镇（盖章）"
    assert document.head[0].right == "填报日期：2026年4月30日　　共 2 件"
    assert document.head[1].left == "范围：逾期"
    assert [cell.text for cell in group.rows[0].cells] == [
        *("1", "东沟村：漏水", "", "", "", "周江", "2026-05-05", "", "整改中\n逾期", "")
    ]
    assert group.rows[1].cells[6].text == "2026-09-01复查"


@pytest.mark.parametrize(
    ("listing", "columns"),
    [
        ("tasks", "序号、问题、整改目标、措施、责任单位、责任人、时限、进展、状态"),
        ("duties", "序号、责任人、责任领导、责任单位、配合单位、问题、措施、时限、状态、备注"),
        ("closings", "序号、问题编号、问题、整改情况、办结方式、完成日期、满意度、核查人、销号日期、备注"),
    ],
)
def test_the_other_lists_have_columns_of_their_own(listing: str, columns: str) -> None:
    document = issue_list([ListedIssue("A-1", owner="周江")], "清水镇", "2026-04-30", listing=listing)
    group = document.grid.groups[0]
    assert group.heading is not None
    assert "、".join(cell.text for cell in group.heading.cells) == columns
    assert len(group.rows[0].cells) == len(group.heading.cells) == len(document.grid.widths)
    assert document.title == f"清水镇{LISTS[listing][0]}"


def test_everything_one_person_has_open() -> None:
    issues = [ListedIssue(f"A-{number}", "东沟村", "漏水", due_on="2026-05-05") for number in range(3)]
    document = owner_handover("周江", issues, "清水镇", "2026-04-30", "李永")
    assert document.head[0].left == "移交人：周江　　接收人：李永"
    assert document.head[0].right == "共 3 件"
    assert [row.cells[1].text for row in document.grid.groups[0].rows] == ["A-0", "A-1", "A-2"]
    assert "移交人（签字）" in document.tail[-1].left


def test_only_what_makes_sense_now_is_offered() -> None:
    def names(of: Case) -> list[str]:
        return [form.name for form in FORMS if form.fits(of)]

    assert names(case(status="draft")) == ["register_card"]
    assert names(case(status="working")) == ["register_card", "extension", "report_up", "closing", "handover"]
    assert names(case(step("refuse", "2026-03-06"), status="refused")) == ["register_card", "refusal"]
    assert names(case(step("assign", "2026-03-06"), status="closed")) == ["register_card", "assignment"]
    assert names(case(step("assign", "2026-03-06"), step("supervise", "2026-03-07"), status="transferred")) == []
