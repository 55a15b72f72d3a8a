"""Receipts (回执): who has what of whom, as far as the workbooks that came here tell."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.data.branches import lowered
from desktop.data.ledger import Ledger
from desktop.data.receiving import Gap, gaps
from desktop.domain.kinds import KINDS
from desktop.services.merging import waiting_changes
from desktop.services.outstanding import Outstanding, outstanding
from desktop.services.placing import known_name, villages_of


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a node is known to hold of a scope (``vector``: for each node the highest number), told in its last
    workbook, which came here at ``received_at`` (ISO with offset, this computer's clock). ``left_out`` are the records
    it holds changes of that do not count there: somebody left them out.
    """

    scope: str
    vector: Mapping[str, int]
    received_at: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerNode:
    """An installation of a partner office and its receipts, one for each scope."""

    node: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What the last workbook for a partner held of a scope."""

    scope: str
    vector: Mapping[str, int]
    file: str
    handed_at: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner office: its installations, what was handed over to it, and how many records were not."""

    unit_code: str
    name: str
    nodes: tuple[PartnerNode, ...]
    handed_over: tuple[HandedOver, ...]
    outstanding: int


@dataclass(frozen=True, slots=True)
class NamedGap:
    """Numbers of a node that are missing here; ``name`` is its office's, the scope's or the node's own."""

    unit_code: str
    name: str
    scope: str
    node: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Receipts:
    """Everything: by partner, what is held here by scope, what is missing, how many changes wait for it."""

    partners: tuple[Partner, ...]
    held: Mapping[str, Mapping[str, int]]
    gaps: tuple[NamedGap, ...]
    waiting: int


def receipts(ledger: Ledger) -> Receipts:
    """Who has what of whom. It may take a while: never on the GUI thread."""
    told = _told(ledger)
    unsent = {one.unit_code: one for one in outstanding(ledger)}
    handed = _handed_over(ledger)
    codes = dict.fromkeys([*unsent, *(code for code, _ in told), *handed])
    names = _names(ledger)
    partners = [
        Partner(
            code,
            names.get(code, code),
            tuple(PartnerNode(node, found) for (unit_code, node), found in told.items() if unit_code == code),
            handed.get(code, ()),
            unsent[code].records if code in unsent else 0,
        )
        for code in codes
        if code
    ]
    held = {scope: ledger.log.vector(scope) for scope in ledger.log.scopes()}
    return Receipts(tuple(partners), held, tuple(named_gaps(ledger)), waiting_changes(ledger))


def _told(ledger: Ledger) -> dict[tuple[str, str], tuple[Receipt, ...]]:
    """The receipts by unit code and node."""
    rows = ledger.database.execute_sql(
        "SELECT n.unit_code, n.uid, s.name, a.vector, a.received_at, a.left_out FROM acknowledged a "
        "JOIN node n ON n.id = a.node_id JOIN scope s ON s.id = a.scope_id WHERE n.uid <> ? "
        "ORDER BY n.unit_code, n.id, s.name",
        (ledger.node_uid,),
    )
    found: dict[tuple[str, str], tuple[Receipt, ...]] = {}
    for unit_code, node, scope, vector, received_at, left_out in rows.fetchall():
        receipt = Receipt(scope, lowered(ledger, scope, json.loads(vector)), received_at, tuple(json.loads(left_out)))
        found[unit_code, node] = (*found.get((unit_code, node), ()), receipt)
    return found


def _handed_over(ledger: Ledger) -> dict[str, tuple[HandedOver, ...]]:
    rows = ledger.database.execute_sql(
        "SELECT o.unit_code, s.name, o.vector, o.file_name, o.handed_at FROM handed_over o "
        "JOIN scope s ON s.id = o.scope_id ORDER BY o.unit_code, s.name"
    )
    found: dict[str, tuple[HandedOver, ...]] = {}
    for unit_code, scope, vector, file_name, handed_at in rows.fetchall():
        one = HandedOver(scope, json.loads(vector), file_name, handed_at)
        found[unit_code] = (*found.get(unit_code, ()), one)
    return found


def _names(ledger: Ledger) -> dict[str, str]:
    office = ledger.office
    rows = ledger.database.execute_sql("SELECT unit_code, unit_name FROM node WHERE unit_name <> ''")
    return villages_of(ledger) | {office.town_code: office.town_name or office.name} | dict(rows.fetchall())


# -- gaps --------------------------------------------------------------------------------------------------------------


def named_gaps(ledger: Ledger) -> list[NamedGap]:
    """The numbers that are missing here though others are known to hold them, or wait for them."""
    known = {row[0]: (row[1], row[2]) for row in _nodes(ledger)}
    wanted = _wanted(ledger)
    found = gaps(ledger, {scope: _only(vector, known) for scope, vector in wanted.items()})
    # Of a node that nobody has named, everything is missing.
    found += [
        Gap(scope, node, 1, highest)
        for scope, vector in wanted.items()
        for node, highest in sorted(vector.items())
        if node not in known and highest
    ]
    return [_named_gap(ledger, gap, *known.get(gap.node, ("", ""))) for gap in found]


def _nodes(ledger: Ledger) -> list[tuple[str, str, str]]:
    return ledger.database.execute_sql("SELECT uid, unit_code, unit_name FROM node").fetchall()  # type: ignore[no-any-return]


def _only(vector: Mapping[str, int], known: Collection[str]) -> dict[str, int]:
    return {node: highest for node, highest in vector.items() if node in known}


def _wanted(ledger: Ledger) -> dict[str, dict[str, int]]:
    """By scope the highest numbers that are known to exist: from receipts, and from what waiting changes knew."""
    rows = ledger.database.execute_sql(
        "SELECT s.name, a.vector FROM acknowledged a JOIN scope s ON s.id = a.scope_id UNION "
        "SELECT DISTINCT s.name, k.vector FROM change c JOIN scope s ON s.id = c.scope_id "
        "JOIN knowledge k ON k.id = c.knowledge_id WHERE c.state = 1 UNION "
        "SELECT s.name, json_object(n.uid, max(c.number)) FROM change c JOIN scope s ON s.id = c.scope_id "
        "JOIN node n ON n.id = c.node_id WHERE c.state = 1 GROUP BY c.scope_id, c.node_id"
    )
    wanted: dict[str, dict[str, int]] = {}
    for scope, text in rows.fetchall():
        merged = wanted.setdefault(scope, {})
        for node, number in json.loads(text).items():
            merged[node] = max(number, merged.get(node, 0))
    return wanted


def _named_gap(ledger: Ledger, gap: Gap, unit_code: str, unit_name: str) -> NamedGap:
    name = unit_name or known_name(ledger, gap.scope) or gap.node[:8]
    return NamedGap(unit_code, name, gap.scope, gap.node, gap.first, gap.last)


# -- the village's side ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Of a village's own ``records`` so many are ``confirmed`` received by the town; ``by_kind``: (confirmed, records).

    ``outstanding`` are those that no workbook for the town has held; what is neither is under way. ``told_at``: when
    the town last told what it has, empty before its first workbook.
    """

    records: int
    confirmed: int
    by_kind: Mapping[str, tuple[int, int]]
    outstanding: Outstanding
    told_at: str = ""

    @property
    def under_way(self) -> int:
        """Records handed over whose receipt has not come back."""
        return max(0, self.records - self.confirmed - self.outstanding.records)


def confirmed(ledger: Ledger) -> Confirmed:
    """How far the town has confirmed a village's records: all own changes of a record lie within its receipt.

    What every computer of the town left out is not confirmed. It may take a while: never on the GUI thread.
    """
    office = ledger.office
    scope_id = ledger.log.scope_id(office.own_scope)
    told = [
        receipt
        for (unit_code, _), found in _told(ledger).items()
        if unit_code == office.town_code
        for receipt in found
        if receipt.scope == office.own_scope
    ]
    by_kind: dict[str, tuple[int, int]] = {}
    missing = _unconfirmed(ledger, scope_id, told)
    missing |= set.intersection(*(set(receipt.left_out) for receipt in told)) if told else set()
    for name in KINDS:
        rows = ledger.database.execute_sql(f'SELECT id FROM "{name}" WHERE scope_id = ?', (scope_id,))
        ids = {row[0] for row in rows}
        if ids:
            by_kind[name] = (len(ids - missing), len(ids))
    return Confirmed(
        sum(total for _, total in by_kind.values()),
        sum(count for count, _ in by_kind.values()),
        by_kind,
        outstanding(ledger)[0],
        max((receipt.received_at for receipt in told), default=""),
    )


def _unconfirmed(ledger: Ledger, scope_id: int, told: Collection[Receipt]) -> set[str]:
    """Records with a change made in this office that no computer of the town is known to hold."""
    nodes = ledger.database.execute_sql("SELECT id, uid FROM node WHERE unit_code = ?", (ledger.office.code,))
    found: set[str] = set()
    for node_id, uid in nodes.fetchall():
        received = max((receipt.vector.get(uid, 0) for receipt in told), default=0)
        rows = ledger.database.execute_sql(
            "SELECT DISTINCT record_id FROM change WHERE scope_id = ? AND node_id = ? AND number > ?",
            (scope_id, node_id, received),
        )
        found.update(row[0] for row in rows)
    return found
