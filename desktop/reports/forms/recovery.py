"""恢复单: the sheet on which the recovery code of a ledger is kept on paper."""

from __future__ import annotations

from datetime import date

from desktop.reports.documents import Cell, Document, Grid, Group, Look, Row, label, value

_SIZE = 14


def recovery_sheet(office: str, place: str, code: str, day: date) -> Document:
    """The sheet for a ledger of an office that lies at a place."""
    rows = (
        Row((label("单　　位"), value(office, 3)), 12),
        Row((label("账本文件"), value(place, 3)), 12),
        Row((label("打印日期"), value(f"{day.year}年{day.month}月{day.day}日", 3)), 12),
        Row((label("恢 复 码"), Cell(_in_two_lines(code), 3, Look.CENTRED)), 34),
        Row(
            (
                label("用　　法"),
                Cell(
                    "忘了账本密码时，打开程序，点“忘了密码”，照上面输入恢复码（大小写、横线不要紧），再定一个新密码。"
                    "\n用过一次，或者改过密码以后，这张单子作废，程序会给一张新的。",
                    3,
                    Look.TEXT,
                ),
            ),
            40,
        ),
        Row(
            (
                label("保　　管"),
                Cell(
                    "像印章一样保管，不要和电脑放在一起，不要拍照。"
                    "\n谁拿到这张单子和账本文件，谁就能打开账本。密码和这张单子都没有了，账本和备份再也打不开。",
                    3,
                    Look.TEXT,
                    ("保管人（签字）：　　　　　　　",),
                ),
            ),
            48,
        ),
    )
    return Document("恢复单", "账本恢复单", Grid((1, 1, 1, 1), (Group(rows),)), size=_SIZE)


def _in_two_lines(code: str) -> str:
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    return "\n".join(" - ".join(part) for part in (groups[:half], groups[half:]))
