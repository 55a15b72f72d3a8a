"""The sentences people read for refusals and problems, Chinese first, English second. ``ui`` and ``cli`` speak them.

A sentence says what is wrong, where, and what to do.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.domain.errors import Problem, Refused
from desktop.domain.folding import STANDING, STATUS
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import transition

REFUSALS: dict[str, tuple[str, str]] = {
    "invalid": ("有 {count} 处内容需要改正，什么都没有保存。", "{count} values must be corrected; nothing was saved."),
    "unknown_kind": ("没有“{kind}”这种记录，可用：{kinds}。", "There is no record kind '{kind}'; use one of {kinds}."),
    "not_found": ("没有找到这条记录（{id}）。", "No such record ({id})."),
    "is_withdrawn": ("这条记录已撤回，不能再改。需要时请先恢复。", "This record is withdrawn; restore it first."),
    "not_withdrawn": ("这条记录没有撤回，不需要恢复。", "This record is not withdrawn."),
    "nothing_to_undo": ("没有可以撤销的操作。", "Nothing to undo."),
    "nothing_to_redo": ("没有可以重做的操作。", "Nothing to redo."),
    "unknown_event": ("没有“{event}”这个办理步骤。", "There is no step '{event}'."),
    "event_impossible": (
        "问题现在是“{status}”，不能{event}。现在可以：{possible}。",
        "The issue is '{status}'; '{event}' is not possible now. Possible: {possible}.",
    ),
    "event_not_yours": ("“{event}”只能由{levels}办理。", "'{event}' can only be done by: {levels}."),
    "cancelled": ("已取消，没有留下任何改动。", "Cancelled; nothing was changed."),
    "ledger_exists": ("{folder} 里已经有 {file}。请换一个文件名，或直接打开它。", "{file} already exists in {folder}."),
    "ledger_missing": ("没有找到账本 {file}。请检查位置，或先用 init 新建。", "Ledger {file} was not found."),
    "folder_missing": ("文件夹 {folder} 不存在，请先建好。", "Folder {folder} does not exist."),
    "not_a_ledger": ("{file} 不是走访通的账本，没有改动它。", "{file} is not a ledger of this program."),
    "ledger_newer": (
        "账本 {file} 是用更新版本的走访通写的，请先升级本机的程序。账本没有改动。",
        "Ledger {file} was written by a newer version; please update this program.",
    ),
    "ledger_damaged": (
        "账本 {file} 已损坏。请不要继续使用，从 {folder} 里的备份恢复。",
        "Ledger {file} is damaged; restore it from a backup.",
    ),
    "ledger_busy": ("账本正被另一个程序使用，请关闭它后再试。", "The ledger is in use by another program."),
    "ledger_readonly": ("账本 {file} 是只读的，请检查文件夹 {folder} 的权限。", "Ledger {file} is read-only."),
    "ledger_unreachable": ("打不开账本 {file}，请检查文件夹 {folder} 是否可用。", "Ledger {file} cannot be opened."),
    "disk_full": ("磁盘已满，没有保存。请清理出空间后再试一次。", "The disk is full; nothing was saved."),
    "disk_failing": ("磁盘读写出错，没有保存。请检查磁盘或 U 盘。", "The disk failed; nothing was saved."),
    "file_in_use": ("{file} 正在被 WPS 或 Excel 打开，请关闭它后再试。", "{file} is open in another program."),
    "folder_not_writable": ("不能写入文件夹 {folder}，请换一个位置。", "Folder {folder} cannot be written to."),
    "target_is_folder": ("已有一个同名的文件夹 {file}，请换一个文件名。", "{file} is a folder; choose another name."),
    "target_is_ledger": (
        "不能导出到账本文件 {file} 上，请换一个文件名。",
        "{file} is the ledger itself; choose another name.",
    ),
    "name_too_long": ("文件名太长，请改短一些。", "The file name is too long."),
    "read_failed": ("读取 {file} 时出错，请检查 U 盘或磁盘后再试。", "Reading {file} failed; check the disk."),
    "invalid_count": ("村的数目应为 1 至 {most}。", "The number of villages must be 1 to {most}."),
    "folder_not_empty": (
        "{folder} 里已有账本，请换一个空文件夹。",
        "{folder} already holds ledgers; choose an empty folder.",
    ),
    "write_failed": ("文件没有写成，请换一个位置再试。", "The file could not be written."),
    "not_found_file": ("没有找到文件 {file}。", "File {file} was not found."),
    "empty_file": ("{file} 是空文件，可能没有传完，请重新接收。", "{file} is empty."),
    "lock_file": (
        "{file} 是 WPS/Excel 打开文件时的临时文件，请选择不带“~$”的那个。",
        "{file} is a temporary lock file; choose the one without '~$'.",
    ),
    "encrypted": (
        "{file} 有密码保护。请输入密码，或在 WPS/Excel 里打开、去掉密码、另存为 .xlsx 后再导入。",
        "{file} is protected by a password; give it, or save the file as .xlsx without one first.",
    ),
    "wrong_password": (
        "密码不对，打不开 {file}。请核对大小写，或向对方问清密码。没有导入任何内容。",
        "The password does not open {file}; check upper and lower case, or ask the sender.",
    ),
    "cipher_unknown": (
        "{file} 的加密方式不支持。请在 WPS/Excel 里打开、去掉密码、另存为 .xlsx 后再导入。",
        "{file} is encrypted in a way that is not supported; save it as .xlsx without a password first.",
    ),
    "password_short": ("密码太短，至少 {least} 个字符。", "The password is too short: at least {least} characters."),
    "password_long": ("密码太长，最多 {most} 个字符。", "The password is too long: at most {most} characters."),
    "password_character": (
        "密码里有 Excel 不能用的字符，请换一个。",
        "The password holds a character that Excel cannot take.",
    ),
    "password_missing": ("没有收到密码：请在标准输入里给出一行。", "No password came on standard input."),
    "damaged": (
        "{file} 已损坏或没有传完，请让对方重新发送。没有导入任何内容。",
        "{file} is damaged; ask for it again. Nothing was imported.",
    ),
    "not_workbook": (
        "{file} 不是 Excel 工作簿（.xlsx），请选择走访通导出的文件。没有导入任何内容。",
        "{file} is not an Excel workbook (.xlsx).",
    ),
    "legacy_format": (
        "{file} 是旧格式（.xls/.et）。请在 WPS/Excel 里另存为 .xlsx 后再导入。",
        "{file} has an old format (.xls/.et); save it as .xlsx first.",
    ),
    "too_large": (
        "{file} 超过 {limit_megabytes} MB。请删去图片、附件和无关的工作表，或按时间分成几个文件。没有导入任何内容。",
        "{file} has over {limit_megabytes} MB; remove pictures and other sheets, or split it.",
    ),
    "unpacks_too_large": (
        "{file} 展开后大得不正常，没有打开。请核实是谁发来的，让对方重新导出。没有导入任何内容。",
        "{file} unpacks to an abnormal size and was not opened; ask for a new export.",
    ),
    "too_many_parts": (
        "{file} 里的零件超过 {limit} 个，不像正常的工作簿。请让对方重新导出。没有导入任何内容。",
        "{file} has over {limit} parts and is no ordinary workbook; ask for a new export.",
    ),
    "too_many_texts": (
        "{file} 里不同的文字超过 {limit} 条，放不下。请按时间分成几个文件。没有导入任何内容。",
        "{file} has over {limit} different texts; split it.",
    ),
    "too_many_cells": (
        "{file} 的表格范围太大（右边或下边很远处还有内容）。请删去多余的行和列，另存后再试。没有导入任何内容。",
        "{file} has cells far to the right or below; remove the superfluous rows and columns and save it anew.",
    ),
    "cell_too_long": (
        "{file} 的“{sheet}”第 {row} 行第 {column} 列超过 {limit} 字，请删短后再试。没有导入任何内容。",
        "{file}: sheet '{sheet}', row {row}, column {column} holds over {limit} characters.",
    ),
    "too_heavy": (
        "{file} 读取时间太长或占用内存太多，已经停止。请删去无关的工作表和内容，或分成几个文件。没有导入任何内容。",
        "Reading {file} took too long or too much memory and was stopped; remove what is superfluous, or split it.",
    ),
    "reader_failed": (
        "读取文件的程序没有启动，{file} 没有打开。请重启电脑再试；如果装有杀毒软件，请允许走访通运行。",
        "The reading process did not start, {file} was not opened; restart the computer, or allow the program to run.",
    ),
    "sync_workbook": (
        "{file} 是走访通导出的交换文件，请用“导入”，不用“取数”。没有导入任何内容。",
        "{file} is an exchange workbook of this program; use import, not intake.",
    ),
    "no_table": (
        "{file} 里没有找到{kind}的表：前 {rows} 行里没有认得出的列标题。请检查文件，或换一种记录。没有导入任何内容。",
        "No table of the kind {kind} was found in {file}: no headings were recognised in its first {rows} rows.",
    ),
    "nothing_faultless": (
        "{file} 里没有一行可以导入：有 {count} 处内容需要改正。没有导入任何内容。",
        "No row of {file} can be taken in: {count} values must be corrected.",
    ),
    "locked_by_program": ("{file} 正被另一个程序占用，请关闭它后再试。", "{file} is in use by another program."),
    "file_changed": (
        "{file} 在预览之后又被改动过，没有导入。请重新看一遍预览。",
        "{file} was changed after the preview; look at it again.",
    ),
    "rows_unknown": (
        "{file} 的隐藏内容没有了，表里的记录本账本也没有。请让对方重新导出。",
        "{file} has lost its hidden parts and shows no record of this ledger; ask for a new export.",
    ),
    "foreign_workbook": (
        "{file} 不是走访通导出的文件，或者它的隐藏工作表已被删除。没有导入任何内容。",
        "{file} was not exported by this program, or its hidden sheets are gone.",
    ),
    "public_workbook": (
        "{file} 是公示表，只供张贴，不能导入。请选择用“导出”做的交换文件。",
        "{file} was made for posting and cannot be imported; choose an exchange file.",
    ),
    "not_annotatable": (
        "不能在 {file} 里标出有问题的单元格。请按列出的表、行、列改正，或在 WPS/Excel 里另存为 .xlsx 后再试。",
        "The cells of {file} cannot be marked; save it as .xlsx and try again.",
    ),
    "copy_outdated": (
        "{file} 读过以后又被改动，原来的行列对不上了，没有写标注的副本。请重新导入一次。",
        "{file} was changed since it was read; import it again for a marked copy.",
    ),
    "target_is_source": ("标注要写到另一个文件，不能盖住收到的 {file}。", "{file} itself cannot be written over."),
    "workbook_newer": (
        "{file} 是用更新版本的走访通导出的，请先升级本机的程序。",
        "{file} was exported by a newer version; please update this program.",
    ),
    "workbook_incomplete": (
        "{file} 里隐藏的内容不完整，可能被改动过，请让对方重新导出。没有导入任何内容。",
        "The hidden part of {file} is incomplete; ask for a new export.",
    ),
    "not_for_us": (
        "{file} 是{sender}的文件，不是给{office}的。没有导入任何内容。",
        "{file} comes from {sender} and is not meant for {office}.",
    ),
    "change_altered": (
        "文件里第 {number} 号变更（{actor}，{wall}）与原来的不一致，被改动过。没有导入任何内容，请让对方重新导出。",
        "Change {number} ({actor}, {wall}) was altered; nothing was imported.",
    ),
    "unknown_recipient": ("没有编码为 {unit} 的单位的数据，不能导出给它。", "Nothing is known of unit {unit}."),
    "unknown_conflict": (
        "没有这处冲突（{id}），可能已经处理过了。",
        "No such conflict ({id}); it may be settled already.",
    ),
    "unclear_choice": (
        "“{take}”指不清是哪一个，请写编号：{heads}。",
        "'{take}' does not say which; give a number: {heads}.",
    ),
    "unknown_choice": ("没有“{take}”这个选择，可以写编号：{heads}。", "'{take}' is no choice; give a number: {heads}."),
    "no_third_value": ("这处冲突只能从现有的里面选，请写编号：{heads}。", "Only one of these can be taken: {heads}."),
    "unknown_batch": ("没有这次导入（{batch}）。", "No such import ({batch})."),
    "batch_undone": ("这次导入已经撤销过了。", "This import is already undone."),
    "batch_standing": ("这次导入没有撤销，不需要重做。", "This import stands; there is nothing to redo."),
    "bad_json": ("输入不是有效的 JSON：{detail}。", "The input is not valid JSON: {detail}"),
    "not_objects": ("输入应为一组记录（JSON 列表）。", "The input must be a JSON list of objects."),
    "too_many_rows": ("工作表“{sheet}”超过 {limit} 行，请按时间分开导出。", "Sheet {sheet} has over {limit} rows."),
    "too_long": ("单元格内容超过 {limit} 字，Excel 放不下。", "A cell holds more than {limit} characters."),
    "bad_character": ("内容含有 Excel 不能保存的字符。", "The text holds a character that Excel cannot store."),
}

PROBLEMS: dict[str, tuple[str, str]] = {
    "missing": ("请填写{label}。", "{label} is required."),
    "bad_date": ("日期不对：可以写 2026-03-05、2026.3.5、3月5日。", "Not a date; write it like 2026-03-05."),
    "future_date": ("日期不能晚于今天（{today}）。", "The date is later than today ({today})."),
    "bad_phone": (
        "电话不对：手机 11 位，固话如 0511-87654321；多个号码用、隔开。",
        "Not a phone number: a mobile has 11 digits; separate several by 、.",
    ),
    "bad_id_checksum": (
        "身份证号不对：应为 18 位（或 15 位），请核对每一位；没有证件可写“无证：原因”。",
        "Not a valid ID number (18 or 15 digits); check each digit.",
    ),
    "id_precision_lost": (
        "身份证号存成了数字，后三位已丢失，不能恢复。请按证件重新填写，单元格设为文本。",
        "The ID number was stored as a number and has lost its last digits; enter it again as text.",
    ),
    "bad_choice": ("没有这个选项，可填：{choices}。", "Not one of the choices: {choices}."),
    "text_expected": ("这里应填文字。", "Text is expected."),
    "list_expected": ("“{field}”应为列表。", "'{field}' must be a list."),
    "number_expected": ("请填写数字。", "A number is expected."),
    "out_of_range": ("数字超出范围（{minimum} 至 {maximum}）。", "Out of range ({minimum} to {maximum})."),
    "too_long": ("内容太长：最多 {limit} 字，现有 {length} 字。", "Too long: {length} of at most {limit} characters."),
    "bad_character": (
        "含有不能保存的字符（{code_point}，第 {position} 个），请删去。",
        "Character {code_point} at {position} cannot be stored.",
    ),
    "bad_code": ("编码不对，请核对位数和字符。", "Not a valid code."),
    "unknown_field": ("没有“{field}”这个字段。", "There is no field '{field}'."),
    "not_settable": ("“{label}”由程序填写，不能手工录入。", "{label} is set by the program."),
    "not_found": ("没有找到对应的记录：{value}。", "No such record: {value}."),
    "foreign_unit": ("本账本只记{name}（{code}）的内容。", "This ledger only holds records of {name} ({code})."),
    "unknown_village": ("{town}没有叫“{value}”的村，请核对村名或填写村码。", "{town} has no village '{value}'."),
    "event_only": (
        "“{label}”由办理步骤得出，手工填写的“{value}”没有采用；请在走访通里办理这一步。",
        "{label} follows from the steps of the issue; what was typed was not taken.",
    ),
    "record_unknown": (
        "账本里没有这一行对应的记录，请让对方重新导出。",
        "The ledger has no record for this row; ask for a new export.",
    ),
    "record_twice": (
        "表里有两行是同一条记录，不知道以哪一行为准；请只留一行再导入。",
        "Two rows stand for the same record; keep one of them.",
    ),
    "record_withdrawn": (
        "这条记录已撤回，表里的改动没有采用；需要时请先恢复记录。",
        "The record is withdrawn; what was typed was not taken.",
    ),
    "decision_elsewhere": (
        "镇级审核意见只能导入镇里的账本，本账本没有采用。",
        "Decisions of the town can only be taken into the town's ledger.",
    ),
    "decision_impossible": (
        "问题现在不能“{choice}”，审核意见没有采用；请先看它办到哪一步。",
        "The issue cannot be decided so now; see where it stands.",
    ),
    "unknown_fault": ("这一项不能这样填写。", "This value is not accepted."),
}


ACCEPTED: dict[str, tuple[str, str]] = {
    "missing": ("不能为空", "must not be empty"),
    "bad_date": ("2026-03-05、2026.3.5、2026年3月5日、3月5日", "2026-03-05, 2026.3.5, 3月5日"),
    "future_date": ("不晚于 {today} 的日期", "a date not later than {today}"),
    "bad_phone": (
        "11 位手机号，或 0511-87654321 这样的固话，多个用、隔开",
        "11-digit mobile or landline, several by 、",
    ),
    "bad_id_checksum": ("18 位或 15 位身份证号，或“无证：原因”", "an ID number of 18 or 15 digits"),
    "id_precision_lost": ("文本格式的 18 位身份证号", "an ID number as text"),
    "bad_choice": ("{choices}", "{choices}"),
    "number_expected": ("数字", "a number"),
    "text_expected": ("文字", "text"),
    "list_expected": ("列表", "a list"),
    "out_of_range": ("{minimum} 至 {maximum}", "{minimum} to {maximum}"),
    "too_long": ("最多 {limit} 字", "at most {limit} characters"),
    "bad_character": ("不含控制字符的文字", "text without control characters"),
    "unknown_field": ("{known}", "{known}"),
    "not_settable": ("不填", "leave it out"),
    "not_found": ("已有记录的标识", "the id of an existing record"),
    "foreign_unit": ("{code}", "{code}"),
    "unknown_village": ("{town}的村名或 12 位村码", "a village of {town}, or its 12-digit code"),
    "event_only": ("不填", "leave it as it is"),
    "record_unknown": ("本账本已有的记录", "a record of this ledger"),
    "record_twice": ("每条记录一行", "one row for each record"),
    "record_withdrawn": ("没有撤回的记录", "a record that is not withdrawn"),
    "decision_elsewhere": ("不填", "leave it out"),
    "decision_impossible": ("待镇审的问题", "an issue that waits for the town"),
    "bad_code": ("位数和字符正确的编码", "a well-formed code"),
}


FINDINGS: dict[str, tuple[str, str]] = {
    "file_damaged": ("账本文件有损坏：{detail}", "The file is damaged: {detail}"),
    "reference_broken": (
        "表 {table} 第 {row} 行所指的 {parent} 不存在。",
        "Row {row} of {table} points to no {parent}.",
    ),
    "change_altered": (
        "第 {number} 号变更被改动过（{scope}，{node}）。",
        "Change {number} was altered ({scope}, {node}).",
    ),
    "numbers_missing": (
        "缺第 {first}–{last} 号变更（{scope}，{node}）。",
        "Changes {first}–{last} are missing ({scope}, {node}).",
    ),
    "count_wrong": ("变更的计数不对（{scope}，{node}）。", "The count of changes is wrong ({scope}, {node})."),
    "clock_behind": (
        "变更的次序号落后（{lamport}，应不小于 {highest}）。",
        "The order counter is behind ({lamport} < {highest}).",
    ),
    "record_missing": ("记录 {id} 在表里缺失（{kind}）。", "Record {id} is missing from its table ({kind})."),
    "record_unfounded": ("记录 {id} 没有来历（{kind}）。", "Record {id} has no changes ({kind})."),
    "record_differs": (
        "记录 {id} 与它的变更不一致（{kind}）：{fields}",
        "Record {id} differs from its changes ({kind}): {fields}",
    ),
    "conflict_differs": ("记录 {id} 的冲突“{field}”与变更不一致。", "Conflict '{field}' of record {id} differs."),
    "setting_differs": ("设置“{key}”与变更不一致。", "Setting '{key}' differs from its changes."),
    "index_missing": ("第 {row} 行没有进检索（{kind}）。", "Row {row} is not in the search index ({kind})."),
    "index_unfounded": ("检索里多出第 {row} 行（{kind}）。", "The search index has a row {row} too many ({kind})."),
    "index_differs": ("第 {row} 行的检索内容不对（{kind}）。", "The search text of row {row} is wrong ({kind})."),
}


IGNORED_ROWS: dict[str, tuple[str, str]] = {
    "total": ("合计行", "a total"),
    "heading": ("重复的标题行", "the headings once more"),
    "note": ("说明或签字，不是记录", "a note or signature, no record"),
}


class _Lenient(string.Formatter):
    """Leaves out what a sentence names and the refusal does not carry, rather than fail while saying what failed."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")


_FORMATTER = _Lenient()


def _said(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return "、".join(_said(one) for one in value)
    return str(value)


def _fill(pair: tuple[str, str], language: str, params: Mapping[str, Any]) -> str:
    template = pair[1] if language == "en" else pair[0]
    return _FORMATTER.vformat(template, (), {name: _said(value) for name, value in params.items()})


def sentence(refusal: Refused, language: str = "zh") -> str:
    """A refusal in one sentence; a single bad value says itself."""
    if refusal.code == "invalid" and len(refusal.problems) == 1:
        return problem_sentence(refusal.problems[0], language)
    params = {**refusal.params, "count": len(refusal.problems)}
    if "path" in params:
        path = Path(params["path"])
        params = {"file": path.name, "folder": str(path.parent), **params}
    if refusal.code.startswith("event_"):
        params |= _event_words(params, language)
    if "heads" in params:
        params["heads"] = [_head_words(head) for head in params["heads"]]
    # A record that is not there and a file that is not there share their code.
    code = "not_found_file" if refusal.code == "not_found" and "file" in params else refusal.code
    return _fill(REFUSALS.get(code, (code, code)), language, params)


def _event_words(params: Mapping[str, Any], language: str) -> dict[str, Any]:
    def named(event: str) -> str:
        found = transition(event)
        return event if found is None else found.label_en if language == "en" else found.label

    words: dict[str, Any] = {"event": named(str(params.get("event", "")))}
    status = KINDS["issue"].field("status").choice(str(params.get("status", "")))
    if status is not None:
        words["status"] = status.label_en if language == "en" else status.label
    words["possible"] = [named(event) for event in params.get("possible", ())]
    levels = {"village": ("村", "village"), "town": ("镇", "town")}
    words["levels"] = [levels[level][language == "en"] for level in params.get("levels", ())]
    return words


def _head_words(head: Mapping[str, Any]) -> str:
    who = " ".join(str(head[name]) for name in ("office", "actor") if head[name])
    return f"{head['number']} {who}".strip()


def conflict_field(kind: str, name: str, language: str = "zh") -> str:
    """What a conflict is about: the label of its field, or the words for standing and steps."""
    words = {STANDING: ("是否撤回", "withdrawn or not"), STATUS: ("没有生效的办理", "step without effect")}
    if name in words:
        return words[name][language == "en"]
    if kind in KINDS and KINDS[kind].has_field(name):
        field = KINDS[kind].field(name)
        return field.label_en if language == "en" else field.label
    return name


def gap_sentence(name: str, first: int, last: int, language: str = "zh") -> str:
    """Which changes of an office are missing, by name and number."""
    if language == "en":
        return f"missing: changes {first}–{last} of {name}"
    numbers = f"{first}–{last}" if last > first else str(first)
    return f"缺 {name} 第 {numbers} 号变更"


def problem_sentence(problem: Problem, language: str = "zh") -> str:
    """What is wrong with a value and what is accepted, for the place under its field."""
    params = {"field": problem.field, "label": problem.field, "value": problem.value, **problem.params}
    return _fill(PROBLEMS.get(problem.kind, PROBLEMS["unknown_fault"]), language, params)


def accepted(problem: Problem, language: str = "zh") -> str:
    """What the field accepts, in a few words; empty where nothing more can be said."""
    pair = ACCEPTED.get(problem.kind)
    return _fill(pair, language, problem.params) if pair else ""


def ignored_words(why: str, language: str = "zh") -> str:
    """Why a row of a ledger that is taken in is no record."""
    return _fill(IGNORED_ROWS.get(why, (why, why)), language, {})


def finding_sentence(code: str, params: Mapping[str, Any], language: str = "zh") -> str:
    """What the inspection of a ledger found, in a sentence."""
    return _fill(FINDINGS.get(code, (code, code)), language, params)
