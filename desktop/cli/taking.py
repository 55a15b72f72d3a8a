"""The command that takes in anybody's ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.passwords import PasswordStdin, given_password
from desktop.cli.speaking import problem_document, say
from desktop.services import taking
from desktop.wording import ignored_words


@application.command()
def intake(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help="visit issue household person enterprise cadre")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会怎样，不导入")] = False,
    password_stdin: PasswordStdin = False,
    as_json: Json = False,
) -> None:
    """取数：把任何台账（.xlsx .xls .xlsb .ods .csv）里认得出的行记入账本。"""
    with opened_ledger(context, as_json) as ledger:
        password = given_password(password_stdin)
        taken = taking.take_in(ledger, file, kind, dry_run=dry_run, password=password)
        say(_document(taken), _lines(taken), as_json=as_json)


def _document(taken: taking.Taken) -> dict[str, Any]:
    """The JSON form of an intake; rows are counted from 1 as in the sheet."""
    document: dict[str, Any] = {
        "tables": [
            {
                "sheet": table.sheet,
                "header_row_first": table.heading_row,
                "header_row_last": table.heading_row,
                "mapping": table.mapping,
            }
            for table in taken.tables
        ],
        "records": [{"sheet": row.sheet, "row": row.row, "values": row.values} for row in taken.rows],
        "problems": [{"sheet": found.sheet, **problem_document(found.problem)} for found in taken.problems],
        "ignored_rows": [{"sheet": row.sheet, "row": row.row, "why": ignored_words(row.why)} for row in taken.ignored],
    }
    if taken.saved is not None:
        document["ids"] = taken.saved.ids
    return document


def _lines(taken: taking.Taken) -> list[str]:
    lines = []
    for table in taken.tables:
        known = sum(name is not None for name in table.mapping.values())
        lines.append(f"“{table.sheet}”第 {table.heading_row} 行是标题，认出 {known} 列。")
    for found in taken.problems:
        told = problem_document(found.problem)
        lines.append(f"“{found.sheet}”第 {told['row']} 行 {told['label']}：{told['message']}")
    lines += [f"“{row.sheet}”第 {row.row} 行略过：{ignored_words(row.why)}" for row in taken.ignored]
    faulty = len({(found.sheet, found.problem.row) for found in taken.problems})
    counts = f"{len(taken.rows)} 行可用，{faulty} 行有问题，{len(taken.ignored)} 行略过。"
    return [*lines, counts + (f"已记入 {len(taken.saved.ids)} 条。" if taken.saved else "没有导入任何内容。")]
