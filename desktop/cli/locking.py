"""The command of the ledger's password: whether there is one, setting, changing, recovering, taking away."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, keys_of
from desktop.cli.passwords import ledger_password, secret_in
from desktop.cli.speaking import answering, say
from desktop.domain.errors import Refused
from desktop.services import locking
from desktop.services.backing import all_backup_folders
from desktop.services.ledgers import open_ledger
from desktop.services.locking import LedgerKeys, Locked


class Act(StrEnum):
    """What can be done with the password."""

    STATUS = "status"
    SET = "set"
    CHANGE = "change"
    RECOVER = "recover"
    SHEET = "sheet"
    REMOVE = "remove"


_NEW = typer.Option("--new-password-file", metavar="FILE", help="新密码写在这个文件的第一行；不写则在终端里问")
_CODE = typer.Option("--code-file", metavar="FILE", help="恢复码写在这个文件的第一行；不写则在终端里问")


@application.command()
def password(
    context: typer.Context,
    act: Annotated[Act, typer.Argument(metavar="ACTION", help="status set change recover sheet remove")],
    new_password_file: Annotated[Path | None, _NEW] = None,
    code_file: Annotated[Path | None, _CODE] = None,
    as_json: Json = False,
) -> None:
    """账本密码：看有没有（status）、设置（set）、修改（change）、用恢复码重设（recover）、换恢复码（sheet）、取消（remove）。

    恢复码只在这一次打印出来，请马上抄下或打印，和电脑分开存放。
    """
    with answering(as_json):
        path: Path = context.obj
        is_locked = locking.is_locked(path)
        if act is Act.STATUS:
            _say(path, None, is_locked=is_locked, as_json=as_json)
            return
        if is_locked != (act is not Act.SET):
            raise Refused("ledger_not_locked" if not is_locked else "ledger_locked", file=path.name)
        if act is Act.REMOVE:
            locking.remove_password(path, keys_of(context))
            _say(path, None, is_locked=False, as_json=as_json)
            return
        _say(path, _locked(context, act, new_password_file, code_file), is_locked=True, as_json=as_json)


def _locked(context: typer.Context, act: Act, new: Path | None, code: Path | None) -> Locked:
    path: Path = context.obj
    if act is Act.SET:
        folders = _backup_folders(path, None)
        return locking.set_password(path, _new_password(new), backup_folders=folders)
    if act is Act.RECOVER:
        typed = secret_in(code) if code is not None else str(typer.prompt("恢复码", err=True))
        keys = locking.unlock_with_code(path, typed)
    else:
        keys = keys_of(context)
    folders = _backup_folders(path, keys)
    if act is Act.SHEET:
        return locking.renew_code(path, keys, backup_folders=folders)
    return locking.change_password(path, keys, _new_password(new), backup_folders=folders)


def _new_password(file: Path | None) -> str:
    return ledger_password(file, "新密码", twice=True)


def _backup_folders(path: Path, keys: LedgerKeys | None) -> list[Path]:
    ledger = open_ledger(path, keys=keys)
    try:
        return all_backup_folders(ledger)
    finally:
        ledger.close()


def _say(path: Path, locked: Locked | None, *, is_locked: bool, as_json: bool) -> None:
    document: dict[str, Any] = {"path": str(path), "locked": is_locked}
    lines = ["账本设有密码。" if is_locked else "账本没有设密码。"]
    if locked is not None:
        document |= {"recovery_code": locked.code, "left_in_plain": [str(one) for one in locked.left]}
        lines.append(f"恢复码：{locked.code}")
        lines.append("恢复码只出现这一次。请打印或抄下来，和电脑分开存放；密码和恢复码都丢了，账本就再也打不开。")
        lines += [f"没能加密，仍是明文：{one}" for one in locked.left]
    say(document, lines, as_json=as_json)
