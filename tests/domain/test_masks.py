import pytest

from desktop.domain.fields import Personal
from desktop.domain.kinds import VISIT
from desktop.domain.masks import mask, mask_record


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
