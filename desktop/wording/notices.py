"""What is said once: why a ledger goes on as a new node, and what an import found of two histories."""

from __future__ import annotations

from desktop.data.forking import Fork
from desktop.wording.filling import fill

NOTICES: dict[str, tuple[str, str]] = {
    "other_computer": (
        "这份账本上次是在另一台电脑上用的。从现在起这里新记的内容单独编号；两边记的都保留，互相导入后自动合并。",
        "This ledger was last used on another computer. What is recorded here is now numbered apart; nothing is lost.",
    ),
    "older_copy": (
        "这份账本比本机上次用的旧，可能是恢复的备份。从现在起新记的内容单独编号；交出去过的内容，导入对方的文件就能找回。",
        "This ledger is older than the one last used here. What was handed over comes back with the other side's file.",
    ),
    "second_copy": (
        "这是本机另一份账本的副本。从现在起这里新记的内容单独编号；两份记的都保留，互相导入后自动合并。",
        "This file is a copy of another ledger here. What is recorded in it is now numbered apart.",
    ),
    "lock_unfinished": (
        "上次设置或取消密码还没有做完：有的附件或备份没能改写，可能是磁盘满了。下次打开账本时会接着做。",
        "Setting or removing the password is not finished: some files could not be rewritten. It goes on next time.",
    ),
    "own_fork": (
        "这份账本有另一份在别处接着记过。两边记的都保留，从现在起这里新记的内容单独编号。",
        "A copy of this ledger went on elsewhere. Both are kept; what is recorded here is now numbered apart.",
    ),
    "fork": (
        "{unit}的账本有 {count} 份各自往下记过（从第 {number} 号变更起不同）。都已保留，当作不同电脑记的合并。",
        "{count} copies of {unit}'s ledger went on apart from change {number} on. All are kept, as several computers.",
    ),
}


def notice_sentence(code: str, language: str = "zh") -> str:
    """Why a ledger goes on as a new node."""
    return fill(NOTICES.get(code, (code, code)), language, {})


def fork_sentence(fork: Fork, language: str = "zh") -> str:
    """What an import found of two histories under one node's numbers."""
    told = {"unit": fork.unit, "number": fork.number, "count": len(fork.branches)}
    return fill(NOTICES["own_fork" if fork.is_own else "fork"], language, told)
