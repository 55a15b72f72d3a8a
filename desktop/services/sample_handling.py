"""How the issues of the demonstration are handled: as far as the age of each allows, on days that fit."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.services.finding import Query, list_records
from desktop.services.handling import record_event
from desktop.services.samples import Village

TOWN_ACTOR = "周明"
_SIZE = 320, 240
_TownStep = Callable[[str, str, dict[str, Any]], None]
"""Takes the event, the id of an issue, and what is given to it."""


class VillageHandling:
    """Takes the issues of a village one by one; photos of the work are made in ``folder``."""

    def __init__(self, ledger: Ledger, village: Village, folder: Path, today: date) -> None:
        self._ledger = ledger
        self._village = village
        self._folder = folder
        self._today = today
        self._count = 0

    def take(self, issue_id: str, raised_on: date, *, is_first: bool) -> None:
        """Handle an issue: the oldest wait for the town's word, the newest are still drafts."""
        self._count += 1
        age = (self._today - raised_on).days
        is_delayed = self._count % 4 == 1
        due_on = raised_on + timedelta(days=8 + self._count * 7 % 22 + (6 if is_delayed else 0))

        def step(event: str, days: int, given: dict[str, Any], files: list[Path] | None = None) -> None:
            happened_on = (raised_on + timedelta(days=days)).isoformat()
            record_event(self._ledger, issue_id, event, {**given, "happened_on": happened_on}, files=files or ())

        if age < 4:
            return
        step("assign", 1, {**self._village.assignment(), "due_on": due_on.isoformat()})
        if age < 9:
            return
        step("accept", 2, {})
        step("report_progress", 5, {"progress": "已到现场查看，材料备齐。"})
        if age >= 12 and is_delayed:
            later = (due_on + timedelta(days=14)).isoformat()
            asked = {"asked_due_on": later, "reason": "连日下雨，不能施工。", "progress": "土方完成一半。"}
            step("ask_extension", 9, asked)
            if age >= 16:
                granted = (due_on + timedelta(days=10)).isoformat()
                step("grant_extension", 11, {"due_on": granted, "opinion": "抓紧天晴时施工。"})
            return
        if age < 18 or not is_first:
            return
        step("apply_to_close", 13, self._closing(raised_on), self._photos(issue_id))
        if age >= 22:
            step("pass_check", 15, {"checker": self._village.cadres[0], "check_opinion": "情况属实，反映人认可。"})

    def _closing(self, raised_on: date) -> dict[str, Any]:
        return {
            "progress": "已修好，反映人到场看过。",
            "completion_kind": ("substantive", "substantive", "staged")[self._count % 3],
            "completed_on": (raised_on + timedelta(days=12)).isoformat(),
            "satisfaction": ("satisfied", "satisfied", "mostly")[self._count % 3],
            "satisfaction_by": self._village.cadres[0],
            "evidence": ["验收单（纸质）"],
        }

    def _photos(self, issue_id: str) -> list[Path]:
        if self._count % 2:
            return []
        self._folder.mkdir(exist_ok=True)
        paths = []
        for number, name in enumerate(("整改前", "整改后")):
            path = self._folder / f"{name}-{issue_id[:4]}.png"
            path.write_bytes(picture(int(issue_id[:4], 16), is_mended=bool(number)))
            paths.append(path)
        return paths


def picture(number: int, *, is_mended: bool) -> bytes:
    """A small drawn scene as PNG: a road under the sky, with holes until it is mended. Each number has its own sky."""
    width, height = _SIZE
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            is_road = y > height // 2 and abs(x - width // 2) < (y - height // 2) + 20
            is_hole = not is_mended and (x // 24 + y // 16 + number) % 5 == 0
            colour = (70, 60, 50) if is_road and is_hole else (150, 150, 150) if is_road else (110, 150, 90)
            rows += bytes(
                colour
                if y > height // 2
                else (130 + number % 61 + y // 3, 170 + number // 61 % 41 + y // 4, 200 + number // 2501)
            )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def decide(town: Ledger, today: date) -> dict[str, int]:
    """The town's words on what has arrived: how many of each event."""
    done: dict[str, int] = {}

    def step(event: str, issue_id: str, given: dict[str, Any]) -> None:
        record_event(town, issue_id, event, given)
        done[event] = done.get(event, 0) + 1

    for issue in list_records(town, Query("issue", limit=10_000), today=today):
        values = issue.values
        if values["status"] == "to_approve":
            closed_on = min(today, date.fromisoformat(values["completed_on"]) + timedelta(days=6))
            review_on = (closed_on + timedelta(days=30)).isoformat()
            step("approve", issue.id, {"closed_on": closed_on.isoformat(), "review_on": review_on})
            if not done.get("reopen") and closed_on < today:
                again = {"reopen_cause": "dissatisfied", "reason": "回访时反映人说下雨又积水。"}
                step("reopen", issue.id, {**again, "due_on": (today + timedelta(days=20)).isoformat()})
        elif values["status"] == "working":
            _press(step, issue.id, values, done, today)
    return done


def _press(step: _TownStep, issue_id: str, values: Mapping[str, Any], done: dict[str, int], today: date) -> None:
    is_late = str(values.get("due_on") or "") < today.isoformat()
    if is_late and done.get("supervise", 0) < 2:
        order = {"supervision": "normal", "supervision_no": f"督〔{today.year}〕{done.get('supervise', 0) + 1}号"}
        limit_on = (today + timedelta(days=7)).isoformat()
        step("supervise", issue_id, {**order, "requirement": "一周内拿出结果。", "limit_on": limit_on})
    elif not is_late and not done.get("suspend"):
        cause = {"reason": "要等村庄规划批复。", "stage_target": "先做临时排水。"}
        step("suspend", issue_id, {**cause, "look_on": (today + timedelta(days=25)).isoformat()})
    elif not is_late and done.get("change_owner", 0) < 3:
        handed = {"owner": TOWN_ACTOR, "open_items": "联系施工队，定开工日期。", "reason": "由镇里直接负责。"}
        step("change_owner", issue_id, handed)
