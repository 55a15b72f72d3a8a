"""From what was typed, read from a cell or sent as JSON to the value that is stored.

Text is kept exactly or refused, never altered on the quiet: the only changes are the trimming stated here, and the
standard word that takes the place of its synonyms in fields that declare such a list.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from desktop.domain import identifiers
from desktop.domain.dates import BadDate, is_stored_day, parse_date
from desktop.domain.fields import Field, FieldKind
from desktop.domain.identifiers import BadIdentifier, to_half_width
from desktop.domain.standards import standard_term

LIST_MARK = "、"
EXACT_LIMIT = 1e15
"""Numbers from here on have lost digits somewhere on their way: a spreadsheet keeps 15."""

_BLANKS = " \t\r\n\u00a0\u3000"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LIST_SEPARATORS = re.compile(r"[、，,;；\n\r]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


class ValueRefused(Exception):  # noqa: N818 - as Refused
    """A value that is not accepted: ``kind`` is a problem kind, ``params`` fill its sentence."""

    def __init__(self, kind: str, **params: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.params = params


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a check needs to know beside the field."""

    today: date
    categories: Collection[str]


def normalise(field: Field, raw: object, *, today: date, categories: Collection[str]) -> Any:
    """The value to store for ``raw``, or None when it is empty. Raises :class:`ValueRefused`.

    The stored shape is told by :class:`~desktop.domain.fields.FieldKind`. Giving back a stored value gives the same
    value. Whether the field is required or settable is not asked here.
    """
    if raw is None:
        return None
    return _RULES[field.kind](field, raw, _Setting(today, categories))


def rule_of(field: Field, *, today: date, categories: Collection[str]) -> Callable[[object], Any]:
    """:func:`normalise` for one field, made once for the values of very many records."""
    rule, setting = _RULES[field.kind], _Setting(today, categories)

    def read(raw: object) -> Any:
        return None if raw is None else rule(field, raw, setting)

    return _text_rule(field, read) if field.kind is FieldKind.TEXT and not field.terms else read


def _text_rule(field: Field, read: Callable[[object], Any]) -> Callable[[object], Any]:
    """The rule ``read`` of a line of text, with a shorter way for what is stored as it is: nearly all of them."""
    longest = field.length_limit // 2

    def read_quickly(raw: object) -> Any:
        # Of all blanks only the common one is printable.
        is_plain = type(raw) is str and 0 < len(raw) <= longest and raw.isprintable() and raw.strip() == raw
        return raw if is_plain else read(raw)

    return read_quickly


def _text_of(field: Field, raw: object) -> str:
    """Text for a text field: numbers and days from cells become what the cell showed."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, int | float):
        return _digits_of(field, raw)
    if isinstance(raw, datetime):
        return raw.isoformat(sep=" ") if raw.time() != raw.time().min else raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    raise ValueRefused("text_expected")


def _digits_of(field: Field, raw: float) -> str:
    if isinstance(raw, float) and not math.isfinite(raw):
        raise ValueRefused("text_expected")
    if abs(raw) >= EXACT_LIMIT:
        kinds = {FieldKind.ID_NUMBER: "bad_id_checksum", FieldKind.PHONES: "bad_phone"}
        raise ValueRefused(kinds.get(field.kind, "bad_code"), reason="lost_digits")
    return str(int(raw)) if raw == int(raw) else str(raw)


def _refuse_characters(text: str, pattern: re.Pattern[str]) -> None:
    if found := pattern.search(text):
        raise ValueRefused("bad_character", code_point=f"U+{ord(found[0]):04X}", position=found.start() + 1)


def _refuse_length(field: Field, text: str) -> None:
    if 2 * len(text) <= field.length_limit:
        return
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > field.length_limit:
        raise ValueRefused("too_long", limit=field.length_limit, length=length)


def _line(field: Field, raw: object) -> str:
    """One line of text without blanks around it; '' when it is blank."""
    text = _text_of(field, raw).strip(_BLANKS)
    # None of the characters that are refused is printable.
    if not text.isprintable():
        _refuse_characters(text, _NOT_IN_A_LINE)
    return text if text.strip() else ""


def _text(field: Field, raw: object, _setting: _Setting) -> str | None:
    text = _line(field, raw)
    _refuse_length(field, text)
    if text and field.terms:
        return standard_term(field.terms, text) or text
    return text or None


def _long_text(field: Field, raw: object, _setting: _Setting) -> str | None:
    text = _text_of(field, raw).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_characters(text, _ILLEGAL)
    _refuse_length(field, text)
    return text if text.strip() else None


def _date(field: Field, raw: object, setting: _Setting) -> str | None:
    if isinstance(raw, str) and not raw.strip():
        return None
    typed = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    if type(typed) is str and is_stored_day(typed):
        day = typed
    else:
        try:
            day = parse_date(typed, today=setting.today)
        except BadDate as error:
            raise ValueRefused("bad_date", today=setting.today.isoformat()) from error
    if field.not_future and day > setting.today.isoformat():
        raise ValueRefused("future_date", today=setting.today.isoformat())
    return day


@lru_cache(maxsize=512)
def _fold(text: str) -> str:
    return to_half_width(text).strip().casefold()


def _choice(field: Field, raw: object, _setting: _Setting) -> str | None:
    text = _line(field, raw)
    if not text:
        return None
    if field.choice(text) is not None:
        return text
    wanted = _fold(text)
    own_names = [(choice.code, (choice.code, choice.label, choice.label_en)) for choice in field.choices]
    synonyms = [(choice.code, choice.synonyms) for choice in field.choices]
    for code, words in own_names + synonyms:
        if wanted in map(_fold, words):
            return code
    raise ValueRefused("bad_choice", choices=[choice.label for choice in field.choices])


def _category(field: Field, raw: object, setting: _Setting) -> str | None:
    text = _line(field, raw)
    if not text:
        return None
    for category in setting.categories:
        if _fold(category) == _fold(text):
            return category
    raise ValueRefused("bad_choice", choices=list(setting.categories))


def _items(field: Field, raw: object) -> Iterable[str]:
    for entry in raw if isinstance(raw, list | tuple) else [raw]:
        for part in _LIST_SEPARATORS.split(_text_of(field, entry)):
            yield _line(field, part)


def _list(field: Field, raw: object, _setting: _Setting) -> list[str] | None:
    items = list(dict.fromkeys(item for item in _items(field, raw) if item))
    for text in (*items, LIST_MARK.join(items)):
        _refuse_length(field, text)
    return items or None


def _number(field: Field, raw: object, _setting: _Setting) -> int | float | None:
    number = _read_number(raw)
    if number is None:
        return None
    if field.kind is FieldKind.INTEGER and not isinstance(number, int):
        raise ValueRefused("number_expected", whole=True)
    too_small = field.minimum is not None and number < field.minimum
    too_big = abs(number) >= EXACT_LIMIT or (field.maximum is not None and number > field.maximum)
    if too_small or too_big:
        raise ValueRefused("out_of_range", minimum=field.minimum, maximum=field.maximum)
    return number


def _read_number(raw: object) -> int | float | None:
    """An int when the number is whole, however it was written."""
    if isinstance(raw, str):
        typed = to_half_width(raw).strip()
        if not typed:
            return None
        if not _NUMBER.fullmatch(typed):
            raise ValueRefused("number_expected", whole=False)
        digits = typed.replace(",", "")
        raw = float(digits) if "." in digits or len(digits) > 16 else int(digits)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if not isinstance(raw, float) or not math.isfinite(raw):
        raise ValueRefused("number_expected", whole=False)
    return int(raw) if raw.is_integer() else raw


def _identifier(kind: str, rule: Callable[[str, _Setting], str]) -> Callable[[Field, object, _Setting], str | None]:
    """A check by one of the rules for identifiers; ``kind`` is the problem when it does not hold."""

    def check(field: Field, raw: object, setting: _Setting) -> str | None:
        text = _line(field, raw)
        if not text:
            return None
        _refuse_length(field, text)
        try:
            return rule(text, setting) or None
        except BadIdentifier as error:
            raise ValueRefused(kind, reason=error.reason.value, part=error.part) from error

    return check


def _phones(field: Field, raw: object, setting: _Setting) -> str | None:
    if isinstance(raw, str) and identifiers.is_mobile(raw):
        return raw
    parts = raw if isinstance(raw, list | tuple) else [raw]
    text = LIST_MARK.join(re.sub(r"[\r\n\t]+", LIST_MARK, _text_of(field, part).strip(_BLANKS)) for part in parts)
    return _PHONES(field, text.strip(LIST_MARK + _BLANKS), setting)


def _uuid(text: str, _setting: _Setting) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", text):
        raise BadIdentifier(identifiers.Reason.CHARACTER, text)
    return str(uuid.UUID(text))


_PHONES = _identifier("bad_phone", lambda text, _setting: LIST_MARK.join(identifiers.normalise_phones(text)))
_RULES: dict[FieldKind, Callable[[Field, object, _Setting], Any]] = {
    FieldKind.UUID: _identifier("bad_code", _uuid),
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.CATEGORY: _category,
    FieldKind.LIST: _list,
    FieldKind.INTEGER: _number,
    FieldKind.NUMBER: _number,
    FieldKind.PHONES: _phones,
    FieldKind.ID_NUMBER: _identifier(
        "bad_id_checksum", lambda text, setting: identifiers.normalise_id_number(text, today=setting.today)
    ),
    FieldKind.CREDIT_CODE: _identifier("bad_code", lambda text, _setting: identifiers.normalise_credit_code(text)),
    FieldKind.DIVISION_CODE: _identifier("bad_code", lambda text, _setting: identifiers.normalise_division_code(text)),
}
