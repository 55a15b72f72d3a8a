"""Passwords on the command line: never among its arguments, which other users of the computer could read.

That of a sealed workbook comes from standard input. That of the ledger comes from a file, from an environment variable
or from the person at the terminal; so do a new one and a recovery code.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from desktop import paths
from desktop.domain.errors import Refused

MOST_BYTES = 4096

PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读一行作密码（UTF-8）")]


def given_password(is_asked: bool) -> str:
    """The first line of standard input without its end, or nothing where none was asked for.

    Refused: ``password_missing``, ``password_character`` (no UTF-8).
    """
    if not is_asked:
        return ""
    line = sys.stdin.buffer.readline(MOST_BYTES) if sys.stdin is not None else b""
    try:
        password = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Refused("password_character") from error
    if not password:
        raise Refused("password_missing")
    return password


PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", metavar="FILE", help="账本密码写在这个文件的第一行（UTF-8）")
]


def ledger_password(file: Path | None, question: str, *, twice: bool = False) -> str:
    """A secret of the ledger: the first line of the file, else what the environment says, else asked at the terminal.

    What the environment said is taken out of it. Empty where nobody can be asked. Refused: ``lock_password_missing``,
    ``lock_passwords_differ``.
    """
    named = os.environ.pop(paths.UNLOCK_VARIABLE, "")
    if file is not None:
        return secret_in(file)
    if named and not twice:
        return named
    if sys.stdin is None or not sys.stdin.isatty():
        return ""
    # Asked on the terminal itself, so that what is printed can be read by a program all the same.
    given: str = typer.prompt(question, hide_input=True, err=True)
    if twice and typer.prompt("再输入一遍", hide_input=True, err=True) != given:
        raise Refused("lock_passwords_differ")
    return given


def secret_in(file: Path) -> str:
    """The first line of a file. Refused: ``lock_password_missing``."""
    try:
        with file.open("rb") as stream:
            line = stream.readline(MOST_BYTES).decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("lock_password_missing") from error
    if not line:
        raise Refused("lock_password_missing")
    return line
