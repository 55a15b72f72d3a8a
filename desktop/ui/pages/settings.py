"""设置: the office, who works, deadlines and lights, categories, the look, backups. Every change holds at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.changes import Level
from desktop.domain.fields import Choice
from desktop.services.finding import distinct_values
from desktop.services.settings import change_setting, read_settings
from desktop.ui.context import Context
from desktop.ui.operations import Changed
from desktop.ui.pages.page import Page
from desktop.ui.pages.people_list import PeopleList
from desktop.ui.pages.settings_backup import BackupCard
from desktop.ui.pages.settings_deadlines import DeadlineCard
from desktop.ui.pages.settings_parts import Card, CategoryList
from desktop.ui.pages.settings_password import PasswordCard
from desktop.ui.pages.settings_privacy import PrivacyCard
from desktop.ui.step_words import setting_name
from desktop.ui.theme import GAP_HUGE, GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.choices import ChoiceButtons, ChoiceEdit
from desktop.ui.working_as import work_as

WIDTH = 760


class SettingsPage(Page):
    """Cards below each other. Settings of the office go into its ledger; the look belongs to this computer."""

    name = "settings"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actor = ChoiceEdit("settings.actor", self.tr("当前记录人"), parent=self)
        self._people = PeopleList(context, self)
        self._deadlines = DeadlineCard(self)
        self._categories = CategoryList(self)
        self._size = self._choices("size", self.tr("字号"), self._sizes())
        self._appearance = self._choices("appearance", self.tr("明暗"), self._appearances())
        self._language = self._choices("language", self.tr("语言"), (Choice("zh", "中文", "中文"), *_ENGLISH))
        self._privacy = PrivacyCard(context, self)
        self._backup = BackupCard(context, self)
        self._password = PasswordCard(context, self)
        self._build()
        self._connect()

    def activate(self) -> None:
        """Show what holds now and begin at the top."""
        self._show_settings()
        self._actor.setFocus(Qt.FocusReason.OtherFocusReason)

    def grant(self, wish: Mapping[str, Any]) -> None:
        """``part``: ``people`` puts the cursor on the people and their duties."""
        if wish.get("part") == "people":
            self._people.work_here()

    def settle(self) -> None:
        """Nothing of the backups is under way when the window has closed."""
        self._backup.settle()

    def _names(self) -> list[str]:
        ledger = self.context.ledger
        named = [person.name for person in read_settings(ledger).people]
        return list(dict.fromkeys([*named, *distinct_values(ledger, "cadre", "name")]))

    def _show_settings(self) -> None:
        settings = read_settings(self.context.ledger)
        preferences = self.context.preferences
        self._actor.set_value(self.context.ledger.actor)
        self._people.refresh()
        self._deadlines.show_settings(settings)
        self._categories.show_names(settings.categories)
        self._size.set_value(preferences.size)
        self._appearance.set_value(preferences.appearance)
        self._language.set_value(preferences.language)
        self._privacy.show_settings(settings)
        self._backup.refresh()
        self._password.refresh()

    # -- layout ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        sheet = QWidget(self)
        sheet.setMaximumWidth(WIDTH)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        title = QLabel(self.tr("设置"), sheet)
        title.setProperty("tone", "title")
        column.addWidget(title)
        for card in (
            self._office_card(sheet),
            self._people_card(sheet),
            self._deadlines,
            self._category_card(sheet),
            self._privacy,
            self._look_card(sheet),
            self._backup,
            self._password,
        ):
            column.addWidget(card)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_HUGE, GAP_LARGE, GAP_HUGE, GAP_HUGE)
        row.addWidget(sheet, 100)
        row.addStretch(1)

    def _office_card(self, sheet: QWidget) -> Card:
        office = self.context.ledger.office
        card = Card("settings.office", self.tr("单位"), sheet)
        card.add_fact("settings.office.name", self.tr("名称"), office.name)
        is_village = office.level is Level.VILLAGE
        card.add_fact("settings.office.level", self.tr("级别"), self.tr("村") if is_village else self.tr("镇"))
        if is_village and office.town_name:
            card.add_fact("settings.office.town", self.tr("上报到"), office.town_name)
        card.add_fact("settings.office.code", self.tr("编码"), office.code)
        card.add_fact("settings.office.file", self.tr("账本文件"), str(self.context.ledger.path))
        return card

    def _people_card(self, sheet: QWidget) -> Card:
        card = Card("settings.people", self.tr("人员"), sheet)
        hint = self.tr("从名单里选，或直接输入。此后的记录都记在这个人名下。")
        card.add_row(self.tr("当前记录人"), self._actor, hint)
        self._actor.set_suggestion_source(self._names)
        card.add_wide(self._people)
        return card

    def _category_card(self, sheet: QWidget) -> Card:
        card = Card("settings.category", setting_name("categories"), sheet)
        card.add_wide(self._categories)
        return card

    def _look_card(self, sheet: QWidget) -> Card:
        card = Card("settings.look", self.tr("显示"), sheet)
        card.add_row(self.tr("字号"), self._size)
        card.add_row(self.tr("明暗"), self._appearance)
        card.add_row(self.tr("语言"), self._language, self.tr("语言在下次打开程序时改变。"))
        return card

    def _choices(self, name: str, label: str, choices: tuple[Choice, ...]) -> ChoiceButtons:
        return ChoiceButtons(f"settings.{name}", label, choices, required=True, parent=self)

    @staticmethod
    def _sizes() -> tuple[Choice, ...]:
        return (
            Choice("standard", "标准", "Standard"),
            Choice("large", "大", "Large"),
            Choice("huge", "特大", "Largest"),
        )

    @staticmethod
    def _appearances() -> tuple[Choice, ...]:
        return (
            Choice("light", "浅色", "Light"),
            Choice("dark", "深色", "Dark"),
            Choice("system", "跟随系统", "As the system"),
        )

    # -- behaviour ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._actor.editingFinished.connect(self._on_actor_finished)
        self._deadlines.edited.connect(self._store)
        self._privacy.edited.connect(self._store)
        self._categories.edited.connect(partial(self._store, "categories"))
        self._backup.folder_chosen.connect(partial(self._store, "backup_folder"))
        for name, buttons in (("size", self._size), ("appearance", self._appearance), ("language", self._language)):
            buttons.edited.connect(partial(self._on_look_edited, name, buttons))
        self.context.announcer.settings_changed.connect(self._show_settings)
        self.context.announcer.changed.connect(self._on_changed)

    def _store(self, key: str, value: Any) -> None:
        """Put a setting of the office into the ledger and offer the way back."""
        ledger = self.context.ledger
        if isinstance(value, dict):
            value = sorted(value.items())

        def tell(_result: object) -> None:
            self.context.announcer.settings_changed.emit()
            text = self.tr("已保存：{name}").format(name=setting_name(key))
            self.context.shell.notify(text, self.tr("撤销"), self.context.shell.undo)

        self.context.write(lambda: change_setting(ledger, key, value), done=tell)

    def _on_actor_finished(self) -> None:
        name = self._actor.text().strip()
        if not name:
            self._actor.set_value(self.context.ledger.actor)
        elif name != self.context.ledger.actor:
            self._actor.set_value(self.context.ledger.actor)
            work_as(self.context, name, self.window())

    def _on_look_edited(self, name: str, buttons: ChoiceButtons) -> None:
        before = getattr(self.context.preferences, name)
        self._look(name, str(buttons.value()), before)

    def _look(self, name: str, value: str, before: str) -> None:
        setattr(self.context.preferences, name, value)
        self.context.preferences.sync()
        self.context.announcer.settings_changed.emit()
        text = self.tr("语言在下次打开程序时改变。") if name == "language" else self.tr("显示已改变")
        self.context.shell.notify(text, self.tr("撤销"), partial(self._look, name, before, value))

    def _on_changed(self, changed: Changed) -> None:
        if "setting" in changed.kinds:
            self._show_settings()


_ENGLISH = (Choice("en", "English", "English"),)
