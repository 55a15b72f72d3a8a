"""Two texts side by side: what differs, and that nothing is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.exchange.text_difference import differing_parts

TEXTS = st.text(alphabet="水渠漏了，。一二 ab", max_size=60)


def marked(before: str, after: str) -> tuple[list[str], list[str]]:
    """The pieces that differ, of both texts."""
    old, new = differing_parts(before, after)
    return [text for text, differs in old if differs], [text for text, differs in new if differs]


@given(TEXTS, TEXTS)
def test_the_pieces_are_the_texts(before: str, after: str) -> None:
    old, new = differing_parts(before, after)
    assert "".join(text for text, _ in old) == before
    assert "".join(text for text, _ in new) == after
    kept = ["".join(text for text, differs in parts if not differs) for parts in (old, new)]
    assert kept[0] == kept[1]


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("", "", [], []),
        ("原话", "原话", [], []),
        ("", "新话", [], ["新话"]),
        ("村口渠道漏水，十几户用不上水", "村口渠道漏水，二十几户用不上水", [], ["二"]),
        ("多次反映没有结果", "反映没有结果", ["多次"], []),
        ("反映过三次，希望春灌之前修好", "反映过五次，希望秋收之前修好", ["三", "春灌"], ["五", "秋收"]),
        # A single letter in common says nothing.
        ("水渠", "渠道", ["水渠"], ["渠道"]),
        ("13912345678", "13912345679", ["8"], ["9"]),
    ],
)
def test_what_differs_is_marked(before: str, after: str, removed: list[str], added: list[str]) -> None:
    assert marked(before, after) == (removed, added)


def test_of_long_texts_whole_clauses_are_marked() -> None:
    clauses = [f"第{number}户反映渠道漏水，" for number in range(150)]
    changed = [*clauses[:100], "这一户搬走了，", *clauses[101:]]
    assert marked("甲" + "".join(clauses) + "乙", "丙" + "".join(changed) + "丁") == (
        ["甲第0户反映渠道漏水，", clauses[100], "乙"],
        ["丙第0户反映渠道漏水，", changed[100], "丁"],
    )


@pytest.mark.parametrize("unit", ["水", "水渠，", "没有标点的一段话"])
def test_the_longest_texts_are_compared_at_once(unit: str) -> None:
    before = "甲" + unit * (5_000 // len(unit))
    started = time.thread_time()
    differing_parts(before, "乙" + before[2:2_500] + "丙" + before[2_600:])
    assert time.thread_time() - started < 0.1
