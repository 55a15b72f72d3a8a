"""Files made to harm: each meets the real reading process and costs seconds and less than a gigabyte."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop.domain.errors import Refused
from desktop.exchange.parsing import parse_workbook
from desktop.exchange.reading import WorkbookReader
from desktop.exchange.tables import unpacked
from desktop.services.exporting import export_workbook
from desktop.services.recording import record
from desktop.wording import sentence
from tests.exchange import bombs
from tests.offices import Offices, visit

MOST_SECONDS = 60
MOST_BYTES = 2**30

FIRST = ["first"]
BOMBS: dict[str, tuple[Callable[[Path], Path], str | list[list[object]]]] = {
    "blanks": (bombs.blanks, "unpacks_too_large"),
    "blanks in proportion": (bombs.blanks_in_proportion, [FIRST]),
    "entities in the sheet": (partial(bombs.entities, place="sheet"), "damaged"),
    "entities in the texts": (partial(bombs.entities, place="texts"), "damaged"),
    "entities in the book": (partial(bombs.entities, place="book"), "damaged"),
    "far corner": (bombs.far_corner, "too_many_cells"),
    "far corner unnamed": (bombs.far_corner_unnamed, "too_heavy"),
    "far beyond": (bombs.far_beyond, "too_many_cells"),
    "column beyond": (bombs.column_beyond, "too_many_cells"),
    "formatted rows": (bombs.formatted_rows, [FIRST]),
    "rows of nothing": (bombs.rows_of_nothing, [FIRST]),
    "a million texts": (bombs.million_texts, [FIRST, ["text 999999"]]),
    "too many texts": (bombs.too_many_texts, "too_many_texts"),
    "one text everywhere": (bombs.one_text_everywhere, "too_heavy"),
    "long cell": (bombs.long_cell, "cell_too_long"),
    "many attributes": (bombs.many_attributes, [FIRST, [1.0]]),
    "deep elements": (bombs.deep_elements, [FIRST]),
    "many parts": (bombs.many_parts, "too_many_parts"),
    "packages in packages": (bombs.nested, [FIRST]),
    "noise": (bombs.noise, "not_workbook"),
    "noise in a workbook": (bombs.noise_in_a_workbook, [FIRST]),
    "repeated in ods": (bombs.repeated_in_ods, "damaged"),
}


def peak_of_children() -> int:
    """Most memory that any process started by this one ever held, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.mark.parametrize(("make", "expected"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_read_or_refused_in_bounded_time_and_memory(
    tmp_path: Path, make: Callable[[Path], Path], expected: str | list[list[object]]
) -> None:
    path = make(tmp_path / "走访.xlsx")
    found: str | list[list[object]]
    begun = time.monotonic()
    with WorkbookReader() as reader:
        try:
            found = [list(row.cells) for rows in unpacked(reader.tables(path)) for row in rows]
        except Refused as refusal:
            found = refusal.code
            assert path.name in sentence(refusal)
    seconds = time.monotonic() - begun
    path.unlink()
    assert found == expected
    assert seconds < MOST_SECONDS
    assert peak_of_children() <= MOST_BYTES


def test_a_million_formatted_rows_in_an_exchange_workbook_change_nothing(offices: Offices) -> None:
    village, path = offices.village(), offices.file()
    record(village, "visit", [visit()])
    export_workbook(village, path)
    told = parse_workbook(path)
    bombs.format_all_rows(path)
    with WorkbookReader() as reader:
        read = reader.read(path)
    assert (read.changes, read.visible.shown, read.visible.typed) == (told.changes, told.visible.shown, [])
    assert peak_of_children() <= MOST_BYTES
