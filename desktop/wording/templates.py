"""Refusals of an office's own forms (表样)."""

from __future__ import annotations

TEMPLATE_REFUSALS: dict[str, tuple[str, str]] = {
    "form_too_large": (
        "{file} 超过 {limit_megabytes} MB，不像空表样。请删掉里面的旧内容和大图片，另存后再添加。",
        "{file} has over {limit_megabytes} MB and is hardly an empty form; remove old content and pictures.",
    ),
    "form_not_xlsx": (
        "{file} 不是普通的 .xlsx 表格（可能带宏或是模板文件）。请用 WPS 或 Excel 另存为 .xlsx 后再添加。",
        "{file} is no ordinary .xlsx workbook; save it as .xlsx.",
    ),
    "form_unreadable": (
        "{file} 里有认不出的内容，没有采用。请用 WPS 或 Excel 打开、另存为 .xlsx 后再试。",
        "{file} holds something that is not understood; open it and save it as .xlsx.",
    ),
    "form_no_table": (
        "{file} 里没有找到{kind}的表头。表样要一条记录占一行，表头写明姓名、电话这样的栏目；"
        "交叉统计表和一户一张的表填不了。",
        "No headings of the kind {kind} were found in {file}. A form has one row for each record below its headings; "
        "cross tables and forms of one page for each record cannot be filled.",
    ),
    "form_not_empty": (
        "{file} 的第 {row} 行已经填了内容。请把表头下面的旧记录删掉，留下空行，再添加。",
        "Row {row} of {file} holds a record already; delete the old records below the headings.",
    ),
    "form_rows_merged": (
        "{file} 的第 {row} 行上下合并了单元格，一条记录要占几行，填不了。请改成一条记录一行。",
        "Cells are merged downwards at row {row} of {file}; a record must take one row.",
    ),
    "form_rows_full": (
        "{file} 放不下这么多行：一张表最多 {limit} 行。",
        "{file} cannot hold so many rows; a sheet has at most {limit}.",
    ),
    "template_name_taken": (
        "{kind}已经有叫“{name}”的表样。请换一个名称，或先删除原来的。",
        "There is a form '{name}' of the kind {kind} already.",
    ),
    "too_many_templates": (
        "最多保存 {limit} 张表样，请先删除不用的。",
        "A ledger keeps at most {limit} forms; remove some.",
    ),
    "unknown_template": (
        "没有找到表样“{name}”，现有：{templates}。",
        "There is no form '{name}'; there are: {templates}.",
    ),
    "template_unmapped": (
        "表样“{name}”还没有一栏对上内容，填不了。请先给各栏选好要填的内容。",
        "No column of the form '{name}' has a field; map its columns first.",
    ),
    "template_no_column": (
        "表样里没有“{column}”这一栏，或者有几栏同名。各栏是：{columns}。",
        "The form has no column '{column}', or several; its columns are: {columns}.",
    ),
    "template_no_field": (
        "{kind}没有“{field}”这一项，可以填的有：{fields}。",
        "Records of the kind {kind} have no field '{field}'; there are: {fields}.",
    ),
    "template_kind": (
        "表样“{name}”是填{kind}用的，不能填别的记录。",
        "The form '{name}' is for records of the kind {kind}.",
    ),
    "nothing_to_fill": (
        "按现在的时间和筛选条件，没有可以填的记录。",
        "No record matches the period and the filters.",
    ),
    "too_many_to_fill": (
        "有 {total} 条记录，一次最多填 {limit} 条。请缩小时间或筛选范围。",
        "{total} records match; at most {limit} go into one form.",
    ),
}
