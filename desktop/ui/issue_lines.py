"""The part of the visit form in which the issues people raised are written down, several to a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.kinds import KINDS
from desktop.ui.editors import FormContext, make_editor
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.fields import FieldRow
from desktop.ui.widgets.naming import name_widget, tab_stops

FIELDS = ("category", "people_count", "description", "location")
_PLACES = {"category": (0, 0, 1), "people_count": (0, 1, 1), "description": (1, 0, 2), "location": (2, 0, 1)}


class IssueLines(QFrame):
    """Lines of issues with 改 and 删 each, and a small form for one. ``edited`` tells of changes by a person.

    ``first_values()`` gives what the visit already says for its first issue.
    """

    edited = Signal()
    opened = Signal()
    """The small form has been opened."""

    def __init__(
        self,
        name: str,
        form_context: FormContext,
        first_values: Callable[[], Mapping[str, Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("问题"))
        self.setProperty("kind", "section")
        self._context = form_context
        self._first_values = first_values
        self._issues: list[dict[str, Any]] = []
        self._at: int | None = None
        self._stands_after: QWidget | None = None
        self._title = QLabel(self)
        self._title.setProperty("tone", "section")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._rows = self._make_rows()
        self._form = self._make_form()
        self._more = make_button(
            self, f"{self.objectName()}.more", self.tr("再加一条问题  Alt+I"), self.open_next, "link"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
        column.setSpacing(GAP)
        column.addWidget(self._title)
        column.addLayout(self._lines)
        column.addWidget(self._form)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_content([])

    def stand_after(self, stop: QWidget) -> None:
        """Let Tab come here from ``stop``, which stands above in the same window."""
        self._stands_after = stop
        self._order_tabs()

    @property
    def issues(self) -> list[dict[str, Any]]:
        """The issues written down, without one that is still in the small form."""
        return [dict(issue) for issue in self._issues]

    def content(self) -> list[dict[str, Any]]:
        """Everything, also what is still in the small form, for a draft."""
        return [*self.issues, self._typed()] if self._is_typed() and self._at is None else self.issues

    def set_content(self, issues: Sequence[Mapping[str, Any]]) -> None:
        """Show these issues, with the small form folded away."""
        self._issues = [dict(issue) for issue in issues]
        self._load({})
        self._at = None
        self._form.hide()
        self._show_lines()

    def open_next(self) -> None:
        """Take over what is in the small form and open it for the next issue."""
        if self._form.isVisible() and self._is_typed() and not self.commit():
            return
        self._at = None
        self._load({} if self._issues else self._first_values())
        self._open()

    def commit(self) -> bool:
        """Take over what is in the small form; False when something in it is not accepted, which is shown."""
        if self._form.isHidden() or not self._is_typed():
            return True
        for row_name, row in self._rows.items():
            row.show_error(self._context.check(row_name, row.editor.value()) or "")
        wrong = next((row for row in self._rows.values() if row.error), None)
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if self._at is None:
            self._issues.append(self._typed())
        else:
            self._issues[self._at] = self._typed()
        self.set_content(self._issues)
        self.edited.emit()
        return True

    def _make_rows(self) -> dict[str, FieldRow]:
        rows = {}
        kind = KINDS["issue"]
        for name in FIELDS:
            field = kind.field(name)
            editor = make_editor(field, f"{self.objectName()}.{name}", self._context)
            editor.edited.connect(self.edited)
            rows[name] = FieldRow(label_of(field), editor, required=field.required)
        return rows

    def _make_form(self) -> QWidget:
        form = QWidget(self)
        grid = QGridLayout(form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_LARGE)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        widths = [max(self._rows[n].label_width() for n, at in _PLACES.items() if at[1] == column) for column in (0, 1)]
        for name, (line, column, span) in _PLACES.items():
            self._rows[name].set_label_width(widths[column])
            grid.addWidget(self._rows[name], line, column, 1, span, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        self._take = make_button(self, f"{self.objectName()}.take", self.tr("加入这条问题"), self._on_take_clicked)
        buttons.addWidget(self._take)
        buttons.addWidget(
            make_button(self, f"{self.objectName()}.leave", self.tr("不加了"), self._on_leave_clicked, "quiet")
        )
        buttons.addStretch(1)
        grid.addLayout(buttons, 2, 1, Qt.AlignmentFlag.AlignTop)
        return form

    def _typed(self) -> dict[str, Any]:
        before = self._issues[self._at] if self._at is not None else {}
        typed = {name: row.editor.value() for name, row in self._rows.items()}
        return {name: value for name, value in {**before, **typed}.items() if value is not None}

    def _is_typed(self) -> bool:
        return any(row.editor.value() is not None for row in self._rows.values())

    def _load(self, values: Mapping[str, Any]) -> None:
        for name, row in self._rows.items():
            row.editor.set_value(values.get(name))
            row.show_error("")

    def _open(self) -> None:
        self._form.show()
        self._more.hide()
        self._rows["category"].editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.opened.emit()

    def _show_lines(self) -> None:
        while self._lines.count():
            old = self._lines.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, issue in enumerate(self._issues):
            self._lines.addWidget(self._make_line(at, issue))
        count = len(self._issues)
        self._title.setText(self.tr("问题 ({count})").format(count=count) if count else self.tr("问题"))
        self._more.setText(self.tr("再加一条问题  Alt+I") if count else self.tr("加一条问题  Alt+I"))
        self._more.setVisible(self._form.isHidden())
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Lines are made anew after what stands below them; Tab goes as the eye does."""
        lines = [self._lines.itemAt(at).widget() for at in range(self._lines.count())]
        stops = [stop for part in (*lines, self._form) for stop in tab_stops(part)]
        before = [self._stands_after] if self._stands_after is not None else []
        for first, second in pairwise([*before, *stops, self._more]):
            QWidget.setTabOrder(first, second)

    def _make_line(self, at: int, issue: Mapping[str, Any]) -> QWidget:
        line = QWidget(self)
        said = " · ".join(str(issue[name]) for name in ("category", "description") if issue.get(name))
        text = ElidedLabel(f"{self.objectName()}.line.{at}", parent=line)
        text.set_text(f"{at + 1}  " + " ".join(said.split()))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(text)
        row.addWidget(
            make_button(self, f"{self.objectName()}.line.{at}.edit", self.tr("改"), lambda: self._edit(at), "link")
        )
        row.addWidget(
            make_button(self, f"{self.objectName()}.line.{at}.drop", self.tr("删"), lambda: self._drop(at), "link")
        )
        row.addStretch(1)
        return line

    def _edit(self, at: int) -> None:
        if not self.commit():
            return
        self._at = at
        self._load(self._issues[at])
        self._open()

    def _drop(self, at: int) -> None:
        self.set_content([issue for place, issue in enumerate(self._issues) if place != at])
        self.edited.emit()

    def _on_take_clicked(self) -> None:
        if self.commit() and not self._more.isHidden():
            self._more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_leave_clicked(self) -> None:
        self.set_content(self._issues)
        self._more.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
