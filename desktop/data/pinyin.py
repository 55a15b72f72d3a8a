"""Pinyin of names, so that ``zs`` finds 张三. Surnames have their own readings."""

from __future__ import annotations

import os
from functools import cache

SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "覃": "qin", "翟": "zhai", "查": "zha", "朴": "piao", "区": "ou",
    "解": "xie", "华": "hua", "任": "ren", "盖": "ge", "尉": "wei", "缪": "miao", "乐": "yue", "员": "yun",
    "冼": "xian", "洗": "xian", "召": "shao", "折": "she", "黑": "he", "秘": "bi", "繁": "po", "种": "chong",
    "重": "chong", "祭": "zhai", "那": "na", "纪": "ji", "燕": "yan", "柏": "bai", "卜": "bu", "宁": "ning",
    "葛": "ge", "阚": "kan", "隗": "wei", "沈": "shen", "逄": "pang", "牟": "mou", "车": "che", "谌": "chen",
    "褚": "chu", "石": "shi", "贾": "jia", "臧": "zang", "晁": "chao", "俞": "yu", "句": "gou", "都": "du",
    "尹": "yin", "薄": "bo", "郗": "xi", "适": "kuo", "惠": "hui", "过": "guo", "哈": "ha", "撒": "sa",
    "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "宰父": "zai fu",
    "令狐": "ling hu", "夏侯": "xia hou", "欧阳": "ou yang", "上官": "shang guan",
}  # fmt: skip
"""Readings as a surname, where the general reading can differ; two syllables for surnames of two characters."""

VARIANTS = {"𠮷": "ji", "㛃": "jie", "䶮": "yan", "囍": "xi"}
"""Characters of names that the dictionary of readings lacks or may lack."""

LONGEST_SURNAME = 2


def full(name: str, *, person: bool = True) -> str:
    """The syllables of a name in small letters without blanks, ü as v: ``zengxiaoying`` for 曾小英.

    Letters and digits stay, other signs and characters without a known reading are left out. ``person`` reads the
    first one or two characters as a surname.
    """
    return "".join(_syllables(name, person))


def initials(name: str, *, person: bool = True) -> str:
    """The first letter of each syllable: ``zxy`` for 曾小英. Letters and digits of the name stay."""
    return "".join(syllable[0] for syllable in _syllables(name, person))


def syllables_of(name: str, *, person: bool = True) -> list[str]:
    """The syllables of a name one by one: ``["zeng", "xiao", "ying"]``; what :func:`full` puts together."""
    return _syllables(name, person)


def _syllables(name: str, person: bool) -> list[str]:
    syllables: list[str] = []
    rest = name.strip()
    if person:
        for length in range(LONGEST_SURNAME, 0, -1):
            if rest[:length] in SURNAMES:
                syllables = SURNAMES[rest[:length]].split()
                rest = rest[length:]
                break
    return syllables + [reading for reading in map(_reading, rest) if reading]


@cache
def _reading(character: str) -> str:
    """The usual reading of one character, itself for a letter or digit, '' when there is none."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if character in VARIANTS:
        return VARIANTS[character]
    # Its phrases and copies take 45 MB and 0.1 s, for readings of words that a single character has no use for.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    # Imported here, since nobody should wait for it at start.
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, errors="ignore")
    return found[0][0] if found else ""
