"""Under which headings ledgers carry the fields, beside the labels and aliases that the kinds declare."""

from __future__ import annotations

from collections.abc import Mapping

_PLACE = {
    "village_name": (
        "行政村 村名 村名称 所属村 所在村 村居 村社 村庄 村委会 社区 村/社区 村(社区)名称 所属村居 所属行政村 村别 "
        "所在村(社区) 村(居) 所属村(社区) 所属村社区 企业所在村 所在行政村 行政村名称 村居名称 属地村 属地"
    ),
    "group_name": (
        "组 组别 组名 小组 村民小组 所在组 所属组 村小组 居民小组 网格 所属网格 网格名称 所在网格 自然村 自然村组 "
        "自然村(组) 屯 村组 所在村组 所属村组 村组名称 队 生产队 组/自然村 网格/组 所在小组 自然湾 湾组 小区"
    ),
    "note": "备注 说明 其他说明 备注说明 备考 附注",
}
_VISIT = {
    "visited_on": (
        "日期 时间 走访时间 走访日 入户日期 入户时间 走访年月日 年月日 发生日期 慰问时间 慰问日期 入企时间 "
        "入企日期 走访企业时间 走访企业日期 联系时间 联系日期 走访登记日期 活动时间 上门时间 上门日期 到访日期 "
        "到访时间 日期时间"
    ),
    "subject_name": (
        "户主 户主姓名 走访户主 走访户 受访人 受访人姓名 受访对象 受访户 受访户主 受访者 被走访人 被走访户主 "
        "被走访户 被访人 被走访对象 走访农户 走访群众 农户姓名 农户 群众姓名 走访对象姓名 走访对象户主 姓名 "
        "家庭户主 走访企业 走访企业名称 企业 企业名称 公司名称 单位名称 走访单位 走访家庭 对象 对象姓名 联系户 "
        "联系群众 农户户主 户名 群众 慰问对象 谁家 走访农户姓名 走访户主姓名 居民姓名 受访农户 受访企业"
    ),
    "household_no": "户号 户编码 家庭编号 户籍编号 户口编号 户口号 农户编号",
    "id_number": (
        "身份证 身份证号码 身份证件号码 身份证件号 证件号码 证件号 公民身份号码 公民身份证号码 身份号码 "
        "户主身份证号 户主身份证号码 受访人身份证号"
    ),
    "phone": (
        "电话 手机 手机号 手机号码 电话号码 联系方式 联系电话 联系号码 户主电话 受访人电话 对象电话 群众电话 "
        "农户电话 联系手机 移动电话 联系电话号码 户主联系电话 户主联系方式 受访人联系电话 企业电话 企业联系电话 "
        "座机"
    ),
    "household_tags": (
        "户属性 农户类型 户别 农户类别 家庭类型 户类别 对象类型 人群类别 农户属性 家庭属性 户情类型 重点人群"
    ),
    "visitors": (
        "走访人员 走访干部 走访人姓名 走访责任人 走访领导 走访人签名 走访干部姓名 包户干部 包联干部 联系干部 "
        "帮扶干部 结对干部 网格员 干部姓名 责任干部 入户干部 入户人员 入户人 干部 带队领导 走访同志 帮扶人 "
        "联系人员 走访组 走访工作人员 走访者 下村干部 驻村干部 谁去的"
    ),
    "companions": "陪同 陪同人员 陪同干部 随行人员 随同人员 同行人员 参与人员 陪同走访人 陪同人姓名 协同人员",
    "kind": "方式 走访形式 形式 走访途径 联系形式 怎么去的",
    "purpose": "类型 走访性质 走访目的 走访类别 走访事由 走访种类",
    "situation": (
        "家庭情况 家里情况 基本情况 家庭基本情况 家庭状况 家庭现状 近况 生产生活情况 生产经营情况 经营情况 "
        "企业经营情况 经营状况 企业情况 企业近况 走访情况 走访内容 走访主要内容 走访记录 了解情况 情况 谈话内容 "
        "走访情况记录 家庭近况/经营情况 家庭生产生活情况 家庭近期情况 企业生产经营情况 走访了解情况 走访情况简述 "
        "家中情况"
    ),
    "demand": (
        "反映问题 问题或诉求 诉求内容 主要愿望或诉求 反映诉求 诉求 群众诉求 存在问题 反映的问题 存在困难 困难问题 "
        "问题 困难和问题 问题诉求 需求 群众反映问题 企业诉求 存在的问题 反映事项 问题及诉求 问题和诉求 困难诉求 "
        "困难 所提问题 需解决的问题 意见诉求 主要诉求 反映的困难和问题 反映问题及诉求 反映问题和诉求 诉求问题 "
        "企业反映问题 主要问题 收集问题 收集的问题 反映的主要问题 反映主要问题 诉求事项 反映情况 群众反映的问题 "
        "群众反映情况 困难及诉求 问题与诉求 存在困难和问题 存在的困难和问题 困难与诉求 问题、诉求 反映问题、诉求"
    ),
    "category": "类别 诉求类别 问题类型 诉求类型 诉求分类 问题分类 事项类别 问题诉求类别 反映问题类别",
    "suggestion": "意见 建议 意见和建议 意见及建议 群众意见 建议意见 群众建议 意见与建议 工作建议 意见建议内容",
    "handling": (
        "处理结果 办理情况 处置情况 解决情况 办理结果 怎么处理的 处理方式 办理方式 处置方式 处理意见 落实情况 "
        "处置结果 问题处理情况 问题处理方式 答复情况 处理 办理 现场处理情况 处理办法 诉求处理情况 诉求办理情况 "
        "现场答复 答复处理情况"
    ),
    "satisfaction": (
        "满意情况 是否满意 群众满意度 满意程度 企业评价 评价 群众评价 满意度评价 企业满意度 评价结果 满不满意"
    ),
    "signed": (
        "签字 签名 是否签字 户主签字 户主签名 群众签字 农户签字 受访人签名 受访签字 企业签字 确认签字 "
        "受访人签字(是/否) 受访人确认 受访对象签字 被走访人签字 农户签名 企业签章 本人签字"
    ),
}
_ISSUE = {
    "code": "编号 台账编号 登记编号 问题编码 销号编号 案件编号 问题序号 清单编号",
    "source": "来源 来源渠道 问题来源渠道 收集渠道 收集方式 反映渠道 发现方式 线索来源 渠道 诉求来源 问题渠道",
    "collected_on": (
        "收集时间 登记日期 登记时间 发现日期 发现时间 反映日期 反映时间 受理日期 受理时间 建账日期 建账时间 "
        "录入日期 日期 时间 交办日期 交办时间 上报日期 上报时间 收集日 问题收集日期 问题收集时间 提出时间 提出日期 "
        "走访日期 走访时间"
    ),
    "reporter_name": (
        "反映人姓名 诉求人 诉求人姓名 反映群众 群众姓名 反映对象 提出人 来访人 信访人 当事人 反映者 姓名 户主姓名"
    ),
    "reporter_phone": (
        "电话 手机 手机号 手机号码 联系方式 反映人电话 反映人联系电话 反映人联系方式 电话号码 诉求人电话 联系号码 "
        "联系手机"
    ),
    "people_count": (
        "涉及人数 反映人数 影响人数 涉及群众人数 群体人数 人数 涉及人口 受益人数 反映群众人数 涉及群众数 涉及人员数"
    ),
    "category": "类别 问题类型 问题分类 诉求类别 事项类别 类型 问题种类 所属类别 分类 诉求类型",
    "description": (
        "问题 主要问题 问题内容 具体问题 存在问题 反映问题 反映的问题 问题事项 诉求内容 事项 问题清单 问题表述 "
        "问题简述 主要诉求 反映内容 问题具体描述 问题情况 事项内容 群众诉求 问题详情 存在的问题 主要内容 反映事项 "
        "问题诉求 具体问题描述 存在的主要问题 问题描述及诉求 反映问题或诉求 主要事项 问题概述"
    ),
    "urgency": "缓急 紧急情况 轻重缓急 缓急程度",
    "location": "具体地点 问题地点 发生地点 地址 位置 具体位置 点位 问题点位 问题位置",
    "target": "目标 整改要求 工作目标 整改标准 达到目标 整改成效目标 预期目标 办理目标",
    "measures": (
        "措施 解决措施 整改举措 办理措施 具体措施 工作措施 处理措施 整改办法 解决办法 整改方案 办理意见 拟办意见"
    ),
    "leader": "责任领导 包案领导 牵头领导 分管领导 包保领导 挂钩领导 责任领导姓名 镇责任领导 包抓领导",
    "lead_unit": (
        "责任单位(牵头) 牵头单位 承办单位 主办单位 责任部门 牵头部门 主责单位 办理单位 整改单位 承办部门 "
        "责任单位/部门 整改责任单位 责任科室 责任站所"
    ),
    "owner": "责任人员 整改责任人 具体责任人 承办人 经办人 办理人 直接责任人 责任人姓名 落实人 负责人",
    "support_units": "协办单位 配合部门 协同单位 协助单位 配合责任单位 参与单位",
    "due_on": (
        "整改时限 办理时限 时限 完成期限 整改期限 办结时限 计划完成时间 完成时间 要求完成时间 限期 办理期限 期限 "
        "整改完成时限 计划完成时限 时限要求 预计完成时间 完成时限要求 解决时限 计划办结时间 整改完成期限"
    ),
    "rectify_type": "整改分类 整改方式 整改类别 整改性质 整改期限类型",
    "progress": (
        "进展 整改进展 整改进展情况 办理进展 工作进展 推进情况 办理情况 进度 整改情况 落实情况 整改落实情况 "
        "目前进展 完成情况 整改完成情况 进展成效 办理进展情况 当前进展 处理情况 办理结果 整改成效 整改结果"
    ),
    "status": (
        "状态 办理状态 当前状态 办结状态 是否办结 销号情况 销号状态 是否销号 是否整改到位 整改进度 办结情况 "
        "完成状态 是否完成 目前状态 问题状态 是否解决"
    ),
    "completion_kind": "办结类型 办结性质 办结类别 办理方式",
    "completed_on": (
        "完成日期 实际完成时间 办结时间 办结日期 整改完成时间 整改完成日期 实际办结时间 实际办结日期 解决时间 解决日期"
    ),
    "evidence": "佐证 证明材料 附件 整改佐证 印证材料 佐证资料",
    "checker": "核查人员 验收人 核实人 复核人 核查验收人",
    "check_opinion": "核查情况 验收意见 核实意见 核查结果 验收情况 复核意见 验收结果",
    "closed_on": "销号时间 销账日期 销账时间 销号年月日",
    "satisfaction": "群众满意度 满意情况 是否满意 满意程度 群众评价 评价 反映人满意度 反映人评价",
    "feedback_way": "回访方式 反馈形式 回访形式",
    "review_on": "回头看时间 回访日期 回访时间 复查日期 复查时间",
    "review_result": "回头看情况 回头看结果 回访结果 回访情况 复查结果 回头看意见",
    "extension_count": "延期 延期数 延期情况次数",
    "supervision": "督办情况 督办等级 督办类型",
}
_HOUSEHOLD = {
    "household_no": "户号 户口号 户口编号 户编码 家庭编号 户籍编号 农户编号 户口簿号 户口簿编号 户籍号",
    "head_name": "户主 户主名 户主名称 姓名 农户姓名 家庭户主 户名 户主(姓名)",
    "head_id_number": (
        "户主身份证 户主身份证号码 户主公民身份号码 身份证号 身份证号码 身份证 证件号码 公民身份号码 户主证件号码"
    ),
    "phone": (
        "电话 手机 手机号 手机号码 联系方式 户主电话 户主联系电话 户主手机号 电话号码 联系手机 户主联系方式 户主手机"
    ),
    "address": "门牌号 门牌 住址 地址 家庭住址 家庭地址 详细地址 居住地址 户籍地址 门牌地址 常住地址 门牌号码 住所",
    "member_count": "人口 人口数 家庭人口数 家庭人数 户籍人口 户籍人口数 总人口 人数 家庭成员数 家庭总人口 户籍人数",
    "resident_count": "常住人数 常住人口数 实际居住人数 在家人口 在家人数 常驻人口",
    "household_tags": "户属性 农户类型 户别 农户类别 家庭类型 户类别 类型 农户属性 家庭属性 户性质 户情类型",
    "income_wage": "工资性收入 工资收入 务工收入",
    "income_business": "经营净收入 经营性收入 家庭经营收入 生产经营性收入 生产经营净收入 经营收入",
    "income_property": "财产净收入 财产性收入 财产收入",
    "income_transfer": "转移净收入 转移性收入 转移收入",
    "housing_area": "住房面积 房屋面积 建筑面积 居住面积 宅基地面积",
    "former_numbers": "原户编号 曾用户号 旧户编号",
}
_PERSON = {
    "name": "姓名 人员姓名 家庭成员姓名 成员姓名 成员 家庭成员 名字 本人姓名",
    "id_number": (
        "身份证 身份证号码 身份证件号码 身份证件号 证件号码 证件号 公民身份号码 公民身份证号码 身份号码 身份证号(18位)"
    ),
    "birth_date": "出生年月 出生年月日 生日 出生时间 出生日 出生日期(年月日)",
    "relation": (
        "与户主的关系 与户主之关系 户主关系 关系 家庭关系 与户主 和户主关系 与户主关系(代码) 称谓 和户主的关系"
    ),
    "household_no": "户号 户口号 户口编号 户编码 家庭编号 户籍编号 农户编号 户口簿号 户口簿编号 户籍号",
    "ethnicity": "族别 民族成分",
    "politics": "政治身份 党派 政治面貌情况 政治情况",
    "education": "学历 受教育程度 文化水平 教育程度 文化",
    "marriage": "婚姻 婚姻情况 婚否 婚育状况",
    "phone": "电话 手机 手机号 手机号码 联系方式 联系手机 本人电话 电话号码 联系号码 本人联系电话 移动电话",
    "resident": "常住 是否常住人口 是否在家 是否常住本村 常住情况 在家情况 是否居住 是否在村 是否常驻",
    "away_reason": "外出情况 不在家原因 外出去向 外出事由 未常住原因 人户分离原因",
    "tags": "标签 人员类别 人群类型 身份类型 重点人群类型 人员身份 人群分类 重点人群 人员属性",
}
_ENTERPRISE = {
    "name": "企业 名称 单位名称 公司名称 企业全称 单位全称 市场主体名称 主体名称 企业名",
    "credit_code": (
        "信用代码 社会信用代码 统一信用代码 营业执照号 统一社会信用代码号 信用码 统一代码 统一社会信用代码(18位) "
        "统一社会信用码"
    ),
    "address": "企业地址 单位地址 注册地址 经营地址 详细地址 住所 地点 生产经营地址 生产地址 厂址 所在地 经营场所",
    "legal_person": "法定代表人 法人 法人姓名 企业法人 负责人 企业负责人 经营者 法人代表姓名 主要负责人",
    "contact": "联络人 企业联系人 联系人姓名 联络员 企业联络员",
    "phone": (
        "电话 手机 手机号 手机号码 联系方式 联系号码 联系人电话 联系人手机 企业电话 电话号码 法人电话 联系人联系电话"
    ),
    "industry": "行业 行业类别 行业类型 行业分类 主营业务 经营范围 产业类别 所属产业 行业门类 主要产品",
    "status": "状态 经营状态 企业状况 生产状态 运营状态 生产经营状态 经营状况 登记状态 存续状态 生产状况",
    "area_mu": "占地面积 用地面积 占地 土地面积 厂区面积 用地 占地亩数 实际用地",
    "employees": (
        "职工数 员工人数 员工数 从业人数 用工人数 从业人员 职工总数 员工总数 用工数 从业人员数 在职人数 员工"
    ),
    "output_wan": "年产值 产值 总产值 工业总产值 年产值额 年度产值 上年产值 上年度产值 销售收入 年销售额 开票销售",
    "tax_wan": "实缴税收 税收 年税收 入库税收 纳税额 缴税 年纳税 上年税收 上年度税收 税收贡献 实缴税金 税金",
}
_CADRE = {
    "name": "干部姓名 人员姓名 村干部姓名 成员姓名 名字",
    "unit": (
        "所在单位 工作单位 所属单位 单位名称 部门 科室 所在部门 任职单位 单位/部门 单位(部门) 站所 所在村 工作部门"
    ),
    "post": "职位 岗位 现任职务 职务/岗位 岗位职务 村内职务 担任职务 任职 职务名称 职务(岗位) 工作职务 职级",
    "phone": "电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 办公电话 联系手机 移动电话",
    "grid": "所属网格 负责网格 包保网格 网格名称 包联网格 所在网格 分管网格 包组 联系网格 责任网格 包片网格 包片",
}

ENGLISH: Mapping[str, str] = {
    "visited_on": "date,visit date,date of visit,time,visited on",
    "village_name": "village,village name",
    "group_name": "group,grid,team",
    "subject_name": "name,householder,head,head of household,subject,visited,household head,enterprise,company",
    "household_no": "household no,household number,household id,family no",
    "phone": "tel,phone,telephone,mobile,phone no,phone number,mobile phone,contact number,cell",
    "visitors": "visitor,visitors,visited by,cadre,staff",
    "companions": "companion,companions,accompanied by",
    "kind": "way,method,way of visit,mode,type of visit",
    "purpose": "purpose,type",
    "situation": "situation,family situation,status of family",
    "demand": "demand,problem,issue,request,appeal,problems,needs",
    "category": "category,class",
    "suggestion": "suggestion,suggestions,advice",
    "handling": "handling,result,outcome,action,solution",
    "satisfaction": "satisfaction,satisfied",
    "signed": "signed,signature",
    "note": "note,notes,remark,remarks,memo,comment",
    "id_number": "id,id no,id number,id card,idcard,identity no",
    "head_name": "name,householder,head,head of household",
    "name": "name,full name,company,enterprise",
    "sex": "sex,gender",
    "birth_date": "birthday,birth date,date of birth,dob,born",
    "relation": "relation,relationship",
    "address": "address,addr",
    "description": "issue,problem,description,content",
    "collected_on": "date,collected,reported on",
    "reporter_name": "reporter,name,reported by",
    "reporter_phone": "tel,phone,telephone,mobile",
    "due_on": "deadline,due,due date",
    "owner": "owner,responsible,responsible person",
    "status": "status,state",
    "post": "post,position,title,duty",
    "unit": "unit,department,office",
}
"""English headings by field, a comma between them."""

ALIASES: Mapping[str, Mapping[str, str]] = {
    "visit": {**_PLACE, **_VISIT},
    "issue": {**_PLACE, **_ISSUE},
    "household": {**_PLACE, **_HOUSEHOLD},
    "person": {"village_name": _PLACE["village_name"], "note": _PLACE["note"], **_PERSON},
    "enterprise": {"village_name": _PLACE["village_name"], "note": _PLACE["note"], **_ENTERPRISE},
    "cadre": {"note": _PLACE["note"], **_CADRE},
}
"""Kind to field to headings, a blank between them."""
