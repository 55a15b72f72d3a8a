"""What the inspection of a ledger found, and why rows of a workbook were left alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.wording.filling import fill

FINDINGS: dict[str, tuple[str, str]] = {
    "file_damaged": ("账本文件有损坏：{detail}", "The file is damaged: {detail}"),
    "reference_broken": (
        "表 {table} 第 {row} 行所指的 {parent} 不存在。",
        "Row {row} of {table} points to no {parent}.",
    ),
    "change_altered": (
        "第 {number} 号变更被改动过（{scope}，{node}）。",
        "Change {number} was altered ({scope}, {node}).",
    ),
    "numbers_missing": (
        "缺第 {first}–{last} 号变更（{scope}，{node}）。",
        "Changes {first}–{last} are missing ({scope}, {node}).",
    ),
    "count_wrong": ("变更的计数不对（{scope}，{node}）。", "The count of changes is wrong ({scope}, {node})."),
    "clock_behind": (
        "变更的次序号落后（{lamport}，应不小于 {highest}）。",
        "The order counter is behind ({lamport} < {highest}).",
    ),
    "record_missing": ("记录 {id} 在表里缺失（{kind}）。", "Record {id} is missing from its table ({kind})."),
    "record_unfounded": ("记录 {id} 没有来历（{kind}）。", "Record {id} has no changes ({kind})."),
    "record_differs": (
        "记录 {id} 与它的变更不一致（{kind}）：{fields}",
        "Record {id} differs from its changes ({kind}): {fields}",
    ),
    "tally_wrong": (
        "列表所说的{kind}条数不对：说 {told} 条，实有 {count} 条。",
        "Lists tell the wrong number of {kind} records: {told}, not {count}.",
    ),
    "course_differs": ("问题 {id} 的办理经过与变更不一致。", "The course of issue {id} differs from its changes."),
    "conflict_differs": ("记录 {id} 的冲突“{field}”与变更不一致。", "Conflict '{field}' of record {id} differs."),
    "setting_differs": ("设置“{key}”与变更不一致。", "Setting '{key}' differs from its changes."),
    "index_missing": ("第 {row} 行没有进检索（{kind}）。", "Row {row} is not in the search index ({kind})."),
    "index_unfounded": ("检索里多出第 {row} 行（{kind}）。", "The search index has a row {row} too many ({kind})."),
    "index_differs": ("第 {row} 行的检索内容不对（{kind}）。", "The search text of row {row} is wrong ({kind})."),
    "index_broken": ("检索表 {table} 已损坏。", "The search index {table} is damaged."),
    "index_outdated": (
        "检索还是旧的格式（{noted}，应为 {wanted}），打开窗口后会自动重建。",
        "The search index is of an older form ({noted}, not {wanted}); the window renews it by itself.",
    ),
    "names_missing": ("第 {row} 行按姓名找不到（{kind}）。", "Row {row} cannot be found by name ({kind})."),
    "names_unfounded": (
        "按姓名查找的索引多出第 {row} 行（{kind}）。",
        "The index of names has a row {row} too many ({kind}).",
    ),
    "names_differs": (
        "第 {row} 行按姓名查找的内容不对（{kind}）。",
        "What row {row} is found by is wrong ({kind}).",
    ),
    "content_unreadable": (
        "{part}里有读不懂的内容，这一部分没有查完。账本有损坏。",
        "There is unreadable content in the {part}; the rest of it was not looked at.",
    ),
    "access_altered": ("查看登记第 {number} 条被改动过。", "Entry {number} of the access log was altered."),
    "access_missing": (
        "查看登记缺第 {first}–{last} 条。",
        "Entries {first}–{last} of the access log are missing.",
    ),
    "access_lost": (
        "查看登记第 {first}–{last} 条在账本损坏时就没有救出，已记在登记里。",
        "Entries {first}–{last} of the access log were lost when the ledger was damaged, as the log says.",
    ),
    "content_missing": ("有 {count} 个附件还没有收到文件：{files}", "{count} attached files have not arrived: {files}"),
    "content_altered": (
        "附件 {file}（{record}）存放的内容被改动过或已损坏。",
        "The stored content of the attachment {file} ({record}) was altered.",
    ),
}

IGNORED_ROWS: dict[str, tuple[str, str]] = {
    "title": ("标题", "a title"),
    "unit_line": ("填报单位、时间等说明", "the office, the date"),
    "heading": ("重复的标题行", "the headings once more"),
    "total": ("合计行", "a total"),
    "signature": ("签字、制表人等", "signatures"),
    "note": ("说明，不是记录", "a note, no record"),
    "member": ("同一户的成员，已归到户主那一行", "a member of the household above"),
    "section": ("分段的小标题", "names the rows below it"),
    "example": ("填写示例", "an example"),
    "blank": ("只有序号的空行", "only a number"),
    "continued": ("接着上一行的内容，已并入上一行", "goes on with the row above"),
    "other_table": ("另一张表，不是这一种记录", "another table"),
}


def ignored_words(why: str, language: str = "zh") -> str:
    """Why a row of a ledger that is taken in is no record."""
    return fill(IGNORED_ROWS.get(why, (why, why)), language, {})


GUESSES: dict[str, tuple[str, str]] = {
    "year": ("年份是按表头或前后行补的", "the year is taken from the title or the rows around"),
    "serial": ("存成了数字的日期", "a day stored as a number"),
    "day": ("只写了月份，或没有日期", "only a month, or no day"),
    "merged": ("合并单元格，取上面的内容", "merged with the cell above"),
    "word": ("按意思对应的", "another word for it"),
    "mark": ("按勾选", "ticked"),
    "unit": ("去掉了单位等字样", "without the unit"),
    "filled": ("不在这一格，按表头、分段或其他行补的", "from elsewhere in the file"),
    "person": ("手工改的", "corrected by hand"),
    "doubtful": ("写法有疑问，没有采用", "doubtful, not taken"),
}

LIKENESSES: dict[str, tuple[str, str]] = {
    "same": ("内容相同", "the same content"),
    "id_number": ("身份证号相同", "the same ID number"),
    "number": ("编号相同", "the same number"),
    "name_and_date": ("同一天、同一对象", "the same day and person"),
    "name": ("名称相同", "the same name"),
}


def guess_words(why: str, language: str = "zh") -> str:
    """How a value was read otherwise than it is written."""
    return fill(GUESSES.get(why, (why, why)), language, {})


def likeness_words(why: str, language: str = "zh") -> str:
    """Why a row is most likely a record that the ledger has."""
    return fill(LIKENESSES.get(why, (why, why)), language, {})


PARTS: dict[str, tuple[str, str]] = {
    "log": ("变更记录", "log of changes"),
    "records": ("记录的表", "tables of records"),
    "settings": ("设置", "settings"),
    "conflicts": ("冲突", "conflicts"),
    "access": ("查看登记", "access log"),
    "index": ("检索", "search index"),
}


def finding_sentence(code: str, params: Mapping[str, Any], language: str = "zh") -> str:
    """What the inspection of a ledger found, in a sentence."""
    if "part" in params:
        params = {**params, "part": fill(PARTS.get(params["part"], ("", "")), language, {})}
    return fill(FINDINGS.get(code, (code, code)), language, params)
