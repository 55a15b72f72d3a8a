"""What is odd about single values that are kept all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.checking import Caution
from desktop.wording.filling import fill

CAUTIONS: dict[str, tuple[str, str]] = {
    "id_15_digits": (
        "这是 15 位的旧身份证号，可以保存；有新证时请改成 18 位。",
        "An old ID number of 15 digits; it is kept, but 18 are better.",
    ),
    "id_region_unknown": (
        "身份证号开头的地区码没有见过，请再核对一遍。可以保存。",
        "The ID number begins with no known region; check it again. It is kept.",
    ),
    "id_sex_differs": (
        "与身份证号不一致：按号码应为“{told}”。可以保存，请核对。",
        "The ID number says {told_en}; check it. It is kept.",
    ),
    "id_birth_differs": (
        "与身份证号不一致：按号码应为 {told}。可以保存，请核对。",
        "The ID number says {told}; check it. It is kept.",
    ),
    "credit_check_digit": (
        "信用代码的校验位不对，可能抄错了一位。可以保存，请核对。",
        "The check character of the credit code does not fit; check it. It is kept.",
    ),
    "unknown_term": (
        "“{value}”不在标准词表里，统计时会单列。可以保存。",
        "'{value}' is not in the standard list and will be counted by itself. It is kept.",
    ),
}


def caution_sentence(caution: Caution, language: str = "zh") -> str:
    """What is odd about a value, in a sentence."""
    params: Mapping[str, Any] = caution.params
    return fill(CAUTIONS.get(caution.kind, (caution.kind, caution.kind)), language, params)
