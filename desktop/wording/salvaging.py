"""What was saved of a damaged ledger, and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop.wording.filling import fill

if TYPE_CHECKING:
    from desktop.services.salvaging import Salvaged

MOST_NAMED = 6
"""Stretches, and names, of what is lost that are told; of more only the number is."""

SALVAGED: dict[str, tuple[str, str]] = {
    "all": (
        "救出了 {records} 条记录、{changes} 项变更，没有发现缺少的。",
        "{records} records, {changes} changes were saved; nothing is known to be missing.",
    ),
    "some": (
        "救出了 {records} 条记录、{changes} 项变更；有 {lost} 项变更读不出：{named}。",
        "{records} records, {changes} changes were saved; {lost} changes are lost: {named}.",
    ),
    "unsure": ("救出了 {records} 条记录、{changes} 项变更。", "{records} records, {changes} changes were saved."),
    "from_backup": ("其中 {count} 项取自备份。", "{count} of them come from the backup."),
    "doubtful": (
        "有 {count} 项跟在读不出的变更后面，没法核对有没有错。",
        "{count} of them could not be checked.",
    ),
    "unplaced": (
        "另有 {count} 项变更读到了，却认不出是谁记的，没有放进去。",
        "{count} more changes were read, and nothing says whose they are; they were left out.",
    ),
    "waiting": (
        "另有 {count} 项别的单位的变更，等对方再发一次文件就补上。",
        "{count} changes of other offices wait for their next file.",
    ),
    "access_lost": (
        "查看登记救出 {count} 条，缺第 {named} 条，登记里已记明。",
        "{count} entries of the access log were saved; {named} are lost, as the log says.",
    ),
    "pins_lost": ("口令没有救出，要重新设：{named}。", "PINs that are lost and must be set anew: {named}."),
    "forms_lost": ("表样没有救出，请重新添加：{named}。", "Forms that are lost and must be added anew: {named}."),
    "receipts": (
        "对方的回执没有带过来，下一份给对方的文件会带上全部内容。",
        "Receipts were not carried over: the next file for each partner holds everything.",
    ),
    "imports": ("以前导入的文件不能再撤销。", "Former imports cannot be undone any more."),
}


def lost_words(saved: Salvaged, language: str = "zh") -> str:
    """What was saved of a damaged ledger, what is known to be gone, and what was not carried over."""
    told = [fill(SALVAGED[name], language, params) for name, params in _told(saved)]
    return "".join(told) if language == "zh" else " ".join(told)


def _told(saved: Salvaged) -> Iterator[tuple[str, dict[str, Any]]]:
    stretches = [f"{one.unit}{_stretch(one.first, one.last)}" for one in saved.lost]
    counts = {"records": saved.records, "changes": saved.changes, "lost": saved.lost_count}
    yield _extent(saved), {**counts, "named": _first(stretches)}
    for name in ("from_backup", "doubtful", "unplaced", "waiting"):
        if getattr(saved, name):
            yield name, {"count": getattr(saved, name)}
    access, extras = saved.access, saved.extras
    if access.lost:
        yield "access_lost", {"count": access.accesses, "named": _first([_stretch(*one) for one in access.lost])}
    for name, lost in (("pins_lost", access.lost_pins), ("forms_lost", extras.lost_forms)):
        if lost:
            yield name, {"named": _first(lost)}
    for name in ("receipts", "imports"):
        if getattr(extras, name):
            yield name, {}


def _extent(saved: Salvaged) -> str:
    if saved.lost:
        return "some"
    return "unsure" if saved.unplaced else "all"


def _stretch(first: int, last: int | None) -> str:
    if last is None:
        return f"{first}–?"
    return str(first) if first == last else f"{first}–{last}"


def _first(named: list[str] | tuple[str, ...]) -> list[str]:
    return [*named[:MOST_NAMED], *["…"] * (len(named) > MOST_NAMED)]
