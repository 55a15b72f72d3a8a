"""A number planted everywhere in a locked ledger is in no file: at work, after a kill, after the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.locking import set_password, unlock
from desktop.services.recording import record
from desktop.services.viewing import clear_viewing, viewing_folder
from tests.attached_files import pdf, photo
from tests.offices import EAST, Offices, id_number, visit

HOUSE = Path(__file__).parents[2]
PASSWORD = "东沟村头的老槐树"
PLANTED = id_number("32998119850607001")


def forms() -> list[bytes]:
    """The number as text of any make, as bytes of its digits, as a number, and packed two digits to a byte."""
    digits = PLANTED[:17]
    texts = [PLANTED.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]
    numbers = [int(digits).to_bytes(8, order) for order in ("big", "little")]
    return [*texts, digits.encode(), bytes(map(int, digits)), *numbers, bytes.fromhex(PLANTED[:16])]


def places(folder: Path) -> list[str]:
    """The files in which the number stands, in any form; those kept under a name too."""
    found = []
    for path in sorted(folder.rglob("*")):
        if PLANTED in path.name or (path.is_file() and any(one in path.read_bytes() for one in forms())):
            found.append(str(path.relative_to(folder)))
    return found


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """What is not the program's: papers and a workbook, with the number in them."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "证明.pdf").write_bytes(pdf(PLANTED * 50))
    photo(folder)
    offices = Offices(folder)
    village, town = offices.village(), offices.town()
    record(village, "visit", [visit(id_number=PLANTED, note=PLANTED)])
    offices.send(village, town)
    (folder / "file1.xlsx").unlink()
    offices.send(town, offices.village(), full=True)
    offices.close()
    assert len(places(folder)) == 4, "the search finds what is there"
    return folder


@pytest.mark.skipif(os.name != "posix", reason="kills as only POSIX does")
def test_a_planted_number_is_nowhere(
    outside: Path, tmp_path: Path, zoufang_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, memory = tmp_path / "inside", tmp_path / "inside" / "memory"
    memory.mkdir(parents=True)
    zoufang_home.rename(inside / "home")
    monkeypatch.setenv("ZOUFANG_HOME", str(inside / "home"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(memory))
    monkeypatch.setenv("TMPDIR", str(inside / "tmp"))
    (inside / "tmp").mkdir()
    (inside / "ledger").mkdir()
    offices = Offices(inside / "ledger")
    made = offices.village(EAST)
    record(made, "visit", [visit(id_number=PLANTED)])
    made.close()
    assert places(inside) != []
    set_password(made.path, PASSWORD)
    assert places(inside) == []
    secret = inside / "secret"
    secret.write_text(PASSWORD, "utf-8")
    while_working = killed_at_work(made.path, secret, outside)
    copies = viewing_folder().relative_to(inside)
    # The copy that another program was shown is plain while it is shown.
    assert [one for one in while_working if not one.startswith(str(copies))] == []
    after = places(inside)
    assert [one for one in after if not one.startswith(str(copies))] == []
    assert len(after) == 1
    clear_viewing()
    assert places(inside) == []
    ledger = open_ledger(made.path, keys=unlock(made.path, PASSWORD))
    assert inspect(ledger).findings == ()
    assert places(inside) == []
    ledger.close()
    assert places(inside) == []


def killed_at_work(path: Path, secret: Path, outside: Path) -> list[str]:
    """Work through a day in a program of its own, look at every file meanwhile, kill it; what was found."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.plant_until_killed", str(path), str(secret), PLANTED, str(outside)],
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": str(HOUSE), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline(), child.stdout.readline()]
        assert said == ["refused\n", "working\n"]
        found = places(path.parents[1])
        child.kill()
    return found
