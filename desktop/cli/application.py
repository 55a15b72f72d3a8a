"""The command line's frame: the Typer application, the ledger it works on, options every command has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from desktop import paths
from desktop.cli.passwords import PasswordFile, ledger_password
from desktop.cli.speaking import answering, noticing
from desktop.cli.usage import Commands
from desktop.domain.errors import Refused
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.locking import LedgerKeys, is_locked, unlock
from desktop.wording import notice_sentence

application = typer.Typer(
    cls=Commands,
    name="zoufang",
    help="走访通：村镇走访与问题台账。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

_ACTOR = "zoufang.actor"
"""Key under which the frame hands the person of ``--actor`` to the command."""

_PIN = "zoufang.pin"
"""Key under which it is handed on whether the PIN is given."""

PinStdin = Annotated[bool, typer.Option("--pin-stdin", help="记录人的口令，取标准输入的第一行。")]
_UNLOCKING = "zoufang.password_file"
"""Key under which it hands on where the password of the ledger stands."""

Json = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


@application.callback()
def choose(
    context: typer.Context,
    db: Annotated[Path | None, typer.Option("--db", metavar="FILE", help="账本文件；不写则用本机自己的账本。")] = None,
    actor: Annotated[str, typer.Option("--actor", metavar="姓名", help="这一次由谁来办；不写则是账本的记录人。")] = "",
    pin_stdin: PinStdin = False,
    password_file: PasswordFile = None,
) -> None:
    """走访通：村镇走访与问题台账。"""
    context.obj = db or paths.default_ledger_path()
    context.meta[_ACTOR] = actor.strip()
    context.meta[_PIN] = pin_stdin
    context.meta[_UNLOCKING] = password_file


@contextmanager
def opened_ledger(context: typer.Context, as_json: bool) -> Iterator[Ledger]:
    """The ledger the command works on; a refusal becomes its sentence and exit code 1."""
    with answering(as_json):
        keys = keys_of(context) if is_locked(context.obj) else None
        ledger = open_ledger(context.obj, context.meta.get(_ACTOR, ""), keys)
        try:
            # Loaded here: it leans on much that a help text needs nothing of.
            from desktop.cli.seeing import let_in

            let_in(context, ledger, is_given=context.meta.get(_PIN, False))
        except BaseException:
            ledger.close()
            raise
        notice = notice_sentence(ledger.notice) if ledger.notice else ""
        try:
            # Answering within as well, so that a refusal carries the notice too.
            with noticing(notice, as_json=as_json), answering(as_json), ledger.telling_faults():
                yield ledger
        finally:
            ledger.close()


def password_file_of(context: typer.Context) -> Path | None:
    """The file in which the password of the ledger stands, where one was named."""
    file: Path | None = context.meta.get(_UNLOCKING)
    return file


def keys_of(context: typer.Context) -> LedgerKeys:
    """The keys of the locked ledger the command works on. Refused: those of :func:`unlock`, ``ledger_locked``."""
    path: Path = context.obj
    password = ledger_password(password_file_of(context), "账本密码")
    if not password:
        raise Refused("ledger_locked", file=path.name, folder=str(path.parent))
    return unlock(path, password)
