"""What looks like somebody's number, in words. Not among what the start loads."""

from __future__ import annotations

from desktop.domain.doubtful import Doubt
from desktop.domain.kinds import KINDS

DOUBTS: dict[Doubt, tuple[str, str]] = {
    Doubt.ID_NUMBER: ("证件号", "an ID number"),
    Doubt.PHONE: ("电话", "a telephone number"),
    Doubt.NUMBER: ("账号或长号码", "an account or a long number"),
    Doubt.ACCOUNT: ("微信号、邮箱", "an account or e-mail address"),
}


def doubtful_place(kind: str, title: str, field: str, what: Doubt, text: str, language: str = "zh") -> str:
    """Where something looks like somebody's number: the record, the field, what it looks like, how it is written."""
    declared = KINDS[kind].field(field)
    if language == "en":
        return f"{KINDS[kind].label_en} {title}, {declared.label_en}: '{text}' looks like {DOUBTS[what][1]}"
    return f"{KINDS[kind].label} {title} 的{declared.label}：“{text}”像{DOUBTS[what][0]}"


def hint_of(whats: frozenset[Doubt], language: str = "zh") -> str:
    """The quiet hint under a text that seems to hold somebody's number; empty for none."""
    named = [DOUBTS[one][language == "en"] for one in Doubt if one in whats]
    if not named:
        return ""
    if language == "en":
        return f"This seems to hold {', '.join(named)}. It had better stand in its own field. It can be saved."
    return f"文字里像有{'、'.join(named)}，最好写到对应的栏里。可以保存。"
