"""Whom the registers know: found by a few letters, digits or characters."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.data.names import NAMED_KINDS, index_again
from desktop.domain.errors import Refused
from desktop.services.acquainting import acquaintance, filled_in
from desktop.services.duplicates import likely_same, same_visits
from desktop.services.exporting import export_workbook
from desktop.services.household_numbers import next_household_no
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.knowing import Known, known
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record, restore, revise, withdraw
from desktop.services.undoing import redo, undo
from tests.offices import EAST, Offices, id_number, issue, visit

ID = id_number("32998119700101123")


def house(number: str, head: str, **values: Any) -> dict[str, Any]:
    return {"group_name": "3组", "household_no": number, "head_name": head, **values}


@pytest.fixture
def ledger(offices: Offices) -> Ledger:
    made = offices.village()
    record(
        made,
        "household",
        [
            house("012", "张三", phone="13812345678", head_id_number=ID, member_count=5, household_tags=["低保户"]),
            house("007", "张山", group_name="1组", phone="13987650000、0511-87651234"),
            house("008", "曾小英", group_name="1组"),
            house("3-031", "欧阳明", group_name="2组"),
        ],
    )
    record(
        made,
        "person",
        [
            {"name": "张三", "relation": "户主", "household_no": "012", "id_number": ID},
            {"name": "张晓明", "relation": "子", "household_no": "012", "phone": "15900001111"},
        ],
    )
    record(made, "enterprise", [{"name": "清水农机有限公司", "contact": "吴海", "phone": "13611112222"}])
    record(made, "cadre", [{"name": "单田", "unit": "村委会", "post": "文书"}])
    return made


def titles(ledger: Ledger, text: str, **options: Any) -> list[str]:
    return [one.title for one in known(ledger, text, **options)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("zs", "张三"),
        ("ZS", "张三"),
        ("zhangsan", "张三"),
        ("zhangs", "张三"),
        ("张三", "张三"),
        ("三", "张三"),
        ("张 3组", "张三"),
        ("1组 张", "张山"),
        ("zxy", "曾小英"),
        ("zeng", "曾小英"),
        ("oym", "欧阳明"),
        ("欧阳", "欧阳明"),
        ("012", "张三"),
        ("12", "张三"),
        ("户12", "张三"),
        ("12号", "张三"),
        ("７", "张山"),
        ("3-031", "欧阳明"),
        ("31", "欧阳明"),
        ("5678", "张三"),
        ("2345", "张三"),
        ("138123", "张三"),
        ("13812345678", "张三"),
        ("678", "张三"),
        ("87651234", "张山"),
        (ID[-4:], "张三"),
        (ID[-6:], "张三"),
        (ID, "张三"),
        ("xiaoming", "张晓明"),
        ("zxm", "张晓明"),
        ("1111", "张晓明"),
        ("nj", "清水农机有限公司"),
        ("qsnj", "清水农机有限公司"),
        ("农机", "清水农机有限公司"),
        ("吴海", "清水农机有限公司"),
        ("wh", "清水农机有限公司"),
    ],
)
def test_somebody_is_found(ledger: Ledger, text: str, first: str) -> None:
    assert titles(ledger, text)[0] == first


@pytest.mark.parametrize("text", ["", "  ", "。", "李四", "zq", "99999", "张三 1组", "d", "st", '"', "* OR", "x" * 300])
def test_nobody_is_found(ledger: Ledger, text: str) -> None:
    assert known(ledger, text) == []


def test_a_head_is_offered_once_as_the_household(ledger: Ledger) -> None:
    (found,) = [one for one in known(ledger, "zs") if one.title == "张三"]
    assert (found.kind, found.household_id) == ("household", found.id)
    assert found.hint == "3组 户012 · 138****5678"


def test_a_member_says_whose_household(ledger: Ledger) -> None:
    (member,) = known(ledger, "张晓明")
    (head,) = known(ledger, "张三", ("household",))
    assert (member.kind, member.household_id) == ("person", head.id)
    assert member.hint == "3组 户012 · 张三 · 子 · 159****1111"


def test_personal_data_is_masked(ledger: Ledger) -> None:
    hints = " ".join(one.hint for text in ("zs", "张", ID, "13812345678") for one in known(ledger, text))
    assert "13812345678" not in hints and ID not in hints


def test_cadres_are_found_where_they_are_asked_for(ledger: Ledger) -> None:
    assert [(one.title, one.hint) for one in known(ledger, "st", ("cadre",))] == [("单田", "村委会 · 文书")]
    assert titles(ledger, "shan", kinds=("cadre",)) == ["单田"]


def test_those_of_the_group_come_first(ledger: Ledger) -> None:
    assert titles(ledger, "张", kinds=("household",)) == ["张三", "张山"]
    assert titles(ledger, "张", kinds=("household",), near="1组") == ["张山", "张三"]
    assert titles(ledger, "张", kinds=("household",), limit=1) == ["张三"]


def head_of(ledger: Ledger, text: str = "张三") -> Known:
    return known(ledger, text, ("household",))[0]


def test_what_is_withdrawn_is_not_offered(ledger: Ledger) -> None:
    one = head_of(ledger)
    withdraw(ledger, "household", one.id, "搬走了")
    assert titles(ledger, "zhangsan", kinds=("household",)) == []
    assert inspect(ledger).is_sound
    restore(ledger, "household", one.id)
    assert titles(ledger, "zhangsan", kinds=("household",)) == ["张三"]
    assert inspect(ledger).is_sound


def test_changes_undo_and_redo_are_followed(ledger: Ledger) -> None:
    revise(ledger, "household", head_of(ledger).id, {"head_name": "李红", "former_numbers": ["099"]})
    assert titles(ledger, "lh") == ["李红"]
    assert titles(ledger, "99") == ["李红"]
    undo(ledger)
    assert titles(ledger, "lh") == []
    assert titles(ledger, "zs")[0] == "张三"
    redo(ledger)
    assert titles(ledger, "lh") == ["李红"]
    assert inspect(ledger).is_sound


def test_what_comes_with_a_file_is_found_in_the_town(offices: Offices, ledger: Ledger) -> None:
    town = offices.town()
    export_workbook(ledger, file := offices.file(), to=town.office.code)
    import_workbooks(town, [file])
    assert set(titles(town, "zs")) == {"张三", "张山"}
    assert known(town, "zhangsan")[0].hint == "东沟村 · 3组 户012 · 138****5678"
    assert titles(town, "zhangsan", village="东沟") == ["张三"]
    assert titles(town, "zhangsan", village="西桥村") == []
    assert titles(town, "张三 东沟")[0] == "张三"
    assert inspect(town).is_sound
    undo(town)
    assert known(town, "zs") == []
    assert inspect(town).is_sound


def test_the_inspection_tells_of_an_index_that_differs(ledger: Ledger) -> None:
    row = ledger.tables["household"].get(head_of(ledger).id)
    assert row is not None
    execute = ledger.database.execute_sql
    execute("INSERT OR REPLACE INTO household_names (rowid, text) VALUES (?, 'ls')", (row["row"],))
    execute("DELETE FROM person_names WHERE rowid = 1")
    execute("INSERT INTO cadre_names (rowid, text) VALUES (77, 'ls')")
    found = {(one.code, one.params["kind"]) for one in inspect(ledger).findings}
    assert found == {("names_differs", "household"), ("names_missing", "person"), ("names_unfounded", "cadre")}
    with ledger.transaction():
        index_again(ledger)
    assert inspect(ledger).is_sound


def test_an_older_ledger_is_indexed_when_it_is_opened(ledger: Ledger) -> None:
    with ledger.transaction():
        for kind in NAMED_KINDS:
            ledger.database.execute_sql(f"DELETE FROM {kind}_names")
        ledger.set_meta("names", "to_index")
    assert known(ledger, "zs") == []
    again = open_ledger(ledger.path)
    assert titles(again, "zs")[0] == "张三"
    assert again.meta("names") == ""
    again.close()


# -- the card ----------------------------------------------------------------------------------------------------------


def test_nothing_is_told_of_what_is_withdrawn(ledger: Ledger) -> None:
    one = head_of(ledger)
    withdraw(ledger, "household", one.id, "搬走了")
    with pytest.raises(Refused, match="not_found"):
        acquaintance(ledger, "household", one.id)


def test_what_is_known_fills_a_visit(ledger: Ledger) -> None:
    filled = filled_in(ledger, "household", head_of(ledger).id)
    assert filled == {
        "subject_name": "张三",
        "kind": "household",
        "group_name": "3组",
        "village_name": "东沟村",
        "household_no": "012",
        "phone": "13812345678",
        "household_tags": ["低保户"],
        "id_number": ID,
    }
    (member,) = known(ledger, "张晓明")
    filled = filled_in(ledger, "person", member.id)
    assert (filled["subject_name"], filled["household_no"], filled["phone"]) == ("张晓明", "012", "15900001111")
    (works,) = known(ledger, "农机")
    filled = filled_in(ledger, "enterprise", works.id)
    assert (filled["subject_name"], filled["kind"], filled["phone"]) == (
        "清水农机有限公司",
        "enterprise",
        "13611112222",
    )


def test_the_card_knows_visits_by_every_number_and_what_is_open(ledger: Ledger) -> None:
    one = head_of(ledger)
    revise(ledger, "household", one.id, {"former_numbers": ["099"]})
    with_issue = visit(subject_name="张三", household_no="012", visited_on="2024-01-12", visitors=["王五"])
    record(
        ledger,
        "visit",
        [
            {**with_issue, "issues": [issue(description="渠道漏水")]},
            visit(subject_name="张老三", household_no="099", visited_on="2023-01-12"),
            visit(subject_name="张三", group_name="3组", visited_on="2022-01-12"),
            visit(subject_name="张三", group_name="1组", visited_on="2024-02-12"),
            visit(subject_name="李红", household_no="0121", visited_on="2024-02-13"),
        ],
    )
    record(ledger, "issue", [issue(description="路灯", reporter_phone="13812345678")])
    card = acquaintance(ledger, "household", one.id)
    assert (card.title, card.place, card.members, card.phone) == ("张三", "3组 户012", 5, "138****5678")
    assert [each.values["visited_on"] for each in card.visits] == ["2024-01-12", "2023-01-12", "2022-01-12"]
    assert card.visit_count == 3
    assert [each.values["description"] for each in card.issues] == ["渠道漏水", "路灯"]
    (member,) = known(ledger, "张晓明")
    assert acquaintance(ledger, "person", member.id).place == "3组 户012"


def test_a_visit_written_twice_is_noticed(ledger: Ledger) -> None:
    record(ledger, "visit", [visit(subject_name="张三", household_no="012", visitors=["钱小河", "王五"])])
    assert same_visits(ledger, visit(subject_name="张三", household_no="012"))
    assert same_visits(ledger, visit(subject_name="张老三", household_no="012"))
    assert same_visits(ledger, visit(subject_name="张三", group_name="3组"))
    assert not same_visits(ledger, visit(subject_name="张三", household_no="013"))
    assert not same_visits(ledger, visit(subject_name="张三", household_no="012", visitors=["李四"]))
    assert not same_visits(ledger, visit(subject_name="张三", household_no="012", visited_on="2024-03-06"))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"head_name": "张三", "group_name": "3组"}, "same_name_group"),
        ({"head_name": "张三"}, "namesake"),
        ({"head_name": "张三", "group_name": "9组"}, ""),
        ({"head_name": "张三", "group_name": "9组", "phone": "13812345678"}, "same_name_phone"),
        ({"head_name": "张老三", "head_id_number": ID}, "same_id_number"),
        ({"head_name": "张老三", "head_id_number": ID[:6] + ID[8:17]}, "same_id_number"),
        ({"head_name": "王五", "household_no": "012"}, "same_number"),
        ({"head_name": "王五", "household_no": "112"}, ""),
    ],
)
def test_a_household_that_is_probably_there_already(ledger: Ledger, values: dict[str, Any], why: str) -> None:
    found = likely_same(ledger, "household", values)
    assert [one.why for one in found] == ([why] if why else [])


def test_the_next_number_is_free_and_of_the_same_form(ledger: Ledger) -> None:
    assert next_household_no(ledger, EAST, "3组") == "013"
    assert next_household_no(ledger, EAST, "2组") == "3-032"
    assert next_household_no(ledger, EAST, "9组") == "3-032"
    record(ledger, "household", [house("013", "李红", group_name="9组")])
    assert next_household_no(ledger, EAST, "3组") == "014"


def test_a_number_of_the_own_form_that_was_used_is_not_given_again(ledger: Ledger) -> None:
    record(ledger, "visit", [visit(household_no="013")])
    revise(ledger, "household", head_of(ledger, "曾小英").id, {"former_numbers": ["014"]})
    withdraw(ledger, "household", record(ledger, "household", [house("015", "李红")]).ids[0], "登记重复")
    assert next_household_no(ledger, EAST, "3组") == "016"


def test_a_village_goes_on_in_the_form_of_its_latest_household(ledger: Ledger) -> None:
    record(ledger, "household", [house(f"{EAST}03005", "李红")])
    assert next_household_no(ledger, EAST, "3组") == f"{EAST}03006"
    assert next_household_no(ledger, EAST, "9组") == f"{EAST}09001"
    assert next_household_no(ledger, EAST, "1组") == "009"
    record(ledger, "household", [house("016", "钱小河")])
    assert next_household_no(ledger, EAST, "3组") == "017"


def test_the_first_number_of_all(offices: Offices) -> None:
    assert next_household_no(offices.village(), "", "1组") == "001"
    assert next_household_no(offices.village(), EAST, "1组") == f"{EAST}01001"


def test_a_number_that_begins_with_the_villages_own_code_is_said_as_in_the_village(offices: Offices) -> None:
    village = offices.village()
    numbers = {"郑大山": f"{EAST}03012", "郑小山": "WB-7"}
    for name, number in numbers.items():
        record(village, "household", [{"household_no": number, "head_name": name, "group_name": "3组"}])
    assert sorted(one.hint for one in known(village, "郑")) == ["3组 户012", "3组 户WB-7"]
