"""Changes packed into cells and taken out again."""

from __future__ import annotations

import base64
import zlib

import pytest

from desktop.domain.errors import Refused
from desktop.exchange import packing
from desktop.exchange.carrying import changes_of, line_of
from desktop.exchange.cell_limits import MAX_CELL_UNITS
from desktop.exchange.packing import compressed, packed, unpacked

PARTS = ("n" * 32, 0, 1, 1, "2026-03-05T10:00:00+08:00", "李四", "village", "visit", "v", "create", 0, "d" * 64, "")


def cells_of(data: bytes) -> list[str]:
    """What :func:`packed` makes of text, for bytes of any kind."""
    squeezed = zlib.compress(data, 9)
    step = packing.CELL_BYTES
    return [base64.b64encode(squeezed[at : at + step]).decode() for at in range(0, len(squeezed), step)]


def test_lines_come_back_and_cells_hold_what_every_spreadsheet_keeps() -> None:
    lines = [line_of(PARTS, f'{{"note":"{number} 路灯不亮 😀"}}') for number in range(30_000)]
    cells = list(packed(iter(lines)))
    assert len(cells) > 3
    assert all(cell.isascii() and not cell.isspace() and len(cell) < MAX_CELL_UNITS for cell in cells)
    pieces = list(unpacked(compressed(cells), "x"))
    assert b"".join(pieces).decode() == "".join(lines)
    assert all(piece.endswith(b"\n") for piece in pieces)
    assert max(map(len, pieces)) < 2 * 2**20


def test_a_patch_of_millions_of_characters() -> None:
    patch = '{"note":"' + "长" * 3_000_000 + '"}'
    (one,) = changes_of(list(unpacked(compressed(packed([line_of(PARTS, patch)])), "x")), ["s"], [{}])
    assert one.patch_text == patch
    assert one.change.patch == {"note": "长" * 3_000_000}


def test_what_a_person_wrote_like_an_escape_is_no_half_character() -> None:
    patch = r'{"note":"\\ud842 \u0007"}'
    (one,) = changes_of(list(unpacked(compressed(packed([line_of(PARTS, patch)])), "x")), ["s"], [{}])
    assert one.change.patch == {"note": "\\ud842 \x07"}


@pytest.mark.parametrize("text", [b"\0", b"\n", b"[1]\n"], ids=["noughts", "empty lines", "short lines"])
def test_a_bomb_is_given_up_in_the_middle(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_BYTES", 8 * 2**20)
    seen = 0
    with pytest.raises(Refused, match="unpacks_too_large") as refusal:
        for piece in unpacked(compressed(cells_of(text * (64 * 2**20 // len(text)))), "x.xlsx"):
            seen += len(piece)
    assert refusal.value.params == {"file": "x.xlsx", "limit_megabytes": 8}
    assert seen <= 8 * 2**20


@pytest.mark.parametrize("cut", [1, 4, 40])
def test_a_stream_cut_off_is_noticed(cut: int) -> None:
    (cell,) = packed([line_of(PARTS, "{}")])
    whole = base64.b64decode(cell)
    with pytest.raises(ValueError, match="not what this program writes"):
        list(unpacked([whole[:-cut]], "x"))
