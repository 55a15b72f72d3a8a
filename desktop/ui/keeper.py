"""Backups without thinking: at the start, after half an hour of work, and to the second place as soon as it is there.

They have a thread of their own, so that neither the window nor a save ever waits for one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.data.whereabouts import risk_of
from desktop.domain.errors import Refused
from desktop.services.backing import (
    RESTORE,
    START,
    TIMED,
    SecondPlace,
    back_up_if_changed,
    backup_folder,
    copy_to_second,
    list_backups,
)
from desktop.services.inspecting import is_file_sound
from desktop.services.ledgers import Ledger
from desktop.ui.operations import Announcer, Job, Worker
from desktop.ui.preferences import Preferences
from desktop.wording import sentence
from desktop.wording.keeping import place_sentence

BEFORE_FIRST = 3_000
"""Milliseconds after the first frame: the person has begun to work, and nothing waits for this."""

HALF_AN_HOUR = 30 * 60_000
BETWEEN_LOOKS = 60_000
"""Milliseconds between two looks whether a second place that was absent is back."""

LONG_AWAY = timedelta(days=3)
"""A second place that was not reached for so long is called to mind."""

UNSOUND = "backup_unsound"
DAMAGE = frozenset({UNSOUND, "ledger_damaged", "not_a_ledger"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of one round."""

    made: Path | None
    second: SecondPlace | None
    refusals: tuple[Refused, ...]
    is_sound: bool = True
    newest: datetime | None = None
    """When the newest backup there is was made, also by another window or before this program was set up anew."""


class Keeper(QObject):
    """Keeps the backups of one open ledger until :meth:`end`."""

    def __init__(
        self,
        ledger: Ledger,
        announcer: Announcer,
        preferences: Preferences,
        notify: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ledger, self._announcer, self._preferences, self._notify = ledger, announcer, preferences, notify
        self.worker = Worker(self)
        self._job: Job[Kept] | None = None
        self._said: set[str] = set()
        self._is_behind = False
        self._first = self._timer(BEFORE_FIRST, lambda: self.keep(START))
        self._first.setSingleShot(True)
        self._half_hours = self._timer(HALF_AN_HOUR, lambda: self.keep(TIMED))
        self._looks = self._timer(BETWEEN_LOOKS, self._look_for_second)

    def begin(self) -> None:
        """Make the first backup in a while, and warn once of an unsafe place."""
        for timer in (self._first, self._half_hours, self._looks):
            timer.start()
        self._warn_of_place()

    def end(self) -> None:
        """Stop what is under way: it leaves nothing behind."""
        for timer in (self._first, self._half_hours, self._looks):
            timer.stop()
        if self._job is not None:
            self._job.cancel()
        self.worker.close(self._ledger.database.close)
        self.deleteLater()

    def keep(self, reason: str) -> None:
        """Make a backup where anything was written since the last, and bring it to the second place."""
        ledger = self._ledger
        if self.worker.is_busy:
            return

        def work(job: Job[Kept]) -> Kept:
            refusals: list[Refused] = []
            made, is_sound = None, True
            try:
                made = back_up_if_changed(ledger, reason, job.is_cancelled)
                if made is None and reason == START:
                    is_sound = is_file_sound(ledger)
            except Refused as refusal:
                refusals.append(refusal)
                # It may be the other disk that wrote it wrong.
                is_sound = refusal.code not in DAMAGE or (refusal.code == UNSOUND and is_file_sound(ledger))
            return _at_second(ledger, job, Kept(made, None, tuple(refusals), is_sound, _newest(ledger)))

        self._job = self.worker.run(work, done=self._on_kept, refused=self._on_refused)

    def _look_for_second(self) -> None:
        ledger = self._ledger
        if self._is_behind and not self.worker.is_busy:
            self._job = self.worker.run(
                lambda job: _at_second(ledger, job, Kept(None, None, ())), done=self._on_kept, refused=self._on_refused
            )

    def _on_kept(self, kept: Kept) -> None:
        self._job = None
        if not kept.is_sound:
            self._announcer.damage_found.emit()
            return
        for refusal in kept.refusals:
            self._on_refused(refusal)
        was_behind = self._is_behind
        self._is_behind = kept.second is not None and not kept.second.has_newest
        known = self._preferences.backed_up_at(self._ledger.path)
        is_news = kept.newest is not None and (known is None or kept.newest > known)
        if is_news and kept.newest is not None:
            self._preferences.remember_backup(self._ledger.path, kept.newest)
        if kept.second is not None and self._is_behind:
            self._mention_absence(kept.second)
        elif was_behind:
            self._say("second_back", self.tr("备份的第二个位置接上了，已经补上。"))
        if is_news or was_behind != self._is_behind:
            self._announcer.backed_up.emit()

    def _on_refused(self, refusal: Refused) -> None:
        if refusal.code not in DAMAGE - {UNSOUND} | {"cancelled"}:
            self._say(refusal.code, sentence(refusal, self._preferences.language))

    def _mention_absence(self, second: SecondPlace) -> None:
        """Calmly, once, and not for a stick that was there the other day."""
        reached = datetime.fromisoformat(second.reached_at) if second.reached_at else None
        if second.is_there or (reached is not None and datetime.now() - reached < LONG_AWAY):
            return
        text = self.tr("备份的第二个位置 {folder} 现在不在；接上后会自动补上，本机的备份照常。")
        self._say("second_absent", text.format(folder=second.chosen))

    def _warn_of_place(self) -> None:
        risk = risk_of(self._ledger.path)
        known = f"place_warned/{self._ledger.path}"
        if risk is None or self._preferences.text(known):
            return
        self._preferences.remember_text(known, risk.code)
        self._say("place", place_sentence(risk.code, risk.service, self._preferences.language))

    def _say(self, code: str, text: str) -> None:
        if code not in self._said:
            self._said.add(code)
            self._notify(text)

    def _timer(self, milliseconds: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer


def _at_second(ledger: Ledger, job: Job[Kept], kept: Kept) -> Kept:
    try:
        second = copy_to_second(ledger, job.is_cancelled)
    except Refused as refusal:
        return replace(kept, refusals=(*kept.refusals, refusal))
    return replace(kept, second=second)


def _newest(ledger: Ledger) -> datetime | None:
    """Not what was put aside before a restore: it is of another ledger's contents."""
    made = (one.made_at for one in list_backups(backup_folder(ledger), ledger.path) if one.reason != RESTORE)
    return max(made, default=None)
