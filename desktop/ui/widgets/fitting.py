"""How high a window must be for words that wrap."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.theme import FRAME


def grow_to_fit(window: QWidget) -> None:
    """Make a window as high as what it shows needs at its width, as far as the screen goes; never lower than it is.

    Qt asks for the height of words that wrap at another width than they get in the end: without this they are cut, or
    lie over what stands below.
    """
    whole = window.layout()
    if whole is None:
        return
    whole.activate()
    wanted = max(window.height(), whole.totalHeightForWidth(window.width()))
    window.resize(window.width(), min(wanted, window.screen().availableSize().height() - FRAME))
