"""What makes a table one of a kind, and words of headings that name no field."""

from __future__ import annotations

from collections.abc import Mapping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MARKS: Mapping[str, tuple[frozenset[str], frozenset[str], int]] = {
    "visit": (
        _set("demand handling kind situation suggestion visitors"),
        _set("demand handling kind situation subject_name suggestion visited_on visitors"),
        3,
    ),
    "issue": (
        _set("description"),
        _set(
            "category closed_on collected_on completed_on description due_on lead_unit leader location measures "
            "owner progress rectify_type reporter_name source status target"
        ),
        3,
    ),
    "household": (
        _set("head_name"),
        _set(
            "address group_name head_id_number head_name household_no household_tags housing_area income_wage "
            "member_count phone resident_count"
        ),
        3,
    ),
    "person": (
        _set("name"),
        _set("birth_date education ethnicity household_no id_number name politics relation sex"),
        3,
    ),
    "enterprise": (
        _set("name"),
        _set("area_mu credit_code employees industry legal_person name output_wan status tax_wan"),
        2,
    ),
    "cadre": (
        _set("name"),
        _set("grid name phone post unit"),
        3,
    ),
}
"""One of the first fields, and so many of the second, must be recognised."""

NOT_A_FIELD = _set(
    "no no. 单价 单位 号 合计 天数 学号 工资 年龄 序 序号 总户数 慰问品 慰问金 慰问金额 成绩 户数 数量 "
    "是否上传照片 次序 照片 照片数 照片数量 班级 籍贯 编次 行号 规格 走访户数 走访次数 走访照片 金额 问题编号 页码 "
    "顺序号"
)
"""Headings that name no field, though they are like one."""

STAFF = _set(
    "走访人 走访人员 走访干部 干部 包户 包保 包联 包村 帮扶 结对 责任 网格员 填报 填表 制表 审核 核查 监护 经办 "
    "登记人 记录人 法人 法定代表人 书记 联系领导 陪同 医生 家庭医生 紧急联系人 子女 配偶 父亲 母亲 联系干部 联络员"
)
"""Words of a heading that say whose name, number or telephone it is: not that of the record's own person."""

COMMON_HEADINGS = _set(
    "人口 人数 内容 分工 单价 单位 合计 名称 品名 地址 地点 型号 备注 姓名 岗位 年份 年龄 序号 性别 户主 户主姓名 "
    "户数 手机 手机号码 数量 日期 时间 月份 村 村名 用途 电话 科室 签名 签字 类别 类型 组 经手人 编号 网格 职位 "
    "职务 职责 联系方式 联系电话 规格 身份证号 身份证号码 部门 金额 面积 项目 领取人"
)
"""Headings of any table."""
