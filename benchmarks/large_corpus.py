"""A knowledge base of any size, all made up: as alike as the questions of a tax office are, and the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.knowledge import FaqEntry, PolicyDocument

_FIRST = (
    "残疾人 退役军人 高校毕业生 小微企业 农机 校车 渔船 古建筑 托育机构 养老院 体育场馆 科普基地 景区 民宿 冷链仓库 "
    "充电桩 光伏电站 污水处理 秸秆利用 再生资源 滴灌带 种子 饲料 有机肥 集体林权 宅基地 安置房 公租房 人才公寓 经济适用房"
).split()
_SECOND = (
    "增值税减免 所得税优惠 房产税困难减免 土地使用税 契税退还 印花税 车船税 附加税费 社保费缓缴 医保补缴 残保金 "
    "工会经费 文化事业建设费 环保税 资源税 水资源费 耕地占用税 土地增值税预缴 个税专项扣除 年金递延 股权激励 "
    "劳务报酬 稿酬预扣 财产租赁 拍卖所得 股息红利 偶然所得 数电发票 纸质发票 农产品收购凭证 完税证明 出口退税 "
    "留抵退税 研发加计 固定资产加速折旧 亏损结转 跨区涉税 注销清税 信用修复 非正常户解除"
).split()
_ASKS = (
    "怎么办理",
    "需要什么材料",
    "什么时候截止",
    "在哪里查询进度",
    "能不能网上办",
    "填错了怎么更正",
    "多久到账",
    "符合什么条件",
    "要不要去大厅",
    "可以委托别人办吗",
)
_OTHERWISE = (
    "请问{0}{1}{2}呀",
    "我想咨询一下{0}的{1}，{2}",
    "{1}（{0}）{2}？",
    "{2}，{0}要办{1}",
    "公司是{0}，{1}{2}",
)
_OWNERS = ("征管科", "税政一科", "税政二科", "社保费科", "收入规划科", "纳税服务科", "大企业科")
_AUDIENCES = ("", "个人", "小规模纳税人", "一般纳税人", "个体工商户")
_FROM = datetime(2026, 1, 1, tzinfo=UTC)


def entries(count: int, seed: int = 1) -> tuple[FaqEntry, ...]:
    """Entries with two or three other ways to ask each and an answer of some two hundred characters; 12,000 at most."""
    chance = random.Random(seed)
    subjects = [(one, two, ask) for one in _FIRST for two in _SECOND for ask in _ASKS]
    chance.shuffle(subjects)
    return tuple(_entry(n, *subjects[n], chance) for n in range(count))


def policies(count: int, seed: int = 1) -> tuple[PolicyDocument, ...]:
    """Policy documents, each with a number of its own."""
    chance = random.Random(seed)
    return tuple(
        PolicyDocument(
            id=f"p-{n:05d}",
            number=f"云税发〔{2015 + n % 12}〕{n // 12 + 1}号",
            title=f"关于{chance.choice(_FIRST)}{chance.choice(_SECOND)}有关事项的通知（{n}）",
            issuer="云岭省税务局",
            link=f"https://example.gov.cn/policy/{n}",
            topics=(chance.choice(_SECOND),),
        )
        for n in range(count)
    )


def messages(count: int, seed: int = 2) -> Iterator[str]:
    """What followers write: the entries' questions in other words, with characters lost, and what no entry answers."""
    chance = random.Random(seed)
    for _ in range(count):
        one, two, ask = chance.choice(_FIRST), chance.choice(_SECOND), chance.choice(_ASKS)
        text = chance.choice(_OTHERWISE).format(one, two, ask)
        lost = chance.randrange(len(text))
        yield text[:lost] + text[lost + 1 :] if chance.random() < 0.8 else f"{one}今天几点关门"


def _entry(n: int, one: str, two: str, ask: str, chance: random.Random) -> FaqEntry:
    others = chance.sample(_OTHERWISE, chance.randint(2, 3))
    steps = "；".join(
        f"{k}. {chance.choice(('登录电子税务局', '打开手机应用', '到办税服务厅'))}，选择“{two}”，"
        f"填写{one}的{chance.choice(('申请表', '备案表', '明细表'))}并上传{chance.choice(('证件', '合同', '批文'))}"
        for k in range(1, 5)
    )
    ends = chance.random() < 0.2
    return FaqEntry(
        id=f"q-{n:05d}",
        question=f"{one}{two}{ask}",
        variants=tuple(pattern.format(one, two, ask) for pattern in others),
        answer=f"{one}办理{two}：{steps}。办理时限为 {chance.randint(1, 20)} 个工作日，如有疑问请拨打 12366。",
        owner=chance.choice(_OWNERS),
        audience=chance.choice(_AUDIENCES),
        valid_until=_FROM + timedelta(days=chance.randrange(300, 900)) if ends else None,
    )
