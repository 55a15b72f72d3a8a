"""What a command is given as JSON: a file, or standard input."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.domain.errors import Refused

JsonFile = Annotated[str, typer.Option("--json-file", metavar="文件|-", help="JSON 输入文件，- 表示标准输入。")]


def _read_json(source: str) -> Any:
    try:
        return json.loads(_given_bytes(source).decode("utf-8-sig"), parse_constant=_finite, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise Refused("bad_json", detail="文字编码不是 UTF-8") from error
    except json.JSONDecodeError as error:
        raise Refused("bad_json", detail=f"第 {error.lineno} 行第 {error.colno} 个字符处") from error
    except (ValueError, RecursionError) as error:
        raise Refused("bad_json", detail="数字太大，或者嵌套太深") from error


def _given_bytes(source: str) -> bytes:
    if source == "-":
        # Without a console and without a pipe there is no standard input at all.
        return sys.stdin.buffer.read() if sys.stdin is not None else b""
    path = Path(source)
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused("not_found", file=path.name) from error
    except OSError as error:
        raise Refused("read_failed", file=path.name) from error


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def read_objects(source: str) -> list[dict[str, Any]]:
    """The objects of a file, or of standard input for ``-``.

    Refused: ``not_objects``, ``bad_json``, ``read_failed``, ``not_found``.
    """
    given = _read_json(source)
    objects = [given] if isinstance(given, dict) else given
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        raise Refused("not_objects")
    return objects


def read_object(source: str) -> dict[str, Any]:
    """The one object of a file; refused as :func:`read_objects`."""
    objects = read_objects(source)
    if len(objects) != 1:
        raise Refused("not_objects")
    return objects[0]
