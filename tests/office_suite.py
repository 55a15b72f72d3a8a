"""LibreOffice, where it is installed: another suite's opinion of what we write."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 120

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
  library:link="false"/>
</library:libraries>"""
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

Sub Again(source As String, target As String, opened As String, sealed As String)
  Dim book As Object
  book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, _
    Array(Named("Hidden", True), Named("Password", opened)))
  If sealed = "" Then
    book.storeToURL(ConvertToURL(target), Array(Named("FilterName", "Calc MS Excel 2007 XML")))
  Else
    book.storeToURL(ConvertToURL(target), _
      Array(Named("FilterName", "Calc MS Excel 2007 XML"), Named("Password", sealed)))
  End If
  book.close(True)
End Sub
</script:module>"""


def save_again(source: Path, target: Path, *, password: str = "", seal: str = "") -> None:
    """Open ``source`` in LibreOffice (with ``password``) and save it as ``target`` (sealed with ``seal``).

    Skips the test where there is no LibreOffice.
    """
    suite = shutil.which("soffice")
    if suite is None:
        pytest.skip("needs LibreOffice")
    profile = target.parent / f"{target.stem}-profile"
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    (library.parent / "script.xlc").write_text(_CONTAINER, "utf-8")
    (library / "script.xlb").write_text(_LIBRARY, "utf-8")
    (library / "Saving.xba").write_text(_MODULE, "utf-8")
    call = f'macro:///Standard.Saving.Again("{source}","{target}","{password}","{seal}")'
    subprocess.run(
        [suite, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", call],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    assert target.exists(), "LibreOffice did not save the workbook"
