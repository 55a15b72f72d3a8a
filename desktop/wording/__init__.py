"""The sentences people read for refusals and problems, Chinese first, English second. ``ui`` and ``cli`` speak them.

A sentence says what is wrong, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import DUTY_CHOICES, transition
from desktop.wording.cautions import CAUTIONS, caution_sentence
from desktop.wording.conflicts import conflict_field, gap_sentence, head_words
from desktop.wording.deadlines import (
    days_words,
    extension_sentence,
    holidays_sentence,
    light_words,
    limit_sentence,
    remaining_words,
)
from desktop.wording.files import FILE_REFUSALS
from desktop.wording.filling import fill
from desktop.wording.findings import (
    FINDINGS,
    GUESSES,
    IGNORED_ROWS,
    LIKENESSES,
    finding_sentence,
    guess_words,
    ignored_words,
    likeness_words,
)
from desktop.wording.keeping import KEEPING_REFUSALS
from desktop.wording.locking import LOCK_REFUSALS
from desktop.wording.notices import fork_sentence, notice_sentence
from desktop.wording.privacy import ACTS, PRIVACY_REFUSALS, act_words, acts_named, delay_words
from desktop.wording.problems import ACCEPTED, PROBLEMS, accepted, problem_sentence
from desktop.wording.registers import REGISTER_REFUSALS, alike_words, disagreement_sentence
from desktop.wording.reminders import reminder_words
from desktop.wording.steps import clock_words, duty_words, next_words, reason_words, step_label
from desktop.wording.templates import TEMPLATE_REFUSALS
from desktop.wording.views import VIEWS, view_name

__all__ = [
    "ACCEPTED",
    "ACTS",
    "CAUTIONS",
    "FINDINGS",
    "GUESSES",
    "IGNORED_ROWS",
    "LIKENESSES",
    "PROBLEMS",
    "REFUSALS",
    "VIEWS",
    "accepted",
    "act_words",
    "acts_named",
    "alike_words",
    "caution_sentence",
    "clock_words",
    "conflict_field",
    "days_words",
    "delay_words",
    "disagreement_sentence",
    "duty_words",
    "extension_sentence",
    "finding_sentence",
    "fork_sentence",
    "gap_sentence",
    "guess_words",
    "holidays_sentence",
    "ignored_words",
    "light_words",
    "likeness_words",
    "limit_sentence",
    "next_words",
    "notice_sentence",
    "problem_sentence",
    "reason_words",
    "remaining_words",
    "reminder_words",
    "sentence",
    "step_label",
    "view_name",
]

REFUSALS: dict[str, tuple[str, str]] = {
    "invalid": ("有 {count} 处内容需要改正，什么都没有保存。", "{count} values must be corrected; nothing was saved."),
    "unknown_kind": ("没有“{kind}”这种记录，可用：{kinds}。", "There is no record kind '{kind}'; use one of {kinds}."),
    "not_found": ("没有找到这条记录（{id}）。", "No such record ({id})."),
    "is_withdrawn": ("这条记录已撤回，不能再改。需要时请先恢复。", "This record is withdrawn; restore it first."),
    "not_withdrawn": ("这条记录没有撤回，不需要恢复。", "This record is not withdrawn."),
    "unknown_figure": (
        "没有“{figure}”这个数字，可用：{figures}。",
        "There is no figure '{figure}'; use one of {figures}.",
    ),
    "bad_month": ("“{month}”不是月份，应写成 2026-03。", "'{month}' is no month; write 2026-03."),
    "period_not_begun": ("{first} 还没有到，统计不出来。", "{first} has not come yet."),
    "period_reversed": (
        "起始日期 {first} 在截止日期 {last} 之后。",
        "The period ends ({last}) before it begins ({first}).",
    ),
    "unknown_unit": ("账本里没有代码为 {unit_code} 的村。", "The ledger has no village of the code {unit_code}."),
    "code_not_shared": ("问题编号 {number} 不需要改。", "Issue number {number} needs no change."),
    "nothing_to_undo": ("没有可以撤销的操作。", "Nothing to undo."),
    "nothing_to_redo": ("没有可以重做的操作。", "Nothing to redo."),
    "unknown_event": ("没有“{event}”这个办理步骤。", "There is no step '{event}'."),
    "event_impossible": (
        "问题现在是“{status}”，不能{event}。现在可以：{possible}。",
        "The issue is '{status}'; '{event}' is not possible now. Possible: {possible}.",
    ),
    "event_not_yours": ("“{event}”只能由{levels}办理。", "'{event}' can only be done by: {levels}."),
    "event_needs_duty": (
        "“{event}”由{duties}办理，{actor}没有这个职责。可以由{people}来办，或在“设置 · 人员”里改职责。",
        "'{event}' takes one of these duties: {duties}; {actor} has none of them. Able: {people}.",
    ),
    "none_possible": (
        "{total} 个问题都不能办，什么都没有改。",
        "None of {total} issues can take it; nothing was changed.",
    ),
    "not_all_possible": (
        "{total} 个问题不是都能办，什么都没有改。",
        "Not all of {total} issues can take it; nothing was changed.",
    ),
    "unknown_view": ("没有叫“{name}”的常用筛选，可用：{views}。", "No filter called '{name}'; there are: {views}."),
    "cancelled": ("已取消，没有留下任何改动。", "Cancelled; nothing was changed."),
    "ledger_exists": ("{folder} 里已经有 {file}。请换一个文件名，或直接打开它。", "{file} already exists in {folder}."),
    "ledger_missing": ("没有找到账本 {file}。请检查位置，或先用 init 新建。", "Ledger {file} was not found."),
    "folder_missing": ("文件夹 {folder} 不存在，请先建好。", "Folder {folder} does not exist."),
    "not_a_ledger": ("{file} 不是走访通的账本，没有改动它。", "{file} is not a ledger of this program."),
    "ledger_newer": (
        "账本 {file} 是用更新版本的走访通写的，请先升级本机的程序。账本没有改动。",
        "Ledger {file} was written by a newer version; please update this program.",
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
    "bad_mapping": (
        '{file} 不是列标题的对应表：应为 JSON，如 {{"走访时间": "visited_on", "照片数": null}}。',
        "{file} is no mapping: it must be a JSON object of heading to field or null.",
    ),
    "no_text": (
        "{file} 里没有文字：可能是空表，或者只有扫描的图片。请找到原来的电子表格再取数。没有导入任何内容。",
        "{file} holds no text: it is empty, or only a scanned picture. Nothing was taken in.",
    ),
    "columns_absent": (
        "{file} 里没有这些必填的列：{fields}。请说明所有记录统一填什么（命令行用 --fill），或指定由哪一列提供。"
        "没有导入任何内容。",
        "{file} has no column for: {fields}. Tell one value for all records, or which column it is.",
    ),
    "unknown_fields": (
        "{kind}没有这些字段：{fields}。可以用的字段：{known}。",
        "{kind} has no such fields: {fields}. Known: {known}.",
    ),
    "no_such_row": (
        "{file} 里“{sheet}”第 {row} 行不是记录，不能改这一行的内容。",
        "Row {row} of '{sheet}' in {file} is no record; nothing in it can be corrected.",
    ),
    "rows_side_by_side": (
        "{file} 里“{sheet}”第 {row} 行并排有几条记录，不能在这里改。请改原表再取。",
        "Row {row} of '{sheet}' in {file} holds several records side by side; correct the file and take it in again.",
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
    "fork_unlinked": (
        "文件里的第 {number} 号变更接不上本机已有的：同一份账本有两份各自往下记过。没有导入任何内容，"
        "请让对方用“全部”重新导出，导入后两边的内容都会保留。",
        "Change {number} does not go on from what is here: a ledger was copied and both copies went on. Nothing was "
        "imported; ask for a full export, which keeps both.",
    ),
    "unknown_form": ("没有“{form}”这种单据，可用：{forms}。", "There is no form '{form}'; use one of {forms}."),
    "form_not_now": (
        "问题现在是“{status}”，还不能打印{form}。可以打印：{forms}。",
        "The issue is '{status}'; '{form}' cannot be printed of it. Possible: {forms}.",
    ),
    "nothing_to_print": ("没有可以打印的问题，请先换一换筛选条件。", "There is no issue to print; change the filters."),
    "too_many_to_print": (
        "有 {total} 件，一份清单最多打印 {limit} 件。请缩小筛选范围，或导出成表格。",
        "There are {total} issues, and a printed list holds at most {limit}; narrow the filters.",
    ),
    "printer_failed": (
        "打印机 {printer} 没有接受打印，请看看电源、纸张和连线，再试一次。",
        "The printer {printer} did not take the job; check it and try again.",
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
    "unknown_setting": (
        "没有“{setting}”这项设置，可用：{known}。",
        "There is no setting '{setting}'; use one of {known}.",
    ),
    "unknown_batch": ("没有这次导入（{batch}）。", "No such import ({batch})."),
    "batch_undone": ("这次导入已经撤销过了。", "This import is already undone."),
    "batch_standing": ("这次导入没有撤销，不需要重做。", "This import stands; there is nothing to redo."),
    "bad_json": ("输入不是有效的 JSON：{detail}。", "The input is not valid JSON: {detail}"),
    "not_objects": ("输入应为一组记录（JSON 列表）。", "The input must be a JSON list of objects."),
    "too_many_rows": ("工作表“{sheet}”超过 {limit} 行，请按时间分开导出。", "Sheet {sheet} has over {limit} rows."),
    "too_long": ("单元格内容超过 {limit} 字，Excel 放不下。", "A cell holds more than {limit} characters."),
    "bad_character": ("内容含有 Excel 不能保存的字符。", "The text holds a character that Excel cannot store."),
    **FILE_REFUSALS,
    **KEEPING_REFUSALS,
    **PRIVACY_REFUSALS,
    **LOCK_REFUSALS,
    **REGISTER_REFUSALS,
    **TEMPLATE_REFUSALS,
}


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
        params["heads"] = [head_words(head) for head in params["heads"]]
    code = refusal.code
    if "seconds" in params:
        params["time"] = delay_words(params["seconds"], language)
        code = f"{code}_wait" if code == "pin_wrong" and params["seconds"] else code
    # A record that is not there and a file that is not there share their code.
    code = "not_found_file" if code == "not_found" and "file" in params else code
    return fill(REFUSALS.get(code, (code, code)), language, params)


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
    words["duties"] = [
        choice.label_en if language == "en" else choice.label
        for choice in DUTY_CHOICES
        if choice.code in params.get("duties", ())
    ]
    words["people"] = list(params.get("people", ())) or ["nobody" if language == "en" else "设了这个职责的人"]
    words["levels"] = [levels[level][language == "en"] for level in params.get("levels", ())]
    return words
