"""What titles, names of sheets and lines of the office say of all records of a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from desktop.exchange.intake.days import years_in
from desktop.exchange.intake.finding import Table
from desktop.exchange.intake.lines import side_line, texts_of
from desktop.exchange.intake.sheet import Sheet

_VILLAGE = re.compile(
    r"(?:镇|乡|街道|县|区|年度?|度|[：:\s]|^)(?!各|本|全|行政|自然|我|驻|农|该|所在|美丽|乡|镇)"
    r"([^\W\d镇乡街县区年度各]{1,4}?(?:村|社区))(?!民[^委]|情|组织|级|庄|里|干部走访$|小|务|镇|集体)"
)
_FILE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def lines_above(sheet: Sheet, table: Table, floor: int) -> list[str]:
    """The words above a table, from below the table before it."""
    rows = sheet.rows[sheet.index(floor + 1) : sheet.index(table.first)]
    return [text for row in rows for text in texts_of(row.cells)]


def year_of(lines: Sequence[str], sheet_name: str, file_name: str) -> int | None:
    """The year a ledger is of: by its title, else by the line of the office, the name of the sheet, of the file."""
    titles = [line for line in lines if not side_line([line], 1)]
    for texts in (titles, lines, [sheet_name], [file_name]):
        found = years_in(texts)
        if found:
            return found[0]
    for text in (sheet_name, file_name):
        if told := _FILE_YEAR.search(unicodedata.normalize("NFKC", text)):
            return int(told[1])
    return None


def village_of(lines: Sequence[str], sheet_name: str, known: Collection[str]) -> str:
    """The village that the name of the sheet or the words above name; '' when none or several."""
    for text in (sheet_name, *lines):
        bare = _bare(text)
        found = {name for name in known if name in bare} or {match[1] for match in _VILLAGE.finditer(bare)}
        if len(found) == 1:
            return found.pop()
    return ""


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def implied(kind_name: str, table: Table, lines: Sequence[str], sheet_name: str) -> dict[str, str]:
    """Values that the headings and titles tell of every record, where no column does."""
    if kind_name != "visit" or "kind" in table.fields:
        return {}
    subject = next((column.heading for column in table.columns if column.field == "subject_name"), "")
    words = " ".join([*lines, sheet_name, subject])
    if "企业" in subject or "公司" in subject or ("企业" in words and "户主" not in subject):
        return {"kind": "enterprise"}
    return {"kind": "household"} if "入户" in words else {}
