"""The choices of a computer: kept in a file that says nothing but texts, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from desktop.ui.preferences import Preferences

# What Qt's own settings make of a Python object: reading it would run what it says.
OBJECT = (
    rb"[look]" + b"\n"
    rb"appearance=@Variant(\0\0\0\x7f\0\0\0\x18PySide::PyObjectWrapper\0\0\0\0\x36\x80\x4\x95+\0\0\0\0\0\0\0"
    rb"\x8c\x5posix\x94\x8c\x6system\x94\x93\x94\x8c\x10touch /tmp/there\x94\x85\x94R\x94.)" + b"\n"
)


def test_choices_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "preferences.json"
    one = Preferences(path)
    one.language, one.size, one.appearance = "en", "large", "dark"
    one.remember_text("folder", "村里 “上报”")
    one.remember_state("window", QByteArray(b"\x00\xff\x80"))
    again = Preferences(path)
    assert (again.language, again.size, again.appearance) == ("en", "large", "dark")
    assert again.text("folder") == "村里 “上报”"
    assert again.state("window").data() == b"\x00\xff\x80"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_two_windows_keep_each_others_choices(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    one, other = Preferences(path), Preferences(path)
    one.remember_text("a", "1")
    other.remember_text("b", "2")
    assert [Preferences(path).text(name) for name in "ab"] == ["1", "2"]


@pytest.mark.parametrize(
    "content",
    [
        OBJECT,
        b"",
        b"[",
        b"null",
        b"[1]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"look/size": 3, "state/window": "?", "text/a": null}',
        b"9" * 5000,
    ],
    ids=["object", "empty", "open", "null", "list", "bytes", "deep", "wrong kinds", "digits"],
)
def test_what_cannot_be_read_was_never_chosen(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(content)
    one = Preferences(path)
    assert (one.appearance, one.size, one.language) == ("system", "standard", "zh")
    assert one.state("window").isEmpty() and one.text("a", "none") == "none"
    one.remember_text("a", "b")
    assert Preferences(path).text("a") == "b"


def test_where_nothing_can_be_written_the_choice_holds_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    one = Preferences(tmp_path / "file" / "preferences.json")
    one.size = "huge"
    assert one.size == "huge"
