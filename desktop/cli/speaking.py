"""What commands print: one JSON document, or short Chinese lines; refusals with exit code 1 and no traceback."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from types import TracebackType
from typing import Any

import typer

from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field
from desktop.domain.kinds import KINDS
from desktop.logs import fault_text, keep_log
from desktop.services.cautioning import Caution
from desktop.services.finding import HistoryEntry, Record
from desktop.services.outcomes import FileOutcome, FilesTaken, RejectedCell
from desktop.wording import (
    accepted,
    caution_sentence,
    fork_sentence,
    problem_sentence,
    remaining_words,
    sentence,
)

REFUSED = 1
_notice: ContextVar[str] = ContextVar("notice", default="")


def speak_utf8() -> None:
    """Print UTF-8 whatever the console of this computer is set to."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(document: Mapping[str, Any], lines: Sequence[str], *, as_json: bool) -> None:
    """Print the result: the document with ``--json``, otherwise the lines."""
    if as_json:
        notice = _notice.get()
        document = {**document, "notice": notice} if notice else document
        typer.echo(_printable(json.dumps(document, ensure_ascii=False, indent=1)))
    else:
        for line in lines:
            typer.echo(_printable(line))


@contextmanager
def noticing(notice: str, *, as_json: bool) -> Iterator[None]:
    """Say beside the result what was noticed when the ledger was opened: as ``notice`` of the document, or a line."""
    if notice and not as_json:
        typer.echo(_printable(notice), err=True)
    token = _notice.set(notice)
    try:
        yield
    finally:
        _notice.reset(token)


MOST_CELLS = 50
"""Cells not taken that are told one by one."""

MOST_TEXT = 40
"""Characters of such a cell that are said."""


def _printable(text: str) -> str:
    # Half characters (file names in another encoding) can be printed nowhere; JSON keeps them as escapes.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@contextmanager
def answering(as_json: bool) -> Iterator[None]:
    """Turn a refusal into its sentence (with ``--json`` into a document) and exit code 1."""
    try:
        yield
    except Refused as refusal:
        problems = [problem_document(problem) for problem in refusal.problems]
        say_refused(refusal.code, sentence(refusal), problems, as_json=as_json)
        raise typer.Exit(REFUSED) from refusal
    except UnicodeEncodeError as error:
        # An argument whose bytes are no text of this system's encoding: Python marks them with lone surrogates.
        say_refused("bad_encoding", "命令里有认不出的字符，请用 UTF-8 编码输入。", [], as_json=as_json)
        raise typer.Exit(REFUSED) from error


def say_refused(code: str, message: str, problems: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print why something was not done: a document on standard output, or lines on standard error."""
    if as_json:
        say({"error": code, "message": message, "problems": problems}, [], as_json=True)
        return
    typer.echo(_printable(message), err=True)
    for problem in problems:
        value = "" if problem["value"] is None else f" = {problem['value']}"
        line = f"第 {problem['row']} 条 {problem['label']}（{problem['field']}）{value}：{problem['message']}"
        typer.echo(_printable(line), err=True)


def say_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught, as the hook for it: one sentence; where it happened goes to the log."""
    keep_log()
    logging.getLogger("zoufang.faults").error("%s", fault_text(fault))
    say_refused("fault", "程序出错，这次操作没有完成。", [], as_json="--json" in sys.argv)


def problem_document(problem: Problem) -> dict[str, Any]:
    """A bad value: where it is, what it is, what is accepted."""
    return {
        "row": problem.row,
        "field": problem.field,
        "label": problem.params.get("label", problem.field),
        "value": problem.value if isinstance(problem.value, (str, int, float, bool, list, dict)) else None,
        "kind": problem.kind,
        "message": problem_sentence(problem),
        "accepted": accepted(problem),
    }


def caution_document(caution: Caution) -> dict[str, Any]:
    """What is odd about a value that was accepted: where it is, what it is, what is odd."""
    return {
        "row": caution.row,
        "field": caution.field,
        "label": caution.params.get("label", caution.field),
        "value": caution.value,
        "kind": caution.kind,
        "message": caution_sentence(caution),
    }


def caution_line(caution: Caution) -> str:
    """The same in one line."""
    told = caution_document(caution)
    return _printable(f"第 {told['row']} 条 {told['label']}（{told['field']}）：{told['message']}")


def record_document(record: Record) -> dict[str, Any]:
    """A record as flat JSON: its fields, and what the program knows about it."""
    document: dict[str, Any] = {
        **record.values,
        "id": record.id,
        "recorded_at": record.recorded_at,
        "recorded_by": record.recorded_by,
        "withdrawn": record.is_withdrawn,
        "conflict": record.has_conflict,
    }
    if record.light is not None:
        document["light"] = str(record.light)
        document["time_left"] = remaining_words(record.remaining) or None
    return document


def record_lines(record: Record) -> list[str]:
    """A record for people: its fields by their labels, the choices in words."""
    kind = KINDS[record.kind]
    values = ((field, record.values.get(field.name)) for field in kind.fields)
    lines = [f"{field.label}：{shown_value(field, value)}" for field, value in values if value is not None]
    return [*lines, *(["（已撤回）"] if record.is_withdrawn else []), *(["（有冲突）"] if record.has_conflict else [])]


def status_line(status: str) -> str:
    """The state of an issue."""
    return f"状态：{shown_value(KINDS['issue'].field('status'), status)}"


def shown_value(field: Field, value: Any) -> str:
    """A value in words."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    choice = field.choice(str(value))
    return choice.label if choice else str(value)


def history_document(entry: HistoryEntry) -> dict[str, Any]:
    """One change of a record."""
    return {
        "at": entry.wall,
        "actor": entry.actor,
        "office": entry.office,
        "operation": entry.operation,
        "event": entry.event or None,
        "reason": entry.reason or None,
        "effective": entry.is_effective,
        "taken_back": entry.is_taken_back,
        "happened_on": entry.happened_on or None,
        "duty": entry.duty or None,
        "handled_by": entry.handled_by or None,
        "words": dict(entry.words),
        "fields": {name: {"before": before, "after": after} for name, before, after in entry.fields},
    }


def rejected_document(cell: RejectedCell) -> dict[str, Any]:
    """A cell that was not taken: its place in the workbook, what stands there, what is accepted."""
    place = {"sheet": cell.sheet, "column": cell.column, "heading": cell.heading}
    return {**problem_document(cell.problem), **place, "row": cell.row}


def outcome_document(outcome: FileOutcome) -> dict[str, Any]:
    """What an import did with a file."""
    document: dict[str, Any] = {
        "file": outcome.file,
        "status": outcome.status,
        "sender": outcome.sender,
        "sender_code": outcome.sender_code,
        "made_at": outcome.made_at,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "edited_by_hand": outcome.edited_by_hand,
        "conflicts": outcome.conflicts,
        "waiting": outcome.waiting,
        "changes": outcome.changes,
        "by_kind": {kind: {"created": made, "updated": updated} for kind, (made, updated) in outcome.by_kind.items()},
        "left_out": outcome.left_out,
        "unread": [{"sheet": sheet, "heading": heading} for sheet, heading in outcome.unread],
        "rejected_rows": [rejected_document(cell) for cell in outcome.rejected],
        "gaps": [asdict(gap) for gap in outcome.gaps],
        "forks": [{**asdict(fork), "message": fork_sentence(fork)} for fork in outcome.forks],
        "files_missing": outcome.files_missing,
        "batch_id": outcome.batch_id,
    }
    if outcome.files is not None:
        document["attached_files"] = asdict(outcome.files)
    if outcome.refusal is not None:
        document |= {"error": outcome.refusal.code, "message": sentence(outcome.refusal)}
    return document


def rejected_lines(outcome: FileOutcome) -> list[str]:
    """The cells of a file that were not taken, a line each; of very many the first."""
    lines = []
    for cell in outcome.rejected[:MOST_CELLS]:
        told = rejected_document(cell)
        column = f" {cell.heading}" if cell.heading else ""
        text = " ".join(str(told["value"] or "").split())
        value = f"（{text[:MOST_TEXT]}{'…' if len(text) > MOST_TEXT else ''}）" if text else ""
        lines.append(f"  “{cell.sheet}”第 {cell.row} 行{column}{value}：{told['message']}")
    if len(outcome.rejected) > MOST_CELLS:
        lines.append(f"  还有 {len(outcome.rejected) - MOST_CELLS} 处，--annotate 可写出全部标明的副本。")
    return lines


def unread_lines(outcome: FileOutcome) -> list[str]:
    """The columns and sheets of a file that were not read."""
    return [
        f"  “{sheet}”多出的列“{heading}”没有读取。"
        if heading
        else f"  “{sheet}”的隐藏编号列没有了，这张表里的手工改动没有读取。"
        for sheet, heading in outcome.unread
    ]


def _files_words(files: FilesTaken) -> str:
    counted = (("附件的文件", files.taken), ("已有", files.repeated), ("与附件无关", files.unknown))
    return "，".join(f"{label} {count} 个" for label, count in counted if count or label == "附件的文件")


def outcome_line(outcome: FileOutcome) -> str:
    """What an import did with a file, in a line."""
    if outcome.refusal is not None:
        return f"{outcome.file}：未导入。{sentence(outcome.refusal)}"
    words = {"imported": "已导入", "nothing_new": "没有新内容", "would_import": "将会导入"}
    if outcome.files is not None:
        return f"{outcome.file}：{words[outcome.status]}。{_files_words(outcome.files)}。"
    counts = f"新增 {outcome.created}，更新 {outcome.updated}，未变 {outcome.unchanged}"
    extra = "".join(
        f"，{label} {count}"
        for label, count in (
            ("冲突", outcome.conflicts),
            ("缺号", len(outcome.gaps)),
            ("等待", outcome.waiting),
        )
        if count
    )
    extra += "".join(
        f"，{label} {count} {unit}"
        for label, count, unit in (
            ("手工改动", outcome.edited_by_hand, "行"),
            ("未采用", len(outcome.rejected), "处"),
            ("留出", outcome.left_out, "条"),
            ("还没有收到文件的附件", outcome.files_missing, "个"),
        )
        if count
    )
    # A sheet copied into a file of its own does not say whose it was.
    sender = f"（{outcome.sender}）" if outcome.sender else ""
    return f"{outcome.file}{sender}：{words[outcome.status]}。{counts}{extra}。"
