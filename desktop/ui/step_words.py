"""Steps of undo in words: 新增走访 张三, 修改设置 临期天数."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.domain.kinds import KINDS
from desktop.ui.translation import label_of

if TYPE_CHECKING:
    from desktop.services.undoing import Reversal, Step


def setting_name(key: str) -> str:
    """A setting of the office as the settings page calls it; the key itself when it is none of them."""
    return {
        "categories": QCoreApplication.translate("Settings", "问题类别"),
        "warn_days": QCoreApplication.translate("Settings", "临期提醒"),
        "due_days": QCoreApplication.translate("Settings", "默认办理期限"),
        "urgent_days": QCoreApplication.translate("Settings", "急件期限"),
        "ordinary_days": QCoreApplication.translate("Settings", "一般件期限"),
        "hard_days": QCoreApplication.translate("Settings", "难件期限"),
        "day_count": QCoreApplication.translate("Settings", "期限按"),
        "check_days": QCoreApplication.translate("Settings", "核查提醒"),
        "light_colours": QCoreApplication.translate("Settings", "灯的颜色"),
        "views": QCoreApplication.translate("Settings", "常用筛选"),
        "retention": QCoreApplication.translate("Settings", "保留年限"),
        "people": QCoreApplication.translate("Settings", "人员与职责"),
        "backup_folder": QCoreApplication.translate("Settings", "备份位置"),
    }.get(key, key)


def step_text(step: Step) -> str:
    """What a step did, and to what."""
    act, _, kind = step.label.partition("_")
    title = step.title
    if step.label == "setting":
        words = QCoreApplication.translate("Steps", "修改设置")
        title = setting_name(step.title)
    elif step.label == "import":
        words = QCoreApplication.translate("Steps", "导入")
    elif step.label == "event_issue":
        words = QCoreApplication.translate("Steps", "办理问题")
    elif step.label == "many_issue":
        words = QCoreApplication.translate("Steps", "办理问题")
        title = _many_words(step.title)
    elif step.label == "anonymise":
        words = QCoreApplication.translate("Steps", "匿名处理")
        title = QCoreApplication.translate("Steps", "{count} 条").format(count=step.title)
    else:
        patterns = {
            "add": QCoreApplication.translate("Steps", "新增{kind}"),
            "change": QCoreApplication.translate("Steps", "修改{kind}"),
            "withdraw": QCoreApplication.translate("Steps", "撤回{kind}"),
            "settle": QCoreApplication.translate("Steps", "处理{kind}的冲突"),
            "restore": QCoreApplication.translate("Steps", "恢复{kind}"),
            "merge": QCoreApplication.translate("Steps", "合并{kind}"),
            "split": QCoreApplication.translate("Steps", "分出{kind}"),
            "head": QCoreApplication.translate("Steps", "换{kind}主"),
        }
        words = patterns[act].format(kind=label_of(KINDS[kind]))
    return f"{words} {title}".strip()


def _many_words(title: str) -> str:
    """What was done to how many, as :mod:`desktop.services.many` notes it: ``accept:8``."""
    event, _, count = title.partition(":")
    # Loaded here: the first frame needs none of it.
    from desktop.domain.lifecycle import transition

    found = transition(event)
    act = label_of(found) if found is not None else QCoreApplication.translate("Steps", "填写")
    return QCoreApplication.translate("Steps", "{count} 个：{act}").format(count=count, act=act)


def reversal_text(reversal: Reversal, *, forward: bool) -> str:
    """What undo (or redo, ``forward``) has done, for the notice."""
    if forward:
        words = QCoreApplication.translate("Steps", "已重做：{step}")
    else:
        words = QCoreApplication.translate("Steps", "已撤销：{step}")
    text = words.format(step=step_text(reversal.step))
    if reversal.kept:
        kept = QCoreApplication.translate("Steps", "（{count} 项后来又改过，没有动）")
        text += kept.format(count=len(reversal.kept))
    return text
