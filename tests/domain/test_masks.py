import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.fields import Personal
from desktop.domain.kinds import VISIT
from desktop.domain.masks import KnownNames, mask, mask_record, mask_text


@pytest.mark.parametrize(
    ("personal", "value", "seen"),
    [
        (Personal.ID_NUMBER, "11010519491231002X", "110105********002X"),
        (Personal.ID_NUMBER, "无证：新生儿", "***"),
        (Personal.PHONE, "13812345678", "138****5678"),
        (Personal.PHONE, "0511-87231234、13812345678", "0511-****1234、138****5678"),
        (Personal.PHONE, "01087231234", "010****1234"),
        (Personal.PHONE, "05118723123", "0511***3123"),
        (Personal.PHONE, "see note", "***"),
        (Personal.NAME, "张三丰", "张**"),
        (Personal.NAME, "欧阳修", "欧**"),
        (Personal.NAME, "𠮷田", "𠮷*"),
        (Personal.NAME, "张", "*"),
        (Personal.NAME, ["张三", "李四五"], ["张*", "李**"]),
        (Personal.ADDRESS, "唐陵村3组15号", "唐陵村3组"),
        (Personal.ADDRESS, "唐陵村第二网格东头", "唐陵村第二网格"),
        (Personal.ADDRESS, "唐陵村15号3组", "***"),
        (Personal.ADDRESS, "樱花路15号", "***"),
        (Personal.TAGS, ["低保户", "党员户"], ["***"]),
        (Personal.TEXT, "病重", "***"),
        (Personal.TEXT, None, None),
    ],
)
def test_masks(personal: Personal, value: object, seen: object) -> None:
    assert mask(personal, value) == seen


@pytest.mark.parametrize("personal", list(Personal))
def test_no_mask_lets_the_whole_value_through(personal: Personal) -> None:
    for value in ("11010519491231002X", "13812345678", "张三", "唐陵村3组15号", "x"):
        assert mask(personal, value) != value


def test_a_record_is_masked_where_it_is_declared_personal() -> None:
    values = {"subject_name": "张三", "phone": "13812345678", "demand": "修路", "household_tags": ["低保户"]}
    masked = mask_record(VISIT, values)
    assert masked == {"subject_name": "张*", "phone": "138****5678", "demand": "修路", "household_tags": ["***"]}
    assert values["subject_name"] == "张三"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("证号11010519491231002X。", "证号***。"),
        ("证号110105491231002，", "证号***，"),
        ("证号 110105 19491231 002x", "证号 ***"),
        ("１１０１０５１９４９１２３１００２Ｘ", "***"),
        ("找他13812345678问", "找他138****5678问"),
        ("手机138 1234 5678或138-1234-5678", "手机138****5678或138****5678"),
        ("手机１３８１２３４５６７８", "手机138****5678"),
        ("+8613812345678", "+***"),
        ("电话0511-87231234，010 87231234", "电话0511****1234，010****1234"),
        ("电话（0511）87231234", "电话0511****1234"),
        ("电话87231234", "电话***"),
        ("卡号6222021234567890123", "卡号***"),
        ("卡号6222 0212 3456 7890 123", "卡号***"),
        ("账号123456789012", "账号***"),
    ],
)
def test_numbers_in_free_text_are_masked(text: str, seen: str) -> None:
    assert mask_text(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05 2026-03-08 两次",
        "20260305已办",
        "投资5000000元，长3500000.5米",
        "12345热线，3组15号，120户360人",
        "2024、2025、2026年",
        "S241省道K12+300",
        "编号2026-0001",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_text(text) == text


def test_known_names_are_masked_in_free_text_the_longest_first() -> None:
    names = KnownNames(["张大", "张大山", "群众", "陈", " 欧阳修 ", ""])
    assert mask_text("张大山和张大说，群众陈述，欧阳修13812345678", names) == "张**和张*说，群众陈述，欧**138****5678"


@given(st.text(alphabet="0123456789 -Xx张元年月日.，", max_size=60))
def test_no_run_of_twelve_digits_is_left(text: str) -> None:
    assert not re.search("[0-9]{12}", mask_text(text))
