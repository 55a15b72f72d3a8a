"""Backups, restoring, damaged ledgers, and where a ledger had better not lie."""

from __future__ import annotations

from desktop.wording.filling import fill

KEEPING_REFUSALS: dict[str, tuple[str, str]] = {
    "ledger_damaged": (
        "账本 {file} 有损坏的地方。请先不要再记：重新打开程序，可以从备份恢复，或把还读得出的内容救到新账本里。"
        "损坏的文件不会被改动。",
        "Ledger {file} is damaged. Open the program anew to restore a backup, or to save what can be read.",
    ),
    "index_damaged": (
        "检索已损坏，记录没有受影响。请运行 check --rebuild-index 重建检索。",
        "The search index is damaged; the records are not. Run check --rebuild-index.",
    ),
    "ledger_gone": (
        "账本 {file} 被移走、删除或换掉了，没有保存。请把它放回 {folder}；放不回去就先备份，再关闭程序。",
        "Ledger {file} was moved, deleted or replaced; nothing was saved. Put it back, or back it up before closing.",
    ),
    "backup_no_room": (
        "{folder} 所在的磁盘满了，这次备份没有做成。账本和以前的备份都在；请清理出空间。",
        "The disk of {folder} is full; this backup was not made. The ledger and earlier backups are untouched.",
    ),
    "backup_unsound": (
        "备份 {file} 没有通过检查，没有采用；以前的备份都在。账本可能有损坏，请做一次“全面检查”。",
        "Backup {file} did not pass its check and was not kept; earlier ones are. The ledger may be damaged: check it.",
    ),
    "backup_of_other_office": (
        "{file} 是{office}的备份，不能放到这份账本的位置上。什么都没有改。",
        "{file} is a backup of {office} and cannot take the place of this ledger.",
    ),
    "ledger_open": (
        "账本 {file} 正在{computer}的走访通窗口里打开，请先关闭那个窗口。",
        "Ledger {file} is open in a window on {computer}; close that first.",
    ),
    "nothing_salvaged": (
        "{file} 里没有读出账本的内容，没有建新账本。这个文件没有改动。",
        "Nothing of a ledger could be read from {file}; no new ledger was made, and the file is unchanged.",
    ),
}

REASONS: dict[str, tuple[str, str]] = {
    "start": ("打开程序时", "at the start"),
    "timed": ("使用中", "while working"),
    "import": ("导入前", "before an import"),
    "migration": ("升级前", "before an update"),
    "restore": ("恢复前", "before a restore"),
    "person": ("手工", "by hand"),
}


def reason_words(reason: str, language: str = "zh") -> str:
    """Why a backup was made."""
    return fill(REASONS.get(reason, (reason, reason)), language, {})


KINDS_COUNTED: dict[str, tuple[str, str]] = {
    "visit": ("走访 {count} 次", "{count} visits"),
    "issue": ("问题 {count} 个", "{count} issues"),
    "household": ("户 {count} 户", "{count} households"),
    "person": ("人口 {count} 人", "{count} people"),
    "enterprise": ("企业 {count} 家", "{count} enterprises"),
    "cadre": ("干部 {count} 人", "{count} cadres"),
    "attachment": ("附件 {count} 个", "{count} attached files"),
    "setting": ("设置 {count} 项", "{count} settings"),
}
_OTHER = ("其他 {count} 条", "{count} others")


def counts_words(counts: dict[str, int], language: str = "zh") -> str:
    """How many records of each kind, in one line."""
    told = [fill(KINDS_COUNTED[kind], language, {"count": counts[kind]}) for kind in KINDS_COUNTED if counts.get(kind)]
    other = sum(count for kind, count in counts.items() if kind not in KINDS_COUNTED)
    told += [fill(_OTHER, language, {"count": other})] if other else []
    return ("，" if language == "zh" else ", ").join(told) or ("没有记录" if language == "zh" else "no records")


def beyond_words(newer: dict[str, int], changes: int, *, is_known: bool, language: str = "zh") -> str:
    """What the ledger has that a backup lacks."""
    if not is_known:
        pair = (
            "现在的账本读不出，不知道比备份多了什么。",
            "The ledger cannot be read: what it has beyond is not known.",
        )
    elif not changes:
        pair = ("现在的账本没有比这份备份新的内容。", "The ledger has nothing that is newer.")
    else:
        pair = (
            "现在的账本比它新：{counts}有新增或修改。恢复后这些会回到备份时的样子；现在的账本先另存一份，可以换回来。",
            "The ledger has newer contents: {counts}. They go back to what they were; the ledger is kept first.",
        )
    return fill(pair, language, {"counts": counts_words(newer, language)})


PLACES: dict[str, tuple[str, str]] = {
    "network": (
        "这份账本放在网络盘上。断网或几台电脑同时打开会损坏账本，最好放到本机硬盘，用导出、导入和别的电脑来往。",
        "This ledger lies on a network drive, where it can be damaged. Keep it on this computer's own disk.",
    ),
    "synchronised": (
        "这份账本放在同步文件夹（{service}）里。同步软件会在记录中途复制文件，可能把账本弄坏，最好移到不同步的文件夹。",
        "This ledger lies in a folder that {service} synchronises, which may damage it. Keep it in another folder.",
    ),
}


def place_sentence(code: str, service: str, language: str = "zh") -> str:
    """Why a ledger had better not lie where it does."""
    return fill(PLACES.get(code, (code, code)), language, {"service": service})
