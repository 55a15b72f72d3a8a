"""Amounts as people write them: with units, "约", commas, in Chinese numerals."""

from __future__ import annotations

import re
import unicodedata

_AMOUNT = re.compile(
    r"(?:约|大约|近|共|共计|合计|计|不足|超过|大概|左右|¥|￥|≈|>|<|≥|≤)*\s*(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*"
    r"(?P<scale>万|千|百|亿)?(?:余|多|来|几)?\s*(?P<unit>[^\d,.+\-*/~～]{0,8}?)(?:左右|以上|上下|不等|整)?[。.]?"
)
_CHINESE = re.compile(
    r"(?:约|共|近)?(?P<number>[零〇一二两三四五六七八九十百千万]+)(?:余|多|来)?(?P<unit>[^\d零〇一二两三四五六七八九十百千万]{0,4})"
)
_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_ONES = {letter: place for place, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def read_amount(text: str, label: str, told_unit: str = "") -> tuple[float, bool] | None:
    """The number in a text, in the unit of the field's label, and whether it was plainly written. None: no number.

    ``told_unit`` is the unit that the heading names: 年产值(元) for a field in 万元.
    """
    half = "".join(unicodedata.normalize("NFKC", text.replace("㎡", "平方米").replace("m²", "平方米")).split())
    half = re.sub(r"(?<=\d)(?:m2|M2)", "平方米", half)
    match = _AMOUNT.fullmatch(half)
    if match:
        number = float(match["number"].replace(",", ""))
        scale, unit = match["scale"] or "", match["unit"]
        is_plain = half.replace(",", "") == match["number"].replace(",", "")
    else:
        chinese = _CHINESE.fullmatch(half)
        if chinese is None:
            return None
        number, scale, unit, is_plain = float(_of_chinese(chinese["number"])), "", chinese["unit"], False
    if unit and not _is_unit(unit):
        return None
    factor = _factor(scale, unit or ("" if scale else told_unit), label)
    return (number * factor if factor != 1 else number), is_plain and factor == 1


def _is_unit(unit: str) -> bool:
    return len(unit) <= 8 and not any(mark in unit for mark in "或和,，、;；")


def _factor(scale: str, unit: str, label: str) -> float:
    wants_wan, wants_mu = "万元" in label, "亩" in label
    factor = _SCALES.get(scale, 1.0)
    if wants_wan and (scale or "元" in unit):
        factor /= 1 if "万" in unit else 1e4
    elif not wants_wan and "万" in unit and "元" in label:
        factor *= 1e4
    if wants_mu and ("公顷" in unit or unit in ("ha", "hm2")):
        factor *= 15
    elif wants_mu and unit and ("平方米" in unit or "平米" in unit or unit in ("㎡", "m2", "平方")):
        factor *= 0.0015
    # A factor that only goes back and forth leaves no dust behind.
    return 1.0 if abs(factor - 1) < 1e-12 else factor


def _of_chinese(text: str) -> int:
    total, section, digit = 0, 0, 0
    for letter in text:
        if letter in _ONES:
            digit = digit * 10 + _ONES[letter] if digit and letter != "零" else _ONES[letter]
        elif letter == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[letter]
            digit = 0
    return total + section + digit
