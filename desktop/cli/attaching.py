"""The commands of attached files: add them to a visit or an issue, list them, take them out, withdraw them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.speaking import say
from desktop.domain.errors import Refused
from desktop.services import attaching, recording
from desktop.wording.sizes import size_words

OwnerKind = Annotated[str, typer.Argument(metavar="KIND", help="visit 走访 或 issue 问题")]
RecordId = Annotated[str, typer.Argument(metavar="ID", help="记录标识")]
AttachmentId = Annotated[str, typer.Argument(metavar="ATTACHMENT_ID", help="附件标识，见 attachments")]


@application.command()
def attach(
    context: typer.Context,
    kind: OwnerKind,
    record_id: RecordId,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…")],
    note: Annotated[str, typer.Option(help="备注")] = "",
    as_json: Json = False,
) -> None:
    """给走访或问题加附件：照片、扫描件、文档；全部加上或一个都不加。"""
    with opened_ledger(context, as_json) as ledger:
        saved = attaching.attach(ledger, kind, record_id, files, note=note)
        found = [attaching.attachment(ledger, one) for one in saved.ids]
        document = {
            "ids": list(saved.ids),
            "changed": saved.is_changed,
            "attachments": [_document(one) for one in found],
        }
        say(document, [_line(one) for one in found], as_json=as_json)


@application.command()
def attachments(context: typer.Context, kind: OwnerKind, record_id: RecordId, as_json: Json = False) -> None:
    """列出一条走访或问题的附件。"""
    with opened_ledger(context, as_json) as ledger:
        if kind not in attaching.OWNERS:
            raise Refused("no_owner", kind=kind, kinds=list(attaching.OWNERS))
        recording.current(ledger, recording.kind_named(kind), record_id)
        found = attaching.attachments_of(ledger, kind, record_id)
        missing = sum(not one.is_here for one in found)
        document = {"attachments": [_document(one) for one in found], "missing": missing}
        say(document, [*map(_line, found), _count_line(len(found), missing)], as_json=as_json)


@application.command()
def detach(
    context: typer.Context,
    attachment_id: AttachmentId,
    reason: Annotated[str, typer.Option(help="撤回原因")],
    as_json: Json = False,
) -> None:
    """撤回一个附件（文件和历史保留）。"""
    with opened_ledger(context, as_json) as ledger:
        attaching.detach(ledger, attachment_id, reason)
        say({"id": attachment_id, "withdrawn": True}, ["已撤回"], as_json=as_json)


@application.command("save-file")
def save_file(
    context: typer.Context,
    attachment_id: AttachmentId,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="放到哪个文件夹")],
    as_json: Json = False,
) -> None:
    """把一个附件的文件另存到文件夹里，并核对内容。"""
    with opened_ledger(context, as_json) as ledger:
        path = attaching.copy_out(ledger, attachment_id, folder)
        say({"id": attachment_id, "path": str(path)}, [f"已另存：{path}"], as_json=as_json)


def _document(one: attaching.Attachment) -> dict[str, Any]:
    document = asdict(one)
    document["here"], document["withdrawn"] = document.pop("is_here"), document.pop("is_withdrawn")
    return document


def _line(one: attaching.Attachment) -> str:
    note = f"  {' '.join(one.note.split())}" if one.note else ""
    return f"{one.id}  {one.name}  {size_words(one.size)}{'' if one.is_here else '  还没有收到文件'}{note}"


def _count_line(count: int, missing: int) -> str:
    return f"共 {count} 个附件" + (f"，其中 {missing} 个还没有收到文件" if missing else "")
