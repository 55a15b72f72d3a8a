"""The words of the intake wizard: what rows are, how columns and cells were recognised."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.domain.fields import Field, FieldKind, RecordKind, SetBy
from desktop.domain.kinds import KINDS
from desktop.services.taken import FoundColumn, Guess
from desktop.ui.intake.kinds import INTAKE_KINDS
from desktop.ui.intake.marks import Part
from desktop.ui.showing import is_masked, shown_masked
from desktop.ui.translation import label_of, language_shown
from desktop.wording import guess_words, ignored_words, likeness_words

_BY_THE_OFFICE = "village_name"


def intake_kinds() -> list[RecordKind]:
    """The kinds in the order they are offered."""
    return [KINDS[name] for name in INTAKE_KINDS]


def assignable(kind: RecordKind) -> list[Field]:
    """The fields a column can go to, in the order of the form."""
    # An old ledger of issues also tells how far they are.
    is_open = kind.name == "issue"
    return [one for one in kind.fields if one.kind is not FieldKind.UUID and (is_open or one.set_by is SetBy.PERSON)]


def required_names(kind: RecordKind) -> list[str]:
    """Fields that every record has. Its village is not asked for: a ledger of a village has only one."""
    return [one.name for one in assignable(kind) if one.required and one.name != _BY_THE_OFFICE]


def part_word(part: Part, why: str = "") -> str:
    """What stands in the margin beside a row."""
    words = {
        Part.TITLE: QCoreApplication.translate("IntakeWords", "表题"),
        Part.HEADING: QCoreApplication.translate("IntakeWords", "列标题"),
        Part.RECORD: QCoreApplication.translate("IntakeWords", "取入"),
        Part.FAULTY: QCoreApplication.translate("IntakeWords", "有误"),
        Part.KNOWN: QCoreApplication.translate("IntakeWords", "已有"),
        Part.PASSED: QCoreApplication.translate("IntakeWords", "略过"),
        Part.ODD: "",
    }
    if why == "total":
        return QCoreApplication.translate("IntakeWords", "合计")
    if why == "signature":
        return QCoreApplication.translate("IntakeWords", "签字")
    if why == "member":
        return QCoreApplication.translate("IntakeWords", "户内")
    return words[part]


def left_word() -> str:
    """What stands beside a row that a person has left out."""
    return QCoreApplication.translate("IntakeWords", "不取")


def source_word(column: FoundColumn) -> str:
    """How a column came to its field, where that is worth saying."""
    if column.is_guess:
        return QCoreApplication.translate("IntakeWords", "推测")
    if column.source == "learnt":
        return QCoreApplication.translate("IntakeWords", "记得")
    if column.source == "person":
        return QCoreApplication.translate("IntakeWords", "已改")
    return ""


def read_words(why: str) -> str:
    """Why a cell was read otherwise than it is written."""
    return guess_words(why, language_shown())


def known_words(why: str) -> str:
    """By what a row and a record of the ledger are most likely the same."""
    return likeness_words(why, language_shown())


def passed_words(why: str) -> str:
    """Why a row is no record."""
    return ignored_words(why, language_shown())


def row_words(sheet: str, row: int) -> str:
    """A row by its number; with its sheet where there are several."""
    if sheet:
        return QCoreApplication.translate("IntakeWords", "{sheet} 第 {row} 行").format(sheet=sheet, row=f"{row:,}")
    return QCoreApplication.translate("IntakeWords", "第 {row} 行").format(row=f"{row:,}")


def value_words(kind: RecordKind, name: str, value: Any) -> str:
    """A stored value as a person reads it."""
    if value is None or value == "":
        return QCoreApplication.translate("IntakeWords", "（空）")
    if isinstance(value, (list, tuple)):
        return "、".join(str(one) for one in value)
    if kind.has_field(name):
        choice = kind.field(name).choice(str(value))
        if choice is not None:
            return label_of(choice)
    return str(value)


def read_value(kind: RecordKind, guess: Guess, *, is_open: bool = False) -> str:
    """What a cell was read as. A personal number that a person gave is hidden as in lists, unless ``is_open``."""
    if hides(kind, guess) and not is_open:
        return shown_masked(kind.field(guess.field), guess.value)
    return value_words(kind, guess.field, guess.value)


def hides(kind: RecordKind, guess: Guess) -> bool:
    """Whether a part of what was read is hidden: the file itself shows what it says, but not what a person gave."""
    is_given = guess.why == "person" and bool(guess.value)
    return is_given and kind.has_field(guess.field) and is_masked(kind.field(guess.field))


def raw_words(raw: str) -> str:
    """What stands in a cell."""
    return raw if raw.strip() else QCoreApplication.translate("IntakeWords", "（空）")


def field_word(kind: RecordKind, name: str) -> str:
    """The label of a field."""
    return label_of(kind.field(name)) if kind.has_field(name) else name
