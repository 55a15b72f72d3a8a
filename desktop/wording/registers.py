"""What is said of the registers: what cannot be done, why records are alike, which figures do not agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.kinds import KINDS
from desktop.wording.filling import fill

REGISTER_REFUSALS: dict[str, tuple[str, str]] = {
    "cannot_merge": ("“{kind}”不能合并，可以合并的是：{kinds}。", "'{kind}' cannot be merged; possible: {kinds}."),
    "nothing_to_merge": ("请再选一条要并进来的记录。", "Choose at least one record to be merged into the one kept."),
    "merge_across_villages": (
        "这几条记录不属于同一个村，不能合并。",
        "The records belong to different villages and cannot be merged.",
    ),
    "not_a_member": ("这个人（{id}）不是这一户的成员。", "Person {id} is no member of this household."),
    "nobody_moves": ("请至少选一个分出去的人。", "Choose at least one person who moves out."),
    "everybody_moves": (
        "不能全都分出去：原来的户至少要留一个人。只换户主请用“换户主”。",
        "Somebody must stay; to change the head only, use the change of head.",
    ),
    "one_head_needed": (
        "每户要有一个、而且只有一个“户主”，现在有 {heads_found} 个。请核对各人与户主的关系。",
        "Each household needs exactly one head, and there are {heads_found}; check the relations.",
    ),
}

ALIKE: dict[str, tuple[str, str]] = {
    "same_number": ("户编号相同", "same household number"),
    "same_id_number": ("身份证号相同", "same ID number"),
    "same_name_phone": ("姓名和电话相同", "same name and phone"),
    "same_name_group": ("同组同名", "same name in one group"),
    "same_name_household": ("同户同名", "same name in one household"),
    "same_name_birth": ("姓名和出生日期相同", "same name and date of birth"),
    "same_credit_code": ("统一社会信用代码相同", "same credit code"),
    "same_name": ("名称相同", "same name"),
    "namesake": ("姓名相同", "same name"),
    "same_person_phone": ("法人代表和电话相同", "same representative and phone"),
}

DISAGREEMENTS: dict[str, tuple[str, str]] = {
    "no_head": ("这一户的人员里没有“户主”。", "None of the persons of this household is its head."),
    "several_heads": ("这一户有 {found} 个“户主”，应只有一个。", "This household has {found} heads instead of one."),
    "head_name": (
        "户主姓名是“{found}”，人员里的户主是“{expected}”。",
        "The head is called {found}, among the persons {expected}.",
    ),
    "head_id_number": (
        "户主身份证号与人员里户主的身份证号不一致。",
        "The ID number of the head is not that of the head among the persons.",
    ),
    "member_count": (
        "家庭人口填的是 {found}，人员里有 {expected} 人。",
        "The household says {found} members, the register has {expected} persons.",
    ),
    "resident_count": (
        "常住人口填的是 {found}，人员里有 {expected} 人常住。",
        "The household says {found} residents, the register has {expected}.",
    ),
    "number_twice": ("户编号 {found} 有不止一户在用。", "Household number {found} is used more than once."),
    "no_household": ("户编号 {found} 在名册里没有这一户。", "No household has the number {found}."),
    "former_household": (
        "户编号 {found} 是旧号，这一户现在是 {expected}。",
        "Number {found} is a former one; the household now has {expected}.",
    ),
    "sex_by_id": (
        "性别填的是“{found}”，按身份证号应为“{expected}”。",
        "The sex is {found}, by the ID number {expected}.",
    ),
    "birth_by_id": (
        "出生日期填的是 {found}，按身份证号应为 {expected}。",
        "The date of birth is {found}, by the ID number {expected}.",
    ),
    "id_twice": ("身份证号与“{expected}”的相同。", "{expected} has the same ID number."),
}
_COUNT = (
    "{label}填的是 {found}，名册里数出来是 {expected}。",
    "{label} says {found}, the register counts {expected}.",
)


def alike_words(why: str, language: str = "zh") -> str:
    """Why records are likely the same, in a few words."""
    return fill(ALIKE.get(why, (why, why)), language, {})


def disagreement_sentence(kind: str, what: str, field: str, *, expected: Any, found: Any, language: str = "zh") -> str:
    """What does not agree, in a sentence."""
    declared = KINDS[kind].field(field)
    params: Mapping[str, Any] = {
        "label": declared.label_en if language == "en" else declared.label,
        "expected": _shown(declared, expected, language),
        "found": _shown(declared, found, language),
    }
    return fill(DISAGREEMENTS.get(what, _COUNT), language, params)


def _shown(field: Any, value: Any, language: str) -> Any:
    choice = field.choice(str(value))
    if choice is None:
        return value
    return choice.label_en if language == "en" else choice.label
