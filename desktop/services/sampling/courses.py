"""What becomes of an issue: the steps of its handling, on days that fit, up to today."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from desktop.domain.lifecycle import HAPPENED_ON, REASON
from desktop.services.sampling.sentences import MEASURES, PROGRESS

_RESULT = (
    "completion_kind",
    "completed_on",
    "evidence",
    "satisfaction",
    "satisfaction_by",
    "checker",
    "check_opinion",
    "closed_on",
    "review_on",
)
UNITS = ("水利站", "建管办", "农业农村办", "供电所", "卫生院", "社会事务办", "司法所", "自然资源所")


class Step(NamedTuple):
    """A step on a day, by whom, with what it says: an event as the log keeps it."""

    day: date
    actor: str
    patch: dict[str, Any]


class Handling:
    """Draws the courses of issues up to the day ``last``. ``leaders`` are of the town."""

    def __init__(self, chance: random.Random, leaders: Sequence[str], last: date) -> None:
        self._chance = chance
        self._leaders = leaders
        self.last = last

    def course(self, raised_on: date, cadres: Sequence[str]) -> list[Step]:
        """The steps of an issue of a village typed on a day, as many as there has been time for."""
        course = _Course(self._chance, raised_on, cadres, self._leaders)
        course.run()
        return [step for step in course.steps if step.day <= self.last]


class _Course:
    """One issue on its way. Days only go on; what is drawn does not depend on when today is."""

    def __init__(self, chance: random.Random, raised_on: date, cadres: Sequence[str], leaders: Sequence[str]) -> None:
        self._draw = chance.random
        self._day = raised_on
        self._checker = cadres[0]
        self._owner = self._pick(cadres[1:])
        self._leader = self._pick(leaders)
        self._due = raised_on
        self._pace = 4 + chance.expovariate(1 / 9)
        self.steps: list[Step] = []

    def run(self) -> None:
        draw = self._draw
        self._wait(1, 5)
        if draw() < 0.03:
            self._take(self._checker, "refuse", notice="已当面告知。", reason="属于个人之间的债务，请走司法途径。")
            return
        self._assign()
        if draw() < 0.005:
            # Some are forgotten.
            return
        self._wait(1, 4)
        self._take(self._owner, "accept")
        self._work()
        if draw() < 0.01:
            return
        if draw() < 0.12:
            self._extend()
        if draw() < 0.04 and not self._rest():
            return
        if draw() < 0.03:
            self._report_up()
        if draw() < 0.05:
            self._hand_over()
        if self._day > self._due and draw() < 0.4:
            self._supervise()
        if draw() < 0.012:
            self._take(self._checker, "void", reason="与另一件重复登记。")
            return
        self._close()
        if draw() < 0.02:
            self._reopen()
            self._work()
            self._close()
        if draw() < 0.7:
            self._day = max(self._day, self._review)
            self._take(self._leader, "consolidate", {"review_result": "现场看过，没有反弹。"})

    def _reopen(self) -> None:
        self._wait(5, 25)
        self._due = self._day + timedelta(days=30)
        # The step clears what the closing brought.
        fields: dict[str, Any] = {"due_on": self._due.isoformat(), **dict.fromkeys(_RESULT)}
        said = {"reopen_cause": "relapse", REASON: "回头看时又坏了。"}
        self._take(self._leader, "reopen", fields, **said)

    def _pick(self, pool: Sequence[str]) -> str:
        return pool[int(self._draw() * len(pool))]

    def _wait(self, least: float, most: float) -> None:
        self._day += timedelta(days=int(least + self._draw() * (most - least)))

    def _take(self, actor: str, event: str, fields: dict[str, Any] | None = None, **words: str) -> None:
        patch = {"event": event, "fields": fields or {}, HAPPENED_ON: self._day.isoformat(), **words}
        self.steps.append(Step(self._day, actor, patch))

    def _assign(self) -> None:
        self._due = self._day + timedelta(days=(15, 30, 30, 60)[int(self._draw() * 4)])
        urgency = self._draw()
        fields: dict[str, Any] = {
            "measures": self._pick(MEASURES),
            "leader": self._leader,
            "lead_unit": self._pick(UNITS),
            "owner": self._owner,
            "due_on": self._due.isoformat(),
            "rectify_type": "at_once" if self._draw() < 0.3 else "by_deadline",
        }
        if urgency < 0.15:
            fields["urgency"] = "urgent" if urgency < 0.1 else "hard"
        self._take(self._checker, "assign", fields)

    def _work(self) -> None:
        for _ in range(1 + int(self._draw() * 2.2)):
            self._wait(1, 1 + self._pace)
            self._take(self._owner, "report_progress", {"progress": self._pick(PROGRESS)})

    def _extend(self) -> None:
        self._wait(0, 3)
        if self._day > self._due:
            return
        later = (self._due + timedelta(days=20)).isoformat()
        said = {"asked_due_on": later, REASON: "连日下雨，不能施工。"}
        self._take(self._owner, "ask_extension", {"progress": "土方完成一半。"}, **said)
        self._wait(1, 4)
        if self._draw() < 0.8:
            self._due += timedelta(days=15)
            fields = {"due_on": self._due.isoformat()}
            self._take(self._leader, "grant_extension", fields, opinion="抓紧天晴时施工。")
        else:
            self._take(self._leader, "deny_extension", reason="已延过工期，按原时限办。")

    def _rest(self) -> bool:
        """Let the work rest; whether it is taken up again."""
        event = "suspend" if self._draw() < 0.75 else "keep_long_term"
        self._wait(1, 4)
        look_on = self._day + timedelta(days=60 + int(self._draw() * 60))
        said = {REASON: "要等村庄规划批复。", "stage_target": "先做临时处理。"}
        self._take(self._leader, event, {"look_on": look_on.isoformat()}, **said)
        self._day = look_on
        if self._draw() < 0.3:
            later = (look_on + timedelta(days=90)).isoformat()
            self._take(self._owner, "look_again", {"progress": "批复还没有下来。", "look_on": later})
            return False
        self._due = self._day + timedelta(days=30)
        fields = {"progress": "批复已到，重新开工。", "due_on": self._due.isoformat(), "look_on": None}
        self._take(self._owner, "resume", fields)
        return True

    def _report_up(self) -> None:
        self._wait(1, 3)
        said = {"receiver": "值班室", "matter": "需要县里协调资金。"}
        self._take(self._checker, "report_up", {"reported_to": "县农业农村局"}, **said)
        self._wait(8, 30)
        self._take(self._leader, "superior_answer", reply="列入下一批项目，先行整改。")

    def _hand_over(self) -> None:
        if self._owner == self._leader:
            return
        self._owner = self._leader
        self._take(self._checker, "change_owner", {"owner": self._owner}, open_items="联系施工队，定开工日期。")

    def _supervise(self) -> None:
        number = f"督〔{self._day.year}〕{int(self._draw() * 900) + 1}号"
        fields = {"supervision": "normal", "supervision_no": number}
        limit = (self._day + timedelta(days=7)).isoformat()
        self._take(self._leader, "supervise", fields, requirement="一周内拿出结果。", limit_on=limit)

    def _close(self) -> None:
        while True:
            self._wait(2, 2 + self._pace)
            done = self._day.isoformat()
            fields = {
                "progress": "已修好，反映人到场看过。",
                "completion_kind": ("substantive", "substantive", "staged", "procedural")[int(self._draw() * 4)],
                "completed_on": done,
                "evidence": ["验收单（纸质）"],
                "satisfaction": "satisfied" if self._draw() < 0.8 else "mostly",
                "satisfaction_by": self._checker,
            }
            self._take(self._owner, "apply_to_close", fields)
            self._wait(1, 5)
            if self._draw() < 0.06:
                fields = {"checker": self._checker, "check_opinion": "还差一段没有做完。"}
                self._take(self._checker, "fail_check", fields)
                continue
            self._take(self._checker, "pass_check", {"checker": self._checker, "check_opinion": "情况属实。"})
            self._wait(1, 6)
            if self._draw() < 0.04:
                self._take(self._leader, "reject", reason="请补一张修好以后的照片。")
                continue
            break
        self._review = self._day + timedelta(days=30 + int(self._draw() * 60))
        fields = {"closed_on": self._day.isoformat(), "review_on": self._review.isoformat()}
        self._take(self._leader, "approve", fields, opinion="同意销号。")
