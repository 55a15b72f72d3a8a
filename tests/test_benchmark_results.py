"""What a run of benchmarks leaves behind, and how two runs are compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import measuring
from tests.benchmarks.compare import lines
from tests.benchmarks.measuring import Verdict, judge, read, table


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "bench" / "results.json"
    monkeypatch.setattr(measuring, "RESULTS", path)
    return path


def verdict(goal: str, lowest: float, ratio: float, highest: float) -> Verdict:
    return Verdict(goal, "the floor", ratio, lowest, highest, must=1.0, stretch=0.5)


def test_a_run_is_kept_with_its_spread_and_versions(results: Path) -> None:
    judge("fast", "the floor", [(1.0, 4.0), (2.0, 4.0), (1.0, 4.0)], must=1.0, stretch=0.5)
    with pytest.raises(AssertionError, match="missed"):
        judge("slow", "the floor", [(5.0, 4.0)], must=1.0, stretch=0.5)
    kept = json.loads(results.read_text("utf-8"))
    assert [(row["goal"], row["ratio"], row["lowest"], row["highest"], row["verdict"]) for row in kept["rows"]] == [
        ("fast", 0.25, 0.25, 0.5, "stretch"),
        ("slow", 1.25, 1.25, 1.25, "missed"),
    ]
    assert kept["versions"].keys() >= {"zoufang", "python", "sqlite", "peewee"}
    assert [row.goal for row in read(results)] == ["fast", "slow"]
    measuring.begin()
    assert read(results) == []


def test_what_is_missed_comes_first_in_the_table() -> None:
    shown = table([verdict("good", 0.1, 0.2, 0.3), verdict("bad", 1.1, 1.2, 1.3), verdict("enough", 0.6, 0.7, 0.8)])
    assert [(line.split()[0], line.split()[-1]) for line in shown[1:]] == [
        ("bad", "MISSED"),
        ("enough", "must"),
        ("good", "stretch"),
    ]


def test_rows_are_the_same_while_their_spreads_meet() -> None:
    before = [verdict("same", 0.4, 0.5, 0.6), verdict("better", 0.8, 0.9, 1.0), verdict("worse", 0.1, 0.2, 0.3)]
    after = [verdict("same", 0.55, 0.7, 0.8), verdict("better", 0.5, 0.6, 0.7), verdict("worse", 0.4, 0.5, 0.6)]
    shown = lines([*before, verdict("old", 1, 1, 1)], [*after, verdict("young", 1, 1, 1)])
    words = {line.split("|")[0].split()[-1]: line.split()[0] for line in shown}
    assert words == {"same": "same", "better": "better", "worse": "WORSE", "old": "gone", "young": "new"}
