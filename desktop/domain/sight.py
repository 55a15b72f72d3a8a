"""Whose eyes personal data are for: which sorts are masked, and which duties may take the mask off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.fields import Field, Personal, RecordKind
from desktop.domain.lifecycle.duties import Duty
from desktop.domain.masks import mask

ALONE_MASKED = frozenset({Personal.PHONE, Personal.ID_NUMBER})
"""What one person who does everything sees masked until asked for."""

MASKED = frozenset(Personal) - {Personal.NAME}
"""What is masked where several people work. Names are what people look records up by."""

SEEING = frozenset(
    {
        Duty.VILLAGE_CADRE,
        Duty.GRID_WORKER,
        Duty.VILLAGE_SECRETARY,
        Duty.TOWN_OFFICE,
        Duty.SUPERVISOR,
        Duty.CHECKER,
        Duty.CLERK,
    }
)
"""Duties of those who call on people, call them back or write down what they said."""

IN_CHARGE = frozenset({Duty.VILLAGE_SECRETARY, Duty.TOWN_OFFICE, Duty.TOWN_LEADERS})
"""Duties of the person in charge of an office (负责人): names its people, gives new PINs, reads the access log."""

MARK = "匿名"
"""What stands in place of a name, with four characters that tell people of one run apart; of other texts, alone."""

_PLACES = ("village", "natural_village")
"""Kinds that are about no person."""


def sorts_of(kind: RecordKind, sorts: frozenset[Personal]) -> frozenset[Personal]:
    """Those of the sorts that say something about a person in a record of this kind."""
    return sorts & ALONE_MASKED if kind.name in _PLACES else sorts


def masked_fields(kind: RecordKind, sorts: frozenset[Personal]) -> tuple[Field, ...]:
    """The fields of a kind that hold one of these sorts of personal data about a person."""
    wanted = sorts_of(kind, sorts)
    return tuple(field for field in kind.fields if field.personal in wanted)


def masked_values(kind: RecordKind, values: Mapping[str, Any], sorts: frozenset[Personal]) -> dict[str, Any]:
    """A copy of the values in which the fields of :func:`masked_fields` are masked."""
    masks = {field.name: field.personal for field in masked_fields(kind, sorts) if field.personal is not None}
    return {name: mask(masks[name], value) if name in masks else value for name, value in values.items()}


def is_anonymous(kind: RecordKind, values: Mapping[str, Any]) -> bool:
    """Whether a record was made anonymous."""
    names = [field.name for field in kind.fields if field.personal is Personal.NAME]
    return any(str(values.get(name) or "").startswith(MARK) for name in names)
