"""The commands of the day: what calls for attention, deadlines, settings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.services.workdays import known_years
from tests.cli.conftest import Office
from tests.cli.test_commands import issue

TODAY = date.today()


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def test_today_tells_what_is_overdue_and_due_soon(village: Office) -> None:
    given = [issue(collected_on=day(-20), due_on=day(offset)) for offset in (-3, 2, 40)]
    late, soon, _ = village.json("add", "issue", given=given)["ids"]
    found = village.json("today")
    assert found["day"] == day(0)
    assert [(one["id"], one["light"], one["time_left"]) for one in found["overdue"]["issues"]] == [
        (late, "overdue", "逾期 3 天")
    ]
    assert (found["overdue"]["total"], found["due_soon"]["total"]) == (1, 1)
    assert [one["id"] for one in found["due_soon"]["issues"]] == [soon]
    assert found["reminders"] == []
    assert found["outstanding"] == 3
    lines = village("today").out.splitlines()
    assert lines[0] == "逾期 1 条"
    assert lines[1].split()[:3] == [late, "逾期", "3"]
    assert village("today", "--day", day(-8)).out.splitlines()[0] == "临期 2 条"
    assert village("today", "--day", "明年").code == 1


def test_today_tells_what_waits(village: Office) -> None:
    solved = {"progress": "已换", "feedback_way": "oral", "satisfaction": "satisfied", "completed_on": day(-7)}
    (issue_id,) = village.json("add", "issue", given=[issue(collected_on=day(-20))])["ids"]
    assert village("today").out.splitlines() == ["没有逾期、临期和等着办的问题。"]
    village.json("event", issue_id, "solve_on_the_spot", "--json-file", "-", given=solved)
    (reminder,) = village.json("today")["reminders"]
    assert (reminder["code"], reminder["label"], reminder["total"]) == ("to_check", "待核查 5 天以上", 1)
    assert [one["id"] for one in reminder["issues"]] == [issue_id]
    assert village("today").out.splitlines()[0] == "待核查 5 天以上 1 条"


def test_settings_are_read_and_set(village: Office) -> None:
    assert village.json("settings")["urgent_days"] == 5
    assert village.json("settings", "urgent_days", "3") == {"urgent_days": 3}
    assert village.json("settings", "day_count", "工作日") == {"day_count": "working"}
    assert village.json("settings", "categories", "水利、道路") == {"categories": ["水利", "道路"]}
    colours = {"light_colours": {"overdue": "#AA0000"}}
    assert village.json("settings", "light_colours", '{"overdue": "#AA0000"}') == colours
    assert village("settings", "urgent_days").out == "urgent_days = 3\n"
    found = village.json("settings")
    assert (found["urgent_days"], found["day_count"], found["hard_days"]) == (3, "working", 30)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("nonsense",), "unknown_setting"),
        (("warn_days", "ten"), "invalid"),
        (("warn_days", "99999"), "invalid"),
        (("day_count", "阴历"), "invalid"),
        (("categories", ""), "invalid"),
        (("light_colours", "[[1, 2]]"), "invalid"),
    ],
)
def test_bad_settings_are_refused(village: Office, arguments: tuple[str, ...], error: str) -> None:
    before = village.json("settings")
    answer = village("settings", *arguments, "--json")
    assert (answer.code, answer.json["error"]) == (1, error)
    assert village.json("settings") == before


def test_deadlines_are_counted(village: Office) -> None:
    found = village.json("deadline", "2026-09-25", "--urgency", "急件")
    assert (found["due_on"], found["days"], found["count"], found["remark"]) == ("2026-09-30", 5, "calendar", "")
    assert village.json("deadline", "2026-09-25")["due_on"] == "2026-10-10"
    village.json("settings", "day_count", "working")
    assert village("deadline", "2026-09-25", "--urgency", "urgent").out == "2026-10-09（5 个工作日）\n"
    assert village.json("deadline", "2026-09-25", "--days", "6")["due_on"] == "2026-10-10"
    assert village.json("deadline", "2026-09-25", "--days", "6", "--count", "自然日")["due_on"] == "2026-10-01"
    between = village.json("deadline", "2026-09-25", "--until", "2026-10-10")
    assert (between["days"], between["workdays"]) == (15, 6)
    unknown = known_years()[1] + 1
    assert (
        village("deadline", f"{unknown}-03-01").out.splitlines()[1].startswith(f"程序里还没有 {unknown} 年的放假安排")
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("看看",), 1),
        (("2026-09-25", "--urgency", "不急"), 1),
        (("2026-09-25", "--days", "3", "--count", "阴历"), 1),
        (("2026-09-25", "--days", "3", "--until", "2026-10-01"), 2),
        (("2026-09-25", "--days", "-1"), 2),
    ],
)
def test_what_is_no_deadline_is_refused(village: Office, arguments: tuple[str, ...], code: int) -> None:
    assert village("deadline", *arguments).code == code
