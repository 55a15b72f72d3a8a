"""From a cell to the value that is stored, as people mean what they write. One reader serves one column."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from desktop.domain.fields import Field, FieldKind, Personal
from desktop.domain.standards import STANDARDS, standard_term
from desktop.exchange.intake.basics import (
    NO_TEXT,
    NOTHING,
    ZERO_WIDTH,
    Doubt,
    Guessed,
    Reader,
    Setting,
    by_rule,
    limited,
    refuse_error,
    shown,
    tidy,
)
from desktop.exchange.intake.choosing import chosen, owner_of, ticked_words
from desktop.exchange.intake.days import NO_DAY, read_day
from desktop.exchange.intake.identifying import credit_code, id_number, phones
from desktop.exchange.intake.numbers import read_amount
from desktop.exchange.tables import Cell

_BETWEEN_CJK = re.compile(r"(?<=[\u3400-\u9fff])[\s\u3000\u00a0]+(?=[\u3400-\u9fff])")
_SEPARATORS = re.compile(r"[、，,;；/／\n\r|]+")
_AND = re.compile(r"(?<=[\u3400-\u9fff]{2})[和与及](?=[\u3400-\u9fff]{2,3}$)")
_PERSONS = frozenset({"subject_name", "head_name", "name", "reporter_name", "leader", "owner", "checker", "contact"})
_NAME_LISTS = frozenset({"visitors", "companions"})


def reader_for(kind_name: str, one: Field, setting: Setting) -> Reader:
    """What reads a column of this field. It remembers the words it has met: a column repeats them."""
    setting.owner = owner_of(kind_name, one)
    if one.kind is FieldKind.DATE:
        return _days(one, setting)
    read = _made(one, setting)
    known: dict[str, Any] = {}
    # Numbers of identity and telephones hardly come twice.
    keeps = one.kind not in (FieldKind.ID_NUMBER, FieldKind.PHONES) and one.personal is not Personal.NAME

    def cached(cell: Cell) -> Any:
        if type(cell) is not str:
            return read(cell)
        found = known.get(cell, known)
        if found is known:
            found = read(cell)
            if keeps and len(cell) < 200:
                known[cell] = found
        return found

    return cached


def _made(one: Field, setting: Setting) -> Reader:
    makers: dict[FieldKind, Callable[[Field, Setting], Reader]] = {
        FieldKind.PHONES: phones,
        FieldKind.ID_NUMBER: id_number,
        FieldKind.CREDIT_CODE: credit_code,
        FieldKind.CHOICE: _choice,
        FieldKind.CATEGORY: _category,
        FieldKind.LIST: _list,
        FieldKind.INTEGER: _amount,
        FieldKind.NUMBER: _amount,
        FieldKind.LONG_TEXT: _long_text,
        FieldKind.DIVISION_CODE: _checked,
    }
    if one.kind is FieldKind.TEXT and one.name in STANDARDS:
        return _standard(one, setting)
    return makers.get(one.kind, _text)(one, setting)


def _checked(one: Field, setting: Setting) -> Reader:
    return lambda cell: by_rule(one, cell, setting)


def _text(one: Field, setting: Setting) -> Reader:
    is_person = one.name in _PERSONS or one.personal is Personal.NAME

    def read(cell: Cell) -> Any:
        raw = shown(cell)
        refuse_error(raw)
        text = tidy(raw)
        if is_person and not text.isascii():
            text = _BETWEEN_CJK.sub("", text)
        if text in NO_TEXT:
            return None
        return limited(one, text) or None

    return read


def _standard(one: Field, setting: Setting) -> Reader:
    def read(cell: Cell) -> Any:
        text = tidy(shown(cell))
        refuse_error(text)
        if not text or text in NO_TEXT:
            return None
        word = standard_term(one.name, text) or text
        return word if word == text else Guessed(word, "word")

    return read


def _long_text(one: Field, setting: Setting) -> Reader:
    def read(cell: Cell) -> Any:
        text = shown(cell)
        refuse_error(text)
        text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u00a0\u3000")
        if text in NO_TEXT:
            return None
        if not text.isprintable():
            text = ZERO_WIDTH.sub("", text)
            return limited(one, by_rule(one, text, setting) or "") or None
        return limited(one, text) or None

    return read


def _choice(one: Field, setting: Setting) -> Reader:
    labels = [choice.label for choice in one.choices]
    is_nothing_said = any(choice.code == "none" for choice in one.choices) or {c.code for c in one.choices} == {
        "yes",
        "no",
    }

    def read(cell: Cell) -> Any:
        text = tidy(shown(cell))
        refuse_error(text)
        if not text or (text in NO_TEXT) or (text in NOTHING and not is_nothing_said):
            return None
        found = chosen(one, text, setting.owner)
        if found is None:
            if ticked_words(text) == []:
                # Boxes of which none is ticked.
                return None
            raise Doubt("bad_choice", choices=labels)
        code, why = found
        return Guessed(code, why) if why else code

    return read


def _category(one: Field, setting: Setting) -> Reader:
    names = list(setting.categories)

    def read(cell: Cell) -> Any:
        text = tidy(shown(cell))
        refuse_error(text)
        if not text or text in NOTHING:
            return None
        if text in names:
            return text
        bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        bare = bare.removesuffix("类").removesuffix("问题").removesuffix("方面").removesuffix("类")
        if bare in names:
            return Guessed(bare, "word")
        ticked = ticked_words(text)
        within = [name for name in names if any(name == word for word in ticked)] if ticked else []
        within = within or [
            name for name in names if len(name) >= 2 and (name in bare or (len(bare) >= 2 and name.startswith(bare)))
        ]
        longest = [name for name in within if not any(name != other and name in other for other in within)]
        if len(longest) == 1:
            return Guessed(longest[0], "word")
        raise Doubt("bad_choice", choices=names)

    return read


def _list(one: Field, setting: Setting) -> Reader:
    has_names = one.name in _NAME_LISTS

    def read(cell: Cell) -> Any:
        text = shown(cell).strip(" \t\u00a0\u3000\r\n")
        refuse_error(text)
        if not text or text in NOTHING:
            return None
        ticked = ticked_words(text)
        if ticked is not None:
            return Guessed(ticked, "mark") if ticked else None
        parts = _SEPARATORS.split(text)
        if has_names:
            parts = [name for part in parts for name in _names(part)]
        items = list(dict.fromkeys(item for part in parts if (item := tidy(part)) and item not in NO_TEXT))
        for item in items:
            limited(one, item)
        limited(one, "、".join(items))
        return items or None

    return read


def _names(text: str) -> list[str]:
    """Names beside each other: 张三 李四, 徐素云　杨　芳, 张三和李四."""
    parts = re.split(r"[\s\u3000\u00a0]+", ZERO_WIDTH.sub("", text).strip())
    names: list[str] = []
    waiting = ""
    for part in parts:
        # Names of two characters are padded with a blank to be as wide as the others.
        if len(part) == 1 and "\u3400" <= part <= "\u9fff":
            waiting += part
            if len(waiting) == 2:
                names.append(waiting)
                waiting = ""
            continue
        names += [waiting] if waiting else []
        waiting = ""
        names += _AND.split(part) if 5 <= len(part) <= 7 else [part]
    return [*names, waiting] if waiting else names


def _amount(one: Field, setting: Setting) -> Reader:
    def read(cell: Cell) -> Any:
        if isinstance(cell, float) and not setting.unit:
            return by_rule(one, cell, setting)
        text = tidy(shown(cell))
        refuse_error(text)
        if not text or text in NOTHING:
            return None
        found = read_amount(text, one.label, setting.unit)
        if found is None:
            raise Doubt("number_expected", whole=False)
        number, is_plain = found
        value = by_rule(one, number, setting)
        return value if is_plain else Guessed(value, "unit")

    return read


def _days(one: Field, setting: Setting) -> Reader:
    is_limit, is_birth = one.name == "due_on", one.name == "birth_date"
    known: dict[Any, Any] = {}

    def read(cell: Cell) -> Any:
        if cell in known:
            found = known[cell]
        else:
            found = _day(cell)
            if not (isinstance(found, Guessed) and found.why == "year"):
                known[cell] = found
        value = found.value if isinstance(found, Guessed) else found
        if value:
            setting.last_day = value
        return found

    def _day(cell: Cell) -> Any:
        if isinstance(cell, str):
            refuse_error(cell)
            text = unicodedata.normalize("NFKC", cell).strip()
            if not text or text in NOTHING:
                return None
            if is_limit and NO_DAY.fullmatch(text):
                return Guessed(None, "day")
        day = read_day(cell, year=_year_near(setting), today=setting.today, is_limit=is_limit, is_birth=is_birth)
        if day is None:
            raise Doubt("bad_date", today=setting.today.isoformat())
        if one.not_future and day.iso > setting.today.isoformat():
            raise Doubt("future_date", today=setting.today.isoformat())
        if day.why == "year" and setting.last_day and setting.year is None:
            return Guessed(_nearest(day.iso, setting), day.why)
        return Guessed(day.iso, day.why) if day.why else day.iso

    return read


def _year_near(setting: Setting) -> int | None:
    if setting.year is not None:
        return setting.year
    return int(setting.last_day[:4]) if setting.last_day else None


def _nearest(iso: str, setting: Setting) -> str:
    """The year in which the day lies nearest to the one read before: ledgers go on from December to January."""
    last = datetime.date.fromisoformat(setting.last_day)
    best = iso
    for year in (last.year - 1, last.year, last.year + 1):
        try:
            day = datetime.date.fromisoformat(f"{year}{iso[4:]}")
        except ValueError:
            continue
        if day <= setting.today and abs((day - last).days) < abs((datetime.date.fromisoformat(best) - last).days):
            best = day.isoformat()
    return best
