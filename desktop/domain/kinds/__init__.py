"""The record kinds of the field dictionary. A new kind is one module and one entry here."""

from __future__ import annotations

from desktop.domain.fields import RecordKind
from desktop.domain.kinds.attachment import ATTACHMENT
from desktop.domain.kinds.cadre import CADRE
from desktop.domain.kinds.enterprise import ENTERPRISE
from desktop.domain.kinds.group import GROUP
from desktop.domain.kinds.household import HOUSEHOLD
from desktop.domain.kinds.issue import ISSUE
from desktop.domain.kinds.natural_village import NATURAL_VILLAGE
from desktop.domain.kinds.person import PERSON
from desktop.domain.kinds.village import VILLAGE
from desktop.domain.kinds.visit import VISIT

KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for kind in (VISIT, ISSUE, HOUSEHOLD, PERSON, ENTERPRISE, CADRE, VILLAGE, NATURAL_VILLAGE, GROUP, ATTACHMENT)
}

__all__ = [
    "ATTACHMENT",
    "CADRE",
    "ENTERPRISE",
    "GROUP",
    "HOUSEHOLD",
    "ISSUE",
    "KINDS",
    "NATURAL_VILLAGE",
    "PERSON",
    "VILLAGE",
    "VISIT",
]
