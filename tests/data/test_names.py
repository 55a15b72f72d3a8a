"""The words by which people are found: the quick ways of making them give what the long ones do."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from desktop.data.names import entry_of, pieces, plain_name, plain_number
from desktop.data.search import folded

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("张曾尉迟ａＡ１２-_ ·①ßİ豈、/.x")), max_size=12)
NUMBERS = st.one_of(TEXTS, st.text(string.digits, max_size=19), st.text(string.ascii_letters + "3-", max_size=6))


@given(TEXTS)
def test_a_name_keeps_its_letters_folded(text: str) -> None:
    assert plain_name(text) == "".join(one for one in folded(text) if one.isalnum())


@given(NUMBERS)
def test_a_number_keeps_its_letters_and_digits(text: str) -> None:
    wanted = string.digits + string.ascii_lowercase
    assert plain_number(text) == "".join(one for one in folded(text) if one in wanted)


@given(st.text(string.digits, min_size=4, max_size=30))
def test_four_neighbours_are_a_piece(number: str) -> None:
    told = ["".join(four) for four in zip(number, number[1:], number[2:], number[3:], strict=False)]
    assert list(pieces(number)) == [*told, number[-3:], number[-2:]]


def test_the_words_of_a_person() -> None:
    values = {"name": "曾小英", "phone": "13900000012", "id_number": "32998119400101001X", "household_no": "3-012"}
    assert entry_of("person", {**values, "village_name": "柳桥村"}) == (
        "曾小英 小英 英 zxy zengxiaoying xiaoying "
        "1390 3900 9000 0000 0000 0000 0001 0012 012 12 0100 1001 001x 01x 1x "
        "户3012 户12 柳桥村"
    )
    assert entry_of("person", {"name": "单", "phone": "110、12", "id_number": "无证：婴儿"}) == "单 s shan  110 10 12"


@given(NUMBERS.filter(plain_number))
def test_an_id_number_is_found_by_its_end(number: str) -> None:
    assert entry_of("person", {"id_number": number}) == " ".join(pieces(plain_number(number)[-6:]))


@given(NUMBERS.filter(plain_number), NUMBERS.filter(plain_number))
def test_telephones_are_found_by_their_pieces(first: str, second: str) -> None:
    phones = f"{first}、{second}"
    wanted = [piece for phone in phones.split("、") for piece in pieces(plain_number(phone))]
    assert entry_of("cadre", {"phone": phones}) == " ".join(wanted)
    assert entry_of("cadre", {"phone": "13912340056"}) == " ".join(pieces("13912340056"))


def test_numbers_a_household_had_before_are_its_words_too() -> None:
    values = {"head_name": "张三", "household_no": "12", "former_numbers": ["0007"], "group_name": "3组"}
    assert entry_of("household", values) == "张三 三 zs zhangsan san 户12 户12 12 户0007 户7 0007 007 07 3组"
