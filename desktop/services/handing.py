"""Handing over to several offices at once: a workbook for each, in one folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.exporting import Exported, export_workbook


def export_to_each(
    ledger: Ledger,
    wanted: Sequence[tuple[str, Path]],
    *,
    full: bool = False,
    password: str = "",
    with_files: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Exported]:
    """Write the workbook of each (unit code, path), all sealed with ``password`` if there is one.

    Progress counts rows for one workbook, workbooks for several.

    Stopped between two, those already written stay and are returned. Refused: those of
    :func:`desktop.services.exporting.export_workbook`; ``cancelled`` when nothing was written.
    """
    written: list[Exported] = []
    is_single = len(wanted) == 1
    for code, path in wanted:
        try:
            one = export_workbook(
                ledger,
                path,
                to=code,
                full=full,
                password=password,
                with_files=with_files,
                progress=progress if is_single else None,
                cancelled=cancelled,
            )
        except Refused as refusal:
            if refusal.code != "cancelled" or not written:
                raise
            return written
        written.append(one)
        if progress is not None and not is_single:
            progress(len(written), len(wanted))
    return written


def free_path(folder: Path, name: str) -> Path:
    """A path in ``folder`` where nothing stands yet: the name, or the name with a number."""
    path = folder / name
    number = 2
    # os.path because a name that no file can have is simply not there.
    while os.path.exists(path):  # noqa: PTH110
        path = folder / f"{Path(name).stem}({number}){Path(name).suffix}"
        number += 1
    return path
