"""村情: what a village is like in one year (domain specification §1.7)."""

from __future__ import annotations

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind, Section
from desktop.domain.kinds.choices import VILLAGE_CLASSES, YES_NO
from desktop.domain.kinds.place import ID, NOTE, UNIT_CODE, VILLAGE_NAME


def _count(name: str, label: str, label_en: str, *aliases: str, section: str = "people") -> Field:
    return Field(
        name,
        label,
        label_en,
        FieldKind.INTEGER,
        minimum=0,
        maximum=10_000_000,
        width=9,
        section=section,
        aliases=aliases,
    )


def _amount(name: str, label: str, label_en: str, *aliases: str) -> Field:
    return Field(
        name,
        label,
        label_en,
        FieldKind.NUMBER,
        minimum=0,
        maximum=1e12,
        width=12,
        section="economy",
        aliases=aliases,
    )


VILLAGE = RecordKind(
    name="village",
    label="村情",
    label_en="Village profile",
    sheet="村情",
    title_field="village_name",
    sections=(
        Section("main", "村情", "Village"),
        Section("people", "户和人口", "Households and people"),
        Section("economy", "耕地和收入", "Land and income"),
        Section("more", "更多", "More", folded=True),
    ),
    fields=(
        ID,
        UNIT_CODE,
        VILLAGE_NAME,
        Field(
            "year",
            "年度",
            "Year",
            FieldKind.INTEGER,
            required=True,
            minimum=1949,
            maximum=2999,
            width=7,
            listed=True,
            aliases=("统计年度", "年份"),
        ),
        Field(
            "secretary",
            "书记",
            "Party secretary",
            personal=Personal.NAME,
            max_length=100,
            width=10,
            listed=True,
            searched=True,
            aliases=("村书记", "党组织书记", "书记/主任"),
        ),
        Field(
            "director",
            "主任",
            "Director",
            personal=Personal.NAME,
            max_length=100,
            width=10,
            searched=True,
            aliases=("村主任", "村委会主任"),
        ),
        Field(
            "is_town_seat",
            "乡镇驻地",
            "Seat of the town",
            FieldKind.CHOICE,
            choices=YES_NO,
            width=9,
            aliases=("是否乡镇驻地", "是否镇驻地"),
        ),
        Field("location", "区位", "Location", max_length=200, width=16, searched=True),
        Field(
            "terrain",
            "地形地貌",
            "Terrain",
            max_length=40,
            suggestions=("平原", "丘陵", "山区", "圩区", "其他"),
            width=9,
            aliases=("地形",),
        ),
        Field(
            "village_class",
            "村庄类型",
            "Class of the village",
            FieldKind.CHOICE,
            choices=VILLAGE_CLASSES,
            personal=Personal.TEXT,
            width=12,
            listed=True,
            aliases=("村庄分类",),
        ),
        _count("natural_village_count", "自然村数", "Natural villages", "自然村个数", section="main"),
        _count("group_count", "村民小组数", "Groups", "村民小组", "组数", section="main"),
        _count("household_count", "总户数", "Households", "户数"),
        _count("resident_household_count", "常住户数", "Resident households"),
        _count("population", "人口数", "People", "总人口", "人口"),
        _count("labour_count", "劳动力", "People of working age", "劳动力人数", "劳动力(16-60)"),
        _count("away_count", "外出务工人数", "People working elsewhere", "外出务工"),
        _count("party_count", "党员数", "Party members", "党员人数"),
        _count("relieved_count", "脱贫户数", "Households out of poverty", "脱贫户"),
        _count("watched_count", "监测户数", "Households under watch", "监测户"),
        _count("allowance_count", "低保户数", "Households on minimum allowance", "低保户"),
        _count("disabled_count", "残疾人户数", "Households with disabled people", "残疾人户"),
        Field("industry", "主要行业", "Main industry", max_length=200, width=16, section="economy", searched=True),
        _amount("farmland_mu", "耕地(亩)", "Farmland (mu)", "耕地面积"),
        _amount("income_per_head", "人均纯收入(元)", "Income per head (yuan)", "人均可支配收入"),
        _amount("collective_income_wan", "集体经营性收入(万元)", "Collective income (10,000 yuan)", "村集体收入"),
        _count("inn_count", "农家乐(民宿)数", "Inns", "农家乐数", "民宿数", section="economy"),
        NOTE,
    ),
)
