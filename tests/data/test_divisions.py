from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.data.division_names import common_name, short_name
from desktop.data.divisions import Divisions
from desktop.domain.identifiers import DivisionLevel

FOLDER = Path(__file__).parents[2] / "resources" / "divisions"
VILLAGE, TOWN, COUNTY = DivisionLevel.VILLAGE, DivisionLevel.TOWN, DivisionLevel.COUNTY
TANGLING = ("江苏省", "镇江市", "句容市", "天王镇", "唐陵村")


@pytest.fixture(scope="module")
def divisions() -> Iterator[Divisions]:
    opened = Divisions(FOLDER)
    yield opened
    opened.forget()


def test_what_is_shipped_is_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) <= 4_500_000


def test_a_code_gives_the_names_of_all_levels(divisions: Divisions) -> None:
    [tangling] = divisions.search("句容 天王 唐陵", VILLAGE)
    assert tangling.path == TANGLING
    found = divisions.by_code(tangling.code)
    assert found == tangling
    assert (found.level, found.short_name, found.common_name) == (VILLAGE, "唐陵", "唐陵村")
    town = divisions.by_code(tangling.code[:9] + "000")
    assert town is not None
    assert (town.name, town.level, town.province, town.county, town.town) == ("天王镇", TOWN, "江苏省", "句容市", "")
    assert divisions.by_code(tangling.code[:9]) == town


@pytest.mark.parametrize("code", ["", "1", "99", "321183102999", "321183999000", "000000000000", "a(b", "3211831[2205"])
def test_an_unknown_code_gives_nothing(divisions: Divisions, code: str) -> None:
    assert divisions.by_code(code) is None


def test_lists_from_the_province_down(divisions: Divisions) -> None:
    assert len(divisions.provinces()) == 31
    assert "镇江市" in [city.name for city in divisions.cities_of("320000000000")]
    assert "句容市" in [county.name for county in divisions.counties_of("3211")]
    towns = divisions.towns_of("321183000000")
    assert "天王镇" in [town.name for town in towns]
    [tianwang] = [town for town in towns if town.name == "天王镇"]
    villages = divisions.villages_of(tianwang.code)
    assert "唐陵村" in [village.common_name for village in villages]
    assert {village.town for village in villages} == {"天王镇"}
    assert divisions.villages_of(tianwang.code[:9]) == villages
    assert divisions.towns_of("999999000000") == divisions.villages_of("x") == []


@pytest.mark.parametrize(
    "typed",
    ["唐陵", "天王 唐陵", "天王唐陵", "天王镇唐陵村", "句容天王唐陵", "江苏 tw tangling", "jurong tl", "天王tl",
     "句容 ｔａｎｇｌｉｎｇ", "江苏 天王 TangL", "天王 tang'ling"],
)  # fmt: skip
def test_a_village_is_found_as_people_type(divisions: Divisions, typed: str) -> None:
    assert TANGLING in [found.path for found in divisions.search(typed, VILLAGE)]


def test_codes_scopes_and_limits(divisions: Divisions) -> None:
    [town] = divisions.search("句容 天王", TOWN)
    assert [county.name for county in divisions.search("jurong", COUNTY)] == ["句容市"]
    assert divisions.search(town.code[:9], VILLAGE, limit=500) == divisions.villages_of(town.code)
    assert [found.path for found in divisions.search("唐陵", VILLAGE, within=town.code)] == [TANGLING]
    assert divisions.search("32", VILLAGE, within=town.code) == divisions.villages_of(town.code)[:20]
    assert divisions.search("唐陵", VILLAGE, within="110000000000") == []
    assert divisions.search("33", VILLAGE, within=town.code) == []
    assert len(divisions.search("王", VILLAGE, limit=7)) == 7


def test_the_usual_reading_goes_first(divisions: Divisions) -> None:
    assert all(found.name[0] != "大" for found in divisions.search("tl", VILLAGE))
    first = divisions.search("wangjiazhuang", VILLAGE)[0]
    assert first.short_name.endswith("家庄")


@pytest.mark.parametrize("typed", ["", "  ", "uuu", "没有这样的名字", "(", "[", "\\", "tl" * 40, "\t", "\n", "💡"])
def test_odd_text_is_no_error(divisions: Divisions, typed: str) -> None:
    assert len(divisions.search(typed, VILLAGE)) <= 20


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("420602006207", "莫𡐓"),
        ("441424103203", "輋𣒍"),
        ("451302107210", "那𡌶"),
        ("420684103229", "高"),
        ("450681101201", "尾"),
        ("130630109206", "白䌷"),
        ("130582001006", "801社区"),
        ("110114115008", "温泉花园A区"),
    ],
)
def test_rare_names_are_found_by_code_and_by_name(divisions: Divisions, code: str, part: str) -> None:
    found = divisions.by_code(code)
    assert found is not None and part in found.name
    assert found.code in [each.code for each in divisions.search(found.name, VILLAGE, within=code[:6])]


def test_an_unreadable_character_does_not_hide_a_name(divisions: Divisions) -> None:
    found = divisions.search("gaocun", VILLAGE, within="420684103", limit=100)
    assert "420684103229" in [each.code for each in found]


@pytest.mark.parametrize(
    ("name", "short", "common"),
    [
        ("唐陵村村民委员会", "唐陵", "唐陵村"),
        ("唐陵村民委员会", "唐陵", "唐陵村"),
        ("唐陵村委会", "唐陵", "唐陵村"),
        ("新村村委会", "新村", "新村"),
        ("新村民委员会", "新村", "新村"),
        ("多福巷社区居委会", "多福巷", "多福巷社区"),
        ("前十社区居民委员会", "前十", "前十社区"),
        ("下蜀居委会", "下蜀", "下蜀居委会"),
        ("程庄路16号院社区", "程庄路16号院", "程庄路16号院社区"),
        ("巴彦嘎查委员会", "巴彦", "巴彦嘎查"),
        ("三分场生活区", "三分场生活区", "三分场生活区"),
    ],
)
def test_short_and_common_names(name: str, short: str, common: str) -> None:
    assert short_name(name, VILLAGE) == short
    assert common_name(name, VILLAGE) == common


def test_memory_is_given_back(divisions: Divisions) -> None:
    before = divisions.search("唐陵", VILLAGE)
    divisions.forget()
    assert divisions.search("唐陵", VILLAGE) == before
