from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

import desktop.ui
from desktop.domain.errors import Problem
from desktop.domain.kinds import VISIT
from desktop.paths import resource_dir
from desktop.ui.saying import said_problem
from desktop.ui.translation import (
    Language,
    SourceTranslator,
    install_language,
    label_of,
    read_translations,
    remove_translators,
)

LINGUIST = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context><name>Page</name>
<message numerus="yes"><source>%n 条</source>
<translation><numerusform>%n record</numerusform><numerusform>%n records</numerusform></translation></message>
<message><source>组</source><comment>village</comment><translation>group &amp; grid</translation></message>
<message><source>半成品</source><translation type="unfinished">half</translation></message>
</context>
</TS>
"""


def source_texts(path: Path) -> set[tuple[str, str]]:
    """(context, text) of every ``tr`` and ``translate`` call with literal texts in a module."""
    found = set()
    for part in ast.parse(path.read_text(encoding="utf-8")).body:
        context = part.name if isinstance(part, ast.ClassDef) else ""
        for call in ast.walk(part):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if call.func.attr == "tr" and texts:
                found.add((context, texts[0]))
            elif call.func.attr == "translate" and len(texts) >= 2:
                found.add((texts[0], texts[1]))
    return found


def test_every_text_of_the_window_has_an_english_one() -> None:
    texts = set()
    for path in Path(desktop.ui.__file__).parent.rglob("*.py"):
        texts |= source_texts(path)
    translated = {
        (context, source) for context, source, _ in read_translations(resource_dir().joinpath("i18n", "en.ts"))
    }
    assert len(texts) > 10
    assert texts - translated == set()


def test_linguist_files_are_read_as_they_are(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "some.ts"
    path.write_text(LINGUIST, encoding="utf-8")
    translator = SourceTranslator(path, qapp)
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("Page", "%n 条", None, 1) == "1 record"
        assert QCoreApplication.translate("Page", "%n 条", None, 3) == "3 records"
        assert QCoreApplication.translate("Page", "组", "village") == "group & grid"
        assert QCoreApplication.translate("Page", "组") == "组"
        assert QCoreApplication.translate("Page", "半成品") == "半成品"
        assert QCoreApplication.translate("Other", "组") == "组"
    finally:
        remove_translators(qapp, [translator])


def test_standard_boxes_speak_chinese(qapp: QApplication, qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "取消"


@pytest.mark.parametrize(("language", "label", "month"), [("zh", "走访日期", "三月"), ("en", "Date of visit", "March")])
def test_labels_and_dates_follow_the_language(qapp: QApplication, language: str, label: str, month: str) -> None:
    translators = install_language(qapp, Language(language))
    try:
        assert label_of(VISIT.field("visited_on")) == label
        assert QLocale().toString(QDate(2026, 3, 5), "MMMM") == month
    finally:
        remove_translators(qapp, translators)


def test_what_is_not_accepted_names_the_field_in_the_language_of_the_form(qapp: QApplication) -> None:
    missing = Problem("missing", "visited_on", params={"label": "走访日期"})
    assert said_problem(missing, VISIT, "zh") == "请填写走访日期。"
    translators = install_language(qapp, Language.ENGLISH)
    try:
        assert said_problem(missing, VISIT, "en") == "Date of visit is required."
    finally:
        remove_translators(qapp, translators)
