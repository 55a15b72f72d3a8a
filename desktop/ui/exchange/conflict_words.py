"""Conflicts in words: what they are about, what each side wrote, who and when and where it came from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.domain.fields import Personal
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import transition
from desktop.domain.sight import sorts_of
from desktop.services.numbering import Namesake
from desktop.services.settling import STANDING, STATUS, Conflict, Head
from desktop.ui.showing import shown, shown_masked
from desktop.ui.times import said_time
from desktop.ui.translation import label_of


def subject_of(conflict: Conflict) -> str:
    """The field in which the values differ."""
    if conflict.field == STANDING:
        return QCoreApplication.translate("Conflicts", "是否撤回")
    if conflict.field == STATUS:
        return QCoreApplication.translate("Conflicts", "没有生效的办理")
    kind = KINDS[conflict.kind]
    return label_of(kind.field(conflict.field)) if kind.has_field(conflict.field) else conflict.field


def kind_and_subject(conflict: Conflict) -> str:
    """What kind of record it is, and in which field."""
    words = f"{label_of(KINDS[conflict.kind])} · {subject_of(conflict)}"
    if conflict.is_withdrawn and conflict.field != STANDING:
        words += QCoreApplication.translate("Conflicts", "（记录已撤回）")
    return words


def value_of(conflict: Conflict, head: Head, masked: frozenset[Personal]) -> str:
    """The value itself, for who may see it not masked: who has to choose must see what differs."""
    if conflict.field == STANDING:
        return _standing(head)
    if conflict.field == STATUS:
        return _step(head)
    kind = KINDS[conflict.kind]
    if not kind.has_field(conflict.field):
        return str(head.value or "") or QCoreApplication.translate("Conflicts", "（空）")
    text = shown_masked(kind.field(conflict.field), head.value, sorts_of(kind, masked))
    return text or QCoreApplication.translate("Conflicts", "（空）")


def _standing(head: Head) -> str:
    if not head.value:
        return QCoreApplication.translate("Conflicts", "没有撤回")
    words = QCoreApplication.translate("Conflicts", "已撤回")
    return f"{words}：{head.reason}" if head.reason else words


def _step(head: Head) -> str:
    issue = KINDS["issue"]
    if not head.event:
        status = shown(issue.field("status"), head.value)
        return QCoreApplication.translate("Conflicts", "现在是“{status}”").format(status=status)
    found = transition(head.event)
    words = label_of(found) if found is not None else head.event
    lines = [QCoreApplication.translate("Conflicts", "“{step}”没有生效").format(step=words)]
    for name, value in head.given.items():
        if issue.has_field(name):
            lines.append(f"{label_of(issue.field(name))}：{shown(issue.field(name), value)}")
        elif name == "reason":
            lines.append(QCoreApplication.translate("Conflicts", "原因：{reason}").format(reason=value))
    return "\n".join(lines)


def writer_of(head: Head) -> str:
    """Who wrote it."""
    return " · ".join(part for part in (head.office, head.actor) if part)


def origin_of(head: Head, today: date) -> str:
    """When it was written, and the workbook it came with."""
    if head.file:
        source = QCoreApplication.translate("Conflicts", "来自 {file}").format(file=head.file)
    else:
        source = QCoreApplication.translate("Conflicts", "本机录入")
    return f"{said_time(head.wall, today)}，{source}" if head.wall else source


def act_of(conflict: Conflict, head: Head) -> str:
    """What choosing this one does, for its button."""
    is_pair = len(conflict.heads) == 2
    if conflict.field == STATUS:
        keep = QCoreApplication.translate("Conflicts", "维持现状")
        text = QCoreApplication.translate("Conflicts", "现在补办") if head.event else keep
    else:
        text = QCoreApplication.translate("Conflicts", "采用这个")
    if is_pair:
        return f"← {text}" if head.number == 1 else f"{text} →"
    return f"{text}  {head.number}"


def said_shared(namesake: Namesake) -> str:
    """Which number two issues have."""
    text = QCoreApplication.translate("Conflicts", "问题编号 {code} 重复")
    return text.format(code=namesake.code)
