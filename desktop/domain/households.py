"""Rules of households: whose they are, how their numbers are made, who is what to a new head.

The standard household number is village code (12) + group (2) + household (3); villages may have their own form. A
number stays when a household is split or gets another head (domain specification §5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.domain.identifiers import to_half_width

HEAD = "户主"
"""The relation of the head, of whom each household has one."""

MERGED_REASON = "与“{title}”是同一个，已合并到那里（{number}）"
"""The reason with which a duplicate is withdrawn; ``number`` identifies the record that is kept."""

NUMBER_LENGTH = 17
"""Digits of a standard household number."""

_NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS = re.compile(r"[0-9]+")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十]+")


def is_standard_number(number: str, unit_code: str) -> bool:
    """Whether a household number is made of the village's code, the group and the household."""
    is_of_village = bool(unit_code) and number.startswith(unit_code)
    return is_of_village and len(number) == NUMBER_LENGTH and number.isdigit()


def group_digits(group_name: str | None) -> str:
    """The two digits of a group by its name (三组, 第12村民小组); ``00`` where the name has no number below 100."""
    text = to_half_width(group_name or "")
    number = 0
    if found := _DIGITS.search(text):
        number = int(found[0])
    elif spelt := _CHINESE.search(text):
        number = _spelt_number(spelt[0])
    return f"{number:02d}" if 0 < number < 100 else "00"


def _spelt_number(text: str) -> int:
    if "十" not in text:
        return int("".join(str(_NUMERALS[one]) for one in text))
    tens, _, units = text.partition("十")
    if len(tens) > 1 or len(units) > 1:
        return 0
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[units] if units else 0)


_SPOUSES = {"子": "儿媳", "女": "女婿", "儿媳": "子", "女婿": "女"}
_UP = {"父亲", "母亲"}
# What a member was to the old head → what he or she is to a new one, by what that one was. (man, woman); "" for what
# only the family knows.
_BY_NEW_HEAD: dict[str, dict[str, tuple[str, str]]] = {
    "配偶": {
        HEAD: ("配偶", "配偶"),
        "子": ("子", "子"),
        "女": ("女", "女"),
        "儿媳": ("儿媳", "儿媳"),
        "女婿": ("女婿", "女婿"),
        "孙子": ("孙子", "孙子"),
        "孙女": ("孙女", "孙女"),
        "外孙子": ("外孙子", "外孙子"),
        "外孙女": ("外孙女", "外孙女"),
        "公公": ("父亲", "父亲"),
        "婆婆": ("母亲", "母亲"),
        "岳父": ("父亲", "父亲"),
        "岳母": ("母亲", "母亲"),
    },
    "child": {
        HEAD: ("父亲", "母亲"),
        "配偶": ("父亲", "母亲"),
        "子": ("兄弟姐妹", "兄弟姐妹"),
        "女": ("兄弟姐妹", "兄弟姐妹"),
        "父亲": ("祖父", "祖父"),
        "母亲": ("祖母", "祖母"),
    },
    "parent": {
        HEAD: ("子", "女"),
        "配偶": ("女婿", "儿媳"),
        "父亲": ("配偶", "配偶"),
        "母亲": ("配偶", "配偶"),
        "子": ("孙子", "孙子"),
        "女": ("孙女", "孙女"),
    },
}


def relation_to_new_head(was: str, sex: str | None, new_head_was: str, new_head_sex: str | None) -> str:
    """What a member is to the new head, by what both were to the old one; empty where that does not follow.

    ``was`` and ``new_head_was`` are standard words of the relation, sexes ``male``, ``female`` or None.
    """
    table, branch = _table(new_head_was)
    if branch == "child" and was in ("儿媳", "女婿", "孙子", "孙女", "外孙子", "外孙女"):
        return _of_a_child(was, new_head_was)
    if branch == "配偶" and was in _UP:
        return _in_law(was, new_head_sex)
    man, woman = table.get(was, ("", ""))
    if man == woman:
        return man
    return {"male": man, "female": woman}.get(sex or "", "")


def _table(new_head_was: str) -> tuple[dict[str, tuple[str, str]], str]:
    branch = {"子": "child", "女": "child", "父亲": "parent", "母亲": "parent"}.get(new_head_was, new_head_was)
    return _BY_NEW_HEAD.get(branch, {}), branch


def _of_a_child(was: str, new_head_was: str) -> str:
    """Whose child or spouse somebody is among several children is not known from the words: the nearest is proposed."""
    if _SPOUSES.get(new_head_was) == was:
        return "配偶"
    own = {"子": {"孙子": "子", "孙女": "女"}, "女": {"外孙子": "子", "外孙女": "女"}}
    return own[new_head_was].get(was, "")


def _in_law(was: str, new_head_sex: str | None) -> str:
    words: Mapping[str, tuple[str, str]] = {"父亲": ("岳父", "公公"), "母亲": ("岳母", "婆婆")}
    man, woman = words[was]
    return {"male": man, "female": woman}.get(new_head_sex or "", "")
