"""Adding, changing, withdrawing records: the verbs of entry. Each call is one transaction and one step of undo."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.writing import Writing, writing
from desktop.domain.checking import check_record
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import HELD, is_held
from desktop.domain.values import ValueRefused, normalise
from desktop.services.placing import names_another_village, place, scope_of
from desktop.services.settings import read_settings

ISSUES_OF_VISIT = "issues"
"""Key under which the values of a visit may carry its issues, as a list of objects."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a verb did: record ids by order of the request, other records made with them, the step to undo."""

    kind: str
    ids: tuple[str, ...]
    step_id: int | None
    changed_kinds: frozenset[str]
    also: tuple[tuple[str, str], ...] = ()
    is_changed: bool = True


@dataclass(slots=True)
class _Checked:
    values: dict[str, Any]
    issues: list[dict[str, Any]]


def kind_named(name: str) -> RecordKind:
    """The declared kind. Refused: ``unknown_kind``."""
    if name not in KINDS:
        raise Refused("unknown_kind", kind=name, kinds=list(KINDS))
    return KINDS[name]


def typed_kind(name: str) -> RecordKind:
    """The declared kind, of which people enter records. Refused: ``unknown_kind``, ``kind_not_typed``."""
    kind = kind_named(name)
    if not kind.is_typed:
        raise Refused("kind_not_typed", kind=kind.label)
    return kind


def title_of(kind: RecordKind, values: Mapping[str, Any]) -> str:
    """A record in a few words, for notices."""
    return str(values.get(kind.title_field) or "")[:20]


def check_values(
    ledger: Ledger, kind: RecordKind, values: Mapping[str, Any], *, row: int = 1, today: date | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """Values as they would be stored, with village and unit filled in, and every problem found."""
    placed, problems = place(ledger, kind, values, row)
    categories = read_settings(ledger).categories
    clean, found = check_record(kind, placed, today=today or date.today(), categories=categories, row=row)
    named = {problem.field for problem in problems}
    return clean, problems + [problem for problem in found if problem.field not in named]


def _check_request(ledger: Ledger, kind: RecordKind, objects: Sequence[Mapping[str, Any]]) -> list[_Checked]:
    problems: list[Problem] = []
    checked: list[_Checked] = []
    for row, values in enumerate(objects, start=1):
        own = {name: value for name, value in values.items() if name != ISSUES_OF_VISIT or kind.name != "visit"}
        clean, found = check_values(ledger, kind, own, row=row)
        problems += found
        problems += _check_references(ledger, kind, clean, row)
        issues, found = _check_issues(ledger, clean, values.get(ISSUES_OF_VISIT) if kind.name == "visit" else None, row)
        problems += found
        checked.append(_Checked(clean, issues))
    if problems:
        raise Refused("invalid", problems=problems, rows=len({problem.row for problem in problems}))
    return checked


def _check_issues(
    ledger: Ledger, visit: Mapping[str, Any], given: Any, row: int
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The issues of a visit, checked; each problem's params say in ``issue`` which one it is, counted from 1."""
    if given in (None, []):
        return [], []
    if not isinstance(given, list) or not all(isinstance(issue, Mapping) for issue in given):
        return [], [Problem("list_expected", ISSUES_OF_VISIT, given, row)]
    issues: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for number, issue in enumerate(given, start=1):
        clean, found = check_values(ledger, KINDS["issue"], issue_of_visit(visit, issue), row=row)
        problems += [replace(problem, params={**problem.params, "issue": number}) for problem in found]
        issues.append(clean)
    return issues, problems


def check_words(name: str, text: object) -> tuple[str, list[Problem]]:
    """A text that belongs to an act and not to a record (a reason), under the rules of a long text; required."""
    words = Field(name, name, name, FieldKind.LONG_TEXT)
    try:
        clean = normalise(words, text, today=date.today(), categories=())
    except ValueRefused as refusal:
        return "", [Problem(refusal.kind, name, text, params=refusal.params)]
    return (clean.strip(), []) if clean else ("", [Problem("missing", name)])


def _check_references(ledger: Ledger, kind: RecordKind, values: Mapping[str, Any], row: int) -> list[Problem]:
    visit_id = values.get("visit_id")
    if kind.name == "issue" and visit_id and ledger.tables["visit"].get(visit_id) is None:
        return [Problem("not_found", "visit_id", visit_id, row)]
    return []


def issue_of_visit(visit: Mapping[str, Any], issue: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an issue raised at a visit: what the visit already says need not be typed again."""
    given = {name: value for name, value in issue.items() if value not in (None, "", [])}
    source = "enterprise_visit" if visit.get("kind") == "enterprise" else "visit"
    known = {
        "unit_code": visit.get("unit_code"),
        "village_name": visit.get("village_name"),
        "group_name": visit.get("group_name"),
        "source": source,
        "collected_on": visit.get("visited_on"),
        "reporter_name": visit.get("subject_name"),
        "reporter_phone": visit.get("phone"),
        "category": visit.get("category"),
    }
    return {name: value for name, value in known.items() if value is not None} | given


def record(
    ledger: Ledger,
    kind_name: str,
    objects: Sequence[Mapping[str, Any]],
    *,
    then: Callable[[Writing, Sequence[str]], object] | None = None,
) -> Saved:
    """Add records of one kind, all or none. A visit's object may hold ``issues``.

    ``then`` is called with the ids made and may write more in the same step of undo.

    Refused: ``invalid`` with a problem per bad value (``row`` counts the objects from 1), ``unknown_kind``,
    ``kind_not_typed``.
    """
    kind = typed_kind(kind_name)
    checked = _check_request(ledger, kind, objects)
    ids: list[str] = []
    also: list[tuple[str, str]] = []
    title = title_of(kind, checked[0].values) if checked else ""
    with writing(ledger, f"add_{kind.name}", title) as changes:
        for one in checked:
            record_id = _create(ledger, changes, kind, one.values)
            ids.append(record_id)
            for issue in one.issues:
                also.append(("issue", _create(ledger, changes, KINDS["issue"], {**issue, "visit_id": record_id})))
        if then is not None:
            then(changes, ids)
    kinds = frozenset({kind.name} | {name for name, _ in also} | {act.kind for act in changes.acts})
    return Saved(kind.name, tuple(ids), changes.step_id, kinds, tuple(also))


def _create(ledger: Ledger, changes: Writing, kind: RecordKind, values: Mapping[str, Any]) -> str:
    given = dict(values)
    if kind.name == "issue":
        given["code"] = next_issue_code(ledger, given["unit_code"], given["collected_on"][:4])
    return changes.create(kind.name, given, scope_of(ledger, given["unit_code"]), str(uuid.uuid4()))


def next_issue_code(ledger: Ledger, unit_code: str, year: str) -> str:
    """The next 问题编号: last 6 digits of the village code, year, running number of 4 digits."""
    prefix = f"{unit_code[6:]}-{year}-"
    last = ledger.database.execute_sql(
        "SELECT max(CAST(substr(code, ?) AS INTEGER)) FROM issue WHERE code >= ? AND code < ?",
        (len(prefix) + 1, prefix, prefix + "\U0010ffff"),
    ).fetchone()[0]
    return f"{prefix}{(last or 0) + 1:04d}"


def current(ledger: Ledger, kind: RecordKind, record_id: str) -> dict[str, Any]:
    """The record's values now. Refused: ``not_found``."""
    row = ledger.tables[kind.name].get(record_id)
    if row is None:
        raise Refused("not_found", kind=kind.name, id=record_id)
    return decoded(kind, row)


def check_revision(
    ledger: Ledger, kind: RecordKind, before: Mapping[str, Any], values: Mapping[str, Any], *, settling: bool = False
) -> tuple[dict[str, Any], list[Problem]]:
    """New values of fields as they would be stored, for a record as it stands, and every problem found.

    ``settling`` a conflict may also set what otherwise only a step sets.
    """
    settings = read_settings(ledger)
    clean, problems = check_record(
        kind, values, today=date.today(), categories=settings.categories, row=1, partial=True
    )
    unit_code = clean.get("unit_code")
    if "unit_code" in clean and unit_code != before.get("unit_code"):
        problems.append(
            Problem("not_settable", "unit_code", unit_code, params={"label": kind.field("unit_code").label})
        )
    name = clean.get("village_name")
    if name and name != before.get("village_name") and names_another_village(ledger, before.get("unit_code", ""), name):
        problems.append(
            Problem("not_settable", "village_name", name, params={"label": kind.field("village_name").label})
        )
    if kind.name == "issue" and not settling:
        problems += _check_held(before, clean)
    problems += _check_references(ledger, kind, clean, 1)
    return clean, problems


def _check_held(before: Mapping[str, Any], values: Mapping[str, Any]) -> list[Problem]:
    """A deadline moved or an owner changed without a step would make the counts of the issue untrue."""
    return [
        Problem("held", name, value, params={"label": KINDS["issue"].field(name).label, "event": HELD[name]})
        for name, value in values.items()
        if is_held(name, before.get("status")) and value != before.get(name)
    ]


def revise(ledger: Ledger, kind_name: str, record_id: str, values: Mapping[str, Any]) -> Saved:
    """Change fields of a record (None clears). Refused: ``invalid``, ``not_found``, ``is_withdrawn``."""
    kind = kind_named(kind_name)
    before = current(ledger, kind, record_id)
    refuse_withdrawn(ledger, kind, record_id)
    clean, problems = check_revision(ledger, kind, before, values)
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    with writing(ledger, f"change_{kind.name}", title_of(kind, before)) as changes:
        is_changed = changes.update(kind.name, record_id, clean)
    return Saved(kind.name, (record_id,), changes.step_id, frozenset({kind.name}), is_changed=is_changed)


def refuse_withdrawn(ledger: Ledger, kind: RecordKind, record_id: str) -> None:
    row = ledger.tables[kind.name].get(record_id)
    if row and row["is_withdrawn"]:
        raise Refused("is_withdrawn", kind=kind.name, id=record_id)


def withdraw(ledger: Ledger, kind_name: str, record_id: str, reason: str) -> Saved:
    """Withdraw a record with a reason; nothing is ever deleted.

    Refused: ``not_found``, ``is_withdrawn``, ``invalid``.
    """
    kind = kind_named(kind_name)
    before = current(ledger, kind, record_id)
    refuse_withdrawn(ledger, kind, record_id)
    words, problems = check_words("reason", reason)
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    with writing(ledger, f"withdraw_{kind.name}", title_of(kind, before)) as changes:
        changes.withdraw(kind.name, record_id, words)
    return Saved(kind.name, (record_id,), changes.step_id, frozenset({kind.name}))


def restore(ledger: Ledger, kind_name: str, record_id: str) -> Saved:
    """Take a withdrawal back. Refused: ``not_found``, ``not_withdrawn``."""
    kind = kind_named(kind_name)
    before = current(ledger, kind, record_id)
    row = ledger.tables[kind.name].get(record_id)
    if row is None or not row["is_withdrawn"]:
        raise Refused("not_withdrawn", kind=kind.name, id=record_id)
    with writing(ledger, f"restore_{kind.name}", title_of(kind, before)) as changes:
        changes.restore(kind.name, record_id)
    return Saved(kind.name, (record_id,), changes.step_id, frozenset({kind.name}))
