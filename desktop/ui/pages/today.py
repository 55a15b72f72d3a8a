"""今日: what calls for attention, and the first step of the usual work."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.changes import Level
from desktop.services.drafting import Draft, drop_draft, keep_draft
from desktop.services.overview import Overview, overview
from desktop.ui.context import Context
from desktop.ui.icons import icon
from desktop.ui.pages.page import Page
from desktop.ui.pages.today_parts import draft_row, issue_list, lines_box, reminder_list, visits_body
from desktop.ui.theme import GAP_HUGE, GAP_LARGE, GAP_MEDIUM
from desktop.ui.times import said_time, weekday_of
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.naming import name_widget


class TodayPage(Page):
    """Overdue and due issues, the visits of the week, drafts, and what has not been handed over yet."""

    name = "today"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_town = context.ledger.office.level is Level.TOWN
        self._shown: Overview | None = None
        self._issues = Card("today_page.issues", self.tr("要抓紧的问题"))
        self._reminders = Card("today_page.reminders", self.tr("等着办的"))
        self._visits = Card("today_page.visits", self.tr("近 7 天走访"))
        self._drafts = Card("today_page.drafts", self.tr("没写完的"))
        self._unsent = Card("today_page.unsent", self.tr("还没有导出"))
        self._welcome = self._make_welcome()
        self._welcome.hide()
        self._drafts.hide()
        self._reminders.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_LARGE, GAP_HUGE, GAP_LARGE)
        column.setSpacing(GAP_LARGE)
        column.addLayout(self._make_head())
        column.addWidget(self._make_body(), 1)
        self._visits.link_taken.connect(lambda: context.shell.show_page("visit"))
        self._unsent.link_taken.connect(self._go_to_export)
        context.announcer.changed.connect(self._on_changed)
        context.announcer.drafts_changed.connect(self._on_changed)
        context.announcer.settings_changed.connect(self._on_changed)

    def activate(self) -> None:
        self.refresh()
        self._new_visit.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read what is to be shown; nothing is laid out anew when it is the same as before."""
        today = self.context.today()
        found = overview(self.context.ledger, today)
        if found == self._shown:
            return
        self._shown = found
        self._date.setText(self._said_date(today))
        self._welcome.setVisible(found.is_new)
        for card in (self._issues, self._visits, self._unsent):
            card.setVisible(not found.is_new)
        if not found.is_new:
            self._issues.put(issue_list(found, self._is_town, self.context.shell))
        self._reminders.setVisible(bool(found.reminders))
        self._reminders.put(reminder_list(found, self.context.shell))
        self._visits.put(visits_body(found, self._is_town, self.context.shell))
        self._visits.set_link(self.tr("全部走访") if found.visits else "")
        self._show_drafts(found)
        self._show_unsent(found)

    # -- parts -------------------------------------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        title = QLabel(self.tr("今日"), self)
        title.setProperty("tone", "title")
        self._date = QLabel(self)
        self._date.setObjectName("today_page.date")
        self._date.setProperty("tone", "muted")
        self._new_visit = self._make_button("new_visit", self.tr("新增走访"), "add")
        self._new_visit.setProperty("kind", "primary")
        self._new_issue = self._make_button("new_issue", self.tr("新增问题"), "issue")
        export = self.tr("导出答复") if self._is_town else self.tr("导出上报")
        self._export = self._make_button("export", export, "export")
        shell = self.context.shell
        self._new_visit.clicked.connect(lambda: shell.show_page("visit", {"new": {}}))
        self._new_issue.clicked.connect(lambda: shell.show_page("issue", {"new": {}}))
        self._export.clicked.connect(self._go_to_export)
        head = QHBoxLayout()
        head.setSpacing(GAP_MEDIUM)
        head.addWidget(title)
        head.addWidget(self._date)
        head.addStretch(1)
        for button in (self._new_visit, self._new_issue, self._export):
            head.addWidget(button)
        return head

    def _make_button(self, name: str, text: str, picture: str) -> QPushButton:
        button = QPushButton(text, self)
        name_widget(button, f"today_page.{name}", text)
        # Text on the accent colour has a colour of its own, which icons do not know.
        if picture != "add":
            button.setIcon(icon(picture))
        button.setAutoDefault(False)
        button.setProperty("big", True)
        return button

    def _make_body(self) -> QScrollArea:
        left = QVBoxLayout()
        left.setSpacing(GAP_LARGE)
        left.addWidget(self._welcome, 1)
        left.addWidget(self._issues)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GAP_LARGE)
        for card in (self._reminders, self._drafts, self._unsent, self._visits):
            right.addWidget(card)
        right.addStretch(1)
        page = QWidget()
        page.setProperty("kind", "page")
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(GAP_LARGE)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        area = QScrollArea(self)
        name_widget(area, "today_page.body", self.tr("今日"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _make_welcome(self) -> EmptyState:
        if self._is_town:
            sentence = self.tr("这里会列出逾期和临期的问题。先导入各村交来的工作簿。")
            welcome = EmptyState("today_page.welcome", "import", sentence, self.tr("导入工作簿"), self)
            welcome.step_taken.connect(lambda: self.context.shell.show_page("exchange"))
        else:
            sentence = self.tr("这里会列出逾期和临期的问题。先记下第一次走访。")
            welcome = EmptyState("today_page.welcome", "visit", sentence, self.tr("记第一次走访"), self)
            welcome.step_taken.connect(lambda: self.context.shell.show_page("visit", {"new": {}}))
        return welcome

    # -- content -----------------------------------------------------------------------------------------------------

    def _said_date(self, today: date) -> str:
        return self.tr("{year} 年 {month} 月 {day} 日 {weekday}").format(
            year=today.year, month=today.month, day=today.day, weekday=weekday_of(today)
        )

    def _show_drafts(self, found: Overview) -> None:
        self._drafts.setVisible(bool(found.drafts))
        more = found.draft_count - len(found.drafts)
        self._drafts.set_remark(self.tr("另有 {count} 份").format(count=more) if more > 0 else "")
        body, lines = lines_box()
        for place, draft in enumerate(found.drafts):
            row, discard = draft_row(draft, place, said_time(draft.changed_at, found.today), self.context.shell)
            discard.clicked.connect(lambda _=False, each=draft: self._discard(each))
            lines.addLayout(row)
        self._drafts.put(body)

    def _show_unsent(self, found: Overview) -> None:
        waiting = [partner for partner in found.partners if partner.records]
        count = sum(partner.records for partner in waiting)
        more = "+" if any(partner.is_more for partner in waiting) else ""
        said = {"count": f"{count:,}{more}", "villages": len(waiting)}
        if not waiting:
            text = self.tr("都已导出，没有等着交换的记录。")
        elif self._is_town:
            text = self.tr("给 {villages} 个村的 {count} 条记录有新的答复，还没有导出。").format(**said)
        else:
            text = self.tr("{count} 条记录有新内容，还没有导出给镇里。").format(**said)
        last = max((partner.handed_at for partner in found.partners), default="")
        if last:
            text += "\n" + self.tr("上次导出：{when}").format(when=said_time(last, found.today))
        label = QLabel(text)
        name_widget(label, "today_page.unsent.text", text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("tone", "" if waiting else "muted")
        self._unsent.put(label)
        self._unsent.set_link(self.tr("去导出") if waiting else "")

    # -- acts --------------------------------------------------------------------------------------------------------

    def _go_to_export(self) -> None:
        self.context.shell.show_page("exchange", {"export": True})

    def _discard(self, draft: Draft) -> None:
        ledger = self.context.ledger

        def dropped(_result: None) -> None:
            self.context.announcer.drafts_changed.emit()
            self._new_visit.setFocus()
            self.context.shell.notify(self.tr("草稿已丢弃"), self.tr("撤销"), lambda: self._keep_again(draft))

        self.context.write(lambda: drop_draft(ledger, draft.id), done=dropped)

    def _keep_again(self, draft: Draft) -> None:
        ledger = self.context.ledger
        self.context.write(
            lambda: keep_draft(
                ledger, draft.kind, draft.content, title=draft.title, record_id=draft.record_id, draft_id=draft.id
            ),
            done=lambda _id: self.context.announcer.drafts_changed.emit(),
        )

    def _on_changed(self) -> None:
        # Hidden, the page reads when it is shown again.
        if self.isVisible():
            self.refresh()
