"""Taking in the files that came in an archive: those that a record here asks for by their digest, and no others."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.media import MOST_BYTES
from desktop.exchange.replacing import readable_name
from desktop.exchange.unpacking import Budget, Entry, opened_archive
from desktop.services.attaching import missing_files, standing_files, store_of
from desktop.services.outcomes import FileOutcome, FilesTaken
from desktop.services.sending_files import DIGITS

_SLACK = 200 * 2**20
"""Bytes that may be unpacked in vain: files that only have the size of one that is missing."""

_MARK = re.compile(f"[0-9a-f]{{{DIGITS}}}(?=\\.[^./]*$|$)")


class Arrival:
    """The files that come in one import, which may bring them in several archives. A trial keeps none of them."""

    def __init__(self, *, is_trial: bool) -> None:
        self._is_trial = is_trial
        self._digests: set[str] = set()

    def take(self, ledger: Ledger, path: Path, check: Callable[[], None], password: str = "") -> FileOutcome:
        """Take the contents that are missing here out of an archive; each is known by its digest alone.

        ``check`` is called for each file and may raise. Refused: those of
        :func:`desktop.exchange.unpacking.opened_archive`, ``unpacks_too_large``, ``archive_holds_workbook`` (nothing
        that is missing, but a workbook), and those of :meth:`desktop.data.file_store.FileStore.put`.
        """
        missing = self._missing(ledger)
        sizes = Counter(missing.values())
        known = {one.digest[:DIGITS] for one in standing_files(ledger)} - {digest[:DIGITS] for digest in missing}
        taken = repeated = unknown = 0
        has_workbook = False
        budget = Budget(2 * sum(missing.values()) + _SLACK)
        with opened_archive(path, budget, password) as entries:
            for entry in entries:
                check()
                digest = self._taken(ledger, entry, missing) if sizes[entry.size] > 0 else None
                if digest is not None:
                    sizes[missing.pop(digest)] -= 1
                    self._digests.add(digest)
                    taken += 1
                elif (mark := _MARK.search(entry.name)) and mark[0] in known:
                    repeated += 1
                else:
                    unknown += 1
                    has_workbook = has_workbook or entry.name.lower().endswith(".xlsx")
        if has_workbook and not (taken or repeated):
            raise Refused("archive_holds_workbook", file=path.name)
        status = "nothing_new" if not taken else "would_import" if self._is_trial else "imported"
        return FileOutcome(readable_name(path), status, files=FilesTaken(taken, repeated, unknown))

    def missing_of(self, ledger: Ledger, attachment_ids: Iterable[str]) -> int:
        """How many of these files have no content here."""
        wanted = set(attachment_ids)
        if not wanted:
            return 0
        return sum(one.id in wanted and one.digest not in self._digests for one in missing_files(ledger))

    def _missing(self, ledger: Ledger) -> dict[str, int]:
        """The size of each content that is missing, by its digest. A forged record may ask for any size."""
        return {
            one.digest: min(max(one.size, 0), MOST_BYTES)
            for one in missing_files(ledger)
            if one.digest not in self._digests
        }

    def _taken(self, ledger: Ledger, entry: Entry, missing: Mapping[str, int]) -> str | None:
        """The digest of an entry that was missing; None where it is another file of the same size."""
        with entry.open() as stream:
            if not self._is_trial:
                content = store_of(ledger).put(stream, entry.size, missing)
                return content.digest if content else None
            seen = hashlib.sha256()
            while piece := stream.read():
                seen.update(piece)
        return seen.hexdigest() if seen.hexdigest() in missing else None
