"""Standard words for what a roster says of a person, with their codes and the other words people write for them.

Lists: ``ethnicity`` (GB/T 3304), ``politics`` (GB/T 4762), ``education`` (GB/T 4658), ``marriage`` (GB/T 2261.2) and
``relation`` (GB/T 4761, relation to the head). A field names its list in ``Field.terms``. A word that no list knows is
kept as it was written: the lists are there to make one word of many, and not to turn anybody away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from desktop.domain.identifiers import to_half_width

_BLANKS = re.compile(r"\s+")
_NUMBERED = re.compile(r"(?:\d+\s*[-.、:：]\s*|[(（]\d+[)）]\s*)(?=\D)|(?<=\D)\s*[(（]\d+[)）]$")
"""A code written beside its word: 01-汉族, 1.户主, 群众(13)."""


@dataclass(frozen=True, slots=True)
class Term:
    """One standard word: its national codes (the first is its own) and the other words written for it."""

    label: str
    codes: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


_PEOPLES = (
    *("汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼"),
    *("哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"),
    *("达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克"),
    *("俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"),
)
_OTHER_NAMES = {
    "蒙古": ("蒙", "蒙族"),
    "维吾尔": ("维", "维族"),
    "朝鲜": ("朝", "朝族", "鲜族"),
    "哈萨克": ("哈族",),
    "毛南": ("毛难", "毛难族"),
    "德昂": ("崩龙", "崩龙族"),
    "佤": ("卡佤", "卡佤族"),
    "鄂伦春": ("鄂伦春人",),
}


def _people(number: int, name: str) -> Term:
    codes = (f"{number:02d}", str(number)) if number < 10 else (str(number),)
    return Term(f"{name}族", codes, (name, *_OTHER_NAMES.get(name, ())))


def _tens(first: int) -> tuple[str, ...]:
    return tuple(str(first + unit) for unit in range(10))


_ETHNICITY = (
    *(_people(number, name) for number, name in enumerate(_PEOPLES, start=1)),
    Term("穿青人", ("96",), ("穿青", "穿青族")),
    Term("其他", ("97",), ("其它", "未识别民族", "其他未识别的民族")),
    Term("外国血统中国籍人士", ("98",), ("外国血统中国籍", "外国血统")),
)

_POLITICS = (
    Term("中共党员", ("01", "1"), ("党员", "共产党员", "中国共产党党员", "中共正式党员", "正式党员", "中共")),
    Term("中共预备党员", ("02", "2"), ("预备党员", "中国共产党预备党员", "中共党员(预备)", "党员(预备)")),
    Term("共青团员", ("03", "3"), ("团员", "中国共产主义青年团团员", "共青团")),
    Term("民革党员", ("04", "4"), ("民革", "民革会员", "中国国民党革命委员会会员")),
    Term("民盟盟员", ("05", "5"), ("民盟", "中国民主同盟盟员")),
    Term("民建会员", ("06", "6"), ("民建", "中国民主建国会会员")),
    Term("民进会员", ("07", "7"), ("民进", "中国民主促进会会员")),
    Term("农工党党员", ("08", "8"), ("农工党", "农工党员", "中国农工民主党党员")),
    Term("致公党党员", ("09", "9"), ("致公党", "致公党员", "中国致公党党员")),
    Term("九三学社社员", ("10",), ("九三学社", "九三社员", "九三")),
    Term("台盟盟员", ("11",), ("台盟", "台湾民主自治同盟盟员")),
    Term("无党派人士", ("12",), ("无党派", "无党派民主人士")),
    Term("群众", ("13",), ("普通群众", "一般群众", "群众(无党派)")),
)

_EDUCATION = (
    Term("研究生", _tens(10), ("硕士", "博士", "硕士研究生", "博士研究生", "研究生教育", "研究生及以上")),
    Term("本科", _tens(20), ("大学本科", "大学", "大本", "学士", "本科教育", "大学本科教育")),
    Term("专科", _tens(30), ("大专", "大学专科", "高职", "大专教育", "专科教育", "大学专科教育", "高等职业教育")),
    Term(
        "中职",
        _tens(40) + _tens(50),
        ("中专", "职高", "技校", "中技", "职业高中", "技工学校", "中等专科", "中等专业学校", "中等职业教育"),
    ),
    Term("高中", _tens(60), ("普通高中", "高级中学", "普通高级中学教育", "普高")),
    Term("初中", _tens(70), ("初级中学", "初级中学教育", "中学")),
    Term("小学", _tens(80), ("小学教育", "完小", "初小", "高小")),
    Term("文盲或半文盲", (), ("文盲", "半文盲", "不识字", "文盲半文盲", "文盲、半文盲", "文盲/半文盲", "未上过学")),
    Term("学龄前", (), ("学前", "学龄前儿童", "未入学", "幼儿园", "幼儿")),
    Term("其他", ("90",), ("其它",)),
)

_MARRIAGE = (
    Term("未婚", ("10", "1"), ("未结婚",)),
    Term("已婚", ("20", "2", "21", "22", "23"), ("结婚", "有配偶", "已婚有配偶", "初婚", "再婚", "复婚", "已结婚")),
    Term("丧偶", ("30", "3"), ("丧",)),
    Term("离婚", ("40", "4"), ("离异", "离", "已离婚", "离婚未再婚")),
    Term("未说明的婚姻状况", ("90", "9"), ("未说明", "不详")),
)

_RELATION = (
    Term("户主", ("02", "01", "0"), ("本人", "户主本人", "本人或户主", "本人/户主")),
    Term("配偶", ("10", "1", "11", "12"), ("妻", "妻子", "夫", "丈夫", "爱人", "老婆", "老公", "夫妻", "夫人")),
    Term(
        "子",
        ("20", "2", "21", "22", "23", "24", "25", "26", "29"),
        ("儿子", "儿", "独生子", "独子", "长子", "大儿子", "次子", "二子", "二儿子", "三子", "四子", "五子", "幼子"),
    ),
    Term("养子或继子", ("27",), ("养子", "继子")),
    Term("女婿", ("28",), ("婿", "上门女婿")),
    Term(
        "女",
        ("30", "3", "31", "32", "33", "34", "35", "36", "39"),
        ("女儿", "独生女", "独女", "长女", "大女儿", "次女", "二女", "二女儿", "三女", "四女", "五女", "幼女"),
    ),
    Term("养女或继女", ("37",), ("养女", "继女")),
    Term("儿媳", ("38",), ("儿媳妇", "媳", "儿子媳妇", "长媳", "次媳")),
    Term("孙子", ("41",), ("孙", "长孙", "次孙")),
    Term("孙女", ("42",), ("长孙女", "次孙女")),
    Term("外孙子", ("43",), ("外孙",)),
    Term("外孙女", ("44",)),
    Term("孙媳妇或外孙媳妇", ("45",), ("孙媳妇", "孙媳", "外孙媳妇", "外孙媳")),
    Term("孙女婿或外孙女婿", ("46",), ("孙女婿", "孙婿", "外孙女婿", "外孙婿")),
    Term("曾孙子或外曾孙子", ("47",), ("曾孙", "曾孙子", "重孙", "重孙子", "外曾孙", "外曾孙子")),
    Term("曾孙女或外曾孙女", ("48",), ("曾孙女", "重孙女", "外曾孙女")),
    Term("父亲", ("51",), ("父", "爸爸")),
    Term("母亲", ("52",), ("母", "妈妈")),
    Term("公公", ("53",)),
    Term("婆婆", ("54",)),
    Term("岳父", ("55",), ("丈人",)),
    Term("岳母", ("56",), ("丈母娘",)),
    Term("继父或养父", ("57",), ("继父", "养父")),
    Term("继母或养母", ("58",), ("继母", "养母")),
    Term("祖父", ("61",), ("爷爷",)),
    Term("祖母", ("62",), ("奶奶",)),
    Term("外祖父", ("63",), ("外公", "姥爷")),
    Term("外祖母", ("64",), ("外婆", "姥姥")),
    Term("曾祖父", ("66",), ("太爷爷",)),
    Term("曾祖母", ("67",), ("太奶奶",)),
    Term("兄弟姐妹", ("70", "7", "79")),
    Term("兄", ("71",), ("哥哥", "哥", "兄长")),
    Term("嫂", ("72",), ("嫂子", "嫂嫂")),
    Term("弟", ("73",), ("弟弟",)),
    Term("弟媳", ("74",), ("弟妇", "弟媳妇", "弟妹")),
    Term("姐姐", ("75",), ("姐", "姊")),
    Term("姐夫", ("76",)),
    Term("妹妹", ("77",), ("妹",)),
    Term("妹夫", ("78",)),
    Term("伯父", ("81",), ("伯伯",)),
    Term("伯母", ("82",)),
    Term("叔父", ("83",), ("叔", "叔叔")),
    Term("婶母", ("84",), ("婶", "婶婶", "婶子")),
    Term("舅父", ("85",), ("舅", "舅舅")),
    Term("舅母", ("86",), ("舅妈",)),
    Term("姨父", ("87",), ("姨夫",)),
    Term("姨母", ("88",), ("姨", "姨妈")),
    Term("姑父", ("89",), ("姑夫",)),
    Term("姑母", ("90",), ("姑", "姑姑", "姑妈")),
    Term("堂兄弟姐妹", ("91",), ("堂兄", "堂弟", "堂姐", "堂妹", "堂兄弟", "堂姐妹", "堂兄弟、堂姐妹")),
    Term("表兄弟姐妹", ("92",), ("表兄", "表弟", "表姐", "表妹", "表兄弟", "表姐妹", "表兄弟、表姐妹")),
    Term("侄子", ("93",), ("侄", "侄儿")),
    Term("侄女", ("94",)),
    Term("外甥", ("95",)),
    Term("外甥女", ("96",)),
    Term("其他亲属", ("97", "80", "8"), ("其他亲戚", "亲属", "亲戚")),
    Term("非亲属", ("99", "98"), ("无亲属关系", "保姆", "寄住")),
    Term("其他", (), ("其它", "其他关系")),
)

STANDARDS: dict[str, tuple[Term, ...]] = {
    "ethnicity": _ETHNICITY,
    "politics": _POLITICS,
    "education": _EDUCATION,
    "marriage": _MARRIAGE,
    "relation": _RELATION,
}

_BY_SEX = {
    "4": ("孙子", "孙女"),
    "40": ("孙子", "孙女"),
    "5": ("父亲", "母亲"),
    "50": ("父亲", "母亲"),
    "父母": ("父亲", "母亲"),
    "6": ("祖父", "祖母"),
    "60": ("祖父", "祖母"),
    "子女": ("子", "女"),
    "孙子女": ("孙子", "孙女"),
}
"""Codes and words of the relation that only the person's sex makes one word of (man, woman)."""


def labels_of(list_name: str) -> tuple[str, ...]:
    """The standard words of a list in the order of their codes."""
    return tuple(term.label for term in STANDARDS[list_name])


@lru_cache(maxsize=4096)
def standard_term(list_name: str, text: str, *, sex: str | None = None) -> str | None:
    """The standard word for what somebody wrote: the word, a synonym or a code; None when the list knows no one word.

    ``sex`` (male, female) decides where the word leaves it open: code 4 of the relation is 孙子 or 孙女.
    KeyError for a list there is not.
    """
    known = _index(list_name)
    written = _BLANKS.sub("", to_half_width(text))
    for form in (written, _NUMBERED.sub("", written), written.rstrip("。.;,")):
        found = known.get(form) or _related(list_name, form, known)
        if found is not None:
            return found
        if sex and list_name == "relation" and form in _BY_SEX:
            return _BY_SEX[form][0 if sex == "male" else 1]
    return None


def _related(list_name: str, form: str, known: dict[str, str]) -> str | None:
    """之子, 户主之子, 户主的儿子: what is said of the head is the same without naming the head."""
    if list_name != "relation":
        return None
    for beginning in ("户主之", "户主的", "之", "户主"):
        if form.startswith(beginning) and (rest := form[len(beginning) :]) and not rest.isdigit():
            return known.get(rest)
    return None


@lru_cache(maxsize=16)
def _index(list_name: str) -> dict[str, str]:
    known: dict[str, str] = {}
    for term in STANDARDS[list_name]:
        for form in (term.label, *term.codes, *term.synonyms):
            known.setdefault(to_half_width(form), term.label)
    return known
