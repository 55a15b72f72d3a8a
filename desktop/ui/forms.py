"""The form of a record kind, built wholly from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.fields import FieldKind, RecordKind
from desktop.ui.editors import FormContext, editable_fields, make_editor
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.translation import label_of
from desktop.ui.widgets.fields import FieldRow
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.sections import Cell, SectionBox, cells_of

_TWO_COLUMN_EMS = 40
_NOT_CONTENT = (FieldKind.DIVISION_CODE,)
"""Kinds the program fills in for every record; they alone do not open a folded section."""


@dataclass(frozen=True, slots=True)
class Follow:
    """What follows from the values of a form: ``values`` to fill in, ``cautions`` to say under fields, by name."""

    values: Mapping[str, object]
    cautions: Mapping[str, str]


class RecordForm(QScrollArea):
    """Edits one record of ``kind``. Object names are ``visit_form.visited_on`` and so on.

    ``edited(field name)`` is emitted when the person changes a value, never by :meth:`set_values`. A field is checked
    when the focus leaves it after an edit, and again while typing as long as its sentence is shown. ``follow(values)``
    is then asked what follows from all of them: what it fills in and finds odd.
    """

    edited = Signal(str)

    def __init__(
        self,
        kind: RecordKind,
        *,
        check: Callable[[str, object], str | None],
        suggestions: Callable[[str], list[str]],
        parse_date: Callable[[str], str],
        today: Callable[[], date],
        follow: Callable[[Mapping[str, object]], Follow] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._follow = follow
        self._context = FormContext(check, suggestions, parse_date, today)
        self._rows: dict[str, FieldRow] = {}
        self._sections: dict[str, SectionBox] = {}
        self._touched: set[str] = set()
        self._arranged_for: tuple[int, int] = (0, 0)
        name_widget(self, f"{kind.name}_form", label_of(kind))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = QWidget()
        self._page.setProperty("kind", "page")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, GAP_SMALL, 0)
        self._column.setSpacing(GAP)
        self._build()
        self.setWidget(self._page)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields shown, in Tab order."""
        return tuple(self._rows)

    def row(self, name: str) -> FieldRow:
        """The row of a field; KeyError when the form does not show it."""
        return self._rows[name]

    def section(self, name: str) -> SectionBox:
        """The box of a section; KeyError when it has no field to show."""
        return self._sections[name]

    def insert_part(self, part: QWidget, before: str = "") -> None:
        """Put a widget of the page between the sections, before the one named or at the end."""
        place = self._column.indexOf(self._sections[before]) if before in self._sections else self._column.count() - 1
        self._column.insertWidget(place, part)

    def values(self) -> dict[str, object]:
        """Field name → raw value of every field shown.

        Text, numbers and codes as typed (``str``), dates as ISO text or as typed, choices by code, lists as
        ``list[str]``; None for an empty field.
        """
        return {name: row.editor.value() for name, row in self._rows.items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Load a record: fields it does not name are emptied, fields the form does not show are passed over."""
        for name, row in self._rows.items():
            row.editor.set_value(values.get(name))
        self._touched.clear()
        self.show_errors({})
        self._show_what_follows(fills=False)
        for name, box in self._sections.items():
            box.set_open(any(row.editor.value() is not None for row in _rows_that_open(self.kind, self._rows, name)))

    def set_value(self, name: str, value: object) -> None:
        """Load one field, for example from the register, without announcing an edit."""
        self._rows[name].editor.set_value(value)
        self._rows[name].show_error("")

    def check_all(self) -> dict[str, str]:
        """Check every field, show the sentences and return them by field name."""
        errors = {}
        for name, row in self._rows.items():
            sentence = self._context.check(name, row.editor.value())
            if sentence:
                errors[name] = sentence
        self.show_errors(errors)
        return errors

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show these sentences and no others; sections with an error open."""
        for name, row in self._rows.items():
            row.show_error(errors.get(name, ""))
        for box in self._sections.values():
            if any(row.error for row in box.rows):
                box.set_open(True)

    def focus_first_error(self) -> bool:
        """Put the cursor in the first field with an error; False when there is none."""
        for name, row in self._rows.items():
            if row.error:
                self.focus_field(name)
                return True
        return False

    def focus_field(self, name: str) -> None:
        """Put the cursor in a field and bring it into view."""
        row = self._rows[name]
        for box in self._sections.values():
            if row in box.rows:
                box.set_open(True)
        row.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.widget() is not None:
            # The rows learn of the new look after the form does, so arranging waits for them.
            self._arranged_for = (0, 0)
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and self.widget() is not None:
            self._arrange()
        return super().event(event)

    def _build(self) -> None:
        by_section: dict[str, list[FieldRow]] = {section.name: [] for section in self.kind.sections}
        for field in editable_fields(self.kind):
            editor = make_editor(field, f"{self.objectName()}.{field.name}", self._context)
            row = FieldRow(label_of(field), editor, required=field.required)
            editor.edited.connect(self._on_edited)
            self._rows[field.name] = row
            by_section[field.section].append(row)
        for section in self.kind.sections:
            rows = by_section[section.name]
            if rows:
                name = f"{self.objectName()}.section.{section.name}"
                box = SectionBox(name, label_of(section), rows, foldable=section.folded)
                box.arrange([(row, 0, 1) for row in rows])
                self._sections[section.name] = box
                self._column.addWidget(box)
        self._column.addStretch(1)

    def _arrange(self) -> None:
        em = self.fontMetrics().height()
        width = self.viewport().width() - GAP_SMALL
        if self._arranged_for == (width, em):
            return
        self._arranged_for = (width, em)
        columns = 2 if width >= _TWO_COLUMN_EMS * self.font().pixelSize() else 1
        for row in self._rows.values():
            row.fit_theme()
        _align(list(self._sections.values()), columns, width)

    def _on_edited(self) -> None:
        editor = self.sender()
        name = next(name for name, row in self._rows.items() if row.editor is editor)
        self._touched.add(name)
        row = self._rows[name]
        if row.error:
            row.show_error(self._context.check(name, row.editor.value()) or "")
        self.edited.emit(name)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        # Without a new holder the window itself lost the focus; the field is still being worked on.
        left = _name_around(old, self._rows)
        if left is None or new is None or _name_around(new, self._rows) == left or left not in self._touched:
            return
        row = self._rows[left]
        row.show_error(self._context.check(left, row.editor.value()) or "")
        self._show_what_follows()

    def _show_what_follows(self, *, fills: bool = True) -> None:
        if self._follow is None:
            return
        followed = self._follow(self.values())
        for name, value in followed.values.items() if fills else ():
            if name in self._rows and self._rows[name].editor.value() != value:
                self.set_value(name, value)
        for name, row in self._rows.items():
            row.show_caution("" if row.error else followed.cautions.get(name, ""))


def _rows_that_open(kind: RecordKind, rows: Mapping[str, FieldRow], section: str) -> list[FieldRow]:
    """The rows of a section whose content opens it."""
    return [
        rows[field.name]
        for field in kind.fields
        if field.name in rows and field.section == section and field.kind not in _NOT_CONTENT
    ]


def _name_around(widget: QWidget | None, rows: Mapping[str, FieldRow]) -> str | None:
    """The field whose row ``widget`` stands in, also from within a popup of the row."""
    while widget is not None:
        for name, row in rows.items():
            if row is widget:
                return name
        widget = widget.parentWidget()
    return None


def _align(boxes: Sequence[SectionBox], columns: int, width: int) -> None:
    """Place the rows of all sections, the labels of each column equally wide."""
    widest = max((row.label_width() for box in boxes for row in box.rows), default=0)
    cells = _cells(boxes, columns, width, (widest, widest))
    # Labels of the left column are often shorter than the widest of all: more buttons fit a half then.
    cells = _cells(boxes, columns, width, _label_widths(cells))
    widths = _label_widths(cells)
    for box in boxes:
        box.arrange([cell for cell in cells if cell[0] in box.rows])
    for row, column, _ in cells:
        row.set_label_width(widths[column])


def _cells(boxes: Sequence[SectionBox], columns: int, width: int, label_widths: tuple[int, int]) -> list[Cell]:
    return [cell for box in boxes for cell in cells_of(box.rows, columns, box.inner_width(width), label_widths)]


def _label_widths(cells: Sequence[Cell]) -> tuple[int, int]:
    left, right = (max((row.label_width() for row, at, _ in cells if at == column), default=0) for column in (0, 1))
    return left, right
