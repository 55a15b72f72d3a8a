"""干部: a person of the office who visits, owns issues or supervises."""

from __future__ import annotations

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, Section
from desktop.domain.kinds.place import ID, OWN_VILLAGE_NAME, UNIT_CODE

CADRE = RecordKind(
    name="cadre",
    label="干部",
    label_en="Cadre",
    sheet="干部",
    title_field="name",
    sections=(Section("main", "干部", "Cadre"),),
    fields=(
        ID,
        UNIT_CODE,
        OWN_VILLAGE_NAME,
        Field("name", "姓名", "Name", required=True, max_length=100, width=12, listed=True, searched=True),
        Field("unit", "单位", "Unit", max_length=200, width=20, listed=True, searched=True),
        Field("post", "职务", "Post", max_length=100, width=16, listed=True, searched=True),
        Field(
            "phone",
            "联系电话",
            "Phone",
            FieldKind.PHONES,
            personal=Personal.PHONE,
            width=14,
            listed=True,
            searched=True,
            aliases=("电话",),
        ),
        Field("grid", "网格", "Grid", max_length=100, width=12, listed=True, searched=True),
        Field("note", "备注", "Note", FieldKind.LONG_TEXT, width=18, searched=True),
    ),
)
