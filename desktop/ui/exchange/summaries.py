"""An import in one sentence, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.services.outcomes import FileOutcome
from desktop.ui.exchange.import_files import FileRow


def said_trial(rows: Sequence[FileRow]) -> str:
    """What importing the wanted files would do."""
    tallies = [row.tally for row in rows if row.is_wanted and row.trial is not None]
    created, updated = sum(one.created for one in tallies), sum(one.updated for one in tallies)
    left_out = sum(one.left_out for one in tallies)
    files = _files_in(row.trial for row in rows if row.is_wanted and row.trial is not None)
    if not tallies:
        return QCoreApplication.translate("Preview", "没有可以导入的文件，账本没有改动。")
    if left_out:
        text = QCoreApplication.translate(
            "Preview", "导入后新增 {created} 条、更新 {updated} 条，留出 {left_out} 条。账本还没有改动。"
        )
    elif not (created or updated or files):
        return QCoreApplication.translate("Preview", "这些文件里没有新内容。账本还没有改动。")
    elif files:
        text = QCoreApplication.translate(
            "Preview", "导入后新增 {created} 条、更新 {updated} 条，收到 {files} 个附件的文件。账本还没有改动。"
        )
    else:
        text = QCoreApplication.translate("Preview", "导入后新增 {created} 条、更新 {updated} 条。账本还没有改动。")
    return text.format(created=f"{created:,}", updated=f"{updated:,}", left_out=f"{left_out:,}", files=f"{files:,}")


def _files_in(outcomes: Iterable[FileOutcome]) -> int:
    return sum(one.files.taken for one in outcomes if one.files is not None)


def said_result(outcomes: Sequence[FileOutcome]) -> str:
    """What an import has done."""
    taken = [one for one in outcomes if one.refusal is None]
    if not any(one.status == "imported" for one in taken):
        return QCoreApplication.translate("Preview", "这些文件里没有新内容，账本没有改动。")
    left_out = sum(one.left_out for one in taken)
    text = QCoreApplication.translate("Preview", "已导入 {files} 个文件：新增 {created} 条，更新 {updated} 条。")
    if left_out:
        text = QCoreApplication.translate(
            "Preview",
            "已导入 {files} 个文件：新增 {created} 条，更新 {updated} 条。"
            "留出 {left_out} 条，再导入同一个文件就会收进来。",
        )
    arrived = _files_in(taken)
    if arrived:
        text += QCoreApplication.translate("Preview", "收到 {arrived} 个附件的文件。")
    return text.format(
        arrived=f"{arrived:,}",
        files=len(taken),
        created=f"{sum(one.created for one in taken):,}",
        updated=f"{sum(one.updated for one in taken):,}",
        left_out=f"{left_out:,}",
    )
