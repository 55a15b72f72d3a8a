"""What is wrong with single values, and what is accepted instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.errors import Problem
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import transition
from desktop.wording.filling import fill

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
    "object_expected": ("“{field}”应为 JSON 对象。", "'{field}' must be a JSON object."),
    "number_expected": ("请填写数字。", "A number is expected."),
    "out_of_range": ("数字超出范围（{minimum} 至 {maximum}）。", "Out of range ({minimum} to {maximum})."),
    "too_long": ("内容太长：最多 {limit} 字，现有 {length} 字。", "Too long: {length} of at most {limit} characters."),
    "bad_character": (
        "含有不能保存的字符（{code_point}，第 {position} 个），请删去。",
        "Character {code_point} at {position} cannot be stored.",
    ),
    "bad_code": ("编码不对，请核对位数和字符。", "Not a valid code."),
    "bad_pin": (
        "口令要 4 至 8 位数字，或者至少 4 个字的一句话。",
        "A PIN has 4 to 8 digits, or is a phrase of 4 characters or more.",
    ),
    "plain_pin": ("这个口令太容易猜到，请换一个。", "This PIN is too easy to guess."),
    "unknown_field": ("没有“{field}”这个字段。", "There is no field '{field}'."),
    "not_settable": ("“{label}”由程序填写，不能手工录入。", "{label} is set by the program."),
    "number_taken": (
        "户编号 {value} 已经有别的户在用，请换一个，或留空由程序编号。",
        "Household number {value} is in use; take another one or leave it empty.",
    ),
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
    "record_not_typed": (
        "附件不能在表里新增。请在走访通里打开那条走访或问题，在那里添加文件。",
        "Attachments cannot be added in a sheet; add the file to its visit or issue.",
    ),
    "record_twice": (
        "表里有两行是同一条记录，不知道以哪一行为准；请只留一行再导入。",
        "Two rows stand for the same record; keep one of them.",
    ),
    "record_withdrawn": (
        "这条记录已撤回，表里的改动没有采用；需要时请先恢复记录。",
        "The record is withdrawn; what was typed was not taken.",
    ),
    "cell_error": (
        "这一格的公式出错（如 #N/A）或没有算出结果，没有采用；请直接填写内容。",
        "The formula in this cell gives an error or no result; type the content itself.",
    ),
    "error_value": (
        "这一格是公式出错的结果（{value}），没有内容可用；请直接填写内容。",
        "The cell shows an error ({value}); type the content itself.",
    ),
    "formula": (
        "这一格是公式，不是填写的内容；请直接填写内容，不用公式。",
        "The cell holds a formula and no content of its own; type the content.",
    ),
    "duplicate": (
        "和第 {of_row} 行是同一条，只取前一行；确实是两条的，请在内容里写明不同之处。",
        "The same as row {of_row}; only the first is taken.",
    ),
    "decision_merged": (
        "审核意见跨几行合并成了一格，没有采用；请取消合并，每个问题各填一行。",
        "The decision is merged over several rows; undo the merging and fill in every row.",
    ),
    "decision_elsewhere": (
        "镇级审核意见只能导入镇里的账本，本账本没有采用。",
        "Decisions of the town can only be taken into the town's ledger.",
    ),
    "decision_impossible": (
        "问题现在不能“{choice}”，审核意见没有采用；请先看它办到哪一步。",
        "The issue cannot be decided so now; see where it stands.",
    ),
    "held": (
        "问题已经交办，“{label}”只能通过“{event}”这一步来改，改动都留下记录。",
        "Once an issue is assigned, {label} is changed by the step '{event}' only.",
    ),
    "before_start": ("不能早于 {start}。", "Not before {start}."),
    "too_late_to_extend": (
        "申请延期要在到期以前（时限 {due_on}）；已经逾期的，请说明进展，由镇里督办或挂账。",
        "An extension is asked for before the deadline ({due_on}).",
    ),
    "not_later": ("新时限要晚于现在的时限 {due_on}。", "The new deadline must be later than {due_on}."),
    "checker_is_owner": (
        "核查不能由责任人（{owner}）自己来做，请写另一个人。",
        "The person in charge ({owner}) cannot check the own work.",
    ),
    "owner_asked": (
        "满意度不能由责任人（{owner}）自己去问，请写另一个回访人。",
        "The person in charge ({owner}) cannot be the one who asks.",
    ),
    "dissatisfied_unexplained": (
        "群众不满意，不能销号；确实办不到的，由责任领导写明说明。",
        "Somebody dissatisfied keeps the issue open, unless the leader in charge states why.",
    ),
    "supervision_skipped": (
        "督办按普通、黄牌、红牌逐级进行，现在可以用：{next}。",
        "Supervision goes up step by step; next: {next}.",
    ),
    "same_owner": ("责任人没有变（{value}），请写接手的人。", "The person in charge is already {value}."),
    "bad_main_issue": (
        "不能合并到“{value}”：它就是这个问题，或者已经合并、作废、移送。",
        "'{value}' is this issue itself or does not stand any more.",
    ),
    "bad_people": ("人员名单不对：姓名不能空、不能重复，职责从列表中选。", "Each person needs a name of their own."),
    "name_taken": ("已有叫“{name}”的，请换一个名称。", "There is one called '{name}' already."),
    "too_many_views": ("最多保存 {limit} 个筛选，请先删去不用的。", "At most {limit} filters; delete one first."),
    "unknown_fault": ("这一项不能这样填写。", "This value is not accepted."),
}

ACCEPTED: dict[str, tuple[str, str]] = {
    "missing": ("不能为空", "must not be empty"),
    "number_taken": ("没有用过的户编号，或留空", "a household number not in use, or none"),
    "bad_date": ("2026-03-05、2026.3.5、2026年3月5日、3月5日", "2026-03-05, 2026.3.5, 3月5日"),
    "future_date": ("不晚于 {today} 的日期", "a date not later than {today}"),
    "bad_phone": (
        "11 位手机号，或 0511-87654321 这样的固话，多个用、隔开",
        "11-digit mobile or landline, several by 、",
    ),
    "bad_id_checksum": ("18 位或 15 位身份证号，或“无证：原因”", "an ID number of 18 or 15 digits"),
    "id_precision_lost": ("文本格式的 18 位身份证号", "an ID number as text"),
    "bad_choice": ("{choices}", "{choices}"),
    "object_expected": ("一个 JSON 对象", "a JSON object"),
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
    "record_not_typed": ("不填", "leave it out"),
    "record_twice": ("每条记录一行", "one row for each record"),
    "record_withdrawn": ("没有撤回的记录", "a record that is not withdrawn"),
    "cell_error": ("实际内容，不用公式", "the content itself, no formula"),
    "error_value": ("实际内容", "the content itself"),
    "formula": ("实际内容，不用公式", "the content itself, no formula"),
    "duplicate": ("每条记录一行", "one row for each record"),
    "decision_merged": ("每行各填一格", "a cell of its own in every row"),
    "decision_elsewhere": ("不填", "leave it out"),
    "decision_impossible": ("待镇审的问题", "an issue that waits for the town"),
    "bad_pin": ("4 至 8 位数字，或者至少 4 个字的一句话", "4 to 8 digits, or a phrase of 4 characters"),
    "plain_pin": ("不是连号、不是同一个数的口令", "digits that are neither alike nor in a row"),
    "bad_code": ("位数和字符正确的编码", "a well-formed code"),
    "held": ("不填，办理“{event}”", "leave it out; use the step '{event}'"),
    "before_start": ("{start} 或以后", "{start} or later"),
    "too_late_to_extend": ("不晚于 {due_on}", "not later than {due_on}"),
    "not_later": ("晚于 {due_on} 的日期", "a day after {due_on}"),
    "checker_is_owner": ("责任人以外的人", "somebody else"),
    "owner_asked": ("责任人以外的人", "somebody else"),
    "dissatisfied_unexplained": ("责任领导的说明", "a statement of the leader"),
    "supervision_skipped": ("{next}", "{next}"),
    "same_owner": ("另一个人", "somebody else"),
    "bad_people": ("每人一个姓名", "one name for each"),
    "name_taken": ("没有用过的名称", "a name not used yet"),
    "too_many_views": ("最多 {limit} 个", "at most {limit}"),
    "bad_main_issue": ("账本里另一个问题的编号", "the number of another issue"),
}

_SUPERVISIONS = KINDS["issue"].field("supervision")


def problem_sentence(problem: Problem, language: str = "zh") -> str:
    """What is wrong with a value and what is accepted, for the place under its field."""
    params = {"field": problem.field, "label": problem.field, "value": problem.value, **_named(problem, language)}
    return fill(PROBLEMS.get(problem.kind, PROBLEMS["unknown_fault"]), language, params)


def accepted(problem: Problem, language: str = "zh") -> str:
    """What the field accepts, in a few words; empty where nothing more can be said."""
    pair = ACCEPTED.get(problem.kind)
    return fill(pair, language, _named(problem, language)) if pair else ""


def _named(problem: Problem, language: str) -> Mapping[str, Any]:
    """The parameters of a problem, steps and choices under the names people know them by."""
    params = dict(problem.params)
    step = transition(str(params.get("event", "")))
    if step is not None:
        params["event"] = step.label_en if language == "en" else step.label
    card = _SUPERVISIONS.choice(str(params.get("next", "")))
    if card is not None:
        params["next"] = card.label_en if language == "en" else card.label
    return params
