"""Whether a cell still says what was written into it, whichever program has saved it since."""

from __future__ import annotations

from typing import Any

from desktop.exchange.layout import plain


def is_same_cell(cell: Any, written: Any) -> bool:
    """Whether a cell still has the content that was written: 5.0 for 5, digits for a number, other line ends."""
    return cell == written or _text(cell) == _text(written)


def _text(cell: Any) -> str:
    return plain(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
