"""LibreOffice, where it is installed: another suite's opinion of what we write."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

SECONDS = 120

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Saving"/></library:library>"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Saving" script:language="StarBasic">
Function Named(name As String, value As Variant) As Variant
  Dim one As New com.sun.star.beans.PropertyValue
  one.Name = name
  one.Value = value
  Named = one
End Function

Function Told(name As String, value As Variant) As Variant
  Dim one As New com.sun.star.beans.NamedValue
  one.Name = name
  one.Value = value
  Told = one
End Function

Sub Again(source As String, target As String, opened As String, sealed As String)
  Dim book As Object
  book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, _
    Array(Named("Hidden", True), Named("Password", opened)))
  If sealed = "" Then
    book.storeToURL(ConvertToURL(target), Array(Named("FilterName", "Calc MS Excel 2007 XML")))
  Else
    Dim how(1) As New com.sun.star.beans.NamedValue
    how(0) = Told("CryptoType", "StrongEncryptionDataSpace")
    how(1) = Told("OOXPassword", sealed)
    book.storeToURL(ConvertToURL(target), _
      Array(Named("FilterName", "Calc MS Excel 2007 XML"), Named("EncryptionData", how)))
  End If
  book.close(True)
End Sub

Sub Work(source As String, target As String, filter As String)
  Dim book As Object
  Dim sheet As Object
  book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, Array(Named("Hidden", True)))
  {statements}
  book.storeToURL(ConvertToURL(target), Array(Named("FilterName", filter)))
  book.close(True)
End Sub
</script:module>"""

_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}


def save_again(source: Path, target: Path, *, password: str = "", seal: str = "") -> None:
    """Open ``source`` in LibreOffice (with ``password``) and save it as ``target`` (sealed with ``seal``).

    Skips the test where there is no LibreOffice.
    """
    _play(target, f'Again("{source}","{target}","{password}","{seal}")', "")


def work(source: Path, target: Path, *statements: str) -> Path:
    """Open ``source``, carry out Basic statements on ``book`` (a spreadsheet document), save it as ``target``.

    Skips the test where there is no LibreOffice.
    """
    _play(target, f'Work("{source}","{target}","{_FILTERS[target.suffix]}")', "\n  ".join(statements))
    return target


def cell(sheet: str, column: int, row: int) -> str:
    """A cell (column and row from 1) as Basic names it."""
    return f'book.Sheets.getByName("{sheet}").getCellByPosition({column - 1}, {row - 1})'


def _play(target: Path, call: str, statements: str) -> None:
    suite = shutil.which("soffice")
    if suite is None:
        pytest.skip("needs LibreOffice")
    profile = target.parent / f"{target.stem}-profile"
    command = [suite, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    _run([*command, "--terminate_after_init"])  # makes the profile, and would write over a macro that is there before
    library = profile / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(_LIBRARY, "utf-8")
    (library / "Saving.xba").write_text(_MODULE.replace("{statements}", escape(statements)), "utf-8")
    _run([*command, f"macro:///Standard.Saving.{call}"])
    assert target.exists(), "LibreOffice did not save the workbook"


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
