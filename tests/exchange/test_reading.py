"""Files are read in a process of their own: what comes back, and what happens when the process does not."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook

from desktop import paths
from desktop.domain.changes import canonical
from desktop.domain.errors import Problem, Refused
from desktop.exchange import reading, wire
from desktop.exchange.carrying import line_of
from desktop.exchange.heads import Carried, Head, Sender
from desktop.exchange.packing import compressed, packed
from desktop.exchange.parsing import completed, parse_workbook
from desktop.exchange.reading import InProcessReader, Reader, WorkbookReader
from desktop.exchange.serving import MEMORY_BYTES
from desktop.exchange.shown import Visible
from desktop.exchange.tables import read_tables, unpacked
from desktop.services.exporting import export_workbook
from desktop.services.recording import record
from tests.offices import Offices, visit
from tests.programs import environment

REPOSITORY = Path(__file__).parents[2]
WORKBOOKS = REPOSITORY / "tests" / "fixtures" / "workbooks"


@pytest.fixture
def reader() -> Iterator[WorkbookReader]:
    with WorkbookReader() as one:
        yield one


def refused(reader: Reader, path: Path, **options: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        reader.read(path, **options)
    return refusal.value


def process_of(reader: WorkbookReader) -> subprocess.Popen[bytes]:
    assert reader._child is not None
    return reader._child._process


# -- what comes back ---------------------------------------------------------------------------------------------------


def test_what_comes_back_is_what_was_read(reader: WorkbookReader, good: Path) -> None:
    assert reader.read(good) == parse_workbook(good)
    assert reader.read(good).changes[0].change.knowledge == {}


def test_one_process_reads_all_files_and_ends_with_the_reader(good: Path) -> None:
    with WorkbookReader() as reader:
        assert reader._child is None
        reader.read(good)
        process = process_of(reader)
        reader.read(good)
        assert process_of(reader) is process
    assert process.returncode is not None
    assert not [one for one in threading.enumerate() if one.name == "workbook reader"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems begin to count with the new process")
def test_a_reader_does_not_count_the_memory_of_who_started_it() -> None:
    large = MEMORY_BYTES // 2 + 2**25
    told = "from desktop.exchange.confining import peak_memory; print(peak_memory())"
    script = f"""
import subprocess, sys
held = b"x" * {large}
print(subprocess.run([sys.executable, "-c", {told!r}], capture_output=True, text=True, check=True).stdout)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment())
    assert 0 < int(done.stdout) < large // 2


def test_a_refusal_comes_back_whole_and_the_process_goes_on(reader: WorkbookReader, good: Path, tmp_path: Path) -> None:
    for path in (WORKBOOKS / "password.xlsx", WORKBOOKS / "biff8.xls", tmp_path / "没有.xlsx", tmp_path):
        there, here = refused(reader, path), refused(InProcessReader(), path)
        assert (there.code, there.params, there.problems) == (here.code, here.params, here.problems)
    process = process_of(reader)
    assert reader.read(good).file_name == good.name
    assert process_of(reader) is process


def test_relative_paths_and_odd_names(
    reader: WorkbookReader, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = good.rename(good.with_name("走访 (1)\udcff.xlsx"))
    assert refused(InProcessReader(), tmp_path / "没有\udcff.xlsx").code == "not_found"
    monkeypatch.chdir(tmp_path)
    assert reader.read(Path(os.path.relpath(odd))).file_digest == parse_workbook(odd).file_digest


def test_a_sealed_workbook_is_read_with_its_password(reader: WorkbookReader, offices: Offices) -> None:
    village, path = offices.village(), offices.file()
    record(village, "visit", [visit()])
    export_workbook(village, path, password="走访-2026")
    assert len(reader.read(path, "走访-2026").changes) == 1
    assert refused(reader, path, password="走访-2025").code == "wrong_password"
    assert refused(reader, path).code == "encrypted"


def test_tables_come_back_with_their_dates(reader: WorkbookReader, tmp_path: Path) -> None:
    path, book = tmp_path / "台账.xlsx", Workbook()
    book.active.append(["日期", None, datetime.datetime(2026, 3, 5), datetime.time(8, 30), True, 2.5])
    book.save(path)
    tables = reader.tables(path)
    assert tables == read_tables(path)
    (rows,) = unpacked(tables)
    assert rows == [(1, ("日期", "", datetime.date(2026, 3, 5), datetime.time(8, 30), True, 2.5))]


def test_the_next_file_is_read_ahead_and_no_other(reader: WorkbookReader, good: Path, tmp_path: Path) -> None:
    paths = [good, WORKBOOKS / "biff8.xls", good, tmp_path / "没有.xlsx"]
    reader.expect(paths)
    assert reader.read(good).file_name == good.name
    assert reader._asked is not None
    assert Path(reader._asked.path) == paths[1]
    assert refused(reader, paths[1]).code == "legacy_format"
    process = process_of(reader)
    # Another file than expected: what was begun is given up.
    assert refused(reader, paths[3]).code == "not_found"
    assert process.returncode is not None
    assert reader.read(good).file_name == good.name


# -- what can happen to the process ------------------------------------------------------------------------------------


@pytest.fixture
def stalling(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Makes the reading process do something else first, when it reads a file (by a module in the way of ours)."""

    def make(deed: str) -> Path:
        place = tmp_path / "in_the_way"
        place.mkdir()
        (place / "sitecustomize.py").write_text(
            "import atexit, os, signal, sys, time, threading\n"
            "def trace(frame, event, _):\n"
            "    if frame.f_code.co_name == 'read_carried':\n"
            f"        {deed}\n"
            "sys.setprofile(trace)\n"
        )
        monkeypatch.setenv("PYTHONPATH", str(place))
        return place

    return make


def test_a_file_over_the_time_is_given_up(
    stalling: Callable[[str], Path], good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalling("time.sleep(60)")
    monkeypatch.setattr(reading, "SECONDS", 0.5)
    with WorkbookReader() as reader:
        begun = time.monotonic()
        refusal = refused(reader, good)
        assert (refusal.code, refusal.params["file"]) == ("too_heavy", good.name)
        assert time.monotonic() - begun < 5
        assert reader._child is None


def test_cancelling_takes_less_than_a_second(stalling: Callable[[str], Path], good: Path) -> None:
    stalling("time.sleep(60)")
    asked = itertools.count()
    with WorkbookReader() as reader:
        begun = time.monotonic()
        assert refused(reader, good, stop=lambda: next(asked) >= 3).code == "cancelled"
        assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "too_heavy"),
        ("os.abort()", "too_heavy"),
        ("bytearray(2**31)", "too_heavy"),
        ("os._exit(3)", "damaged"),
    ],
)
def test_a_file_that_ends_its_reader_is_refused_and_the_next_is_read(
    stalling: Callable[[str], Path], good: Path, deed: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalling(deed)
    with WorkbookReader() as reader:
        assert refused(reader, good).code == code
        monkeypatch.delenv("PYTHONPATH")
        assert reader.read(good).file_name == good.name


def test_a_fault_of_the_reader_is_told_to_the_log_without_its_words(
    stalling: Callable[[str], Path], good: Path, logged_errors: list[Any]
) -> None:
    stalling("raise AssertionError(chr(24352) + chr(19977))")
    with WorkbookReader() as reader:
        assert refused(reader, good).code == "damaged"
    (told,) = logged_errors
    assert "AssertionError" in told.getMessage()
    assert "张三" not in told.getMessage()


def test_without_a_reading_process_that_is_said(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with WorkbookReader() as reader, monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        assert refused(reader, good).code == "reader_failed"
        broken.setattr(sys, "executable", "/no/such/program")
        assert refused(reader, good).code == "reader_failed"
        broken.undo()
        assert reader.read(good).file_name == good.name


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell script")
def test_a_built_program_starts_itself(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = tmp_path / "zoufang"
    built.write_text(f'#!/bin/sh\nPYTHONPATH={REPOSITORY} exec {sys.executable} -m desktop "$@"\n')
    built.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(built))
    with WorkbookReader() as reader:
        assert reader.read(good).file_name == good.name
        assert process_of(reader).args == [str(built), "--read-workbooks"]


# -- the process itself ------------------------------------------------------------------------------------------------


@pytest.fixture
def started() -> Iterator[subprocess.Popen[bytes]]:
    with reading._start() as process:
        assert wire.read_frame(process.stdout) == b"Hnull"
        yield process
        process.kill()


def test_it_starts_fast_and_loads_only_what_reads(started: subprocess.Popen[bytes]) -> None:
    script = "import sys, desktop.exchange.serving; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    parts = {name.split(".")[0] for name in loaded}
    assert not parts & {
        "PySide6",
        "typer",
        "click",
        "peewee",
        "sqlcipher3",
        "openpyxl",
        "msoffcrypto",
        "multiprocessing",
    }
    own = {name.split(".")[1] for name in loaded if name.startswith("desktop.")}
    assert own <= {"domain", "exchange", "logs", "paths"}


def loaded_by_reading(path: Path) -> set[str]:
    """The modules of a process that has read this file and nothing else."""
    script = (
        "import io, sys; from desktop.exchange import serving, wire; answers = io.BytesIO();"
        " serving._answer(answers, {'job': 'parse', 'path': sys.argv[1], 'password': ''});"
        " answers.seek(0); assert wire.read_frame(answers)[:1] == wire.VALUE; print('\\n'.join(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


def test_a_workbook_as_it_was_written_is_read_without_what_others_need(good: Path) -> None:
    others = {"desktop.domain.kinds", "desktop.domain.fields"} | {
        f"desktop.exchange.{name}" for name in ("visible", "layout", "specs", "cells", "blanks", "splicing")
    }
    spared = {"desktop.domain.changes"} | {
        f"desktop.exchange.{name}" for name in ("carrying", "first_format", "parsing", "sealing")
    }
    assert not loaded_by_reading(good) & (others | spared)
    book = load_workbook(good)
    book.save(good)
    assert loaded_by_reading(good) >= others


def test_it_ends_when_nobody_is_left_to_ask(started: subprocess.Popen[bytes]) -> None:
    started.stdin.close()
    assert started.wait(5) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
def test_it_ends_in_the_midst_of_a_file_too(stalling: Callable[[str], Path], good: Path, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    stalling(f"os.close(os.open({str(begun)!r}, os.O_WRONLY)); time.sleep(60)")
    with reading._start() as process:
        wire.write_frame(process.stdin, wire.framed(wire.REQUEST, {"job": "parse", "path": str(good), "password": ""}))
        process.stdin.flush()
        begun.read_bytes()
        process.stdin.close()
        assert process.wait(5) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and signals")
def test_it_is_confined_and_deaf_to_interrupts(started: subprocess.Popen[bytes]) -> None:
    import resource

    os.kill(started.pid, signal.SIGINT)
    assert resource.prlimit(started.pid, resource.RLIMIT_AS)[0] == 2**30
    assert resource.prlimit(started.pid, resource.RLIMIT_FSIZE)[0] == 0
    assert resource.prlimit(started.pid, resource.RLIMIT_CORE)[0] == 0
    assert os.getsid(started.pid) == started.pid
    wire.write_frame(started.stdin, wire.framed(wire.REQUEST, {"job": "parse", "path": "/没有", "password": "秘密"}))
    started.stdin.flush()
    assert wire.read_frame(started.stdout)[:1] == wire.REFUSAL
    assert "秘密" not in " ".join(started.args)


# -- the codec ---------------------------------------------------------------------------------------------------------


class Colour(StrEnum):
    RED = "red"


class Place(NamedTuple):
    sheet: str
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: Sequence[str | float | int | bool | datetime.date | None]


@dataclass(frozen=True)
class Everything:
    rows: Sequence[Row]
    maybe: Row | None
    colour: Colour
    pairs: Sequence[tuple[str, int]]
    by_name: Mapping[str, Sequence[Row]]
    by_number: Mapping[int, str]
    found: set[str]
    days: tuple[datetime.date, ...]
    anything: Any
    place: Place
    numbers: Sequence[int] = ()


def carried(value: Any) -> Any:
    return wire.value_of(list(wire.message_of(value, type(value))), type(value))


def test_every_kind_of_value_travels() -> None:
    day = datetime.date(2026, 3, 5)
    row = Row(7, ["文", 1.5, 2, True, None, day, datetime.datetime(2026, 3, 5, 8)])
    value = Everything(
        rows=[row] * 2500,
        maybe=row,
        colour=Colour.RED,
        pairs=[("a", 1)],
        by_name={"§date": [row], "x": []},
        by_number={3: "三"},
        found={"a", "b"},
        days=(day,),
        anything={"§date": "2026", "list": [day, datetime.time(8, 30), datetime.timedelta(hours=1)], "none": None},
        place=Place("表", day),
        numbers=list(range(1001)),
    )
    back = carried(value)
    assert back == value
    assert isinstance(back.rows[0].cells[3], bool)
    assert type(back.rows[0].cells[5]) is datetime.date
    assert type(back.colour) is Colour
    assert carried(Everything([], None, Colour.RED, [], {}, {}, set(), (), None, Place("", day))).maybe is None


def test_refusals_travel_with_their_problems() -> None:
    refusal = Refused("x", file="a\udcff", limit=3, problems=[Problem("missing", "name", 1.5, 3, {"label": "名"})])
    back = wire.refusal_of(wire.content_of(wire.framed(wire.REFUSAL, wire.refusal_content(refusal))))
    assert (back.code, back.params, back.problems) == (refusal.code, refusal.params, refusal.problems)


def test_no_frame_is_believed_that_is_too_long_or_torn(tmp_path: Path) -> None:
    path = tmp_path / "frames"
    for content in (b"", b"\x00\x00", b"\x00\x00\x00\x05Habc", b"\x00\x00\x00\x00", b"\xff\xff\xff\xffH"):
        path.write_bytes(content)
        with path.open("rb") as stream:
            assert wire.read_frame(stream) is None


def many_lines(count: int) -> list[str]:
    patch = canonical(
        {
            "village_name": "唐陵村",
            "subject_name": "张三",
            "visitors": ["李四", "王五"],
            "demand": "路灯\n“不亮”" * 20,
        }
    )
    return [
        line_of(
            ("a" * 32, 0, number, number, "2026-03-05T10:00:00+08:00", "李四", "village", "visit", f"{number:036}",
             "create", number % 20, "c" * 64, ""),
            patch,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def test_thousands_of_changes_travel_fast_and_in_pieces() -> None:
    lines = many_lines(14_000)
    sender = Sender("a", "village", "c", "n", "t", "李四")
    head = Head(
        "走访.xlsx", "d", "w", sender, "", "2026-03-05T10:00:00+08:00", 1, True, {"s": {"a": 1}}, [{"uid": "a"}], {},
        Visible(),
    )  # fmt: skip
    vectors = [{f"{node:032x}": number + node for node in range(6)} for number in range(20)]
    cells = list(packed(lines))
    best = 9.0
    for _ in range(3):
        begun = time.process_time()
        held = Carried(head, ["village:321183108212"], vectors, len(lines), list(compressed(cells)), is_packed=True)
        bodies = list(wire.message_of(held, Carried))
        back = completed(wire.value_of(bodies, Carried))
        best = min(best, time.process_time() - begun)
    assert [one.change.number for one in back.changes] == list(range(1, 14_001))
    assert [one.change.knowledge for one in back.changes[:20]] == vectors[1:] + vectors[:1]
    assert {one.change.previous for one in back.changes} == {"", "c" * 64}
    assert json.loads(back.changes[-1].patch_text) == back.changes[-1].change.patch
    assert all(getattr(back, one.name) == getattr(head, one.name) for one in fields(head))
    assert max(map(len, bodies)) < 2_100_000
    print(json.dumps({"changes": len(lines), "seconds": round(best, 3), "bytes": sum(map(len, bodies))}))
    # Measured 0.15 s; a busy computer takes more.
    assert best < 0.6


def test_the_reading_process_is_not_given_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    def started(_command: list[str], **options: Any) -> None:
        given.append(options["env"])

    monkeypatch.setenv(paths.UNLOCK_VARIABLE, "麦田里的三头牛")
    monkeypatch.setattr(reading.subprocess, "Popen", started)
    reading._start()
    assert "麦田里的三头牛" not in given[0].values()
    assert given[0]["PATH"] == os.environ["PATH"]
