"""An annotated copy: the sender's own workbook, with the cells coloured and commented that were not taken."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from desktop.domain.errors import Problem, Refused
from desktop.exchange.annotating import Mark, annotate
from desktop.services.outcomes import FileOutcome, RejectedCell

Say = Callable[[Problem], str]


def marks_of(rejected: Iterable[RejectedCell], say: Say) -> list[Mark]:
    """A mark for each cell, with what ``say`` says of its problem."""
    return [Mark(cell.sheet, cell.row, cell.column, say(cell.problem)) for cell in rejected]


def annotate_copy(source: Path, target: Path, outcome: FileOutcome, say: Say, *, password: str = "") -> None:
    """Write a copy of ``source``, the file that gave ``outcome``, with its rejected cells marked.

    Refused: ``copy_outdated`` (not the file that was read: the places would be wrong), ``target_is_source``,
    ``not_annotatable``, and those of reading and writing a file.
    """
    # os.path because a name that no file can have is no match either.
    if os.path.exists(target) and os.path.exists(source) and target.samefile(source):  # noqa: PTH110
        raise Refused("target_is_source", file=source.name)
    if outcome.digest and _digest(source) != outcome.digest:
        raise Refused("copy_outdated", file=source.name)
    annotate(source, target, marks_of(outcome.rejected, say), password)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise Refused("not_found", file=path.name) from error
    except OSError as error:
        raise Refused("read_failed", file=path.name, reason=error.strerror or "") from error
