"""What follows from what stands in a form: standard words, what an ID number tells, what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from desktop.domain.checking import cautions_of, check_record, derived_values
from desktop.domain.doubtful import doubtful_places
from desktop.domain.fields import FieldKind, Personal, RecordKind
from desktop.ui.forms import Follow
from desktop.ui.translation import label_of
from desktop.wording import caution_sentence
from desktop.wording.doubts import hint_of

_FREE = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.LIST)
# Of issues, households, grids: an office's own numbers.
_NUMBERS = ("_no", "_numbers", "code")
_ASKED = (FieldKind.ID_NUMBER, FieldKind.CREDIT_CODE)


def follows(kind: RecordKind, values: Mapping[str, object], today: date, language: str) -> Follow:
    """What the typed values of a record lead to. Values that are not accepted lead to nothing."""
    concerned = [one for one in kind.fields if one.kind in _ASKED or one.terms or one.derived_from]
    typed = {one.name: values[one.name] for one in concerned if values.get(one.name) is not None}
    clean, _ = check_record(kind, typed, today=today, categories=(), partial=True)
    derived = derived_values(kind, clean)
    worded = {one.name: clean[one.name] for one in concerned if one.terms and clean.get(one.name)}
    cautions: dict[str, str] = {}
    for caution in cautions_of(kind, {**clean, **derived}):
        label = label_of(kind.field(caution.field))
        said = caution_sentence(replace(caution, params={**caution.params, "label": label}), language)
        cautions.setdefault(caution.field, said)
    for field in kind.fields:
        value = values.get(field.name)
        if field.kind in _FREE and field.personal is not Personal.NAME and value and not field.name.endswith(_NUMBERS):
            text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            hint = hint_of(frozenset(place.what for place in doubtful_places(text)), language)
            if hint:
                cautions.setdefault(field.name, hint)
    return Follow({**worded, **derived}, cautions)
