"""A field is declared in one place: one line and a migration put it into forms, tables, workbooks, checks and search.

The test adds a field to a copy of the program, in the declaration only, and lets the copy show it everywhere.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DECLARATION = """        Field(
            "landmark", "附近地标", "Landmark", max_length=10, width=12, listed=True, searched=True, aliases=("地标",)
        ),
        NOTE,
"""
MIGRATION = '''"""Visits name a landmark."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE visit ADD COLUMN landmark TEXT")
'''
SCRIPT = """
import json, sys
from datetime import date
from pathlib import Path

import desktop
folder = Path(sys.argv[1])
assert Path(desktop.__file__).is_relative_to(folder), desktop.__file__

from typer.testing import CliRunner
from desktop.cli.running import application

def command(ledger, *arguments, given=None):
    text = None if given is None else json.dumps(given, ensure_ascii=False)
    answer = CliRunner().invoke(application, ["--db", str(folder / ledger), *arguments, "--json"], input=text)
    return json.loads(answer.stdout)

command("v.db", "init", "--level", "village", "--code", "399901104201", "--name", "柳桥村")
command("t.db", "init", "--level", "town", "--code", "399901104000", "--name", "柳桥镇")
visit = {"visited_on": "2026-03-05", "kind": "household", "subject_name": "张三", "visitors": ["李四"],
         "handling": "none", "landmark": "老槐树"}
found = {}

# command-line JSON, checks, search
refused = command("v.db", "add", "visit", given={**visit, "landmark": "长" * 11})
found["check"] = [(p["field"], p["kind"], p["label"]) for p in refused["problems"]]
made = command("v.db", "add", "visit", given=visit)["ids"][0]
found["json"] = command("v.db", "list", "visit", "--where", "landmark=老槐树")["records"][0]["landmark"]
found["search"] = command("v.db", "list", "visit", "--search", "槐树")["total"]

# the workbook's columns, and the town that receives it
command("v.db", "export", str(folder / "up.xlsx"))
import openpyxl
sheet = openpyxl.load_workbook(folder / "up.xlsx")["走访记录"]
cells = [cell.value for row in sheet.iter_rows() for cell in row]
found["workbook"] = "附近地标" in cells and "老槐树" in cells
command("t.db", "import", str(folder / "up.xlsx"))
found["town"] = command("t.db", "show", "visit", made)["record"]["landmark"]
command("v.db", "set", "visit", made, given={"landmark": "大桥"})
found["history"] = command("v.db", "show", "visit", made)["history"][-1]["fields"]["landmark"]["before"]

# the window's form and table
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop.domain.kinds import VISIT
from desktop.ui.forms import RecordForm
from desktop.ui.record_table import RecordTableModel, columns_of
from desktop.services.finding import Query
from desktop.services.ledgers import open_ledger

form = RecordForm(VISIT, check=lambda name, raw: None, suggestions=lambda name: [], parse_date=str, today=date.today)
form.set_values({"landmark": "大桥"})
found["form"] = form.values()["landmark"]
ledger = open_ledger(folder / "v.db")
model = RecordTableModel(ledger, VISIT, columns_of(VISIT), date.today)
model.show_query(Query("visit"))
at = [column.name for column in model.columns].index("landmark")
found["table"] = [model.columns[at].label, model.columns[at].is_listed, model.index(0, at).data()]
ledger.close()
print(json.dumps(found))
"""


def test_a_new_field_is_one_declaration_and_a_migration(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "desktop", tmp_path / "desktop", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "resources").symlink_to(ROOT / "resources", target_is_directory=True)
    declared = tmp_path / "desktop" / "domain" / "kinds" / "visit.py"
    text = declared.read_text("utf-8")
    assert text.count("        NOTE,\n") == 1
    declared.write_text(text.replace("        NOTE,\n", DECLARATION), "utf-8")
    (tmp_path / "desktop" / "data" / "migrations" / "0999_landmark.py").write_text(MIGRATION, "utf-8")
    (tmp_path / "show.py").write_text(SCRIPT, "utf-8")

    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "show.py", str(tmp_path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr

    assert json.loads(done.stdout.splitlines()[-1]) == {
        "check": [["landmark", "too_long", "附近地标"]],
        "json": "老槐树",
        "search": 1,
        "workbook": True,
        "town": "老槐树",
        "history": "老槐树",
        "form": "大桥",
        "table": ["附近地标", True, "大桥"],
    }
