"""Words of any length are found, rare characters too, and nothing that does not hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.data.search import folded, is_exact, match_expression, terms, tokens
from desktop.services.finding import Query, count_records, list_records
from desktop.services.recording import record, revise, withdraw
from desktop.services.undoing import undo
from tests.offices import Offices, visit

SUBJECTS = {
    "a": visit(subject_name="郑大山", demand="修水渠，水渠漏水", phone="13900001111、051187654321"),
    "b": visit(subject_name="㛃䶮", demand="道路 WiFi 信号差😀", note="渠水清"),
    "c": visit(subject_name="𠮷小川", demand="Ｗｉｆｉ 全角", companions=["马云飞", "龙一"]),
    "d": visit(subject_name="王山", demand="山大王庙翻修", household_tags=["低保户"], note='他说"好"，50%_折'),
}


@pytest.fixture
def ledger(offices: Offices) -> object:
    made = offices.village()
    record(made, "visit", list(SUBJECTS.values()))
    return made


def found(ledger: object, text: str) -> str:
    names = {values["subject_name"]: key for key, values in SUBJECTS.items()}
    records = list_records(ledger, Query("visit", text=text))
    assert count_records(ledger, Query("visit", text=text)) == len(records)
    return "".join(sorted(names[one.values["subject_name"]] for one in records))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渠", "ab"),
        ("水渠", "a"),
        ("渠水", "b"),
        ("漏水", "a"),
        ("修水渠", "a"),
        ("水渠漏水", "a"),
        ("水渠水", ""),
        ("大山", "a"),
        ("山大", "d"),
        ("山", "ad"),
        ("㛃", "b"),
        ("䶮", "b"),
        ("㛃䶮", "b"),
        ("𠮷", "c"),
        ("𠮷小", "c"),
        ("小川", "c"),
        ("😀", "b"),
        ("差😀", "b"),
        ("wifi", "bc"),
        ("WIFI 信号", "b"),
        ("信号 wifi 道路", "b"),
        ("信号 水渠", ""),
        ("1390000", "a"),
        ("0001111", "a"),
        ("1111", "a"),
        ("8765", "a"),
        ("139011", ""),
        ("低保", "d"),
        ("马云飞、龙一", "c"),
        ("飞龙", ""),
        ('"好"', "d"),
        ("50%", "d"),
        ("5_", ""),
        ("*", ""),
        ("NOT 渠", ""),
        ("   ", "abcd"),
        ("", "abcd"),
        ("东沟", "abcd"),
    ],
)
def test_what_is_found(ledger: object, text: str, expected: str) -> None:
    assert found(ledger, text) == expected


def test_the_index_follows_changes(ledger: object) -> None:
    one = list_records(ledger, Query("visit", text="漏水"))[0]
    revise(ledger, "visit", one.id, {"demand": "已修好"})
    assert found(ledger, "漏水") == ""
    assert found(ledger, "修好") == "a"
    undo(ledger)
    assert found(ledger, "漏水") == "a"
    withdraw(ledger, "visit", one.id, "重复")
    assert found(ledger, "漏水") == ""
    assert [hit.id for hit in list_records(ledger, Query("visit", text="漏水", withdrawn=True))] == [one.id]


WORDS = st.text(st.sampled_from("水渠修路山大王aA1Ｂ½㎡𠮷㛃😀、，-\"'*% \n"), min_size=0, max_size=12)


@given(WORDS, st.text(st.sampled_from("水渠修aA1Ｂ𠮷㛃 "), min_size=1, max_size=5))
def test_where_the_index_alone_answers_it_is_right(text: str, query: str) -> None:
    if not is_exact(query) or not terms(query):
        return
    index = tokens(text).split()
    answers = [
        any(entry.startswith(part.strip('"*')) if part.endswith("*") else entry == part.strip('"') for entry in index)
        for part in match_expression(query).split(" AND ")
    ]
    assert all(answers) == all(word in folded(text) for word in terms(query))


@given(WORDS, WORDS)
def test_the_index_proposes_every_text_that_holds_the_words(text: str, query: str) -> None:
    if not all(word in folded(text) for word in terms(query)):
        return
    index = tokens(text).split()
    for part in filter(None, match_expression(query).split(" AND ")):
        token = part.strip('"*')
        assert any(entry.startswith(token) for entry in index) if part.endswith("*") else token in index
