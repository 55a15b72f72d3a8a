"""What figures count, each declared once: its name, its words, and which issues it means.

Every number is the number of issues that fulfil a condition on how an issue stood at the end of a period (``e``) and
on the day before it began (``s``, NULL where it was not in the book then), so that behind each number are its rows.
:mod:`desktop.domain.courses` says on which day a step counts; ``desktop.wording.figures`` says it all in words.

Since every issue has one place on a day, what came in and what went out cannot disagree with what is there:
working at the end = working before + built + reopened − closed − refused − merged − void − transferred.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.courses import Place
from desktop.domain.lifecycle import AWAITED, PATIENT

_WORKING = f"e.place = {Place.WORKING}"
_NEW = "e.entered_on >= :first"
_CLOSED = f"e.place = {Place.CLOSED} AND {_NEW}"
_WAS_CLOSED = f"coalesce(s.place, 0) = {Place.CLOSED}"
_AGAIN = "e.reopenings > coalesce(s.reopenings, 0)"
# One that was transferred after it had been closed did not leave what was being worked on.
_LEFT = f"e.place = {Place.ENDED} AND {_NEW} AND NOT ({_WAS_CLOSED} AND NOT {_AGAIN})"
_NEVER = f"e.place = {Place.NEVER} AND {_NEW}"
_DONE_ON = "coalesce(e.completed_on, e.entered_on)"
_DUE_ON = "coalesce(e.due_on, e.first_due_on)"
_FIRST_DUE_ON = "min(coalesce(e.first_due_on, e.due_on), coalesce(e.due_on, e.first_due_on))"
_AWAITED, _PATIENT = (", ".join(f"'{code}'" for code in sorted(codes)) for codes in (AWAITED, PATIENT))
# The rule of the lights, on the last day of the period.
_LATE = (
    f"CASE WHEN e.status IN ({_AWAITED}) THEN e.completed_on > e.due_on "
    f"WHEN e.status IN ({_PATIENT}) THEN coalesce(e.look_on, e.due_on) < :last ELSE e.due_on < :last END"
)


WITHDRAWN = "withdrawn"
"""The count whose issues are in no list but that of the withdrawn."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number: its name, what people call it, and the issues it counts, in SQL over ``e`` and ``s``."""

    name: str
    label: str
    label_en: str
    condition: str


COUNTS: dict[str, Count] = {
    count.name: count
    for count in (
        Count("carried", "上期办理中", "Working before", f"coalesce(s.place, 0) = {Place.WORKING}"),
        Count("built", "建账", "Built", "e.built_on >= :first"),
        Count("on_the_spot", "当场解决", "Solved on the spot", "e.built_on >= :first AND e.is_on_the_spot"),
        Count(
            "on_the_books",
            "累计建账",
            "On the books",
            f"(e.built_on >= :first OR coalesce(s.place, 0) = {Place.WORKING})",
        ),
        Count("closed", "办结", "Closed", _CLOSED),
        Count("substantive", "实质性", "Substantive", f"{_CLOSED} AND e.completion_kind = 'substantive'"),
        Count("staged", "阶段性", "Staged", f"{_CLOSED} AND e.completion_kind = 'staged'"),
        Count("procedural", "程序性", "Procedural", f"{_CLOSED} AND e.completion_kind = 'procedural'"),
        Count(
            "unsaid",
            "未填方式",
            "Kind not given",
            f"{_CLOSED} AND coalesce(e.completion_kind, '') NOT IN ('substantive', 'staged', 'procedural')",
        ),
        Count("closed_reported", "呈报过上级", "Once reported up", f"{_CLOSED} AND e.reports_up > 0"),
        Count("reopened", "复号", "Reopened", f"{_WAS_CLOSED} AND {_AGAIN}"),
        Count("refused", "不予受理", "Refused", f"{_LEFT} AND e.status = 'refused'"),
        Count("merged", "合并", "Merged", f"{_LEFT} AND e.status = 'merged'"),
        Count("void", "作废", "Void", f"{_LEFT} AND e.status = 'void'"),
        Count("transferred", "移送", "Transferred", f"{_LEFT} AND e.status = 'transferred'"),
        Count("working", "办理中", "Working", _WORKING),
        Count("suspended", "挂账", "Suspended", f"{_WORKING} AND e.status = 'suspended'"),
        Count("long_term", "长期坚持", "Long term", f"{_WORKING} AND e.status = 'long_term'"),
        Count("with_superior", "已呈报待复", "With superiors", f"{_WORKING} AND e.status = 'reported_up'"),
        Count("overdue", "逾期", "Overdue", f"{_WORKING} AND {_LATE}"),
        Count("yellow", "黄牌督办", "Yellow card", f"{_WORKING} AND e.supervision = 'yellow'"),
        Count("red", "红牌督办", "Red card", f"{_WORKING} AND e.supervision = 'red'"),
        Count("reported_up", "呈报", "Reported up", "e.reports_up > coalesce(s.reports_up, 0)"),
        Count("extended", "延期", "Extended", "e.extensions > coalesce(s.extensions, 0)"),
        Count("closed_and_reopened", "期内办结又复号", "Closed and reopened", f"NOT {_WAS_CLOSED} AND {_AGAIN}"),
        Count(
            "transferred_after",
            "办结后移送",
            "Transferred after closing",
            f"e.place = {Place.ENDED} AND {_NEW} AND {_WAS_CLOSED} AND NOT {_AGAIN}",
        ),
        Count("never_built", "未建账即了结", "Ended without being built", _NEVER),
        Count("timed", "有时限的办结", "Closed, with a deadline", f"{_CLOSED} AND {_DUE_ON} IS NOT NULL"),
        Count("untimed", "无时限的办结", "Closed, without a deadline", f"{_CLOSED} AND {_DUE_ON} IS NULL"),
        Count("on_time", "按期", "On time", f"{_CLOSED} AND {_DONE_ON} <= {_FIRST_DUE_ON}"),
        Count(
            "on_time_extended", "按期（含延期）", "On time, with extensions", f"{_CLOSED} AND {_DONE_ON} <= {_DUE_ON}"
        ),
        Count("closed_late", "超期办结", "Closed late", f"{_CLOSED} AND {_DONE_ON} > {_DUE_ON}"),
        Count("answered", "已回复", "Answered", f"{_CLOSED} AND e.is_answered"),
        Count("satisfied", "满意", "Satisfied", f"{_CLOSED} AND e.satisfaction = 'satisfied'"),
        Count("mostly", "基本满意", "Mostly satisfied", f"{_CLOSED} AND e.satisfaction = 'mostly'"),
        Count("dissatisfied", "不满意", "Dissatisfied", f"{_CLOSED} AND e.satisfaction = 'dissatisfied'"),
        Count(
            "otherwise",
            "其他",
            "Other",
            f"{_CLOSED} AND e.satisfaction NOT IN ('satisfied', 'mostly', 'dissatisfied')",
        ),
        Count("content", "满意和基本满意", "Content", f"{_CLOSED} AND e.satisfaction IN ('satisfied', 'mostly')"),
        Count("asked", "问过满意度", "Asked", f"{_CLOSED} AND e.satisfaction IS NOT NULL"),
        Count("unasked", "未问", "Not asked", f"{_CLOSED} AND e.satisfaction IS NULL"),
        Count(
            "repeated",
            "重复反映",
            "Raised again",
            f"(e.place IN ({Place.ENDED}, {Place.NEVER}) AND {_NEW} AND e.status = 'merged' "
            "OR e.raised_again > coalesce(s.raised_again, 0))",
        ),
        Count(WITHDRAWN, "建账后撤回", "Built, then withdrawn", f"e.place = {Place.WITHDRAWN} AND {_NEW}"),
        Count(
            "typed_late",
            "补录",
            "Typed late",
            f"e.place <> {Place.WITHDRAWN} AND EXISTS (SELECT 1 FROM course late WHERE late.issue = e.issue "
            "AND late.since BETWEEN :first AND :last AND late.recorded_on > :last)",
        ),
    )
}

TIMES = {
    "extended": "e.extensions - coalesce(s.extensions, 0)",
    "reopened": "e.reopenings - coalesce(s.reopenings, 0)",
}
"""How often, beside how many issues: SQL of what is added up."""

LEAVING = ("refused", "merged", "void", "transferred")
COMING = ("carried", "built", "reopened")
GOING = ("closed", *LEAVING)
