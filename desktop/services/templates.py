"""Own forms (表样): an office's empty workbook is kept with the ledger and filled for any period in its own layout."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.templates import (
    StoredTemplate,
    change_columns,
    content_of,
    drop_template,
    put_template,
    stored_templates,
)
from desktop.domain.dates import day_of
from desktop.domain.errors import Refused
from desktop.domain.fields import Field, RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import TRANSFERRED
from desktop.exchange.layout import cell_of
from desktop.exchange.replacing import readable_name
from desktop.exchange.templates.filling import Form, content_of_form, fill_form, read_form
from desktop.exchange.templates.places import Told
from desktop.exchange.templates.table import SERIAL, FormColumn, fields_of
from desktop.services.exporting import refuse_ledger_file
from desktop.services.finding import Query, Record, count_records, list_records
from desktop.services.publishing import known_names, masked_values
from desktop.services.recording import checked_name, typed_kind
from desktop.services.sight import Act, note_sight

__all__ = [
    "MOST_ROWS",
    "SERIAL",
    "FilledTemplate",
    "Form",
    "Template",
    "TemplateColumn",
    "add_template",
    "fields_of",
    "fill_template",
    "is_usable",
    "map_template",
    "remove_template",
    "template_form",
    "template_named",
    "templates",
]

MOST_ROWS = 50_000
"""Records that go into one form. A sheet could hold more, a slow computer not."""

MOST_TEMPLATES = 100
"""Forms that a ledger keeps."""

TEMPLATE_NAME = Field("name", "名称", "Name", max_length=60)
"""What a form is called."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a form: its letter, what stands above it, the field it is filled with (None: it stays as it is).

    ``is_guess`` says that the heading is no known name of the field, and nobody has confirmed it.
    """

    letter: str
    heading: str
    field: str | None
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A form that is kept. ``file_name`` and ``sheet`` are those it came with."""

    id: str
    kind: str
    name: str
    file_name: str
    sheet: str
    columns: tuple[TemplateColumn, ...]
    added_at: str
    added_by: str

    @property
    def is_personal(self) -> bool:
        """Whether a column is filled with what is personal."""
        kind = KINDS[self.kind]
        filled = [kind.field(one.field) for one in self.columns if one.field and kind.has_field(one.field)]
        return any(field.personal is not None for field in filled)


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """What was written: the records, the rows put in, the places of titles filled, whether anything is masked."""

    path: Path
    template: Template
    records: int
    inserted: int
    places: int
    is_masked: bool


def add_template(ledger: Ledger, path: Path, kind_name: str, name: str = "", *, sheet: str = "") -> Template:
    """Keep a form for records of a kind; its columns are mapped by their headings.

    ``name`` is that of the file where none is given. Refused: ``unknown_kind``, ``kind_not_typed``,
    ``form_too_large``, those of :func:`desktop.exchange.templates.filling.read_form`, ``invalid`` (the name),
    ``template_name_taken``, ``too_many_templates``.
    """
    kind = typed_kind(kind_name)
    data = content_of_form(path)
    form = read_form(data, readable_name(path), kind, sheet)
    wanted = checked_name(TEMPLATE_NAME, name or Path(form.file_name).stem[: TEMPLATE_NAME.max_length])
    known = stored_templates(ledger)
    if any(one.name == wanted and one.kind == kind.name for one in known):
        raise Refused("template_name_taken", name=wanted, kind=kind.label)
    if len(known) >= MOST_TEMPLATES:
        raise Refused("too_many_templates", limit=MOST_TEMPLATES)
    columns = [_document(_column(one)) for one in form.table.columns]
    stored = StoredTemplate(uuid.uuid4().hex, kind.name, wanted, form.file_name, form.sheet, columns)
    put_template(ledger, stored, data)
    return template_named(ledger, stored.id)


def templates(ledger: Ledger, kind_name: str = "") -> list[Template]:
    """The forms there are, of all kinds or of one, the first added first."""
    return [_template(one) for one in stored_templates(ledger, kind_name) if one.kind in KINDS]


def template_named(ledger: Ledger, wanted: str, kind_name: str = "") -> Template:
    """The form of this id or name. Refused: ``unknown_template``; a name that two kinds have is none."""
    known = templates(ledger, kind_name)
    found = [one for one in known if one.id == wanted] or [one for one in known if one.name == wanted.strip()]
    if len(found) != 1:
        raise Refused("unknown_template", name=wanted, templates=[one.name for one in known])
    return found[0]


def template_form(ledger: Ledger, template_id: str) -> Form:
    """The form itself, to be shown. Refused: ``unknown_template``."""
    one = template_named(ledger, template_id)
    return read_form(content_of(ledger, one.id), one.file_name, KINDS[one.kind], one.sheet)


def is_usable(stored: StoredTemplate, content: bytes) -> bool:
    """Whether a form that was kept is whole and understood: asked of one read from a damaged ledger."""
    try:
        _template(stored)
        read_form(content, stored.file_name, KINDS[stored.kind], stored.sheet)
    except (Refused, KeyError, TypeError):
        return False
    return True


def map_template(ledger: Ledger, template_id: str, mapping: Mapping[str, str | None]) -> Template:
    """Say which field goes into which column, by its letter or its heading; None or '' leaves the column as it is.

    Columns that are not named keep their field, which counts as confirmed from then on. A field may be given by its
    label. Refused: ``unknown_template``, ``template_no_column``, ``template_no_field``.
    """
    one = template_named(ledger, template_id)
    kind = KINDS[one.kind]
    given: dict[str, str | None] = {}
    for key, wanted in mapping.items():
        columns = [column for column in one.columns if key.strip() in (column.letter, column.heading)]
        if len(columns) != 1:
            raise Refused(
                "template_no_column", column=key, columns=[f"{told.letter} {told.heading}" for told in one.columns]
            )
        field = _field_of(kind, wanted) if wanted else None
        if wanted and field is None:
            labels = [kind.field(name).label for name in fields_of(kind)]
            raise Refused("template_no_field", field=wanted, kind=kind.label, fields=labels)
        given[columns[0].letter] = field
    changed = [replace(column, field=given.get(column.letter, column.field), is_guess=False) for column in one.columns]
    change_columns(ledger, one.id, [_document(column) for column in changed])
    return replace(one, columns=tuple(changed))


def remove_template(ledger: Ledger, template_id: str) -> Template:
    """Remove a form from the ledger; files filled from it stay. Refused: ``unknown_template``."""
    one = template_named(ledger, template_id)
    drop_template(ledger, one.id)
    return one


def fill_template(
    ledger: Ledger,
    template_id: str,
    out: Path,
    query: Query | None = None,
    *,
    with_personal: bool = False,
    reason: str = "",
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FilledTemplate:
    """Fill a form with the records that ``query`` finds, a record a row, the oldest first, and write it to ``out``.

    Personal data is masked as for posting unless ``with_personal``, which is noted with the ``reason`` in the access
    log (:func:`desktop.services.sight.note_sight`, whose refusals count here too). The period of the query is that of
    the titles.
    Refused: ``unknown_template``, ``template_unmapped`` (no column has a field), ``nothing_to_fill``,
    ``too_many_to_fill``, ``template_kind`` (the query is of another kind), ``target_is_ledger``, ``cancelled``, those
    of :func:`desktop.exchange.templates.filling.fill_form` and of queries.
    """
    today = today or date.today()
    one = template_named(ledger, template_id)
    kind = KINDS[one.kind]
    query = query or Query(kind.name)
    if query.kind != kind.name:
        raise Refused("template_kind", name=one.name, kind=kind.label)
    if not any(column.field not in (None, SERIAL) for column in one.columns):
        raise Refused("template_unmapped", name=one.name)
    refuse_ledger_file(ledger, out)
    if with_personal and one.is_personal:
        filled = [column.field for column in one.columns if column.field and kind.has_field(column.field)]
        names_of = [name for name in filled if kind.field(name).personal is not None]
        ids = [record.id for record in _found(ledger, query, today)]
        note_sight(ledger, Act.FILLED, kind, ids, reason=reason, fields=names_of, about=one.name)
    with ledger.reading():
        form = template_form(ledger, one.id)
        records = _found(ledger, query, today)
        names = known_names(ledger) if not with_personal else None
        values = (record.values if names is None else masked_values(kind, record.values, names) for record in records)
        cells = (_cells(kind, one.columns, found) for found in values)
        by_letter = {column.letter: column.field for column in one.columns}
        mapping = {column.column: field for column in form.table.columns if (field := by_letter.get(column.letter))}
        told = _told(ledger, query, today, len(records))
        done = fill_form(form, out, kind, mapping, cells, told, progress=progress, cancelled=cancelled)
    is_masked = one.is_personal and not with_personal
    return FilledTemplate(out, one, done.records, done.inserted, done.places, is_masked)


def _found(ledger: Ledger, query: Query, today: date) -> Sequence[Record]:
    whole = replace(query, after=None, limit=MOST_ROWS)
    total = count_records(ledger, whole, today=today)
    if not total:
        raise Refused("nothing_to_fill")
    if total > MOST_ROWS:
        raise Refused("too_many_to_fill", total=total, limit=MOST_ROWS)
    found = list_records(ledger, whole, today=today)
    # On paper what came first stands first, unless an order was asked for.
    return found if query.order else found[::-1]


def _cells(kind: RecordKind, columns: Sequence[TemplateColumn], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the cells of a record show. Of a matter with those who investigate only that it is there."""
    wanted = [one.field for one in columns if one.field and kind.has_field(one.field)]
    if kind.name == "issue" and values.get("status") == TRANSFERRED:
        wanted = [name for name in wanted if name in ("code", "status")]
    return {name: cell_of(kind.field(name), values.get(name)) for name in wanted}


def _told(ledger: Ledger, query: Query, today: date, count: int) -> Told:
    ends: Iterator[date | None] = (day_of(end) if end else None for end in (query.since, query.until))
    since, until = ends
    return Told(ledger.office.name, ledger.actor, today, since, until, count)


def _field_of(kind: RecordKind, wanted: str) -> str | None:
    """The field of this name or label."""
    if wanted.strip() in (SERIAL, "序号"):
        return SERIAL
    usable = [kind.field(name) for name in fields_of(kind)]
    return next((one.name for one in usable if wanted.strip() in (one.name, one.label)), None)


def _column(one: FormColumn) -> TemplateColumn:
    return TemplateColumn(one.letter, one.heading, one.field, one.is_guess)


def _document(one: TemplateColumn) -> dict[str, Any]:
    return {"letter": one.letter, "heading": one.heading, "field": one.field, "is_guess": one.is_guess}


def _template(stored: StoredTemplate) -> Template:
    kind = KINDS[stored.kind]
    known = {SERIAL, *fields_of(kind)}
    columns = (TemplateColumn(**column) for column in stored.columns)
    # A field that only a newer program knows leaves its column as it is.
    told = tuple(one if one.field in known else replace(one, field=None) for one in columns)
    made = (stored.added_at, stored.added_by)
    return Template(stored.id, stored.kind, stored.name, stored.file_name, stored.sheet, told, *made)
