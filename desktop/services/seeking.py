"""By which index a list of very many records is read.

SQLite keeps no statistics of a ledger, and rows are long: left to itself it reads thousands of them to throw them
away. So each list is given the index that holds its order and, for the usual filters, its conditions, or the rows that
its words have.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop.data.ledger import Ledger
from desktop.services.ordering import DOWN
from desktop.services.query_words import needs_rows
from desktop.services.recording import kind_named
from desktop.services.selecting import ALIAS, Query
from desktop.services.word_conditions import has_few

_LIT_BY = ("status", "due_on", "look_on", "completed_on")
"""What the light of an issue is made of."""

FEW = 5_000
"""Rows that are sooner read and put in order than found along the list."""

_ORDERED = {
    "visit": {"": "visit_by_day", "visited_on": "visit_by_day", "subject_name": "visit_by_subject"},
    "issue": {
        "": "issue_by_day",
        "collected_on": "issue_by_day",
        "code": "issue_by_code",
        "owner": "issue_by_owner",
        "due_on": "issue_by_deadline",
        "closed_on": "issue_by_closing",
    },
    "household": {
        "": "household_by_arrival",
        "household_no": "household_by_number",
        "head_name": "household_by_head",
    },
    "person": {"": "person_by_arrival", "household_no": "person_by_household", "name": "person_by_name"},
}
"""The index that holds each order, by the column it begins with."""

_PRECISE = {
    "visit": {"household_no": "visit_by_household", "subject_name": "visit_by_subject"},
    "issue": {"code": "issue_by_code", "visit_id": "issue_by_visit"},
    "household": {"household_no": "household_by_number", "head_name": "household_by_head"},
    "person": {"household_no": "person_by_household", "name": "person_by_name"},
}
"""Fields whose own index finds a few rows."""

_BY_STATE, _BY_OWNER = "issue_by_due", "issue_by_owner"
_DATED = {"review_on": "issue_by_review"}
"""Days with an index of their own, in which only issues that have such a day stand."""


def list_source(ledger: Ledger, query: Query) -> str:
    """What a list is selected from, in SQL."""
    return _source(ledger, query, counting=False)


def count_source(ledger: Ledger, query: Query) -> str:
    """What records are counted in, in SQL."""
    return _source(ledger, query, counting=True)


def is_sorted(query: Query) -> bool:
    """Whether a list is no stretch of an index, so that each statement first finds all of it and puts it in order."""
    if query.kind not in _ORDERED:
        return True
    is_of_owner = query.kind == "issue" and "owner" in query.where and not query.order
    return bool(query.text.strip()) or query.figure is not None or bool(_precise(query)) or is_of_owner


def is_quick(ledger: Ledger, query: Query) -> bool:
    """Whether a page of a list is read from an index alone, which takes milliseconds wherever it is."""
    if query.kind not in _ORDERED or _precise(query):
        return True
    return not query.text.strip() and query.figure is None and _is_covered(ledger, query, _listing(query))


def _source(ledger: Ledger, query: Query, *, counting: bool) -> str:
    if "id" in query.where:
        # Of the table's own: SQLite would rather go through all that are not withdrawn than look for a few ids.
        return _index(query.kind, f"sqlite_autoindex_{query.kind}_1")
    if query.kind not in _ORDERED:
        return f'"{query.kind}" AS {ALIAS}'
    if precise := _precise(query):
        return _index(query.kind, precise)
    # Words that must be looked for in the texts themselves are counted in the order of the rows.
    is_counted_by_rows = counting and needs_rows(query.text)
    if query.text and (is_counted_by_rows or has_few(ledger, kind_named(query.kind), query.text, FEW)):
        return whole_rows(query.kind)
    if not counting:
        return _index(query.kind, _listing(query))
    index = next((one for one in _counting(query) if _is_covered(ledger, query, one)), None)
    return whole_rows(query.kind) if index is None and not query.text else _index(query.kind, index or _listing(query))


def _precise(query: Query) -> str:
    """The index that finds the few rows meant, empty where there is none."""
    for name, index in _PRECISE[query.kind].items():
        value = query.where.get(name)
        if value and isinstance(value, str):
            return index
    return _DATED.get(query.dated, "") if query.since or query.until else ""


def _listing(query: Query) -> str:
    if query.kind == "issue" and "owner" in query.where and not query.order:
        return _BY_OWNER
    return _ORDERED[query.kind][query.order.removeprefix(DOWN)]


def _counting(query: Query) -> Iterator[str]:
    if query.kind == "issue" and "owner" in query.where:
        yield _BY_OWNER
    if query.kind == "issue" and (query.lights or "status" in query.where):
        yield _BY_STATE
    yield _ORDERED[query.kind][""]


def _is_covered(ledger: Ledger, query: Query, index: str) -> bool:
    """Whether an index holds all that the conditions of a query ask for."""
    asked = {*query.where, *query.above, *(_LIT_BY if query.lights else ())}
    if query.since or query.until:
        asked.add(query.dated or kind_named(query.kind).date_field)
    held = ledger.database.execute_sql("SELECT name FROM pragma_index_info(?)", (index,)).fetchall()
    return asked <= {name for (name,) in held}


def whole_rows(kind_name: str) -> str:
    """What whole records are selected from by their row numbers, in SQL."""
    return f'"{kind_name}" AS {ALIAS} NOT INDEXED'


def _index(kind_name: str, name: str) -> str:
    return f'"{kind_name}" AS {ALIAS} INDEXED BY {name}'
