"""What a cell of a spreadsheet can hold, whichever program writes it."""

from __future__ import annotations

MAX_CELL_UNITS = 32_767
"""Most UTF-16 units in one cell; Excel repairs a file with more, other writers cut silently."""

MAX_EXACT_NUMBER = 10**15
"""Whole numbers from here on lose digits in a spreadsheet, so they are written as text."""
