"""Every refusal, problem and finding has its sentence."""

from __future__ import annotations

import ast
from pathlib import Path

import desktop
from desktop.domain.checking import Caution
from desktop.domain.errors import Refused
from desktop.exchange import replacing
from desktop.wording import ACCEPTED, CAUTIONS, FINDINGS, PROBLEMS, REFUSALS, caution_sentence, sentence


def _codes(*names: str) -> set[str]:
    """First argument of every ``Refused("…")`` of the program, or of other calls named."""
    found = set()
    for path in Path(desktop.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_problem_has_a_sentence_and_says_what_is_accepted() -> None:
    kinds = _codes("Problem", "ValueRefused")
    assert {"missing", "bad_date", "too_long"} <= kinds
    assert kinds - PROBLEMS.keys() == set()
    assert kinds - ACCEPTED.keys() == set()


def test_every_finding_of_an_inspection_has_a_sentence() -> None:
    codes = _codes("Finding")
    assert "record_differs" in codes
    assert codes - FINDINGS.keys() == set()


def test_every_caution_has_a_sentence() -> None:
    told = Caution.__doc__ or ""
    assert all(kind in told for kind in CAUTIONS)
    assert "男" in caution_sentence(Caution("id_sex_differs", "sex", params={"told": "男"}))


def test_every_refusal_has_a_sentence() -> None:
    codes = _codes("Refused") | set(replacing._CODES.values())
    assert len(codes) > 30
    assert codes - REFUSALS.keys() == set()


def test_a_missing_file_is_no_missing_record() -> None:
    assert sentence(Refused("not_found", file="a.xlsx")) == "没有找到文件 a.xlsx。"
    assert sentence(Refused("not_found", kind="visit", id="7")) == "没有找到这条记录（7）。"


def test_a_path_is_said_as_file_and_folder() -> None:
    said = sentence(Refused("folder_not_writable", path="/data/out/a.xlsx"))
    assert said == f"不能写入文件夹 {Path('/data/out')}，请换一个位置。"
