"""Sealed workbooks: opened with their password and with no other, by this program and by another suite."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable
from pathlib import Path

import olefile
import pytest
from openpyxl import load_workbook

from desktop.domain.errors import Refused
from desktop.exchange.sealing import _check_scheme, check_password, is_sealed, sealed, sealing, unsealed
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec
from tests.office_suite import save_again

PASSWORD = "走访 Abc-123"


def refusal_of(action: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        action()
    return caught.value


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small workbook."""
    path = tmp_path_factory.mktemp("plain") / "plain.xlsx"
    write_workbook(path, [SheetSpec("走访记录", (ColumnSpec("a", "对象"),), [["赵大河"]])])
    return path.read_bytes()


@pytest.fixture(scope="module")
def closed(package: bytes) -> bytes:
    """The same, sealed."""
    return sealed(package, PASSWORD)


def test_what_was_sealed_is_unsealed_byte_for_byte(package: bytes, closed: bytes) -> None:
    assert is_sealed(closed)
    assert not is_sealed(package)
    assert unsealed(closed, PASSWORD, "a.xlsx") == package


def test_two_sealings_of_one_workbook_have_nothing_in_common(package: bytes, closed: bytes) -> None:
    again = sealed(package, PASSWORD)
    streams = [olefile.OleFileIO(data).openstream("EncryptedPackage").read()[8:] for data in (closed, again)]
    blocks = [{stream[at : at + 16] for at in range(0, len(stream), 16)} for stream in streams]
    assert not blocks[0] & blocks[1]


@pytest.mark.parametrize("password", ["wrong", PASSWORD.lower(), PASSWORD + " ", "half a pair \ud800"])
def test_another_password_is_refused(closed: bytes, password: str) -> None:
    refused = refusal_of(lambda: unsealed(closed, password, "a.xlsx"))
    assert (refused.code, refused.params) == ("wrong_password", {"file": "a.xlsx"})


def test_no_password_is_refused(closed: bytes) -> None:
    assert refusal_of(lambda: unsealed(closed, "", "a.xlsx")).code == "encrypted"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("五个字符吗", "password_short"),
        ("x" * 256, "password_long"),
        ("𠮷" * 128, "password_long"),
        ("line\nbreak", "password_character"),
        ("half \ud800 pair", "password_character"),
    ],
)
def test_passwords_that_must_not_seal(password: str, code: str) -> None:
    assert refusal_of(lambda: check_password(password)).code == code


@pytest.mark.parametrize("password", ["六个字符吗？", "x" * 255, "𠮷" * 127, " spaces "])
def test_passwords_that_may_seal(package: bytes, password: str) -> None:
    assert unsealed(sealed(package, password), password, "a.xlsx") == package


def patched(closed: bytes, old: bytes, new: bytes) -> bytes:
    assert closed.count(old) == 1
    assert len(old) == len(new)
    return closed.replace(old, new)


def test_another_way_of_sealing_is_named(closed: bytes) -> None:
    extensible = patched(closed, struct.pack("<HHI", 4, 4, 0x40), struct.pack("<HHI", 4, 3, 0x40))
    assert refusal_of(lambda: unsealed(extensible, PASSWORD, "a.xlsx")).code == "cipher_unknown"
    endless = patched(closed, b'spinCount="100000"', b'spinCount="999999999"'[:18])
    assert refusal_of(lambda: unsealed(endless, PASSWORD, "a.xlsx")).code in {"cipher_unknown", "damaged"}


def test_a_document_type_in_the_description_is_damage(closed: bytes) -> None:
    declaration = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    bomb = patched(closed, declaration, b'<!DOCTYPE a [<!ENTITY b "b">]>'.ljust(len(declaration)))
    assert refusal_of(lambda: unsealed(bomb, PASSWORD, "a.xlsx")).code == "damaged"


def test_a_document_type_in_another_encoding_is_damage() -> None:
    bomb = '\ufeff<!DOCTYPE a [<!ENTITY b "b">]><encryption>&b;</encryption>'.encode("utf-16-le")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("olefile.OleFileIO", lambda _: _Described(b"\4\0\4\0\x40\0\0\0" + bomb))
        assert refusal_of(lambda: _check_scheme(b"", "a.xlsx")).code == "damaged"


class _Described(io.BytesIO):
    def openstream(self, _name: str) -> io.BytesIO:
        return self


def test_whatever_is_damaged_only_refusals_come_out(package: bytes) -> None:
    # Few rounds: it is not the derivation that is tried here.
    from msoffcrypto.method.ecma376_agile import ECMA376Agile

    whole = ECMA376Agile.encrypt(PASSWORD, io.BytesIO(package), spin_count=10)
    chance = random.Random(5)
    codes = set()
    for _ in range(300):
        data = bytearray(whole)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(min(len(data), 8192))] = chance.randrange(256) if data else 0
        try:
            if is_sealed(bytes(data)):
                unsealed(bytes(data), PASSWORD, "a.xlsx")
        except Refused as refused:
            codes.add(refused.code)
    assert {"damaged", "wrong_password"} <= codes <= {"damaged", "wrong_password", "cipher_unknown"}


def test_the_plain_workbook_is_at_no_time_on_the_disk(package: bytes, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with sealing(target, PASSWORD) as file:
        file.write(package)
        assert target.read_bytes() == b"old"
        assert all(b"PK" not in path.read_bytes() for path in tmp_path.iterdir())
    assert unsealed(target.read_bytes(), PASSWORD, "a.xlsx") == package
    assert list(tmp_path.iterdir()) == [target]


def test_a_sealing_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), sealing(target, PASSWORD):
        raise KeyboardInterrupt
    refused = refusal_of(lambda: write_workbook(target, [SheetSpec("a", (ColumnSpec("a"),))], password="short"))
    assert refused.code == "password_short"
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("size", [5_000, 7_050_000, 7_150_000, 15_350_000])
def test_the_compound_file_is_sound_whatever_its_size(size: int) -> None:
    check_compound(sealed(b"PK" + bytes(size), PASSWORD), size + 2)


def check_compound(data: bytes, size: int) -> None:
    """Walk the file by the letter of [MS-CFB]: every sector belongs to one chain, every table ends as it must."""
    free, end, allocation, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
    fat_count, first_directory = struct.unpack_from("<II", data, 44)
    mini_first, mini_count, table_first, table_count = struct.unpack_from("<4I", data, 60)
    assert (len(data) % 512, len(data) // 512 - 1 > 0) == (0, True)

    def words(sector: int) -> tuple[int, ...]:
        return struct.unpack_from("<128I", data, (sector + 1) * 512)

    fat_sectors = list(struct.unpack_from("<109I", data, 76))
    table_sectors = []
    following = table_first
    for _ in range(table_count):
        table_sectors.append(following)
        *entries, following = words(following)
        fat_sectors += entries
    assert following == end
    assert set(fat_sectors[fat_count:]) <= {free}
    fat_sectors = fat_sectors[:fat_count]
    fat = [word for sector in fat_sectors for word in words(sector)]
    assert all(fat[sector] == allocation for sector in fat_sectors)
    assert all(fat[sector] == table for sector in table_sectors)

    def chain(sector: int) -> list[int]:
        found = []
        while sector != end:
            found.append(sector)
            sector = fat[sector]
        return found

    directory = b"".join(data[(at + 1) * 512 : (at + 2) * 512] for at in chain(first_directory))
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    starts = {
        entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le"): struct.unpack_from(
            "<IQ", entry, 116
        )
        for entry in entries
    }
    start, length = starts["EncryptedPackage"]
    assert length == 8 + -(-size // 16) * 16
    used = [*chain(start), *chain(first_directory), *chain(mini_first), *chain(starts["Root Entry"][0])]
    used += fat_sectors + table_sectors
    assert len(chain(start)) == -(-length // 512)
    assert len(chain(mini_first)) == mini_count
    assert sorted(used) == list(range(len(data) // 512 - 1))


@pytest.mark.office
def test_another_suite_opens_it_with_the_password(closed: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "closed.xlsx", tmp_path / "open.xlsx"
    source.write_bytes(closed)
    save_again(source, target, password=PASSWORD)
    assert load_workbook(target)["走访记录"]["A2"].value == "赵大河"


@pytest.mark.office
def test_what_another_suite_sealed_is_unsealed(package: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "open.xlsx", tmp_path / "closed.xlsx"
    source.write_bytes(package)
    save_again(source, target, seal=PASSWORD)
    data = target.read_bytes()
    assert is_sealed(data)
    book = load_workbook(io.BytesIO(unsealed(data, PASSWORD, "a.xlsx")))
    assert book["走访记录"]["A2"].value == "赵大河"
