"""What looks like a person's number in free text, also where the mask does not know it for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.masks import HIDDEN, mask_text


class Doubt(StrEnum):
    """What a text seems to hold."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    NUMBER = "number"
    """A long number: of an account, a card, a QQ."""
    ACCOUNT = "account"
    """An e-mail address or a name in a chat program."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A place in a text: from character ``start`` to ``end``."""

    what: Doubt
    start: int
    end: int


# Digits as people write them, each as one character, so that places in the text stay those of the plain form.
_DIGITS = str.maketrans(
    "０１２３４５６７８９〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨ＸｘX",
    "01234567890" + "0123456789" + "1" + "123456789" + "123456789" + "xxx",
)
_MARKS = r"[ \t\u00a0\u3000\-－—–_.。·•,，、/()（）]{0,3}"
_RUN = re.compile(rf"[0-9](?:{_MARKS}[0-9]){{6,24}}(?:{_MARKS}x)?")
_PART = re.compile(r"[^,，、]{7,}")
_AMOUNT = re.compile(r"[万亿元米亩吨公平立斤棵株千度人户只头%年]")
# Days, and spans of them: 2026.03.05-2026.03.20.
_DAY = r"(?:19|20)[0-9]{2}[-.。/年 ]{0,2}(?:0?[1-9]|1[0-2])[-.。/月 ]{0,2}(?:0?[1-9]|[12][0-9]|3[01])"
_DAYS = re.compile(rf"{_DAY}(?:[-—–~至到 ]{{1,3}}(?:{_DAY}))?")
_ACCOUNT = re.compile(
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
    r"|(?:微信|weixin|wechat|wx|vx|QQ|抖音)[号]?[ :：]*[A-Za-z0-9_-]{5,}",
    re.IGNORECASE,
)
_MASKED = re.compile(r"[0-9-]*\*{2,}[0-9-]*")
_FULL_ID, _OLD_ID, _MOBILE = 18, 15, 11


def doubtful_places(text: str) -> list[Doubtful]:
    """Where a text seems to hold an ID number, a telephone or another long number, in whatever digits.

    Days and amounts do not count. It errs on the side of finding too much: a person decides.
    """
    plain = text.translate(_DIGITS)
    found = []
    for run in _RUN.finditer(plain):
        whole = _doubt(plain, run.start(), run.end())
        # A number beside a day or an amount, with only a comma between.
        parts = [part.span() for part in _PART.finditer(run[0])] if whole is None else []
        several = [_doubt(plain, run.start() + first, run.start() + last) for first, last in parts]
        found += [one for one in (whole, *several) if one is not None]
    for account in _ACCOUNT.finditer(text):
        if not any(one.start < account.end() and account.start() < one.end for one in found):
            found.append(Doubtful(Doubt.ACCOUNT, account.start(), account.end()))
    return sorted(found, key=lambda one: one.start)


def left_open(text: str) -> list[Doubtful]:
    """The doubtful places of a text that masking would leave to be read."""
    # What the mask left of a number is no number any more.
    return doubtful_places(_MASKED.sub(lambda found: "*" * len(found[0]), mask_text(text)))


def hidden_doubts(text: str) -> str:
    """The text with its doubtful places hidden, those that masking knows and those it does not."""
    parts, done = [], 0
    for place in doubtful_places(text):
        parts += [text[done : place.start], HIDDEN]
        done = place.end
    return "".join([*parts, text[done:]])


def _doubt(plain: str, start: int, end: int) -> Doubtful | None:
    """What a run of digits seems to be; None for a day, an amount, a list of small numbers."""
    run = plain[start:end]
    what = _what(re.sub(r"[^0-9x]", "", run))
    if what is None or _AMOUNT.match(plain, end) or _DAYS.fullmatch(run) or _is_list(run):
        return None
    return Doubtful(what, start, end)


def _what(digits: str) -> Doubt | None:
    length = len(digits)
    if length == _FULL_ID or (length == _OLD_ID and digits.isdigit()):
        return Doubt.ID_NUMBER
    if length == _MOBILE and digits[0] == "1" and digits[1] in "3456789":
        return Doubt.PHONE
    if digits[0] == "0" and 10 <= length <= 12:
        return Doubt.PHONE
    if length in (7, 8) and digits[0] in "2345678":
        return Doubt.PHONE
    return Doubt.NUMBER if length >= 9 else None


def _is_list(run: str) -> bool:
    """Whether it is a list of small numbers, such as groups or house numbers: 1、2、3、4、5、6、7."""
    parts = [part for part in re.split(r"[,，、]", run) if part.strip()]
    return len(parts) > 2 and all(len(part.strip()) <= 3 for part in parts)
