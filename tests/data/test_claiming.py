"""One window for one ledger, whatever became of the one before."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.data.claiming import Claim, Knock, claim_file, computer_name
from tests.programs import environment

HOLD = """
import sys, time
from pathlib import Path
from desktop.data.claiming import Claim
print(Claim(Path(sys.argv[1])).take(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger would lie."""
    return tmp_path / "村.db"


def test_the_second_is_not_let_in_until_the_first_goes(path: Path) -> None:
    first, second = Claim(path), Claim(path)
    assert first.take()
    assert not second.take()
    first.release()
    assert not claim_file(path).exists()
    assert second.take()
    second.release()


def test_a_link_leads_to_the_same_ledger(path: Path) -> None:
    path.write_text("")
    link = path.with_name("link.db")
    link.symlink_to(path)
    first = Claim(path)
    assert first.take()
    assert not Claim(link).take()
    first.release()


def test_a_killed_program_is_no_obstacle(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(), text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        claim = Claim(path)
        assert not claim.take()
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert claim_file(path).exists()
    assert claim.take()
    claim.release()


def test_a_knock_is_heard_once(path: Path) -> None:
    claim, knock = Claim(path), Knock(path)
    assert claim.take()
    assert not claim.answer()
    assert knock.holder() == computer_name()
    knock.knock()
    assert not knock.is_heard()
    assert claim.answer()
    assert knock.is_heard()
    assert not claim.answer()
    again = Knock(path)
    again.knock()
    assert claim.answer() and again.is_heard()
    claim.release()


def test_an_answer_in_the_middle_of_a_knock_is_understood(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first window looks as soon as anything is written."""
    claim, knock = Claim(path), Knock(path)
    assert claim.take()
    answers = []

    class Watched(io.FileIO):
        def write(self, data: Any) -> int | None:
            written = super().write(data)
            answers.append(claim.answer())
            return written

    def watched(place: Path, mode: str = "r", *_more: Any, **_named: Any) -> io.FileIO:
        return Watched(place, mode.replace("b", ""))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", watched)
        knock.knock()
    assert answers == [True]
    assert knock.is_heard()
    claim.release()


def test_a_knock_that_was_written_over_is_repeated(path: Path) -> None:
    claim, knock, other = Claim(path), Knock(path), Knock(path)
    assert claim.take()
    before = claim_file(path).read_bytes()
    knock.knock()
    claim_file(path).write_bytes(before + b" " * 100)
    other.knock()
    knock.knock()
    knock.knock()
    assert claim_file(path).read_text().count(json.loads(claim_file(path).read_text())["knocks"][1]) == 1
    assert claim.answer()
    assert knock.is_heard() and other.is_heard()
    knock.knock()
    assert not claim.answer()
    claim.release()


def test_a_knock_is_heard_whatever_stood_in_the_file(path: Path) -> None:
    claim, knock = Claim(path), Knock(path)
    assert claim.take()
    claim_file(path).write_bytes(b'{"heard": []}' + bytes(300))
    knock.knock()
    assert claim.answer() and knock.is_heard()
    claim.release()


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff", b'{"knocks": 5, "computer": ["x"]}', b"{" * 9999])
def test_whatever_stands_in_the_file_is_no_obstacle(path: Path, content: bytes) -> None:
    claim_file(path).write_bytes(content)
    claim = Claim(path)
    assert not claim.answer()
    assert Knock(path).holder() == ""
    assert claim.take()
    claim_file(path).write_bytes(content)
    assert not claim.answer()
    claim.release()


def test_where_no_file_can_be_made_everybody_is_let_in(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "村.db"
    claim = Claim(path)
    assert claim.take()
    assert Claim(path).take()
    Knock(path).knock()
    assert not claim.answer()
    claim.release()
