"""The one style sheet. Widgets choose a look by the dynamic properties ``kind``, ``tone`` and ``error``.

``kind`` of a button: primary, danger, quiet, link, choice, card, heading. ``tone`` of a label: title, section, muted,
danger, amber, green, accent. ``kind`` of a frame: section, body, card, rule, chips, chip, popup, navigation, top,
side, status, veil.
"""

from __future__ import annotations

from string import Template

from desktop.paths import resource_dir
from desktop.ui.colours import DARK, Colours

SHEET_PICTURES = ("chevron-down", "chevron-up", "check")
"""Drawings a style sheet can only take from files, one for light and one for dark."""

_SHEET = Template("""
QToolTip { color: $text; background: $raised; border: 1px solid $line; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[tone="title"] { font-size: ${title_px}px; font-weight: bold; }
QLabel[tone="section"] { font-weight: bold; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="danger"] { color: $danger_text; }
QLabel[tone="amber"] { color: $amber_text; }
QLabel[tone="green"] { color: $green_text; }
QLabel[tone="accent"] { color: $accent_text; }
QLabel[selectable="true"]:focus { border: 1px solid $accent; border-radius: 3px; }

QLabel[kind="tag"] { background: $raised; border-radius: 4px; padding: 1px 6px; }

QFrame[kind="section"], QFrame[kind="card"] { background: $base; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="section"] QFrame[kind="body"] { background: transparent; border: 0; }
QFrame[kind="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }

QFrame[kind="navigation"] { background: $base; border: 0; border-right: 1px solid $line; }
QFrame[kind="top"] { background: $base; border: 0; border-bottom: 1px solid $line; }
QFrame[kind="status"] { background: $base; border: 0; border-top: 1px solid $line; }
QFrame[kind="side"] { background: $base; border: 0; border-left: 1px solid $line; }
QFrame[kind="veil"] { background: $selected; border: 2px dashed $accent; border-radius: ${radius}px; }

QPushButton {
  color: $text; background: $base; border: 1px solid $field_line; border-radius: ${radius}px;
  padding: 0 13px; min-height: ${inner}px; outline: 0;
}
QPushButton, QToolButton { icon-size: 20px; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton:hover { background: $raised; }
QPushButton:pressed, QPushButton:checked { background: $selected; }
QPushButton:focus { border: 2px solid $accent; padding: 0 12px; min-height: ${inner_focus}px; }
QPushButton:disabled { color: $disabled; border-color: $line; }
QPushButton[kind="primary"] { color: $on_accent; background: $accent; border-color: $accent; font-weight: bold; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: $accent_hover; border-color: $accent_hover;
}
QPushButton[kind="danger"] { color: $on_danger; background: $danger; border-color: $danger; font-weight: bold; }
QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
  color: $muted; background: $raised; border-color: $line;
}
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $raised; }
QPushButton[kind="quiet"]:focus { border-color: $accent; }
QPushButton[kind="link"] {
  color: $accent_text; background: transparent; border: 2px solid transparent; padding: 0 4px; min-height: 0;
}
QPushButton[kind="link"][tall="true"] { min-height: ${inner_focus}px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton[kind="heading"] {
  background: transparent; border: 2px solid transparent; padding: 0 6px; font-weight: bold; text-align: left;
}
QPushButton[kind="heading"]:hover { background: $raised; }
QPushButton[kind="heading"]:focus { border-color: $accent; }
QPushButton[kind="choice"] { padding: 0 11px; }
QPushButton[kind="choice"]:checked {
  color: $on_accent; background: $accent; border-color: $accent;
}
QPushButton[kind="choice"]:focus { border: 2px solid $accent; padding: 0 10px; }
QPushButton[kind="choice"]:checked:focus { border-color: $text; }

QPushButton[kind="card"] { padding: 10px 15px; text-align: left; }
QPushButton[kind="card"]:focus { padding: 9px 14px; }
QPushButton[kind="card"]:checked { background: $selected; border: 2px solid $accent; padding: 9px 14px; }
QPushButton[kind="card"]:checked:focus { border-color: $text; }
QPushButton[big="true"] { padding: 0 19px; min-height: ${big}px; }
QPushButton[big="true"]:focus { padding: 0 18px; min-height: ${big_focus}px; }

QToolButton {
  color: $text; background: transparent; border: 2px solid transparent; border-radius: ${radius}px; padding: 2px;
}
QToolButton:hover { background: $raised; }
QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QFrame[kind="chips"], QComboBox, QAbstractSpinBox {
  color: $text; background: $base; border: 1px solid $field_line; border-radius: ${radius}px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }
QLineEdit, QComboBox, QAbstractSpinBox { padding: 0 7px; min-height: ${inner}px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $accent; padding: 0 6px; min-height: ${inner_focus}px;
}
QPlainTextEdit { padding: 3px 4px; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: 2px 3px; }
QFrame[kind="chips"] { padding: 0; }
QFrame[kind="chips"][active="true"] { border: 2px solid $accent; }
QFrame[kind="chips"] QLineEdit, QFrame[kind="chips"] QLineEdit:focus {
  border: 0; background: transparent; padding: 0 2px; min-height: ${chip}px; max-height: ${chip}px;
}
QFrame[kind="chip"] {
  background: $raised; border: 0; border-radius: 4px; min-height: ${chip}px; max-height: ${chip}px;
}
QFrame[kind="chip"] QToolButton { border: 0; padding: 2px; icon-size: 16px; }
QLineEdit > QToolButton, QLineEdit > QToolButton:focus { border: 0; padding: 0; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: 26px; border: 0; }
QComboBox::down-arrow { image: url("$chevron_down"); width: 20px; height: 20px; }
QComboBox QAbstractItemView { border: 1px solid $field_line; padding: 4px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; width: 24px; border: 0; background: transparent; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; width: 24px; border: 0; background: transparent; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 16px; height: 16px; }
QAbstractSpinBox::down-arrow { image: url("$chevron_down"); width: 16px; height: 16px; }
QLineEdit:read-only { background: $window; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  color: $muted; background: $window; border-color: $line;
}
QLineEdit[error="true"], QPlainTextEdit[error="true"], QFrame[kind="chips"][error="true"] {
  border-color: $danger;
}
QPushButton[kind="choice"][error="true"] { border-color: $danger; }

QListView, QTableView, QTreeView {
  background: $base; border: 1px solid $line; border-radius: ${radius}px; outline: 0;
  selection-background-color: $selected; selection-color: $text;
}
QListView:focus, QTableView:focus, QTreeView:focus { border-color: $accent; }
QFrame[kind="popup"] QListView { border: 0; }
QListView::item { min-height: ${item}px; padding: 0 8px; }
QTreeView::item { padding: 0 8px; }
QTableView::item { padding: 0 5px; }
QListView::item:hover { background: $raised; color: $text; }
QAbstractItemView::item:selected { background: $selected; color: $text; }
QTableView::item:focus, QTreeView::item:focus { border: 1px solid $accent; }
QTableView[kind="rows"]::item:focus { border: 0; }
QHeaderView { background: $base; border: 0; }
QHeaderView::section {
  color: $muted; background: $base; border: 0; border-bottom: 1px solid $line; padding: 0 8px; min-height: ${inner}px;
}
QTableCornerButton::section, QAbstractScrollArea::corner { background: $base; border: 0; }

QMenu { background: $base; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $base; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QScrollArea { background: $window; border: 0; }
QScrollArea > QWidget > QWidget[kind="page"] { background: $window; }
QScrollArea[kind="pane"], QScrollArea[kind="pane"] > QWidget > QWidget[kind="page"] { background: $base; }
QTextBrowser { background: transparent; border: 0; }
QTextBrowser[kind="reading"] { background: $base; border: 1px solid $line; border-radius: ${radius}px; }
QTextBrowser[kind="reading"]:focus { border-color: $accent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field_line; border-radius: 3px; margin: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter[kind="gap"]::handle { background: transparent; }
QSplitter[kind="gap"]::handle:hover { background: $line; }
QProgressBar { background: $raised; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; border-radius: 4px; }
QCheckBox, QRadioButton { border: 2px solid transparent; padding: 2px; spacing: 8px; outline: 0; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {
  width: 16px; height: 16px; border: 1px solid $field_line; border-radius: 4px; background: $base;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$check");
}
QRadioButton::indicator { border-radius: 9px; }
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 5px solid $accent; border-radius: 9px; }
QTabBar::tab { color: $muted; padding: 6px 12px; border: 2px solid transparent; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { border: 2px solid $accent; }
QTabWidget::pane { border: 0; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $base; }
QCalendarWidget QToolButton { min-height: ${inner}px; padding: 0 8px; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { min-height: 0; }
QCalendarWidget QTableView { border: 0; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QTableView::item { padding: 0; }
QFrame[kind="popup"] { background: $base; border: 1px solid $field_line; }
""")


def style_sheet(colours: Colours, row: int, title: int, radius: int) -> str:
    """The sheet for one colour set and size; ``row``, ``title`` and ``radius`` are pixels."""
    names = {name: getattr(colours, name) for name in Colours.__dataclass_fields__}
    chip = row - 8
    shade = "dark" if colours is DARK else "light"
    pictures = {
        name: resource_dir().joinpath("icons", "sheet", f"{name}-{shade}.svg").as_posix() for name in SHEET_PICTURES
    }
    return _SHEET.substitute(
        names,
        **{name.replace("-", "_"): path for name, path in pictures.items()},
        title_px=title,
        radius=radius,
        inner=row - 2,
        inner_focus=row - 4,
        big=row + 6,
        big_focus=row + 4,
        item=row - 4,
        chip=chip,
    )
