"""The colours of the lights, chosen by name from those that stand out on light and on dark ground."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.fields import Choice
from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.lights import Light, LightBadge

LIGHTS = (
    Choice("overdue", "逾期", "Overdue"),
    Choice("due_soon", "临期", "Due soon"),
    Choice("normal", "正常", "Normal"),
)
COLOURS = (
    Choice("", "默认", "Default"),
    Choice("#D9443A", "红", "Red"),
    Choice("#B8740F", "黄", "Amber"),
    Choice("#2F8F43", "绿", "Green"),
    Choice("#3B7DDD", "蓝", "Blue"),
    Choice("#A25BC4", "紫", "Purple"),
)


class LightColours(QWidget):
    """A row for each light: the light with its word, and the names of the colours it may have.

    ``edited`` carries light name → ``#RRGGBB`` for the lights that have another colour than the theme's.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: dict[str, ChoiceButtons] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_MEDIUM)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        for line, light in enumerate(LIGHTS):
            label = self.tr("{light}灯的颜色").format(light=label_of(light))
            buttons = ChoiceButtons(f"settings.light.{light.code}", label, COLOURS, required=True, parent=self)
            buttons.edited.connect(self._on_edited)
            self._buttons[light.code] = buttons
            grid.addWidget(LightBadge(Light(light.code), label_of(light), self), line, 0)
            grid.addWidget(buttons, line, 1)

    def show_colours(self, colours: dict[str, str]) -> None:
        """Show which colour each light has; a light without one has the theme's."""
        for light, buttons in self._buttons.items():
            buttons.set_value(colours.get(light, ""))
        for badge in self.findChildren(LightBadge):
            badge.update()

    def _on_edited(self) -> None:
        chosen = {light: str(buttons.value() or "") for light, buttons in self._buttons.items()}
        self.edited.emit({light: colour for light, colour in chosen.items() if colour})
