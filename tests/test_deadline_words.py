"""What is said of deadlines; both languages."""

from __future__ import annotations

import pytest

from desktop.domain.lights import Counted, Light, Remaining
from desktop.wording import light_words, remaining_words


@pytest.mark.parametrize(
    ("light", "remaining", "words", "english"),
    [
        (Light.OVERDUE, Remaining(Counted.DUE, "2026-03-05", -5), "逾期 5 天", "5 d overdue"),
        (Light.DUE_SOON, Remaining(Counted.DUE, "2026-03-10", 0), "今天到期", "Due today"),
        (Light.DUE_SOON, Remaining(Counted.DUE, "2026-03-13", 3), "还有 3 天", "3 d left"),
        (Light.OVERDUE, Remaining(Counted.LOOK, "2026-03-05", -5), "复查晚 5 天", "Check 5 d late"),
        (Light.DUE_SOON, Remaining(Counted.LOOK, "2026-03-10", 0), "今天复查", "Check today"),
        (Light.NORMAL, Remaining(Counted.LOOK, "2026-03-12", 2), "复查 03-12", "Check 03-12"),
        (Light.NORMAL, Remaining(Counted.LOOK, "2027-01-12", 308), "复查 2027-01-12", "Check 2027-01-12"),
        (Light.OVERDUE, Remaining(Counted.DONE, "2026-03-07", -2), "晚完成 2 天", "Done 2 d late"),
        (Light.NORMAL, Remaining(Counted.DUE, "2026-04-10", 31), "正常", "Normal"),
        (Light.NORMAL, None, "正常", "Normal"),
        (Light.CLOSED, None, "已销号", "Closed"),
        (Light.NONE, None, "不再办理", "Not handled"),
    ],
)
def test_a_light_is_told_in_words(light: Light, remaining: Remaining | None, words: str, english: str) -> None:
    assert light_words(light, remaining) == words
    assert light_words(light, remaining, "en") == english


def test_what_is_left_is_told_where_there_is_room() -> None:
    assert remaining_words(Remaining(Counted.DUE, "2026-04-10", 31)) == "还有 31 天"
    assert remaining_words(None) == ""
