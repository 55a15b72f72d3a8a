"""Choice words as people write them: other words, words within a text, ticks, boxes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache

from desktop.domain.fields import Field
from desktop.exchange.intake.choice_words import CHOICE_WORDS

TICKS = frozenset("√✓✔☑■●▲★VvYy✅") | {"是", "有", "对", "1", "TRUE", "true", "True", "已", "ok", "OK"}
CROSSES = frozenset("×✗✘☐□○NnXx❌") | {"否", "无", "没有", "不", "0", "FALSE", "false", "False", "未"}

_TICKED = re.compile(r"[☑√✓✔■●☒✅]\s*([^☑√✓✔■●☒✅☐□○◯,，、;；\s]+)")
_BOX = re.compile(r"[☐□○◯]")
_TICKED_AFTER = re.compile(r"([^☑√✓✔■●☐□○,，、;；\s]+?)\s*[(（]?[☑√✓✔■●✅][)）]?")

_SHARED = {"issue.satisfaction": "visit.satisfaction"}


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold().strip(".。;；,，:：")


@lru_cache(maxsize=64)
def _known(owner: str, field: Field) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Exact words to code, and words that may stand within a text, longest first."""
    words: dict[str, str] = {}
    local = CHOICE_WORDS.get(_SHARED.get(owner, owner), {})
    for one in field.choices:
        for word in (one.code, one.label, one.label_en):
            words.setdefault(_fold(word), one.code)
    for one in field.choices:
        for word in (*one.synonyms, *local.get(one.code, "").split()):
            words.setdefault(_fold(word), one.code)
    if {one.code for one in field.choices} == {"yes", "no"}:
        for word in TICKS:
            words.setdefault(_fold(word), "yes")
        for word in CROSSES:
            words.setdefault(_fold(word), "no")
    within = sorted(((word, code) for word, code in words.items() if len(word) >= 2), key=lambda pair: -len(pair[0]))
    return words, within


def owner_of(kind_name: str, field: Field) -> str:
    """The name under which other words for a field's choices are kept."""
    return f"{kind_name}.{field.name}"


@lru_cache(maxsize=8192)
def chosen(field: Field, text: str, owner: str = "") -> tuple[str, str] | None:
    """The code a text stands for, and how it was told: "" for its own name, ``word`` or ``mark``; None for no one."""
    name = owner or _owner_by_field(field)
    words, within = _known(name, field)
    wanted = _fold(text)
    if not wanted:
        return None
    own = {_fold(word): one.code for one in field.choices for word in (one.code, one.label)}
    if wanted in own:
        return own[wanted], ""
    if wanted in words:
        is_mark = len(wanted) == 1 and not wanted.isalnum()
        return words[wanted], "mark" if is_mark else "word"
    if (ticked := ticked_words(text)) is not None:
        codes = {found[0] for word in ticked if (found := chosen(field, word, name))}
        return (codes.pop(), "mark") if len(codes) == 1 else None
    return _within(words, within, wanted)


def _within(words: Mapping[str, str], within: Collection[tuple[str, str]], wanted: str) -> tuple[str, str] | None:
    if len(wanted) > 1 and wanted[0] in "是否√×有无" and "yes" in words.values():
        return ("yes" if wanted[0] in "是√有" else "no"), "word"
    found: list[tuple[int, int, str]] = []
    for word, code in within:
        start = wanted.find(word)
        if start >= 0 and not any(begin <= start and start + len(word) <= end for begin, end, _ in found):
            if start and wanted[start - 1] in "不未没非无" and word[0] not in "不未没非无":
                return None
            found.append((start, start + len(word), code))
    codes = {code for _, _, code in found}
    length = max((end - begin for begin, end, _ in found), default=0)
    if len(codes) == 1 and 3 * length >= len(wanted):
        return codes.pop(), "word"
    return None


def _owner_by_field(field: Field) -> str:
    return next((name for name in CHOICE_WORDS if name.endswith(f".{field.name}")), field.name)


def ticked_words(text: str) -> list[str] | None:
    """The words beside a tick in a text of boxes (``☑入户 ☐电话``, ``入户√ 电话``); None where there are no boxes."""
    if not _TICKED.search(text) and not _TICKED_AFTER.search(text) and not _BOX.search(text):
        return None
    if _BOX.search(text) or re.match(r"\s*[☑√✓✔■●☒✅]", text):
        return _TICKED.findall(text)
    return _TICKED_AFTER.findall(text)
