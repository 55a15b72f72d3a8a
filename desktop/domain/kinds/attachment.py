"""附件: a photo, a scan or a document that belongs to a visit or an issue.

The record travels in the log like any other; the content of the file travels beside the workbook, if it is asked for.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.fields import Choice, Field, FieldKind, RecordKind, Section, SetBy
from desktop.domain.kinds.place import ID, NOTE, OWN_VILLAGE_NAME, UNIT_CODE

OWNER_CHOICES = (Choice("visit", "走访", "Visit"), Choice("issue", "问题", "Issue"))
"""What files can belong to."""

ATTACHMENT = RecordKind(
    name="attachment",
    label="附件",
    label_en="Attachment",
    sheet="附件",
    title_field="name",
    is_typed=False,
    sections=(Section("main", "附件", "Attachment"),),
    fields=(
        ID,
        replace(UNIT_CODE, set_by=SetBy.PROGRAM, section="hidden"),
        replace(OWN_VILLAGE_NAME, set_by=SetBy.PROGRAM, sticky=False),
        Field(
            "record_kind",
            "所属类别",
            "Belongs to",
            FieldKind.CHOICE,
            choices=OWNER_CHOICES,
            set_by=SetBy.PROGRAM,
            width=9,
        ),
        Field("record_id", "所属记录标识", "Record", FieldKind.UUID, set_by=SetBy.PROGRAM, width=14, section="hidden"),
        Field(
            "record_title",
            "所属记录",
            "Of",
            set_by=SetBy.PROGRAM,
            width=30,
            listed=True,
            searched=True,
        ),
        Field("name", "文件名", "File name", set_by=SetBy.PROGRAM, width=30, listed=True, searched=True),
        Field(
            "size",
            "大小（字节）",
            "Size (bytes)",
            FieldKind.INTEGER,
            set_by=SetBy.PROGRAM,
            minimum=1,
            width=12,
            listed=True,
        ),
        Field("media_type", "文件类型", "Type of file", set_by=SetBy.PROGRAM, width=14, section="hidden"),
        Field("digest", "文件指纹", "Digest of the content", set_by=SetBy.PROGRAM, width=14, section="hidden"),
        replace(NOTE, section="main"),
    ),
)
"""``record_kind`` and ``record_id`` say what it belongs to, ``record_title`` how that was called when it was attached;
``name`` is the file's name as people know it, ``digest`` the SHA-256 of its content (64 lower hex digits)."""
