"""Services of the catalogue on the ladder: called, mentioned, likely, tapped, from the menu, and while they don't run."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from chalicelib.accounts import DeskView
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.ladder.decide import decide
from chalicelib.conversation.models import Decision, ReplyRules, Rung, Service, Stop
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.conversation.rules.services import ServiceBook, to_bytes
from chalicelib.knowledge import CompiledEntry, Consultation, Zone
from chalicelib.wechat.parse import typed
from tests.unit.conversation.messages import (
    BOOK,
    NOBODY,
    NOW,
    Known,
    ask,
    candidates,
    first,
    said,
    tapped,
    text,
)

HOUSE = Service(
    id="house",
    name="二手房交易缴税",
    aliases=("存量房交易",),
    text="【二手房交易缴税】\n▸ 电话咨询：12366",
    about="二手房过户时，买卖双方一次申报契税、个人所得税",
)
HALL = Service(id="hall", name="办税地图", text="【办税地图】", menu="HALL")
OUT = Service(
    id="out",
    name="印花税申报缴纳",
    text="【印花税申报缴纳】\n▸ 网上办理",
    stops=(
        Stop(
            since=NOW - timedelta(hours=1),
            until=NOW + timedelta(hours=1),
            notice="系统升级",
            instead="house",
        ),
    ),
)
SERVICES = ServiceBook([HOUSE, HALL, OUT])


NOTHING = Known()


def asked(words: str, *, known: Known | None = None, tap: str = "", at: datetime = NOW) -> Decision:
    account = AccountContext(desk=DeskView(), knowledge=known, services=SERVICES)
    message = tapped(tap, words) if tap else text(words)
    return decide(message, BOOK, NOBODY, at, first, account)


def knows(words: str, zone: Zone) -> Known:
    return Known({words: Consultation(zone=zone, candidates=candidates("q1"))})


def test_a_service_is_called_by_its_name_or_alias() -> None:
    for words in ("二手房交易缴税", "存量房交易", "办理存量房交易"):
        decision = asked(words)
        assert (decision.rung, decision.rule) == (Rung.SERVICE, "二手房交易缴税")
        assert "12366" in said(decision)


def test_the_catalogue_takes_the_place_of_services_in_the_rules() -> None:
    assert asked("发票代开").rung is Rung.DEFAULT
    assert ask("发票代开").rung is Rung.SERVICE


def test_a_sure_answer_comes_before_a_mention() -> None:
    words = "我上个月去办的二手房交易缴税 印花税怎么申报呢"
    assert asked(words, known=knows(words, Zone.SURE)).rung is Rung.FAQ


def test_a_service_that_a_question_mentions_answers_where_the_knowledge_has_nothing() -> None:
    decision = asked("听说你们那边可以办二手房交易缴税是真的吗我爸让我来问一下", known=NOTHING)
    assert (decision.rung, decision.rule) == (Rung.SERVICE, "二手房交易缴税")


def test_a_question_without_a_name_is_offered_what_it_may_want() -> None:
    decision = asked("房子过户的时候买卖双方的契税", known=NOTHING)
    assert (decision.rung, decision.rule) == (Rung.SERVICE, None)
    assert "您是不是想办" in said(decision)
    assert "msgmenuid=service:house" in said(decision)


def test_beside_likely_questions_stand_services_too() -> None:
    words = "房子过户的时候买卖双方的契税"
    decision = asked(words, known=knows(words, Zone.UNSURE))
    assert decision.rung is Rung.CLARIFY
    assert decision.clarify == ("q1",)
    assert "msgmenuid=service:house" in said(decision)
    assert len(said(decision).encode()) <= 2000


def test_nothing_is_offered_where_nothing_is_near() -> None:
    assert asked("今天天气怎么样", known=NOTHING).rung is not Rung.SERVICE


def test_a_tap_answers_with_the_service_as_it_is_now() -> None:
    assert "12366" in said(asked("二手房交易缴税", tap="service:house"))
    gone = asked("别的什么", tap="service:gone")
    assert "已失效" in said(gone)


def test_a_service_in_maintenance_says_so_and_what_to_use() -> None:
    during = said(asked("印花税申报缴纳"))
    assert "系统升级" in during
    assert "预计 2026-12-01 13:00 恢复" in during
    assert "可以改用：二手房交易缴税" in during
    assert "网上办理" not in during


def test_maintenance_ends_with_its_minute() -> None:
    end = NOW + timedelta(hours=1)
    assert "系统升级" in said(asked("印花税申报缴纳", at=end - timedelta(seconds=1)))
    assert "网上办理" in said(asked("印花税申报缴纳", at=end))


def test_a_service_that_is_a_menu_entry_answers_like_the_menu() -> None:
    assert said(asked("办税地图")) == "菜单里的办税厅"
    assert said(asked("在这里办理", tap="menu:HALL")) == "菜单里的办税厅"


def test_a_menu_entry_may_name_a_service() -> None:
    click = typed(
        {
            "ToUserName": "gh_1",
            "FromUserName": "o1",
            "CreateTime": int(NOW.timestamp()),
            "MsgType": "event",
            "Event": "CLICK",
            "EventKey": "service:house",
        }
    )
    account = AccountContext(services=SERVICES)
    decision = decide(click, ReplyBook(ReplyRules(), 1), NOBODY, NOW, first, account)
    assert decision.rung is Rung.MENU
    assert "12366" in said(decision)
    assert decide(click, ReplyBook(ReplyRules(), 1), NOBODY, NOW, first).reply is None


def test_a_service_s_page_is_that_of_the_account_that_answers_in_the_first_of_several_parts() -> (
    None
):
    page = "https://h5.gov.cn/h5/{account}/long"
    steps = "\n".join(f"{nth}. 这一步要做的事情写得很长很长" for nth in range(99))
    long = Service(
        id="long",
        name="跨境缴税",
        text=f'【跨境缴税】\n▸ <a href="{page}">办事指南</a>\n{steps}',
        page=page,
    )
    account = AccountContext(services=ServiceBook([long]), id="city")
    begun = said(decide(text("跨境缴税"), BOOK, NOBODY, NOW, first, account))
    assert 'href="https://h5.gov.cn/h5/city/long"' in begun
    assert "{account}" not in begun and len(begun.encode()) <= 2048
    [more] = re.findall(r"msgmenuid=([^\"&]+)", begun)
    further = said(decide(tapped(more), BOOK, NOBODY, NOW, first, account))
    assert "这一步要做的事情" in further
    # Another account's text is another one: the tap finds nothing there.
    other = account._replace(id="county")
    assert "这一步要做的事情" not in said(decide(tapped(more), BOOK, NOBODY, NOW, first, other))


def test_services_are_small_in_the_bucket() -> None:
    assert b"stops" not in to_bytes([HOUSE])
    assert b"page" not in to_bytes([HOUSE])


def test_an_answer_names_a_service_as_it_is_called_and_runs_now() -> None:
    entry = CompiledEntry(
        id="q1",
        question="印花税怎么申报",
        answer='到<a href="service:out">这里</a>办；卖房看<a href="service:house">房</a>，<a href="service:no">旧的</a>没有了。',
    )
    words = "印花税怎么申报呢"
    known = Known(knows(words, Zone.SURE).found, {"q1": entry})
    content = said(asked(words, known=known))
    assert 'service:out">印花税申报缴纳</a>（暂停）办' in content
    assert 'service:house">二手房交易缴税</a>，旧的没有了' in content
    assert said(ask(text(words), known=known)).startswith("到这里办；卖房看房，旧的没有了。")
