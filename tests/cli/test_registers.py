"""The registers from the command line."""

from __future__ import annotations

from tests.cli.conftest import Office


def test_adding_tells_what_is_odd_and_saves_all_the_same(village: Office) -> None:
    person = {"name": "郑一", "relation": "本人", "household_no": "01", "id_number": "11010519491231002X", "sex": "男"}
    answer = village.json("add", "person", given=[person])
    (warning,) = answer["warnings"]
    assert (warning["row"], warning["field"], warning["kind"]) == (1, "sex", "id_sex_differs")
    assert "女" in warning["message"]
    (stored,) = village.json("list", "person")["records"]
    assert stored["relation"] == "户主"
    assert stored["birth_date"] == "1949-12-31"
    plain = village("add", "person", given=[person])
    assert plain.code == 0
    assert "按号码应为“女”" in plain.err
    changed = village.json("set", "person", answer["ids"][0], given={"relation": "老来伴", "sex": None})
    assert [one["kind"] for one in changed["warnings"]] == ["unknown_term"]
