"""The two hidden sheets of an exchange workbook: their names, the one that tells who sent what (key and JSON value a
row), and what that must hold before anything of it is believed. The other carries the changes themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from desktop.exchange.cell_limits import MAX_EXACT_NUMBER

INFO_SHEET = "交换信息"
CHANGES_SHEET = "变更"

FORMAT = 2
"""Of the hidden sheets. Format 1 had a row of cells for each change."""
PROPERTY = "zoufang"
"""Custom document property that marks a workbook of this program: format, workbook id, sender's unit code."""
PUBLIC_PROPERTY = "zoufang-public"
"""Custom document property of a workbook made for posting, so that an import can say what it is."""

CHUNK = 16_000
"""Characters per cell for long JSON: below Excel's 32,767 UTF-16 units even when every character counts double."""

SENDER_KEYS = ("node", "level", "code", "name", "town_name", "actor")
_NODE_KEYS = ("uid", "level", "code", "name")

NOT_OURS = (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, RecursionError)
"""What falls out of hidden sheets that this program has not written."""


def chunked(text: str) -> list[str]:
    """A long text in pieces that fit cells."""
    return [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)] or [""]


def info_rows(info: Mapping[str, Any]) -> Iterator[list[str]]:
    """The rows of the hidden information sheet: key, then the JSON value in as many cells as it needs."""
    for key, value in info.items():
        yield [key, *chunked(json.dumps(value, ensure_ascii=True, sort_keys=True))]


def read_info(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """The information sheet read back. ValueError when it is not JSON."""
    info: dict[str, Any] = {}
    for row in rows:
        if row and row[0]:
            info[str(row[0])] = json.loads("".join(str(cell) for cell in row[1:] if cell not in (None, "")))
    return info


def demand(holds: bool) -> None:
    """ValueError unless it holds."""
    if not holds:
        raise ValueError("not what this program writes")


def demand_shape(info: Mapping[str, Any]) -> None:
    """ValueError, KeyError or TypeError where the sheet's content has not the shape the import reads.

    Keys of a newer program are no fault.
    """
    _demand_texts(info, ("workbook", "made_at", "recipient"))
    _demand_texts(info["sender"], SENDER_KEYS)
    demand(info["sender"]["node"] != "")
    moment(info["made_at"])
    demand(isinstance(info["is_full"], bool) and isinstance(info["change_count"], int) and _is_count(info["serial"]))
    demand(isinstance(info["nodes"], list) and isinstance(info["scopes"], list) and isinstance(info["knowledge"], list))
    for node in info["nodes"]:
        _demand_texts(node, _NODE_KEYS)
    demand(all(isinstance(scope, str) for scope in info["scopes"]))
    demand(all(isinstance(name, str) for pair in info["scope_names"].items() for name in pair))
    for tips in info.get("tips", {}).values():
        demand(isinstance(tips, dict) and all(isinstance(tip, str) for tip in tips.values()))
    listed = (info.get(name, {}).values() for name in ("left_out", "unshown", "files_missing"))
    for ids in (ids for lists in listed for ids in lists):
        demand(isinstance(ids, list) and all(isinstance(record_id, str) for record_id in ids))
    for vector in (*info["knowledge"], *info["vectors"].values()):
        demand(isinstance(vector, dict) and all(map(_is_count, vector.values())))


def moment(text: str) -> str:
    """The text of a moment, as it is. ValueError when it is none: lists of records would fall over it."""
    datetime.fromisoformat(text)
    return text


def _demand_texts(mapping: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    demand(isinstance(mapping, dict) and all(isinstance(mapping[key], str) for key in keys))
    for key in keys:
        # Half a surrogate pair can be written in JSON and nowhere else. UnicodeEncodeError is a ValueError.
        mapping[key].encode("utf-8")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MAX_EXACT_NUMBER
