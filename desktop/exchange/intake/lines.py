"""What the rows around the records are: titles, totals, signatures, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.exchange.intake.headings import key, plain
from desktop.exchange.tables import Cell

_TOTAL = re.compile(
    r"(?:本[页表月季年组村户次期]|[一二三四五六七八九十\d]+月份?|全[村镇乡组年]|上[页月]|以上)?"
    r"(?:合计|小计|总计|共计|累计|汇总|总数|小结|平均)[（(]?[:：]?[\d.,]*(?:户|人|件|条|个|家|次|元|万元|亩)?[）)]?"
)
_COUNTED = re.compile(r"(?:全[村镇乡组]|总|共|本[页表]|以上)共?(?:走访|收集|反映|计)?\d+(?:户|人|件|条|个|家|次).*")
_UNIT_LINE = re.compile(
    r"(?:填报|填表|制表|上报|编制|报送|登记)?(?:单位|部门|乡镇|村居?|日期|时间)(?:[（(].{0,8}[）)])?[:：].*"
    r"|截[至止].*|(?:填报|上报)(?:单位|时间|日期).*|\d{4}年\d{1,2}月(?:\d{1,2}日)?|(?:镇|乡|街道|村|社区)[:：].*"
)
_SIGNATURE = re.compile(
    r".{0,12}(?:填表|填报|制表|审核|负责|经办|复核|登记|记录|统计|报送|审批|分管|主管|主要|录入|校对|联系)"
    r"(?:人|员|领导|负责人|电话|方式|人员|同志)?(?:[（(].{0,6}[）)])?[:：].*"
    r"|.{0,15}[（(]?(?:签字|签名|盖章|签章|公章)[）)]?[:：]?.{0,12}|(?:联系)?电话[:：].*|(?:领导|书记|主任|单位)[^，。]{0,8}[:：].{0,12}"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填写说明|填报说明|要求|提示|注意|备注说明|温馨提示|注释)\d*[:：.、].*|[※*★].+",
    re.DOTALL,
)
_NUMBERED_NOTE = re.compile(r"\d{1,2}[.、)）]\D.{8,}|[（(]\d{1,2}[)）]\D.{8,}|[“\"].{8,}")
_EXAMPLE = re.compile(r"(?:填写)?(?:例|示例|样例|范例|例如|举例|样表)(?:[:：\d].*)?")
_GROUP = re.compile(r"(?:第)?[一二三四五六七八九十\d]{1,3}(?:村民)?小?组|.{1,6}(?:自然村|网格)")
_VILLAGE = re.compile(r".{1,8}(?:村|社区)(?:村民委员会|居民委员会|村委会|居委会)?")
_PAGE = re.compile(r"第.{1,4}页|续表|[（(]续|接上|转下")
_UNIT = re.compile(r"[（(][^()（）\d]{1,6}[)）]")
_DAY = re.compile(r"(?:\d{4}|二[〇○0零].{2})年.{1,3}月(?:.{1,3}日)?")


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """The words of a row, blanks taken out."""
    return [plain(cell) for cell in cells if cell not in ("", None) and plain(cell)]


def is_total(texts: Sequence[str]) -> bool:
    """Whether one of the first cells says that this is a sum of other rows."""
    return any(_TOTAL.fullmatch(text) or _COUNTED.fullmatch(text) for text in texts[:3] if len(text) <= 30)


def is_column_numbers(texts: Sequence[str]) -> bool:
    """Whether a row under the headings only numbers the columns (1 2 3 …, 甲 乙 1 2) or tells units: （人）（亩）."""
    if texts and all(_UNIT.fullmatch(text) for text in texts):
        return True
    if len(texts) < 3:
        return False
    bare = [text.strip("()（）") for text in texts]
    digits = [text.removesuffix(".0") for text in bare if text not in "甲乙丙丁戊己庚"]
    counted = all(text.isdigit() for text in digits)
    return (
        counted
        and len(digits) >= 3
        and [int(text) for text in digits] == list(range(int(digits[0]), int(digits[0]) + len(digits)))
        and int(digits[0]) in (0, 1, 2, 3)
    )


def is_example(texts: Sequence[str]) -> bool:
    """Whether the first cell says that the row only shows how to fill in."""
    return bool(texts) and bool(_EXAMPLE.fullmatch(texts[0]))


def side_line(texts: Sequence[str], width: int) -> str:
    """What a row is that stands beside the records: ``unit_line``, ``signature``, ``note``; '' when it may be a record.

    ``width`` is the number of columns of the table.
    """
    if not texts:
        return ""
    first = texts[0]
    if _NOTE.fullmatch(first):
        return "note"
    if len(texts) > max(4, 0.5 * width):
        return ""
    if _UNIT_LINE.fullmatch(first) and not _SIGNATURE.fullmatch(first):
        return "unit_line"
    if _SIGNATURE.fullmatch(first) or (
        len(texts) > 1 and _SIGNATURE.fullmatch(texts[1]) and ":" in key_marks(texts[1])
    ):
        return "signature"
    if len(texts) <= 2 and _DAY.fullmatch(first):
        return "signature"
    if len(texts) <= 2 and _NUMBERED_NOTE.fullmatch(first):
        return "note"
    return ""


def is_title(texts: Sequence[str]) -> bool:
    """Whether a line names what follows it, and is no place, page mark, total, signature or note."""
    if not texts or len(texts) > 2 or side_line(texts, 9) or is_total(texts):
        return False
    return not named_place(texts[0])[0] and not _PAGE.search(texts[0])


def key_marks(text: str) -> str:
    """The text with its colons alike."""
    return text.replace("：", ":")


def named_place(text: str) -> tuple[str, str]:
    """``("group_name", …)`` or ``("village_name", …)`` for a line that says where the next rows belong, or blanks."""
    bare = re.sub(r"^[一二三四五六七八九十\d]{1,3}[、.．)）]", "", text).strip("：:【】[]()（） ")
    if _GROUP.fullmatch(bare):
        return "group_name", bare
    return ("village_name", bare) if _VILLAGE.fullmatch(bare) and len(bare) <= 12 else ("", "")


def is_label(cell: Cell) -> bool:
    """Whether a cell may be a heading: short words, no number, no date, no sentence."""
    if not isinstance(cell, str):
        return False
    text = plain(cell)
    bare = key(text)
    if not bare or len(bare) > 20:
        return False
    digits = sum(letter.isdigit() for letter in bare)
    return digits * 2 <= len(bare) and not any(mark in bare for mark in "。；！？")
