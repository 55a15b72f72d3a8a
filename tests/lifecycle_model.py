"""The lifecycle as the office's rules tell it, written down a second time, to hold the program's table against.

One line for each event: from which states, where to, in whose ledger (v village, t town), in which duties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ANY_OPEN = "draft pending working extension_asked reported_up suspended long_term to_check to_approve"
RUNS = "pending working extension_asked reported_up"
ASSIGNED = ANY_OPEN.removeprefix("draft ")

RULES = f"""
assign           | draft                | pending         | vt | village_secretary town_office
solve_on_the_spot| draft                | to_check        | v  | village_cadre grid_worker village_secretary
merge            | draft                | merged          | vt | village_secretary town_office
unmerge          | merged               | draft           | vt | village_secretary town_office
refuse           | draft                | refused         | vt | village_secretary town_office
accept           | pending              | working         | vt | owner unit
send_back        | pending              | draft           | vt | owner unit
report_progress  | working              | =               | vt | owner unit
ask_support      | working              | =               | vt | owner unit
answer_support   | working              | =               | vt | owner unit
ask_extension    | working              | extension_asked | vt | owner unit
grant_extension  | extension_asked      | working         | vt | leader
deny_extension   | extension_asked      | working         | vt | leader
report_up        | working              | reported_up     | vt | village_secretary town_office
superior_answer  | reported_up          | working         | t  | town_office
superior_solved  | reported_up          | to_check        | t  | town_office
supervise        | working              | =               | t  | supervisor
suspend          | working              | suspended       | t  | town_leaders
keep_long_term   | working              | long_term       | t  | town_leaders
look_again       | suspended long_term  | =               | vt | owner unit
resume           | suspended long_term  | working         | vt | owner unit
apply_to_close   | working              | to_check        | vt | owner unit
pass_check       | to_check             | to_approve      | vt | village_secretary checker
fail_check       | to_check             | working         | vt | village_secretary checker
approve          | to_approve           | closed          | t  | leader town_office
reject           | to_approve           | working         | t  | leader town_office
reopen           | closed consolidated  | working         | t  | supervisor
consolidate      | closed               | consolidated    | t  | supervisor
change_owner     | {ASSIGNED}           | =               | vt | leader village_secretary town_office
set_deadline     | {RUNS} to_check to_approve | =     | vt | leader village_secretary town_office
transfer         | {ANY_OPEN} closed consolidated | transferred | vt | village_secretary supervisor
void             | {ANY_OPEN}           | void            | vt | village_secretary town_office
"""


@dataclass(frozen=True)
class Line:
    """One event of :data:`RULES`; ``target`` is empty where the state stays."""

    event: str
    states: frozenset[str]
    target: str
    levels: frozenset[str]
    duties: frozenset[str]


def _lines() -> dict[str, Line]:
    found = {}
    for text in RULES.strip().splitlines():
        event, states, target, levels, duties = (part.strip() for part in text.split("|"))
        named = frozenset({"v": "village", "t": "town"}[mark] for mark in levels)
        found[event] = Line(event, frozenset(states.split()), target.strip("="), named, frozenset(duties.split()))
    return found


LINES = _lines()

COMPLETE: dict[str, dict[str, Any]] = {
    "assign": {"measures": "清淤", "leader": "孙海", "lead_unit": "水利站", "owner": "周江", "due_on": ""},
    "solve_on_the_spot": {"progress": "当场修好", "feedback_way": "oral", "satisfaction": "satisfied"},
    "merge": {"main_issue": ""},
    "unmerge": {"reason": "不是同一件事"},
    "refuse": {"reason": "不归村管", "notice": "已当面告知"},
    "accept": {},
    "send_back": {"reason": "责任人不对"},
    "report_progress": {"progress": "已开工"},
    "ask_support": {"support_units": ["供电所"], "matter": "断电", "limit_on": "2024-04-10"},
    "answer_support": {"unit": "供电所", "reply": "已断电"},
    "ask_extension": {"progress": "一半", "asked_due_on": "", "reason": "下雨"},
    "grant_extension": {"due_on": ""},
    "deny_extension": {"reason": "汛期"},
    "report_up": {"reported_to": "县水利局", "receiver": "秦溪", "matter": "桥要重建"},
    "superior_answer": {"reply": "已列计划"},
    "superior_solved": {
        "reply": "修好了",
        "completion_kind": "staged",
        "completed_on": "2024-03-20",
        "satisfaction": "satisfied",
    },
    "supervise": {"supervision": "", "supervision_no": "督1", "requirement": "抓紧", "limit_on": "2024-04-10"},
    "suspend": {"look_on": "2024-06-01", "reason": "等规划", "stage_target": "先排水"},
    "keep_long_term": {"look_on": "2024-06-01", "reason": "长期", "stage_target": "每月查"},
    "look_again": {"progress": "没有变化", "look_on": "2024-09-01"},
    "resume": {"progress": "可以办了", "due_on": ""},
    "apply_to_close": {
        "progress": "修好了",
        "completion_kind": "substantive",
        "completed_on": "2024-03-20",
        "evidence": ["照片"],
        "satisfaction": "satisfied",
        "satisfaction_by": "吴湖",
    },
    "pass_check": {"checker": "吴湖", "check_opinion": "属实"},
    "fail_check": {"checker": "吴湖", "check_opinion": "没有修好"},
    "approve": {"closed_on": "2024-03-25"},
    "reject": {"reason": "照片不清"},
    "reopen": {"due_on": "", "reopen_cause": "relapse", "reason": "又堵了"},
    "consolidate": {"review_on": "2024-03-28", "review_result": "没有反弹"},
    "change_owner": {"owner": "", "open_items": "清淤"},
    "set_deadline": {"due_on": "", "reason": "写错"},
    "transfer": {},
    "void": {"reason": "登记错了"},
}
"""What each event carries when nothing is wrong; '' is filled in by :func:`complete`."""

MOVES_DEADLINE = frozenset({"assign", "grant_extension", "resume", "reopen", "set_deadline"})
STANDING_DO = frozenset({"assign", "ask_support", "apply_to_close", "superior_solved", "approve", "consolidate"})
"""Events for which a value that stands already is as good as a new one."""
OPTIONAL = frozenset({"satisfaction_by"})
CARDS = (None, "normal", "yellow", "red")


def complete(event: str, before: Mapping[str, Any], other_issue: str, turn: int) -> dict[str, Any]:
    """What is right for an event on an issue as it stands."""
    given = dict(COMPLETE[event])
    due = date.fromisoformat(str(before.get("due_on") or "2024-04-01"))
    later = (due + timedelta(days=1 + turn % 20)).isoformat()
    filled = {
        "due_on": later,
        "asked_due_on": later,
        "main_issue": other_issue,
        "owner": "郑河" if before.get("owner") == "周江" else "周江",
        "supervision": CARDS[min(CARDS.index(before.get("supervision")) + 1, 3)],
    }
    given |= {name: filled[name] for name, value in given.items() if value == ""}
    if event == "assign":
        given["owner"] = "周江"
    return {**given, "happened_on": "2024-03-28"}


def _without(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    names = [name for name in COMPLETE[event] if name not in OPTIONAL]
    if not names:
        return False
    name = names[turn % len(names)]
    given.pop(name)
    return not (event in STANDING_DO and before.get(name) not in (None, "", []))


def _owner_checks(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    owner = before.get("owner")
    if "checker" not in given or not owner:
        return False
    given["checker"] = f"吴湖、{owner}" if turn % 2 else owner
    return True


def _owner_asks(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    if event != "apply_to_close" or not before.get("owner"):
        return False
    given["satisfaction_by"] = before["owner"]
    return True


def _dissatisfied(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    if event != "apply_to_close":
        return False
    given["satisfaction"] = "dissatisfied"
    if turn % 2:
        given["leader_statement"] = "地质原因，暂时办不到"
    return not turn % 2 and not before.get("leader_statement")


def _too_late(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    if event != "ask_extension":
        return False
    due = date.fromisoformat(before["due_on"]) if before.get("due_on") else date.max
    given["happened_on"] = "2026-01-01"
    return due < date(2026, 1, 1)


def _not_later(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    name = {"ask_extension": "asked_due_on", "grant_extension": "due_on"}.get(event)
    if name is None or not before.get("due_on"):
        return False
    given[name] = before["due_on"]
    return True


def _card_skipped(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    if event != "supervise":
        return False
    standing, wanted = CARDS.index(before.get("supervision")), 1 + turn % 3
    given["supervision"] = CARDS[wanted]
    return not max(standing, 1) <= wanted <= standing + 1


def _same_owner(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    if event != "change_owner" or not before.get("owner"):
        return False
    given["owner"] = before["owner"]
    return True


def _before_the_start(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    given["happened_on"] = "2024-03-01"
    return True


def _in_future(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    given["happened_on"] = "2999-01-01"
    return True


def _stranger(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    given[("status", "code", "visited_on", "extension_count", "clue")[turn % 5]] = "closed"
    return True


def _nothing(given: dict[str, Any], event: str, before: Mapping[str, Any], turn: int) -> bool:
    return False


Spoiling = Callable[[dict[str, Any], str, Mapping[str, Any], int], bool]
SPOILINGS: tuple[Spoiling, ...] = (
    _nothing,
    _nothing,
    _nothing,
    _nothing,
    _without,
    _owner_checks,
    _owner_asks,
    _dissatisfied,
    _too_late,
    _not_later,
    _card_skipped,
    _same_owner,
    _before_the_start,
    _in_future,
    _stranger,
)
"""Each may spoil what is given, and says whether the rules now forbid it."""
