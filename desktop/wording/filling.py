"""Filling a sentence with what it names."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any


class _Lenient(string.Formatter):
    """Leaves out what a sentence names and the refusal does not carry, rather than fail while saying what failed."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")


_FORMATTER = _Lenient()


def _said(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return "、".join(_said(one) for one in value)
    return str(value)


def fill(pair: tuple[str, str], language: str, params: Mapping[str, Any]) -> str:
    """The sentence of a pair (Chinese, English) in one language, with its gaps filled from ``params``."""
    template = pair[1] if language == "en" else pair[0]
    return _FORMATTER.vformat(template, (), {name: _said(value) for name, value in params.items()})
