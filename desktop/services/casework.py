"""An issue with all that is known around it, as forms need it: its steps, who raised it, who looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.refolding import folded_record
from desktop.domain.changes import Change, Level, Operation
from desktop.domain.dates import day_of
from desktop.domain.fields import FieldKind, Personal
from desktop.domain.folding import assignments
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import HAPPENED_ON, WORDS, transition
from desktop.domain.masks import HIDDEN, mask, mask_record, mask_text
from desktop.reports.forms import Case, Contact, Reporter, Step
from desktop.services.attaching import attachments_of, evidence_names
from desktop.services.deadlines import span
from desktop.services.finding import get_record

_FREE = (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.LIST)
_NUMBERS = ("code", "supervision_no", "unit_code", "reported_to")
"""Texts of an issue that are numbers of offices, in which nobody's telephone stands."""


def handling_of(ledger: Ledger, issue_id: str) -> Case:
    """An issue with its steps alone, by which it is told which forms fit it. Refused: ``not_found``."""
    return Case(dict(get_record(ledger, "issue", issue_id).values), _steps(ledger, issue_id))


def case_of(ledger: Ledger, issue_id: str, *, is_masked: bool = True) -> Case:
    """Everything a form may say of an issue. Refused: ``not_found``."""
    record = get_record(ledger, "issue", issue_id)
    values = dict(record.values)
    office = ledger.office
    village = str(values.get("village_name") or (office.name if office.level is Level.VILLAGE else ""))
    visit = _row(ledger, "visit", id=str(values.get("visit_id") or ""))
    contact = _contact(ledger, next(iter(visit.get("visitors") or ()), "") or record.recorded_by)
    case = Case(
        values=values,
        steps=_steps(ledger, issue_id),
        office=office.name,
        town=office.name if office.level is Level.TOWN else office.town_name,
        village=village,
        recorded_by=record.recorded_by,
        reporter=_reporter(ledger, values, visit),
        contact=contact,
        owner=_contact(ledger, str(values.get("owner") or "")),
        attachments=tuple(evidence_names(attachments_of(ledger, "issue", issue_id))),
        is_masked=is_masked,
        working_days=_working_days,
    )
    return _masked(case) if is_masked else case


def _working_days(since: str, until: str) -> int | None:
    first, last = day_of(since), day_of(until)
    if first is None or last is None:
        return None
    found = span(first, last)
    return None if found.unknown_years else found.workdays


def _steps(ledger: Ledger, issue_id: str) -> tuple[Step, ...]:
    """The steps that count, in causal order, each with the fields it found and left."""
    standing: dict[str, Any] = {}
    steps = []
    for change in folded_record(KINDS["issue"], ledger.log.of_record(issue_id)).effective:
        after = assignments(change)
        if change.operation == Operation.EVENT and transition(str(change.patch.get("event", ""))) is not None:
            steps.append(_step(change, {name: standing.get(name) for name in after}, after))
        standing.update(after)
    return tuple(steps)


def _step(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Step:
    words = {name: change.patch[name] for name in WORDS if change.patch.get(name)}
    return Step(
        event=str(change.patch["event"]),
        happened_on=str(words.get(HAPPENED_ON) or change.wall[:10]),
        actor=change.actor,
        level=change.office,
        before=before,
        after=dict(after),
        words=words,
    )


def _row(ledger: Ledger, kind: str, **conditions: str) -> dict[str, Any]:
    """The one record of a kind with these values; nothing when there is none, or more than one."""
    if not all(conditions.values()):
        return {}
    where = " AND ".join(f'"{column}" = ?' for column in conditions)
    cursor = ledger.database.execute_sql(
        f'SELECT * FROM "{kind}" WHERE NOT is_withdrawn AND {where} LIMIT 2', list(conditions.values())
    )
    columns = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    return decoded(KINDS[kind], dict(zip(columns, rows[0], strict=True))) if len(rows) == 1 else {}


def _contact(ledger: Ledger, name: str) -> Contact:
    found = _row(ledger, "cadre", name=name)
    return Contact(name, *(str(found.get(part) or "") for part in ("unit", "post", "phone")))


def _reporter(ledger: Ledger, values: Mapping[str, Any], visit: Mapping[str, Any]) -> Reporter:
    """Who raised it: what the issue says first, then the visit it came from, then the registers."""
    name = str(values.get("reporter_name") or visit.get("subject_name") or "")
    number = str(visit.get("household_no") or "")
    household = _row(ledger, "household", household_no=number)
    person = _row(ledger, "person", household_no=number, name=name)
    is_head = bool(name) and household.get("head_name") == name
    sources = (person, *((household,) if is_head else ()))
    same_person = not values.get("reporter_name") or values["reporter_name"] == visit.get("subject_name")

    def known(column: str, *more: Any) -> str:
        found = (*more, *(source.get(column) for source in sources))
        return next((str(one) for one in found if one), "")

    sex = KINDS["person"].field("sex").choice(str(person.get("sex") or ""))
    of_visit = visit if same_person else {}
    return Reporter(
        name=name,
        sex=sex.label if sex is not None else "",
        born_on=known("birth_date"),
        phone=known("phone", values.get("reporter_phone"), of_visit.get("phone")),
        address=str(household.get("address") or "") if same_person else "",
        politics=known("politics"),
        id_number=known("id_number", of_visit.get("id_number"), household.get("head_id_number") if is_head else None),
    )


def _masked(case: Case) -> Case:
    """Phones and ID numbers masked, in fields and in what people wrote; names stay, a form is of no use without.

    The day of birth goes with the ID number, whose mask covers just that.
    """
    reporter = case.reporter
    return replace(
        case,
        values=_masked_values(case.values),
        steps=tuple(
            replace(
                step,
                after=_masked_values(step.after),
                before=_masked_values(step.before),
                words={name: _masked_text(text) for name, text in step.words.items()},
            )
            for step in case.steps
        ),
        reporter=replace(
            reporter,
            phone=mask(Personal.PHONE, reporter.phone),
            id_number=mask(Personal.ID_NUMBER, reporter.id_number),
            born_on=HIDDEN if reporter.born_on else "",
        ),
        contact=replace(case.contact, phone=mask(Personal.PHONE, case.contact.phone)),
        owner=replace(case.owner, phone=mask(Personal.PHONE, case.owner.phone)),
    )


def _masked_values(values: Mapping[str, Any]) -> dict[str, Any]:
    kind = KINDS["issue"]
    free = {field.name for field in kind.fields if field.kind in _FREE and field.personal is None} - {*_NUMBERS}
    masked = mask_record(kind, values)
    for name in values:
        if name == "reporter_name":
            masked[name] = values[name]
        elif name in free:
            masked[name] = _masked_text(values[name])
    return masked


def _masked_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked_text(item) for item in value]
    return mask_text(value) if isinstance(value, str) else value
