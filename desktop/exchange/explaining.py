"""The texts of a workbook: what it is and how to use it, the history of issues in words, the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from desktop.data.history import HistoryEntry
from desktop.domain.changes import Level, Operation
from desktop.domain.kinds import ATTACHMENT, ISSUE, KINDS
from desktop.domain.lifecycle import DUTY_CHOICES, HANDLED_BY, RETRACT, SETTLE, WORDS, transition
from desktop.exchange.cells import fitting
from desktop.exchange.layout import (
    AGREED,
    DECISION,
    FIGURES_SHEET,
    FILLER_MARK,
    HISTORY_SHEET,
    SENT_BACK,
    cell_of,
    plain,
)

LONGEST_VALUE = 1_000
"""Characters of a value in a line of the history: the whole of it stands in its sheet or in the hidden changes."""

LONGEST_CONTENT = 15_000
"""Characters of a cell, so that it holds no more than 32,767 UTF-16 units."""

_OPERATIONS: dict[str, str] = {
    Operation.CREATE: "登记",
    Operation.UPDATE: "修改",
    Operation.WITHDRAW: "撤回",
    Operation.RESTORE: "恢复",
}
_DUTIES = {choice.code: choice.label for choice in DUTY_CHOICES}
_OFFICES = {Level.VILLAGE: "村", Level.TOWN: "镇"}
_NOT_TOLD = frozenset({"unit_code", "village_name", "code", "visit_id", "merged_into"})


def explanation(info: Mapping[str, Any], counts: Mapping[str, int]) -> list[str]:
    """The lines of the 说明 sheet."""
    sender = info["sender"]
    held = "、".join(f"{KINDS[name].sheet} {count} 条" for name, count in counts.items() if count) or "没有记录"
    scope = "全部内容" if info["is_full"] else "对方还没有收到的内容"
    return [
        f"导出单位：{sender['name']}（{sender['code']}）　填表人：{sender['actor'] or '未填'}",
        f"导出时间：{info['made_at'][:16].replace('T', ' ')}",
        f"本文件包含：{scope}。{held}。",
        "",
        "怎样使用",
        "1. 收到文件后，打开走访通，在“交换”页点“导入”，或把文件拖到窗口上。导入前会先说明有哪些变化。",
        "2. 同一个文件重复导入不会重复记录；文件改名不影响导入。",
        "3. 用 Excel 或 WPS 查看、筛选、打印都可以。隐藏的列和工作表用来核对记录，请不要改、不要删。",
        "4. 身份证号、电话、编码都按文本保存，不会丢失数字。",
        "5. 文件含个人信息，请只发给对应的单位，不要公开张贴。",
        "",
        "没有装走访通，也可以直接在表里填",
        "1. 要改的，直接改单元格；要加的，写在最后一行下面。删掉的行不会从账本里删除。",
        f"2. 镇里审核销号：在“{ISSUE.sheet}”的“{DECISION}”列选“{AGREED}”或“{SENT_BACK}”，退回的写明意见。"
        "直接改状态列不采用。",
        "3. 填好后保存，把文件交回去导入。收进了哪些、哪些没有采用，导入前都会列出来。",
        f"4. “{HISTORY_SHEET}”“{FIGURES_SHEET}”和本页只供查看，在上面改了不算。",
        *_about_files(counts.get(ATTACHMENT.name, 0)),
    ]


def _about_files(count: int) -> list[str]:
    if not count:
        return []
    return [
        f"5. “{ATTACHMENT.sheet}”只列文件名，照片和文件本身在同名的 .zip 里（导出时选了才有），请一起导入。"
        "这张表里只有备注可以改。"
    ]


def subtitle(info: Mapping[str, Any]) -> str:
    """The line above the headings: who filled the sheet in, and when."""
    sender, made_at = info["sender"], info["made_at"][:16].replace("T", " ")
    return f"填报单位：{sender['name']}　　{FILLER_MARK}：{sender['actor']}　　导出时间：{made_at}"


def history_rows(code: str, title: str, entries: Iterable[HistoryEntry]) -> Iterator[list[str]]:
    """The rows of the 办理记录 sheet for one issue, oldest first."""
    for entry in entries:
        if entry.event in (RETRACT, SETTLE) or entry.operation == Operation.RETRACT:
            continue
        told = (
            code,
            shortened(title, LONGEST_VALUE),
            entry.happened_on or entry.wall[:10],
            entry.wall[:16].replace("T", " "),
            _who(entry),
            _OFFICES.get(Level(entry.office), "") if entry.office in list(Level) else entry.office,
            _act(entry),
            _content(entry),
        )
        yield [fitting(text) for text in told]


def _who(entry: HistoryEntry) -> str:
    duty = _DUTIES.get(entry.duty, "")
    return f"{entry.actor}（{duty}）" if duty else entry.actor


def _act(entry: HistoryEntry) -> str:
    if entry.event:
        found = transition(entry.event)
        label = found.label if found else entry.event
        if entry.is_taken_back:
            return f"{label}（已撤销）"
        return label if entry.is_effective else f"{label}（未生效）"
    return _OPERATIONS.get(entry.operation, entry.operation)


def _content(entry: HistoryEntry) -> str:
    if entry.event:
        said = ((WORDS[name], value) for name, value in ((HANDLED_BY, entry.handled_by), *entry.words) if value)
        lines = [f"{word.label}：{shortened(plain(cell_of(word, value)), LONGEST_VALUE)}" for word, value in said]
    else:
        lines = [shortened(entry.reason, LONGEST_VALUE)] if entry.reason else []
    for name, before, after in entry.fields:
        if name in _NOT_TOLD or not ISSUE.has_field(name):
            continue
        field = ISSUE.field(name)
        old, new = (shortened(plain(cell_of(field, value)), LONGEST_VALUE) for value in (before, after))
        change = f"{old} → {new or '（空）'}" if old else new or "（空）"
        lines.append(f"{field.label}：{change}")
    return shortened("\n".join(lines), LONGEST_CONTENT)


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
