"""The thread that only reads: no write waits for it, and the end does not wait for what nobody wants any more."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from desktop.ui.operations import Job, Worker


def test_a_write_does_not_wait_for_a_reading(qtbot: QtBot) -> None:
    worker, gate, heard = Worker(), threading.Event(), []
    worker.read(lambda _job: gate.wait(10), done=lambda _: heard.append("read"))
    worker.run(lambda _job: None, done=lambda _: heard.append("written"))
    qtbot.waitUntil(lambda: heard == ["written"])
    assert worker.is_busy
    gate.set()
    qtbot.waitUntil(lambda: heard == ["written", "read"])
    assert not worker.is_busy
    worker.close()


def test_a_reading_is_stopped_at_the_end(qtbot: QtBot) -> None:
    worker, begun, ended = Worker(), threading.Event(), []

    def read(job: Job[None]) -> None:
        begun.set()
        while not job.is_cancelled():
            threading.Event().wait(0.001)

    worker.read(read, done=lambda _: ended.append("done"))
    qtbot.waitUntil(begun.is_set)
    threads = []
    worker.close(lambda: threads.append(threading.current_thread().name))
    assert [name.rsplit("_", 1)[0] for name in threads] == ["reading", "ledger"]
    qtbot.wait(1)
    assert ended == []
