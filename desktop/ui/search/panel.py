"""What a search has found, below its field: groups with the places of the words, chosen by keys or the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QVBoxLayout

from desktop.domain.kinds import KINDS
from desktop.services.searching import Group
from desktop.ui.search.lines import LINE, Heading, Line, LineDelegate, Rest, Result, line_of
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit

WIDEST = 860
_FRAME = 2


class SearchPanel(QFrame):
    """It is no window of its own, so neither focus nor activation ever leave the line."""

    opened = Signal(str, str)
    """Kind and id of a record."""
    listed = Signal(str, str)
    """Kind and words of a whole list."""

    def __init__(self, line: LineEdit) -> None:
        super().__init__(line.window())
        self._line = line
        self._text = ""
        self.setObjectName("search")
        self.setProperty("kind", "popup")
        self.view = QListView(self)
        name_widget(self.view, "search.results", self.tr("搜索结果"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setMouseTracking(True)
        self.view.setItemDelegate(LineDelegate(self.view))
        self.view.clicked.connect(self._on_clicked)
        self._nothing = QLabel(self)
        self._nothing.setProperty("tone", "muted")
        self._nothing.setContentsMargins(GAP, GAP, GAP, GAP)
        self._keys = QLabel(self.tr("↑ ↓ 选择　回车 打开　Ctrl+回车 列出这一类全部　Esc 收起"), self)
        self._keys.setProperty("tone", "muted")
        self._keys.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(_FRAME, _FRAME, _FRAME, _FRAME)
        column.setSpacing(0)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        column.addWidget(self._keys)
        self.hide()

    @property
    def lines(self) -> list[Line]:
        """What is shown, from the top."""
        model = self.view.model()
        return [model.index(row, 0).data(LINE) for row in range(model.rowCount())] if model is not None else []

    @property
    def current(self) -> Line | None:
        """What Enter would take."""
        index = self.view.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def show_groups(self, text: str, groups: Sequence[Group]) -> None:
        """Show what was found for ``text``, the first of it picked."""
        self._text = text
        model = QStandardItemModel(self.view)
        for group in groups:
            for line in self._lines(group):
                model.appendRow(_item(line))
        old = self.view.model()
        self.view.setModel(model)
        if old is not None:
            old.deleteLater()
        self._nothing.setText(self.tr("没有找到“{text}”。").format(text=text))
        self._nothing.setVisible(not groups)
        self.view.setVisible(bool(groups))
        self._keys.setVisible(bool(groups))
        self._place()
        self.show()
        self.raise_()
        self.view.scrollToTop()
        self.step(1)

    def tell_counts(self, groups: Sequence[Group]) -> None:
        """Say how many more there are, now that they are counted."""
        rests = {group.kind: self._rest(group) for group in groups if group.more}
        model = self.view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            line = index.data(LINE)
            if isinstance(line, Rest) and line.kind in rests:
                model.setData(index, rests[line.kind], LINE)
                model.setData(index, rests[line.kind].said, Qt.ItemDataRole.AccessibleTextRole)

    def step(self, by: int) -> None:
        """Pick the next one that can be taken, over headings, or one further down."""
        model = self.view.model()
        takeable = [
            row for row in range(model.rowCount()) if model.index(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable
        ]
        if not takeable:
            return
        current = self.view.currentIndex().row()
        place = takeable.index(current) + by if current in takeable else 0
        row = takeable[min(max(place, 0), len(takeable) - 1)]
        if row == takeable[0]:
            # With its heading.
            self.view.scrollToTop()
        self.view.setCurrentIndex(model.index(row, 0))

    def take_current(self, *, whole: bool) -> None:
        """Open what is picked, or with ``whole`` the list it is of."""
        line = self.current
        if isinstance(line, Result) and not whole:
            self.opened.emit(line.hit.kind, line.hit.id)
        elif line is not None:
            self.listed.emit(line.kind, self._text)

    def _on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.take_current(whole=False)

    def _lines(self, group: Group) -> list[Line]:
        heading = Heading(group.kind, label_of(KINDS[group.kind]))
        rest = [self._rest(group)] if group.more else []
        return [heading, *map(line_of, group.hits), *rest]

    def _rest(self, group: Group) -> Rest:
        if not group.is_at_least:
            said = self.tr("还有 {count} 条，全部列出").format(count=f"{group.more:,}")
        elif group.more > 1:
            said = self.tr("还有 {count} 条以上，全部列出").format(count=f"{group.more:,}")
        else:
            said = self.tr("还有更多，全部列出")
        return Rest(group.kind, said)

    def _place(self) -> None:
        window, line = self._line.window(), self._line
        widest = line.width() if self.view.isHidden() else max(line.width(), WIDEST)
        width = min(widest, window.width() - 2 * GAP)
        corner = line.mapTo(window, QPoint(0, line.height() + GAP_SMALL))
        left = corner.x() + (line.width() - width) // 2
        left = min(max(left, GAP), window.width() - width - GAP)
        self.resize(width, 0)
        model = self.view.model()
        height = sum(self.view.sizeHintForRow(row) for row in range(model.rowCount()))
        for label in (self._nothing, self._keys):
            height += 0 if label.isHidden() else label.sizeHint().height()
        room = window.height() - corner.y() - 4 * GAP
        self.setGeometry(left, corner.y(), width, min(height + 4 * _FRAME, room))


def _item(line: Line) -> QStandardItem:
    item = QStandardItem(line.said)
    item.setData(line, LINE)
    item.setAccessibleText(line.said)
    item.setEditable(False)
    if isinstance(line, Heading):
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
