"""By which index a list of issues is read.

SQLite keeps no statistics of a ledger, and rows of issues are long: left to itself it reads thousands of them to
throw them away. So each list is given the index that holds all its conditions, or the rows that its words have.
"""

from __future__ import annotations

from typing import Any

import peewee

from desktop.data.ledger import Ledger
from desktop.data.search import is_exact, match_expression
from desktop.services.ordering import BY_CLOSING, BY_DUE, BY_OWNER
from desktop.services.selecting import ALIAS, Query

FEW = 5_000
"""Rows that are sooner read and put in order than found along the list."""

_BY_DAY, _BY_STATE, _BY_OWNER = "issue_by_day", "issue_by_due", "issue_of_owner"
_ORDERED = {"": _BY_DAY, BY_OWNER: _BY_OWNER, BY_DUE: _BY_STATE, BY_CLOSING: _BY_STATE}
_PRECISE = {"code": "issue_by_code", "visit_id": "issue_by_visit"}
"""Fields whose own index finds a few rows."""

_DATED = {"review_on": "issue_by_review"}
"""Days with an index of their own, in which only issues that have such a day stand."""


def list_source(ledger: Ledger, query: Query) -> Any:
    """What a page of issues is selected from; None where SQLite chooses well by itself."""
    return _source(ledger, query, counting=False)


def count_source(ledger: Ledger, query: Query) -> Any:
    """What issues are counted in; None where SQLite chooses well by itself."""
    return _source(ledger, query, counting=True)


def _source(ledger: Ledger, query: Query, *, counting: bool) -> Any:
    if query.kind != "issue" or "id" in query.where or not (counting or query.order in _ORDERED):
        return None
    for name, index in _PRECISE.items():
        value = query.where.get(name)
        if value and isinstance(value, str):
            return _index(index)
    if query.dated in _DATED and (query.since or query.until):
        return _index(_DATED[query.dated])
    # Words that must be looked for in the texts themselves are counted in the order of the rows.
    if query.text and ((counting and not is_exact(query.text)) or _has_few(ledger, query)):
        return _rows()
    if not counting:
        return _index(_BY_OWNER if "owner" in query.where and not query.order else _ORDERED[query.order])
    if "owner" in query.where:
        return _index(_BY_OWNER)
    return _index(_BY_STATE if query.lights or "status" in query.where else _BY_DAY)


def whole_rows() -> Any:
    """What whole issues are selected from by their row numbers."""
    return _rows()


def _has_few(ledger: Ledger, query: Query) -> bool:
    expression = match_expression(query.text)
    # A single character stands for all pairs that begin with it: gathering them is the greater part of the work.
    if not expression or "*" in expression:
        return False
    found = ledger.database.execute_sql(
        "SELECT count(*) FROM (SELECT 1 FROM issue_text WHERE issue_text MATCH ? LIMIT ?)", (expression, FEW)
    )
    return int(found.fetchone()[0]) < FEW


def _index(name: str) -> Any:
    return peewee.SQL(f'"issue" AS "{ALIAS}" INDEXED BY {name}')


def _rows() -> Any:
    return peewee.SQL(f'"issue" AS "{ALIAS}" NOT INDEXED')
