"""Who may see personal data whole: by duty, with a reason, noted in the access log.

As long as nobody is named and there is no PIN one person does everything: telephones and ID numbers are masked until
asked for, without a question. Otherwise all personal data but names is masked (*guarded*).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.data.access_log import SALVAGED, append_access
from desktop.data.ledger import Ledger
from desktop.data.pins import names_with_pins
from desktop.data.writing import wall_now
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Personal, RecordKind
from desktop.domain.masks import mask_text
from desktop.domain.sight import ALONE_MASKED, MASKED, SEEING, masked_fields
from desktop.services.people import people_of

LONGEST_REASON = 100

HOLDS_MINUTES = 10
"""How long a record stays unmasked for whoever gave a reason, unless somebody else works before."""


class Act(StrEnum):
    """What is noted in the access log."""

    SEEN = "seen"
    LISTED = "listed"
    PRINTED = "printed"
    FILLED = "filled"
    ENTERED = "entered"
    """Known values were put into the form of a new record."""
    PIN_SET = "pin_set"
    PIN_REMOVED = "pin_removed"
    LOG_EXPORTED = "log_exported"
    LOG_SALVAGED = SALVAGED
    """Entries of this log were lost with a damaged ledger: ``about`` has their numbers."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What whoever works now sees. ``masked`` are the sorts that stay masked until they are asked for.

    ``is_guarded``: asking takes a reason, and is noted; ``may_see``: asking is of use.
    """

    is_guarded: bool
    masked: frozenset[Personal]
    may_see: bool


ALONE = Sight(is_guarded=False, masked=ALONE_MASKED, may_see=True)


def sight_of(ledger: Ledger) -> Sight:
    """What whoever works now sees."""
    people, pins = people_of(ledger), names_with_pins(ledger)
    if not people and not pins:
        return ALONE
    if people:
        may_see = any(person.name == ledger.actor and person.duties & SEEING for person in people)
    else:
        may_see = ledger.actor in pins
    return Sight(is_guarded=True, masked=MASKED, may_see=may_see)


def may_see_personal(ledger: Ledger) -> bool:
    """Whether whoever works now may see personal data whole, or find by parts of it."""
    return sight_of(ledger).may_see


def refuse_asking(ledger: Ledger, kind: RecordKind, names: Iterable[str]) -> None:
    """Who may not see a value may not ask for records by it either: the answer would tell. Refused: ``may_not_see``."""
    if asked_in_vain(ledger, kind, names):
        raise Refused("may_not_see", actor=ledger.actor, people=seeing_people(ledger))


def asked_in_vain(ledger: Ledger, kind: RecordKind, names: Iterable[str]) -> frozenset[str]:
    """Those of these fields by which whoever works now may not ask."""
    hidden = frozenset(names) & {field.name for field in masked_fields(kind, MASKED)}
    if not hidden:
        return hidden
    sight = sight_of(ledger)
    return frozenset() if sight.may_see else hidden & {field.name for field in masked_fields(kind, sight.masked)}


def note_sight(
    ledger: Ledger,
    act: Act,
    kind: RecordKind,
    record_ids: Sequence[str],
    *,
    reason: str = "",
    fields: Sequence[str] | None = None,
    about: str = "",
) -> None:
    """Note that whoever works now sees these records whole; call it before they are shown.

    ``fields`` are those of the kind that are masked, unless named. Numbers in the reason are masked. Where one person
    does everything a look is not noted; what leaves the window is.
    Refused: ``may_not_see`` (with the people who may), ``invalid`` without a reason.
    """
    sight = sight_of(ledger)
    if not sight.may_see:
        raise Refused("may_not_see", actor=ledger.actor, people=seeing_people(ledger))
    given = checked_reason(reason) if sight.is_guarded or reason.strip() else ""
    if act is Act.SEEN and not sight.is_guarded:
        return
    names = [field.name for field in masked_fields(kind, sight.masked)] if fields is None else fields
    with ledger.transaction():
        append_access(
            ledger, wall_now(), act, kind=kind.name, records=record_ids, fields=names, reason=given, about=about
        )


def checked_reason(reason: str) -> str:
    """The reason in one line, with nobody's number in it. Refused: ``invalid``."""
    text = " ".join(reason.split())
    problem = None
    if not text:
        problem = Problem("missing", "reason")
    elif len(text) > LONGEST_REASON:
        problem = Problem("too_long", "reason", params={"limit": LONGEST_REASON})
    if problem is not None:
        raise Refused("invalid", problems=[problem], rows=1)
    return mask_text(text)


def seeing_people(ledger: Ledger) -> list[str]:
    """The people who may see personal data whole."""
    people = people_of(ledger)
    return [one.name for one in people if one.duties & SEEING] if people else sorted(names_with_pins(ledger))
