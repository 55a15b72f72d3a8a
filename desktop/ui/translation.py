"""The language of the window. Source texts are Chinese; English comes from a Qt Linguist file read as it is.

The language in force is the default ``QLocale``, so nothing has to be handed to the widgets.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from desktop.paths import resource_dir


class Language(StrEnum):
    """The languages of the window."""

    CHINESE = "zh"
    ENGLISH = "en"


class Labelled(Protocol):
    """Anything declared with a Chinese and an English label."""

    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


class SourceTranslator(QTranslator):
    """Translates from a ``.ts`` file (Qt Linguist XML, format 2.1), so that no compiled file is needed.

    Raises OSError when the file cannot be read and ``xml.etree.ElementTree.ParseError`` when it is not XML.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read_translations(path)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(  # type: ignore[override] # Qt's None means: no translation here
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        forms = self._texts.get((context, source_text, disambiguation or ""))
        if forms is None and disambiguation:
            forms = self._texts.get((context, source_text, ""))
        if not forms:
            return None
        return forms[0] if n in (-1, 1) else forms[-1]


def read_translations(path: Path) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """(context, source, disambiguation) → forms (one, or singular and plural); unfinished messages are left out."""
    # Loaded here: a window in Chinese starts without it.
    from defusedxml import ElementTree

    texts = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") is not None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            texts[name, message.findtext("source", ""), message.findtext("comment", "")] = tuple(forms)
    return texts


def install_language(app: QCoreApplication, language: Language) -> list[QTranslator]:
    """Make ``language`` the one of texts, dates and standard boxes; windows made from now on show it.

    Returns the translators installed, so that :func:`remove_translators` can take them away before another choice.
    """
    territory = QLocale.Country.China if language is Language.CHINESE else QLocale.Country.UnitedStates
    spoken = QLocale.Language.Chinese if language is Language.CHINESE else QLocale.Language.English
    QLocale.setDefault(QLocale(spoken, territory))
    translators: list[QTranslator] = []
    if language is Language.CHINESE:
        standard = QTranslator(app)
        if standard.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            translators.append(standard)
    else:
        translators.append(SourceTranslator(resource_dir().joinpath("i18n", "en.ts"), app))
    for translator in translators:
        app.installTranslator(translator)
    return translators


def remove_translators(app: QCoreApplication, translators: list[QTranslator]) -> None:
    """Undo the translators of :func:`install_language`."""
    for translator in translators:
        app.removeTranslator(translator)
        translator.deleteLater()


def is_english() -> bool:
    """Whether labels are shown in English."""
    return QLocale().language() is QLocale.Language.English


def language_shown() -> str:
    """``en`` or ``zh``, for the sentences of :mod:`desktop.wording`."""
    return "en" if is_english() else "zh"


def label_of(thing: Labelled) -> str:
    """The label of a kind, section, field or choice in the language in force."""
    return thing.label_en if is_english() else thing.label
