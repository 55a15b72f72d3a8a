"""The disk fails under the program: each verb says so in a sentence, loses nothing, and works again afterwards."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.desk import VERBS, Steady, at_work, town_with_workbook
from tests.programs import run_program
from tests.system_calls import WHY_NOT, compiled, watching

pytestmark = pytest.mark.skipif(os.name != "posix", reason="faults as only POSIX has them")

FULL, BROKEN, CLOSED = errno.ENOSPC, errno.EIO, errno.EROFS
FAULTS = {
    "full": (f"pwrite={FULL} write={FULL} truncate={FULL} mkdir={FULL}", {"disk_full"}),
    "failing to sync": (f"fsync={BROKEN}", {"disk_failing", "write_failed"}),
    "failing to write": (f"pwrite={BROKEN} write={BROKEN} rename={BROKEN}", {"disk_failing", "write_failed"}),
    "failing to open": (f"open={BROKEN} mkdir={BROKEN}", {"disk_failing", "write_failed", "ledger_unreachable"}),
    "closed for writing": (
        f"open={CLOSED} mkdir={CLOSED} rename={CLOSED}",
        {"folder_not_writable", "ledger_readonly", "ledger_unreachable"},
    ),
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "place"
    made.mkdir()
    return made


def works(program: Steady) -> None:
    """Every verb is done."""
    for verb in VERBS:
        answer = program(verb)
        assert "done" in answer, (verb, answer)


def tried(program: Steady, codes: set[str]) -> int:
    """Every verb is done or refused with one of these codes; gives how many were refused."""
    refused = 0
    for verb in VERBS:
        answer = program(verb)
        if "refused" in answer:
            assert answer["refused"] in codes, (verb, answer)
            assert answer["said"].endswith("。")
            refused += 1
    return refused


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.parametrize(("fail", "codes"), FAULTS.values(), ids=FAULTS)
def test_a_disk_that_fails_for_a_while(tmp_path: Path, place: Path, fail: str, codes: set[str]) -> None:
    path, during = town_with_workbook(place), tmp_path / "now"
    with at_work(path, place, watching(compiled(tmp_path), place, fail=fail, during=during)) as program:
        works(program)
        former = {name: (place / name).read_bytes() for name in ("out.xlsx", "public.xlsx", "copy.db")}
        before = program("check")["done"]
        during.touch()
        assert tried(program, codes) >= 2
        if "open" not in fail:
            assert program("check")["done"] == before
        assert {name: (place / name).read_bytes() for name in former} == former
        during.unlink()
        works(program)
        after = program("check")["done"]
        assert after["findings"] == [] and after["records"] > before["records"]
    with at_work(path, place) as program:
        assert program("check")["done"] == after


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = (
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True, check=False)
        if os.geteuid() == 0 and shutil.which("mount")
        else None
    )
    if done is None or done.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True, capture_output=True)


def test_a_disk_that_is_full(small_disk: Path) -> None:
    path = town_with_workbook(small_disk)
    with at_work(path, small_disk) as program:
        works(program)
        before = program("check")["done"]
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file:
            free = shutil.disk_usage(small_disk).free
            file.write(b"\0" * (free - 8192))
        assert tried(program, {"disk_full"}) >= 6
        # What found room in the last pages is there, whole.
        left = program("check")["done"]
        assert left["findings"] == [] and left["records"] >= before["records"]
        filler.unlink()
        works(program)
        assert program("check")["done"]["findings"] == []


def test_a_ledger_opened_on_a_full_disk(small_disk: Path) -> None:
    path = town_with_workbook(small_disk)
    with at_work(path, small_disk) as program:
        works(program)
    with (small_disk / "filler").open("wb", buffering=0) as file:
        file.write(b"\0" * shutil.disk_usage(small_disk).free)
    done = run_program("--db", str(path), "list", "visit")
    assert (done.returncode, done.stderr.strip()) == (1, "磁盘已满，没有保存。请清理出空间后再试一次。")
    (small_disk / "filler").unlink()
    with at_work(path, small_disk) as program:
        works(program)


def test_a_quota_that_is_used_up(tmp_path: Path, place: Path) -> None:
    path = town_with_workbook(place)
    limit = path.stat().st_size + 200_000

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    with at_work(path, place, preexec_fn=limited) as program:
        codes = {"disk_full", "disk_failing", "write_failed", "read_failed"}
        refused = sum(tried(program, codes) for _ in range(8))
        assert refused > 8
        assert program("check")["done"]["findings"] == []
    with at_work(path, place) as program:
        works(program)
        assert program("check")["done"]["findings"] == []
