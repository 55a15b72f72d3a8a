"""What forms are made of: an issue, the steps taken on it, the people around it; as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


def plain_text(value: object) -> str:
    """A stored value as text, lists joined; nothing for an empty one."""
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Step:
    """A lifecycle step that counts. ``before`` and ``after`` hold the fields it changed, ``words`` what it says itself.

    ``level`` is the level of the office that took it; days are ISO texts.
    """

    event: str
    happened_on: str
    actor: str
    level: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def person(self) -> str:
        """Who took it: whom the clerk named, or whoever recorded it."""
        return str(self.words.get("handled_by") or self.actor)

    def said(self, name: str) -> str:
        """A text the step carries, as its own word or as a field it set."""
        return str(self.words.get(name) or self.after.get(name) or "")


@dataclass(frozen=True, slots=True)
class Reporter:
    """反映人, as far as registers and the visit tell: ready to be printed, masked where that is wanted."""

    name: str = ""
    sex: str = ""
    born_on: str = ""
    phone: str = ""
    address: str = ""
    politics: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """An official whom people can ask."""

    name: str = ""
    unit: str = ""
    post: str = ""
    phone: str = ""


def _unknown(_since: str, _until: str) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Case:
    """An issue with everything a form may say of it.

    ``values`` are the fields in force, codes as stored; ``attachments`` the names of files; ``working_days`` counts
    those after the first day up to the second, None where the holidays of the year are not known.
    """

    values: Mapping[str, Any]
    steps: tuple[Step, ...] = ()
    office: str = ""
    town: str = ""
    village: str = ""
    recorded_by: str = ""
    reporter: Reporter = Reporter()
    contact: Contact = Contact()
    owner: Contact = Contact()
    attachments: tuple[str, ...] = ()
    is_masked: bool = True
    working_days: Callable[[str, str], int | None] = _unknown

    def text(self, name: str) -> str:
        """A field as text, lists joined; empty when it is not filled in."""
        return plain_text(self.values.get(name))

    def items(self, name: str) -> list[str]:
        """The entries of a list, as texts; another value than a list, which a workbook may bring, is one entry."""
        value = self.values.get(name)
        found = value if isinstance(value, list) else [value]
        return [text for text in map(plain_text, found) if text]

    def last(self, *events: str) -> Step | None:
        """The last step of these kinds."""
        return next((step for step in reversed(self.steps) if step.event in events), None)

    def first(self, *events: str) -> Step | None:
        """The first step of these kinds."""
        return next((step for step in self.steps if step.event in events), None)

    def since(self, event: str, *events: str) -> Step | None:
        """The last of ``events`` taken after the last ``event``: the answer to it."""
        asked = self.last(event)
        after = self.steps[self.steps.index(asked) + 1 :] if asked is not None else ()
        return next((step for step in reversed(after) if step.event in events), None)

    def this_round(self) -> Case:
        """The case with the steps since it was last reopened alone."""
        reopened = self.last("reopen")
        return self if reopened is None else replace(self, steps=self.steps[self.steps.index(reopened) + 1 :])

    def place_of(self, step: Step) -> str:
        """The office that took a step."""
        return self.town if step.level == "town" else self.village or self.office
