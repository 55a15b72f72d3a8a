"""Telephones, numbers of identity and credit codes as they stand in ledgers. None of them is ever repaired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from desktop.domain.fields import Field
from desktop.exchange.intake.basics import (
    EXACT,
    NOTHING,
    Doubt,
    Guessed,
    Reader,
    Setting,
    by_rule,
    refuse_error,
    shown,
    tidy,
)
from desktop.exchange.tables import Cell

_NO_ID = frozenset(
    ["无证", "无", "没有", "无身份证", "未办理", "未办证", "无证件", "暂无", "没办", "无身份证号", "/", "-", "—"]
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PHONE_WORDS = re.compile(r"[\u3400-\u9fff：:]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{2}")


def phones(one: Field, setting: Setting) -> Reader:
    def read(cell: Cell) -> Any:
        text = shown(cell)
        if len(text) == 11 and text.isascii() and _MOBILE.fullmatch(text):
            return text
        refuse_error(text)
        if isinstance(cell, float) and abs(cell) >= EXACT:
            raise Doubt("bad_phone", reason="lost_digits")
        half = unicodedata.normalize("NFKC", text).strip().lstrip("'‘’`")
        if half in NOTHING or not half:
            return None
        half = (
            re.sub(r"\((0\d{2,3})\)\s*-?", r"\1-", re.sub("[—–－_ー]+", "-", half))
            .replace("。", "、")
            .replace("或", "、")
        )
        try:
            return by_rule(one, half, setting)
        except Doubt:
            # 13900000001(儿子): whose it is goes, the number stays.
            bare = re.sub(r"[()（）]", " ", _PHONE_WORDS.sub(" ", half)).strip()
            if bare == half or re.search("[A-Za-z]", bare) or not bare:
                raise
            return Guessed(by_rule(one, re.sub(r"\s+", "、", bare), setting), "unit")

    return read


def id_number(one: Field, setting: Setting) -> Reader:
    return _long_number(one, setting, _NO_ID)


def credit_code(one: Field, setting: Setting) -> Reader:
    return _long_number(one, setting, NOTHING)


def _long_number(one: Field, setting: Setting, nothing: Collection[str]) -> Reader:
    """Of a number that a spreadsheet cannot keep as one; ``nothing`` are the words that say there is none."""

    def read(cell: Cell) -> Any:
        if isinstance(cell, float) and abs(cell) >= EXACT:
            raise Doubt("id_precision_lost", digits=f"{cell:.0f}"[:15])
        text = tidy(shown(cell)).lstrip("'‘’`")
        refuse_error(text)
        if text in nothing:
            return None
        if _SCIENTIFIC.fullmatch(text):
            raise Doubt("id_precision_lost", digits="")
        return by_rule(one, text, setting)

    return read
