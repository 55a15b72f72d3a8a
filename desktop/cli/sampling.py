"""The large ledger of the demonstration: a million visits to try lists, search and figures on."""

from __future__ import annotations

from pathlib import Path

import typer

from desktop.cli.speaking import answering, say
from desktop.domain.kinds import KINDS
from desktop.services.demonstrating import make_folder


def large_ledger(folder: Path, visits: int, seed: int, as_json: bool) -> Path:
    """Make the ledger of a town with so many visits in ``folder``, telling how far it is; gives its path."""
    from desktop.services.sampling.filling import fill_ledger
    from desktop.services.sampling.people import TOWN_NAME

    path = folder / f"{TOWN_NAME}.db"
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        percent = done * 100 // total
        if percent >= told + 5 and not as_json:
            told = percent
            typer.echo(f"已写走访 {done}／{total} 次（{percent}%）")

    with answering(as_json):
        make_folder(folder)
        counts = fill_ledger(path, visits, seed=seed, progress=progress)
        shown = "，".join(f"{KINDS[kind].label} {count}" for kind, count in counts.items())
        say({"ledgers": [str(path)], "records": counts}, [f"{TOWN_NAME}：{shown}", f"账本：{path}"], as_json=as_json)
    return path
