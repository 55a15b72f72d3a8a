"""How large a file is, in words."""

from __future__ import annotations

_STEP = 1024


def size_words(size: int) -> str:
    """Bytes as people read them: 812 B, 34 KB, 3.4 MB."""
    if size < _STEP:
        return f"{size} B"
    if size < _STEP**2:
        return f"{size / _STEP:.0f} KB"
    return f"{size / _STEP**2:.1f} MB"
