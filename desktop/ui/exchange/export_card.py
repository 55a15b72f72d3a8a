"""导出: whom to, how much, and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QWidget,
)

from desktop.domain.changes import Level
from desktop.services.ledgers import Office
from desktop.services.outstanding import Outstanding
from desktop.ui.exchange.password_box import PasswordBox
from desktop.ui.places import plain_name
from desktop.ui.theme import GAP_SMALL, metrics
from desktop.ui.times import said_time
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.naming import name_widget

_CODE_ROLE = Qt.ItemDataRole.UserRole


class _ShortList(QListWidget):
    """Asks for a few lines only and takes what room there is."""

    def sizeHint(self) -> QSize:
        return QSize(240, 3 * metrics().row)


class ExportCard(Card):
    """Emits ``export_asked(unit codes, whole)``. A town chooses its villages; a village has only its town.

    ``password_box`` has the password of that moment. ``public_asked``: a workbook for posting is wanted.
    """

    export_asked = Signal(object, bool)
    public_asked = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__("exchange_page.export", "")
        self._office = office
        self._is_town = office.level is Level.TOWN
        self._partners: tuple[Outstanding, ...] = ()
        self._is_chosen_by_hand = False
        self._is_busy = False
        self._focus_back: tuple[QWidget, QWidget | None] | None = None
        self.set_title(self.tr("导出答复") if self._is_town else self.tr("导出上报"))
        self._state = QLabel(self)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._all = QCheckBox(self.tr("全选"), self)
        name_widget(self._all, "exchange_page.export.all", self.tr("全选"))
        self._villages = _ShortList(self)
        name_widget(self._villages, "exchange_page.export.villages", self.tr("导出给哪些村"))
        self._villages.setMinimumHeight(3 * metrics().row)
        self._villages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._villages.setWordWrap(True)
        partner = self.tr("村里") if self._is_town else self.tr("镇里")
        self._lacking = QRadioButton(self.tr("只导出{partner}还没有收到的").format(partner=partner), self)
        name_widget(self._lacking, "exchange_page.export.lacking", self._lacking.text())
        self._whole = QRadioButton(self.tr("全部导出"), self)
        name_widget(self._whole, "exchange_page.export.whole", self._whole.text())
        self._lacking.setChecked(True)
        self._files = QCheckBox(self.tr("附件一起导出（另存一个同名的 .zip）"), self)
        name_widget(self._files, "exchange_page.export.files", self._files.text())
        self._files.hide()
        self.password_box = PasswordBox("exchange_page.export.password", self)
        self._button = QPushButton(self)
        self._button.setProperty("kind", "primary")
        self._button.setAutoDefault(False)
        public = self.tr("公示导出…")
        self._public = make_button(self, "exchange_page.export.public", public, self.public_asked.emit, "link")
        self._public_remark = QLabel(self.tr("姓名只留姓氏，不含证件号、电话和家庭情况；不能再导入。"), self)
        self._public_remark.setObjectName("exchange_page.export.public_remark")
        self._lay_out()
        self._all.clicked.connect(self._on_all_clicked)
        self._villages.itemChanged.connect(self._on_item_changed)
        self._button.clicked.connect(lambda: self.export_asked.emit(self.chosen(), self._whole.isChecked()))
        self.password_box.changed.connect(self._update)
        self._update()

    def show_partners(self, partners: tuple[Outstanding, ...], today: date) -> None:
        """Show whom there is to export to; who lack something are chosen, until a person chooses."""
        if self._is_town:
            chosen = set(self.chosen())
            self._villages.blockSignals(True)
            self._villages.clear()
            for partner in partners:
                is_chosen = partner.unit_code in chosen if self._is_chosen_by_hand else partner.records > 0
                self._villages.addItem(self._item(partner, is_chosen, today))
            self._villages.blockSignals(False)
            for part in (self._all, self._villages, self._lacking, self._whole, self.password_box, self._button):
                part.setVisible(bool(partners))
            # Alone, the sentence stands at the top.
            self.column.setStretchFactor(self._state, 0 if partners else 1)
        self._partners = partners
        self._state.setText(self._said_state(today))
        self._update()

    def offer_files(self, *, has_files: bool, is_wanted: bool) -> None:
        """Offer to export attached files along, where there are any; ``is_wanted`` is the choice of the last time."""
        if has_files and self._files.isHidden():
            self._files.setChecked(is_wanted)
        self._files.setVisible(has_files and (bool(self._partners) or not self._is_town))

    @property
    def with_files(self) -> bool:
        """Whether attached files are to go along."""
        return not self._files.isHidden() and self._files.isChecked()

    def chosen(self) -> list[str]:
        """Codes of the offices to export to."""
        if not self._is_town:
            return [self._office.town_code]
        items = (self._villages.item(row) for row in range(self._villages.count()))
        return [item.data(_CODE_ROLE) for item in items if item.checkState() is Qt.CheckState.Checked]

    def file_names(self, codes: Sequence[str], today: date) -> list[str]:
        """A proposed file name for each office."""
        day = f"{today:%Y%m%d}"
        if not self._is_town:
            return [plain_name(self.tr("{office}-走访问题-{day}").format(office=self._office.name, day=day))]
        named = {partner.unit_code: partner.name for partner in self._partners}
        pattern = self.tr("{office}-答复{village}-{day}")
        return [
            plain_name(pattern.format(office=self._office.name, village=named.get(code, code), day=day))
            for code in codes
        ]

    def public_name(self, today: date) -> str:
        """A proposed file name for what is to be posted."""
        pattern = self.tr("{office}-公示-{day}")
        return plain_name(pattern.format(office=self._office.name, day=f"{today:%Y%m%d}"))

    def focus(self) -> None:
        """Put the cursor where exporting begins."""
        self._button.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        """While one export runs no other can be asked for; then the focus comes back to where this one was."""
        before = self.window().focusWidget()
        self._is_busy = is_busy
        self._update()
        # A button that goes dead hands the focus to what stands behind it, which is another card.
        if is_busy and before in (self._button, self._public):
            self._focus_back = (before, self.window().focusWidget())
        elif not is_busy and self._focus_back is not None:
            asked, instead = self._focus_back
            self._focus_back = None
            if before is instead:
                asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self._state)
        if self._is_town:
            self.column.addWidget(self._all)
            self.column.addWidget(self._villages, 1)
        else:
            self._all.hide()
            self._villages.hide()
        ways = QHBoxLayout()
        ways.setSpacing(GAP_SMALL * 4)
        ways.addWidget(self._lacking)
        ways.addWidget(self._whole)
        ways.addStretch(1)
        self.column.addLayout(ways)
        self.column.addWidget(self._files)
        self.column.addWidget(self.password_box)
        if not self._is_town:
            self.column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._button)
        foot.addStretch(1)
        self.column.addLayout(foot)
        quiet = QHBoxLayout()
        quiet.setSpacing(GAP_SMALL)
        quiet.addWidget(self._public)
        quiet.addWidget(self._public_remark, 1)
        self._public_remark.setProperty("tone", "muted")
        self._public_remark.setWordWrap(True)
        self.column.addLayout(quiet)

    def _item(self, partner: Outstanding, is_chosen: bool, today: date) -> QListWidgetItem:
        parts = [partner.name]
        if partner.records:
            parts.append(self.tr("{count} 条有新答复").format(count=f"{partner.records:,}"))
        if partner.handed_at:
            parts.append(self.tr("上次导出 {when}").format(when=said_time(partner.handed_at, today)))
        item = QListWidgetItem(" · ".join(parts))
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable,
        )
        item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
        item.setData(_CODE_ROLE, partner.unit_code)
        return item

    def _said_state(self, today: date) -> str:
        if self._is_town:
            if not self._partners:
                return self.tr("还没有收到各村的工作簿。先导入，再导出答复。")
            return self.tr("每个村一个文件，只含本村的记录。")
        partner = self._partners[0]
        town = partner.name or self.tr("镇里")
        if partner.records:
            text = self.tr("{count} 条记录有新内容，还没有导出给{town}。")
        elif partner.handed_at:
            text = self.tr("上次导出以后没有新内容。")
        else:
            text = self.tr("还没有记录可以导出。")
        text = text.format(count=f"{partner.records:,}", town=town)
        if partner.handed_at:
            when = said_time(partner.handed_at, today)
            text += "\n" + self.tr("上次导出：{when}，{file}").format(when=when, file=partner.file_name)
        return text

    def _on_item_changed(self) -> None:
        self._is_chosen_by_hand = True
        self._update()

    def _on_all_clicked(self, is_checked: bool) -> None:
        state = Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked
        self._villages.blockSignals(True)
        for row in range(self._villages.count()):
            self._villages.item(row).setCheckState(state)
        self._villages.blockSignals(False)
        self._on_item_changed()

    def _update(self) -> None:
        count = len(self.chosen())
        if self._is_town:
            text = self.tr("导出 {count} 个村的答复…").format(count=count) if count else self.tr("导出答复…")
            self._all.setChecked(bool(count) and count == self._villages.count())
            self._all.setEnabled(self._villages.count() > 0)
        else:
            text = self.tr("导出上报…")
        self._button.setText(text)
        name_widget(self._button, "exchange_page.export.button", text)
        self._button.setEnabled(count > 0 and self.password_box.is_ready and not self._is_busy)
        self._public.setEnabled(not self._is_busy)
