"""How forms say things: days, boxes to tick, where to sign. Chinese, as offices write it."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.dates import day_of
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import transition
from desktop.reports.documents import Cell, Look, Row, label, prose
from desktop.reports.forms.facts import Case, Step

EMPTY_DAY = "　　　年　　月　　日"
"""Room for a day to be written by pen."""
ROOM = "　" * 6
"""Room for a signature."""
MASKED_NOTE = "手机号、身份证号已遮住"
_TICKED, _OPEN = "■", "□"

COLUMNS = (1.0,) * 24
"""Forms are ruled in 24 columns, so that rows of two and of three facts meet."""


def day(iso: str) -> str:
    """A day as documents write it: 2026年3月5日; what is no day stays as it is, nothing stays nothing."""
    found = day_of(iso) if iso else None
    return f"{found.year}年{found.month}月{found.day}日" if found else iso


def month(iso: str) -> str:
    """The month of a day: 1968年3月."""
    found = day_of(iso) if iso else None
    return f"{found.year}年{found.month}月" if found else iso


def day_to_sign(iso: str = "") -> str:
    """A day, or room for one."""
    return day(iso) or EMPTY_DAY


def choice(name: str, code: str) -> str:
    """The word for a code of a field of issues."""
    found = ISSUE.field(name).choice(code)
    return found.label if found is not None else code


def boxes(words: Iterable[str], ticked: str = "") -> str:
    """Boxes to tick, one of them ticked where that is known."""
    return "　".join(f"{_TICKED if word == ticked else _OPEN}{word}" for word in words)


def choice_boxes(name: str, code: str) -> str:
    """The choices of a field of issues as boxes."""
    return boxes((one.label for one in ISSUE.field(name).choices), choice(name, code) if code else "")


def signature(role: str, iso: str = "", name: str = "") -> str:
    """A line to sign on: the role, the name where it is recorded, room, the day or room for it."""
    who = f"{role}：{name}　签字：{ROOM}" if name else f"{role}签字：{ROOM}"
    return f"{who}　{day_to_sign(iso)}"


def seal(iso: str = "") -> tuple[str, str]:
    """Where an office puts its seal."""
    return f"（盖章）{ROOM}", day_to_sign(iso)


def numbered(items: Iterable[str]) -> str:
    """A list of things, one on a line."""
    return "\n".join(f"{place}. {item}" for place, item in enumerate(items, start=1))


def step_label(step: Step) -> str:
    """What a step is called."""
    found = transition(step.event)
    return found.label if found is not None else step.event


def issue_text(case: Case) -> str:
    """The issue in words: what, and where."""
    where = case.text("location")
    return case.text("description") + (f"\n地点：{where}" if where else "")


def rubric(text: str, span: int = 4) -> Cell:
    """A heading at the left of a box; ``text`` says where its lines break."""
    return Cell(text, span, Look.LABEL)


def box(
    heading: str, text: str = "", foot: tuple[str, ...] = (), *, height: float = 10, grows: int = 0, span: int = 4
) -> Row:
    """A heading with a box of text over the rest of the row."""
    return Row((rubric(heading, span), prose(text, len(COLUMNS) - span, foot)), height, grows)


def facts(*parts: tuple[str, str], height: float = 10) -> Row:
    """One, two or three facts side by side, headings four columns wide."""
    width = len(COLUMNS) // len(parts)
    cells: list[Cell] = []
    for heading, text in parts:
        cells += [label(heading, 4), Cell(text, width - 4)]
    return Row(tuple(cells), height)


def note_of(case: Case) -> str:
    """What stands at the bottom of a page: that numbers are masked."""
    return MASKED_NOTE if case.is_masked else ""
