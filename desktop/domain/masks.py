"""One mask for each sort of personal data, the same wherever data leave the office's own screen.

One engine, because two masks that differ let a reader join the fragments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
