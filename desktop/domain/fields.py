"""What a field is. Record kinds declare their fields with these words, once; everything else reads the declaration."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class FieldKind(StrEnum):
    """How a value is stored, checked, shown and written to a workbook.

    Stored values: text kinds are ``str``; DATE is an ISO ``str``; LIST is ``list[str]``; INTEGER is ``int``;
    NUMBER is ``int`` or ``float``; CHOICE is the English code. An empty field is ``None``.
    """

    UUID = "uuid"
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    CHOICE = "choice"
    CATEGORY = "category"
    LIST = "list"
    INTEGER = "integer"
    NUMBER = "number"
    PHONES = "phones"
    ID_NUMBER = "id_number"
    CREDIT_CODE = "credit_code"
    DIVISION_CODE = "division_code"


class Owner(StrEnum):
    """Whose word counts when two offices change a field without knowing of each other."""

    VILLAGE = "village"
    TOWN = "town"


class Personal(StrEnum):
    """Personal data, and which mask fits it."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    ADDRESS = "address"
    TAGS = "tags"
    TEXT = "text"


class SetBy(StrEnum):
    """Who may give the field its value."""

    PERSON = "person"
    PROGRAM = "program"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice field: the stored English ``code``, the Chinese ``label``, other words people write."""

    code: str
    label: str
    label_en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record kind.

    ``width`` is the width of a workbook column in Chinese-character halves (Excel's unit); ``section`` is the part of
    the form that shows the field; ``listed`` puts it among the columns a table shows at first; ``searched`` puts its
    text into the search index; ``sticky`` keeps its value when the next record is begun; ``aliases`` are other
    headings under which ledgers carry the field. ``terms`` names the list of :mod:`desktop.domain.standards` whose
    words are stored for their synonyms; ``derived_from`` the ID number that tells the value when none is given.
    """

    name: str
    label: str
    label_en: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    owner: Owner = Owner.VILLAGE
    personal: Personal | None = None
    set_by: SetBy = SetBy.PERSON
    not_future: bool = False
    max_length: int = 0
    minimum: float | None = None
    maximum: float | None = None
    width: int = 12
    section: str = "main"
    listed: bool = False
    searched: bool = False
    sticky: bool = False
    aliases: tuple[str, ...] = ()
    terms: str = ""
    derived_from: str = ""

    @property
    def length_limit(self) -> int:
        """Most UTF-16 units accepted, so that the value fits a workbook cell (32,767) and a line."""
        if self.max_length:
            return self.max_length
        return 32_000 if self.kind is FieldKind.LONG_TEXT else 500

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a form. ``folded`` sections open only when one of their fields has content."""

    name: str
    label: str
    label_en: str
    folded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class RecordKind:
    """A kind of record: its names, its fields in the order of the paper form, its place in the workbook.

    ``title_field`` names a record in one word (shown in lists, notices and histories); ``date_field`` is the day it
    happened, by which lists are sorted, newest first; ``sheet`` is the title of its workbook sheet; ``is_typed`` says
    whether people enter such records, in a form or a row of a sheet: others only come with a file. A kind is declared
    once and compared by identity: hashing all its fields would cost a third of an import.
    """

    name: str
    label: str
    label_en: str
    sheet: str
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    title_field: str
    date_field: str = ""
    is_typed: bool = True

    def field(self, name: str) -> Field:
        """The field of this name; KeyError when the kind has none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def has_field(self, name: str) -> bool:
        """Whether the kind declares a field of this name."""
        return name in _names_of(self)

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names in declared order."""
        return _names_of(self)


@lru_cache(maxsize=64)
def _names_of(kind: RecordKind) -> tuple[str, ...]:
    # Asked for every row that is read.
    return tuple(candidate.name for candidate in kind.fields)


@lru_cache(maxsize=64)
def list_fields(kind: RecordKind) -> frozenset[str]:
    """Names of the fields whose values are lists."""
    return frozenset(field.name for field in kind.fields if field.kind is FieldKind.LIST)
