"""Undo and redo: inverse changes through the same path. What others changed meanwhile is left as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.pins import names_with_pins
from desktop.data.writing import writing
from desktop.domain.errors import Refused
from desktop.services.reversing import do_again, take_back

DONE, UNDONE = 0, 1


@dataclass(frozen=True, slots=True)
class Step:
    """A step of undo: what was done (``label``: a code such as ``add_visit``) and to what (``title``)."""

    id: int
    label: str
    title: str
    made_at: str
    batch_uid: str | None


@dataclass(frozen=True, slots=True)
class Reversal:
    """What undo or redo did. ``kept`` names fields somebody changed since, which were left alone."""

    step: Step
    changed_kinds: frozenset[str]
    kept: tuple[str, ...] = ()


def next_undo(ledger: Ledger) -> Step | None:
    """The step undo would take back: the last one of this session that stands."""
    return _step(ledger, "state = 0 ORDER BY s.id DESC")


def next_redo(ledger: Ledger) -> Step | None:
    """The step redo would do again: the earliest undone one."""
    return _step(ledger, "state = 1 ORDER BY s.id")


def _step(ledger: Ledger, condition: str) -> Step | None:
    found = ledger.database.execute_sql(
        "SELECT s.id, s.label, s.title, s.made_at, b.uid FROM step s LEFT JOIN batch b ON b.id = s.batch_id "
        f"WHERE s.session = ? AND s.{condition} LIMIT 1",
        (ledger.session,),
    ).fetchone()
    return Step(*found) if found else None


def undo(ledger: Ledger) -> Reversal:
    """Take back the last step. Refused: ``nothing_to_undo``, ``not_in_charge`` (of who works in the office)."""
    step = next_undo(ledger)
    if step is None:
        raise Refused("nothing_to_undo")
    _refuse_other_people(ledger, step)
    return _reverse(ledger, step, forward=False)


def redo(ledger: Ledger) -> Reversal:
    """Do again the step that was last taken back. Refused: ``nothing_to_redo``, ``not_in_charge``."""
    step = next_redo(ledger)
    if step is None:
        raise Refused("nothing_to_redo")
    _refuse_other_people(ledger, step)
    return _reverse(ledger, step, forward=True)


def _refuse_other_people(ledger: Ledger, step: Step) -> None:
    """Naming people is for who is in charge, and so is taking it back, once PINs tell people apart."""
    if (step.label, step.title) == ("setting", "people"):
        # Loaded here: the window asks for the next step at once.
        from desktop.services.people import refuse_not_in_charge

        if names_with_pins(ledger):
            refuse_not_in_charge(ledger)


def _reverse(ledger: Ledger, step: Step, *, forward: bool) -> Reversal:
    if step.batch_uid is not None:
        # Loaded here: the reading of workbooks costs start-up time, and the window asks for the next step at once.
        from desktop.services.importing import redo_import, undo_import

        outcome = (redo_import if forward else undo_import)(ledger, step.batch_uid)
        return Reversal(step, outcome.changed_kinds)
    text = ledger.database.execute_sql("SELECT acts FROM step WHERE id = ?", (step.id,)).fetchone()[0]
    acts: list[dict[str, Any]] = json.loads(text)
    kept: list[str] = []
    with writing(ledger, "") as changes:
        for act in acts if forward else reversed(acts):
            kept += (do_again if forward else take_back)(ledger, changes, act)
        ledger.database.execute_sql(
            "UPDATE step SET state = ?, acts = ? WHERE id = ?",
            (DONE if forward else UNDONE, json.dumps(acts, ensure_ascii=False), step.id),
        )
    return Reversal(step, frozenset(act["kind"] for act in acts), tuple(dict.fromkeys(kept)))
