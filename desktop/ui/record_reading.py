"""A record as the reading pane tells it: its sections, its history, what stands against each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.domain.fields import Field, FieldKind, RecordKind, Section
from desktop.domain.folding import STANDING, STATUS
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import RETRACT, SETTLE, transition
from desktop.services.finding import HistoryEntry, Record
from desktop.ui.editors import HIDDEN_SECTION
from desktop.ui.showing import is_masked, shown, shown_masked, told_moment
from desktop.ui.translation import label_of
from desktop.ui.widgets.reading import HistoryChange, ReadingItem, ReadingSection
from desktop.ui.widgets.reading import HistoryEntry as ToldEntry

_LONG = 18


def title_of(record: Record) -> str:
    """The record in one line."""
    kind = KINDS[record.kind]
    text = shown(kind.field(kind.title_field), record.values.get(kind.title_field))
    return text if len(text) <= 60 else f"{text[:60]}…"


def subtitle_of(record: Record, *, with_village: bool) -> str:
    """The number of an issue, (village and) group, day."""
    kind = KINDS[record.kind]
    village = "village_name" if with_village else ""
    names = [name for name in ("code", village, "group_name", kind.date_field) if name]
    parts = [shown(kind.field(name), record.values.get(name)) for name in names if kind.has_field(name)]
    return " · ".join(part for part in parts if part)


def sections_of(record: Record) -> list[ReadingSection]:
    """Everything the record holds, by the sections of its form."""
    kind = KINDS[record.kind]
    found = []
    for section in kind.sections:
        items = tuple(_items(kind, section, record.values))
        if items:
            found.append(ReadingSection(label_of(section), items))
    return found


def _items(kind: RecordKind, section: Section, values: Mapping[str, Any]) -> list[ReadingItem]:
    items = []
    for field in kind.fields:
        is_here = field.section == section.name and field.section != HIDDEN_SECTION
        text = shown(field, values.get(field.name)) if is_here and field.name not in ("id", "unit_code") else ""
        if text:
            hidden = shown_masked(field, values.get(field.name)) if is_masked(field) else ""
            is_long = field.kind is FieldKind.LONG_TEXT and (len(text) > _LONG or "\n" in text)
            items.append(ReadingItem(field.name, label_of(field), text, is_long, hidden if hidden != text else ""))
    return items


def told_history(kind: RecordKind, entries: list[HistoryEntry], today: date) -> list[ToldEntry]:
    """What happened to a record, the latest first: who, when, which act, each field before and after."""
    return [
        ToldEntry(entry.actor, told_moment(entry.wall, today), _act(entry), tuple(_changes(kind, entry)))
        for entry in reversed(entries)
    ]


def _act(entry: HistoryEntry) -> str:
    acts = {
        "create": QCoreApplication.translate("RecordReading", "新增"),
        "update": QCoreApplication.translate("RecordReading", "修改"),
        "withdraw": QCoreApplication.translate("RecordReading", "撤回"),
        "restore": QCoreApplication.translate("RecordReading", "恢复"),
        "retract": QCoreApplication.translate("RecordReading", "撤销了冲突的处理"),
    }
    act = acts.get(entry.operation, "")
    if entry.event == RETRACT:
        act = QCoreApplication.translate("RecordReading", "撤销了一步办理")
    elif entry.event == SETTLE:
        act = QCoreApplication.translate("RecordReading", "处理了未生效的办理")
    elif entry.event:
        found = transition(entry.event)
        act = label_of(found) if found is not None else entry.event
    if entry.reason:
        act = QCoreApplication.translate("RecordReading", "{act}：{reason}").format(act=act, reason=entry.reason)
    if not entry.is_effective:
        act = QCoreApplication.translate("RecordReading", "{act}（未生效）").format(act=act)
    return act


def _changes(kind: RecordKind, entry: HistoryEntry) -> list[HistoryChange]:
    if entry.operation == "create":
        return []  # the record itself says what it began with
    return [
        HistoryChange(label_of(field), shown_masked(field, before), shown_masked(field, after))
        for field, before, after in _known(kind, entry)
        if before != after
    ]


def _known(kind: RecordKind, entry: HistoryEntry) -> list[tuple[Field, Any, Any]]:
    return [(kind.field(name), before, after) for name, before, after in entry.fields if kind.has_field(name)]


def told_conflicts(kind: RecordKind, conflicts: list[dict[str, Any]]) -> list[str]:
    """A sentence for each field in which two offices disagree, with both values and who wrote them."""
    told = []
    for conflict in conflicts:
        name, heads = conflict["field"], conflict["heads"]
        if name == STATUS:
            told.append(QCoreApplication.translate("RecordReading", "有一步办理没有生效，请看经过。"))
            continue
        values = "；".join(
            QCoreApplication.translate("RecordReading", "{who}写的是“{value}”").format(
                who=head.get("actor", ""), value=_head_value(kind, name, head.get("value"))
            )
            for head in heads
        )
        label = QCoreApplication.translate("RecordReading", "是否撤回") if name == STANDING else ""
        if kind.has_field(name):
            label = label_of(kind.field(name))
        told.append(
            QCoreApplication.translate("RecordReading", "{label}两处不一致：{values}").format(
                label=label or name, values=values
            )
        )
    return told


def _head_value(kind: RecordKind, name: str, value: Any) -> str:
    if name == STANDING:
        withdrawn = QCoreApplication.translate("RecordReading", "已撤回")
        standing = QCoreApplication.translate("RecordReading", "未撤回")
        return withdrawn if value else standing
    nothing = QCoreApplication.translate("RecordReading", "空")
    return (shown_masked(kind.field(name), value) if kind.has_field(name) else str(value)) or nothing
