"""What a verb refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop.domain.errors import Refused


def refused(verb: Callable[..., object], *arguments: Any, **options: Any) -> Refused:
    """The refusal of a call."""
    with pytest.raises(Refused) as caught:
        verb(*arguments, **options)
    return caught.value


def refused_as(code: str, verb: Callable[..., object], *arguments: Any, **options: Any) -> Refused:
    """The refusal of a call, which has this code."""
    refusal = refused(verb, *arguments, **options)
    assert refusal.code == code
    return refusal
