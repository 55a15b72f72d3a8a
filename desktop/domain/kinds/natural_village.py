"""自然村: a natural village with its class in the plan (domain specification §4).

The class belongs here and not to the administrative village: one of those has natural villages of several classes.
"""

from __future__ import annotations

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, Section
from desktop.domain.kinds.choices import NATURAL_VILLAGE_CLASSES
from desktop.domain.kinds.place import ID, NOTE, UNIT_CODE, VILLAGE_NAME

NATURAL_VILLAGE = RecordKind(
    name="natural_village",
    label="自然村",
    label_en="Natural village",
    sheet="自然村",
    title_field="name",
    sections=(Section("main", "自然村", "Natural village"), Section("more", "更多", "More", folded=True)),
    fields=(
        ID,
        UNIT_CODE,
        VILLAGE_NAME,
        Field(
            "name",
            "自然村名称",
            "Name",
            required=True,
            max_length=100,
            width=14,
            listed=True,
            searched=True,
            aliases=("自然村", "自然村名", "村庄名称"),
        ),
        Field(
            "group_names",
            "所含村民小组",
            "Groups",
            FieldKind.LIST,
            width=16,
            listed=True,
            searched=True,
            aliases=("村民小组", "所属村民小组"),
        ),
        Field(
            "village_class",
            "规划分类",
            "Class in the plan",
            FieldKind.CHOICE,
            choices=NATURAL_VILLAGE_CLASSES,
            # Which villages are to be given up is nothing for a notice board.
            personal=Personal.TEXT,
            width=13,
            listed=True,
            aliases=("村庄分类", "村庄类型", "类别"),
        ),
        Field("plan_no", "规划文号", "Plan reference", max_length=100, width=18, searched=True, aliases=("批复文号",)),
        Field("plan_year", "规划年份", "Year of the plan", FieldKind.INTEGER, minimum=1949, maximum=2999, width=9),
        Field(
            "household_count",
            "户数",
            "Households",
            FieldKind.INTEGER,
            minimum=0,
            maximum=1_000_000,
            width=8,
            listed=True,
            aliases=("总户数",),
        ),
        Field(
            "population",
            "人口数",
            "People",
            FieldKind.INTEGER,
            minimum=0,
            maximum=10_000_000,
            width=8,
            aliases=("人口", "总人口"),
        ),
        NOTE,
    ),
)
