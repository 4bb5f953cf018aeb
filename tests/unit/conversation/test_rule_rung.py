"""Keyword rules beside the knowledge base: who speaks to a long message, and what the try-outs tell of it."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from chalicelib.accounts import DeskView
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.models import Hours, ReplyRules, Rule, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.conversation.tryout.explain import Explanation, Why, explain
from chalicelib.conversation.tryout.hidden_answers import hidden_answers
from chalicelib.conversation.tryout.lint import FindingKind
from chalicelib.knowledge import CompiledEntry, Consultation, PolicyDocument, Zone
from chalicelib.wechat.replies import TextReply
from tests.unit.conversation.messages import NOW, PAPER, Known, ask, candidates, push

STORY = "我去年在两个公司上班，年度汇算要补税好几千，能不能分期啊"
NIGHT = Hours(daily_from=time(22), daily_until=time(6))


def rule(name: str = "汇算", *keywords: str, **fields: Any) -> Rule:
    return Rule(
        name=name,
        contains=keywords or ("年度汇算",),
        replies=(TextReply(content=name),),
        **fields,
    )


def book(*rules: Rule) -> ReplyBook:
    return ReplyBook(ReplyRules(rules=rules), 1)


def knows(text: str = STORY, zone: Zone = Zone.SURE, *papers: PolicyDocument) -> Known:
    found = Consultation(zone=zone, candidates=candidates("q1", confidence=0.97), documents=papers)
    return Known({text: found})


def explained(known: Known, *rules: Rule, text: str = STORY) -> Explanation:
    return explain(text, book(*rules), NOW, AccountContext(knowledge=known))


def test_a_keyword_that_is_a_small_part_of_a_long_message_leaves_the_word_to_a_sure_answer() -> (
    None
):
    decision = ask(STORY, book=book(rule()), known=knows())
    assert (decision.rung, decision.entry, decision.rule) == (Rung.FAQ, "q1", None)


@pytest.mark.parametrize("zone", [Zone.UNSURE, Zone.NONE])
def test_it_speaks_where_the_knowledge_base_is_not_sure(zone: Zone) -> None:
    decision = ask(STORY, book=book(rule()), known=knows(zone=zone))
    assert (decision.rung, decision.rule) == (Rung.CONTAINS, "汇算")


def test_a_rule_that_must_answer_speaks_all_the_same() -> None:
    known = knows()
    decision = ask(STORY, book=book(rule(must_answer=True)), known=known)
    assert (decision.rung, decision.rule, known.consulted) == (Rung.CONTAINS, "汇算", [])


@pytest.mark.parametrize(
    "text",
    [
        "年度汇算怎么办",  # short
        "年度汇算要补税好几千能分期吗",  # fourteen characters are short still
        "年度汇算补缴税款多少可以申请分期缴纳",  # the keyword below is half of it
    ],
)
def test_of_short_messages_and_large_keywords_the_knowledge_base_is_not_asked(text: str) -> None:
    known = knows(text)
    decision = ask(text, book=book(rule("汇算", "年度汇算补缴税款", "年度汇算")), known=known)
    assert (decision.rung, known.consulted) == (Rung.CONTAINS, [])


def test_an_exact_rule_never_leaves_the_word() -> None:
    known = knows()
    exact = Rule(name="全", exact=(STORY,), replies=(TextReply(content="全"),))
    assert ask(STORY, book=book(exact), known=known).rung is Rung.EXACT
    assert known.consulted == []


def test_the_next_rule_that_must_answer_or_means_the_message_speaks_before_the_knowledge() -> None:
    first = rule(priority=5)
    for next_ in (rule("必", "补税", must_answer=True), rule("准", "年度汇算要补税好几千")):
        assert ask(STORY, book=book(first, next_), known=knows()).rule == next_.name
    asleep = rule("夜", "补税", must_answer=True, hours=NIGHT)
    assert ask(STORY, book=book(first, asleep), known=knows()).rung is Rung.FAQ


def test_a_document_named_by_its_number_is_sure_and_a_title_alike_is_not() -> None:
    text = "请问云税发〔2026〕3号文件里说的印花税减免什么时候到期"
    rules = book(rule("印花税", "印花税"))
    decision = ask(text, book=rules, known=knows(text, Zone.NONE, PAPER))
    assert (decision.rung, decision.entry) == (Rung.FAQ, "doc:d1")
    alike = "请问那份关于印花税减免的文件里说什么时候到期"
    assert ask(alike, book=rules, known=knows(alike, Zone.NONE, PAPER)).rung is Rung.CONTAINS


def test_an_entry_that_holds_no_more_takes_no_word() -> None:
    known = Known(knows().found, entries=dict[str, CompiledEntry]())
    assert ask(STORY, book=book(rule()), known=known).rung is Rung.CONTAINS


def test_heard_words_are_weighed_like_written_ones() -> None:
    heard = push("voice", MediaId="M", Format="amr", Recognition=f"{STORY}。")
    found = knows(f"{STORY}。")
    assert ask(heard, book=book(rule()), known=found).rung is Rung.FAQ


def test_a_rule_that_hands_over_keeps_the_conversation_if_it_must() -> None:
    handing = {"name": "投诉", "contains": ["年度汇算"], "must_answer": True}
    handing["replies"] = [{"type": "transfer_customer_service"}]
    rules = ReplyBook(ReplyRules.model_validate({"rules": [handing]}), 1)
    desk = DeskView(agents=1, on_duty=1)
    assert ask(STORY, book=rules, known=knows(), desk=desk).rung is Rung.PERSON


def test_the_explanation_says_which_rule_left_the_word_to_what() -> None:
    said = explained(knows(), rule(), rule("夜", "补税", hours=NIGHT))
    assert [(one.rule, one.why, one.left_to) for one in said.called] == [
        ("汇算", Why.LEFT, "q1"),
        ("夜", Why.OUTSIDE_HOURS, ""),
    ]
    assert said.steps[3].passed == "left"
    assert (said.rung, said.zone) == (Rung.FAQ, "sure")


def test_the_explanation_tells_rules_that_left_from_the_one_that_speaks() -> None:
    said = explained(
        knows(), rule(priority=5), rule("必", "补税", must_answer=True), rule("三", "公司")
    )
    assert [(one.rule, one.why) for one in said.called] == [
        ("必", Why.SPEAKS),
        ("汇算", Why.LEFT),
        ("三", Why.LEFT),
    ]
    assert said.replies is not None
    assert said.replies.replies == (TextReply(content="必"),)


def test_rules_that_hid_sure_answers_are_named_with_the_answer() -> None:
    short = "年度汇算要补税好几千能分期吗"
    known = Known(knows(short).found | knows(STORY).found)
    messages = [short, short, STORY, "年度汇算", "印花税"]
    by_mark = hidden_answers(ReplyRules(rules=(rule(must_answer=True),)), messages, known, NOW)
    assert [(one.kind, one.rule, one.keyword, one.other, one.detail) for one in by_mark] == [
        (FindingKind.HIDES, "汇算", "年度汇算", "q1", "3")
    ]
    # Without the mark the story is the knowledge base's already; two messages are chance.
    assert hidden_answers(ReplyRules(rules=(rule(),)), messages, known, NOW) == []
    assert (
        hidden_answers(ReplyRules(rules=(rule(),)), [*messages, short], known, NOW)[0].detail == "3"
    )
