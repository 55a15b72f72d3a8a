"""What the filters are called that there are from the first."""

from __future__ import annotations

from desktop.wording.filling import fill

VIEWS: dict[str, tuple[str, str]] = {
    "mine": ("我的", "Mine"),
    "overdue": ("逾期", "Overdue"),
    "to_check": ("待核查", "To be checked"),
    "to_approve": ("待镇审", "To be approved"),
    "this_month": ("本月登记", "Raised this month"),
}


def view_name(code: str, language: str = "zh") -> str:
    """The name of a built-in filter; its code when there is none."""
    return fill(VIEWS.get(code, (code, code)), language, {})
