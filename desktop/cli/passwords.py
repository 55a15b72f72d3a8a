"""A password for sealed workbooks, taken from standard input: on the command line other users could read it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

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
