"""The commands that keep a ledger: backup, backups, restore, salvage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, keys_of, opened_ledger, password_file_of
from desktop.cli.passwords import ledger_password
from desktop.cli.speaking import answering, say
from desktop.domain.errors import Refused
from desktop.services import backing, restoring, salvaging
from desktop.services.backing import Backup
from desktop.services.locking import LedgerKeys, is_locked, keys_fit, unlock
from desktop.wording.keeping import beyond_words, counts_words, reason_words
from desktop.wording.salvaging import lost_words
from desktop.wording.sizes import size_words

_BACKUP_PASSWORD = typer.Option(
    "--backup-password-file", metavar="FILE", help="备份当时的密码写在这个文件的第一行；和账本的密码一样就不用写"
)
MOMENT = "%Y-%m-%d %H:%M"


@application.command()
def backup(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT]", help="文件或文件夹；不写则放在账本旁的 backups")
    ] = None,
    as_json: Json = False,
) -> None:
    """备份账本（另一个窗口开着也可以），做完检查一遍。"""
    with opened_ledger(context, as_json) as ledger:
        if out is not None and out.suffix.lower() == ".db":
            made = backing.back_up_as(ledger, out)
        else:
            made = backing.back_up(ledger, out)
        document = {"path": str(made), "size": made.stat().st_size}
        say(document, [f"已备份到 {made}（{size_words(made.stat().st_size)}）"], as_json=as_json)


@application.command()
def backups(context: typer.Context, as_json: Json = False) -> None:
    """列出账本的备份，新的在前。"""
    with opened_ledger(context, as_json) as ledger:
        second = backing.second_place(ledger)
        found = backing.list_backups(backing.backup_folder(ledger), ledger.path)
        there = backing.list_backups(second.folder, ledger.path) if second else []
        document: dict[str, Any] = {"backups": [_document(one) for one in found]}
        lines = [_line(one) for one in found] or ["还没有备份。"]
        if second is not None:
            document["second"] = {
                "folder": str(second.folder),
                "there": second.is_there,
                "has_newest": second.has_newest,
                "reached_at": second.reached_at,
                "backups": [_document(one) for one in there],
            }
            lines += [f"第二个位置 {second.folder}：" + ("" if second.is_there else "现在不在")]
            lines += [f"  {_line(one)}" for one in there]
        say(document, lines, as_json=as_json)


def _document(one: Backup) -> dict[str, Any]:
    return {
        "path": str(one.path),
        "made_at": one.made_at.isoformat(),
        "reason": one.reason,
        "size": one.size,
    }


def _line(one: Backup) -> str:
    return f"{one.made_at.strftime(MOMENT)}  {reason_words(one.reason)}  {size_words(one.size)}  {one.path}"


@application.command()
def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="IN", help="备份文件")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看备份里有什么、现在新在哪里")] = False,
    backup_password_file: Annotated[Path | None, _BACKUP_PASSWORD] = None,
    as_json: Json = False,
) -> None:
    """用备份换下账本；现在的账本先留一份备份，可以再换回来。窗口开着时不能恢复。"""
    with answering(as_json):
        path: Path = context.obj
        keys, others = _keys(context, source, backup_password_file)
        look = restoring.preview(path, source, keys, others)
        document: dict[str, Any] = {
            "path": str(source),
            "office": look.office,
            "made_at": look.made_at.isoformat(),
            "latest": look.latest,
            "size": look.size,
            "counts": dict(look.counts),
            "now": None if look.now is None else dict(look.now),
            "newer": dict(look.newer),
            "newer_changes": look.newer_changes,
            "only_there": look.only_there,
            "restored": False,
        }
        lines = [
            f"{look.office}的备份，{look.made_at.strftime(MOMENT)}，{size_words(look.size)}：{counts_words(dict(look.counts))}",
            beyond_words(dict(look.newer), look.newer_changes, is_known=look.now is not None),
        ]
        if not dry_run:
            with restoring.no_window(path):
                done = restoring.restore(path, source, keys, others)
            document |= {
                "restored": True,
                "kept": str(done.kept) if done.kept else None,
                "was_damaged": done.was_damaged,
                "new_node": done.is_new_node,
            }
            lines.append("已恢复。")
            if done.kept:
                lines.append(
                    f"原来的账本留在 {done.kept}" + ("（有损坏，原样）" if done.was_damaged else "，要换回来就恢复它")
                )
        say(document, lines, as_json=as_json)


def _keys(
    context: typer.Context, source: Path | None, password_file: Path | None
) -> tuple[LedgerKeys | None, LedgerKeys | None]:
    """The keys of the ledger, and those of a backup that is locked otherwise; None where there is no lock.

    A ledger too damaged to tell that it is locked is opened by the keys of its backup.
    """
    path: Path = context.obj
    keys = keys_of(context) if is_locked(path) else None
    if source is None or not is_locked(source) or keys_fit(source, keys):
        return keys, None
    file = password_file or (None if is_locked(path) else password_file_of(context))
    password = ledger_password(file, "备份的密码")
    return keys, unlock(source, password) if password else None


@application.command()
def salvage(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="新账本的文件")],
    source: Annotated[
        Path | None, typer.Option("--backup", metavar="FILE", help="用哪份备份补缺；不写则用最近一份完好的")
    ] = None,
    alone: Annotated[bool, typer.Option("--alone", help="不用备份补缺")] = False,
    backup_password_file: Annotated[Path | None, _BACKUP_PASSWORD] = None,
    as_json: Json = False,
) -> None:
    """把损坏的账本里还读得出的内容救到新账本；损坏的文件不改动。"""
    with answering(as_json):
        path: Path = context.obj
        telling = salvaging.locked_backup(path)
        keys, others = _keys(context, source or telling, backup_password_file)
        if telling is not None:
            # The ledger does not tell any more that it is locked.
            keys = others
            if keys is None:
                raise Refused("backup_locked", file=telling.name, folder=str(telling.parent))
        used = None if alone else source or salvaging.good_backup(path, keys)
        saved = salvaging.salvage(path, out, used, keys, others)
        document: dict[str, Any] = {
            "path": str(saved.path),
            "records": saved.records,
            "changes": saved.changes,
            "lost": [
                {"unit": one.unit, "scope": one.scope, "first": one.first, "last": one.last} for one in saved.lost
            ],
            "lost_changes": saved.lost_count,
            "repeated": saved.repeated,
            "doubtful": saved.doubtful,
            "unplaced": saved.unplaced,
            "waiting": saved.waiting,
            "drafts": saved.drafts,
            "backup": str(saved.backup) if saved.backup else None,
            "from_backup": saved.from_backup,
            "access_log": {
                "entries": saved.access.accesses,
                "lost": [{"first": first, "last": last} for first, last in saved.access.lost],
            },
            "pins": saved.access.pins,
            "lost_pins": list(saved.access.lost_pins),
            "forms": saved.extras.forms,
            "lost_forms": list(saved.extras.lost_forms),
            "handovers": saved.extras.handovers,
            "not_carried": [name for name in ("receipts", "imports") if getattr(saved.extras, name)],
        }
        say(document, [lost_words(saved), f"新账本：{saved.path}"], as_json=as_json)
