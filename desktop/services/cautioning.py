"""What is odd about records that were accepted all the same."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.domain.checking import Caution, cautions_of
from desktop.services.recording import kind_named

__all__ = ["Caution", "cautions"]


def cautions(ledger: Ledger, kind_name: str, record_ids: Iterable[str]) -> list[Caution]:
    """What is odd about these records, by their order (``row`` counts them from 1). Refused: ``unknown_kind``."""
    kind = kind_named(kind_name)
    found: list[Caution] = []
    for row, record_id in enumerate(record_ids, start=1):
        stored = ledger.tables[kind.name].get(record_id)
        if stored is not None:
            found += cautions_of(kind, decoded(kind, stored), row=row)
    return found
