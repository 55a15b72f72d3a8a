"""A record as the reading pane tells it: its sections, its history, what stands against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, Section
from desktop.domain.folding import STANDING, STATUS
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import (
    HANDLED_BY,
    INITIAL,
    PATIENT,
    REASON,
    RETRACT,
    RUNNING,
    SETTLE,
    WORDS,
    status_reached,
    transition,
)
from desktop.domain.sight import ALONE_MASKED, sorts_of
from desktop.services.finding import HistoryEntry, Record
from desktop.ui.editors import HIDDEN_SECTION
from desktop.ui.showing import is_masked, lamp_of, said_left, shown, shown_masked, told_moment
from desktop.ui.times import said_day
from desktop.ui.translation import label_of, language_shown
from desktop.ui.unmasking import Eye
from desktop.ui.widgets.reading import HistoryChange, ReadingHead, ReadingItem, ReadingSection, Tag
from desktop.ui.widgets.reading import HistoryEntry as ToldEntry
from desktop.wording import duty_words

_LONG = 18
_IN_HEAD = ("code", "status", "supervision", "reopen_count", "extension_count")
"""Fields that stand beside the title of an issue, and need not be said twice."""


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


def sections_of(record: Record, eye: Eye, masked: frozenset[Personal]) -> list[ReadingSection]:
    """Everything the record holds, by the sections of its form; these sorts are masked, with eyes that do ``eye``."""
    kind = KINDS[record.kind]
    sorts = frozenset() if eye is Eye.OPEN else sorts_of(kind, masked)
    found = []
    for section in kind.sections:
        items = tuple(_items(kind, section, record.values, eye, sorts))
        if items:
            found.append(ReadingSection(label_of(section), items))
    return found


def _items(
    kind: RecordKind, section: Section, values: Mapping[str, Any], eye: Eye, sorts: frozenset[Personal]
) -> list[ReadingItem]:
    items = []
    for field in kind.fields:
        is_here = field.section == section.name and field.section != HIDDEN_SECTION and field.name not in _IN_HEAD
        text = shown(field, values.get(field.name)) if is_here and field.name not in ("id", "unit_code") else ""
        if text:
            hidden = shown_masked(field, values.get(field.name), sorts) if is_masked(field, sorts) else text
            # What may not be seen, or not yet, is in no widget.
            told = text if eye is Eye.TOGGLES else hidden
            is_long = field.kind is FieldKind.LONG_TEXT and (len(told) > _LONG or "\n" in told)
            masked = hidden if hidden != text and eye is not Eye.CLOSED else ""
            items.append(ReadingItem(field.name, label_of(field), told, is_long, masked, eye is Eye.ASKS))
    return items


@dataclass(frozen=True, slots=True)
class Story:
    """What a history is told with: the day, the names of the offices by their level, what is masked."""

    today: date
    offices: Mapping[str, str]
    masked: frozenset[Personal] = ALONE_MASKED
    is_anonymous: bool = False
    """Whether the record was made anonymous: what stood in its fields before is not told."""


def head_of(record: Record, today: date, *, with_village: bool, warnings: Sequence[str] = ()) -> ReadingHead:
    """Title, number, light, status, what the town has said about it, who is in charge, until when."""
    tags, facts = (_tags(record), _facts(record, today)) if record.kind == "issue" else ((), ())
    subtitle = subtitle_of(record, with_village=with_village)
    return ReadingHead(title_of(record), subtitle, lamp_of(record), tags, facts, tuple(warnings))


def _tags(record: Record) -> tuple[Tag, ...]:
    kind, values = KINDS[record.kind], record.values
    tags = [Tag("status", shown(kind.field("status"), values.get("status")))]
    card = str(values.get("supervision") or "")
    if card:
        tone = {"yellow": "amber", "red": "danger"}.get(card, "")
        tags.append(Tag("supervision", shown(kind.field("supervision"), card), tone))
    counted = (
        ("reopen_count", QCoreApplication.translate("RecordReading", "复号 {count}")),
        ("extension_count", QCoreApplication.translate("RecordReading", "延期 {count} 次")),
    )
    tags += [Tag(name, words.format(count=values[name]), "amber") for name, words in counted if values.get(name)]
    return tuple(tags)


def _facts(record: Record, today: date) -> tuple[ReadingItem, ...]:
    """Who is in charge, and until when; while the deadline rests, when it is looked at again."""
    kind, values = KINDS[record.kind], record.values
    status = values.get("status")
    day = kind.field("look_on" if status in PATIENT else "due_on")
    owner = kind.field("owner")
    left = said_left(str(values.get(day.name) or ""), today) if status in RUNNING | PATIENT else ""
    told = QCoreApplication.translate("RecordReading", "{day}（{left}）")
    until = shown(day, values.get(day.name))
    texts = ((owner, shown(owner, values.get("owner"))), (day, told.format(day=until, left=left) if left else until))
    return tuple(ReadingItem(field.name, label_of(field), text) for field, text in texts if text)


def told_history(kind: RecordKind, entries: list[HistoryEntry], story: Story) -> list[ToldEntry]:
    """What happened to a record, the latest first: who, when, which act, what was said, each field before and after."""
    status = INITIAL
    told = []
    for entry in entries:
        changes = [] if story.is_anonymous else _changes(kind, entry, sorts_of(kind, story.masked))
        found = transition(entry.event)
        after = status_reached(found, dict(entry.words), status) if found and entry.is_effective else status
        if after != status:
            field = kind.field("status")
            changes.insert(0, HistoryChange(label_of(field), shown(field, status), shown(field, after)))
            status = after
        mark = QCoreApplication.translate("RecordReading", "已撤销") if entry.is_taken_back else ""
        if not entry.is_effective and not mark:
            mark = QCoreApplication.translate("RecordReading", "未生效")
        told.append(
            ToldEntry(
                _who(entry, story),
                _when(entry, story.today),
                _act(entry),
                tuple(changes),
                mark,
                () if story.is_anonymous else tuple(_said(entry)),
                is_step=found is not None,
            )
        )
    return told[::-1]


def _who(entry: HistoryEntry, story: Story) -> str:
    duty = duty_words([entry.duty], language_shown()) if entry.duty else ""
    name = QCoreApplication.translate("RecordReading", "{name}（{duty}）").format(name=entry.actor, duty=duty)
    parts = [name if duty else entry.actor, story.offices.get(entry.office, "")]
    if entry.handled_by and entry.handled_by != entry.actor:
        parts.insert(1, f"{label_of(WORDS[HANDLED_BY])} {entry.handled_by}")
    return " · ".join(part for part in parts if part)


def _when(entry: HistoryEntry, today: date) -> str:
    recorded = told_moment(entry.wall, today)
    if entry.happened_on in ("", entry.wall[:10]):
        return recorded
    both = QCoreApplication.translate("RecordReading", "发生 {happened} · 记录 {recorded}")
    return both.format(happened=said_day(entry.happened_on, today), recorded=recorded)


def _said(entry: HistoryEntry) -> list[tuple[str, str]]:
    """The words of a step with their labels; of another change its reason; the workbook it was typed into."""
    words = entry.words if entry.event else ((REASON, entry.reason),)
    said = [(label_of(WORDS[name]), shown(WORDS[name], value)) for name, value in words if value]
    if entry.by_hand:
        said.append((QCoreApplication.translate("RecordReading", "填在表格里"), entry.by_hand))
    return said


def _act(entry: HistoryEntry) -> str:
    acts = {
        "create": QCoreApplication.translate("RecordReading", "新增"),
        "update": QCoreApplication.translate("RecordReading", "修改"),
        "withdraw": QCoreApplication.translate("RecordReading", "撤回"),
        "restore": QCoreApplication.translate("RecordReading", "恢复"),
        "retract": QCoreApplication.translate("RecordReading", "撤销了冲突的处理"),
    }
    if entry.event == RETRACT:
        return QCoreApplication.translate("RecordReading", "撤销了一步办理")
    if entry.event == SETTLE:
        return QCoreApplication.translate("RecordReading", "处理了未生效的办理")
    found = transition(entry.event)
    return label_of(found) if found is not None else entry.event or acts.get(entry.operation, "")


def _changes(kind: RecordKind, entry: HistoryEntry, sorts: frozenset[Personal]) -> list[HistoryChange]:
    if entry.operation == "create":
        return []  # the record itself says what it began with
    return [
        HistoryChange(label_of(field), shown_masked(field, before, sorts), shown_masked(field, after, sorts))
        for field, before, after in _known(kind, entry)
        if before != after
    ]


def _known(kind: RecordKind, entry: HistoryEntry) -> list[tuple[Field, Any, Any]]:
    hidden = ("merged_into",)  # an id; the words of the step name the issue
    named = [one for one in entry.fields if kind.has_field(one[0]) and one[0] not in hidden]
    found = [(kind.field(name), before, after) for name, before, after in named]
    return sorted(found, key=lambda one: kind.field_names.index(one[0].name))


def told_conflicts(kind: RecordKind, conflicts: list[dict[str, Any]], masked: frozenset[Personal]) -> list[str]:
    """A sentence for each field in which two offices disagree, with both values and who wrote them."""
    told = []
    for conflict in conflicts:
        name, heads = conflict["field"], conflict["heads"]
        if name == STATUS:
            told.append(QCoreApplication.translate("RecordReading", "有一步办理没有生效，请看经过。"))
            continue
        values = "；".join(
            QCoreApplication.translate("RecordReading", "{who}写的是“{value}”").format(
                who=head.get("actor", ""), value=_head_value(kind, name, head.get("value"), sorts_of(kind, masked))
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


def _head_value(kind: RecordKind, name: str, value: Any, sorts: frozenset[Personal]) -> str:
    if name == STANDING:
        withdrawn = QCoreApplication.translate("RecordReading", "已撤回")
        standing = QCoreApplication.translate("RecordReading", "未撤回")
        return withdrawn if value else standing
    nothing = QCoreApplication.translate("RecordReading", "空")
    return (shown_masked(kind.field(name), value, sorts) if kind.has_field(name) else str(value)) or nothing
