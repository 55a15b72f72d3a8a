"""What is written down at a visit: sentences put together from parts, thousands of each sort."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

MOST = 1_500
"""Sentences kept of each sort."""

LEAST = 60
"""Characters below which one more thing is said."""

_WHO = ("老两口", "老人一个人", "夫妻俩", "爷爷奶奶带着孙子", "三代五口人", "媳妇带着两个孩子", "兄弟两家", "老伴")
_HOME = ("在家", "住在老屋", "住在新盖的楼房里", "搬到了路边", "住在安置房", "长年在家")
_STATE = (
    "身体都还行",
    "腿脚不大方便",
    "血压有点高，按时吃药",
    "刚做完手术在休养",
    "精神很好，早上还下地",
    "耳朵背，要大声说话",
    "眼睛看不清，想去做白内障手术",
    "腰疼了半个月，贴膏药",
    "平时在村卫生室量血糖",
    "牙口不好，吃得软",
)
_CHILD = ("儿子", "女儿", "大儿子", "小女儿", "儿子媳妇", "孙女", "女婿", "侄子")
_PLACE = (
    "县城",
    "省城",
    "镇上的服装厂",
    "邻县的工地",
    "南边的电子厂",
    "外省的船厂",
    "家门口的合作社",
    "物流园",
    "餐馆",
)
_WORK = ("上班", "打工", "开车跑运输", "做装修", "当保安", "送快递", "学电焊", "开小店", "做月嫂")
_RETURN = (
    "过年才回来",
    "一个月回来一趟",
    "每周末回来看看",
    "每天晚上回家",
    "农忙时回来帮忙",
    "三年没有回来了",
    "常打视频电话",
)
_CROP = ("水稻", "油菜", "茶叶", "西瓜", "大棚草莓", "板栗", "柑橘", "玉米", "红薯", "莲藕", "桑叶", "中药材")
_HARVEST = (
    "今年收成不错",
    "比去年少收了两成",
    "价钱比往年低",
    "已经卖了一多半",
    "合作社统一来收",
    "让野猪拱掉一片",
    "赶上下雨没有晒干",
    "准备明年少种一些",
    "遇上干旱浇了三遍水",
    "打了两次药，长势正常",
)
_STOCK = ("只鸡", "只鸭", "只鹅", "只山羊", "头猪", "头牛", "箱蜜蜂", "亩龙虾", "亩鱼塘")
_SALES = (
    "销路还可以",
    "饲料贵，赚得不多",
    "打过疫苗",
    "想再扩大一点",
    "城里有人上门收",
    "准备过年前出栏",
    "冬天冻死了几只",
)
_HOUSE = (
    "房子是{}年盖的",
    "{}年翻修过屋顶",
    "{}年通的自来水",
    "{}年装的太阳能",
    "{}年改的厕所",
    "{}年办的宅基地证",
    "{}年流转出去五亩地",
    "{}年加入的合作社",
    "{}年评上的文明家庭",
    "{}年起领养老金",
)
_FOUND = (
    "屋里收拾得干净",
    "院子里堆着柴火，提醒离灶台远一些",
    "电线老化，已让电工来换",
    "灶台边放着两个煤气罐，当场讲了怎么放",
    "门口水沟不通，下回带铁锹来",
    "冰箱彩电都有，日子过得去",
    "墙上贴着孙子的奖状",
    "灯光暗，想换两个灯泡",
    "存着去年的稻谷，够吃到新米下来",
    "楼梯没有扶手，老人上下要扶墙",
)
_TALK = (
    "向其宣传了{topic}的政策",
    "发放了{topic}的明白纸，当面讲解一遍",
    "问了{topic}办得怎么样，说都清楚",
    "提醒注意{topic}",
    "一起看了{topic}的情况，没有发现隐患",
    "登记了{topic}的需求，回去查一下再答复",
)
_TOPIC = (
    "医保缴费",
    "养老保险",
    "防溺水",
    "森林防火",
    "秸秆禁烧",
    "反诈骗",
    "用电安全",
    "燃气安全",
    "防汛转移",
    "高龄津贴",
    "残疾人两项补贴",
    "耕地地力补贴",
    "厕所改造",
    "垃圾分类",
    "房屋安全",
    "殡葬改革",
    "义务教育资助",
    "公益性岗位",
    "小额信贷",
    "农机补贴",
)
_RARE = (
    "院里的古井还在用，水很清。",
    "阁楼上放着一台旧石碾，说要捐给村史馆。",
    "门前两棵银杏，游客常来拍照。",
    "祖上传下的木匠手艺，还在带徒弟。",
    "家里收着一本旧族谱，愿意拿出来复印。",
)
RARITY = 20_000
"""One visit of so many tells something that hardly any other does: words for which a search has few answers."""

SUGGESTIONS = (
    "希望多组织几次义诊。",
    "建议把路灯装到组尾。",
    "建议农忙时错峰供水。",
    "希望广场上添几样健身器材。",
    "建议把班车站往里移一点。",
    "希望评低保时多公示几天。",
    "建议组里统一请人打药。",
    "希望老年食堂周末也开。",
)

_SPOT = (
    "村口",
    "组头",
    "后山脚下",
    "祠堂旁边",
    "学校门前",
    "河埂上",
    "晒谷场边",
    "大塘北面",
    "机耕路中段",
    "老桥下",
    "变压器旁",
)
_SINCE = ("入夏以来", "上个月起", "前几天大雨后", "去年冬天到现在", "修路以后", "今年开春", "一直", "最近半个月")
_SIZE = (
    "影响十几户人家",
    "下游三十亩田浇不上水",
    "老人出门不方便",
    "孩子上学要绕路",
    "晚上不安全",
    "邻居都有意见",
    "拖拉机过不去",
)
_WISH = ("希望尽快派人来看", "盼着年底前能解决", "愿意出工出力", "请村里帮着协调", "问能不能列入计划", "希望给个准话")
_TROUBLES: dict[str, tuple[str, ...]] = {
    "水利": ("渠道漏水", "涵管堵了", "水泵坏了没人修", "塘坝淤得厉害", "闸门关不严", "排水沟被填了一段"),
    "交通": ("水泥路坏了三处", "路边护栏被撞断", "会车道太窄", "路面积水", "桥面裂了缝", "没有减速带"),
    "能源": ("晚上电压低", "电线离屋檐太近", "路灯有五盏不亮", "变压器嗡嗡响", "充电桩常跳闸"),
    "环境保护": ("垃圾桶太少", "养殖场味道大", "污水流进沟里", "有人半夜烧塑料", "河面漂着死鱼"),
    "教育": ("校车不到组里", "幼儿园离得远", "放学后没人看孩子"),
    "医疗卫生": ("卫生室拿不到降压药", "慢病证还没有办下来", "家庭医生很久没来"),
    "住房": ("老屋西墙有裂缝", "屋顶漏雨", "宅基地边界有争议", "危房等着鉴定"),
    "民政": ("高龄补贴少发了两个月", "低保复核的材料交了没有回音", "想申请临时救助"),
    "农业": ("稻飞虱多", "野猪糟蹋庄稼", "晒场不够用", "收割机进不了田"),
    "劳动与社会保障": ("想在家附近找个活", "工钱欠了三个月", "社保转移办不下来"),
    "科技文体": ("广场舞音响放得太晚", "农家书屋总是锁着", "有线电视没有信号"),
    "用地": ("流转的田租金没有付清", "地界上的树要不要砍说不清", "复垦的地长满了草"),
    "水电气": ("自来水发黄", "水压上不了二楼", "燃气管道还没有通到组里"),
    "惠农政策及村务财务": ("补贴面积登记少了半亩", "公示栏很久没有更新", "集体分红想看明细"),
}
CATEGORIES = tuple(_TROUBLES)
_PLACED = frozenset({"水利", "交通", "能源", "环境保护", "用地", "农业"})
"""Categories whose troubles are at a spot and in somebody's way."""

MEASURES = (
    "现场查看，列入本月维修。",
    "联系责任单位，一周内拿出方案。",
    "发动组里一起整治，村里出料。",
    "报镇里统一招标，先做临时处理。",
    "请技术员上门，边查边改。",
    "约双方到村部调解，签订协议。",
)
PROGRESS = (
    "已到现场查看，材料备齐。",
    "施工队进场，完成一半。",
    "与责任单位对接，等批复。",
    "已更换损坏的部件，试用几天再看。",
    "两家都谈过，基本同意方案。",
    "因下雨停工三天，已恢复。",
    "资金落实，下周开工。",
)


class Sentences:
    """Draws what is written down from pools that are the same for a seed."""

    def __init__(self, chance: random.Random) -> None:
        self._draw = chance.random
        self._homes = _pool(chance, "{}{}，{}。", _WHO, _HOME, _STATE)
        self._children = _pool(chance, "{}在{}{}，{}。", _CHILD, _PLACE, _WORK, _RETURN)
        acres = [str(number) for number in range(2, 30)]
        crops = _pool(chance, "种了{}亩{}，{}。", acres, _CROP, _HARVEST)
        heads = [str(number) for number in range(2, 60)]
        self._livings = crops + _pool(chance, "养了{}{}，{}。", heads, _STOCK, _SALES)
        years = [str(number) for number in range(1978, 2021)]
        self._houses = [f"{house.format(year)}，{found}。" for house in _HOUSE for year in years for found in _FOUND]
        self._talks = [f"{talk.format(topic=topic)}。" for talk, topic in itertools.product(_TALK, _TOPIC)]
        self._demands = {
            category: _pool(chance, "{}{}{}，{}，{}。", _SINCE, _SPOT, troubles, _SIZE, _WISH)
            if category in _PLACED
            else _pool(chance, "{}{}，{}。", _SINCE, troubles, _WISH)
            for category, troubles in _TROUBLES.items()
        }

    def situation(self) -> str:
        """How a household lives: three to seven sentences, 60 to 200 characters."""
        draw = self._draw
        homes, livings, houses, talks = self._homes, self._livings, self._houses, self._talks
        text = homes[int(draw() * len(homes))] + livings[int(draw() * len(livings))]
        text += houses[int(draw() * len(houses))]
        if draw() < 0.7:
            text += self._children[int(draw() * len(self._children))]
        if draw() < 0.35:
            text += livings[int(draw() * len(livings))]
        if draw() < 0.25:
            text += houses[int(draw() * len(houses))]
        text += talks[int(draw() * len(talks))]
        if len(text) < LEAST:
            text += talks[int(draw() * len(talks))]
        if draw() < 1 / RARITY:
            text += _RARE[int(draw() * len(_RARE))]
        return text

    def business(self) -> str:
        """How an enterprise is doing."""
        orders = ("订单比去年多", "订单少了三成", "外贸单子停了两个月", "新客户还在谈", "订单排到了下个季度")
        hands = ("正在招工", "工人基本稳定", "缺两个熟练工", "旺季要加班", "有六个是本村的")
        costs = ("原料涨价，利润薄了一些", "设备刚更新，产能还没有完全放开", "电费比去年高", "想办贷款扩建厂房")
        talks = self._talks
        said = "，".join(pool[int(self._draw() * len(pool))] for pool in (orders, hands, costs))
        return f"{said}。{talks[int(self._draw() * len(talks))]}{talks[int(self._draw() * len(talks))]}"

    def demand(self, category: str) -> str:
        """What somebody raised."""
        pool = self._demands[category]
        return pool[int(self._draw() * len(pool))]


def _pool(chance: random.Random, form: str, *parts: Sequence[str]) -> list[str]:
    """At most :data:`MOST` of all the sentences that the form makes of the parts."""
    return [form.format(*(chance.choice(part) for part in parts)) for _ in range(MOST)]
