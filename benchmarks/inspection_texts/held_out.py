"""The held-out half: written after the rules were frozen, and not used to change them."""

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
    ("以旧换新", "消费者可凭发漂到指定网点领取补贴，先到先得。"),
    ("汇算清缴", "纳税人应如实填写专项附加扣除，不得弄虚做假。"),
    ("出口退税", "该企业负责人说，退税款三天就到帐，解了燃眉之急。"),
    ("青年说税", "他们迫不急待地向企业送去最新政策，受到一致好评。"),
    ("税收宣传", "宣传月期间，座谈会、直播、走访穿流不息，成效显著。"),
    ("普法课堂", "不法分子按装虚假软件骗取个人信息，请提高警惕。"),
    ("社保缴费", "城乡居民请于规定时侯内完成缴费，以免影响待遇。"),
    ("纳税信用", "信用修复后，企业可既往不究，重新参加评级。"),
    ("服务升级", "办税厅增设自助终端，群众震憾于办税的速度。"),
    ("税企连心", "双方签定服务备忘录，部份事项实行容缺办理。"),
)


def _wrong(title: str, sentence: str) -> Text:
    def make(chance: Chance) -> Sample:
        first = f"{chance.one('近日', '连日来', '日前')}，{chance.one('青溪市', '云岭区', '紫坪县')}税务局开展便民行动。"
        return Sample(f"错词 {title}", page(title, first, sentence), ("words",))

    return make


def _notice(chance: Chance) -> Sample:
    said = (
        f"经查，{chance.name()}（居民身份证：{chance.spelled(chance.identity())}）"
        f"于{chance.number(2019, 2025)}年取得应税收入未申报。"
    )
    return Sample("身份证 处罚", page("税务处罚决定公告", said), ("privacy",))


def _list(chance: Chance) -> Sample:
    rows = "".join(
        f"<li>{n}. {chance.name()} {chance.identity()} {chance.number(3, 90)}00元</li>"
        for n in (1, 2)
    )
    return Sample("身份证 列表", f"<h3>退还名单</h3><ul>{rows}</ul>", ("privacy",))


def _contact(chance: Chance) -> Sample:
    number = chance.mobile()
    said = chance.one(
        f"如有疑问，请联系办税厅小{chance.name()[0]}：{number}。",
        f"业务咨询：{number[:3]}-{number[3:7]}-{number[7:]}（微信同号）。",
        f"联系人：{chance.name()}　联系方式：{number}",
    )
    return Sample("手机号 联系人", page("招聘公告", said), ("privacy",))


def _refund(chance: Chance) -> Sample:
    number = chance.card()
    grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    said = f"户名：{chance.name()}；开户行：某银行云岭支行；账号：{chance.one(number, grouped)}。"
    return Sample("银行卡 账号", page("退税信息核对", said), ("privacy",))


def _debtors(chance: Chance) -> Sample:
    row = f"<tr><td>{chance.name()}记百货店</td><td>{chance.code()}</td><td>{chance.number(100, 90000)}.00</td></tr>"
    return Sample("信用代码 欠税", f"<p>欠税公告</p><table>{row}</table>", ("privacy",))


def _letter(chance: Chance) -> Sample:
    said = (
        f"来信人{chance.name()}，家庭住址：紫坪县河东镇新街{chance.number(1, 90)}号"
        f"{chance.number(1, 12)}幢{chance.number(101, 909)}房，反映发票问题。"
    )
    return Sample("住址 来信", page("来信选登", said), ("privacy",))


def _dead(way: str) -> Text:
    def make(chance: Chance) -> Sample:
        address = f"{DEAD}/{way}/2026/{chance.digits(5)}"
        body = chance.one(
            f"点击阅读：{link(address, '政策原文')}",
            f"政策原文见 {address} 。",
            f"扫码或访问{address}",
        )
        return Sample(f"链接 {way}", page("政策速递", body), ("links",))

    return make


PLANTED: Final[tuple[Text, ...]] = (
    *(_wrong(title, sentence) for title, sentence in _WRONG),
    _notice,
    _list,
    _contact,
    _refund,
    _debtors,
    _letter,
    *(_dead(way) for way in DEAD_WAYS[3:]),
)


def _clean(name: str, *sentences: str) -> Text:
    def make(chance: Chance) -> Sample:
        values = {
            "d6": chance.digits(6),
            "d8": chance.digits(8),
            "d9": chance.digits(9),
            "d15": "4401" + chance.digits(11),
            "d17": chance.digits(17),
            "d18": "3" + chance.digits(17),
            "d19": "2026" + chance.digits(15),
            "phone": "1" + chance.one("33", "58", "87") + chance.digits(8),
            "identity": chance.masked(chance.identity()),
            "stars": chance.identity()[:6] + "********" + chance.digits(4),
            "cross": chance.mobile()[:3] + "XXXX" + chance.digits(4),
            "month": f"{chance.number(1, 12):02d}",
            "n": str(chance.number(2, 90)),
        }
        return Sample(name, page(name, *(one.format(**values) for one in sentences)))

    return make


def _live(way: str) -> Text:
    def make(chance: Chance) -> Sample:
        address = f"{GOOD}/{way}/2026/{chance.digits(5)}"
        said = chance.one(f"详见{link(address, '办事指南')}。", f"网址：{address}")
        return Sample(f"好链接 {way}", page("网上办税", said))

    return make


CLEAN: Final[tuple[Text, ...]] = (
    _clean("完税凭证", "完税证明号码：{d18}，可登录电子税务局查验。"),
    _clean("快递", "邮件单号{phone}已寄出，运单号{d15}，预计{n}天送达。"),
    _clean("电子发票", "发票号码{d19}2，开票日期2026{month}01，校验码{d6} {d8} {d6}。"),
    _clean("脱敏", "身份证号{stars}、手机{cross}、{identity}均已脱敏处理。"),
    _clean("文件编号", "国家税务总局公告2026年第{n}号（编号：{phone}）自发布之日起施行。"),
    _clean("座机", "地址：青溪市中山路{n}号；电话：0763-{d8}、（020）{d8}；邮编51{d6}。"),
    _clean("统计", "全年组织税费收入{d9}万元，新办{d6}户，开票{phone}份。"),
    _clean("时间", "直播时间：2026-{month}-15 14:30-16:30，回放至2026年12月31日24时。"),
    _clean("纳税人识别号说明", "原15位税号{d15}已停用，请使用18位代码。"),
    _clean("防汛", "台风登陆前，党员先锋队加固门窗，搬运帐篷等物资。"),
    _clean("军史", "纪念登陆作战胜利，重温革命历史，传承红色基因。"),
    _clean("其他", "其它年份的数据不做为本次统计的依据，仅供内部参考。".replace("做为", "作为")),
    _clean("统计口径", "每份内容、各省份内的口径一致；股份内部转让另行规定。"),
    _clean("成分", "大部分成分股、部分产品的成分表已更新，签订合同请核对。"),
    _clean("预防犯罪", "开展预防犯罪宣传，防范电信诈骗，检察建议已落实。"),
    _clean("接龙", "交易编号{d17}，业务流水{d19}，取号{n}号，窗口{n}。"),
    *(_live(way) for way in GOOD_WAYS[1:]),
)
