"""户: a household of the register (domain specification §1.8)."""

from __future__ import annotations

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, Section
from desktop.domain.kinds.choices import HOUSEHOLD_TAGS
from desktop.domain.kinds.place import GROUP_NAME, ID, NOTE, UNIT_CODE, VILLAGE_NAME


def _income(name: str, label: str, label_en: str) -> Field:
    return Field(
        name,
        label,
        label_en,
        FieldKind.NUMBER,
        maximum=1e12,
        minimum=-1e12,
        personal=Personal.TEXT,
        width=12,
        section="more",
    )


HOUSEHOLD = RecordKind(
    name="household",
    label="户",
    label_en="Household",
    sheet="名册",
    title_field="head_name",
    sections=(Section("main", "户", "Household"), Section("more", "更多", "More", folded=True)),
    fields=(
        ID,
        UNIT_CODE,
        VILLAGE_NAME,
        GROUP_NAME,
        Field(
            "household_no",
            "户编号",
            "Household no.",
            required=True,
            max_length=40,
            width=18,
            listed=True,
            searched=True,
            aliases=("户号", "户口号"),
        ),
        Field(
            "head_name",
            "户主姓名",
            "Head of household",
            required=True,
            personal=Personal.NAME,
            max_length=100,
            width=12,
            listed=True,
            searched=True,
            aliases=("户主", "姓名"),
        ),
        Field(
            "head_id_number",
            "户主身份证号",
            "ID number of the head",
            FieldKind.ID_NUMBER,
            personal=Personal.ID_NUMBER,
            width=21,
            searched=True,
            aliases=("身份证号", "身份证号码"),
        ),
        Field(
            "phone",
            "联系电话",
            "Phone",
            FieldKind.PHONES,
            personal=Personal.PHONE,
            width=14,
            listed=True,
            searched=True,
        ),
        Field(
            "address",
            "门牌/住址",
            "Address",
            personal=Personal.ADDRESS,
            max_length=300,
            width=22,
            searched=True,
            aliases=("门牌号", "住址", "地址"),
        ),
        Field(
            "member_count",
            "家庭人口",
            "Members",
            FieldKind.INTEGER,
            minimum=0,
            maximum=1000,
            width=9,
            listed=True,
            aliases=("人口", "人口数"),
        ),
        Field("resident_count", "常住人口", "Resident members", FieldKind.INTEGER, minimum=0, maximum=1000, width=9),
        Field(
            "household_tags",
            "户类型",
            "Household type",
            FieldKind.LIST,
            suggestions=HOUSEHOLD_TAGS,
            personal=Personal.TAGS,
            width=16,
            listed=True,
            searched=True,
        ),
        _income("income_wage", "工资性收入(元)", "Wage income (yuan)"),
        _income("income_business", "经营净收入(元)", "Business income (yuan)"),
        _income("income_property", "财产净收入(元)", "Property income (yuan)"),
        _income("income_transfer", "转移净收入(元)", "Transfer income (yuan)"),
        Field(
            "housing_area",
            "住房面积(㎡)",
            "Housing area (m²)",
            FieldKind.NUMBER,
            minimum=0,
            maximum=1e7,
            width=11,
            section="more",
        ),
        NOTE,
    ),
)
