"""Numbers planted in every field, faults at every place: none of them is in the logs or in what is reported."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import logs
from desktop.data.records import RecordTable
from desktop.data.writing import Writing
from desktop.domain.fields import FieldKind
from desktop.domain.kinds import KINDS
from desktop.logs import fault_report, fault_text, keep_log
from desktop.services import attaching, importing
from desktop.services.attaching import attach
from desktop.services.drafting import keep_draft
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks
from desktop.services.recording import check_values, record, revise
from tests.attached_files import photo
from tests.offices import TOWN, Offices, id_number, issue, visit
from tests.programs import run_program

PHONE, NUMBER, NAME = "139" + "87654321", id_number("32998119681224123"), "宇文" + "拓跋"
PLANTED = (PHONE, NUMBER, NAME)
WORDS = "".join(PLANTED)


def planted(ledger: Any, kind_name: str, base: dict[str, Any]) -> dict[str, Any]:
    """A record with the numbers wherever they are taken."""
    kind, values = KINDS[kind_name], dict(base)
    for field in kind.fields:
        for value in (WORDS, [WORDS], PHONE, NUMBER):
            problems = check_values(ledger, kind, {field.name: value})[1]
            if field.kind is not FieldKind.DATE and all(one.field != field.name for one in problems):
                values.setdefault(field.name, value)
                break
    return values


@pytest.fixture
def kept(zoufang_home: Path, logged_errors: list[logging.LogRecord]) -> Iterator[Path]:
    keep_log()
    yield zoufang_home / "logs"
    log = logging.getLogger("zoufang")
    for handler in log.handlers:
        handler.close()
    log.handlers.clear()


def told_of(act: Callable[[], object]) -> str:
    """What is logged and reported of the fault that an act ends in."""
    with pytest.raises(Exception) as caught:
        act()
    text = fault_text(caught.value)
    logging.getLogger("zoufang.faults").error("%s", text)
    return fault_report(text)


FAULTS = (KeyError, ValueError, RuntimeError, OSError, AssertionError, UnicodeError)


def test_faults_in_the_program(offices: Offices, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    village, town = offices.village(), offices.town()
    whole = planted(village, "visit", visit(issues=[issue(description=WORDS)]))
    assert list(whole.values()).count(WORDS) > 5 and PHONE in whole.values() and NUMBER in whole.values()
    one = record(village, "visit", [whole]).ids[0]
    sent, paper = tmp_path / f"{NAME}.xlsx", photo(tmp_path)
    export_workbook(village, sent, to=TOWN)

    def failing(fault: type[Exception]) -> Callable[..., Any]:
        def fail(*given: Any, **named: Any) -> Any:
            raise fault(f"{WORDS} {given} {named}")

        return fail

    acts: dict[tuple[Any, str], Callable[[], object]] = {
        (Writing, "_append_alike"): lambda: record(village, "visit", [whole]),
        (Writing, "_append"): lambda: revise(village, "visit", one, {"note": WORDS + "x"}),
        (RecordTable, "put"): lambda: record(village, "visit", [whole]),
        (RecordTable, "get"): lambda: revise(village, "visit", one, {"note": WORDS + "x"}),
        (attaching, "store_of"): lambda: attach(village, "visit", one, [paper], note=WORDS),
        (importing, "open_reader"): lambda: import_workbooks(town, [sent]),
        (json, "dumps"): lambda: keep_draft(village, "visit", {"values": whole}, title=NAME),
    }
    told = []
    for (owner, name), act in acts.items():
        for fault in FAULTS:
            with monkeypatch.context() as patch:
                patch.setattr(owner, name, failing(fault), raising=True)
                told.append(told_of(act))
    # Faults of SQLite name values too: of a text that is none, of a rule that is broken.
    told.append(told_of(lambda: village.database.execute_sql(f"SELECT '{WORDS}' FROM {NAME}")))
    text = "\n".join([*told, *(path.read_text("utf-8") for path in kept.iterdir())])
    assert len(told) == len(acts) * len(FAULTS) + 1 and "_append" in text
    assert [one for one in PLANTED if one in text] == []


def test_faults_of_commands(offices: Offices, zoufang_home: Path, tmp_path: Path) -> None:
    village = offices.village()
    record(village, "visit", [planted(village, "visit", visit())])
    offices.close()
    (tmp_path / "sitecustomize.py").write_text(
        "from desktop.data.records import RecordTable\n"
        "from desktop.services import finding, recording\n"
        "def fail(*given, **named):\n"
        "    import sys\n"
        "    told = given, named, sys._getframe(1).f_locals\n"
        "    raise ValueError(str(told)) from KeyError(str(told))\n"
        "finding.list_records = recording.record = recording.revise = fail\n",
        encoding="utf-8",
    )
    given = json.dumps(visit(subject_name=NAME, phone=PHONE, id_number=NUMBER))
    for arguments in (("list", "visit", "--search", NAME), ("add", "visit", "--json-file", "-"), ("list", "issue")):
        done = run_program("--db", str(village.path), "--actor", NAME, *arguments, given=given, first=[tmp_path])
        assert done.returncode == 1 and "程序出错" in done.stderr
    text = "".join(path.read_text("utf-8") for path in (zoufang_home / "logs").iterdir())
    assert text.count("ValueError") >= 2 and text.count("KeyError") >= 2
    assert [one for one in PLANTED if one in text] == []


def test_everyday_work_logs_nothing(offices: Offices, kept: Path, tmp_path: Path) -> None:
    village, town = offices.village(), offices.town()
    record(village, "visit", [planted(village, "visit", visit(issues=[issue()]))])
    export_workbook(village, tmp_path / "a.xlsx", to=TOWN)
    import_workbooks(town, [tmp_path / "a.xlsx", tmp_path / f"{NAME}.xlsx"])
    list_records(village, Query("visit", text=NAME))
    assert not kept.exists() or list(kept.iterdir()) == []


def test_the_text_of_a_fault_has_a_measure() -> None:
    fault: Exception = ValueError(WORDS)
    for _ in range(50):
        try:
            raise KeyError(WORDS) from fault
        except KeyError as found:
            fault = found
    assert fault_text(fault).splitlines().count("KeyError") == logs.MOST_CAUSES
