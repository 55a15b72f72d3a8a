"""The first window of a new user: which office, who works. It founds the ledger."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import Problem, Refused
from desktop.services.ledgers import Ledger, begin_ledger
from desktop.services.placing import forget_units
from desktop.ui.icons import app_icon
from desktop.ui.operations import Worker
from desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE, resize_within_screen
from desktop.ui.translation import language_shown
from desktop.ui.unit_field import UnitField
from desktop.ui.widgets.fields import FieldRow
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit
from desktop.wording import problem_sentence, sentence

WIDTH = 600


class FirstStart(QWidget):
    """Level, office, own name; 建立账本. A refusal stands under the field it is about, nothing typed is lost."""

    founded = Signal(object)
    """Carries the open :class:`Ledger`."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "first_start", self.tr("建立账本"))
        self.setWindowTitle(self.tr("第一次使用 · 走访通"))
        self.setWindowIcon(app_icon())
        self._path = path
        self._worker = Worker(self)
        self._levels = QButtonGroup(self)
        self._unit = UnitField(self._worker, self)
        self._code = LineEdit("first_start.code", self.tr("编码"), self)
        self._code.setPlaceholderText(self.tr("12 位数字；镇的末三位是 000，村的不是"))
        self._name = LineEdit("first_start.name", self.tr("名称"), self)
        self._town = LineEdit("first_start.town", self.tr("所属乡镇"), self)
        self._actor = LineEdit("first_start.actor", self.tr("姓名"), self)
        self._rows = {
            "code": FieldRow(self.tr("编码"), self._code, required=True, parent=self),
            "name": FieldRow(self.tr("名称"), self._name, required=True, parent=self),
            "town_name": FieldRow(self.tr("所属乡镇"), self._town, parent=self),
            "actor": FieldRow(self.tr("姓名"), self._actor, required=True, parent=self),
        }
        self._by_hand = QPushButton(self.tr("名单里没有，手工填写"), self)
        self._trouble = QLabel(self)
        self._begin = QPushButton(self.tr("建立账本"), self)
        self._build()
        self._connect()
        resize_within_screen(self, WIDTH + 2 * GAP_HUGE, 640)

    @property
    def level(self) -> str:
        """``village`` or ``town``."""
        return "town" if self._levels.checkedId() else "village"

    @property
    def is_by_hand(self) -> bool:
        """Whether code and name are typed rather than picked."""
        return not self._rows["code"].isHidden()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.close()
        forget_units()
        super().closeEvent(event)

    # -- layout ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        sheet = QWidget()
        sheet.setMaximumWidth(WIDTH)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, GAP_HUGE, 0, GAP_HUGE)
        column.setSpacing(GAP_LARGE)
        title = QLabel(self.tr("先建一本账"), sheet)
        title.setProperty("tone", "title")
        lead = QLabel(self.tr("说明这本账是哪个单位的、谁来记，就可以开始。数据只存在这台电脑上，不联网。"), sheet)
        lead.setProperty("tone", "muted")
        lead.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(lead)
        column.addLayout(self._level_row(sheet))
        column.addWidget(self._unit)
        for name in ("code", "name", "town_name"):
            column.addWidget(self._rows[name])
        name_widget(self._by_hand, "first_start.by_hand", self._by_hand.text())
        self._by_hand.setProperty("kind", "link")
        indented = QHBoxLayout()
        indented.addSpacing(max(row.label_width() for row in [self._unit.row, *self._rows.values()]))
        indented.addWidget(self._by_hand)
        indented.addStretch(1)
        column.addLayout(indented)
        column.addWidget(self._rows["actor"])
        name_widget(self._trouble, "first_start.trouble", "")
        self._trouble.setProperty("tone", "danger")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        column.addWidget(self._trouble)
        name_widget(self._begin, "first_start.begin", self._begin.text())
        self._begin.setProperty("kind", "primary")
        self._begin.setAutoDefault(True)
        column.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._show_by_hand(False)
        self._put_into_scroller(sheet)
        self._line_labels_up()

    def _level_row(self, sheet: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        choices = (
            ("village", self.tr("村（社区）"), self.tr("记走访，报问题，\n导出给镇里")),
            ("town", self.tr("镇（乡、街道）"), self.tr("汇总各村，办理问题，\n答复各村")),
        )
        for place, (level, name, duty) in enumerate(choices):
            button = QPushButton(f"{name}\n{duty}", sheet)
            name_widget(button, f"first_start.level.{level}", name)
            button.setProperty("kind", "card")
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.setMinimumHeight(4 * self.fontMetrics().lineSpacing() + GAP)
            self._levels.addButton(button, place)
            row.addWidget(button, 1)
        return row

    def _put_into_scroller(self, sheet: QWidget) -> None:
        centred = QWidget()
        centred.setProperty("kind", "page")
        row = QHBoxLayout(centred)
        row.setContentsMargins(GAP_HUGE, 0, GAP_HUGE, 0)
        row.addStretch(1)
        row.addWidget(sheet, 100)
        row.addStretch(1)
        scroller = QScrollArea(self)
        scroller.setObjectName("first_start.scroller")
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(centred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroller)

    def _line_labels_up(self) -> None:
        rows = [self._unit.row, *self._rows.values()]
        width = max(row.label_width() for row in rows)
        self._unit.set_label_width(width)
        for row in self._rows.values():
            row.set_label_width(width)

    # -- behaviour ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._levels.idToggled.connect(self._on_level_toggled)
        self._by_hand.clicked.connect(lambda: self._show_by_hand(not self.is_by_hand))
        self._unit.unit_picked.connect(self._on_unit_picked)
        self._begin.clicked.connect(self._on_begin_clicked)
        for row in self._rows.values():
            row.editor.edited.connect(lambda row=row: row.show_error(""))
        self._levels.button(0).setFocus()

    def _on_level_toggled(self, place: int, is_on: bool) -> None:
        if is_on:
            self._unit.set_level(self.level)
            self._rows["town_name"].setVisible(self.is_by_hand and self.level == "village")

    def _on_unit_picked(self, unit: object) -> None:
        if unit is not None:
            self._actor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_by_hand(self, is_by_hand: bool) -> None:
        self._unit.setVisible(not is_by_hand)
        for name in ("code", "name", "town_name"):
            self._rows[name].setVisible(is_by_hand and (name != "town_name" or self.level == "village"))
        self._by_hand.setText(self.tr("从名单里查找") if is_by_hand else self.tr("名单里没有，手工填写"))
        self._by_hand.setAccessibleName(self._by_hand.text())
        if self.isVisible():
            (self._code if is_by_hand else self._unit.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_begin_clicked(self) -> None:
        if not self._has_answers():
            return
        if self.is_by_hand:
            code, name, town = self._code.text(), self._name.text(), self._town.text()
        else:
            unit = self._unit.unit
            code, name, town = (unit.code, unit.name, unit.town_name) if unit is not None else ("", "", "")
        path, level, actor = self._path, self.level, self._actor.text().strip()
        self._begin.setEnabled(False)

        def found(_job: object) -> Ledger:
            ledger = begin_ledger(path, level=level, code=code, name=name, town_name=town, actor=actor)
            # The connection belongs to this thread, which ends with the window.
            ledger.close()
            return ledger

        self._worker.run(found, done=self.founded.emit, refused=self._on_refused)

    def _has_answers(self) -> bool:
        missing: list[QWidget] = []
        if not self.is_by_hand and self._unit.unit is None:
            self._unit.row.show_error(self.tr("请从找到的单位里选一个；名单里没有的，可以手工填写。"))
            missing.append(self._unit.line)
        if not self._actor.text().strip():
            self._show_problem(Problem("missing", "actor"))
            missing.append(self._actor)
        if missing:
            missing[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return not missing

    def _on_refused(self, refusal: Refused) -> None:
        self._begin.setEnabled(True)
        for problem in refusal.problems:
            self._show_problem(problem)
        shown = [self._rows[problem.field] for problem in refusal.problems if problem.field in self._rows]
        said = "" if shown else sentence(refusal, language_shown())
        self._trouble.setText(said)
        self._trouble.setAccessibleName(said)
        self._trouble.setVisible(bool(said))
        if shown:
            shown[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problem(self, problem: Problem) -> None:
        row = self._rows.get(problem.field)
        if row is not None:
            label = row.editor.accessibleName()
            named = Problem(problem.kind, problem.field, problem.value, params={**problem.params, "label": label})
            row.show_error(problem_sentence(named, language_shown()))
