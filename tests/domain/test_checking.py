from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.checking import (
    Caution,
    RecordCheck,
    ValueRefused,
    cautions_of,
    check_record,
    normalise,
    warnings_of,
)
from desktop.domain.fields import Choice, Field, FieldKind, SetBy
from desktop.domain.kinds import ENTERPRISE, ISSUE, KINDS, PERSON, VISIT
from desktop.domain.kinds.choices import SATISFACTION, SEX, STANDARD_CATEGORIES, YES_NO
from desktop.domain.values import _BLANKS, rule_of

TODAY = date(2026, 3, 10)
VISIT_VALUES = {
    "visited_on": "3-5",
    "village_name": "唐陵村",
    "kind": "入户",
    "subject_name": "张三",
    "visitors": "李四、王五",
    "handling": "无问题",
}


def store(field: Field, raw: object) -> Any:
    return normalise(field, raw, today=TODAY, categories=STANDARD_CATEGORIES)


def plain(kind: FieldKind, **more: Any) -> Field:
    return Field("f", "栏", "F", kind, choices=SATISFACTION if kind is FieldKind.CHOICE else (), **more)


def refusal(field: Field, raw: object) -> ValueRefused:
    with pytest.raises(ValueRefused) as caught:
        store(field, raw)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        (FieldKind.TEXT, "\u3000 张 三 \u3000", "张 三"),
        (FieldKind.TEXT, "=1+1", "=1+1"),
        (FieldKind.TEXT, "㛃䶮𠮷👪", "㛃䶮𠮷👪"),
        (FieldKind.TEXT, "_x000D_", "_x000D_"),
        (FieldKind.TEXT, " \u3000", None),
        (FieldKind.TEXT, 12.0, "12"),
        (FieldKind.TEXT, 3.5, "3.5"),
        (FieldKind.TEXT, True, "TRUE"),
        (FieldKind.TEXT, datetime(2026, 3, 5), "2026-03-05"),
        (FieldKind.LONG_TEXT, "  一\r\n二\r三\t四\n ", "  一\n二\n三\t四\n "),
        (FieldKind.LONG_TEXT, "\n\u3000", None),
        (FieldKind.DATE, "3月5日", "2026-03-05"),
        (FieldKind.DATE, 20260305.0, "2026-03-05"),
        (FieldKind.DATE, " ", None),
        (FieldKind.CHOICE, "基本满意", "mostly"),
        (FieldKind.CHOICE, "MOSTLY SATISFIED", "mostly"),
        (FieldKind.CHOICE, "mostly", "mostly"),
        (FieldKind.CHOICE, "较满意", "mostly"),
        (FieldKind.CATEGORY, " 水利 ", "水利"),
        (FieldKind.LIST, "张三，李四,王五;张三\n赵 六；", ["张三", "李四", "王五", "赵 六"]),
        (FieldKind.LIST, ["张三", " 李四", "张三", ""], ["张三", "李四"]),
        (FieldKind.LIST, [], None),
        (FieldKind.INTEGER, "1,234", 1234),
        (FieldKind.INTEGER, "１２", 12),
        (FieldKind.INTEGER, 3.0, 3),
        (FieldKind.NUMBER, "12.50", 12.5),
        (FieldKind.NUMBER, "-1，234.5", -1234.5),
        (FieldKind.NUMBER, "", None),
        (FieldKind.PHONES, "13812345678/0511-87231234", "13812345678、0511-87231234"),
        (FieldKind.PHONES, 13812345678.0, "13812345678"),
        (FieldKind.PHONES, "13812345678\n13912345678", "13812345678、13912345678"),
        (FieldKind.PHONES, ["13812345678", "13912345678"], "13812345678、13912345678"),
        (FieldKind.PHONES, "，", None),
        (FieldKind.ID_NUMBER, "11010519491231002x", "11010519491231002X"),
        (FieldKind.ID_NUMBER, "无证：新生儿", "无证：新生儿"),
        (FieldKind.CREDIT_CODE, "91350211m00013fa1n", "91350211M00013FA1N"),
        (FieldKind.DIVISION_CODE, 321183102205, "321183102205"),
        (FieldKind.UUID, "0123456789ABCDEF0123456789ABCDEF", "01234567-89ab-cdef-0123-456789abcdef"),
    ],
)
def test_accepted_values(kind: FieldKind, raw: object, stored: object) -> None:
    assert store(plain(kind), raw) == stored
    assert type(store(plain(kind), raw)) is type(stored)


@pytest.mark.parametrize(
    ("field", "raw", "kind"),
    [
        (plain(FieldKind.TEXT), "一\n二", "bad_character"),
        (plain(FieldKind.TEXT), "一\x01", "bad_character"),
        (plain(FieldKind.TEXT), "\ud800", "bad_character"),
        (plain(FieldKind.TEXT), "x\u2028y", "bad_character"),
        (plain(FieldKind.TEXT), 1e15, "bad_code"),
        (plain(FieldKind.TEXT), float("nan"), "text_expected"),
        (plain(FieldKind.TEXT), ["x"], "text_expected"),
        (plain(FieldKind.TEXT), "好" * 501, "too_long"),
        (plain(FieldKind.TEXT), "𠮷" * 251, "too_long"),
        (plain(FieldKind.LONG_TEXT), "\x0b", "bad_character"),
        (plain(FieldKind.LONG_TEXT), "一\ufffe", "bad_character"),
        (plain(FieldKind.LONG_TEXT), "好" * 40_000, "too_long"),
        (plain(FieldKind.LIST), [["x"]], "text_expected"),
        (plain(FieldKind.LIST, max_length=5), "一二三、四五", "too_long"),
        (plain(FieldKind.DATE), "2024-02-30", "bad_date"),
        (plain(FieldKind.DATE), 46000.5, "bad_date"),
        (plain(FieldKind.DATE, not_future=True), "2026-03-11", "future_date"),
        (plain(FieldKind.CHOICE), "还行", "bad_choice"),
        (plain(FieldKind.CATEGORY), "天文", "bad_choice"),
        (plain(FieldKind.INTEGER), 3.5, "number_expected"),
        (plain(FieldKind.INTEGER), True, "number_expected"),
        (plain(FieldKind.INTEGER), "12,34", "number_expected"),
        (plain(FieldKind.INTEGER), "9" * 500, "number_expected"),
        (plain(FieldKind.INTEGER, minimum=0), -1, "out_of_range"),
        (plain(FieldKind.INTEGER), 10**400, "out_of_range"),
        (plain(FieldKind.NUMBER), float("nan"), "number_expected"),
        (plain(FieldKind.NUMBER), float("inf"), "number_expected"),
        (plain(FieldKind.NUMBER, maximum=9), 9.5, "out_of_range"),
        (plain(FieldKind.NUMBER), 1e15, "out_of_range"),
        (plain(FieldKind.PHONES), "1381234567", "bad_phone"),
        (plain(FieldKind.ID_NUMBER), 11010519491231002e0 * 10, "bad_id_checksum"),
        (plain(FieldKind.ID_NUMBER), 440524188001010014, "bad_id_checksum"),
        (plain(FieldKind.ID_NUMBER), "110105194912310020", "bad_id_checksum"),
        (plain(FieldKind.CREDIT_CODE), "12345", "bad_code"),
        (plain(FieldKind.DIVISION_CODE), "3211831022", "bad_code"),
        (plain(FieldKind.UUID), "x" * 32, "bad_code"),
    ],
)
def test_refused_values(field: Field, raw: object, kind: str) -> None:
    assert refusal(field, raw).kind == kind


def test_a_refusal_carries_what_is_accepted() -> None:
    assert refusal(plain(FieldKind.CHOICE), "还行").params["choices"] == ["满意", "基本满意", "不满意", "其他"]
    assert refusal(plain(FieldKind.CATEGORY), "天文").params["choices"] == list(STANDARD_CATEGORIES)
    assert refusal(plain(FieldKind.TEXT), "𠮷" * 251).params == {"limit": 500, "length": 502}
    assert refusal(plain(FieldKind.TEXT), "好\x07").params == {"code_point": "U+0007", "position": 2}
    assert refusal(plain(FieldKind.DATE, not_future=True), "2026-03-11").params == {"today": "2026-03-10"}
    assert refusal(plain(FieldKind.INTEGER, minimum=0, maximum=9), 10).params == {"minimum": 0, "maximum": 9}
    assert refusal(plain(FieldKind.ID_NUMBER), "110105194912310020").params["reason"] == "check_digit"
    assert refusal(plain(FieldKind.PHONES), "13812345678、1381").params["part"] == "1381"


def test_a_name_of_a_choice_goes_before_a_synonym() -> None:
    field = Field("f", "栏", "F", FieldKind.CHOICE, choices=(Choice("a", "甲", "A", ("乙",)), Choice("b", "乙", "B")))
    assert store(field, "乙") == "b"
    assert store(Field("s", "性别", "Sex", FieldKind.CHOICE, choices=SEX), 1.0) == "male"
    assert store(Field("s", "签字", "Signed", FieldKind.CHOICE, choices=YES_NO), True) == "yes"


def test_a_whole_record() -> None:
    values, problems = check_record(VISIT, VISIT_VALUES, today=TODAY, categories=STANDARD_CATEGORIES)
    assert problems == []
    assert values == {
        "visited_on": "2026-03-05",
        "village_name": "唐陵村",
        "kind": "household",
        "subject_name": "张三",
        "visitors": ["李四", "王五"],
        "handling": "none",
    }


def test_everything_wrong_is_told_at_once() -> None:
    given_values = {**VISIT_VALUES, "visited_on": "2026-03-11", "phone": "138", "id": "x", "colour": "red"}
    del given_values["subject_name"]
    given_values["village_name"] = " "
    values, problems = check_record(VISIT, given_values, today=TODAY, categories=STANDARD_CATEGORIES, row=7)
    assert {(problem.kind, problem.field) for problem in problems} == {
        ("not_settable", "id"),
        ("future_date", "visited_on"),
        ("missing", "village_name"),
        ("missing", "subject_name"),
        ("bad_phone", "phone"),
        ("unknown_field", "colour"),
    }
    assert {problem.row for problem in problems} == {7}
    assert set(values) == {"kind", "visitors", "handling"}


def test_a_part_of_a_record() -> None:
    def check(values: dict[str, object]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        found, problems = check_record(ISSUE, values, today=TODAY, categories=STANDARD_CATEGORIES, partial=True)
        return found, [(problem.kind, problem.field) for problem in problems]

    assert check({"owner": None, "measures": ""}) == ({"owner": None, "measures": None}, [])
    assert check({"description": ""}) == ({}, [("missing", "description")])
    assert check({"status": "closed"}) == ({}, [("not_settable", "status")])


def test_warnings_do_not_block() -> None:
    assert warnings_of(ENTERPRISE.field("credit_code"), "91350211M00013FA1N") == ["credit_check_digit"]
    assert warnings_of(ENTERPRISE.field("credit_code"), "91110000600037341L") == []
    assert warnings_of(VISIT.field("id_number"), "330502880702447") == ["id_15_digits"]
    assert warnings_of(VISIT.field("id_number"), None) == []


def person(**values: object) -> dict[str, Any]:
    given_values = {"name": "郑一", "relation": "户主", "household_no": "01", **values}
    found, problems = check_record(PERSON, given_values, today=TODAY, categories=STANDARD_CATEGORIES)
    assert problems == []
    return found


def test_a_synonym_or_code_is_stored_as_the_standard_word_and_others_as_written() -> None:
    found = person(relation="长子", ethnicity="01", politics="党员", education="大专", marriage="离异")
    words = ("relation", "ethnicity", "politics", "education", "marriage")
    assert [found[name] for name in words] == ["子", "汉族", "中共党员", "专科", "离婚"]
    assert person(relation="老来伴")["relation"] == "老来伴"
    assert [one.kind for one in cautions_of(PERSON, person(relation="老来伴"))] == ["unknown_term"]


def test_an_id_number_tells_what_was_left_empty() -> None:
    found = person(id_number="11010519491231002x", relation="4")
    assert (found["birth_date"], found["sex"], found["relation"]) == ("1949-12-31", "female", "孙女")
    assert cautions_of(PERSON, found) == []
    assert "sex" not in person(id_number="无证：新生儿")
    assert person(id_number="110105194912310021"[:17] + "X", sex="男")["sex"] == "male"


def test_what_an_id_number_contradicts_is_kept_and_told() -> None:
    found = person(id_number="11010519491231002X", sex="男", birth_date="1950-01-01")
    told = {one.field: one for one in cautions_of(PERSON, found, row=3)}
    assert (told["sex"].kind, told["sex"].row, told["sex"].params["told"]) == ("id_sex_differs", 3, "女")
    assert (told["birth_date"].kind, told["birth_date"].params["told"]) == ("id_birth_differs", "1949-12-31")
    assert isinstance(told["sex"], Caution)


def test_a_region_is_no_reason_to_refuse() -> None:
    field = PERSON.field("id_number")
    assert warnings_of(field, "990426199112010074") == ["id_region_unknown"]
    assert warnings_of(field, "110102199101010078") == []
    assert warnings_of(field, "无证：新生儿") == []
    assert warnings_of(field, "911124198108030024") == []


EXAMPLES = st.sampled_from(
    ["3-5", "2026年3月5日", "满意", "水利", "13812345678,0511-87231234", "11010519491231002x", "无证：新生儿",
     "1,234.50", "91350211m00013fa1n", "321183102205", "0123456789ABCDEF0123456789ABCDEF", "无证(x)", "一、二,三", "12"]
)  # fmt: skip
ANY_TEXT = st.text(st.characters(), max_size=60) | EXAMPLES
ANY_RAW = ANY_TEXT | st.integers() | st.floats() | st.dates() | st.booleans() | st.lists(ANY_TEXT, max_size=4)


@pytest.mark.parametrize("kind", list(FieldKind))
@settings(deadline=None)
@given(raw=ANY_RAW)
def test_a_stored_value_stays_itself(kind: FieldKind, raw: object) -> None:
    field = plain(kind)
    try:
        stored = store(field, raw)
    except ValueRefused:
        return
    assert store(field, stored) == stored


@settings(deadline=None)
@given(st.text(st.sampled_from("中文ab 　\t\n\u200b𠮷'"), max_size=14) | st.text(max_size=14))
def test_the_rule_made_for_many_lines_reads_as_the_one_for_each(text: str) -> None:
    field = Field("name", "姓名", "Name", FieldKind.TEXT, max_length=12)
    rule = rule_of(field, today=TODAY, categories=())
    try:
        stored = normalise(field, text, today=TODAY, categories=())
    except ValueRefused as refusal:
        with pytest.raises(ValueRefused) as again:
            rule(text)
        assert (again.value.kind, again.value.params) == (refusal.kind, refusal.params)
    else:
        assert rule(text) == stored


@settings(deadline=None)
@given(text=ANY_TEXT)
def test_text_is_kept_exactly_or_refused(text: str) -> None:
    for kind, kept in (
        (FieldKind.TEXT, text.strip(_BLANKS)),
        (FieldKind.LONG_TEXT, text.replace("\r\n", "\n").replace("\r", "\n")),
    ):
        try:
            stored = store(plain(kind), text)
        except ValueRefused as refused:
            assert refused.kind == "bad_character"
        else:
            assert stored == (kept if kept.strip() else None)


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_every_label_of_every_choice_is_accepted(kind: Any) -> None:
    for field in kind.fields:
        for choice in field.choices:
            assert store(field, choice.label) == store(field, choice.label_en) == store(field, choice.code)
            assert store(field, choice.label) == choice.code


_GIVEN = st.sampled_from(
    ["", " ", "张三", "3-5", "2026-02-30", "入户", "李四、王五", "13900000001", "无问题", 5, None, ["甲"]]
)
_ROWS = st.lists(
    st.dictionaries(st.sampled_from([*VISIT_VALUES, "phone", "note", "id", "other"]), _GIVEN), min_size=1, max_size=6
)


@settings(max_examples=200)
@given(_ROWS)
def test_many_records_are_checked_as_each_alone(rows: list[dict[str, Any]]) -> None:
    check = RecordCheck(VISIT, today=TODAY, categories=STANDARD_CATEGORIES)
    for row, given_values in enumerate([*rows, VISIT_VALUES, *rows], start=1):
        values = {**VISIT_VALUES, **given_values}
        alone = check_record(VISIT, values, today=TODAY, categories=STANDARD_CATEGORIES, row=row)
        assert check.check(values, row) == alone


_AS_WRITTEN = st.dictionaries(
    st.sampled_from([one.name for one in PERSON.fields if one.set_by is SetBy.PERSON]),
    st.one_of(
        st.sampled_from(["张三", "汉", "男", "2", "孙", "1984-02-01", "是", 3, "无证：婴儿", "党员、低保"]),
        st.sampled_from(["11010119840201317X", "320981850315201", "139 0000 0001", "0511-87654321", "一\n二", " x "]),
    ),
)


@settings(max_examples=300)
@given(_AS_WRITTEN)
def test_what_was_read_before_is_checked_to_the_same(written: dict[str, Any]) -> None:
    """Values as a file gives them: by the rules of entry, the empty ones left out."""
    whole = {"unit_code": "329981104201", "village_name": "柳桥村", "household_no": "1", "name": "张三", **written}
    accepted, _ = check_record(PERSON, whole, today=TODAY, categories=STANDARD_CATEGORIES)
    read = {name: value for name, value in accepted.items() if value is not None}
    trusting = RecordCheck(PERSON, today=TODAY, categories=STANDARD_CATEGORIES, is_read=True)
    assert trusting.check(read) == check_record(PERSON, read, today=TODAY, categories=STANDARD_CATEGORIES)


@pytest.mark.parametrize("bad", ["13900000001\ud800", "139\n", "", 5.5, ["1"]])
def test_what_cannot_be_stored_is_refused_though_it_was_read_before(bad: object) -> None:
    values = {"unit_code": "329981104201", "village_name": "柳桥村", "name": "张三", "id_number": bad, "note": "\ud800"}
    trusting = RecordCheck(PERSON, today=TODAY, categories=STANDARD_CATEGORIES, is_read=True)
    assert trusting.check(values) == check_record(PERSON, values, today=TODAY, categories=STANDARD_CATEGORIES)
    assert trusting.check(values)[1] != []


def test_each_record_has_a_list_of_its_own() -> None:
    check = RecordCheck(VISIT, today=TODAY, categories=STANDARD_CATEGORIES)
    first, second = (check.check(VISIT_VALUES)[0]["visitors"] for _ in range(2))
    assert first == second
    assert first is not second
