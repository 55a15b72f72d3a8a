"""One mask for each sort of personal data, the same wherever data leave the office's own screen.

One engine, because two masks that differ let a reader join the fragments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from desktop.domain.fields import Personal, RecordKind

HIDDEN = "***"

_GROUP = re.compile(r"^.*?(?:[0-9０-９一二三四五六七八九十百]+(?:村民)?小?组|网格)")
_HOUSE = re.compile(r"[号室栋幢]")
_LONG_NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]")
_MOBILE = re.compile(r"1[0-9]{10}")
_LANDLINE = re.compile(r"(?P<area>0[12][0-9]|0[3-9][0-9]{2})(?P<mark>-?)(?P<number>[0-9]{7,8})")


def mask(personal: Personal, value: Any) -> Any:
    """The value as somebody may see it who must not know it; an empty value stays as it is.

    Text gives text and a list gives a list. What does not look like its kind is hidden as a whole.
    """
    if value is None or value == "" or value == []:
        return value
    if isinstance(value, list):
        return [mask(personal, item) for item in value] if personal is Personal.NAME else [HIDDEN]
    text = str(value)
    match personal:
        case Personal.ID_NUMBER:
            return f"{text[:6]}********{text[-4:]}" if _LONG_NUMBER.fullmatch(text) else HIDDEN
        case Personal.PHONE:
            return "、".join(_mask_phone(phone) for phone in text.split("、"))
        case Personal.NAME:
            return text[0] + "*" * (len(text) - 1) if len(text) > 1 else "*"
        case Personal.ADDRESS:
            return _mask_address(text)
        case Personal.TAGS | Personal.TEXT:
            return HIDDEN


def _mask_phone(phone: str) -> str:
    if _MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[7:]}"
    if landline := _LANDLINE.fullmatch(phone):
        number = landline["number"]
        return f"{landline['area']}{landline['mark']}{'*' * (len(number) - 4)}{number[-4:]}"
    return HIDDEN


def _mask_address(address: str) -> str:
    group = _GROUP.match(address)
    return group[0] if group and not _HOUSE.search(group[0]) else HIDDEN


def mask_record(kind: RecordKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the values in which every field declared personal is masked."""
    masks = {field.name: field.personal for field in kind.fields if field.personal is not None}
    return {name: mask(masks[name], value) if name in masks else value for name, value in values.items()}


# In free text: digits of both widths, and the groups in which people write them.
_ASCII_DIGITS = str.maketrans("０１２３４５６７８９－（）　Ｘｘ", "0123456789-() Xx")
_NUMBER_IN_TEXT = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<mobile>1[3-9][0-9](?:[ -]?[0-9]{4}){2})"
    r"|(?P<landline>\(?(?:0[12][0-9]|0[3-9][0-9]{2})\)?[ -]?[2-8][0-9]{6,7})"
    r"|(?P<long>[0-9]{6}[ -]?(?:19|20)[0-9]{6}[ -]?[0-9]{3}[0-9Xx]|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?"
    r"|[0-9]{12,}[Xx]?)"
    r"|(?P<short>[2-8][0-9]{6,7})(?![.万亿元米亩吨公平立斤棵株千度人户只头%])"
    r")(?![0-9])"
)
_NOT_A_NAME = frozenset(
    {"村民", "群众", "居民", "农户", "住户", "企业", "商户", "老人", "党员", "匿名", "不详", "村民代表"}
)


class KnownNames:
    """Names to be found in free text. What people write in place of one (群众) is none, nor is a single character."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[str]] = {}
        for name in sorted({name.strip() for name in names} - _NOT_A_NAME, key=len, reverse=True):
            if len(name) > 1:
                self._by_first.setdefault(name[0], []).append(name)

    def masked(self, text: str) -> str:
        """The text with every known name masked, the longest where several begin at one place."""
        parts: list[str] = []
        place = 0
        while place < len(text):
            found = next((name for name in self._by_first.get(text[place], ()) if text.startswith(name, place)), "")
            parts.append(mask(Personal.NAME, found) if found else text[place])
            place += len(found) or 1
        return "".join(parts)


NOBODY = KnownNames()


def mask_text(text: str, names: KnownNames = NOBODY) -> str:
    """Free text without what leads to a person: known names and phone numbers masked, longer numbers hidden.

    Hidden are ID numbers, and as bank accounts all runs of 12 digits and more, also in the usual groups. Numbers of
    seven or eight digits count as telephones unless they are a day (20260305) or an amount (1500000元).
    """
    # One character for one: the places found in this form are those of the text.
    plain = text.translate(_ASCII_DIGITS)
    parts: list[str] = []
    done = 0
    for found in _NUMBER_IN_TEXT.finditer(plain):
        parts += [text[done : found.start()], _mask_number(found)]
        done = found.end()
    return names.masked("".join([*parts, text[done:]]))


def _mask_number(found: re.Match[str]) -> str:
    if found["mobile"] or found["landline"]:
        return _mask_phone(re.sub(r"[ ()-]", "", found[0]))
    if found["short"] and _is_day(found["short"]):
        return found[0]
    return HIDDEN


def _is_day(digits: str) -> bool:
    if len(digits) != 8 or not digits.startswith(("19", "20")):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
