"""What happened to a record, the latest first: a line down the side, a dot for each act, and what was said at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.colours import colours_of
from desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.labels import said_label, tag_label, told_text

FIRST, MORE = 12, 50
"""Acts shown at first, and with each press of the button below them: a long story opens as fast as a short one."""
_RAIL = GAP_LARGE
_DOT = 4.5


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """One field before and after, as shown; an empty text stands for no value."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What somebody did at one time; ``act`` is a phrase such as 新增 or 申请销号.

    ``when`` says both days where it was written down on another one; ``mark`` is 未生效 or 已撤销; ``said`` are the
    words given with it, label and text; ``is_step`` tells a step of an issue from a mere change.
    """

    who: str
    when: str
    act: str
    changes: tuple[HistoryChange, ...] = ()
    mark: str = ""
    said: tuple[tuple[str, str], ...] = ()
    is_step: bool = False


class Timeline(QWidget):
    """The acts of one record. Object names are ``<name>.0`` (the act), ``<name>.0.who``, ``.said``, ``.changes`` and
    ``<name>.earlier``.
    """

    def __init__(self, name: str, entries: Sequence[HistoryEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._entries = tuple(entries)
        self._shown = 0
        self._earlier: QPushButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._show_more(FIRST)

    def _show_more(self, count: int) -> None:
        first, until = self._shown, min(self._shown + count, len(self._entries))
        for place in range(first, until):
            is_last = place + 1 == len(self._entries)
            act = _Act(f"{self.objectName()}.{place}", self._entries[place], is_last=is_last)
            self._column.insertWidget(place, act)
        self._shown = until
        left = len(self._entries) - until
        if self._earlier is None and left:
            self._earlier = make_button(self, f"{self.objectName()}.earlier", "", lambda: self._show_more(MORE), "link")
            self._column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        if self._earlier is not None:
            text = self.tr("更早的 {count} 条").format(count=left)
            self._earlier.setText(text)
            self._earlier.setAccessibleName(text)
            self._earlier.setVisible(left > 0)


class _Act(QWidget):
    """One act beside its dot."""

    def __init__(self, name: str, entry: HistoryEntry, *, is_last: bool) -> None:
        super().__init__()
        self._is_step = entry.is_step and not entry.mark
        self._is_last = is_last
        column = QVBoxLayout(self)
        column.setContentsMargins(_RAIL + GAP, 0, 0, GAP_LARGE if not is_last else GAP)
        column.setSpacing(GAP_SMALL // 2)
        tone = "muted" if entry.mark else "section" if entry.is_step else ""
        head = said_label(name, entry.act, tone)
        head.setAccessibleName(" ".join(part for part in (entry.act, entry.mark, entry.who, entry.when) if part))
        self._head = head
        if entry.mark:
            line = QHBoxLayout()
            line.setSpacing(GAP)
            head.setWordWrap(False)
            line.addWidget(head)
            line.addWidget(tag_label(f"{name}.mark", entry.mark, "amber"))
            line.addStretch(1)
            column.addLayout(line)
        else:
            column.addWidget(head)
        who = " · ".join(part for part in (entry.who, entry.when) if part)
        column.addWidget(said_label(f"{name}.who", who, "muted"))
        for part, lines, tone in self._parts(entry):
            if lines:
                label = told_text(f"{name}.{part}", "\n".join(lines), tone)
                label.setContentsMargins(0, GAP_SMALL // 2, 0, 0)
                column.addWidget(label)

    def _parts(self, entry: HistoryEntry) -> tuple[tuple[str, list[str], str], ...]:
        nothing = QCoreApplication.translate("Timeline", "空")
        template = QCoreApplication.translate("Timeline", "{label}：{text}")
        said = [template.format(label=label, text=text) for label, text in entry.said]
        changed = [
            template.format(
                label=change.label,
                text=f"{change.before} → {change.after or nothing}" if change.before else change.after or nothing,
            )
            for change in entry.changes
        ]
        return ("said", said, "muted" if entry.mark else ""), ("changes", changed, "muted")

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        centre = QPointF(_RAIL / 2 + 0.5, self._head.geometry().top() + self._head.fontMetrics().height() / 2 + 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._is_last:
            painter.setPen(QPen(QColor(colours.line), 1.5))
            painter.drawLine(centre, QPointF(centre.x(), self.height() + centre.y()))
        mark = QColor(colours.accent if self._is_step else colours.field_line)
        painter.setPen(QPen(mark, 1.5))
        painter.setBrush(mark if self._is_step else QColor(colours.base))
        painter.drawEllipse(centre, _DOT, _DOT)
        painter.end()
