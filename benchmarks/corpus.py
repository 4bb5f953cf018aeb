"""What every contestant is asked: keywords of a tax service's rules, and followers' questions, all made here.

At every size the same questions meet the same hundred keywords, spread evenly; what is added between them are longer
ones of the same language, which a question follows for a few characters and then leaves. So the sizes differ by the
number of rules alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

SIZES = (100, 10_000, 100_000)

ANSWER = (
    "您好,您咨询的业务可以在电子税务局办理:登录后进入“我要办税”,按提示填写并提交即可。"
    "办理时限为一个工作日,结果会短信通知。如仍有疑问,请在工作时间拨打 12366。"
)
DEFAULT = "您好,我还没有学会这个问题。请换个说法,或回复“人工”由坐席为您解答。"

_TOPICS = (
    "个人所得税 增值税 企业所得税 契税 房产税 印花税 车船税 环保税 资源税 消费税 "
    "电子发票 数电发票 发票代开 社保缴费 医保缴费 税务登记 跨区迁移 出口退税 留抵退税 汇算清缴"
).split()
_ACTS = ("怎么申报", "怎么办理", "税率是多少", "什么时候截止", "需要什么材料")
_MATTERS = (
    "灵活就业备案 临时凭证补打 欠费缓缴 信用复评 身份核验 账户注销 三方协议 邮寄送达 授权委托 逾期更正 "
    "投诉转办 窗口排号"
).split()
_ASKS = ("怎么撤回", "多久办好", "在哪里查进度", "可以代办吗")
_PLACES = (
    "东城 西城 南关 北苑 临江 望海 平山 清河 石桥 白塔 柳林 金沙 长乐 永安 新安 太和 "
    "安宁 高平 文昌 双溪 大林 小河 古城 云峰 青田 凤台 龙泉 瑞阳 宁远 丰泽"
).split()
_WHO = (
    "小规模纳税人 一般纳税人 个体工商户 自由职业者 退役军人 高校毕业生 残疾人 外籍人员 农业合作社 社会组织 "
    "高新企业 小微企业 物业公司 建筑企业 运输企业 医疗机构 民办学校 电商卖家 外卖骑手 网络主播 "
    "房屋出租人 二手房卖家 股权转让方 合伙企业 破产企业 出口企业 软件企业 集成电路企业 养老机构 家政公司 "
    "拍卖行 典当行 保险代理人 导游 律师"
).split()

QUESTIONS = (
    "请问个人所得税怎么申报?我换了工作",
    "你好,小规模纳税人增值税税率是多少",
    "公司刚成立,税务登记需要什么材料呢",
    "医保缴费什么时候截止啊,我在外地",
    "买房契税怎么办理?双溪这边可以办吗",
    "电子发票怎么办理,要带公章吗",
    "汇算清缴什么时候截止",
    "增值税怎么申报",
    "我想问一下出口退税需要什么材料,第一次办",
    "车船税税率是多少 新能源车要交吗",
    "老板让我办跨区迁移,跨区迁移怎么办理才快",
    "印花税怎么申报,按次还是按期?",
    "社保缴费怎么办理,自由职业者",
    "房产税什么时候截止?今年第一次申报",
    "数电发票怎么办理额度调整",
    "留抵退税需要什么材料,会计辞职了",
    "密码忘了登录不上去怎么办",
    "周六上班吗",
    "请问你们地址在哪里,坐几路车",
    "谢谢",
    "手机号换了收不到验证码",
    "我要投诉窗口排队太久",
    "怎么没有人回复我???",
    "完税证明可以在手机上打印吗,银行要用",
)
"""Two thirds are answered by a rule, one third meets the default reply."""


class Rule(NamedTuple):
    """A keyword rule before anybody's library has seen it: five keywords, one answer."""

    keywords: tuple[str, ...]
    answer: str


def rules(count: int) -> list[Rule]:
    """Rules with ``count`` keywords together (100 or more), five each."""
    words = tuple(itertools.islice(_keywords(), count))
    groups = [words[at : at + 5] for at in range(0, count, 5)]
    return [Rule(group, f"{ANSWER}({number})") for number, group in enumerate(_spread(groups))]


def questions() -> Iterator[str]:
    """Questions of a knowledge base, all different, beside what the rules' keywords answer."""
    parts = itertools.product(_WHO, _MATTERS, _ASKS, _PLACES)
    return (f"{place}{who}{matter}{asks}" for who, matter, asks, place in parts)


def _spread(groups: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The groups that questions ask for evenly among the others: a scan meets half of the rules before its own."""
    asked, others = groups[:20], groups[20:]
    each = len(others) // len(asked)
    return [
        group
        for at, first in enumerate(asked)
        for group in (*others[at * each : (at + 1) * each], first)
    ]


def _keywords() -> itertools.chain[str]:
    short = (f"{topic}{act}" for topic in _TOPICS for act in _ACTS)
    long = (
        f"{place}{who}{topic}{act}"
        for who, topic, act, place in itertools.product(_WHO, _TOPICS, _ACTS, _PLACES)
    )
    return itertools.chain(short, long)
