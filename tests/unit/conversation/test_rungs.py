"""Each rung of the ladder beyond the rules: what it says, and when it leaves the word to the next."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from chalicelib.accounts import Agents, DeskView
from chalicelib.conversation.ladder import phrases
from chalicelib.conversation.ladder.context import AccountContext, MessageContext
from chalicelib.conversation.ladder.decide import LADDER, climb, decide
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link, link_target
from chalicelib.conversation.models import Reason, ReplyRules, Rung
from chalicelib.conversation.rules.matcher import fold
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.knowledge import Candidate, CompiledEntry, Consultation, PolicyDocument, Zone
from chalicelib.wechat.replies import TransferReply
from tests.unit.conversation.messages import (
    BOOK,
    CLOSED,
    KNOWN,
    NOBODY,
    NOW,
    STAFFED,
    Known,
    ask,
    candidates,
    first,
    push,
    said,
    tapped,
    text,
)

EMPTY_BOOK = ReplyBook(ReplyRules(), 0)
RECENT = FollowerState(last_default_at=2**33)


def links(words: str) -> list[tuple[str, str, str]]:
    """The bizmsgmenu links of a text: what is shown, what a tap says, its id."""
    found = re.findall(
        r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]*)&msgmenuid=([^"]*)">([^<]*)</a>',
        words,
    )
    return [(shown, unquote(content), id_) for content, id_, shown in found]


def test_a_rule_comes_before_all_knowledge() -> None:
    known = Known(KNOWN)
    assert ask("地址", known=known, desk=STAFFED).rung is Rung.EXACT
    assert known.consulted == []


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("发票代开", '▸ <a href="https://example.org/fp">发票代开</a>'),
        ("我要代开发票", '▸ <a href="https://example.org/fp">发票代开</a>'),
        ("办税厅", "菜单里的办税厅"),
        (
            "预约办税",
            '▸ <a href="https://mp.weixin.qq.com" data-miniprogram-appid="wx0000000000000001"'
            ' data-miniprogram-path="pages/book">预约办税</a>',
        ),
    ],
)
def test_a_service_is_called_by_its_name(words: str, reply: str) -> None:
    decision = ask(words, known=KNOWN)
    assert (decision.rung, said(decision)) == (Rung.SERVICE, reply)


def test_a_question_about_a_service_asks_the_knowledge_first() -> None:
    question = "小规模纳税人代开发票要交多少增值税"
    sure = {question: Consultation(zone=Zone.SURE, candidates=candidates("q2"))}
    assert ask(question, known=sure).rung is Rung.FAQ
    assert ask(question, known=KNOWN).rung is Rung.SERVICE


def test_a_sure_entry_answers_with_its_basis_and_asks_whether_it_helped() -> None:
    decision = ask("印花税咋申报", known=KNOWN)
    assert (decision.rung, decision.entry, decision.score) == (Rung.FAQ, "q1", 0.97)
    assert (decision.kf_messages, decision.book_version) == (0, 7)
    words = said(decision)
    assert words.startswith("登录电子税务局申报。\n依据：<a href")
    assert [(shown, id_) for shown, _, id_ in links(words)] == [
        ("有帮助", "helpful:q1:1"),
        ("没帮助", "helpful:q1:0"),
    ]


def test_a_document_named_by_its_number_is_the_answer_however_its_brackets_are_typed() -> None:
    decision = ask("云税发[2026]3号", known=KNOWN)
    assert (decision.rung, decision.entry) == (Rung.FAQ, "doc:d1")
    assert "关于印花税的公告" in said(decision)


def test_unsure_offers_the_likely_questions_to_tap() -> None:
    decision = ask("印花税", known=KNOWN)
    assert (decision.rung, decision.clarify, decision.score) == (Rung.CLARIFY, ("q1", "q2"), 0.6)
    assert links(said(decision)) == [
        ("印花税怎么申报", "印花税怎么申报", "faq:q1"),
        ("印花税税率是多少", "印花税税率是多少", "faq:q2"),
    ]


def test_the_clarify_menu_fits_however_long_its_questions_are() -> None:
    long = tuple(
        Candidate(id=f"{n}" * 32, question="税" * 200, confidence=0.5) for n in range(1, 6)
    )
    found = {"税税": Consultation(zone=Zone.UNSURE, candidates=long)}
    decision = ask("税税", known=found, desk=STAFFED, second_look=True)
    assert len(said(decision).encode()) <= 2000
    assert len(decision.clarify) == len(links(said(decision))) - 2 >= 4


def test_a_tapped_question_is_answered_by_its_entry() -> None:
    known = Known(KNOWN)
    decision = ask(tapped("faq:q2"), known=known)
    assert (decision.rung, decision.entry) == (Rung.FAQ, "q2")
    assert said(decision).startswith("按税目税率表。")
    assert known.consulted == []


def test_a_tapped_question_that_expired_says_so_and_goes_on_by_its_words() -> None:
    decision = ask(tapped("faq:gone", "印花税咋申报"), known=KNOWN)
    assert (decision.rung, decision.entry) == (Rung.FAQ, "q1")
    assert said(decision).startswith("您点的这条内容已失效或已更新。\n\n登录电子税务局")


def test_a_tap_that_leads_nowhere_is_never_met_with_silence() -> None:
    for id_ in ("faq:gone", "doc:gone", "page:gone:2", "later:M#9"):
        decision = ask(tapped(id_, "查看"), RECENT, known=KNOWN)
        assert said(decision), id_


def test_a_tapped_document_shows_it() -> None:
    assert ask(tapped("doc:d1"), known=KNOWN).entry == "doc:d1"


def test_a_long_answer_is_read_page_by_page() -> None:
    decision = ask("退税流程是什么", known=KNOWN)
    seen = said(decision)
    pages = 1
    while (more := links(seen)[-1])[2].startswith("page:"):
        assert len(seen.encode()) <= 2000
        seen = said(ask(tapped(more[2], more[1]), known=KNOWN))
        pages += 1
    assert pages == 5
    assert [id_ for _, _, id_ in links(seen)] == ["helpful:long:1", "helpful:long:0"]


@pytest.mark.parametrize("sentences", range(20, 95, 3))
def test_an_answer_with_documents_beside_it_is_read_whole(sentences: int) -> None:
    sentence = "税率按税目税率表确定。"
    answer = "".join(f"{number:03}{sentence}" for number in range(sentences))
    papers = tuple(
        PolicyDocument(id=id_ * 16, number="", title=f"关于{id_}类印花税若干事项的公告")
        for id_ in ("d1", "d2")
    )
    entry = CompiledEntry(id="q" * 32, question="印花税", answer=answer)
    best = (Candidate(id=entry.id, question=entry.question, confidence=0.97),)
    found = {"印花税": Consultation(zone=Zone.SURE, candidates=best, documents=papers)}
    known = Known(found, {entry.id: entry}, policies=papers)
    seen = [said(ask("印花税", known=known))]
    while (more := links(seen[-1])[-1])[2].startswith("page:"):
        seen.append(said(ask(tapped(more[2], more[1]), known=known)))
    assert max(len(one.encode()) for one in seen) <= 2000
    assert re.findall(r"(\d{3})税率", "".join(seen)) == [f"{n:03}" for n in range(sentences)]
    assert [id_ for one in seen for *_, id_ in links(one) if id_.startswith("doc:")] == [
        f"doc:{paper.id}" for paper in papers
    ]


@pytest.mark.parametrize(
    ("id_", "rung"),
    [
        ("faq:q1", Rung.FAQ),
        ("doc:d1", Rung.FAQ),
        ("page:long:2", Rung.FAQ),
        ("page:doc:d1:1", Rung.FAQ),
        ("helpful:q1:1", Rung.FEEDBACK),
        ("helpful:doc:d1:0", Rung.FEEDBACK),
        ("later:M#1", Rung.DEFERRED),
        ("rate:s-20261201-0123456789ab:5", Rung.FEEDBACK),
        ("person", Rung.PERSON),
    ],
)
def test_links_in_messages_of_long_ago_keep_their_meaning(id_: str, rung: Rung) -> None:
    # As they stand in followers' telephones: what they look like may be added to, never changed.
    assert ask(tapped(id_), RECENT, known=KNOWN, desk=STAFFED).rung is rung


def test_a_page_link_of_an_old_answer_still_leads_on() -> None:
    second = ask(tapped("page:long:2", "下一页"), known=KNOWN)
    assert (second.rung, second.entry) == (Rung.FAQ, "long")
    assert links(said(second))[-1][2] == "page:long:3"


LONG = ReplyRules.model_validate(
    {
        "rules": [
            {"name": "短", "exact": ["短"], "replies": [{"type": "text", "content": "短"}]},
            {
                "name": "长",
                "exact": ["长"],
                "replies": [{"type": "text", "content": "一句话说完了。" * 130}],
            },
        ]
    }
)


def test_a_rules_long_text_is_read_page_by_page() -> None:
    book = ReplyBook(LONG, 7)
    first = ask("长", book=book)
    [(_, _, id_)] = links(said(first))
    second = ask(tapped(id_, "下一页"), book=book)
    assert (first.rung, second.rung, second.rule) == (Rung.EXACT, Rung.EXACT, "长")
    assert not links(said(second))
    whole = said(first).split("\n\n")[0] + said(second)
    assert whole == "一句话说完了。" * 130


@pytest.mark.parametrize("id_", ["page:rule-6-1-0:2", "page:rule-7-9-0:2", "page:rule-x:2"])
def test_a_page_of_a_book_that_is_gone_says_so(id_: str) -> None:
    decision = ask(tapped(id_, "下一页"), book=ReplyBook(LONG, 7))
    assert (decision.rung, said(decision)) == (
        Rung.TAPPED,
        "您点的这条内容已失效或已更新。请换个说法再问。",
    )


def test_a_vote_is_thanked_for_and_recorded_with_its_entry() -> None:
    decision = ask(tapped("helpful:q1:1", "有帮助"), known=KNOWN)
    assert (decision.rung, decision.entry, said(decision)) == (
        Rung.FEEDBACK,
        "q1",
        "谢谢您的反馈。",
    )
    no = said(ask(tapped("helpful:q1:0", "没帮助"), known=KNOWN, desk=STAFFED))
    assert links(no) == [("转人工", "转人工", "person")]


def test_stars_for_a_person_are_thanked_for() -> None:
    decision = ask(tapped("rate:s-20261201-0123456789ab:5", "5 星"), desk=STAFFED)
    assert (decision.rung, decision.entry, said(decision)) == (
        Rung.FEEDBACK,
        None,
        "谢谢您的评价。",
    )


def test_who_asks_for_a_person_stands_in_the_queue() -> None:
    decision = ask("转人工！", desk=STAFFED)
    assert decision.rung is Rung.PERSON
    assert decision.handover is not None
    assert decision.handover.reason is Reason.ASKED
    assert re.fullmatch(r"T1201-[A-Z2-7]{5}", decision.handover.ticket)
    assert "排在第 5 位" in said(decision)
    assert decision.kf_messages == 0


def test_outside_hours_the_ticket_is_promised() -> None:
    decision = ask(tapped("person", "转人工"), desk=CLOSED)
    assert decision.handover is not None
    assert decision.handover.reason is Reason.TAPPED
    assert decision.handover.ticket in said(decision)
    assert "明天 08:00上班" in said(decision)


def test_over_a_long_weekend_no_answer_is_promised_that_wechat_would_not_take() -> None:
    opens = int(NOW.timestamp()) + 48 * 3600
    long = CLOSED._replace(opens=opens, closes=opens + 8 * 3600)
    asked = ask("人工", desk=long)
    assert asked.handover is not None
    waits = ask("还在吗", FollowerState(waiting=7), desk=long)
    for decision in (asked, waits):
        assert "12月3日 12:00上班" in said(decision)
        assert "请在坐席上班后再发一条消息" in said(decision)
        assert "会在这里回复您" not in said(decision)


def test_without_agents_nobody_is_promised() -> None:
    assert ask("人工").rung is Rung.DEFAULT
    assert ask("人工", desk=STAFFED, agents=Agents.NONE).rung is Rung.DEFAULT
    assert "转人工" not in said(ask("印花税", known=KNOWN))


def test_wechats_own_agents_get_the_message_transferred() -> None:
    decision = ask("人工", agents=Agents.WECHAT)
    assert (decision.rung, decision.reply, decision.handover) == (
        Rung.PERSON,
        TransferReply(),
        None,
    )


def test_a_rule_that_transfers_hands_over_to_the_accounts_own_desk() -> None:
    decision = ask("找坐席", desk=STAFFED)
    assert decision.handover is not None
    assert (decision.handover.reason, decision.rule) == (Reason.RULE, "转")
    assert ask("找坐席").reply == TransferReply()


def test_a_question_that_a_rule_hands_over_names_the_department_it_is_about() -> None:
    known = {"找坐席": Consultation(zone=Zone.UNSURE, candidates=candidates("q2", "q1"))}
    handover = ask("找坐席", desk=STAFFED, known=known).handover
    assert handover is not None
    assert handover.skill == "税政处"
    far = {"找坐席": Consultation(zone=Zone.NONE, candidates=candidates("q2"))}
    for nothing in (far, KNOWN, None):
        handover = ask("找坐席", desk=STAFFED, known=nothing).handover
        assert handover is not None
        assert handover.skill == ""


def test_an_answer_and_a_guess_say_whose_matter_it_is() -> None:
    assert ask(tapped("faq:q2"), known=KNOWN).department == "税政处"
    unsure = {"税率": Consultation(zone=Zone.UNSURE, candidates=candidates("q2", "q1"))}
    assert ask("税率", known=unsure).department == "税政处"
    assert ask("印花税", known=KNOWN).department is None  # nobody owns its first


def test_who_waits_is_told_the_position() -> None:
    decision = ask("还在吗", FollowerState(waiting=7), desk=STAFFED, known=KNOWN)
    assert (decision.rung, decision.handover) == (Rung.WAITING, None)
    assert "第 2 位" in said(decision)


def test_who_waits_and_asks_again_keeps_the_place() -> None:
    decision = ask(tapped("person"), FollowerState(waiting=7), desk=STAFFED)
    assert (decision.rung, decision.handover) == (Rung.WAITING, None)


@pytest.mark.parametrize(
    ("words", "rung"),
    [("地址", Rung.EXACT), ("发票代开", Rung.SERVICE), ("印花税咋申报", Rung.FAQ)],
)
@pytest.mark.parametrize("desk", [STAFFED, CLOSED])
def test_who_waits_still_gets_what_is_certain(words: str, rung: Rung, desk: DeskView) -> None:
    decision = ask(words, FollowerState(waiting=7), desk=desk, known=KNOWN)
    assert (decision.rung, decision.handover) == (rung, None)


@pytest.mark.parametrize(
    "what",
    [
        "印花税",  # the knowledge base has guesses only
        "月亮上能开票吗",
        "你好",
        "😀",
        "你们这群废物！！！",
        "人工",
        "找坐席",  # a rule that transfers
        push("image", MediaId="M"),
        push("voice", MediaId="M"),
    ],
)
def test_what_nothing_answers_for_certain_tells_who_waits_the_position(what: Any) -> None:
    decision = ask(what, FollowerState(waiting=7), desk=STAFFED, known=KNOWN, second_look=True)
    assert (decision.rung, decision.handover, decision.clarify) == (Rung.WAITING, None, ())
    assert (decision.later, "第 2 位" in said(decision)) == (False, True)


def test_who_waits_may_still_tap_an_answer() -> None:
    decision = ask(tapped("faq:q1"), FollowerState(waiting=7), desk=STAFFED, known=KNOWN)
    assert decision.entry == "q1"


def test_while_a_person_owns_the_conversation_the_robot_is_silent() -> None:
    owned = FollowerState(session_owner="a1", waiting=7)
    for what in (text("地址"), text("人工"), tapped("faq:q1"), push("image", MediaId="M")):
        decision = ask(what, owned, known=KNOWN, desk=STAFFED)
        assert (decision.rung, decision.reply) == (Rung.OWNED, None)


def test_where_nothing_is_found_a_person_is_one_tap_away() -> None:
    decision = ask("月亮上能开票吗", RECENT, known=KNOWN, desk=STAFFED)
    assert (decision.rung, decision.handover) == (Rung.PERSON, None)
    assert links(said(decision)) == [("转人工", "转人工", "person")]
    closed = ask("月亮上能开票吗", RECENT, known=KNOWN, desk=CLOSED)
    assert links(said(closed)) == [("给坐席留言", "转人工", "person")]


@pytest.mark.parametrize(
    "words",
    [
        "?",
        "？？？",
        "😀",
        "😀😀👍🏻",
        "税",
        "",
        "   ",
        "谢谢",
        "好的。",
        "你好！",
        "[微笑][捂脸]",
        "/::)",
    ],
)
def test_signs_and_courtesies_are_not_looked_up(words: str) -> None:
    known = Known(KNOWN)
    assert ask(words, known=known, desk=STAFFED, second_look=True).rung is Rung.DEFAULT
    assert known.consulted == []
    assert ask(words, RECENT, known=known, desk=STAFFED).reply is None


def test_four_thousand_characters_are_asked_about_by_their_beginning() -> None:
    known = Known(KNOWN)
    decision = ask("我家的房子" * 800, known=known)
    assert decision.rung is Rung.DEFAULT
    assert [len(asked) for asked in known.consulted] == [1000]


@pytest.mark.parametrize(
    ("words", "rung"),
    [
        ("發票代開", Rung.SERVICE),
        ("轉人工", Rung.PERSON),
        ("有人嗎", Rung.PERSON),
        ("人工\u200b", Rung.PERSON),
        ("神經病", Rung.CALM),
    ],
)
def test_signs_are_understood_in_traditional_characters(words: str, rung: Rung) -> None:
    assert ask(words, known=KNOWN, desk=STAFFED).rung is rung


@pytest.mark.parametrize("words", ["謝謝", "唔該", "多謝晒！", "辛苦了\u200b"])
def test_courtesies_are_understood_in_traditional_characters(words: str) -> None:
    known = Known()
    ask(words, known=known)
    assert known.consulted == []


def test_signs_are_written_as_messages_are_folded() -> None:
    signs = phrases.PERSON | phrases.COURTESIES | set(phrases.RUDE) | phrases.RUDE_ALONE
    assert {fold(sign) for sign in signs} == signs


def test_mixed_languages_are_asked_about() -> None:
    known = Known(KNOWN)
    ask("how to 开票 with VAT special invoice", known=known)
    assert known.consulted == ["how to 开票 with VAT special invoice"]


def test_anger_alone_is_met_calmly_and_offered_a_person() -> None:
    known = Known(KNOWN)
    decision = ask("你们这群废物！！！", known=known, desk=STAFFED)
    assert decision.rung is Rung.CALM
    assert links(said(decision))[0][2] == "person"
    assert known.consulted == []


@pytest.mark.parametrize(
    "text",
    ["垃圾处理费", "固体废物", "妈妈的医保", "我妈的社保", "智障补贴", "举报骗子", "过去死亡赔偿"],
)
def test_a_matter_that_only_sounds_rude_is_looked_up(text: str) -> None:
    known = Known(KNOWN)
    assert ask(text, known=known, desk=STAFFED).rung is Rung.PERSON
    assert known.consulted == [text]


@pytest.mark.parametrize("text", ["垃圾！", "骗子", "你们是骗子！！", "妈的", "傻逼公众号"])
def test_anger_of_few_words_is_no_question(text: str) -> None:
    known = Known(KNOWN)
    assert ask(text, known=known, desk=STAFFED).rung is Rung.CALM
    assert known.consulted == []


def test_an_angry_question_is_answered_if_it_can_be() -> None:
    sure = {"垃圾系统，印花税怎么报": KNOWN["印花税咋申报"]}
    assert ask("垃圾系统，印花税怎么报", known=sure).rung is Rung.FAQ
    assert ask("垃圾系统，天天登不上去算什么", known=sure).rung is Rung.CALM


@pytest.mark.parametrize(
    ("heard", "rule"), [("地址。", "地址"), ("怎么走？", "地址"), ("地址！", "地址")]
)
def test_a_full_stop_that_wechat_heard_hinders_no_exact_keyword(heard: str, rule: str) -> None:
    decision = ask(push("voice", MediaId="M", Recognition=heard))
    assert (decision.rung, decision.rule) == (Rung.EXACT, rule)


def test_heard_words_are_looked_up_like_written_ones() -> None:
    decision = ask(push("voice", MediaId="M", Recognition="印花税咋申报"), known=KNOWN)
    assert decision.entry == "q1"


@pytest.mark.parametrize(
    ("what", "word"),
    [
        (push("image", MediaId="M"), "图片"),
        (push("voice", MediaId="M"), "语音"),
        (push("video", MediaId="M"), "视频"),
        (push("location", Location_X=1, Location_Y=2), "位置"),
        (push("link", Url="https://example.org"), "链接"),
    ],
)
def test_what_the_robot_cannot_read_it_says_each_time(what, word: str) -> None:
    decision = ask(what, RECENT, known=KNOWN)
    assert decision.rung is Rung.TYPE
    assert word in said(decision)


def test_an_account_that_nobody_set_up_keeps_silent() -> None:
    empty = ReplyBook(ReplyRules(), 0)
    for what in (text("你好吗"), push("image", MediaId="M")):
        assert ask(what, book=empty).reply is None


def test_anger_is_met_calmly_before_a_second_look_is_promised() -> None:
    decision = ask("傻逼系统怎么又登录不上去了", known=KNOWN, desk=STAFFED, second_look=True)
    assert (decision.rung, decision.later) == (Rung.CALM, False)


def test_with_a_second_look_what_was_not_found_is_answered_behind_a_link() -> None:
    decision = ask("月亮上能开票吗", known=KNOWN, second_look=True)
    assert (decision.rung, decision.later) == (Rung.DEFERRED, True)
    assert links(said(decision)) == [("查看答复", "查看答复", "later:M#1")]
    unsure = ask("印花税", known=KNOWN, second_look=True)
    assert (unsure.rung, unsure.later) == (Rung.CLARIFY, True)
    assert links(said(unsure))[-1][2] == "later:M#1"


def found(zone: str, *entries: str) -> FollowerState:
    return FollowerState(deferred=json.dumps({"M#1": {"at": 1, "zone": zone, "entries": entries}}))


def test_the_second_looks_answer_comes_when_its_link_is_tapped() -> None:
    later = tapped("later:M#1", "查看答复")
    assert ask(later, found("sure", "q1"), known=KNOWN).entry == "q1"
    assert ask(later, found("unsure", "q1", "q2"), known=KNOWN).clarify == ("q1", "q2")
    assert "没有找到更多答复" in said(ask(later, found("none"), known=KNOWN))


def test_a_link_whose_answer_never_comes_is_no_dead_end() -> None:
    decision = ask(tapped("later:M#9", "查看答复"), found("none"), known=KNOWN, desk=STAFFED)
    assert [id_ for *_, id_ in links(said(decision))] == ["later:M#9", "person"]


def test_an_id_longer_than_any_of_ours_is_none() -> None:
    assert link_target("helpful:" + "x" * 2000 + ":1") is None


def test_other_words_for_an_answer_lead_to_its_own() -> None:
    kept = {"M#1": {"at": 1, "zone": "sure", "entries": ["q1"], "text": "换句话说"}}
    decision = ask(
        tapped("later:M#1", "查看答复"), FollowerState(deferred=json.dumps(kept)), known=KNOWN
    )
    assert said(decision).startswith("换句话说\n")
    assert links(said(decision))[0][2] == "faq:q1"


def test_a_tap_before_the_second_look_is_done_is_asked_to_come_again() -> None:
    decision = ask(tapped("later:M#1", "查看答复"), known=KNOWN)
    assert (decision.rung, decision.later) == (Rung.DEFERRED, False)
    assert links(said(decision))[0][2] == "later:M#1"


@pytest.mark.parametrize(
    "one",
    [
        LinkTarget(LinkKind.FAQ, "q1"),
        LinkTarget(LinkKind.DOC, "d1"),
        LinkTarget(LinkKind.PAGE, "doc:d1", 12),
        LinkTarget(LinkKind.HELPFUL, "q1", 0),
        LinkTarget(LinkKind.LATER, "M#123"),
        LinkTarget(LinkKind.PERSON),
    ],
)
def test_a_link_comes_back_as_what_it_was(one: LinkTarget) -> None:
    [(_, _, id_)] = links(link(one, "看"))
    assert link_target(id_) == one


@pytest.mark.parametrize(
    "id_", ["", "x", "faq", "faq:", "page:q1", "page:q1:x", "page::1", "person:1", "page:q:1²"]
)
def test_what_is_no_link_of_ours_is_an_ordinary_message(id_: str) -> None:
    assert link_target(id_) is None
    assert ask(push("text", Content="地址", bizmsgmenuid=id_), book=BOOK).rule == "地址"


@pytest.mark.parametrize("second_look", [False, True])
@pytest.mark.parametrize("desk", [None, STAFFED, CLOSED])
@pytest.mark.parametrize("known", [None, KNOWN])
def test_a_rung_that_is_not_asked_would_have_had_no_answer(
    known: Any, desk: DeskView | None, second_look: bool
) -> None:
    texts = ["地址", "人工", "发票代开", "你们垃圾", "太垃圾了预约办税怎么弄", "印花税", "印花税咋申报", "你好", ""]  # fmt: skip
    pushes = [*map(text, texts), tapped("person"), tapped("faq:gone"), push("image", MediaId="M")]
    followers = [NOBODY, FollowerState(waiting=7), FollowerState(session_owner="agent-1")]
    account = AccountContext(Agents.OWN, desk or DeskView(), second_look, known and Known(known))
    for message, follower, book in itertools.product(pushes, followers, (BOOK, EMPTY_BOOK)):
        context = MessageContext(message, book, follower, NOW, account, first)
        assert decide(message, book, follower, NOW, first, account) == climb(context, LADDER)
