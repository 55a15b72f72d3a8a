"""常用筛选: the menu of filters kept by name, and keeping the one in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.services.undoing import next_undo
from desktop.services.views import (
    VIEW_NAME,
    View,
    Wanted,
    built_in,
    forget_view,
    rename_view,
    save_view,
    saved_views,
)
from desktop.ui.context import Context
from desktop.ui.saying import say_done
from desktop.ui.step_dialogs import StepDialog, plain_context
from desktop.ui.widgets.naming import name_widget
from desktop.wording import view_name


class SavedFilters(QObject):
    """Fills the menu of ``button`` whenever it opens. ``wanted`` gives the filter in force, None when there is none."""

    chosen = Signal(object)
    """Carries the :class:`Wanted` of the filter chosen."""

    def __init__(
        self, context: Context, kind: str, button: QPushButton, wanted: Callable[[], Wanted | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self._name = button.objectName()
        self._window = parent
        self._wanted = wanted
        self._menu = QMenu(button)
        name_widget(self._menu, f"{self._name}.menu", button.accessibleName())
        button.setMenu(self._menu)
        self._menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is now."""
        self._menu.clear()
        ledger, language = self._context.ledger, self._context.preferences.language
        for view in built_in(ledger, self._kind):
            self._offer(view, view_name(view.code, language), view.code)
        self._menu.addSeparator()
        own = saved_views(ledger, self._kind)
        for view in own:
            self._offer(view, view.name, f"own.{view.name}")
        self._menu.addSeparator()
        wanted = self._wanted()
        save = self._menu.addAction(self.tr("保存现在的筛选…"))
        save.setObjectName(f"{self._name}.save")
        save.setEnabled(wanted is not None)
        save.triggered.connect(lambda: self._ask_name(wanted) if wanted is not None else None)
        if own:
            self._offer_changes(own)

    def _offer(self, view: View, text: str, name: str) -> None:
        action = self._menu.addAction(text.replace("&", "&&"))
        action.setObjectName(f"{self._name}.{name}")
        action.triggered.connect(lambda: self.chosen.emit(view.wanted))

    def _offer_changes(self, own: tuple[View, ...]) -> None:
        menu = self._menu.addMenu(self.tr("改名或删除"))
        name_widget(menu, f"{self._name}.manage", self.tr("改名或删除"))
        for view in own:
            of_one = menu.addMenu(view.name.replace("&", "&&"))
            name_widget(of_one, f"{self._name}.manage.{view.name}", view.name)
            rename = of_one.addAction(self.tr("改名…"))
            rename.setObjectName(f"{self._name}.rename.{view.name}")
            rename.triggered.connect(lambda _checked=False, name=view.name: self._ask_new_name(name))
            forget = of_one.addAction(self.tr("删除"))
            forget.setObjectName(f"{self._name}.forget.{view.name}")
            forget.triggered.connect(lambda _checked=False, name=view.name: self._forget(name))

    def _ask_name(self, wanted: Wanted) -> None:
        self._ask(
            self.tr("保存筛选"),
            self.tr("保存"),
            "",
            lambda name: save_view(self._context.ledger, self._kind, name, wanted),
            self.tr("已保存筛选“{name}”"),
        )

    def _ask_new_name(self, before: str) -> None:
        self._ask(
            self.tr("给“{name}”改名").format(name=before),
            self.tr("改名"),
            before,
            lambda name: rename_view(self._context.ledger, self._kind, before, name),
            self.tr("已改名为“{name}”"),
        )

    def _ask(self, title: str, act: str, before: str, keep: Callable[[str], None], said: str) -> None:
        def given(values: dict[str, Any]) -> None:
            name = str(values["name"] or "")
            self._write(
                lambda: keep(name),
                said.format(name=name.strip()),
                done=dialog.accept,
                refused=lambda refusal: dialog.show_refusal(refusal, self._context.preferences.language),
            )

        dialog = StepDialog(
            f"{self._name}.naming",
            title,
            act,
            [(VIEW_NAME, True)],
            plain_context(self._context.today, lambda _name: []),
            given,
            self._window.window(),
        )
        dialog.set_values({"name": before or None})
        dialog.open()

    def _forget(self, name: str) -> None:
        self._write(
            lambda: forget_view(self._context.ledger, self._kind, name), self.tr("已删除筛选“{name}”").format(name=name)
        )

    def _write(self, work: Callable[[], None], said: str, done: Any = None, refused: Any = None) -> None:
        ledger = self._context.ledger

        def write_and_find_step() -> int | None:
            work()
            step = next_undo(ledger)
            return step.id if step is not None else None

        def tell(step_id: int | None) -> None:
            if done is not None:
                done()
            say_done(self._context, said, step_id)

        self._context.write(write_and_find_step, done=tell, refused=refused)
