"""What looks like somebody's number: found however it is written, and days and amounts left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.doubtful import Doubt, doubtful_places, hidden_doubts, left_open
from tests.offices import id_number

ID = id_number()
FOUND = {
    "手机13812345678": Doubt.PHONE,
    "手机１３８１２３４５６７８": Doubt.PHONE,
    "138 1234 5678": Doubt.PHONE,
    "138.1234.5678": Doubt.PHONE,
    "138—1234—5678": Doubt.PHONE,
    "1 3 8 1 2 3 4 5 6 7 8": Doubt.PHONE,
    "一三八一二三四五六七八": Doubt.PHONE,
    "幺三八幺二三四五六七八": Doubt.PHONE,
    "0511-87654321": Doubt.PHONE,
    "家里电话87654321": Doubt.PHONE,
    f"证号{ID}": Doubt.ID_NUMBER,
    f"{ID[:6]}·{ID[6:14]}·{ID[14:]}": Doubt.ID_NUMBER,
    "卡号6222 0202 0001 2345 678": Doubt.NUMBER,
    "QQ：482917365": Doubt.NUMBER,
    "微信zhang_san88": Doubt.ACCOUNT,
    "zhang@example.com": Doubt.ACCOUNT,
}


@pytest.mark.parametrize("text", ["13812345678，2026年3月5日", "13812345678、500元"])
def test_a_comma_joins_it_with_nothing(text: str) -> None:
    assert [one.what for one in doubtful_places(text)] == [Doubt.PHONE]


LEFT = [
    "",
    "2026年3月5日",
    "2026-03-05",
    "2026.03.05-2026.03.20",
    "20260305",
    "补贴1500000元",
    "渠长1234567米",
    "第1、2、3、4、5、6、7组",
    "三组十二号",
    "一二组、三四组",
    "1,203条",
    "3月5日到3月20日",
]


@pytest.mark.parametrize("text", FOUND)
def test_it_is_found(text: str) -> None:
    (one,) = doubtful_places(f"前文，{text}，后文")
    assert one.what is FOUND[text]
    assert f"前文，{text}，后文"[one.start : one.end] in text


@pytest.mark.parametrize("text", LEFT)
def test_it_is_left_alone(text: str) -> None:
    assert doubtful_places(text) == []


def test_what_the_mask_covers_is_not_open() -> None:
    assert left_open(f"{ID}、13812345678、0511-87654321") == []
    assert [one.what for one in left_open("138.1234.5678")] == [Doubt.PHONE]


def test_doubtful_places_can_be_hidden() -> None:
    assert hidden_doubts(f"打138.1234.5678或13812345678，2026年3月5日，{ID}") == "打***或***，2026年3月5日，***"
    assert hidden_doubts("修渠") == "修渠"


@given(st.text())
def test_any_text_has_places_of_its_own(text: str) -> None:
    places = doubtful_places(text)
    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert all(before.end <= after.start for before, after in pairwise(places))
