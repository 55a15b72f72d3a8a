"""Formulas in cells: whose result is content, and whose is not."""

from __future__ import annotations

import re

from desktop.domain.fields import Field, FieldKind

_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?\d+|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|!|\[|\b(?:ROW|COLUMN)\(", re.IGNORECASE)
_CHANGING = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|HYPERLINK|WEBSERVICE|DISPIMG|IMAGE|EVALUATE)\(", re.IGNORECASE)
_AMOUNTS = (FieldKind.INTEGER, FieldKind.NUMBER)


def is_content(formula: str, field: Field) -> bool:
    """Whether the result of a formula is what the clerk meant to keep: looked up or worked out from other cells.

    One that refers to nothing is content only where numbers are added up; one whose result changes by itself never.
    """
    if not formula:
        # Part of a group of formulas: those refer to the cells around them.
        return True
    bare = re.sub(r'"[^"]*"', "", formula)
    if _CHANGING.search(bare):
        return False
    if _REFERENCE.search(bare) or bare.upper().removesuffix("()") in ("TRUE", "FALSE"):
        return True
    return field.kind in _AMOUNTS or (field.kind is FieldKind.DATE and bare.upper().startswith("DATE("))
