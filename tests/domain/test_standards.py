"""Standard words, their codes and what people write instead."""

from __future__ import annotations

import pytest

from desktop.domain.identifiers import to_half_width
from desktop.domain.standards import STANDARDS, labels_of, standard_term


@pytest.mark.parametrize(
    ("list_name", "written", "label"),
    [
        ("relation", "之子", "子"),
        ("relation", "长子", "子"),
        ("relation", "户主的儿子", "子"),
        ("relation", "本人", "户主"),
        ("relation", "户 主", "户主"),
        ("relation", "02", "户主"),
        ("relation", "0", "户主"),
        ("relation", "妻", "配偶"),
        ("relation", "38", "儿媳"),
        ("relation", "之孙", "孙子"),
        ("relation", "1.户主", "户主"),
        ("ethnicity", "汉", "汉族"),
        ("ethnicity", "０１", "汉族"),
        ("ethnicity", "01-汉族", "汉族"),
        ("ethnicity", "56", "基诺族"),
        ("ethnicity", "96", "穿青人"),
        ("politics", "党员", "中共党员"),
        ("politics", "中共党员（预备）", "中共预备党员"),
        ("politics", "13", "群众"),
        ("education", "大专", "专科"),
        ("education", "21", "本科"),
        ("education", "中 专", "中职"),
        ("marriage", "离异", "离婚"),
        ("marriage", "20", "已婚"),
    ],
)
def test_what_people_write_becomes_the_standard_word(list_name: str, written: str, label: str) -> None:
    assert standard_term(list_name, written) == label


@pytest.mark.parametrize("written", ["", "4", "媳妇", "邻居", "子孙"])
def test_a_word_that_is_no_one_standard_word_is_none(written: str) -> None:
    assert standard_term("relation", written) is None


def test_sex_decides_where_the_code_leaves_it_open() -> None:
    assert standard_term("relation", "4", sex="female") == "孙女"
    assert standard_term("relation", "50", sex="male") == "父亲"


@pytest.mark.parametrize("list_name", list(STANDARDS))
def test_each_form_belongs_to_one_word_and_each_word_to_itself(list_name: str) -> None:
    owners: dict[str, str] = {}
    for term in STANDARDS[list_name]:
        assert standard_term(list_name, term.label) == term.label
        for form in (term.label, *term.codes, *term.synonyms):
            assert owners.setdefault(to_half_width(form), term.label) == term.label, form


def test_the_peoples_are_fifty_six_in_the_order_of_their_codes() -> None:
    labels = labels_of("ethnicity")[:56]
    assert len(set(labels)) == 56
    assert [term.codes[0] for term in STANDARDS["ethnicity"][:56]] == [f"{number:02d}" for number in range(1, 57)]
    assert (labels[0], labels[14], labels[40], labels[55]) == ("汉族", "土家族", "塔吉克族", "基诺族")
