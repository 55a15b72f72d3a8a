"""问题清单 on paper: A4 across, with the columns towns expect (domain specification §1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.reports.documents import LIST_PAGE, Document, Grid, Group, Line, Row, centred, label, value
from desktop.reports.forms.wording import MASKED_NOTE, ROOM, day

_COLUMNS = (
    ("序号", 11.0),
    ("问题", 53.0),
    ("措施", 44.0),
    ("责任领导", 17.0),
    ("责任单位", 23.0),
    ("责任人", 17.0),
    ("时限", 21.0),
    ("进展", 43.0),
    ("状态", 17.0),
    ("备注", 23.0),
)


@dataclass(frozen=True, slots=True)
class ListedIssue:
    """A row of a printed list, in words; ``light`` is the word of a light that asks for attention.

    ``look_on`` is given while the deadline rests.
    """

    code: str = ""
    village: str = ""
    description: str = ""
    measures: str = ""
    leader: str = ""
    lead_unit: str = ""
    owner: str = ""
    due_on: str = ""
    look_on: str = ""
    progress: str = ""
    status: str = ""
    light: str = ""
    note: str = ""
    open_items: str = ""

    @property
    def days(self) -> str:
        """The deadline; while it rests, the day to look again."""
        return f"{one_day}复查" if (one_day := self.look_on) else self.due_on


def issue_list(
    issues: Sequence[ListedIssue], office: str, on: str, *, chosen: str = "", by: str = "", is_masked: bool = True
) -> Document:
    """The list; ``chosen`` says by what it was chosen, ``by`` who fills it in."""
    heading = Row(tuple(label(text) for text, _ in _COLUMNS), 9)
    rows = tuple(_row(place, one) for place, one in enumerate(issues, start=1))
    head = [Line(f"填报单位：{office}（盖章）", f"填报日期：{day(on)}　　共 {len(issues)} 件")]
    if chosen:
        head.append(Line(f"范围：{chosen}"))
    return Document(
        "问题清单",
        f"{office}问题清单",
        Grid(tuple(width for _, width in _COLUMNS), (Group(rows, heading=heading),), keeps_rows=True),
        head=tuple(head),
        tail=(Line(f"填报人：{by or ROOM}　　　　负责人（签字）：{ROOM}"),),
        page=LIST_PAGE,
        size=9.5,
        title_size=20,
        note=MASKED_NOTE if is_masked else "",
        is_numbered=True,
    )


def _row(place: int, one: ListedIssue) -> Row:
    issue = f"{one.village}：{one.description}" if one.village and one.description else one.description
    return Row(
        (
            centred(str(place)),
            value(issue),
            value(one.measures),
            centred(one.leader),
            centred(one.lead_unit),
            centred(one.owner),
            centred(one.days),
            value(one.progress),
            centred("\n".join(part for part in (one.status, one.light) if part)),
            value(one.note),
        ),
        9,
    )
