"""Key files, recovery codes, sealed files and the waiting after wrong passwords."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest

from desktop.data import key_file
from desktop.data.key_file import (
    PASSWORD,
    RECOVERY,
    key_file_name,
    new_key_file,
    newest_key_file,
    put_along,
    write_key_file,
)
from desktop.data.locking import MARK, LedgerKeys, lock_of, new_keys
from desktop.data.recovery_code import new_code, read_code
from desktop.data.sealed_files import PIECE, SealBrokenError, SealedReader, SealingWriter
from desktop.data.shredding import shred
from desktop.data.unlock_delays import FREE, SECONDS, Tries, note_try, tries_of
from desktop.domain.errors import Refused

SECRET = "麦田里的 3 头牛"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


# -- key files ---------------------------------------------------------------------------------------------------------


def test_password_and_code_open_and_nothing_else_does(tmp_path: Path) -> None:
    keys = new_keys()
    write_key_file(new_key_file(keys, SECRET, "CODE"), tmp_path)
    found = newest_key_file(keys.lock_id, [tmp_path])
    assert found is not None
    assert found.opened(PASSWORD, SECRET) == keys
    assert found.opened(RECOVERY, "CODE") == keys
    assert found.opened(PASSWORD, "麦田里的 ３ 头牛") == keys, "what an input method makes of it is the same"
    for slot, secret in ((PASSWORD, "CODE"), (RECOVERY, SECRET), (PASSWORD, SECRET + " "), (PASSWORD, "")):
        assert found.opened(slot, secret) is None


def test_neither_key_nor_secrets_are_in_it_or_in_any_picture(tmp_path: Path) -> None:
    keys = new_keys()
    path = write_key_file(new_key_file(keys, SECRET, "CODE1"), tmp_path)
    stored = path.read_bytes()
    for secret in (keys.master, keys.master.hex().encode(), SECRET.encode(), b"CODE1"):
        assert secret not in stored
    assert keys.master.hex() not in repr(keys)
    assert repr(keys.master) not in repr(keys)


def test_the_newer_of_two_is_taken_and_the_older_secret_opens_only_the_older(tmp_path: Path) -> None:
    keys = new_keys()
    first = new_key_file(keys, "old", "CODE")
    second = first.with_secret(keys, PASSWORD, "new").with_secret(keys, RECOVERY, "OTHER")
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, one in ((here, first), (there, second)):
        folder.mkdir()
        write_key_file(one, folder)
    found = newest_key_file(keys.lock_id, [here, there])
    assert found == second
    assert (second.opened(PASSWORD, "old"), second.opened(RECOVERY, "CODE")) == (None, None)
    assert first.opened(PASSWORD, "old") == keys
    put_along(keys.lock_id, there, here)
    assert newest_key_file(keys.lock_id, [here]) == second


def test_what_is_no_key_file_is_none_and_what_was_altered_opens_nothing(tmp_path: Path) -> None:
    keys = new_keys()
    path = write_key_file(new_key_file(keys, SECRET, "CODE"), tmp_path)
    sound = json.loads(path.read_text("ascii"))
    draw = random.Random(7)
    for spoiled in (b"", b"{}", b"[" * 9000, b"\xff\xfe", b'{"format": "zoufang-key", "version": 1}'):
        path.write_bytes(spoiled)
        assert newest_key_file(keys.lock_id, [tmp_path]) is None
    for cost in ({"n": 2**40}, {"n": 3}, {"r": 0}, {"p": -1}, {"n": "2"}, {"r": 2**30}, {"n": 1}):
        content = json.loads(json.dumps(sound))
        for slot in content["slots"].values():
            slot.update(cost)
        path.write_text(json.dumps(content), "ascii")
        assert newest_key_file(keys.lock_id, [tmp_path]) is None, cost
    for name in ("salt", "nonce", "wrapped"):
        content = json.loads(json.dumps(sound))
        text = bytearray(bytes.fromhex(content["slots"][PASSWORD][name]))
        text[draw.randrange(len(text))] ^= 1
        content["slots"][PASSWORD][name] = text.hex()
        path.write_text(json.dumps(content), "ascii")
        found = newest_key_file(keys.lock_id, [tmp_path])
        assert found is not None
        assert found.opened(PASSWORD, SECRET) is None
        assert found.opened(RECOVERY, "CODE") == keys


def test_keys_of_different_uses_and_ledgers_differ() -> None:
    one, other = new_keys(), new_keys()
    derived = [keys.derived(use) for keys in (one, other) for use in ("ledger", "clues", "files", "names")]
    assert len(set(derived)) == 8
    assert one.master not in derived
    same_master = LedgerKeys(other.lock_id, one.master)
    assert same_master.derived("ledger") != one.derived("ledger")
    assert key_file_name(one.lock_id) == f"zoufang-{one.lock_id}.key"


def test_a_lock_is_known_by_the_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert lock_of(path) == ""
    for content, expected in (
        (b"", ""),
        (MARK, ""),
        (MARK + b"12345678" + b"rest", "3132333435363738"),
        (b"SQLite", ""),
    ):
        path.write_bytes(content)
        assert lock_of(path) == expected


# -- recovery codes ----------------------------------------------------------------------------------------------------


def test_a_code_is_read_however_it_is_typed() -> None:
    for _ in range(50):
        code = new_code()
        assert len(code) == 35
        assert not set("ILOU") & set(code)
        assert read_code(code) == code
        assert read_code(f" {code.lower().replace('-', ' ')}\n") == code
        assert read_code(code.replace("0", "O").replace("1", "l").replace("-", "－")) == code
        wide = "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in code)
        assert read_code(wide) == code
    assert new_code() != new_code()


def test_a_code_misread_says_in_which_group() -> None:
    code = "-".join(new_code().split("-"))
    groups = code.split("-")
    wrong = "8" if groups[2][0] != "8" else "9"
    groups[2] = wrong + groups[2][1:]
    with pytest.raises(Refused) as refused:
        read_code("-".join(groups))
    assert (refused.value.code, refused.value.params) == ("recovery_code_group", {"group": 3})
    with pytest.raises(Refused) as refused:
        read_code(code[:-1])
    assert refused.value.params == {"length": 29, "needed": 30}
    with pytest.raises(Refused, match="recovery_code_group"):
        read_code("密" * 30)


def test_one_character_misread_or_two_changed_about_always_show() -> None:
    code = new_code()
    for place, character in enumerate(code):
        if character == "-":
            continue
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if other != character:
                with pytest.raises(Refused, match="recovery_code_group"):
                    read_code(code[:place] + other + code[place + 1 :])
        following = code[place + 1 : place + 2]
        if following not in ("", "-", character):
            with pytest.raises(Refused, match="recovery_code_group"):
                read_code(code[:place] + following + character + code[place + 2 :])


# -- sealed files ------------------------------------------------------------------------------------------------------


def sealed(content: bytes, key: bytes, step: int = 70_000) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, key)
    for start in range(0, len(content), step):
        writer.write(content[start : start + step])
    writer.finish()
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 5])
def test_what_was_sealed_is_read(size: int) -> None:
    key, content = b"k" * 32, random.Random(size).randbytes(size)
    data = sealed(content, key)
    assert data != sealed(content, key), "the same content never looks the same"
    assert content[:64] not in data or size < 8
    reader = SealedReader(io.BytesIO(data), key)
    parts = []
    while part := reader.read(300_000):
        parts.append(part)
    assert b"".join(parts) == content
    assert SealedReader(io.BytesIO(data), key).read(10**9) == content


def test_nothing_false_is_given() -> None:
    key, content = b"k" * 32, random.Random(1).randbytes(2 * PIECE + 100)
    data = sealed(content, key)
    head, piece = 24, PIECE + 16
    first, second, last = data[head : head + piece], data[head + piece : head + 2 * piece], data[head + 2 * piece :]
    flipped = bytearray(data)
    flipped[head + piece + 10] ^= 1
    for spoiled in (
        data[:-1],
        data[:head],
        data[: head + piece],
        data[: head + 2 * piece],
        data[:head] + second + first + last,
        data[:head] + first + last,
        data + b"x",
        bytes(flipped),
        b"ZFsealed" + bytes(16) + data[head:],
        b"x" + data[1:],
        b"",
    ):
        with pytest.raises(SealBrokenError):
            SealedReader(io.BytesIO(spoiled), key).read(10**9)
    with pytest.raises(SealBrokenError):
        SealedReader(io.BytesIO(data), b"o" * 32).read(10)


# -- waiting, removing -------------------------------------------------------------------------------------------------


def test_waiting_grows_and_is_kept(tmp_path: Path) -> None:
    now = 1_000_000.0
    waits = [Tries(wrong, now).seconds_left(now) for wrong in range(FREE + len(SECONDS) + 3)]
    assert waits == [0] * FREE + [*SECONDS, *[SECONDS[-1]] * 3]
    assert list(SECONDS) == sorted(SECONDS)
    note_try(tmp_path / "new", "aa", Tries(4, now))
    note_try(tmp_path / "new", "bb", Tries(1, now))
    assert tries_of(tmp_path / "new", "aa") == Tries(4, now)
    assert Tries(4, now).seconds_left(now + 59) == 1
    assert Tries(4, now).seconds_left(now + 60) == 0
    assert Tries(4, now).seconds_left(now - 10_000) == 60, "a clock put back lets nobody in"
    note_try(tmp_path / "new", "aa", None)
    assert (tries_of(tmp_path / "new", "aa").wrong, tries_of(tmp_path / "new", "bb").wrong) == (0, 1)
    (tmp_path / "new" / "unlocking.json").write_bytes(b"\xff")
    assert tries_of(tmp_path / "new", "bb") == Tries()


def test_shredding_spares_what_has_a_second_name(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"kept")
    other.hardlink_to(one)
    shred(other)
    assert one.read_bytes() == b"kept"
    handle = one.open("rb")
    shred(one)
    assert handle.read() == bytes(4)
    handle.close()
    shred(one)
    assert not one.exists()
