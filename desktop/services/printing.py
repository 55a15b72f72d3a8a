"""Printed forms and lists: what is recorded of an issue, gathered and masked for the shapes in ``desktop.reports``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level
from desktop.domain.errors import Refused
from desktop.domain.fields import Choice
from desktop.domain.lifecycle import INITIAL, OPEN, PATIENT, SUCCESSFULLY_CLOSED, TRANSFERRED
from desktop.domain.lights import LIGHT_CHOICES, Light
from desktop.domain.masks import mask_text
from desktop.reports.documents import Document
from desktop.reports.forms import FORMS, LISTS, Form, ListedIssue, fitting, form_named, issue_list, owner_handover
from desktop.reports.forms.facts import plain_text
from desktop.reports.forms.wording import choice
from desktop.services.casework import case_of, handling_of
from desktop.services.finding import Query, Record, count_records, get_record, list_records
from desktop.services.ordering import BY_CLOSING, BY_DUE, BY_OWNER

__all__ = [
    "FORMS",
    "LISTS",
    "MOST_ROWS",
    "Form",
    "chosen_list",
    "form_documents",
    "forms_for",
    "handover_list",
    "printed_list",
    "query_of_listing",
]

MOST_ROWS = 5000
"""Issues on one printed list, which then has hundreds of pages. Whoever wants more wants a workbook."""

_ASSIGNED = tuple(sorted(OPEN - {INITIAL}))
_LISTINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "issues": ("", ()),
    "tasks": (BY_DUE, _ASSIGNED),
    "duties": (BY_OWNER, _ASSIGNED),
    "closings": (BY_CLOSING, tuple(sorted(SUCCESSFULLY_CLOSED))),
}
"""The order of each list, and the statuses it is about."""
_ATTENTION = {Light.OVERDUE, Light.DUE_SOON}


def forms_for(ledger: Ledger, issue_id: str) -> tuple[Form, ...]:
    """The forms that make sense for an issue now. Refused: ``not_found``."""
    return fitting(handling_of(ledger, issue_id))


def form_documents(ledger: Ledger, name: str, issue_ids: Sequence[str], *, is_masked: bool = True) -> list[Document]:
    """A form filled in with what is recorded, for each of the issues that it fits.

    Phones and ID numbers are masked unless it is said otherwise. Refused: ``unknown_form``, ``form_not_now`` (it fits
    none of them), ``not_found``.
    """
    form = form_named(name)
    if form is None:
        raise Refused("unknown_form", form=name, forms=[one.name for one in FORMS])
    cases = [case_of(ledger, issue_id, is_masked=is_masked) for issue_id in issue_ids]
    fitted = [case for case in cases if form.fits(case)]
    if not fitted:
        status = choice("status", cases[0].text("status")) if cases else ""
        fits = [one.label for one in fitting(cases[0])] if cases else []
        raise Refused("form_not_now", form=form.label, status=status, forms=fits)
    return [form.shape(case) for case in fitted]


def query_of_listing(query: Query, listing: str) -> Query:
    """A query as one of :data:`LISTS` narrows and orders it; a status asked for outright counts in place of its own."""
    order, statuses = _LISTINGS[listing]
    where = {**query.where, "status": statuses} if statuses and "status" not in query.where else query.where
    return replace(query, where=where, order=order)


def printed_list(
    ledger: Ledger,
    query: Query,
    *,
    listing: str = "issues",
    chosen: str = "",
    is_masked: bool = True,
    today: date | None = None,
) -> Document:
    """The issues a query finds, in its order, with the columns of one of :data:`LISTS`.

    Refused: ``nothing_to_print``, ``too_many_to_print``, ``invalid``.
    """
    today = today or date.today()
    _refuse_amount(count_records(ledger, query, today=today))
    found = list_records(ledger, replace(query, after=None, limit=MOST_ROWS), today=today)
    rows = [_listed(ledger, one, is_masked=is_masked) for one in found]
    return issue_list(
        rows,
        ledger.office.name,
        today.isoformat(),
        listing=listing,
        chosen=chosen,
        by=ledger.actor,
        is_masked=is_masked,
    )


def chosen_list(
    ledger: Ledger,
    issue_ids: Sequence[str],
    *,
    listing: str = "issues",
    is_masked: bool = True,
    today: date | None = None,
) -> Document:
    """The list of these issues, in this order. Refused as :func:`printed_list`, and ``not_found``."""
    today = today or date.today()
    _refuse_amount(len(issue_ids))
    found = [get_record(ledger, "issue", issue_id, today=today) for issue_id in issue_ids]
    rows = [_listed(ledger, one, is_masked=is_masked) for one in found]
    day = today.isoformat()
    return issue_list(rows, ledger.office.name, day, listing=listing, by=ledger.actor, is_masked=is_masked)


def handover_list(
    ledger: Ledger, owner: str, *, receiver: str = "", is_masked: bool = True, today: date | None = None
) -> Document:
    """交接单 of all the open issues of ``owner``. Refused: ``nothing_to_print``, ``too_many_to_print``."""
    today = today or date.today()
    query = Query("issue", {"owner": owner}, limit=MOST_ROWS + 1)
    found = [one for one in list_records(ledger, query, today=today) if one.values.get("status") in OPEN]
    _refuse_amount(len(found))
    rows = [_listed(ledger, one, is_masked=is_masked) for one in found]
    return owner_handover(owner, rows, ledger.office.name, today.isoformat(), receiver, is_masked=is_masked)


def _refuse_amount(count: int) -> None:
    if not count:
        raise Refused("nothing_to_print")
    if count > MOST_ROWS:
        raise Refused("too_many_to_print", total=count, limit=MOST_ROWS)


def _listed(ledger: Ledger, record: Record, *, is_masked: bool) -> ListedIssue:
    values = record.values
    status = choice("status", str(values.get("status", "")))
    code = str(values.get("code") or "")
    if values.get("status") == TRANSFERRED:
        # Of a matter in the hands of those who investigate the list says that it is there, and no more.
        return ListedIssue(code=code, description=status, status=status)

    def text(name: str) -> str:
        found = str(values.get(name) or "")
        return mask_text(found) if is_masked else found

    def word(name: str) -> str:
        code = str(values.get(name) or "")
        return choice(name, code) if code else ""

    def plain(name: str) -> str:
        return plain_text(values.get(name))

    lights: dict[str, Choice] = {one.code: one for one in LIGHT_CHOICES}
    return ListedIssue(
        code=code,
        village=plain("village_name") if ledger.office.level is Level.TOWN else "",
        description=text("description"),
        measures=text("measures"),
        target=text("target"),
        leader=plain("leader"),
        lead_unit=plain("lead_unit"),
        support_units=plain("support_units"),
        owner=plain("owner"),
        due_on=plain("due_on"),
        look_on=plain("look_on") if values.get("status") in PATIENT else "",
        completion_kind=word("completion_kind"),
        completed_on=plain("completed_on"),
        satisfaction=word("satisfaction"),
        checker=plain("checker"),
        closed_on=plain("closed_on"),
        progress=text("progress"),
        status=status,
        light=lights[record.light].label if record.light in _ATTENTION and record.light is not None else "",
        note=text("note"),
    )
