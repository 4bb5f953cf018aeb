"""Limits of the rungs of knowledge, links and services: how much fits, and what is no link of ours."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from chalicelib.conversation.ladder.context import AccountContext, MessageContext, SkipReason
from chalicelib.conversation.ladder.pages import PAGE_BYTES
from chalicelib.conversation.ladder.rungs import knowledge, link, service
from chalicelib.conversation.models import Decision, ReplyRules, Rung
from chalicelib.conversation.rules.reply_book import ReplyBook
from chalicelib.followers import FollowerState
from chalicelib.knowledge import Candidate, CompiledEntry, Consultation, Link, PolicyDocument, Zone
from tests.unit.conversation.messages import (
    BOOK,
    ENTRIES,
    KNOWN,
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

QUESTION = "印花税申报期限"
PAPERS = tuple(
    PolicyDocument(id=f"d{n}", number=f"云税发〔2026〕{n}号", title=f"第{n}号公告")
    for n in range(4)
)


def context(
    what: Any,
    known: Known,
    *,
    second_look: bool = False,
    follower: FollowerState = NOBODY,
    book: ReplyBook = BOOK,
) -> MessageContext:
    message = text(what) if isinstance(what, str) else what
    account = AccountContext(second_look=second_look, knowledge=known)
    return MessageContext(message, book, follower, NOW, account, first)


def found(**how: Any) -> Known:
    return Known({QUESTION: Consultation(**how)}, policies=PAPERS)


def test_two_documents_at_most_are_named_beside_an_answer() -> None:
    words = said(
        ask(QUESTION, known=found(zone=Zone.SURE, candidates=candidates("q1"), documents=PAPERS))
    )
    assert [paper.id for paper in PAPERS if f"doc:{paper.id}" in words] == ["d0", "d1"]


@pytest.mark.parametrize(
    ("rung", "known", "reason"),
    [
        (knowledge.sure, found(zone=Zone.UNSURE, candidates=candidates("q1")), SkipReason.NOT_SURE),
        (knowledge.sure, found(), SkipReason.NOTHING_NEAR),
        (knowledge.likely, found(zone=Zone.NONE, candidates=candidates("q1")), SkipReason.NOTHING_NEAR),
        (knowledge.likely, found(zone=Zone.UNSURE), SkipReason.NOTHING_NEAR),
        (knowledge.deferred, found(), SkipReason.NO_SECOND_LOOK),
    ],
)  # fmt: skip
def test_knowledge_says_why_it_passes(rung: Any, known: Known, reason: SkipReason) -> None:
    assert rung(context(QUESTION, known)) is reason


@pytest.mark.parametrize("rung", [knowledge.sure, knowledge.likely, knowledge.deferred])
def test_a_sign_is_too_little_to_look_up(rung: Any) -> None:
    assert rung(context("？", found(), second_look=True)) is SkipReason.TOO_LITTLE


def kept(**how: Any) -> FollowerState:
    return FollowerState(deferred=json.dumps({"M#1": {"at": 1, "zone": "sure", **how}}))


def test_an_answer_found_later_begins_on_its_first_page() -> None:
    decision = ask(tapped("later:M#1"), kept(entries=["long"]), known=KNOWN)
    assert said(decision).startswith("先在网上提交申请")
    assert "page:long:2" in said(decision)


@pytest.mark.parametrize(("size", "used"), [(999, True), (1000, False)])
def test_other_words_for_an_answer_are_used_below_a_thousand_bytes(size: int, used: bool) -> None:
    decision = ask(tapped("later:M#1"), kept(entries=["q1"], text="a" * size), known=KNOWN)
    assert said(decision).startswith("a" * 100) is used


def test_documents_begin_on_their_first_page() -> None:
    many = tuple(
        PolicyDocument(id=f"d{n}", number=f"{n}号", title=f"第{n}号公告" + "税" * 60)
        for n in range(20)
    )
    decision = knowledge.documents(context(QUESTION, found()), many)
    assert "第0号公告" in said(decision)


def test_the_confidence_of_a_menu_is_that_of_its_first_question() -> None:
    both = (*candidates("q1", confidence=0.7), *candidates("q2", confidence=0.4))
    decision = knowledge.likely(context(QUESTION, found(zone=Zone.UNSURE, candidates=both)))
    assert isinstance(decision, Decision)
    assert decision.score == 0.7


@pytest.mark.parametrize("notice", ["", "这个问题的答复已经不在了。"])
@pytest.mark.parametrize("length", range(20, 61))
def test_a_menu_has_as_many_questions_as_fit_beside_the_notice(length: int, notice: str) -> None:
    many = tuple(
        Candidate(id=f"q{n:02}", question="税" * length, confidence=0.5) for n in range(30)
    )
    one = context(QUESTION, found(zone=Zone.UNSURE, candidates=many))
    one.notice = notice
    decision = knowledge.likely(one)
    assert isinstance(decision, Decision)
    words = said(decision)
    left = PAGE_BYTES - len(words.encode()) - 3 * len(notice)
    [line] = [each for each in words.splitlines() if each.startswith(f"{len(decision.clarify)}. ")]
    another = line.replace(f"{len(decision.clarify)}. ", f"{len(decision.clarify) + 1}. ", 1)
    assert 0 <= left < len(another.encode()) + 1


def test_a_menu_that_fits_to_the_byte_loses_no_question() -> None:
    one, spare = context(QUESTION, found()), []
    for count, length, last in itertools.product(range(8, 24), range(5, 40, 4), range(1, 40)):
        sizes = [*[length] * count, last]
        many = [
            Candidate(id=f"q{n}", question="a" * size, confidence=0.5)
            for n, size in enumerate(sizes)
        ]
        decision = knowledge.clarified(one, many)
        if len(decision.clarify) == len(many):
            spare.append(PAGE_BYTES - len(said(decision).encode()))
    assert min(spare) == 0


def test_a_tapped_document_begins_on_its_first_page() -> None:
    read = tuple(Link(title=f"解读{n}" + "税" * 100, url="https://example.org/") for n in range(9))
    long = PolicyDocument(id="d9", number="9号", title="开头", interpretations=read)
    words = said(ask(tapped("doc:d9"), known=Known(KNOWN, policies=(long,))))
    assert "开头" in words


def test_a_tapped_question_begins_on_its_first_page() -> None:
    assert said(ask(tapped("faq:long"), known=KNOWN)).startswith("先在网上提交申请")


@pytest.mark.parametrize("kind", ["faq:gone", "doc:gone"])
def test_a_question_that_is_gone_goes_on_with_a_notice(kind: str) -> None:
    one = context(tapped(kind), Known(KNOWN))
    assert link.answer(one) is SkipReason.GONE
    assert one.notice


def test_a_person_who_is_not_there_leaves_the_word_to_the_next_rung() -> None:
    one = context(tapped("person"), Known(KNOWN))
    assert link.answer(one) is SkipReason.GONE
    assert not one.notice


RULES = {
    "rules": [
        {
            "name": "长",
            "exact": ["长"],
            "replies": [{"type": "text", "content": "税" * 900}],
        }
    ]
}


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("7-0-0", True),
        ("7-0-1", False),
        ("7-1-0", False),
        ("6-0-0", False),
        ("7-0", False),
        ("7-0-0-0", False),
        ("7-0-x", False),
        ("7-0-٠", False),
        ("7-0-", False),
    ],
)
def test_a_page_of_a_rule_is_named_by_three_numbers(source: str, known: bool) -> None:
    book = ReplyBook(ReplyRules.model_validate(RULES), 7)
    one = context(tapped(f"page:rule-{source}:1"), Known(KNOWN), book=book)
    came = link.answer(one)
    assert isinstance(came, Decision)
    assert (came.rung is Rung.EXACT) is known


def test_a_service_is_called_by_half_of_the_message() -> None:
    assert isinstance(service.called(context("预约办税在哪儿啊", Known(KNOWN))), Decision)
    assert service.called(context("预约办税在哪儿啊？", Known(KNOWN))) is SkipReason.NOT_CALLED


def test_without_services_none_is_called() -> None:
    empty = ReplyBook(ReplyRules(), 0)
    assert service.called(context("预约办税", Known(), book=empty)) is SkipReason.NO_SERVICES


def test_the_department_of_a_menu_is_that_of_its_first_question() -> None:
    known = found(zone=Zone.UNSURE, candidates=candidates("q2", "q1"))
    decision = knowledge.likely(context(QUESTION, known))
    assert isinstance(decision, Decision)
    assert decision.department == "税政处"
    assert isinstance(ENTRIES["q2"], CompiledEntry)
