"""Fields every record begins with: its identity and the village it belongs to."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.fields import Field, FieldKind, SetBy

ID = Field("id", "记录标识", "Record id", FieldKind.UUID, set_by=SetBy.PROGRAM, width=14)
UNIT_CODE = Field(
    "unit_code",
    "村码",
    "Village code",
    FieldKind.DIVISION_CODE,
    width=14,
    section="more",
    aliases=("行政区划代码", "统计用区划代码"),
)
VILLAGE_NAME = Field(
    "village_name",
    "村",
    "Village",
    required=True,
    max_length=100,
    width=12,
    sticky=True,
    searched=True,
    aliases=("行政村", "村名", "所属村", "村/网格"),
)
OWN_VILLAGE_NAME = replace(VILLAGE_NAME, required=False, section="more")
"""For registers that any office keeps of its own: left empty it is the office itself."""

GROUP_NAME = Field(
    "group_name",
    "组/网格",
    "Group or grid",
    max_length=100,
    width=9,
    listed=True,
    sticky=True,
    searched=True,
    aliases=("组", "小组", "村民小组", "网格", "所属网格"),
)
NOTE = Field("note", "备注", "Note", FieldKind.LONG_TEXT, width=18, section="more", searched=True, aliases=("说明",))
