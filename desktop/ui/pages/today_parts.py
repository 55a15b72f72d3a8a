"""The lists of today's page, made anew from what was read."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.kinds import KINDS
from desktop.domain.lights import Light
from desktop.services.drafting import Draft
from desktop.services.finding import Record
from desktop.services.overview import Listed, Overview
from desktop.ui.context import Shell, page_of
from desktop.ui.showing import time_left
from desktop.ui.theme import GAP_LARGE, GAP_SMALL
from desktop.ui.times import said_day, weekday_of
from desktop.ui.translation import label_of, language_shown
from desktop.ui.widgets.day_bars import DayBar, DayBars
from desktop.ui.widgets.lights import Light as ShownLight
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.rows import LinkRow, RowText
from desktop.wording import reminder_words


def lines_box() -> tuple[QWidget, QVBoxLayout]:
    """A plain widget and its column, for lines without gaps."""
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    return box, lines


def issue_list(found: Overview, has_villages: bool, shell: Shell) -> QWidget:
    """Overdue issues, then those due soon, each with its count and a way to all of them."""
    box, lines = lines_box()
    if not found.overdue.total and not found.due_soon.total:
        lines.addWidget(_quiet_line("issues.none", QCoreApplication.translate("TodayPage", "没有逾期和临期的问题。")))
        return box
    groups = (
        (Light.OVERDUE, QCoreApplication.translate("TodayPage", "逾期"), found.overdue),
        (Light.DUE_SOON, QCoreApplication.translate("TodayPage", "临期"), found.due_soon),
    )
    for light, word, listed in groups:
        if not listed.total:
            continue
        if lines.count():
            lines.addSpacing(GAP_LARGE)
        lines.addLayout(_group_head(light, word, listed, shell))
        for place, record in enumerate(listed.records):
            lines.addWidget(_issue_row(record, f"{light}.{place}", has_villages, shell))
    return box


def _group_head(light: Light, word: str, listed: Listed, shell: Shell) -> QHBoxLayout:
    count = QLabel(QCoreApplication.translate("TodayPage", "{word} {count} 条").format(word=word, count=listed.total))
    count.setProperty("tone", "danger" if light is Light.OVERDUE else "amber")
    head = QHBoxLayout()
    head.setContentsMargins(8, 0, 0, GAP_SMALL)
    head.addWidget(count)
    head.addStretch(1)
    if listed.total > len(listed.records):
        text = QCoreApplication.translate("TodayPage", "全部 {count} 条").format(count=listed.total)
        link = QPushButton(text)
        name_widget(link, f"today_page.issues.{light}.all", f"{word} {text}")
        link.setProperty("kind", "link")
        link.setAutoDefault(False)
        link.clicked.connect(lambda: shell.show_page("issue", {"lights": [str(light)]}))
        head.addWidget(link)
    return head


def _issue_row(record: Record, name: str, has_villages: bool, shell: Shell) -> LinkRow:
    values = record.values
    light = ShownLight.OVERDUE if record.light is Light.OVERDUE else ShownLight.DUE_SOON
    texts = [
        RowText(time_left(record), 7, light=light),
        RowText(str(values.get("description") or "").replace("\n", " ")),
    ]
    if has_villages:
        texts.append(RowText(str(values.get("village_name") or ""), 5.5, "muted"))
    owner = str(values.get("owner") or values.get("lead_unit") or "")
    texts.append(RowText(owner or QCoreApplication.translate("TodayPage", "未定责任人"), 5.5, "muted"))
    row = LinkRow(f"today_page.issues.{name}", texts)
    row.clicked.connect(lambda: shell.show_page("issue", {"open": record.id}))
    return row


def reminder_list(found: Overview, shell: Shell) -> QWidget:
    """What waits for somebody, a line each with its count, and the way to just these issues."""
    box, lines = lines_box()
    for reminder in found.reminders:
        words = reminder_words(reminder.code, reminder.days, language_shown())
        count = QCoreApplication.translate("TodayPage", "{count} 条").format(count=f"{reminder.count:,}")
        row = LinkRow(f"today_page.reminders.{reminder.code}", (RowText(words), RowText(count, 4, "accent_text")))
        row.clicked.connect(lambda _=False, each=reminder: shell.show_page("issue", {"wanted": each.wanted}))
        lines.addWidget(row)
    return box


def visits_body(found: Overview, has_villages: bool, shell: Shell) -> QWidget:
    """The bars of the week and the latest visits."""
    box, lines = lines_box()
    days = [_day_bar(day.day, day.count, found.today) for day in found.days]
    label = QCoreApplication.translate("TodayPage", "近 7 天走访")
    lines.addWidget(DayBars("today_page.visits.days", label, days))
    lines.addSpacing(GAP_SMALL * 2)
    if not found.visits:
        lines.addWidget(_quiet_line("visits.none", QCoreApplication.translate("TodayPage", "这几天还没有走访记录。")))
    for place, record in enumerate(found.visits):
        lines.addWidget(_visit_row(record, place, found.today, has_villages, shell))
    return box


def _day_bar(iso: str, count: int, today: date) -> DayBar:
    day = date.fromisoformat(iso)
    return DayBar(said_day(iso, today) if day == today else weekday_of(day), count)


def _visit_row(record: Record, place: int, today: date, has_villages: bool, shell: Shell) -> LinkRow:
    values = record.values
    way = KINDS["visit"].field("kind").choice(str(values.get("kind") or ""))
    side = values.get("village_name") if has_villages else "、".join(values.get("visitors") or ())
    texts = (
        RowText(said_day(str(values["visited_on"]), today), 3.2, "muted"),
        RowText(str(values.get("subject_name") or "")),
        RowText(label_of(way) if way else "", 3.2, "muted"),
        RowText(str(side or ""), 4.5, "muted"),
    )
    row = LinkRow(f"today_page.visits.{place}", texts)
    row.clicked.connect(lambda: shell.show_page("visit", {"open": record.id}))
    return row


def draft_row(draft: Draft, place: int, when: str, shell: Shell) -> tuple[QHBoxLayout, QPushButton]:
    """A line that goes on with a draft, and the button that discards it."""
    kind = KINDS.get(draft.kind)
    label = label_of(kind) if kind else draft.kind
    title = draft.title or QCoreApplication.translate("TodayPage", "还没有内容")
    texts = (RowText(label, 2.4, "muted"), RowText(title.replace("\n", " ")), RowText(when, 6, "muted"))
    row = LinkRow(f"today_page.drafts.{place}", texts)
    row.clicked.connect(lambda: shell.show_page(page_of(draft.kind), {"draft": draft.id}))
    discard = QPushButton(QCoreApplication.translate("TodayPage", "丢弃"))
    said = QCoreApplication.translate("TodayPage", "丢弃草稿 {title}").format(title=title)
    name_widget(discard, f"today_page.drafts.{place}.discard", said)
    discard.setProperty("kind", "link")
    discard.setAutoDefault(False)
    line = QHBoxLayout()
    line.addWidget(row, 1)
    line.addWidget(discard)
    return line, discard


def _quiet_line(name: str, text: str) -> QLabel:
    label = QLabel(text)
    name_widget(label, f"today_page.{name}", text)
    label.setProperty("tone", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignLeft)
    label.setWordWrap(True)
    return label
