"""The kinds of writing that are killed. A kind more is one function here, or a driver of the window."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.services.attaching import attach
from desktop.services.backing import back_up, back_up_if_changed, list_backups
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.locking import is_locked, set_password
from desktop.services.recording import record, revise
from desktop.services.restoring import preview
from desktop.services.restoring import restore as put_back
from desktop.services.settling import open_conflicts
from tests.offices import EAST, WEST, Offices, assignment, issue, visit
from tests.sheet_edits import VISITS, type_into
from tests.torture.held import OTHER, PASSWORD, held, is_opened_by, keys_of, opened_and_sound

FIXTURES = Path(__file__).parents[1] / "fixtures"
OLDEST, NEWEST = 1, 9
"""The ledgers of former versions that are brought up to date."""


@dataclass(frozen=True)
class Work:
    """What is to be killed: ``arguments`` of the program, run on ``ledger``.

    ``also_whole`` looks at the files it writes beside the ledger, and tells whether they are there. A ``driver`` works
    in the window until it is killed.
    """

    ledger: Path
    arguments: Sequence[str] = ()
    given: Any = None
    driver: str = ""
    also_whole: Callable[[Path, bool], bool] | None = None
    command: Sequence[str] = field(default=("-m", "desktop"))
    is_always_done: bool = False
    """Whether the next start finishes what was killed."""


Prepare = Callable[[Path, int], Work]
KINDS: dict[str, Prepare] = {}


def kind(name: str) -> Callable[[Prepare], Prepare]:
    """Make a function that prepares a place (a folder, and a number that picks a variant) a kind of writing."""

    def note(prepare: Prepare) -> Prepare:
        KINDS[name] = prepare
        return prepare

    return note


def _village(place: Path, *, visits: int = 0, **values: Any) -> tuple[Offices, Ledger, list[str]]:
    offices = Offices(place)
    village = offices.village()
    rows = [visit(subject_name=f"户{row}", issues=[issue()], **values) for row in range(visits)]
    saved = record(village, "visit", rows) if rows else None
    return offices, village, [one for _, one in saved.also] if saved else []


def _done(offices: Offices, ledger: Ledger, *arguments: str, **also: Any) -> Work:
    offices.close()
    return Work(ledger.path, arguments, **also)


@kind("entry")
def entry(place: Path, number: int) -> Work:
    """Twelve visits with their issues, all or none."""
    offices, village, _ = _village(place, visits=2)
    rows = [visit(subject_name=f"新户{row}", demand="水渠" * 200, issues=[issue(), issue()]) for row in range(12)]
    return _done(offices, village, "add", "visit", given=rows)


@kind("change")
def change(place: Path, number: int) -> Work:
    """Fields of one record."""
    offices, village, issues = _village(place, visits=2)
    return _done(offices, village, "set", "issue", issues[0], given={"note": "改" * 3000})


@kind("event")
def event(place: Path, number: int) -> Work:
    """One step of an issue with a file attached."""
    offices, village, issues = _village(place, visits=2)
    paper = place / "方案.pdf"
    paper.write_bytes(b"%PDF-1.4 " + b"7" * 60_000)
    return _done(offices, village, "event", issues[0], "assign", "--file", str(paper), given=assignment())


@kind("many events")
def many_events(place: Path, number: int) -> Work:
    """One step of thirty issues."""
    offices, village, _ = _village(place, visits=30)
    return _done(offices, village, "event-many", "assign", "--where", "status=draft", given=assignment())


@kind("attachment")
def attachment(place: Path, number: int) -> Work:
    """Two files."""
    offices, village, issues = _village(place, visits=1)
    files = [place / f"{row}.pdf" for row in range(2)]
    for row, file in enumerate(files):
        file.write_bytes(b"%PDF-1.4 " + str(row).encode() * 100_000)
    return _done(offices, village, "attach", "issue", issues[0], *map(str, files))


@kind("import")
def import_(place: Path, number: int) -> Work:
    """Two workbooks, one of them edited by hand, into a town."""
    offices, paths = _sent(place)
    return _done(offices, offices.town(), "import", *map(str, paths))


@kind("undo import")
def undo_import(place: Path, number: int) -> Work:
    """Taking a workbook back out of a town."""
    offices, paths = _sent(place)
    town = offices.town()
    batch = [one.batch_id for one in import_workbooks(town, paths)]
    return _done(offices, town, "undo-import", batch[0])


def _sent(place: Path) -> tuple[Offices, list[Path]]:
    offices, paths = Offices(place), []
    for code in (EAST, WEST):
        village = offices.village(code)
        record(village, "visit", [visit(subject_name=f"户{row}", issues=[issue()]) for row in range(25)])
        paths.append(offices.file())
        export_workbook(village, paths[-1])
    type_into(paths[0], VISITS, "户1", 备注="表里写的")
    return offices, paths


@kind("settling")
def settling(place: Path, number: int) -> Work:
    """A conflict between a town and its village."""
    offices = Offices(place)
    village, town = offices.village(), offices.town()
    one = record(village, "visit", [visit()]).ids[0]
    offices.send(village, town)
    revise(village, "visit", one, {"note": "村里写的"})
    revise(town, "visit", one, {"note": "镇里写的"})
    offices.send(village, town)
    (conflict,) = open_conflicts(town, limit=9)
    return _done(offices, town, "resolve", conflict.id, "--take", "theirs")


@kind("intake")
def intake(place: Path, number: int) -> Work:
    """A clerk's own ledger."""
    offices, village, _ = _village(place)
    return _done(offices, village, "intake", str(FIXTURES / "ledgers_of_clerks" / "10_visit_gbk.csv"), "--as", "visit")


@kind("export")
def export(place: Path, number: int) -> Work:
    """A workbook; the ledger notes what it handed over only when the file is there."""
    offices, village, _ = _village(place, visits=25)
    target = place / "上报.xlsx"

    def also_whole(ledger: Path, is_done: bool) -> bool:
        assert target.exists() or not is_done, "noted as handed over, and no file"
        if target.exists():
            (place / "again").mkdir()
            town = Offices(place / "again").town()
            try:
                assert import_workbooks(town, [target])[0].created == 50
            finally:
                town.close()
        return is_done

    return _done(offices, village, "export", str(target), also_whole=also_whole)


@kind("migration")
def migration(place: Path, number: int) -> Work:
    """A ledger of a former version, opened by this one."""
    ledger = place / "ledger.db"
    schema = OLDEST + number % (NEWEST - OLDEST + 1)
    shutil.copy(FIXTURES / "ledgers" / f"{schema:04}.db", ledger)

    def also_whole(_: Path, is_done: bool) -> bool:
        for backup in (place / "backups").glob("*.db"):
            copy = place / f"opened-{backup.name}"
            shutil.copy(backup, copy)
            opened = open_ledger(copy)
            try:
                assert inspect(opened).findings == ()
            finally:
                opened.close()
        return is_done

    return Work(ledger, ["list", "visit"], also_whole=also_whole, is_always_done=True)


@kind("backup")
def backup(place: Path, number: int) -> Work:
    """A copy of the ledger over an older one."""
    offices, village, _ = _village(place, visits=25)
    target = place / "copies" / "copy.db"
    target.parent.mkdir()
    shutil.copy(FIXTURES / "ledgers" / "0010.db", target)

    def also_whole(ledger: Path, is_done: bool) -> bool:
        count = len(opened_and_sound(target)["visit"])
        assert count == 25 or (count == 1 and not is_done), f"{count} visits in the copy"
        return count == 25

    return _done(offices, village, "backup", str(target), also_whole=also_whole)


@kind("restore")
def restore(place: Path, number: int) -> Work:
    """A backup in the place of a ledger that went on; what stood before can be put back."""
    offices, village, _ = _village(place, visits=12)
    made = back_up(village)
    record(village, "visit", [visit(subject_name=f"后来{row}", issues=[issue()]) for row in range(12)])
    before = held(village)
    known = {one.path for one in list_backups(made.parent, village.path)}

    def also_whole(ledger: Path, is_done: bool) -> bool:
        kept = [one.path for one in list_backups(made.parent, ledger) if one.path not in known]
        opened = open_ledger(ledger)
        back_up_if_changed(opened, "timed")
        opened.close()
        assert not list(place.glob(".*.restoring*")), "a copy of the ledger is left where nobody sees it"
        assert kept or not is_done, "restored, and nothing kept of what stood before"
        for one in [made, *kept]:
            preview(ledger, one)
        if kept:
            again = place / "again" / ledger.name
            again.parent.mkdir()
            shutil.copy(ledger, again)
            put_back(again, kept[0])
            assert opened_and_sound(again) == before, "what stood before cannot be put back"
        return is_done

    return _done(offices, village, "restore", str(made), also_whole=also_whole)


@kind("salvage")
def salvage(place: Path, number: int) -> Work:
    """What can be read of a ledger, into a new one."""
    offices, village, _ = _village(place, visits=25)
    target = place / "救出.db"

    def also_whole(ledger: Path, is_done: bool) -> bool:
        assert target.exists() or not is_done, "told as saved, and no file"
        if target.exists():
            assert len(opened_and_sound(target)["issue"]) == 25
            target.unlink()
        return is_done

    return _done(offices, village, "salvage", str(target), "--alone", also_whole=also_whole)


PLANTED, STICK = "种下的一句话", "stick"


def _locking(place: Path, *, visits: int = 6) -> tuple[Offices, Ledger, Path]:
    """A ledger in which everything holds the planted text, and the file of its password."""
    offices, village, issues = _village(place, visits=visits, note=PLANTED)
    paper = place / "方案.pdf"
    paper.write_bytes(b"%PDF-1.4 " + PLANTED.encode() * 3000)
    attach(village, "issue", issues[0], [paper])
    paper.unlink()
    back_up(village)
    secret = place / "secret"
    secret.write_text(PASSWORD, "utf-8")
    return offices, village, secret


def _is_wholly_locked(ledger: Path) -> bool:
    """Whether it is locked, and nothing but what lies on the stick holds the planted text any more."""
    files = [one for one in ledger.parent.rglob("*") if one.is_file() and STICK not in one.parts]
    plain = [one for one in files if PLANTED.encode() in one.read_bytes()]
    assert not is_locked(ledger) or not plain, f"locked, and still in plain: {plain}"
    return is_locked(ledger)


@kind("setting a password")
def setting_a_password(place: Path, number: int) -> Work:
    """Ledger, attached files and backups are rewritten."""
    offices, village, secret = _locking(place)

    def also_whole(ledger: Path, is_done: bool) -> bool:
        assert _is_wholly_locked(ledger) or not is_done, "acknowledged, and not locked"
        return is_locked(ledger)

    return _done(offices, village, "password", "set", "--new-password-file", str(secret), also_whole=also_whole)


@kind("changing a password")
def changing_a_password(place: Path, number: int) -> Work:
    """Only the key files change; one of the two passwords opens it at any moment."""
    offices, village, secret = _locking(place)
    offices.close()
    set_password(village.path, OTHER)
    former = place / "former"
    former.write_text(OTHER, "utf-8")

    def also_whole(ledger: Path, is_done: bool) -> bool:
        assert _is_wholly_locked(ledger)
        is_changed = is_opened_by(ledger, PASSWORD)
        assert is_changed or not is_done, "acknowledged, and not changed"
        return is_changed

    arguments = ("--password-file", str(former), "password", "change", "--new-password-file", str(secret))
    return Work(village.path, arguments, also_whole=also_whole)


@kind("taking a password away")
def taking_a_password_away(place: Path, number: int) -> Work:
    """Ledger and attached files are rewritten."""
    offices, village, secret = _locking(place)
    offices.close()
    set_password(village.path, PASSWORD)

    def also_whole(ledger: Path, is_done: bool) -> bool:
        assert not (is_done and _is_wholly_locked(ledger)), "acknowledged, and still locked"
        return not is_locked(ledger)

    return Work(village.path, ("--password-file", str(secret), "password", "remove"), also_whole=also_whole)


@kind("restoring a plain backup over a locked ledger")
def restoring_plain_over_locked(place: Path, number: int) -> Work:
    """The ledger stays locked, and nothing of the copy stays in plain."""
    offices, village, secret = _locking(place)
    (made,) = [one.path for one in list_backups(back_up(village, place / STICK).parent, village.path)]
    record(village, "visit", [visit(subject_name="后来", note=PLANTED)])
    offices.close()
    set_password(village.path, PASSWORD)

    def also_whole(ledger: Path, is_done: bool) -> bool:
        opened = open_ledger(ledger, keys=keys_of(ledger))
        back_up_if_changed(opened, "timed")
        opened.close()
        assert _is_wholly_locked(ledger)
        return is_done

    return Work(village.path, ("--password-file", str(secret), "restore", str(made)), also_whole=also_whole)


def _in_window(driver: str) -> Prepare:
    def prepare(place: Path, number: int) -> Work:
        offices, village, _ = _village(place, visits=1)
        offices.close()
        return Work(village.path, [driver, str(village.path)], driver=driver, command=("-m", "tests.torture.window"))

    return prepare


for _driver in ("window entry", "window draft", "window undo", "window event"):
    KINDS[_driver] = _in_window(_driver)


def command_line(work: Work) -> list[str]:
    """The program as it is started."""
    if work.command != ("-m", "desktop"):
        return [sys.executable, *work.command, *work.arguments]
    options = ["--json"] + (["--json-file", "-"] if work.given is not None else [])
    return [sys.executable, *work.command, "--db", str(work.ledger), *work.arguments, *options]


def given_text(work: Work) -> str:
    """What the program is given on standard input."""
    return "" if work.given is None else json.dumps(work.given)
