"""One kind of writing, killed again and again at other moments, and looked at after each."""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.domain.errors import Refused
from desktop.services.ledgers import open_ledger
from tests.programs import ROOT, environment
from tests.system_calls import WHY_NOT, compiled, watching
from tests.torture.held import acknowledged, differing, held, opened_and_sound
from tests.torture.kinds import KINDS, Work, command_line, given_text
from tests.torture.sessions import after_session

WINDOW_SECONDS = 2.5
"""How long somebody works in the window at most before it is killed."""

WINDOW_CALLS = 400
"""Calls of writing that many of such sessions reach."""

AGAIN = 0.3
"""Part of the killed works that are done again, and must then be done."""

LONGEST = 120.0
"""Seconds after which a program hangs."""


@dataclass
class Tally:
    """What came of the kills of one kind."""

    kind: str
    ends: Counter[str] = field(default_factory=Counter)
    most_typing_lost: float = 0.0

    @property
    def kills(self) -> int:
        """Programs killed."""
        return self.ends.total()


class LossError(AssertionError):
    """Something that was acknowledged is not there, or is there by half."""


class Place:
    """A folder in which a kind of writing is prepared once, and from where it can always begin anew."""

    def __init__(self, folder: Path, kind: str, variant: int) -> None:
        self.folder = folder / "place"
        self._stash = folder / "stash"
        self.folder.mkdir(parents=True)
        self.library = None if WHY_NOT else compiled(folder)
        os.environ["ZOUFANG_HOME"] = str(self.folder / "home")
        self.work: Work = KINDS[kind](self.folder, variant)
        # The same place each time: a ledger that has moved would be a copy for its computer.
        shutil.copytree(self.folder, self._stash)
        if self.work.driver:
            return
        self.before = {} if self.work.is_always_done else opened_and_sound(self.work.ledger)
        self.renew()
        begun, count = time.monotonic(), folder / "calls"
        done = self.start(count=count)
        said, _ = done.communicate(given_text(self.work))
        self.seconds = time.monotonic() - begun
        self.calls = int(count.read_text("ascii")) if self.library is not None else 0
        if done.returncode != 0:
            raise AssertionError(f"the undisturbed {kind} went wrong: {said}")
        self.after = opened_and_sound(self.work.ledger)

    def renew(self) -> None:
        """As it was prepared."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._stash, self.folder)

    def start(self, **wishes: Any) -> subprocess.Popen[str]:
        """The program at work; ``wishes`` as :func:`tests.system_calls.watching`."""
        watched = watching(self.library, self.folder, **wishes) if wishes and self.library else {}
        return subprocess.Popen(
            command_line(self.work),
            env=environment(**watched),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def torment(kind: str, kills: int, seed: int, folder: Path, seconds: float = math.inf) -> Tally:
    """Kill a kind of writing so often, or for so long. LossError: with what is needed to do the same kill again."""
    tally, end = Tally(kind), time.monotonic() + seconds
    place: Place | None = None
    for number in itertools.count():
        if tally.kills >= kills or (tally.kills and time.monotonic() > end):
            break
        draw = random.Random(f"{seed} {kind} {number}")
        # Ledgers of former versions: another one each few kills.
        if place is None or (place.work.is_always_done and number % 5 == 0):
            shutil.rmtree(folder, ignore_errors=True)
            place = Place(folder, kind, seed + number)
        place.renew()
        try:
            ended = _kill(place, draw, tally)
        except (AssertionError, Refused, LookupError, ValueError, OSError, subprocess.TimeoutExpired) as loss:
            kept = folder.with_name(f"{folder.name}-lost")
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(folder, kept)
            raise LossError(f"{kind}, seed {seed}, kill {number}: {loss!r} (kept in {kept})") from loss
        # A program that was quicker than the kill is none killed.
        if ended:
            tally.ends[ended] += 1
    return tally


def _call(draw: random.Random, calls: int) -> dict[str, int]:
    """One of the calls by which it writes; some of them are left half done."""
    return {"kill_at": draw.randint(1, calls)} | ({"tear": 1} if draw.random() < 0.5 else {})


def _kill(place: Place, draw: random.Random, tally: Tally) -> str:
    if place.work.driver:
        return _kill_window(place, draw, tally)
    if place.library is not None and draw.random() < 0.6:
        process = place.start(**_call(draw, place.calls))
        said, _ = process.communicate(given_text(place.work), timeout=LONGEST)
    else:
        # Any moment; most of the time it takes to start is not the writing.
        process = place.start()
        timer = threading.Timer(place.seconds * draw.triangular(0.1, 1.1, 0.9), process.send_signal, [signal.SIGKILL])
        timer.start()
        said, _ = process.communicate(given_text(place.work), timeout=LONGEST)
        timer.cancel()
        timer.join()
    is_told = acknowledged(said) is not None
    end = _looked_at(place, is_told)
    if end == "before" and draw.random() < AGAIN:
        again = place.start()
        said, _ = again.communicate(given_text(place.work), timeout=LONGEST)
        assert again.returncode == 0, f"not to be done again: {said}"
        assert opened_and_sound(place.work.ledger) == place.after, "done again it is not the same"
    return end if process.returncode == -signal.SIGKILL else ""


def _looked_at(place: Place, is_told: bool) -> str:
    """``before`` or ``after``."""
    work = place.work
    found = opened_and_sound(work.ledger)
    is_done = found == place.after
    if work.is_always_done:
        assert is_done, f"not finished: {differing(found, place.after)}"
    else:
        assert is_done or found == place.before, f"by half: {differing(found, place.after)}"
        # What changes nothing in the ledger is told from its file.
        is_done = is_told if place.before == place.after else is_done
    assert is_done or not is_told, "acknowledged, and not there"
    if work.also_whole is not None:
        is_done = work.also_whole(work.ledger, is_done)
    return "after" if is_done else "before"


def _kill_window(place: Place, draw: random.Random, tally: Tally) -> str:
    work = place.work
    ledger = open_ledger(work.ledger)
    before = held(ledger)
    ledger.close()
    by_call = place.library is not None and draw.random() < 0.5
    process = place.start(**(_call(draw, WINDOW_CALLS) if by_call else {}))
    assert process.stdout is not None and process.stdin is not None
    lines: list[str] = []
    timer = None
    for line in process.stdout:
        lines.append(line)
        if timer is None and '"begun"' in line:
            timer = threading.Timer(draw.uniform(0, WINDOW_SECONDS), process.send_signal, [signal.SIGKILL])
            timer.start()
    process.wait(timeout=LONGEST)
    killed_at = time.monotonic()
    if timer is not None:
        timer.cancel()
        timer.join()
    process.stdin.close()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL, f"ended by itself with {process.returncode}"
    told = [json.loads(line) for line in lines if line.endswith("}\n")]
    opened_and_sound(work.ledger)
    lost = after_session(work, before, told, killed_at)
    tally.most_typing_lost = max(tally.most_typing_lost, lost)
    if work.driver == "window draft" and any("typed" in one for one in told):
        _offered_again(place)
    return "at work" if timer is not None else "while it opened"


def _offered_again(place: Place) -> None:
    """The next start offers the draft, if there was one second of typing."""
    ledger = open_ledger(place.work.ledger)
    rows = ledger.database.execute_sql("SELECT content FROM draft").fetchall()
    ledger.close()
    if not rows:
        return
    done = subprocess.run(
        [sys.executable, *place.work.command, "window offer", str(place.work.ledger)],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    said = acknowledged(done.stdout.strip()) or {}
    kept = json.loads(rows[0][0])["values"]["demand"]
    assert said.get("offered") == kept, "the draft is there and was not offered"
