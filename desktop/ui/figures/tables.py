"""What stands in the tables of the figures page: a period by village, group, owner or category, and the 月报."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.services.figuring import COUNTS, By, Figure, MonthReport, Numbers, PeriodFigures, TableRow
from desktop.ui.figures.grid import GridContent, GridRow
from desktop.ui.figures.numbers import Shown
from desktop.ui.translation import label_of, language_shown
from desktop.wording.figures import meaning

COLUMNS = (
    "carried",
    "built",
    "closed",
    "substantive",
    "staged",
    "procedural",
    "working",
    "suspended",
    "long_term",
    "overdue",
    "reopened",
    "extended",
    "on_time",
    "on_time_extended",
    "dissatisfied",
)


def corner_of(by: By) -> str:
    """What the rows of a table are."""
    return {
        By.VILLAGE: QCoreApplication.translate("FigureTables", "村"),
        By.GROUP: QCoreApplication.translate("FigureTables", "组/网格"),
        By.OWNER: QCoreApplication.translate("FigureTables", "责任人"),
        By.CATEGORY: QCoreApplication.translate("FigureTables", "问题类别"),
    }[by]


def label_of_row(row: TableRow) -> str:
    """The name of a row; where nothing is said, that."""
    return row.label or QCoreApplication.translate("FigureTables", "（未填）")


def table_content(found: PeriodFigures, by: By) -> GridContent:
    """The numbers of a period by one thing, and all together below."""
    columns = [name for name in COLUMNS if name not in ("extended", "reopened") or found.total[name]]
    rows = [
        GridRow(label_of_row(row), cells=_cells(found, columns, row.numbers, label_of_row(row), by, row.key))
        for row in found.tables[by]
    ]
    total = QCoreApplication.translate("FigureTables", "合计")
    rows.append(GridRow(total, cells=_cells(found, columns, found.total, "", None, ""), is_total=True))
    language = language_shown()
    return GridContent(
        corner_of(by),
        tuple(label_of(COUNTS[name]) for name in columns),
        tuple(rows),
        tuple(meaning(name, language) for name in columns),
        is_sorted_by_click=True,
    )


def _cells(
    found: PeriodFigures, columns: Sequence[str], numbers: Numbers, label: str, by: By | None, key: str
) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            " · ".join(part for part in (label_of(COUNTS[name]), label) if part),
            f"{numbers[name]:,}",
            found.figure(name, by, key),
        )
        for name in columns
    )


def report_content(report: MonthReport) -> GridContent:
    """The form as it stands on paper, in the language of the paper."""
    headings = (*report.headings, QCoreApplication.translate("FigureTables", "合计"))
    village = ((By.VILLAGE, report.unit_code),) if report.is_of_village else ()
    rows = []
    for line in report.lines:
        if line.period is None:
            rows.append(GridRow(line.label))
            continue
        cells = []
        for place, number in enumerate(line.numbers):
            is_total = place == len(report.columns)
            part = village if is_total else (*village, (By.CATEGORY, report.columns[place]))
            label = line.label.removeprefix("其中：") if is_total else f"{line.label} · {headings[place]}"
            cells.append(Shown(label, f"{number:,}", Figure(line.count, line.period, part)))
        rows.append(GridRow(line.label, line.depth, tuple(cells)))
    return GridContent(QCoreApplication.translate("FigureTables", "项目"), headings, tuple(rows))
