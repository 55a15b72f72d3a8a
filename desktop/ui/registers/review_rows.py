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
    headings = (_tr("名册"), _tr("记录"), _tr("哪里对不上"))

    def texts(one: Disagreement) -> tuple[str, str, str]:
        said = disagreement_sentence(
            one.kind, one.what, one.field, expected=one.expected, found=one.found, language=language
        )
        title = " ".join(filter(None, (one.village_name if with_village else "", one.title)))
        return label_of(KINDS[one.kind]), title, said

    return Rows(headings, (7, 12, 0), found, texts)


def duplicate_rows(found: Sequence[Alike], language: str) -> Rows:
    """Records that are alike: the register, who, why."""
    headings = (_tr("名册"), _tr("疑似同一个"), _tr("理由"))

    def texts(one: Alike) -> tuple[str, str, str]:
        titles = "、".join(dict.fromkeys(one.titles))
        count = _tr("{titles}（{count} 条）").format(titles=titles, count=len(one.ids))
        return label_of(KINDS[one.kind]), count, "、".join(alike_words(why, language) for why in one.why)

    return Rows(headings, (7, 18, 0), found, texts)


def household_rows(found: Sequence[HouseholdCoverage], today: date, *, with_village: bool) -> Rows:
    """Households by days since their last visit."""
    headings = (_tr("组/网格"), _tr("户主"), _tr("户编号"), _tr("上次走访"), _tr("距今"))

    def texts(one: HouseholdCoverage) -> tuple[str, ...]:
        group = " ".join(filter(None, (one.village_name if with_village else "", one.group_name)))
        last = short_date(one.last_visit, today) if one.last_visit else "–"
        days = _tr("没有走访过") if one.days is None else _tr("{days} 天").format(days=f"{one.days:,}")
        return group, one.head_name, one.household_no, last, days

    return Rows(headings, (9 if with_village else 7, 8, 0, 7, 8), found, texts)


def group_rows(found: Sequence[GroupCoverage], *, with_village: bool) -> Rows:
    """Groups with their households and how many were visited."""
    headings = (_tr("组/网格"), _tr("户数"), _tr("走访过"), _tr("覆盖"))

    def texts(one: GroupCoverage) -> tuple[str, ...]:
        name = one.group_name or _tr("（未填）")
        whole = " ".join(filter(None, (one.village_name if with_village else "", name)))
        return whole, f"{one.households:,}", f"{one.visited:,}", f"{one.share:.0%}"

    return Rows(headings, (0, 4.5, 5, 4.5), found, texts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewRows", text)
