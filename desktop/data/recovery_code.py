"""The recovery code: what opens a locked ledger when its password is forgotten. Printed once, stored nowhere.

Six groups of five: ``7K3QM-…``. Four characters of each are random (120 bits over all), the fifth tells when one was
misread. Letters that look like figures (I, L, O) and U are left out, and read as the figures when they are typed.
"""

from __future__ import annotations

import secrets
import unicodedata

from desktop.domain.errors import Refused

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
GROUPS, GROUP_LENGTH = 6, 5
_POLYNOMIAL = 0b100101
"""x⁵ + x² + 1, primitive over GF(2): the characters are the elements of GF(32)."""


def new_code() -> str:
    """A new code, with hyphens between its groups."""
    groups = []
    for number in range(GROUPS):
        digits = [secrets.randbelow(len(_ALPHABET)) for _ in range(GROUP_LENGTH - 1)]
        groups.append("".join(_ALPHABET[digit] for digit in (*digits, _check(number, digits))))
    return "-".join(groups)


def read_code(typed: str) -> str:
    """The code as it was made, however it was typed: small letters, full width, with or without hyphens.

    Refused: ``recovery_code_length`` (with ``length`` and ``needed``), ``recovery_code_group`` (with ``group``, counted
    from 1): something was misread there.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
    characters = [one for one in plain if one.isalnum()]
    needed = GROUPS * GROUP_LENGTH
    if len(characters) != needed:
        raise Refused("recovery_code_length", length=len(characters), needed=needed)
    groups = ["".join(characters[start : start + GROUP_LENGTH]) for start in range(0, needed, GROUP_LENGTH)]
    for number, group in enumerate(groups):
        digits = [_ALPHABET.find(one) for one in group]
        if -1 in digits or digits[-1] != _check(number, digits[:-1]):
            raise Refused("recovery_code_group", group=number + 1)
    return "-".join(groups)


def _check(number: int, digits: list[int]) -> int:
    """A sum over GF(32), in which each place has a weight of its own, another one in each group.

    One character misread in a group, or two changed about, always shows.
    """
    total = 0
    for place, digit in enumerate(digits, start=number + 1):
        for _ in range(place):
            digit = (digit << 1) ^ (_POLYNOMIAL if digit & 0b10000 else 0)
        total ^= digit
    return total
