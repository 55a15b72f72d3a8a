"""Which field a heading may name, by its words alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, SetBy
from desktop.domain.kinds import KINDS
from desktop.exchange.intake.marks import COMMON_HEADINGS, NOT_A_FIELD, STAFF
from desktop.exchange.intake.words import ALIASES, ENGLISH
from desktop.exchange.tables import Cell

LONGEST_HEADING = 40
"""Characters beyond which a text is no heading, notes in brackets left out."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_MARKS = "*:：.、;；,，-—_/\\★☆※#&+~·"
_NUMBERED = re.compile(
    r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,2}[、.)]|\(\d{1,2}\)|\([一二三四五六七八九十]{1,2}\))"
)
_FILLER = re.compile(r"的|请填写|填写|必填|选填|及|和|与|或|主要|具体|所|有关|相关")
_REST = ("情况", "内容", "说明", "信息", "详情", "记录", "简述", "概述", "名称", "明细", "姓名", "号码", "日期", "时间")
_THING = re.compile(
    "(?:电话|手机号?|号码|日期|时间|姓名|编号|单位|职务|地址|人数|户数|次数|数量|金额|签[字名]|照片|年龄)$"
)
_SUBJECT = re.compile("户主|农户|受访|被访|走访对象|走访户|群众|居民|村民|反映人|诉求人|来访人|本人|企业|公司|单位")
_OWN_PERSON = frozenset({"subject_name", "phone", "id_number", "reporter_name", "reporter_phone", "head_name", "name"})


def plain(cell: Cell) -> str:
    """A heading as it is told: without blanks and line breaks."""
    return "".join(str(cell).split()).replace("_x000D_", "") if cell not in ("", None) else ""


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A heading as it is compared: half width, without blanks, marks, numbers before it and notes in brackets."""
    half = "".join(unicodedata.normalize("NFKC", text).split()).replace("_x000D_", "")
    bare = _BRACKETS.sub("", half)
    bare = _NUMBERED.sub("", bare or half)
    return bare.strip(_MARKS).casefold()


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The headings of a kind: key to field and score, and the fields that a ledger may carry."""

    kind: RecordKind
    fields: Mapping[str, Field]
    exact: Mapping[str, tuple[str, float, str]]
    parts: Sequence[tuple[str, str]]


@lru_cache(maxsize=16)
def lexicon(kind_name: str) -> Lexicon:
    """What the labels and aliases of a kind say. Labels go before aliases, so that none takes another's own name."""
    kind = KINDS[kind_name]
    # A ledger of issues tells how far they are: that is read, though only a step may set it here.
    carried = {
        one.name: one
        for one in kind.fields
        if one.kind is not FieldKind.UUID and (one.set_by is SetBy.PERSON or kind.name == "issue")
    }
    words = ALIASES.get(kind_name, {})
    exact: dict[str, tuple[str, float, str]] = {}
    for one in carried.values():
        exact.setdefault(key(one.label), (one.name, 1.0, "label"))
    for one in carried.values():
        for alias in one.aliases:
            exact.setdefault(key(alias), (one.name, 0.95, "alias"))
    for one in carried.values():
        for alias in words.get(one.name, "").split():
            exact.setdefault(key(alias), (one.name, 0.93, "alias"))
        for alias in (one.label_en, *ENGLISH.get(one.name, "").split(",")):
            exact.setdefault(key(alias), (one.name, 0.9, "alias"))
        exact.setdefault(one.name, (one.name, 0.9, "alias"))
        exact.setdefault(one.name.replace("_", ""), (one.name, 0.9, "alias"))
    exact = {heading: found for heading, found in exact.items() if heading}
    parts = [(heading, found[0]) for heading, found in exact.items() if len(heading) >= 2]
    return Lexicon(kind, carried, exact, parts)


@lru_cache(maxsize=1)
def common_headings() -> frozenset[str]:
    """Headings of any table, of these kinds or not."""
    found = {key(word) for word in COMMON_HEADINGS | NOT_A_FIELD}
    for name in ALIASES:
        found |= lexicon(name).exact.keys()
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that a heading may name. ``source`` as in the intake's columns."""

    field: str
    score: float
    source: str


def candidates(kind_name: str, levels: Sequence[str], learnt: Mapping[str, str | None]) -> list[Candidate]:
    """The fields a heading may name, best first; ``levels`` are the words of its rows from above down.

    A heading that somebody assigned before is not judged again.
    """
    words = [key(level) for level in levels if key(level)]
    if not words:
        return []
    for form in ("/".join(words), words[-1]):
        if form in learnt:
            name = learnt[form]
            return [Candidate(name, 1.0, "learnt")] if name else [Candidate("", 1.0, "learnt")]
    if len(words) == 1:
        return _single(kind_name, words[0])
    return _joined(kind_name, words)


def _joined(kind_name: str, words: Sequence[str]) -> list[Candidate]:
    lex, above, leaf = lexicon(kind_name), words[-2], words[-1]
    whole = _exact(lex, above + leaf)
    if whole:
        return [Candidate(whole.field, min(1.0, whole.score + 0.05), whole.source)]
    if _is_of_another(above, leaf):
        return []
    found = _single(kind_name, leaf)
    if not found and _exact(lex, above) and leaf in ("姓名", "名称", "内容", "情况", "详情", "日期", "时间"):
        found = _single(kind_name, above)
    if kind_name == "person" and "户主" in above:
        found = [one for one in found if one.field not in _OWN_PERSON]
    return found


def _is_of_another(above: str, leaf: str) -> bool:
    """Whether 走访人/电话 tells a telephone that is not the visited person's."""
    about_people = re.fullmatch("(?:联系)?(?:姓名|电话|手机号?码?|方式|号码|职务|单位|身份证号?码?|联系方式)", leaf)
    return bool(about_people) and leaf != "姓名" and any(word in above for word in STAFF)


def _exact(lex: Lexicon, word: str) -> Candidate | None:
    found = lex.exact.get(word)
    return Candidate(*found) if found else None


@lru_cache(maxsize=4096)
def _single_cached(kind_name: str, word: str) -> tuple[Candidate, ...]:
    lex = lexicon(kind_name)
    if found := _exact(lex, word):
        return (found,)
    # English words are known or not: their endings say nothing.
    if word in NOT_A_FIELD or len(word) > LONGEST_HEADING or word.isascii():
        return ()
    best: dict[str, float] = {}
    for heading, name in lex.parts:
        score = similarity(heading, word)
        if score > best.get(name, 0.5) and not _is_blocked(lex.fields[name], word):
            best[name] = score
    ranked = sorted(best.items(), key=lambda item: -item[1])
    return tuple(Candidate(name, round(score, 3), "likely") for name, score in ranked[:4])


def _single(kind_name: str, word: str) -> list[Candidate]:
    return list(_single_cached(kind_name, word))


def _is_blocked(field: Field, word: str) -> bool:
    """Whether the heading speaks of somebody else, though it is like one of this field."""
    is_own = field.name in _OWN_PERSON or field.personal in (Personal.PHONE, Personal.ID_NUMBER)
    if is_own and any(staff in word for staff in STAFF):
        return True
    return field.name in ("name", "id_number", "birth_date") and "户主" in word


def similarity(known: str, word: str) -> float:
    """How likely a heading means the same as a known one, 0…1. In Chinese the last words name the thing."""
    if known == word:
        return 1.0
    if len(known) >= 2 and word.endswith(known):
        before = word[: -len(known)]
        return 0.62 + 0.33 * len(known) / len(word) + (0.05 if _SUBJECT.fullmatch(before) else 0)
    if len(known) >= 2 and word.startswith(known) and word[len(known) :] in _REST:
        return 0.62 + 0.3 * len(known) / len(word)
    if len(word) >= 2 and known.endswith(word):
        return 0.5 + 0.3 * len(word) / len(known)
    short, long = _FILLER.sub("", known), _FILLER.sub("", word)
    if short and short == long:
        return 0.88
    if len(short) >= 3 and _runs_through(short, long) and long.endswith(short[-1]):
        return 0.5 + 0.35 * len(short) / len(long)
    # 走访人电话 is like 走访人, and yet another thing.
    ending = _THING.search(word)
    return (0.4 if ending and not known.endswith(ending[0]) else 0.85) * _pairs_alike(short, long)


def _runs_through(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def _pairs_alike(one: str, other: str) -> float:
    pairs = {one[place : place + 2] for place in range(len(one) - 1)}
    others = {other[place : place + 2] for place in range(len(other) - 1)}
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0
