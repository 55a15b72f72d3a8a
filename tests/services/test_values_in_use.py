"""Values in use are looked for among the newest records alone."""

from __future__ import annotations

import pytest

from desktop.services import finding
from desktop.services.finding import distinct_values
from desktop.services.recording import record
from tests.offices import Offices, visit


def test_of_the_newest_records(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "RECENT", 3)
    village = offices.village()
    assert distinct_values(village, "visit", "visitors") == []
    for name in ("甲一", "乙二", "丙三", "丙三"):
        record(village, "visit", [visit(visitors=[name])])
    assert distinct_values(village, "visit", "visitors") == ["丙三", "乙二"]
