"""The three lists of what is to be looked at, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.domain.kinds import KINDS
from desktop.services.covering import Coverage, GroupCoverage, HouseholdCoverage
from desktop.services.disagreeing import Disagreement
from desktop.services.duplicates import Alike
from desktop.ui.registers.review_table import Rows
from desktop.ui.showing import short_date
from desktop.ui.translation import label_of
from desktop.wording import alike_words, disagreement_sentence


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found to be looked at."""

    disagreements: Sequence[Disagreement]
    duplicates: Sequence[Alike]
    coverage: Coverage


def disagreement_rows(found: Sequence[Disagreement], language: str, *, with_village: bool) -> Rows:
    """What does not agree: the register, the record, what is wrong."""
    headings = (
        QCoreApplication.translate("ReviewRows", "名册"),
        QCoreApplication.translate("ReviewRows", "记录"),
        QCoreApplication.translate("ReviewRows", "哪里对不上"),
    )

    def texts(one: Disagreement) -> tuple[str, str, str]:
        said = disagreement_sentence(
            one.kind, one.what, one.field, expected=one.expected, found=one.found, language=language
        )
        title = " ".join(filter(None, (one.village_name if with_village else "", one.title)))
        return label_of(KINDS[one.kind]), title, said

    return Rows(headings, (8, 14, 0), found, texts)


def duplicate_rows(found: Sequence[Alike], language: str) -> Rows:
    """Records that are alike: the register, who, why."""
    headings = (
        QCoreApplication.translate("ReviewRows", "名册"),
        QCoreApplication.translate("ReviewRows", "疑似同一个"),
        QCoreApplication.translate("ReviewRows", "理由"),
    )

    def texts(one: Alike) -> tuple[str, str, str]:
        titles = "、".join(dict.fromkeys(one.titles))
        count = QCoreApplication.translate("ReviewRows", "{titles}（{count} 条）").format(
            titles=titles, count=len(one.ids)
        )
        return label_of(KINDS[one.kind]), count, "、".join(alike_words(why, language) for why in one.why)

    return Rows(headings, (8, 20, 0), found, texts)


def household_rows(found: Sequence[HouseholdCoverage], today: date, *, with_village: bool) -> Rows:
    """Households by days since their last visit."""
    headings = (
        QCoreApplication.translate("ReviewRows", "距今"),
        QCoreApplication.translate("ReviewRows", "上次走访"),
        QCoreApplication.translate("ReviewRows", "户主"),
        QCoreApplication.translate("ReviewRows", "组/网格"),
        QCoreApplication.translate("ReviewRows", "户编号"),
    )

    def texts(one: HouseholdCoverage) -> tuple[str, ...]:
        group = " ".join(filter(None, (one.village_name if with_village else "", one.group_name)))
        last = short_date(one.last_visit, today) if one.last_visit else "–"
        days = (
            QCoreApplication.translate("ReviewRows", "没有走访过")
            if one.days is None
            else QCoreApplication.translate("ReviewRows", "{days} 天").format(days=f"{one.days:,}")
        )
        return days, last, one.head_name, group, one.household_no

    return Rows(headings, (8, 8, 8, 10, 0), found, texts)


def group_rows(found: Sequence[GroupCoverage], *, with_village: bool) -> Rows:
    """Groups with their households and how many were visited."""
    headings = (
        QCoreApplication.translate("ReviewRows", "组/网格"),
        QCoreApplication.translate("ReviewRows", "户数"),
        QCoreApplication.translate("ReviewRows", "走访过"),
        QCoreApplication.translate("ReviewRows", "覆盖"),
    )

    def texts(one: GroupCoverage) -> tuple[str, ...]:
        name = one.group_name or QCoreApplication.translate("ReviewRows", "（未填）")
        whole = " ".join(filter(None, (one.village_name if with_village else "", name)))
        return whole, f"{one.households:,}", f"{one.visited:,}", f"{one.share:.0%}"

    return Rows(headings, (10, 6, 6, 0), found, texts)
