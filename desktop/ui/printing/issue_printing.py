"""打印 on the page of issues: which forms there are for the issues chosen, and the list as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.domain.errors import Refused
from desktop.reports.documents import Document
from desktop.services.finding import Query, get_record, list_records
from desktop.services.printing import (
    FORMS,
    LISTS,
    MOST_ROWS,
    Form,
    chosen_list,
    form_documents,
    forms_for,
    handover_list,
    printed_list,
)
from desktop.ui.context import Context
from desktop.ui.record_browser import RecordBrowser
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget

MOST_FORMS = 50
"""Issues for which it is looked up one by one, while the menu opens, what fits them."""


class IssuePrinting(QObject):
    """Adds to a page of issues what opens the menu of forms (Ctrl+P and the pane's button) and prints the list."""

    def __init__(self, context: Context, browser: RecordBrowser, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._browser = browser
        self._page = page
        QShortcut("Ctrl+P", page, self.open_menu)
        QShortcut("Ctrl+Shift+P", page, self.print_list)
        browser.pane.print_wanted.connect(self.open_menu)

    def open_menu(self) -> None:
        """Show what can be printed: below the pane's button, or where the cursor is in the list."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._place())
        menu.setActiveAction(menu.actions()[0])

    def _place(self) -> QPoint:
        pane, table = self._browser.pane, self._browser.table
        button = pane.findChild(QPushButton, f"{pane.objectName()}.print")
        if button is not None and button.isVisible():
            return button.mapToGlobal(button.rect().bottomLeft())
        cell = table.visualRect(table.currentIndex())
        return table.viewport().mapToGlobal(cell.bottomLeft() if cell.isValid() else table.rect().topLeft())

    def _current_id(self) -> str:
        return self._browser.table.current_id or self._browser.pane.record_id

    def _chosen_ids(self) -> tuple[str, ...]:
        """The issues selected, in the order of the list, or the one under the cursor."""
        found = self._browser.table.picked_ids()
        if len(found) > 1:
            return tuple(found)
        return tuple(one for one in (self._current_id(),) if one)

    def menu(self) -> QMenu:
        """The forms for the issues chosen, then the list."""
        menu = QMenu(self._page)
        name_widget(menu, f"{self._page.objectName()}.printing", self.tr("打印"))
        issue_ids = self._chosen_ids()
        for form, fitting in self._offers(issue_ids):
            text = label_of(form)
            if len(issue_ids) > MOST_FORMS:
                # Which of so many it fits shows when they are printed.
                fitting = list(issue_ids)
                text = self.tr("{form}（选中的）").format(form=text)
            elif len(issue_ids) > 1:
                text = self.tr("{form}（{count} 件）").format(form=text, count=len(fitting))
            self._add(menu, form.name, text, partial(self.print_form, form, fitting))
        if issue_ids:
            menu.addSeparator()
        owner = self._owner()
        if owner:
            text = self.tr("交接单：{owner}的全部未销号问题").format(owner=owner)
            self._add(menu, "handover_list", text, partial(self.print_handover, owner))
        if len(issue_ids) > 1:
            text = self.tr("清单：选中的 {count} 件").format(count=len(issue_ids))
            self._add(menu, "chosen_list", text, partial(self.print_chosen, issue_ids))
        self._add(menu, "list", self.tr("清单：现在列出的全部") + "\tCtrl+Shift+P", self.print_list)
        return menu

    def print_form(self, form: Form, issue_ids: Sequence[str]) -> None:
        """Preview a form of these issues."""
        ledger = self._context.ledger
        code = str(get_record(ledger, "issue", issue_ids[0]).values.get("code") or "") if len(issue_ids) == 1 else ""
        title = f"{form.label} {code}".strip()
        self._preview(
            title,
            lambda is_masked: form_documents(ledger, form.name, issue_ids, is_masked=is_masked),
            lambda: issue_ids,
        )

    def print_list(self) -> None:
        """Preview the list as it stands, all of it."""
        ledger, today, (listing, title) = self._context.ledger, self._context.today(), self._listing()
        query = self._browser.head.query()
        self._preview(
            title,
            lambda is_masked: [printed_list(ledger, query, listing=listing, is_masked=is_masked, today=today)],
            lambda: [one.id for one in list_records(ledger, replace(query, limit=MOST_ROWS), today=today)],
        )

    def print_chosen(self, issue_ids: Sequence[str]) -> None:
        """Preview the list of the issues selected."""
        ledger, today, (listing, title) = self._context.ledger, self._context.today(), self._listing()
        self._preview(
            title,
            lambda is_masked: [chosen_list(ledger, issue_ids, listing=listing, is_masked=is_masked, today=today)],
            lambda: issue_ids,
        )

    def _listing(self) -> tuple[str, str]:
        """Which of the lists is in front, by its name and its title."""
        name = self._browser.head.layout_wanted.name
        listing = name if name in LISTS else "issues"
        return listing, LISTS[listing][0]

    def print_handover(self, owner: str) -> None:
        """Preview 交接单 of everything a person has open."""
        ledger, today = self._context.ledger, self._context.today()
        self._preview(
            f"交接单 {owner}",
            lambda is_masked: [handover_list(ledger, owner, is_masked=is_masked, today=today)],
            lambda: [one.id for one in list_records(ledger, Query("issue", {"owner": owner}, limit=MOST_ROWS))],
        )

    def _preview(
        self, title: str, make: Callable[[bool], Sequence[Document]], ids: Callable[[], Sequence[str]]
    ) -> None:
        # Loaded here: setting type and painting pages is not needed to look at a list.
        from desktop.ui.printing.preview import PrintPreview

        name = f"{self._page.objectName()}.preview"
        PrintPreview(self._context, name, title, make, self._page.window(), ids).show()

    def _offers(self, issue_ids: Sequence[str]) -> list[tuple[Form, list[str]]]:
        """Every form that fits one of the issues, with those it fits."""
        fitting: dict[str, list[str]] = {}
        try:
            for issue_id in issue_ids[:MOST_FORMS]:
                for form in forms_for(self._context.ledger, issue_id):
                    fitting.setdefault(form.name, []).append(issue_id)
        except Refused as refusal:
            self._context.say_refusal(refusal)
        return [(form, fitting[form.name]) for form in FORMS if form.name in fitting]

    def _owner(self) -> str:
        issue_id = self._current_id()
        try:
            found = get_record(self._context.ledger, "issue", issue_id).values if issue_id else {}
        except Refused:
            return ""  # it was un-received while the menu was opened
        return str(found.get("owner") or "")

    def _add(self, menu: QMenu, name: str, text: str, act: Callable[[], Any]) -> None:
        action = menu.addAction(text)
        action.setObjectName(f"{menu.objectName()}.{name}")
        action.triggered.connect(lambda _checked=False: act())
