"""One value for all rows, of a field that every record must have and the file has no column for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.fields import RecordKind
from desktop.services.taken import Look
from desktop.ui.context import Context
from desktop.ui.editors import make_editor
from desktop.ui.offering import Offers
from desktop.ui.step_dialogs import plain_context
from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.fields import FieldRow


class FillPanel(QScrollArea):
    """``filled`` carries the values given, as they were typed; a field left empty is not among them."""

    filled = Signal(object)

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._name = name
        self._rows: dict[str, FieldRow] = {}
        self._shown: tuple[str, str, list[str]] = ("", "", [])
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fields_of(self, look: Look) -> list[str]:
        """The fields asked for, or filled already."""
        return list(dict.fromkeys([*look.fill, *look.absent]))

    def show_look(self, kind: RecordKind, look: Look) -> None:
        """Ask for the fields another look lacks."""
        names = self.fields_of(look)
        if self._shown == (look.digest, kind.name, names):
            return
        self._shown = look.digest, kind.name, names
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP_MEDIUM)
        said = QLabel(self.tr("表里没有这些必填项的列。要么在“列”里指定一列，要么给全部行填同一个："), page)
        said.setWordWrap(True)
        column.addWidget(said)
        offers = Offers(self._context, kind)
        offers.prepare()
        context = plain_context(self._context.today, offers.words)
        self._rows = {}
        for name in names:
            field = kind.field(name)
            editor = make_editor(field, f"{self._name}.{name}", context)
            editor.set_value(look.fill.get(name))
            row = self._rows[name] = FieldRow(label_of(field), editor, required=True)
            column.addWidget(row)
        widest = max((row.label_width() for row in self._rows.values()), default=0)
        for row in self._rows.values():
            row.set_label_width(widest)
        self.button = make_button(page, f"{self._name}.fill", self.tr("全部行这样填"), self._give)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(page)

    def values(self) -> dict[str, Any]:
        """What was typed."""
        typed = {name: row.editor.value() for name, row in self._rows.items()}
        return {name: value for name, value in typed.items() if value is not None}

    def _give(self) -> None:
        self.filled.emit(self.values())
