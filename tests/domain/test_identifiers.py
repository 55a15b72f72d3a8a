import csv
import os
from datetime import date
from pathlib import Path

import pytest

from desktop.domain import identifiers
from desktop.domain.identifiers import BadIdentifier, DivisionLevel, Reason, Sex

SHARED = Path(os.environ.get("ZOUFANG_SHARED", Path(__file__).parents[2].parent / "shared"))
SAMPLES = SHARED / "data" / "identifiers.tsv"
PART = Path(__file__).parents[1] / "fixtures" / "identifiers.tsv"
"""A part of the sample, which is here in any case."""


def sample_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


@pytest.mark.parametrize(("path", "least"), [(SAMPLES, 50), (PART, 15)], ids=["whole", "part"])
def test_the_sample_is_judged_as_it_says(path: Path, least: int) -> None:
    if not path.exists():
        pytest.skip("the shared sample of identifiers is not here")
    judged = 0
    for row in sample_rows(path):
        if row["expected"] == "disputed":
            continue
        good = row["expected"] != "invalid" or "warn, do not block" in row["why"]
        check = identifiers.normalise_credit_code if row["kind"] == "uscc" else identifiers.normalise_id_number
        try:
            number = check(row["number"])
        except BadIdentifier:
            assert not good, row
        else:
            assert good, row
            if row["kind"] == "ric18":
                assert identifiers.has_known_region(number) is (row["expected"] != "invalid-region"), row
            if row["kind"] == "uscc" and row["expected"] != "valid-format-only":
                assert identifiers.has_valid_credit_check(number) is (row["expected"] == "valid"), row
        judged += 1
    assert judged > least


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        ("330502880702447", {"330502880702447", "33050219880702447X"}),
        ("33050219880702447X", {"330502880702447", "33050219880702447X"}),
        ("440524188001010014", {"440524188001010014"}),
        ("无证：新生儿", {"无证：新生儿"}),
        ("", {""}),
    ],
)
def test_an_id_number_has_two_forms(number: str, forms: set[str]) -> None:
    assert identifiers.id_number_forms(number) == forms


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("11010519491231002x", "11010519491231002X"),
        (" 110105 19491231 002X ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
        ("990426199112010074", "990426199112010074"),
        ("330502880702447", "330502880702447"),
        ("无证：新生儿", "无证：新生儿"),
        ("无证(遗失待补)", "无证(遗失待补)"),
    ],
)
def test_id_numbers_are_brought_to_one_form(typed: str, stored: str) -> None:
    assert identifiers.normalise_id_number(typed) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("110105194912310020", Reason.CHECK_DIGIT),
        ("111111111111111111", Reason.DATE),
        ("33050288070244", Reason.LENGTH),
        ("a40524188001010y14", Reason.CHARACTER),
        ("²10105194912310020", Reason.CHARACTER),
        ("11010519491231002Y", Reason.CHARACTER),
        ("无证", Reason.LENGTH),
        ("无证：", Reason.LENGTH),
    ],
)
def test_a_wrong_id_number_says_what_is_wrong(typed: str, reason: Reason) -> None:
    with pytest.raises(BadIdentifier) as caught:
        identifiers.normalise_id_number(typed)
    assert caught.value.reason is reason


def test_nobody_is_born_tomorrow() -> None:
    number = "11010520300101002"
    number += identifiers.id_check_character(number)
    assert identifiers.normalise_id_number(number) == number
    with pytest.raises(BadIdentifier):
        identifiers.normalise_id_number(number, today=date(2026, 3, 5))


def test_birth_and_sex_come_from_the_number() -> None:
    assert identifiers.birth_date_of("11010519491231002X") == date(1949, 12, 31)
    assert identifiers.sex_of("11010519491231002X") is Sex.FEMALE
    assert identifiers.sex_of("440524188001010014") is Sex.MALE
    assert identifiers.birth_date_of("330502880702447") == date(1988, 7, 2)
    assert identifiers.sex_of("330502880702447") is Sex.MALE
    assert identifiers.birth_date_of("无证：新生儿") is None
    assert identifiers.sex_of("无证：新生儿") is None


def test_a_credit_code_with_a_wrong_check_character_passes_and_can_be_told() -> None:
    assert identifiers.normalise_credit_code("91 110000 600037341l") == "91110000600037341L"
    assert identifiers.has_valid_credit_check("91110000600037341L")
    assert not identifiers.has_valid_credit_check(identifiers.normalise_credit_code("91350211M00013FA1N"))
    with pytest.raises(BadIdentifier):
        identifiers.normalise_credit_code("9111000060003IOZSV")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13812345678", ["13812345678"]),
        ("138 1234 5678", ["13812345678"]),
        ("138-1234-5678", ["13812345678"]),
        ("+86 13812345678", ["13812345678"]),
        ("１３８１２３４５６７８", ["13812345678"]),
        ("0511-87231234", ["0511-87231234"]),
        ("051187231234，13812345678", ["051187231234", "13812345678"]),
        ("13812345678 13912345678/0511-8723123", ["13812345678", "13912345678", "0511-8723123"]),
        ("13812345678\n13912345678；13812345678", ["13812345678", "13912345678"]),
        (" 、", []),
    ],
)
def test_phones_are_split_and_cleaned(typed: str, stored: list[str]) -> None:
    assert identifiers.normalise_phones(typed) == stored


@pytest.mark.parametrize("typed", ["1381234567", "138123456789", "12812345678", "13812345678、abc", "87231234"])
def test_what_is_no_phone_is_refused_with_the_part(typed: str) -> None:
    with pytest.raises(BadIdentifier) as caught:
        identifiers.normalise_phones(typed)
    assert caught.value.part == typed.split("、")[-1]


def test_division_codes_have_levels_by_trailing_zeros() -> None:
    code = identifiers.normalise_division_code(" 321183102205 ")
    assert identifiers.division_parts(code) == identifiers.DivisionParts("32", "11", "83", "102", "205")
    assert identifiers.town_of(code) == "321183102000"
    levels = ["320000000000", "321100000000", "321183000000", "321183102000", code]
    assert [identifiers.level_of(each) for each in levels] == list(DivisionLevel)
    assert identifiers.level_of("441900003000") is DivisionLevel.TOWN
    for wrong in ("32118310220", "3211831022055", "32118310220a"):
        with pytest.raises(BadIdentifier):
            identifiers.normalise_division_code(wrong)
