"""Wrong use of a command, said in the language of everything else, and with ``--json`` as a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from desktop.cli.speaking import say_refused

WRONG_USE = 2

_CHINESE = re.compile("[\u4e00-\u9fff]")
_QUOTED = re.compile(r"'([^']*)'")


class Commands(TyperGroup):
    """The commands of the program."""

    _as_json = False

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> Any:
        """Read what was given before the command."""
        self._as_json = "--json" in args
        with self._saying():
            return super().make_context(info_name, args, *rest, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Read what was given with the command, and carry it out."""
        with self._saying():
            return super().invoke(ctx)

    @contextmanager
    def _saying(self) -> Iterator[None]:
        try:
            yield
        except TyperException as error:
            # Without any argument the help is shown by way of an error, too.
            if getattr(error, "exit_code", None) != WRONG_USE or type(error).__name__ == "NoArgsIsHelpError":
                raise
            context = getattr(error, "ctx", None)
            help_of = context.command_path if context else "zoufang"
            say_refused("usage", f"{usage_sentence(error)}用法见 {help_of} --help。", [], as_json=self._as_json)
            raise typer.Exit(WRONG_USE) from error


def usage_sentence(error: Any) -> str:
    """What is wrong with a command line, by the parser's error."""
    message = str(error.message)
    found = _QUOTED.search(message)
    quoted = found[1] if found else ""
    match type(error).__name__:
        case "NoSuchOption":
            return f"没有 {error.option_name} 这个选项。"
        case "MissingParameter":
            return f"缺少 {_name(error.param)}。"
        case "BadParameter" if _CHINESE.search(message) and not found:
            return f"{message}。"
        case "BadParameter":
            return f"{_name(error.param)} 写得不对。"
        case "BadOptionUsage":
            return f"{error.option_name} 后面应写内容。" if "requires" in message else f"{error.option_name} 用得不对。"
    if message.startswith("No such command"):
        return f"没有 {quoted} 这个命令。"
    return "命令后面多了内容。" if "extra argument" in message else "命令写得不对。"


def _name(param: Any) -> str:
    if param is None:
        return "这一项"
    return str(param.opts[0]) if param.param_type_name == "option" else str(param.metavar or param.name)
