"""Two records side by side: one choice of value for each field in which they differ."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QWidget

from desktop.domain.fields import Field, Personal, RecordKind
from desktop.services.finding import Record
from desktop.ui.editors import editable_fields
from desktop.ui.registers.dialog import plain_label
from desktop.ui.showing import shown_masked
from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget

_NOT_CHOSEN = ("unit_code", "village_name", "former_numbers")


class Comparison(QWidget):
    """The kept record on the left. Where it has no value, that of the other is chosen at first."""

    def __init__(
        self,
        name: str,
        kind: RecordKind,
        keep: Record,
        other: Record,
        masked: frozenset[Personal],
    ) -> None:
        super().__init__()
        self._masked = masked
        self.setObjectName(name)
        self._keep, self._other = keep, other
        self._groups: dict[str, QButtonGroup] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_MEDIUM)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        headings = ("", self.tr("保留这一条"), self.tr("并入，撤回"))
        for column, heading in enumerate(headings):
            grid.addWidget(plain_label(f"{name}.heading.{column}", heading, "section"), 0, column)
        fields = [one for one in editable_fields(kind) if one.name not in _NOT_CHOSEN]
        differing = [one for one in fields if keep.values.get(one.name) != other.values.get(one.name)]
        same = [one for one in fields if one not in differing and keep.values.get(one.name) is not None]
        for row, field in enumerate(differing, start=1):
            self._add_choice(grid, row, field)
        for row, field in enumerate(same, start=len(differing) + 1):
            text = shown_masked(field, keep.values.get(field.name), masked)
            grid.addWidget(plain_label(f"{name}.{field.name}.label", label_of(field), "muted"), row, 0)
            grid.addWidget(plain_label(f"{name}.{field.name}.same", text, "muted"), row, 1, 1, 2)

    def values(self) -> dict[str, Any]:
        """The fields that take the value of the other record."""
        return {field: self._other.values.get(field) for field, group in self._groups.items() if group.checkedId() == 1}

    def choose(self, field: str, *, other: bool) -> None:
        """Take the value of one of the two."""
        self._groups[field].button(int(other)).setChecked(True)

    def _add_choice(self, grid: QGridLayout, row: int, field: Field) -> None:
        name = f"{self.objectName()}.{field.name}"
        grid.addWidget(plain_label(f"{name}.label", label_of(field)), row, 0)
        group = QButtonGroup(self)
        kept = self._keep.values.get(field.name)
        for place, record in enumerate((self._keep, self._other)):
            value = record.values.get(field.name)
            text = shown_masked(field, value, self._masked) if value is not None else self.tr("（空）")
            button = QPushButton(text.replace("&", "&&"), self)
            name_widget(button, f"{name}.{place}", f"{label_of(field)} {text}")
            button.setToolTip(text)
            button.setProperty("kind", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setChecked((kept is None) == bool(place))
            group.addButton(button, place)
            grid.addWidget(button, row, place + 1, Qt.AlignmentFlag.AlignVCenter)
        self._groups[field.name] = group
