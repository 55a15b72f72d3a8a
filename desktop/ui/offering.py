"""Words that forms offer while typing: those the ledger already knows, fetched beside the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.fields import FieldKind, RecordKind
from desktop.services.finding import distinct_values
from desktop.services.knowing import spelled
from desktop.services.ledgers import Ledger
from desktop.services.settings import read_settings
from desktop.ui.context import Context
from desktop.ui.widgets.texts import Spelled

_PEOPLE = {"visitors", "companions", "owner", "leader", "checker"}
_SUBJECTS = {"subject_name": ("household", "head_name")}
_OFFERED = {"group_name", "village_name", "location", "lead_unit", "support_units", "unit", "post", "grid", "industry"}


class Offers:
    """The words for each field of a kind. They are looked up on the worker; until they are there, none are offered."""

    def __init__(self, context: Context, kind: RecordKind) -> None:
        self._context = context
        self._kind = kind
        self._words: dict[str, list[str]] = {}
        self._is_asked = False

    def prepare(self) -> None:
        """Look the words up, once: on a large ledger that takes seconds, in which nothing could be saved."""
        if self._is_asked:
            return
        self._is_asked = True
        ledger, kind = self._context.ledger, self._kind
        self._context.worker.run(lambda _job: _known_words(ledger, kind), done=self._take)

    def learn(self, values: Mapping[str, Any]) -> None:
        """Offer what was just saved as well."""
        for name, value in values.items():
            if name in _PEOPLE or name in _OFFERED or name in _SUBJECTS:
                said = value if isinstance(value, list) else [value]
                self._words[name] = list(dict.fromkeys([*map(str, filter(None, said)), *self.words(name)]))

    def words(self, name: str) -> list[str]:
        """The words for a field, most used first."""
        return self._words.get(name, [])

    def _take(self, words: dict[str, list[str]]) -> None:
        self._words = words


def _known_words(ledger: Ledger, kind: RecordKind) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {"category": list(read_settings(ledger).categories)}
    cadres = distinct_values(ledger, "cadre", "name")
    for field in kind.fields:
        found = list(field.suggestions)
        if field.name in _PEOPLE:
            found += cadres + distinct_values(ledger, kind.name, field.name)
        elif field.name in _SUBJECTS:
            found += distinct_values(ledger, *_SUBJECTS[field.name]) + distinct_values(ledger, kind.name, field.name)
        elif field.name in _OFFERED or field.kind is FieldKind.LIST:
            found += distinct_values(ledger, kind.name, field.name)
        if found and field.kind is not FieldKind.CATEGORY:
            # Names are found by their pinyin as well.
            unlike = list(dict.fromkeys(found))
            words[field.name] = [Spelled(*each) for each in spelled(unlike)] if field.name in _PEOPLE else unlike
    return words
