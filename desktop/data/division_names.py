"""Short and common names of divisions, cut from their official names."""

from __future__ import annotations

import re

from desktop.domain.identifiers import DivisionLevel

SHORTEST = 2
"""A name keeps its generic ending when fewer characters would be left: 新村, not 新."""

_COMMITTEE = re.compile(
    r"(?P<body>村民委员会|居民委员会|村委会|居委会|村民委会|居民委会|社区委员会|管理委员会|管委会|委员会|委会)$"
)
_GENERIC = re.compile(r"(?:村|社区|嘎查)$")
_SHORTENED = re.compile(r"(?:村|社区|嘎查|居委会|居民委员会|居民委会)$")
_UPPER = re.compile(r"(?:街道办事处|街道|自治区|自治州|自治县|自治旗|地区|省|市|县|区|镇|乡|盟|旗|苏木)$")


def short_name(name: str, level: DivisionLevel) -> str:
    """The name without what every name of the level ends in: 唐陵 for 唐陵村村民委员会, 天王 for 天王镇."""
    if level is not DivisionLevel.VILLAGE:
        return _without(_UPPER, name)
    return _without(_SHORTENED, _common(name))


def common_name(name: str, level: DivisionLevel) -> str:
    """What people call the division: 唐陵村 for 唐陵村村民委员会, 多福巷社区 for 多福巷社区居委会."""
    return _common(name) if level is DivisionLevel.VILLAGE else name


def _without(ending: re.Pattern[str], name: str) -> str:
    stem = ending.sub("", name)
    return stem if len(stem) >= SHORTEST else name


def _common(name: str) -> str:
    """Without the committee: 唐陵村委会 and 唐陵村村委会 are both 唐陵村; what is neither village nor 社区 keeps it."""
    found = _COMMITTEE.search(name)
    if not found or found.start() == 0:
        return name
    stem = name[: found.start()]
    if _GENERIC.search(stem) and len(stem) >= SHORTEST:
        return stem
    endings = {"村": stem + "村", "社": stem + "社区"}
    return endings.get(found["body"][0], name)
