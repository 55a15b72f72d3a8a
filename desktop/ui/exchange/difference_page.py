"""The fields of a row before and after as rich text.

Red ground, − and 原 stand for what was, green ground, + and 新 for what will be: colour is never alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication

from desktop.services.outcomes import RejectedCell
from desktop.ui.colours import Colours
from desktop.ui.exchange.row_words import ToldCell, what_is_accepted, why_rejected
from desktop.ui.exchange.text_difference import Part, differing_parts

_LABEL_WIDTH = 24
"""Per cent of the width; long labels wrap."""


def difference_page(cells: Sequence[ToldCell], notes: Sequence[str], colours: Colours, *, is_new: bool) -> str:
    """The fields that change; of a new record only what it will hold."""
    rows = []
    for cell in cells:
        old, new = differing_parts(cell.before, cell.after)
        if is_new:
            rows.append(_row(_label(cell.label, colours), _added(new, colours, is_marked=False)))
            continue
        # A value that takes the place of nothing is new as a whole: marking its letters would say no more.
        is_marked = bool(cell.before and cell.after)
        rows.append(_row(_label(cell.label, colours, 2), _removed(old, colours, is_marked=is_marked)))
        rows.append(_row(_added(new, colours, is_marked=is_marked)))
    said = [f'<p style="color:{colours.amber_text}">{escape(note)}</p>' for note in notes]
    return "".join(said) + _table(rows)


def rejected_page(cell: RejectedCell, language: str, colours: Colours) -> str:
    """What somebody typed that is not taken: the value, why not, what would be."""
    value = "" if cell.problem.value is None else str(cell.problem.value)
    typed = _cell(f"{_sign('×', colours.danger_text)}{_plain(value)}", colours.removed)
    rows = [_row(_label(QCoreApplication.translate("DifferencesPane", "填的是"), colours), typed)] if value else []
    for label, text in (
        (QCoreApplication.translate("DifferencesPane", "为什么"), why_rejected(cell, language)),
        (QCoreApplication.translate("DifferencesPane", "可以填"), what_is_accepted(cell, language)),
    ):
        if text:
            rows.append(_row(_label(label, colours), _cell(_plain(text), colours.base)))
    return _table(rows)


def _removed(parts: Sequence[Part], colours: Colours, *, is_marked: bool) -> str:
    word = QCoreApplication.translate("DifferencesPane", "原")
    style = f"background-color:{colours.removed_part};text-decoration:line-through"
    said = _marked(parts, style if is_marked else "text-decoration:line-through", colours)
    return _cell(f"{_sign(f'− {word}', colours.danger_text)}{said}", colours.removed)


def _added(parts: Sequence[Part], colours: Colours, *, is_marked: bool) -> str:
    word = QCoreApplication.translate("DifferencesPane", "新")
    said = _marked(parts, f"background-color:{colours.added_part}" if is_marked else "", colours)
    return _cell(f"{_sign(f'+ {word}', colours.green_text)}{said}", colours.added)


def _marked(parts: Sequence[Part], style: str, colours: Colours) -> str:
    if not parts:
        nothing = QCoreApplication.translate("DifferencesPane", "空")
        return f'<span style="color:{colours.muted}">{nothing}</span>'
    return "".join(
        f'<span style="{style}">{_plain(text)}</span>' if differs and style else _plain(text) for text, differs in parts
    )


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _sign(text: str, colour: str) -> str:
    return f'<b style="color:{colour}">{text}</b>&nbsp;&nbsp;'


def _label(text: str, colours: Colours, rows: int = 1) -> str:
    return f'<td width="{_LABEL_WIDTH}%" rowspan="{rows}" style="color:{colours.muted}">{escape(text)}</td>'


def _cell(content: str, ground: str) -> str:
    return f'<td style="background-color:{ground}">{content}</td>'


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _table(rows: Sequence[str]) -> str:
    return f'<table width="100%" cellspacing="2" cellpadding="3">{"".join(rows)}</table>'
