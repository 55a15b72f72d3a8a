"""What is said of a fault before the window or the commands are there: a library of the system that is missing, say."""

from __future__ import annotations

import re
import sys
from types import TracebackType

_LIBRARY = re.compile(r"\blib[\w.+-]+\.so[\w.]*")


def say_early(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """The first hook for uncaught exceptions; nothing is loaded for it until it is needed."""
    import logging

    from desktop.logs import fault_text, keep_log

    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, fault, trace)
        return
    keep_log()
    logging.getLogger("zoufang.faults").error("%s", fault_text(fault))
    _say(_sentence(fault))


def _sentence(fault: BaseException) -> str:
    missing = _LIBRARY.search(str(fault)) if isinstance(fault, ImportError) else None
    if missing:
        return f"走访通没有启动：这台电脑缺少系统库 {missing[0]}，请先安装。"
    return "走访通没有启动：程序出错。账本没有改动，请把日志发给维护人员。"


def _say(text: str) -> None:
    if sys.platform == "win32":
        import ctypes

        # Started by a double click there is no console to read it in.
        ctypes.windll.user32.MessageBoxW(None, text, "走访通", 0x10)  # MB_ICONERROR
    if sys.stderr is not None:
        sys.stderr.buffer.write(f"{text}\n".encode())
