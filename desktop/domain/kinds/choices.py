"""Value lists shared by several record kinds (domain specification §1 and §5)."""

from __future__ import annotations

from desktop.domain.fields import Choice

YES_NO = (
    Choice("yes", "是", "Yes", ("√", "✓", "有", "Y", "1", "TRUE")),
    Choice("no", "否", "No", ("×", "无", "N", "0", "FALSE")),
)

SATISFACTION = (
    Choice("satisfied", "满意", "Satisfied", ("很满意", "非常满意")),
    Choice("mostly", "基本满意", "Mostly satisfied", ("较满意", "比较满意")),
    Choice("dissatisfied", "不满意", "Dissatisfied"),
    Choice("other", "其他", "Other", ("其它",)),
)

SEX = (
    Choice("male", "男", "Male", ("1", "男性")),
    Choice("female", "女", "Female", ("2", "女性")),
)

HOUSEHOLD_TAGS = (
    "脱贫户",
    "监测户",
    "低保户",
    "特困户",
    "残疾人户",
    "退役军人户",
    "党员户",
    "留守儿童户",
    "留守老人户",
    "独居老人户",
)

VILLAGE_CLASSES = (
    Choice("gathering", "集聚提升类", "To grow", ("集聚提升",)),
    Choice("suburban", "城郊融合类", "Suburban", ("城郊融合",)),
    Choice("special", "特色保护类", "To be preserved", ("特色保护",)),
    Choice("relocating", "搬迁撤并类", "To be relocated", ("搬迁撤并", "撤并")),
)

NATURAL_VILLAGE_CLASSES = (
    *VILLAGE_CLASSES,
    Choice("other", "其他一般村庄", "Not classed yet", ("其他一般", "一般村庄")),
)
"""The first three are those the plan keeps; the last is neither kept nor given up."""

STANDARD_CATEGORIES = (
    "水利",
    "交通",
    "能源",
    "教育",
    "科技文体",
    "医疗卫生",
    "劳动与社会保障",
    "环境保护",
    "城乡规划建设管理",
    "农业",
    "住房",
    "生活",
    "医疗",
    "就业",
    "就学",
    "涉法涉诉",
    "林水土",
    "惠农政策及村务财务",
    "民政",
    "融资",
    "用地",
    "水电气",
    "劳动用工",
    "项目建设",
    "市场监管",
    "政策奖补咨询",
    "园区配套",
    "财产登记",
    "其他",
)
