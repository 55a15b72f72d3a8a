"""The commands of the exchange between offices: export, import, and taking an import back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.passwords import PasswordStdin, given_password
from desktop.cli.speaking import REFUSED, outcome_document, outcome_line, rejected_lines, say, unread_lines
from desktop.domain.errors import Refused
from desktop.services import exporting, importing, publishing
from desktop.services.annotating import annotate_copy
from desktop.services.backing import IMPORT, back_up_before
from desktop.services.handing import free_path
from desktop.services.outcomes import FileOutcome
from desktop.wording import fork_sentence, problem_sentence, sentence
from desktop.wording.doubts import doubtful_place

MOST_PLACES = 20
"""Doubtful places that are named one by one."""


@application.command()
def export(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
    to: Annotated[str, typer.Option(metavar="单位编码", help="给哪个单位；村默认给镇")] = "",
    full: Annotated[bool, typer.Option("--full", help="全部，不只是对方没有收到的")] = False,
    password_stdin: PasswordStdin = False,
    with_files: Annotated[bool, typer.Option("--with-files", help="附件一起导出，放进同名的 .zip")] = False,
    public: Annotated[bool, typer.Option("--public", help="公示表：个人信息遮住或不写，不能导入")] = False,
    since: Annotated[datetime | None, typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="从哪天起")] = None,
    until: Annotated[
        datetime | None, typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="公示到哪天止")
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="公示表：文字里像证件号、电话的地方已看过")] = False,
    as_json: Json = False,
) -> None:
    """导出交换文件，或者公示表。"""
    _refuse_mixed(public, is_exchange=bool(to or full or password_stdin or with_files), is_posting=bool(since or until))
    if anyway and not public:
        raise typer.BadParameter("--anyway 只和 --public 一起用")
    if since and until and since > until:
        raise typer.BadParameter("--since 不能晚于 --until")
    if public:
        ends = (since.date() if since else None, until.date() if until else None)
        _publish(context, out, ends, is_looked_at=anyway, as_json=as_json)
        return
    with opened_ledger(context, as_json) as ledger:
        password = given_password(password_stdin)
        done = exporting.export_workbook(ledger, out, to=to, full=full, password=password, with_files=with_files)
        sent = done.sent
        document = {
            "path": str(done.path),
            "workbook_id": done.workbook_uid,
            "to": done.recipient,
            "full": done.is_full,
            "sealed": bool(password),
            "records": done.records,
            "changes": done.changes,
            "archives": [str(path) for path in sent.archives],
            "files": sent.files,
            "files_absent": sent.absent,
        }
        sealed = "（有密码）" if password else ""
        lines = [f"已导出 {sum(done.records.values())} 条记录{sealed}：{done.path}"]
        if with_files:
            named = "、".join(str(path) for path in sent.archives)
            lines.append(f"附件 {sent.files} 个{sealed}：{named}" if named else "没有对方缺的附件。")
        if sent.absent:
            lines.append(f"另有 {sent.absent} 个附件，本机也没有它的文件。")
        say(document, lines, as_json=as_json)


def _refuse_mixed(public: bool, *, is_exchange: bool, is_posting: bool) -> None:
    if public and is_exchange:
        raise typer.BadParameter("--public 不能和 --to、--full、--password-stdin、--with-files 一起用")
    if is_posting and not public:
        raise typer.BadParameter("--since、--until 只和 --public 一起用")


def _publish(
    context: typer.Context, out: Path, ends: tuple[date | None, date | None], *, is_looked_at: bool, as_json: bool
) -> None:
    since, until = ends
    with opened_ledger(context, as_json) as ledger:
        doubtful = publishing.doubtful_texts(ledger, since=since, until=until)
        if doubtful and not is_looked_at:
            places = [
                doubtful_place(one.kind, one.title, one.field, one.what, one.text) for one in doubtful[:MOST_PLACES]
            ]
            raise Refused("public_doubtful", total=len(doubtful), places=places)
        done = publishing.publish_workbook(ledger, out, since=since, until=until)
        document = {"path": str(done.path), "public": True, "records": done.records, "doubtful": len(doubtful)}
        say(document, [f"已写好公示表，共 {sum(done.records.values())} 条：{done.path}"], as_json=as_json)


@application.command("import")
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会怎样，不导入")] = False,
    password_stdin: PasswordStdin = False,
    annotate: Annotated[
        Path | None, typer.Option(metavar="DIR|OUT.xlsx", help="有单元格没采用时，另写一份标出它们的副本")
    ] = None,
    as_json: Json = False,
) -> None:
    """导入交换文件和附件包（.zip）；每个文件要么全部导入，要么完全不动。"""
    if annotate is not None and annotate.suffix.lower() == ".xlsx" and len(files) > 1:
        raise typer.BadParameter("有几个文件时，--annotate 后面应是文件夹")
    with opened_ledger(context, as_json) as ledger:
        password = given_password(password_stdin)
        if not dry_run:
            back_up_before(ledger, IMPORT)
        outcomes = importing.import_workbooks(ledger, files, dry_run=dry_run, password=password)
        copies = _annotated(files, outcomes, annotate, password) if annotate is not None else {}
        documents = [outcome_document(outcome) | copies.get(place, {}) for place, outcome in enumerate(outcomes)]
        lines = [
            line
            for outcome in outcomes
            for line in (outcome_line(outcome), *unread_lines(outcome), *rejected_lines(outcome))
        ]
        lines += [fork_sentence(fork) for outcome in outcomes for fork in outcome.forks]
        marked = [
            f"已写好标注的副本：{copy['annotated']}" if copy["annotated"] else f"没有写成标注的副本：{copy['message']}"
            for copy in copies.values()
        ]
        say({"files": documents}, [*lines, *marked], as_json=as_json)
        if any(outcome.refusal for outcome in outcomes) or any(not copy["annotated"] for copy in copies.values()):
            raise typer.Exit(REFUSED)


def _annotated(
    files: list[Path], outcomes: list[FileOutcome], wanted: Path, password: str
) -> dict[int, dict[str, str | None]]:
    """Write a copy of each file with rejected cells; what came of it, by the place of the file.

    A copy that cannot be written is no refusal of the import, which is done.
    """
    copies: dict[int, dict[str, str | None]] = {}
    for place, (file, outcome) in enumerate(zip(files, outcomes, strict=True)):
        if not outcome.rejected:
            continue
        target = wanted if wanted.suffix.lower() == ".xlsx" else free_path(wanted, f"{file.stem}-标注.xlsx")
        try:
            annotate_copy(file, target, outcome, problem_sentence, password=password)
        except Refused as refused:
            copies[place] = {"annotated": None, "error": refused.code, "message": sentence(refused)}
        else:
            copies[place] = {"annotated": str(target)}
    return copies


@application.command("undo-import")
def undo_import(
    context: typer.Context, batch_id: Annotated[str, typer.Argument(metavar="BATCH_ID")], as_json: Json = False
) -> None:
    """撤销一次导入。"""
    with opened_ledger(context, as_json) as ledger:
        outcome = importing.undo_import(ledger, batch_id)
        document = {"batch_id": batch_id, "records": outcome.records, "waiting": outcome.waiting}
        lines = [f"已撤销这次导入，涉及 {outcome.records} 条记录。"]
        if outcome.waiting:
            lines.append(f"现有 {outcome.waiting} 项改动没有丢，等着这次导入的内容；再导入这个文件就会恢复。")
        say(document, lines, as_json=as_json)
