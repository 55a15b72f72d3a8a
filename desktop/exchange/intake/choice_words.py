"""Other words for the choices of a field, a blank between them: by kind and field, then by code."""

from __future__ import annotations

from collections.abc import Mapping

CHOICE_WORDS: Mapping[str, Mapping[str, str]] = {
    "visit.kind": {
        "household": "入户走访 上门 上门走访 实地 实地走访 面对面 登门 家访 现场 下户 面谈 走访 当面",
        "enterprise": "企业走访 走访企业 入企 进企 上企 入企走访",
        "courtyard": "院落会 坝坝会 屋场会 板凳会 院坝 座谈 座谈会 村民会 群众会 庭院会",
        "phone": "电话走访 电话联系 电访 打电话 电话沟通 电话回访 致电",
        "wechat": "微信联系 微信群 视频 微信视频 微信走访",
        "other": "其它 其他方式",
    },
    "visit.purpose": {
        "routine": "日常走访 常规 平时 一般 例行 普通",
        "key_household": "重点走访 重点 重点对象 重点人群",
        "holiday": "慰问 节日 春节慰问 节日走访 走访慰问 节前慰问 送温暖",
        "special": "专项走访 专题 专项行动 专项排查",
    },
    "visit.handling": {
        "none": "无 没有问题 没问题 没有 无诉求 无需处理 不需处理 暂无 未反映问题 无反映问题",
        "on_the_spot": (
            "现场解决 当场办结 现场办结 已解决 当场处理 即办 已当场解决 当即解决 立即解决 现场处理 就地解决"
        ),
        "policy_answer": "政策解释 解释政策 政策宣传 已解答 解答 答复 政策答复 宣传政策 解释说明 已答复 解释",
        "listed": (
            "列入问题清单 列入台账 上报 已上报 转办 交办 登记 已登记 建账 列入 纳入清单 待办 待解决 上报镇里 "
            "办理中 记入清单"
        ),
    },
    "visit.satisfaction": {
        "satisfied": "是 √ 很满意 非常满意 好 满意(5) 十分满意 很好 好评",
        "mostly": "较满意 比较满意 一般 基本满意(3) 较好 一般满意 还行",
        "dissatisfied": "否 × 不满 差 很不满意 非常不满意 不太满意 差评 较差",
        "other": "其它 未评价 未表态 不清楚",
    },
    "issue.source": {
        "visit": "走访 入户 干部走访 走访收集 农户走访 大走访 村民走访",
        "enterprise_visit": "走访企业 入企 企业",
        "forum": "座谈 座谈会收集 院坝会 屋场会 恳谈会 议事会",
        "survey": "问卷调查 调查问卷",
        "patrol": "巡查 网格 网格员巡查 网格上报 网格员上报 巡查发现 日常巡查",
        "hotline": "12345热线 热线 市民热线 政务热线 12345平台 便民热线 热线电话",
        "petition": "来信来访 来信 来访 上访 信访件 群众来访 信访投诉",
        "superior": "交办 上级 上级转办 县级交办 镇交办 督办 上级反馈 转办",
        "congress": "人大代表建议 人大代表 代表建议 人大",
        "cppcc": "政协 政协委员 政协提案建议 委员提案",
        "self_check": "自查自纠 自查发现 排查 自行排查 自检",
        "other": "其它 群众反映 群众来电",
    },
    "issue.rectify_type": {
        "at_once": "立即整改 即知即改 立查立改 立改 马上整改",
        "by_deadline": "限时整改 限期 短期 短期攻坚 中期推进 限期完成",
        "long_term": "长期 持续 持续推进 持续整改 常态化 长期整改",
    },
    "issue.status": {
        "pending": (
            "未办理 未启动 待办理 待办 未整改 未开始 未受理 尚未办理 尚未启动 待整改 未办 未处理 待处理 新收集"
        ),
        "working": (
            "正在办理 办理中 处理中 在办 正在整改 推进中 正在推进 整改推进中 进行中 正在处理 未办结 未完成 未销号 "
            "正在落实 落实中 协调中 否 持续推进 正在进行 未解决 部分完成 基本完成"
        ),
        "to_check": (
            "已办结 办结 已完成 完成 已整改 整改完成 已整改到位 待验收 已解决 整改到位 待销号 已处理 完成整改 待验证 是"
        ),
        "to_approve": "待审核 待审批 镇审中 待镇审核",
        "closed": "销号 已销 销号完成 已归档 已验收销号 办结销号",
        "consolidated": "已巩固 巩固 已销号(巩固)",
        "suspended": "挂账销号 暂缓 挂起 暂挂 挂账督办 暂时挂账",
        "long_term": "长期 持续整改 长期推进 常态化 持续坚持 挂账/长期坚持",
        "extension_asked": "申请延期 延期 延期申请 延期办理",
        "reported_up": "呈报 上报 已上报 呈报上级 上报镇里 已呈报镇",
        "refused": "不予受理 不受理 退回",
        "void": "取消 作废",
        "merged": "合并 并案",
        "transferred": "移送 移交 已移交",
    },
    "issue.completion_kind": {
        "substantive": "实质性办结 实质办结 实质 彻底解决 实质性解决",
        "staged": "阶段性办结 阶段办结 阶段 阶段性解决",
        "procedural": "程序性办结 程序办结 程序 解释说明",
    },
    "issue.feedback_way": {
        "oral": "当面 口头反馈 上门 当面回访 入户",
        "phone": "电话回访 致电",
        "written": "书面反馈 书面答复",
    },
    "issue.satisfaction": {},
    "person.sex": {
        "male": "男性 M 1 先生",
        "female": "女性 F 2 女士",
    },
    "person.resident": {
        "yes": "常住 在家 在村 居住 常住人口",
        "no": "外出 非常住 不在家 不常住 不在 务工 不居住 外地",
    },
    "visit.signed": {
        "yes": "已签 已签字 本人已签 是(本人) 签 已签名",
        "no": "未签 未签字 拒签 不愿签 未在家",
    },
}
