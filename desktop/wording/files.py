"""Refusals of attached files and of the archives they travel in."""

from __future__ import annotations

FILE_REFUSALS: dict[str, tuple[str, str]] = {
    "kind_not_typed": (
        "{kind}不能这样新增。请打开走访或问题，在那里添加文件。",
        "Records of the kind {kind} come with a file; add the file to a visit or an issue.",
    ),
    "no_owner": ("附件只能加到走访或问题上。", "Files can only be attached to visits and issues."),
    "no_files": ("没有选择文件。", "No file was chosen."),
    "too_many_files": (
        "一条记录最多 {limit} 个附件。请只留要紧的，其余的存进档案。",
        "A record takes at most {limit} files.",
    ),
    "file_is_folder": ("{file} 是文件夹，请选择里面的文件。", "{file} is a folder; choose the files in it."),
    "file_kind_refused": (
        "{file} 这种文件不能作附件。可以加照片（jpg、png、bmp、webp、heic）、扫描件（tif、pdf）、"
        "WPS/Office 文档和 txt。",
        "{file} cannot be attached. Accepted: photos, scans, PDF, office documents, plain text.",
    ),
    "file_kind_wrong": (
        "{file} 的内容和它的后缀对不上，没有采用。请用看图或办公软件打开、另存后再试。",
        "The content of {file} is not what its name says; open it and save it anew.",
    ),
    "file_too_large": (
        "{file} 超过 {limit_megabytes} MB，放不下。请缩小照片，或把扫描件分成几份。",
        "{file} has over {limit_megabytes} MB; make the picture smaller or split the scan.",
    ),
    "file_changing": (
        "{file} 正在被改动，没有采用。请等它写完后再试。",
        "{file} is being changed; try again when it is finished.",
    ),
    "archive_in_way": (
        "{folder} 里已有别的压缩包 {file}，没有覆盖它。请给工作簿换一个文件名。",
        "Another archive {file} is in {folder} and was not replaced; choose another name.",
    ),
    "archive_unknown": (
        "{file} 打不开：不是普通的 .zip 压缩包。请让对方用走访通重新导出附件。",
        "{file} is no ordinary .zip archive; ask for a new export.",
    ),
    "archive_is_workbook": (
        "{file} 其实是工作簿。请把后缀改回 .xlsx 再导入。",
        "{file} is a workbook; give it the suffix .xlsx.",
    ),
    "archive_holds_workbook": (
        "{file} 里没有这里缺的附件，却有工作簿。请先解压，再导入里面的 .xlsx。",
        "{file} holds a workbook; unpack it and import the .xlsx inside.",
    ),
    "archive_encrypted": (
        "{file} 是用别的程序加了密码的压缩包。请让对方去掉密码，或在走访通里导出时设密码。",
        "{file} was encrypted by another program; ask for one without a password.",
    ),
    "too_many_files_in_archive": (
        "{file} 里的文件超过 {limit} 个，没有打开。请让对方用走访通重新导出附件。",
        "{file} holds over {limit} files; ask for a new export.",
    ),
    "content_missing": (
        "{file} 的文件还没有收到。请让对方导出时勾选“附件一起导出”，再导入那个 .zip。",
        "The file {file} has not arrived; ask for an export with its files.",
    ),
    "content_altered": (
        "{file} 存放的内容被改动过或已损坏，没有打开。请从原处重新添加，或让对方再发一次。",
        "The stored content of {file} was altered; add it again or ask for it again.",
    ),
}
