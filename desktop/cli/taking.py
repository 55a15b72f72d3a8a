"""The command that takes in anybody's ledger."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.passwords import PasswordStdin, given_password
from desktop.cli.speaking import problem_document, say, shown_value
from desktop.domain.errors import Problem, Refused
from desktop.domain.kinds import KINDS
from desktop.services import taking
from desktop.services.backing import IMPORT, back_up_before
from desktop.services.shading_looks import hidden_fields, shaded
from desktop.services.taken import CellPlace, FoundColumn, FoundProblem, FoundTable, Guess, Look, Taken
from desktop.wording import guess_words, ignored_words, likeness_words, problem_sentence

MOST_LINES = 200
"""Lines of one sort that are said to people; the document holds all."""

_KINDS = {
    "unknown_village": "bad_choice",
    "foreign_unit": "bad_choice",
    "bad_code": "bad_id_checksum",
    "out_of_range": "number_expected",
    "text_expected": "formula",
    "bad_character": "too_long",
}
"""Kinds of problem that the document tells by a wider word; ``reason`` then has the kind itself."""

_CELL = re.compile(r"(?:(?P<sheet>.*?)!)??(?P<row>\d{1,7})\.(?P<field>[^=!]+)=(?P<value>.*)", re.DOTALL)


@application.command()
def intake(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help="visit issue household person enterprise cadre")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会怎样，不导入")] = False,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="M.json", help="列标题对应的字段：{标题: 字段名或 null}"),
    ] = None,
    fill: Annotated[
        list[str] | None, typer.Option("--fill", metavar="字段=值", help="表里没有的列，所有记录统一填这个值；可多次")
    ] = None,
    accept_proposed: Annotated[
        bool,
        typer.Option("--accept-proposed", help="身份证号丢了后几位、名册里只有一个相符的，用名册的号码；先核对证件"),
    ] = False,
    cell: Annotated[
        list[str] | None,
        typer.Option(
            "--cell", metavar="表!行.字段=值", help="改一个格子：三月!7.走访日期=2024-03-31；不写值就是空；可多次"
        ),
    ] = None,
    with_alike: Annotated[bool, typer.Option("--with-alike", help="账本里已有的也导入")] = False,
    annotate: Annotated[
        Path | None, typer.Option("--annotate", metavar="OUT.xlsx", help="另存一份，标出有问题的单元格")
    ] = None,
    password_stdin: PasswordStdin = False,
    as_json: Json = False,
) -> None:
    """取数：把任何台账（.xlsx .xls .xlsb .ods .csv）里认得出的行记入账本。"""
    with opened_ledger(context, as_json) as ledger:
        look = taking.examine(
            ledger,
            file,
            kind,
            mapping=_mapping(mapping) if mapping else None,
            fill=_fill(kind, fill or []),
            password=given_password(password_stdin),
        )
        told = {**(taking.proposals(look) if accept_proposed else {}), **_cells(look, cell or [])}
        if told:
            look = taking.corrected(ledger, look, told)
        if annotate is not None:
            taking.annotated(look, annotate, problem_sentence)
        if not dry_run:
            back_up_before(ledger, IMPORT)
        taken = None if dry_run else taking.take(ledger, look, with_alike=with_alike)
        told_look = shaded(look, hidden_fields(ledger, look.kind))
        say(_document(told_look, taken, annotate), _lines(told_look, taken, annotate), as_json=as_json)


def _mapping(path: Path) -> dict[str, str | None]:
    """Refused: ``bad_mapping`` for what is no object of texts."""
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Refused("bad_mapping", file=path.name) from error
    if not isinstance(told, dict) or not all(name is None or isinstance(name, str) for name in told.values()):
        raise Refused("bad_mapping", file=path.name)
    return {heading: name or None for heading, name in told.items()}


def _labels(kind: str) -> dict[str, str]:
    return {one.label: one.name for one in KINDS[kind].fields} if kind in KINDS else {}


def _cells(look: Look, told: list[str]) -> dict[CellPlace, str | None]:
    """Cell to value, None for an empty one; a field may be given by its label, the sheet left out where one is."""
    labels, sheets = _labels(look.kind), list(dict.fromkeys(table.sheet for table in look.tables))
    found: dict[CellPlace, str | None] = {}
    for pair in told:
        match = _CELL.fullmatch(pair)
        if match is None:
            raise typer.BadParameter(f"“{pair}”应写成 工作表!行号.字段=值")
        if match["sheet"] is None and len(sheets) > 1:
            raise typer.BadParameter(f"“{pair}”没有写工作表，文件里有这些：{'、'.join(sheets)}")
        name = match["field"].strip()
        sheet = sheets[0] if match["sheet"] is None else match["sheet"]
        found[sheet, int(match["row"]), labels.get(name, name)] = match["value"].strip() or None
    return found


def _fill(kind: str, told: list[str]) -> dict[str, str]:
    """Field to value; a field may be given by its label."""
    labels = _labels(kind)
    found = {}
    for pair in told:
        name, mark, value = pair.partition("=")
        if not mark:
            raise typer.BadParameter(f"“{pair}”应写成 字段=值")
        found[labels.get(name.strip(), name.strip())] = value.strip()
    return found


# -- the document ----------------------------------------------------------------------------------------------------


def _document(look: Look, taken: Taken | None, copy: Path | None) -> dict[str, Any]:
    """The JSON form of an intake; rows are counted from 1 as in the sheet."""
    document: dict[str, Any] = {
        "tables": [_table(table) for table in look.tables],
        "records": [{"sheet": row.sheet, "row": row.row, "values": _values(look, row.values)} for row in look.rows],
        "problems": [_problem(found) for found in look.problems],
        "ignored_rows": [{"sheet": row.sheet, "row": row.row, "why": ignored_words(row.why)} for row in look.ignored],
        "guesses": [
            {"sheet": row.sheet, "row": row.row, **_guess(guess)} for row in look.rows for guess in row.guesses
        ],
        "alike": [
            {"sheet": one.sheet, "row": one.row, "id": one.record_id, "title": one.title, "why": one.why}
            for one in look.alike
        ],
        "layout_known": look.is_remembered,
    }
    if look.cells:
        document["corrected"] = [
            {"sheet": sheet, "row": row, "field": name, "value": value}
            for (sheet, row, name), value in look.cells.items()
        ]
    if copy is not None:
        document["annotated"] = str(copy)
    if taken is not None:
        document["ids"] = taken.saved.ids
    return document


def _table(table: FoundTable) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "header_row_first": table.header_first,
        "header_row_last": table.header_last,
        "mapping": table.mapping,
        "guessed": [column.heading for column in table.columns if column.is_guess],
    }


def _values(look: Look, values: Any) -> dict[str, Any]:
    """The values as they are stored; the state an old ledger tells, which no step has led to, in words."""
    if look.kind != "issue" or "status" not in values:
        return dict(values)
    return {**values, "status": shown_value(KINDS["issue"].field("status"), values["status"])}


def _problem(found: FoundProblem) -> dict[str, Any]:
    problem = found.problem
    document = {"sheet": found.sheet, **problem_document(problem)}
    document["row"] = problem.row or None
    document["field"] = problem.field or None
    if problem.kind in _KINDS:
        document |= {"kind": _KINDS[problem.kind], "reason": problem.kind}
    told = {name: problem.params[name] for name in ("of_row", "of_sheet", "proposed") if name in problem.params}
    return document | told


def _guess(guess: Guess) -> dict[str, Any]:
    return {"field": guess.field, "raw": guess.raw, "value": guess.value, "why": guess_words(guess.why)}


# -- the lines -------------------------------------------------------------------------------------------------------


def _lines(look: Look, taken: Taken | None, copy: Path | None) -> list[str]:
    fields = {one.name: one.label for one in KINDS[look.kind].fields}
    lines = []
    for table in look.tables:
        rows = str(table.header_first)
        rows += f"–{table.header_last}" if table.header_last > table.header_first else ""
        known = [column for column in table.columns if column.field]
        lines.append(f"“{table.sheet}”第 {rows} 行是标题，认出 {len(known)} 列。")
        lines += [_column_line(column, fields) for column in table.columns if column.is_guess]
    lines += _shortened(
        [
            f"“{sheet}”第 {row} 行 {fields.get(name, name)}：改为“{value or ''}”。"
            for (sheet, row, name), value in look.cells.items()
        ]
    )
    lines += _shortened([_problem_line(found) for found in look.problems])
    lines += _shortened([f"“{row.sheet}”第 {row.row} 行略过：{ignored_words(row.why)}" for row in look.ignored])
    lines += _shortened(
        [f"“{one.sheet}”第 {one.row} 行账本里已有：{one.title}（{likeness_words(one.why)}）" for one in look.alike]
    )
    held = len(look.held_back)
    counts = f"{len(look.rows)} 行可用，{held} 行有问题，{len(look.ignored)} 行略过，{len(look.alike)} 行账本里已有。"
    lines += [f"已写好标注的副本：{copy}"] if copy else []
    return [*lines, counts + (f"已记入 {len(taken.saved.ids)} 条。" if taken else "没有导入任何内容。")]


def _column_line(column: FoundColumn, fields: dict[str, str]) -> str:
    return f"  “{column.heading}”猜作“{fields.get(column.field or '', '')}”，请核对。"


def _problem_line(found: FoundProblem) -> str:
    told = problem_document(found.problem)
    where = f"第 {told['row']} 行" if told["row"] else "整张表"
    proposed = _proposal(found.problem)
    return f"“{found.sheet}”{where} {told['label']}：{told['message']}{proposed}"


def _proposal(problem: Problem) -> str:
    number = problem.params.get("proposed")
    return f"名册里有一个相符的：{number}，请核对证件；相符可用 --accept-proposed。" if number else ""


def _shortened(lines: list[str]) -> list[str]:
    rest = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"……还有 {rest} 条，见 --json。"] if rest > 0 else lines
