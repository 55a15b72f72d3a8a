"""What is called to mind on the day's page and by the command of the same name."""

from __future__ import annotations

from desktop.wording.filling import fill

_REMINDERS: dict[str, tuple[str, str]] = {
    "extension_asked": ("延期待批", "Extension asked for"),
    "to_check": ("待核查 {days} 天以上", "Waiting {days} days or more for a check"),
    "to_approve": ("待镇审", "Waiting for the town"),
    "look_again": ("到期复查", "Time to look again"),
    "look_back": ("回头看到期", "Look-back due"),
}


def reminder_words(code: str, days: int = 0, language: str = "zh") -> str:
    """What the issues of a reminder wait for."""
    return fill(_REMINDERS.get(code, (code, code)), language, {"days": days})
