"""Who may not see a value does not learn it by asking for records: by conditions, words, filters kept by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty, Person
from desktop.services.finding import Query, count_records, list_records
from desktop.services.ledgers import change_actor
from desktop.services.people import change_people
from desktop.services.recording import record
from desktop.services.searching import search
from desktop.services.views import Wanted
from tests.offices import Offices, id_number, visit

BOSS, OWNER = "东沟书记", "周江"
NUMBER, PHONE, TAG, ADDRESS = id_number(), "13812345678", "低保户", "东沟路7号"


@pytest.fixture
def village(offices: Offices) -> Ledger:
    ledger = offices.village()
    home = {"household_no": "0007", "head_name": "郑大山", "head_id_number": NUMBER, "phone": PHONE}
    record(ledger, "household", [home | {"household_tags": [TAG], "address": ADDRESS, "income_wage": 9000}])
    member = {
        "name": "郑小山",
        "relation": "儿子",
        "household_no": "0007",
        "id_number": NUMBER,
        "phone": PHONE,
        "tags": ["残疾人"],
    }
    record(ledger, "person", [member])
    record(ledger, "visit", [visit(phone=PHONE, household_tags=[TAG], situation="长期住院", id_number=NUMBER)])
    change_people(ledger, [Person(BOSS, frozenset({Duty.VILLAGE_SECRETARY})), Person(OWNER, frozenset({Duty.OWNER}))])
    return ledger


ASKED = [
    Query("household", {"household_tags": TAG}),
    Query("household", {"household_tags": (TAG, "脱贫户")}),
    Query("visit", {"household_tags": TAG}),
    Query("person", {"tags": "残疾人"}),
    Query("person", {"birth_date": None}),
    Query("household", above={"income_wage": 100}),
    Query("person", dated="birth_date", since="1990-01-01"),
    Wanted({"household_tags": TAG}).query("household", date(2024, 3, 5)),
]


@pytest.mark.parametrize("query", ASKED, ids=lambda one: one.kind)
def test_by_a_condition(village: Ledger, query: Query) -> None:
    count_records(village, query)
    change_actor(village, OWNER)
    for ask in (list_records, count_records):
        with pytest.raises(Refused) as refusal:
            ask(village, query)
        assert (refusal.value.code, refusal.value.params["people"]) == ("may_not_see", [BOSS])
    assert count_records(village, Query("household", {"household_no": "0007"})) == 1


WORDS: list[tuple[str, str]] = [
    ("household", TAG),
    ("household", ADDRESS),
    ("household", PHONE),
    ("household", PHONE[-4:]),
    ("household", NUMBER),
    ("person", "残疾人"),
    ("person", NUMBER[-4:]),
    ("visit", TAG),
    ("visit", "长期住院"),
    ("visit", PHONE),
]


@pytest.mark.parametrize(("kind", "words"), WORDS)
def test_by_words(village: Ledger, kind: str, words: str) -> None:
    change_actor(village, OWNER)
    assert count_records(village, Query(kind, text=words)) == 0
    assert search(village, words, kinds=[kind]) == []
    assert count_records(village, Query(kind, text="郑")) == 1


@pytest.mark.parametrize(("kind", "words"), [one for one in WORDS if len(one[1]) > 4 or not one[1].isdigit()])
def test_who_may_see_finds_by_them_and_is_shown_a_mask(village: Ledger, kind: str, words: str) -> None:
    assert count_records(village, Query(kind, text=words)) == 1
    shown: Any = search(village, words, kinds=[kind])
    assert words not in repr(shown)


def test_one_person_alone_asks_as_before(offices: Offices) -> None:
    ledger = offices.village()
    record(ledger, "visit", [visit(household_tags=[TAG], situation="长期住院")])
    assert count_records(ledger, Query("visit", {"household_tags": TAG}, text="住院")) == 1
    assert "长期住院" in repr(search(ledger, "住院", kinds=["visit"]))
