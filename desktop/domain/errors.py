"""Errors with codes and parameters; the sentences belong to ``desktop.wording``.

Two families: :class:`Refused` means the request cannot be carried out and the person can do something about it;
any other exception is a fault of the program.
"""

from __future__ import annotations

import dataclasses
import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WRITING_FAULTS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EIO: "disk_failing",
    errno.EROFS: "folder_not_writable",
    errno.EACCES: "folder_not_writable",
    errno.EPERM: "folder_not_writable",
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
}
"""What is refused when a file cannot be written, by the number of the fault."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that is not accepted.

    ``kind`` is one of missing, bad_date, future_date, bad_phone, bad_id_checksum, bad_choice, number_expected,
    out_of_range, too_long, bad_character, bad_code, text_expected, unknown_field, not_settable, not_found.
    ``row`` counts the objects of a request from 1; ``params`` fill the sentence.
    """

    kind: str
    field: str
    value: Any = None
    row: int = 1
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - the word people meet in the program
    """A request that cannot be carried out: ``code`` names the sentence, ``params`` fill it."""

    def __init__(self, code: str, *, problems: Sequence[Problem] = (), **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.problems = tuple(problems)

    def __str__(self) -> str:
        # Fields and kinds only: a value may be a person's.
        said = [self.params, [f"{one.field}: {one.kind}" for one in self.problems]]
        return " ".join([self.code, *(str(part) for part in said if part)])
