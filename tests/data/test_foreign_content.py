"""Ledgers that SQLite opens and that are none of ours any more."""

from __future__ import annotations

import pytest

from desktop.domain.errors import Refused
from desktop.services.ledgers import open_ledger
from tests.offices import Offices


@pytest.mark.parametrize(
    "spoil",
    [
        "DELETE FROM meta WHERE key = 'level'",
        "UPDATE meta SET value = 'county' WHERE key = 'level'",
        "UPDATE meta SET value = CAST(x'ff41' AS TEXT) WHERE key = 'name'",
    ],
)
def test_a_ledger_without_its_office_is_damaged(offices: Offices, spoil: str) -> None:
    village = offices.village()
    village.database.execute_sql(spoil)
    offices.close()
    with pytest.raises(Refused, match="ledger_damaged"):
        open_ledger(village.path)
