"""What stands against each other, and what is missing of whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.folding import STANDING, STATUS
from desktop.domain.kinds import KINDS


def head_words(head: Mapping[str, Any]) -> str:
    """One of the values to choose from: its number and who wrote it."""
    who = " ".join(str(head[name]) for name in ("office", "actor") if head[name])
    return f"{head['number']} {who}".strip()


def conflict_field(kind: str, name: str, language: str = "zh") -> str:
    """What a conflict is about: the label of its field, or the words for standing and steps."""
    words = {STANDING: ("是否撤回", "withdrawn or not"), STATUS: ("没有生效的办理", "step without effect")}
    if name in words:
        return words[name][language == "en"]
    if kind in KINDS and KINDS[kind].has_field(name):
        field = KINDS[kind].field(name)
        return field.label_en if language == "en" else field.label
    return name


def gap_sentence(name: str, first: int, last: int, language: str = "zh") -> str:
    """Which changes of an office are missing, by name and number."""
    if language == "en":
        return f"missing: changes {first}–{last} of {name}"
    numbers = f"{first}–{last}" if last > first else str(first)
    return f"缺 {name} 第 {numbers} 号变更"
