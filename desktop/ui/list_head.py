"""What stands above a list: its title, the ways to show it, its filters or what is selected, 新增."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.fields import Choice
from desktop.domain.lights import Light
from desktop.services.finding import Query
from desktop.services.ordering import DOWN, offered
from desktop.services.views import Wanted
from desktop.ui.context import Context, page_of
from desktop.ui.filter_choices import Filter
from desktop.ui.filters import FilterBar
from desktop.ui.icons import icon
from desktop.ui.intake.kinds import INTAKE_KINDS
from desktop.ui.list_plan import Listing, ListPlan
from desktop.ui.many_bar import ManyBar
from desktop.ui.table_columns import Layout
from desktop.ui.theme import GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.elided import ElidedLabel

_UNSOLVED = frozenset({Light.OVERDUE, Light.DUE_SOON, Light.NORMAL})


class ListHead(QWidget):
    """Object names begin with ``name``: ``<name>.new``, ``<name>.filter.…``, ``<name>.many.…``, ``<name>.listing``."""

    listing_chosen = Signal(str)
    forms_wanted = Signal()
    """The office's own forms are to be filled with what is listed."""

    def __init__(
        self,
        context: Context,
        plan: ListPlan,
        filters: Sequence[Filter],
        name: str,
        new_text: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = plan.kind
        self._first = plan.listings[0] if plan.listings else Listing("", plan.title, Layout(plan.elastic))
        self._listing = self._first
        self._name = name
        self._orders: dict[str, str] = {}
        self._listings = {one.name: one for one in plan.listings}
        # Tab goes in the order of making, which is that of the eye: 新增 stands above or behind the filters.
        self.switch = self._make_switch(name) if plan.listings else None
        take_above = self._make_take_button(name) if plan.has_title else None
        forms_above = self._make_forms_button(name) if plan.has_title else None
        above = _new_button(self, name, new_text) if plan.has_title else None
        self.filters = FilterBar(
            f"{name}.filter",
            filters,
            has_period=bool(plan.kind.date_field),
            has_views=True,
            today=context.today,
            parent=self,
        )
        self.many = ManyBar(f"{name}.many", can_handle=plan.kind.name == "issue", parent=self)
        self.take_button = take_above or self._make_take_button(name)
        self._forms = forms_above or self._make_forms_button(name)
        self.new_button = above or _new_button(self, name, new_text)
        self._hint = ElidedLabel(f"{name}.hint", "muted", self)
        self.many.hide()
        self._lay_out(plan)
        self.show_listing("")

    @property
    def layout_wanted(self) -> Layout:
        """The columns of the way the list is shown."""
        return self._listing.layout

    @property
    def is_whole(self) -> bool:
        """Whether the way the list is shown leaves nothing out."""
        return not self._listing.statuses

    def show_listing(self, name: str) -> None:
        """Say which way the list is shown; the usual one when there is none of this name."""
        self._listing = self._listings.get(name, self._first)
        if self.switch is not None:
            self.switch.set_value(self._listing.name)
        self._show_hint()

    @property
    def order(self) -> str:
        """The order in force, by its column; empty for that of arrival."""
        return self._chosen_order() or self._usual_order

    @property
    def is_reordered(self) -> bool:
        """Whether a person chose another order than the usual one of this list."""
        return bool(self._chosen_order())

    def set_order(self, order: str) -> None:
        """Show this list in another order from now on, also the next time; empty for the usual one."""
        chosen = "" if order == self._usual_order else order
        self._orders[self._listing.name] = chosen
        self._context.preferences.remember_text(self._order_key, chosen)
        self._show_hint()

    @property
    def _usual_order(self) -> str:
        return self._listing.order or (f"{DOWN}{self._kind.date_field}" if self._kind.date_field else "")

    @property
    def _order_key(self) -> str:
        return f"order/{self._name}.{self._listing.name}"

    def _chosen_order(self) -> str:
        name = self._listing.name
        if name not in self._orders:
            kept = self._context.preferences.text(self._order_key)
            # Another program, or a former one, may have offered more.
            self._orders[name] = kept if kept.removeprefix(DOWN) in offered(self._kind) else ""
        return self._orders[name]

    def _show_hint(self) -> None:
        order = self._chosen_order()
        text = self._listing.hint
        if order and text:
            label = label_of(self._kind.field(order.removeprefix(DOWN)))
            way = self.tr("按{column}降序") if order.startswith(DOWN) else self.tr("按{column}升序")
            text = way.format(column=label)
        self._hint.set_text(text)

    def query(self) -> Query:
        """What the list is to show: what the filters let through, in the order of the way it is shown."""
        query = self.filters.query(self._kind.name)
        listing = self._listing
        # What the list is about gives way to what a person asks for outright.
        asks_otherwise = "status" in query.where or (query.lights and not _UNSOLVED.intersection(query.lights))
        if listing.statuses and not asks_otherwise:
            query = replace(query, where={**query.where, "status": listing.statuses})
        return replace(query, order=self._chosen_order() or listing.order)

    def wanted(self) -> Wanted | None:
        """The filter in force, with the list it is made in; None when there is nothing that can be kept by name."""
        wanted = self.filters.wanted()
        return replace(wanted, listing=self._listing.name) if wanted != Wanted() else None

    def show_picked(self, count: int) -> None:
        """Offer what can be done with so many records selected; up to one, the filters."""
        is_many = count > 1
        if is_many:
            self.many.show_count(count)
        if self.many.isHidden() == is_many:
            # As tall as the filters: the rows must not move under the mouse that selects them.
            self.many.setFixedHeight(max(self.filters.height(), self.many.sizeHint().height()))
            self.filters.setVisible(not is_many)
            self.many.setVisible(is_many)

    def _lay_out(self, plan: ListPlan) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP_MEDIUM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(row)
        if plan.has_title:
            title = QLabel(plan.title, self)
            title.setProperty("tone", "title")
            row.addWidget(title)
            if self.switch is not None:
                row.addSpacing(GAP_LARGE - GAP_MEDIUM)
                row.addWidget(self.switch)
            # The first to give way: the lists are not to stand in two rows for it.
            self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(self._hint, 1)
            column.addWidget(self.filters)
            column.addWidget(self.many)
        else:
            row.addWidget(self.filters, 1)
            row.addWidget(self.many, 1)
        row.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._forms, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignTop)

    def _make_switch(self, name: str) -> ChoiceButtons:
        choices = [Choice(one.name, one.label, one.label) for one in self._listings.values()]
        switch = ChoiceButtons(f"{name}.listing", self.tr("清单"), choices, required=True, parent=self)
        switch.edited.connect(self._on_switched)
        return switch

    def _make_forms_button(self, name: str) -> QPushButton:
        forms = make_button(self, f"{name}.forms", self.tr("按表样导出…"), self.forms_wanted.emit)
        forms.setToolTip(self.tr("把列表里的记录填进本单位自己的空表"))
        forms.setIcon(icon("export"))
        return forms

    def _make_take_button(self, name: str) -> QPushButton:
        button = make_button(self, f"{name}.take", self.tr("取数…"), self._begin_taking)
        button.setToolTip(self.tr("把原有的 Excel 台账取进来，不用重打"))
        button.setHidden(self._kind.name not in INTAKE_KINDS)
        return button

    def _begin_taking(self) -> None:
        self._context.shell.show_page("exchange", {"take": self._kind.name, "back": page_of(self._kind.name)})

    def _on_switched(self) -> None:
        name = str(self.switch.value()) if self.switch is not None else ""
        self.show_listing(name)
        self.listing_chosen.emit(name)


def _new_button(head: QWidget, name: str, text: str) -> QPushButton:
    new = make_button(head, f"{name}.new", f"{text}  Ctrl+N", None, "primary")
    new.setIcon(icon("add", QPalette.ColorRole.HighlightedText))
    return new
