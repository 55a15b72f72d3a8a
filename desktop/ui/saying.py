"""What is said after a write, with the way back, and of a value that is not accepted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import RecordKind
from desktop.services.ledgers import Ledger
from desktop.services.undoing import Reversal, next_undo, undo
from desktop.ui.context import Context
from desktop.ui.translation import label_of
from desktop.wording import problem_sentence


def say_done(context: Context, text: str, step_id: int | None) -> None:
    """Say what was done; 撤销 takes back just this step (nothing changed has no step)."""
    if step_id is None:
        context.shell.notify(QCoreApplication.translate("Saying", "没有改动"))
        return

    context.shell.notify(text, QCoreApplication.translate("Saying", "撤销"), lambda: take_back_step(context, step_id))


def take_back_step(context: Context, step_id: int) -> None:
    """Take back just this step, and say so; refused when there is later work."""
    context.write(lambda: _undo_step(context.ledger, step_id), done=lambda _: _say_undone(context))


def said_problem(problem: Problem, kind: RecordKind, language: str) -> str:
    """The sentence under a field; a problem comes with the Chinese label, a form may be in another language."""
    label = label_of(kind.field(problem.field)) if kind.has_field(problem.field) else problem.field
    named = Problem(problem.kind, problem.field, problem.value, problem.row, {**problem.params, "label": label})
    return problem_sentence(named, language)


def _undo_step(ledger: Ledger, step_id: int) -> Reversal:
    # The notice may still stand after later work, which must not be undone in its place.
    step = next_undo(ledger)
    if step is None or step.id != step_id:
        raise Refused("nothing_to_undo")
    return undo(ledger)


def _say_undone(context: Context) -> None:
    context.shell.notify(QCoreApplication.translate("Saying", "已撤销"))
