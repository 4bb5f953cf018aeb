"""The demo's contributions: from a city, a county and a direct unit, in every state, with points for two months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chalicelib import contributions, newsroom, people, publishing
from chalicelib.actor import local
from chalicelib.application import contribution_work as work
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.contributions import CallText, Contact, ContributionKind, Publication, Written
from chalicelib.people import Role
from demo.accounts import CITY, COUNTY, PROVINCE
from demo.matrix import DIRECT
from demo.newsroom import ARTICLES, SEEDER, Member

STAFF: Final = (Member("ns.li", DIRECT, Role.EDITOR, "服务中心采编"),)
LI: Final = local("li")
CONTACTS: Final = {
    CITY.id: Contact(name="乔女士", phone="0000-5550101"),
    COUNTY.id: Contact(name="朱先生", phone="0000-5550202"),
    DIRECT.id: Contact(name="聂女士", phone="0000-5550303"),
}


class Sent(NamedTuple):
    """One contribution: who, when, what."""

    by: str
    unit: str
    days: float
    """Days ago."""
    title: str
    text: str
    when: str = ""
    where: str = ""
    matter: str = ""
    to: str = PROVINCE.id
    article: str = ""
    """File of the demo's articles."""
    call: str = ""


def staff() -> int:
    """Add who is missing of those who contribute; returns how many."""
    staffed = {(one.unit, one.id) for one in people.list_staff()}
    missing = [one for one in STAFF if (one.unit.id, one.id) not in staffed]
    for one in missing:
        people.add_staff(
            one.id, one.unit.id, [one.role], by=local(SEEDER), now=utc_now(), name=one.name
        )
    return len(missing)


def fill() -> str:
    """Make them where the province has received nothing; returns what was done."""
    if next(contributions.store.received_by(PROVINCE.id), None) is not None:
        return "contributions stand"
    number = len(list(_made(utc_now())))
    return f"{number} contributions"


def _made(now: datetime) -> Iterator[str]:
    contributions.set_settings(
        PROVINCE.id, {"direct_levels": ["county"]}, base=0, by=local("zong1"), now=now
    )
    call = contributions.calls.make(
        PROVINCE.id,
        CallText(
            title="征期里的一天",
            text="请各单位报送征期一线的人和事：有人物、有细节、有数据，配两到三张现场照片。",
            number=5,
            until=now + timedelta(days=10),
        ),
        by=LI,
        now=now - timedelta(days=3),
    )
    contributions.calls.make(
        CITY.id,
        CallText(
            title="县区办税厅的新变化", wants=ContributionKind.LEAD, until=now + timedelta(days=6)
        ),
        by=local("qx.li"),
        now=now - timedelta(days=1),
    )
    yield from _last_month(now)
    yield from _this_month(now, call.id)


def _last_month(now: datetime) -> Iterator[str]:
    """What counts for the month before."""
    first = now.astimezone(SHANGHAI).replace(day=1, hour=9, minute=30, second=0, microsecond=0)
    days = (now - first) / timedelta(days=1)

    def ago(day: float) -> float:
        return days + day

    published = _sent(
        Sent(
            by="qx.li",
            unit=CITY.id,
            days=ago(9),
            title="个体工商户专场开课，线上线下都能听",
            text="已在本市公众号刊发，阅读一千二百多次；各地可照此办课。",
            matter="纳税服务",
            article="xuetang.md",
        ),
        now,
    )
    _adopted(published, now - timedelta(days=ago(8)))
    _out(published, now - timedelta(days=ago(6)), 1)
    yield published
    lead = _sent(
        Sent(
            by="zp.li",
            unit=COUNTY.id,
            days=ago(7),
            title="竹乡夜市摊主也能就近办税",
            text="竹浦县在夜市旁设了流动办税点，两周服务摊主三百余人次。",
            when="上月中旬",
            where="竹浦县老街夜市",
            matter="纳税服务",
        ),
        now,
    )
    _adopted(lead, now - timedelta(days=ago(6)), "角度好，省局成稿时请再提供两位摊主的联系方式。")
    yield lead
    late = _sent(
        Sent(
            by="qx.li",
            unit=CITY.id,
            days=ago(5),
            title="青溪市局召开季度工作会",
            text="会议总结了上季度工作，部署了下季度任务。",
        ),
        now,
    )
    contributions.decline(
        late,
        "不适合本平台",
        "会议消息宜由本单位发布；会上若有便民新举措，可单独报送。",
        by=LI,
        now=now - timedelta(days=ago(4)),
    )
    contributions.acknowledge(late, by=local("qx.li"), now=now - timedelta(days=ago(3)))
    yield late


def _this_month(now: datetime, call: str) -> Iterator[str]:
    article = _sent(
        Sent(
            by="ns.li",
            unit=DIRECT.id,
            days=2,
            title="数电发票开错了，怎么办？",
            text="根据本月来电整理，已由业务处室核对。",
            matter="个人所得税",
            article="fapiao.md",
            call=call,
        ),
        now,
    )
    _adopted(article, now - timedelta(days=1))
    _out(article, now - timedelta(hours=4), 2)
    yield article
    main = _sent(
        Sent(
            by="zp.li",
            unit=COUNTY.id,
            days=1.5,
            title="茶农“掌上领票”少跑三十里",
            text="竹浦县高山茶区的农户过去领票要下山三十里。今年秋茶季，县局把领票辅导送到合作社，四十七户茶农学会了在手机上领票、开票。老茶农杨某说：“以前一来一回半天没了，现在炒茶的工夫就办好了。”",
            when="11 月中旬",
            where="竹浦县高山茶叶合作社",
            matter="增值税",
        ),
        now,
    )
    _adopted(main, now - timedelta(days=1))
    yield main
    same = _sent(
        Sent(
            by="qx.li",
            unit=CITY.id,
            days=1.4,
            title="青溪茶区推广手机开票",
            text="全市茶区推广手机开票，今年秋茶季开票量比去年多两成。",
            matter="增值税",
        ),
        now,
    )
    contributions.merge(
        same, main, "与县局稿件合并成一篇，数据已采用。", by=LI, now=now - timedelta(days=1)
    )
    yield same
    back = _sent(
        Sent(
            by="qx.li",
            unit=CITY.id,
            days=1.2,
            title="青溪自助办税机进社区",
            text="社区新设自助办税机，群众称好。",
            where="青溪社区",
            matter="纳税服务",
            call=call,
        ),
        now,
    )
    contributions.return_(
        back,
        "请补充：台数、启用时间、办理量，再采访一位社区居民。",
        by=LI,
        now=now - timedelta(hours=20),
    )
    yield back
    yield _sent(
        Sent(
            by="qx.li",
            unit=CITY.id,
            days=9,
            title="税务青年夜校开课，零基础学会做年度汇算的十五个步骤",
            text="青溪市局面向新就业的年轻人办夜校，每周两晚，已办八期，六百多人听课。",
            when="每周二、周四晚",
            where="青溪市青年之家",
            matter="个人所得税",
        ),
        now,
    )
    received = _sent(
        Sent(
            by="ns.li",
            unit=DIRECT.id,
            days=0.8,
            title="手语坐席的第一通视频来电",
            text="服务中心新设手语视频坐席，开通当天接到第一通来电，帮一位听障店主办好了税务登记变更。",
            when="昨天上午",
            where="纳税服务中心",
            matter="纳税服务",
            call=call,
        ),
        now,
    )
    contributions.receive(received, by=LI, now=now - timedelta(hours=2))
    yield received
    yield _sent(
        Sent(
            by="zp.li",
            unit=COUNTY.id,
            days=0.3,
            title="大塘镇税务所的“板凳课堂”",
            text="税务人员把小板凳搬到晒谷场，用方言讲社保缴费，来听的有七十多人。",
            when="前天傍晚",
            where="竹浦县大塘镇",
            matter="社保费",
        ),
        now,
    )
    yield _sent(
        Sent(
            by="zp.li",
            unit=COUNTY.id,
            days=0.2,
            title="竹浦办税厅启用“潮汐窗口”",
            text="人多时多开两个窗口，人少时合并，平均等候从十八分钟降到七分钟。",
            to=CITY.id,
            matter="纳税服务",
        ),
        now,
    )
    taken = _sent(
        Sent(
            by="zp.li",
            unit=COUNTY.id,
            days=0.5,
            title="县局与学校共建税法小课堂",
            text="首批三所小学，每月一课。",
            to=CITY.id,
        ),
        now,
    )
    contributions.withdraw(taken, "学校名称待核实", by=local("zp.li"), now=now - timedelta(hours=6))
    yield taken
    yield work.begin(
        CITY.id,
        PROVINCE.id,
        Written(
            kind=ContributionKind.LEAD,
            title="青溪跨境电商退税办理提速",
            text="正在核实数据。",
            contact=CONTACTS[CITY.id],
        ),
        by=local("qx.li"),
        now=now,
    ).id


def _sent(one: Sent, now: datetime) -> str:
    """Begin and send one; returns its id."""
    at, by = now - timedelta(days=one.days), local(one.by)
    article = ""
    if one.article:
        file = ARTICLES / one.article
        article = newsroom.create(
            newsroom.read_file(file), unit=one.unit, by=by, now=at, source=file.name
        ).id
    written = Written(
        kind=ContributionKind.ARTICLE if article else ContributionKind.LEAD,
        title=one.title,
        text=one.text,
        when=one.when,
        where=one.where,
        matter=one.matter,
        contact=CONTACTS[one.unit],
        article=article,
        call=one.call,
    )
    made = work.begin(one.unit, one.to, written, by=by, now=at)
    return work.send(made.id, by=by, now=at).id


def _adopted(contribution: str, at: datetime, words: str = "") -> None:
    work.adopt(contribution, words, by=LI, now=at)


def _out(contribution: str, at: datetime, place: int) -> None:
    """It is told to be out, as the stream would tell it of a push of those days."""
    past = next(iter(publishing.newest([PROVINCE.id])), None)
    one = contributions.get(contribution)
    contributions.following.published(
        contribution,
        Publication(
            account=PROVINCE.id,
            delivery=past.id
            if past
            else f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-00000000-{PROVINCE.id}",
            at=at,
            place=place,
            title=one.written.title,
        ),
    )
