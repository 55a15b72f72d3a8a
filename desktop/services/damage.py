"""What an inspection of a ledger can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``params`` name the place.

    ``file_damaged`` (detail); ``reference_broken`` (table, row, parent); ``change_altered`` (scope, node, number);
    ``numbers_missing`` (scope, node, first, last): the log counts changes it does not hold; ``count_wrong`` (scope,
    node): what the log says it holds is not what it holds; ``tally_wrong`` (kind, told, count): how many records there
    are is remembered wrong; ``clock_behind`` (lamport, highest);
    ``record_missing``, ``record_unfounded``, ``record_differs`` (kind, id; the last with fields): the table and the
    log disagree; ``course_differs`` (id): the days by which figures count; ``conflict_differs`` (id, field);
    ``setting_differs`` (key); ``index_missing``, ``index_unfounded``, ``index_differs`` (kind, row): the search index
    and the table disagree; ``names_missing``, ``names_unfounded``, ``names_differs`` (kind, row): so does the index by
    which people are found; ``index_outdated`` (noted, wanted): another version wrote the indexes;
    ``index_broken`` (table): it cannot be searched; ``content_missing`` (count, files: the first of their names): files
    that were never received, which is no damage; ``content_altered`` (file, record); ``content_unreadable`` (part: of
    the ledger): there stands what the program does not write, and nothing beyond it in that part was looked at;
    ``access_altered`` (number), ``access_missing`` (first, last): entries of the access log; ``access_lost`` (first,
    last): they were gone, or did not fit, when the ledger was salvaged, and the log says so.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_damage(self) -> bool:
        """Whether something here is not as it was; else it has not come yet, is about to be renewed, or is known."""
        return self.code not in ("content_missing", "index_outdated", "access_lost")

    @property
    def is_of_index(self) -> bool:
        """Whether making the indexes anew (:func:`desktop.data.reindexing.rebuild`) mends it."""
        return self.code.startswith(("index_", "names_"))
