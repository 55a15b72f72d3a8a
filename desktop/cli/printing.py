"""The command that prints forms and lists into a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.asking import Search, ViewName, Where, asked
from desktop.cli.seeing import Reason, note_printing
from desktop.cli.speaking import say
from desktop.data.ledger import Ledger
from desktop.reports.documents import Document
from desktop.services import printing
from desktop.services.exporting import refuse_ledger_file
from desktop.services.finding import Query, list_records
from desktop.services.ledgers import open_ledger

LIST, HANDOVER = "list", "handover"
_ISSUES, _LIST_LABEL, _HANDOVER_LABEL = "issues", "问题清单", "交接单"


@application.command("print")
def print_(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="FORM [ISSUE_ID…] OUT.pdf", help="单据（见 --list-forms）、问题、文件")
    ] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="手机号、身份证号不遮住")] = False,
    reason: Reason = "",
    owner: Annotated[str, typer.Option(metavar="姓名", help="交接单：这个责任人的全部未销号问题")] = "",
    where: Where = None,
    search: Search = "",
    view: ViewName = "",
    list_forms: Annotated[bool, typer.Option("--list-forms", help="列出单据；写了问题就只列它能用的")] = False,
    as_json: Json = False,
) -> None:
    """打印成 PDF：登记卡、通知单、申请表、交接单；清单的 FORM 写 list、tasks、duties 或 closings。"""
    given = list(words or [])
    if list_forms:
        _list_forms(context, given, as_json=as_json)
        return
    form, issue_ids, out = _understood(given, is_asked=bool(where or search or view), owner=owner)
    # The window's half of the program: only this command of all needs it.
    from desktop.app import write_pdf

    with opened_ledger(context, as_json) as ledger:
        refuse_ledger_file(ledger, Path(out))
        query = Query("issue", {"owner": owner})
        if form in printing.LISTS:
            query = printing.query_of_listing(asked(ledger, "issue", where, search, view), form)
        if unmasked:
            note_printing(ledger, form, issue_ids, query, reason)
        if form in printing.LISTS and not issue_ids:
            documents = [printing.printed_list(ledger, query, listing=form, is_masked=not unmasked)]
        else:
            documents = _documents(ledger, form, issue_ids, owner, is_masked=not unmasked)
        written = write_pdf(documents, Path(out))
        document = {
            "path": out,
            "form": given[0],
            "documents": len(documents),
            "pages": written.pages,
            "masked": not unmasked,
            "missing_characters": written.undrawable,
        }
        lines = [f"已写好 {written.pages} 页：{out}"]
        if written.undrawable:
            lines.append(f"这台电脑的字体里没有“{written.undrawable}”，印出来是空的，请用笔补上。")
        say(document, lines, as_json=as_json)


def sample_forms(path: Path, folder: Path) -> list[Path]:
    """Print the list of a ledger and each form of one issue it fits into ``folder``; gives the files."""
    from desktop.app import write_pdf

    folder.mkdir(parents=True, exist_ok=True)
    ledger = open_ledger(path)
    try:
        wanted = {_LIST_LABEL: [printing.printed_list(ledger, Query("issue"))]}
        for issue in list_records(ledger, Query("issue", limit=printing.MOST_ROWS)):
            for form in printing.forms_for(ledger, issue.id):
                if form.label not in wanted:
                    wanted[form.label] = printing.form_documents(ledger, form.name, [issue.id])
    finally:
        ledger.close()
    files = [folder / f"{label}.pdf" for label in wanted]
    for file, documents in zip(files, wanted.values(), strict=True):
        write_pdf(documents, file)
    return files


def _understood(given: list[str], *, is_asked: bool, owner: str) -> tuple[str, list[str], str]:
    """Form, issues and file of the words given."""
    named = {**{title: name for name, (title, _) in printing.LISTS.items()}, _HANDOVER_LABEL: HANDOVER, LIST: _ISSUES}
    form = named.get(given[0], given[0]) if given else ""
    if len(given) < 2 or (is_asked and (form not in printing.LISTS or len(given) > 2)):
        raise typer.BadParameter("应写成 FORM ISSUE_ID OUT.pdf，或 list OUT.pdf（可加 --where --search --view）")
    if owner and (form != HANDOVER or len(given) > 2):
        raise typer.BadParameter("--owner 只用于交接单：handover OUT.pdf --owner 姓名")
    if len(given) == 2 and not owner and form not in printing.LISTS:
        raise typer.BadParameter("要写明是哪个问题：FORM ISSUE_ID OUT.pdf")
    return form, given[1:-1], given[-1]


def _documents(ledger: Ledger, form: str, issue_ids: Sequence[str], owner: str, *, is_masked: bool) -> list[Document]:
    if form in printing.LISTS:
        return [printing.chosen_list(ledger, issue_ids, listing=form, is_masked=is_masked)]
    if owner:
        return [printing.handover_list(ledger, owner, is_masked=is_masked)]
    return printing.form_documents(ledger, form, issue_ids, is_masked=is_masked)


def _list_forms(context: typer.Context, issue_ids: Sequence[str], *, as_json: bool) -> None:
    if len(issue_ids) > 1:
        raise typer.BadParameter("--list-forms 后面最多写一个问题")
    if issue_ids:
        with opened_ledger(context, as_json) as ledger:
            _say_forms(printing.forms_for(ledger, issue_ids[0]), as_json=as_json)
    else:
        _say_forms(printing.FORMS, as_json=as_json)


def _say_forms(forms: Sequence[printing.Form], *, as_json: bool) -> None:
    found: list[dict[str, Any]] = [{"form": form.name, "label": form.label} for form in forms]
    found += [
        {"form": LIST if name == _ISSUES else name, "label": title} for name, (title, _) in printing.LISTS.items()
    ]
    say({"forms": found}, [f"{one['form']}  {one['label']}" for one in found], as_json=as_json)
