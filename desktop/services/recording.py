"""Adding, changing, withdrawing records: the verbs of entry. Each call is one transaction and one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.writing import Writing, writing
from desktop.domain.checking import RecordCheck, check_record, derived_values
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import HELD, is_held
from desktop.domain.values import ValueRefused, normalise
from desktop.services.placing import names_another_village, place, scope_of
from desktop.services.settings import read_settings

ISSUES_OF_VISIT = "issues"
"""Key under which the values of a visit may carry its issues, as a list of objects."""

_AT_ONCE = 2_000
"""Records written together; between them, each tenth of a second, a long entry may be cancelled."""

_MOST_PLACES = 1_000
"""Spellings of villages remembered while many records are checked."""


_WORDS = (str, type(None))


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
    """The values of records as they are stored, and by their places the issues of visits."""

    values: list[dict[str, Any]]
    issues: dict[int, Sequence[dict[str, Any]]]


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
    return EntryCheck(ledger, kind, today=today).check(values, row)


class EntryCheck:
    """:func:`check_values` of many records, by one day and by the settings as they are when it is made.

    ``is_read``: see :class:`desktop.domain.checking.RecordCheck`.
    """

    def __init__(self, ledger: Ledger, kind: RecordKind, *, today: date | None = None, is_read: bool = False) -> None:
        categories = read_settings(ledger).categories
        self._ledger = ledger
        self._kind = kind
        self._fields = RecordCheck(kind, today=today or date.today(), categories=categories, is_read=is_read)
        self._places: dict[tuple[str | None, str | None], dict[str, Any]] = {}

    def check(self, values: Mapping[str, Any], row: int = 1) -> tuple[dict[str, Any], list[Problem]]:
        """Values as they would be stored, with village and unit filled in, and every problem found."""
        code, name = values.get("unit_code"), values.get("village_name")
        try:
            known = self._places.get((code, name))
        except TypeError:
            # No texts, and nothing that could be looked for.
            known = None
        if known is not None:
            return self._fields.check({**values, **known}, row)
        is_usual = isinstance(code, _WORDS) and isinstance(name, _WORDS)
        placed, problems = place(self._ledger, self._kind, values, row)
        if is_usual and not problems and len(self._places) < _MOST_PLACES:
            self._places[code, name] = {key: placed[key] for key in ("unit_code", "village_name") if key in placed}
        clean, found = self._fields.check(placed, row)
        named = {problem.field for problem in problems}
        return clean, problems + [problem for problem in found if problem.field not in named]


def _check_request(
    ledger: Ledger,
    kind: RecordKind,
    objects: Sequence[Mapping[str, Any]],
    tick: Callable[[int], None],
    *,
    is_read: bool = False,
) -> _Checked:
    problems: list[Problem] = []
    checked = _Checked([], {})
    check = EntryCheck(ledger, kind, is_read=is_read)
    check_issue = EntryCheck(ledger, KINDS["issue"]) if kind.name == "visit" else None
    is_issue = kind.name == "issue"
    for row, values in enumerate(objects, start=1):
        if row % _AT_ONCE == 1:
            tick(row - 1)
        own = {name: value for name, value in values.items() if name != ISSUES_OF_VISIT} if check_issue else values
        clean, found = check.check(own, row)
        problems += found
        if is_issue:
            problems += _check_references(ledger, kind, clean, row)
        if check_issue is not None:
            issues, found = _check_issues(check_issue, clean, values.get(ISSUES_OF_VISIT), row)
            problems += found
            if issues:
                checked.issues[row - 1] = issues
        checked.values.append(clean)
    if problems:
        raise Refused("invalid", problems=problems, rows=len({problem.row for problem in problems}))
    return checked


def _check_issues(
    check: EntryCheck, visit: Mapping[str, Any], given: Any, row: int
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The issues of a visit, checked; each problem's params say in ``issue`` which one it is, counted from 1."""
    if given in (None, []):
        return [], []
    if not isinstance(given, list) or not all(isinstance(issue, Mapping) for issue in given):
        return [], [Problem("list_expected", ISSUES_OF_VISIT, given, row)]
    issues: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for number, issue in enumerate(given, start=1):
        clean, found = check.check(issue_of_visit(visit, issue), row)
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


def checked_name(field: Field, name: str) -> str:
    """What somebody calls a thing of the office's own (a filter, a form), as it is kept. Refused: ``invalid``."""
    try:
        clean = normalise(field, name, today=date.today(), categories=())
    except ValueRefused as refusal:
        raise Refused("invalid", problems=[Problem(refusal.kind, field.name, name, params=refusal.params)]) from refusal
    if not clean:
        raise Refused("invalid", problems=[Problem("missing", field.name, params={"label": field.label})])
    return str(clean)


def _check_references(ledger: Ledger, kind: RecordKind, values: Mapping[str, Any], row: int) -> list[Problem]:
    visit_id = values.get("visit_id") if kind.name == "issue" else None
    if visit_id and ledger.tables["visit"].get(visit_id) is None:
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
    is_read: bool = False,
    then: Callable[[Writing, Sequence[str]], object] | None = None,
    progress: Callable[[int, int], object] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Saved:
    """Add records of one kind, all or none. A visit's object may hold ``issues``.

    ``is_read`` says that the values were read out of a file by the rules of entry, and not typed.
    ``then`` is called with the ids made and may write more in the same step of undo. ``progress`` is told (done,
    total); each record counts once when it has been checked, and once when it has been written.

    Refused: ``invalid`` with a problem per bad value (``row`` counts the objects from 1), ``unknown_kind``,
    ``kind_not_typed``, ``cancelled`` (with nothing changed).
    """
    kind = typed_kind(kind_name)

    def tick(done: int) -> None:
        if cancelled():
            raise Refused("cancelled")
        progress(done, 2 * len(objects))

    checked = _check_request(ledger, kind, objects, tick, is_read=is_read)
    ids: list[str] = []
    also: list[str] = []
    title = title_of(kind, checked.values[0]) if objects else ""
    with writing(ledger, f"add_{kind.name}", title) as changes:
        for start in range(0, len(objects), _AT_ONCE):
            tick(len(objects) + start)
            ids += _create(ledger, changes, kind, checked.values[start : start + _AT_ONCE])
            places = range(start, len(ids)) if checked.issues else ()
            issues = [{**issue, "visit_id": ids[place]} for place in places for issue in checked.issues.get(place, ())]
            also += _create(ledger, changes, KINDS["issue"], issues)
        if then is not None:
            then(changes, ids)
    progress(2 * len(objects), 2 * len(objects))
    kinds = frozenset({kind.name, *(act.kind for act in changes.acts)})
    return Saved(kind.name, tuple(ids), changes.step_id, kinds, tuple(("issue", record_id) for record_id in also))


def _create(ledger: Ledger, changes: Writing, kind: RecordKind, values: Sequence[Mapping[str, Any]]) -> list[str]:
    """Create records, the ones of a village together; gives their ids in the order of the values."""
    given = _numbered(ledger, values) if kind.name == "issue" else values
    places: dict[str, list[int]] = {}
    for order, one in enumerate(given):
        places.setdefault(one["unit_code"], []).append(order)
    ids = [""] * len(given)
    for unit_code, own in places.items():
        made = changes.create_many(kind.name, scope_of(ledger, unit_code), [given[one] for one in own])
        for order, record_id in zip(own, made, strict=True):
            ids[order] = record_id
    return ids


def _numbered(ledger: Ledger, issues: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The issues with their numbers, which count on in their order."""
    last: dict[tuple[str, str], str] = {}
    numbered = []
    for issue in issues:
        series = issue["unit_code"], issue["collected_on"][:4]
        last[series] = code = _code_after(last[series]) if series in last else next_issue_code(ledger, *series)
        numbered.append({**issue, "code": code})
    return numbered


def _code_after(code: str) -> str:
    prefix, _, number = code.rpartition("-")
    return f"{prefix}-{int(number) + 1:04d}"


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
    if not clean.keys().isdisjoint(field.derived_from for field in kind.fields):
        clean |= derived_values(kind, {**before, **clean})
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
