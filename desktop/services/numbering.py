"""Issues that share a 问题编号: two computers of a village count apart until they have exchanged."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.data.ledger import Ledger
from desktop.data.writing import writing
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.finding import Record, get_record
from desktop.services.recording import Saved, current, next_issue_code, refuse_withdrawn, title_of


@dataclass(frozen=True, slots=True)
class SharedCode:
    """A number that several issues have. ``keeper`` keeps it, the issue made first; the ``others`` need new ones.

    Which was first is the same on every computer, whatever their clocks say.
    """

    code: str
    keeper: str
    others: tuple[str, ...]


_TWICE = "SELECT code FROM issue INDEXED BY issue_by_code WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1"
"""Numbers that come twice, withdrawn issues among them: along the index alone, and after every change."""


def shared_codes(ledger: Ledger) -> list[SharedCode]:
    """The numbers that more than one issue has, withdrawn ones left out; by number."""
    rows = ledger.database.execute_sql(
        f"SELECT i.code, i.id FROM issue i WHERE NOT i.is_withdrawn AND i.code IN ({_TWICE}) ORDER BY i.code"
    ).fetchall()
    by_code: dict[str, list[str]] = {}
    for code, issue_id in rows:
        by_code.setdefault(code, []).append(issue_id)
    first = {
        issue_id: min(change.rank for change in changes)
        for issue_id, changes in ledger.log.of_records(issue_id for _, issue_id in rows).items()
    }
    found = []
    for code, issue_ids in by_code.items():
        if len(issue_ids) == 1:
            continue
        keeper, *others = sorted(issue_ids, key=lambda issue_id: first[issue_id])
        found.append(SharedCode(code, keeper, tuple(others)))
    return found


@dataclass(frozen=True, slots=True)
class Namesake:
    """An issue that needs a new number (``later``), and the one that keeps it."""

    code: str
    keeper: Record
    later: Record

    @property
    def id(self) -> str:
        """Like the id of a conflict: the same on every node, and never that of one."""
        return f"{self.later.id}:code:shared"


def namesakes(ledger: Ledger) -> list[Namesake]:
    """One for each issue that needs a new number."""
    return [
        Namesake(shared.code, get_record(ledger, "issue", shared.keeper), get_record(ledger, "issue", other))
        for shared in shared_codes(ledger)
        for other in shared.others
    ]


def count_namesakes(ledger: Ledger) -> int:
    """How many issues need a new number."""
    row = ledger.database.execute_sql(
        "SELECT total(number - 1) FROM (SELECT count(*) AS number FROM issue i "
        f"WHERE NOT i.is_withdrawn AND i.code IN ({_TWICE}) GROUP BY i.code)"
    ).fetchone()
    return int(row[0])


def renumber(ledger: Ledger, issue_id: str) -> Saved:
    """Give an issue the next free number of its village and year; one step of undo.

    Refused: ``not_found``, ``is_withdrawn``, ``code_not_shared`` when no other issue has its number, or it keeps it.
    """
    kind = KINDS["issue"]
    values = current(ledger, kind, issue_id)
    refuse_withdrawn(ledger, kind, issue_id)
    if not any(issue_id in shared.others for shared in shared_codes(ledger)):
        raise Refused("code_not_shared", number=values.get("code", ""))
    with writing(ledger, "change_issue", title_of(kind, values)) as changes:
        code = next_issue_code(ledger, values["unit_code"], values["collected_on"][:4])
        changes.update(kind.name, issue_id, {"code": code})
    return Saved(kind.name, (issue_id,), changes.step_id, frozenset({kind.name}))
