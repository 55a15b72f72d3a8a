"""The window under test: without a screen, in Chinese, in the light theme, whatever the machine is set to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.kinds import KINDS
from desktop.ui.forms import RecordForm
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from desktop.ui.translation import Language, install_language, remove_translators

TODAY = date(2026, 3, 5)
PHONE_SENTENCE = "电话是 11 位手机号，或区号加 7–8 位号码；几个号码用“、”分开"


@pytest.fixture(autouse=True)
def plain_window(qapp: QApplication) -> Iterator[None]:
    translators = install_language(qapp, Language.CHINESE)
    apply_theme(qapp, Theme(Mode.LIGHT, Size.STANDARD))
    yield
    remove_translators(qapp, translators)


def parse_date(text: str) -> str:
    """A small stand-in for the domain's reader of dates."""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-").replace("/", "-").split("-")
    year, month, day = (int(part) for part in parts)
    return date(year, month, day).isoformat()


def check(field: str, value: object) -> str | None:
    """A small stand-in for the domain's checks."""
    if field == "phone" and value is not None and not str(value).isdigit():
        return PHONE_SENTENCE
    if field in ("subject_name", "kind", "visited_on") and value is None:
        return "这一项要填"
    return None


def suggestions(field: str) -> list[str]:
    return {"visitors": ["李四", "王小五", "赵六"], "category": ["水利", "交通", "其他"]}.get(field, [])


@pytest.fixture
def make_form(qtbot: QtBot) -> Callable[[str], RecordForm]:
    def make(kind: str = "visit") -> RecordForm:
        form = RecordForm(KINDS[kind], check=check, suggestions=suggestions, parse_date=parse_date, today=lambda: TODAY)
        qtbot.addWidget(form)
        form.resize(800, 640)
        with qtbot.waitExposed(form):
            form.show()
        return form

    return make
