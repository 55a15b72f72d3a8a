"""The list of one record kind with its filters, and the record under the cursor beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.sight import asked_in_vain
from desktop.services.views import Wanted
from desktop.ui.context import Context, page_of
from desktop.ui.filter_choices import Filter
from desktop.ui.list_head import ListHead
from desktop.ui.list_plan import ListPlan
from desktop.ui.open_lists import OpenLists
from desktop.ui.operations import Changed
from desktop.ui.picking import Picking
from desktop.ui.record_pane import RecordPane
from desktop.ui.record_table import FEW, RecordTableModel, columns_of
from desktop.ui.record_view import RecordTableView
from desktop.ui.saved_filters import SavedFilters
from desktop.ui.sorting import Sorting
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.empty import EmptyState

PANE_RESTS_MS = 40
"""While the cursor runs down a list the pane waits for it to rest."""
FIRST_SIZES = (760, 400)


class RecordBrowser(QWidget):
    """Object names begin with ``name``: ``<name>.new``, ``<name>.filter.text``, ``<name>.table``, ``<name>.pane``."""

    new_wanted = Signal()
    change_wanted = Signal(str)

    def __init__(self, context: Context, plan: ListPlan, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.browser")
        self._context = context
        self._plan = plan
        self._name = name
        self._is_stale = True
        self._is_first_wanted = False
        self._has_pane = True
        self._wanted = ""
        is_town = context.ledger.office.level == "town" and plan.kind.has_field("village_name")
        columns = columns_of(plan.kind, plan.first, ("village_name",) if is_town else (), plan.unlisted)
        self.model = RecordTableModel(context.ledger, plan.kind, columns, context.today, self, worker=context.worker)
        filters = (Filter("village_name", self.tr("全部村")), *plan.filters) if is_town else plan.filters
        self.head = ListHead(
            context, plan, filters, name, self.tr("新增{label}").format(label=label_of(plan.kind)), self
        )
        self.filters = self.head.filters
        self._lists = OpenLists(context, self.filters, self.model, [one.name for one in filters if one.is_open])
        self.table = RecordTableView(
            f"{name}.table", plan.title, self.model, context.preferences, self.head.layout_wanted, self
        )
        self.pane = RecordPane(context, plan.kind, f"{name}.pane", self)
        self.picking = Picking(context, self.head, self.table, self.model, f"{name}.many", self)
        self.sorting = Sorting(self.head, self.table, self.model, self)
        self.sorting.changed.connect(self._show_found)
        views = self.filters.views_button
        self._views = SavedFilters(context, plan.kind.name, views, self.head.wanted, self) if views else None
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._list = QStackedWidget(self)
        self._pane_rest = QTimer(self)
        self._pane_rest.setSingleShot(True)
        self._pane_rest.setInterval(PANE_RESTS_MS)
        self._lay_out()
        self._connect()
        self._withhold_filters()
        self.show_listing("")

    def freshen(self) -> None:
        """Read the list again if something changed while it was behind others."""
        if self._is_stale:
            self._show_found()
            self._lists.fill()

    def show_listing(self, name: str) -> None:
        """Show the list in another of its ways."""
        self.head.show_listing(name)
        self.table.columns.use(self.head.layout_wanted)
        self._is_stale = True
        if self.isVisible():
            self._on_filters_changed()

    def want(self, wanted: Wanted) -> None:
        """Show what a filter lets through, in its list; one of no list, in that which leaves nothing out."""
        self.show_listing(wanted.listing)
        self.filters.want(wanted)

    def work_on_list(self) -> None:
        """Put the cursor into the list, or on the first step where there is none yet."""
        if not self.table.current_id:
            # Before the focus: Qt would put the cursor on the first row without selecting it.
            self.table.select_first()
        step = self._list.currentWidget().findChild(QPushButton)
        (step or self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, record_id: str) -> None:
        """Put the cursor on a record. What hides it is taken away; one far down shows in the pane alone."""
        self.freshen()
        if not self.table.select_record(record_id) and not self.head.is_whole:
            self.show_listing("")
            self.freshen()
        if not self.table.select_record(record_id) and self.filters.is_active:
            self.filters.clear()
        if not self.table.select_record(record_id):
            self.table.clearSelection()
        self._show_in_pane(record_id)
        self.pane.show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_pane(self) -> None:
        """Show the reading pane, or give the list its room."""
        self._has_pane = self.pane.isHidden()
        self.pane.setVisible(self._has_pane)

    def remember(self) -> None:
        """Keep widths and columns for the next time."""
        self.table.columns.remember()
        self._context.preferences.remember_state(self._splitter.objectName(), self._splitter.saveState())

    def _lay_out(self) -> None:
        sentence = self.tr("没有符合条件的记录。")
        # Pictures are called as pages are.
        picture = page_of(self._plan.kind.name)
        new_text = self.tr("新增{label}").format(label=label_of(self._plan.kind))
        self._nothing = EmptyState(f"{self._name}.nothing", picture, self._plan.empty, new_text, self)
        self._nothing.step_taken.connect(self.new_wanted)
        self._no_match = EmptyState(f"{self._name}.no_match", picture, sentence, self.tr("清除筛选"), self)
        self._no_match.step_taken.connect(lambda: self.want(Wanted()))
        for widget in (self.table, self._nothing, self._no_match):
            self._list.addWidget(widget)
        self._splitter.setObjectName(f"{self._name}.splitter")
        self._splitter.setProperty("kind", "gap")
        self._splitter.setHandleWidth(GAP)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self.pane)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes(list(FIRST_SIZES))
        state = self._context.preferences.state(self._splitter.objectName())
        if not state.isEmpty():
            self._splitter.restoreState(state)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(self.head)
        column.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self.head.new_button.clicked.connect(self.new_wanted)
        self.head.listing_chosen.connect(self.show_listing)
        self.filters.changed.connect(self._on_filters_changed)
        if self._views is not None:
            self._views.chosen.connect(self.want)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.change_wanted)
        self.table.entered.connect(lambda record_id: _enter(self, record_id))
        self.pane.left.connect(self.work_on_list)
        self.table.picked.connect(lambda: self.pane.keep_menu_key(self.table.picked_count() < 2))
        self.table.pane_toggled.connect(self.toggle_pane)
        self.pane.edit_wanted.connect(self.change_wanted)
        self._pane_rest.timeout.connect(lambda: self.pane.show_record(self._wanted))
        self.model.counted.connect(self._show_what_fits)
        self.model.refused.connect(self._context.say_refusal)
        self._context.announcer.changed.connect(self._on_changed)
        self._context.announcer.settings_changed.connect(self._on_settings_changed)
        keys: dict[str, Callable[[], object]] = {
            "F2": lambda: self._on_current(self.change_wanted.emit),
            "Del": lambda: self._on_current(lambda _id: self.pane.ask_to_withdraw()),
            "/": self._work_on_words,
        }
        for key, act in keys.items():
            QShortcut(key, self, act)

    def _withhold_filters(self) -> None:
        self.filters.withhold(
            asked_in_vain(self._context.ledger, self._plan.kind, [one.name for one in self._plan.filters])
        )

    def _show_found(self) -> None:
        self._is_stale = False
        self.model.show_query(self.head.query())

    def _work_on_words(self) -> None:
        self.picking.pick_none()
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_what_fits(self) -> None:
        """Show the part that fits what was found, and how many that are."""
        self.filters.show_count(self.model.count)
        if self.model.rowCount() or self.model.is_searching:
            self._list.setCurrentWidget(self.table)
        else:
            is_narrowed = self.filters.is_active or not self.head.is_whole
            self._list.setCurrentWidget(self._no_match if is_narrowed else self._nothing)
            self._show_in_pane("")
        # While it is looked for the pane keeps its room: the list must not jump to and fro.
        is_listed = self.model.rowCount() or (self.model.is_searching and self.pane.isVisible())
        self.pane.setVisible(self._has_pane and bool(is_listed))
        if self._is_first_wanted and self.model.rowCount():
            self._is_first_wanted = False
            self.table.select_first()

    def _on_filters_changed(self) -> None:
        self._show_found()
        if not self.table.current_id:
            self._is_first_wanted = self.model.is_searching
            self.table.select_first()

    def _on_changed(self, changed: Changed) -> None:
        kind = self._plan.kind.name
        if kind not in changed.kinds and not changed.kinds & self._plan.related:
            return
        if not self.isVisible():
            self._is_stale = True
            return
        if kind in changed.kinds and 0 < len(changed.record_ids) <= FEW:
            self.model.refresh(changed.record_ids)
            self._lists.learn(changed.record_ids)
        else:
            self.model.reload()
            self._lists.fill()
        self._show_in_pane(self.table.current_id or self.pane.record_id)
        self._show_what_fits()

    def _on_settings_changed(self) -> None:
        self._withhold_filters()
        self._is_stale = True
        if self.isVisible():
            self._show_found()

    def _on_chosen(self, record_id: str) -> None:
        self._wanted = record_id
        self._pane_rest.start()

    def _show_in_pane(self, record_id: str) -> None:
        self._pane_rest.stop()
        self._wanted = record_id
        self.pane.show_record(record_id)

    def _on_current(self, act: Callable[[str], object]) -> None:
        if self._pane_rest.isActive():
            self._show_in_pane(self._wanted)
        if self.pane.record_id:
            act(self.pane.record_id)


def _enter(browser: RecordBrowser, record_id: str) -> None:
    """Enter in the list. An issue is handled more often than its fields are changed: the cursor goes to its steps."""
    if browser.model.kind.name != "issue":
        browser.change_wanted.emit(record_id)
        return
    if browser.pane.isHidden():
        browser.toggle_pane()
    if browser.pane.record_id != record_id:
        browser.pane.show_record(record_id)
    browser.pane.work_on_record()
