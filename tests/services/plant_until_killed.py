"""Run by test_planted: works through a locked ledger with a number planted everywhere, and waits to be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import Refused
from desktop.logs import keep_log
from desktop.services.attaching import attach, attachments_of, store_of
from desktop.services.backing import START, back_up, back_up_if_changed, copy_to_second
from desktop.services.clues import transfer
from desktop.services.drafting import keep_draft
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, count_records
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.locking import LedgerKeys, unlock
from desktop.services.printing import form_documents
from desktop.services.recording import record, revise
from desktop.services.restoring import restore
from desktop.services.salvaging import good_backup, salvage
from desktop.services.settings import change_setting
from desktop.services.undoing import undo
from desktop.services.viewing import clear_viewing, viewing_copy
from desktop.ui.printing.painting import set_documents
from desktop.ui.thumbnails import read_thumbnail
from tests.offices import TOWN


def main(path: Path, password: str, planted: str, outside: Path) -> None:
    """Everything a person does in a day; the window's part is done without showing it."""
    keep_log()
    clear_viewing()
    keys = unlock(path, password)
    _restore(path, keys, planted)
    ledger = open_ledger(path, keys=keys)
    for number in range(40):
        record(ledger, "visit", [_visit(planted, number)])
    one = record(ledger, "issue", [_issue(planted)]).ids[0]
    revise(ledger, "issue", one, {"description": f"{planted} 改过"})
    undo(ledger)
    keep_draft(ledger, "visit", {"note": planted, "id_number": planted}, title=planted)
    try:
        record(ledger, "visit", [{"id_number": planted + "7", "note": planted}])
    except Refused:
        print("refused", flush=True)
    attach(ledger, "issue", one, sorted(outside.glob("*.pdf")) + sorted(outside.glob("*.png")))
    other = record(ledger, "issue", [_issue(planted)]).ids[0]
    transfer(ledger, other, {"content": planted}, {})
    assert count_records(ledger, Query("visit", text=planted)) == 42
    for outcome in import_workbooks(ledger, sorted(outside.glob("*.xlsx"))):
        assert outcome.status in ("imported", "nothing_new"), outcome.status
    _look(ledger, one, outside)
    back_up(ledger)
    back_up(ledger, path.parent / "stick")
    (path.parent / "second").mkdir()
    change_setting(ledger, "backup_folder", str(path.parent / "second"))
    back_up_if_changed(ledger, START)
    place = copy_to_second(ledger)
    assert place is not None and place.has_newest
    assert salvage(path, path.with_name("saved.db"), good_backup(path, keys), keys).lost == ()
    # The last writes are in the write-ahead log, and a transaction is open.
    record(ledger, "visit", [_visit(planted, 99)])
    with ledger.transaction():
        ledger.set_meta("planted", planted * 2000)
        print("working", flush=True)
        time.sleep(600)


def _restore(path: Path, keys: LedgerKeys, planted: str) -> None:
    """Put a backup in the place of the ledger, and what stood there back again."""
    ledger = open_ledger(path, keys=keys)
    made = back_up(ledger)
    record(ledger, "visit", [_visit(planted, 98)])
    ledger.close()
    kept = restore(path, made, keys).kept
    assert kept is not None
    restore(path, kept, keys)


def _look(ledger: Ledger, one: str, outside: Path) -> None:
    """Thumbnails, the picture of a page to print, a copy for another program."""
    app = QApplication([])
    files = attachments_of(ledger, "issue", one)
    assert any(not read_thumbnail(ledger, file, QSize(96, 64)).isNull() for file in files)
    assert set_documents(form_documents(ledger, "register_card", [one], is_masked=False)).sheets
    assert store_of(ledger).has(files[0].digest)
    assert viewing_copy(ledger, files[0]).exists()
    export_workbook(ledger, outside / "exported.xlsx", to=TOWN, full=True)
    app.quit()


def _visit(planted: str, number: int) -> dict[str, object]:
    return {
        "visited_on": "2024-03-05",
        "kind": "household",
        "subject_name": f"郑{number}",
        "visitors": ["钱小河"],
        "handling": "none",
        "id_number": planted,
        "note": f"证号 {planted}",
    }


def _issue(planted: str) -> dict[str, object]:
    return {"source": "patrol", "collected_on": "2024-03-06", "category": "其他", "description": f"{planted} 反映"}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8"), sys.argv[3], Path(sys.argv[4]))
