"""人: a person of the register (domain specification §1.8 and §5)."""

from __future__ import annotations

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, Section
from desktop.domain.kinds.choices import SEX, YES_NO
from desktop.domain.kinds.place import ID, NOTE, OWN_VILLAGE_NAME, UNIT_CODE
from desktop.domain.standards import labels_of


def _term(name: str, label: str, label_en: str, width: int, *, personal: Personal | None = None) -> Field:
    """A field with the words of the national list of its own name."""
    return Field(
        name,
        label,
        label_en,
        max_length=40,
        suggestions=labels_of(name),
        width=width,
        personal=personal,
        section="more",
        terms=name,
    )


PERSON = RecordKind(
    name="person",
    label="人员",
    label_en="Person",
    sheet="人员",
    title_field="name",
    sections=(Section("main", "人员", "Person"), Section("more", "更多", "More", folded=True)),
    fields=(
        ID,
        UNIT_CODE,
        OWN_VILLAGE_NAME,
        Field(
            "name",
            "姓名",
            "Name",
            required=True,
            personal=Personal.NAME,
            max_length=100,
            width=12,
            listed=True,
            searched=True,
        ),
        Field(
            "id_number",
            "身份证号",
            "ID number",
            FieldKind.ID_NUMBER,
            personal=Personal.ID_NUMBER,
            width=21,
            searched=True,
            aliases=("身份证号码", "公民身份号码"),
        ),
        Field(
            "sex",
            "性别",
            "Sex",
            FieldKind.CHOICE,
            choices=SEX,
            width=7,
            listed=True,
            derived_from="id_number",
        ),
        Field(
            "birth_date",
            "出生日期",
            "Date of birth",
            FieldKind.DATE,
            not_future=True,
            personal=Personal.TEXT,
            width=12,
            aliases=("出生年月",),
            derived_from="id_number",
        ),
        Field(
            "relation",
            "与户主关系",
            "Relation to the head",
            required=True,
            max_length=40,
            suggestions=labels_of("relation"),
            terms="relation",
            width=11,
            listed=True,
        ),
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
        _term("ethnicity", "民族", "Ethnicity", 9, personal=Personal.TEXT),
        _term("politics", "政治面貌", "Political status", 11, personal=Personal.TEXT),
        _term("education", "文化程度", "Education", 11),
        _term("marriage", "婚姻状况", "Marital status", 10, personal=Personal.TEXT),
        Field(
            "phone",
            "联系电话",
            "Phone",
            FieldKind.PHONES,
            personal=Personal.PHONE,
            width=14,
            listed=True,
            searched=True,
            aliases=("联系手机", "手机"),
        ),
        Field("resident", "是否常住", "Resident", FieldKind.CHOICE, choices=YES_NO, width=9),
        Field("away_reason", "外出原因", "Reason for being away", max_length=200, width=14, section="more"),
        Field(
            "tags",
            "人员类型",
            "Tags",
            FieldKind.LIST,
            personal=Personal.TAGS,
            width=14,
            section="more",
            searched=True,
            aliases=("标签",),
        ),
        NOTE,
    ),
)
