"""The first half: written beside the rules. Each function makes one article; what is random in it comes from ``Chance``."""

from __future__ import annotations

from typing import Final

from benchmarks.inspection_texts.made import (
    DEAD,
    DEAD_WAYS,
    GOOD,
    GOOD_WAYS,
    Chance,
    Sample,
    Text,
    link,
    page,
)

_WRONG: Final = (
    ("办税提醒", "纳税人可登陆电子税务局，进入“我要办税”栏目办理。"),
    ("征期日历", "本月申报期{month}月{day}日截止，截止目前已有{many}户完成申报。"),
    ("您问我答", "对公帐户变更后，应当在15日内向主管税务机关报告。"),
    ("以案说法", "该公司伪造凭证，既使补缴了税款，也要承担法律责任。"),
    ("便民服务", "各办税厅要按步就班推进“一窗通办”，让群众少跑腿。"),
    ("政策解读", "纳税人必需在次月15日内申报，逾期将加收滞纳金。"),
    ("工作动态", "市局召开座谈会，布署下半年税收征管重点工作。"),
    ("通知公告", "因系统升级，请各位纳锐人合理安排办税时间。"),
    ("发票知识", "开具增殖税专用发票时，应当填写完整的购买方信息。"),
    ("党建之窗", "大家纷纷表示要再接再励，为高质量发展贡献税务力量。"),
)


def _wrong(title: str, sentence: str) -> Text:
    def make(chance: Chance) -> Sample:
        said = sentence.format(
            month=chance.number(1, 12), day=chance.number(10, 20), many=chance.number(900, 90000)
        )
        html = page(title, "为进一步优化税收营商环境，现将有关事项说明如下：", said, "特此提醒。")
        return Sample(f"错词 {title}", html, ("words",))

    return make


def _leak_identity(chance: Chance) -> Sample:
    said = f"公示对象：{chance.name()}，身份证号码：{chance.spelled(chance.identity())}。"
    return Sample("身份证 公示", page("行政处罚公示", said, "公示期7天。"), ("privacy",))


def _leak_in_table(chance: Chance) -> Sample:
    row = f"<tr><td>1</td><td>{chance.name()}</td><td>{chance.identity()}</td><td>{chance.number(100, 9000)}元</td></tr>"
    html = (
        f"<table><tr><td>序号</td><td>姓名</td><td>证件号码</td><td>欠税额</td></tr>{row}</table>"
    )
    return Sample("身份证 表格", html, ("privacy",))


def _leak_mobile(chance: Chance) -> Sample:
    said = f"纳税人{chance.name()}（手机{chance.spelled(chance.mobile())}）反映的问题已办结。"
    return Sample("手机号 回访", page("民声回应", said), ("privacy",))


def _leak_card(chance: Chance) -> Sample:
    said = f"退税将划入{chance.name()}的银行账户，卡号{chance.spelled(chance.card())}，请核对。"
    return Sample("银行卡 退税", page("退税提醒", said), ("privacy",))


def _leak_code(chance: Chance) -> Sample:
    said = f"{chance.name()}商行，统一社会信用代码{chance.code()}，经营者{chance.name()}。"
    return Sample("信用代码 名单", page("非正常户名单", said), ("privacy",))


def _leak_home(chance: Chance) -> Sample:
    said = (
        f"当事人{chance.name()}，家住青溪市云岭区南湖路{chance.number(1, 300)}号"
        f"{chance.number(1, 30)}栋{chance.number(101, 2904)}室。"
    )
    return Sample("住址 告知", page("送达公告", said), ("privacy",))


def _dead(way: str) -> Text:
    def make(chance: Chance) -> Sample:
        address = f"{DEAD}/{way}/{chance.digits(6)}.html"
        said = f"办事指南请点击{link(address, '这里')}查看。"
        return Sample(f"链接 {way}", page("办事指南", said), ("links",))

    return make


PLANTED: Final[tuple[Text, ...]] = (
    *(_wrong(title, sentence) for title, sentence in _WRONG),
    _leak_identity,
    _leak_in_table,
    _leak_mobile,
    _leak_card,
    _leak_code,
    _leak_home,
    *(_dead(way) for way in DEAD_WAYS[:4]),
)


def _clean(name: str, *sentences: str) -> Text:
    def make(chance: Chance) -> Sample:
        values = {
            "d8": chance.digits(8),
            "d11": "1" + chance.one("3", "5", "8") + chance.digits(9),
            "d12": chance.digits(12),
            "d16": "62" + chance.digits(14),
            "d20": "26" + chance.digits(18),
            "identity": chance.masked(chance.identity()),
            "wrong": chance.wrong_identity(),
            "mobile": chance.masked(chance.mobile()),
            "card": chance.masked(chance.card()),
            "year": str(chance.number(2019, 2026)),
            "n": str(chance.number(2, 90)),
        }
        return Sample(name, page(name, *(one.format(**values) for one in sentences)))

    return make


def _live(way: str) -> Text:
    def make(chance: Chance) -> Sample:
        said = f"详见{link(f'{GOOD}/{way}/{chance.digits(6)}.html', '办事指南')}。"
        return Sample(f"好链接 {way}", page("办事指南", said))

    return make


CLEAN: Final[tuple[Text, ...]] = (
    _clean("订单号", "您的订单号为{d11}，请在{n}分钟内完成支付。"),
    _clean("发票号码", "发票代码{d12}，发票号码{d8}；全电发票号码{d20}。"),
    _clean("图书", "《税收征管实务》，ISBN 978-7-{d8}-1-{n}，定价{n}.00元。"),
    _clean("打码名单", "张某，身份证号{identity}，联系电话{mobile}，卡号{card}。"),
    _clean("文号", "根据财政部 税务总局公告{year}年第{n}号，编号{d11}执行。"),
    _clean("热线", "咨询请拨打12366，或020-{d8}、400-810-{n}00；传真（0663）{d8}。"),
    _clean("金额", "全市累计减税{d11}元，惠及纳税人{d8}户，同比增长{n}.{d8}%。"),
    _clean("日期", "申报期为{year}年12月1日至{year}年12月15日，20261201 08:00开始受理。"),
    _clean("流水号", "缴款流水号{d16}，凭证号{d20}，请妥善保管。"),
    _clean("错号", "系统提示“证件号码{wrong}校验不通过”，请核对后重新录入。"),
    _clean("台风", "台风“海葵”预计今晚登陆我省沿海，请各办税厅做好防范。"),
    _clean("户外", "志愿者在社区搭起帐篷，为居民讲解税费政策，现场还准备了蚊帐等礼品。"),
    _clean("截止", "本次申报截止时间为12月15日24时，逾期系统自动关闭。"),
    _clean("必需", "办理登记必需的材料有三项，材料齐全即可当场办结。"),
    _clean("部分", "部分地区、大部分行业的成分分析见附件，每份内容均经核对。"),
    _clean("月份内", "请在本月份内完成核对，身份内容以公安机关登记为准。"),
    *(_live(way) for way in GOOD_WAYS[:4]),
)
