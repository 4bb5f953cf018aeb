"""An answer that was taken becomes one entry and one section of this week's article, wherever it breaks off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from botocore.client import BaseClient

from chalicelib import knowledge, newsroom, topics
from chalicelib.actor import local
from chalicelib.application import answer_products
from chalicelib.newsroom import ArticleState
from tests.cloud.desk.conftest import ACCOUNT
from tests.cloud.topics.world import ANSWER, LI, QUESTION, UNIT, Loop


def articles() -> list[newsroom.StoredArticle]:
    return [one for one in newsroom.list_articles(UNIT) if one.column == "你问我答"]


def body(article: newsroom.StoredArticle) -> str:
    return newsroom.text_of(article.id, by=LI).written.body


def test_entry_and_article_are_drafts_with_owner_and_basis(loop: Loop) -> None:
    topic = answer_products.make(loop.taken_answer().id, loop.now)
    assert topic.made is not None
    assert (topic.made.problem, topic.made.pending) == ("", False)
    [entry] = knowledge.versions.working(ACCOUNT).knowledge.entries
    assert (entry.id, entry.question, entry.answer) == (topic.id, QUESTION, ANSWER)
    assert entry.owner == "货物和劳务税处"
    assert entry.basis[0].url == "https://example.gov.cn/33"
    [article] = articles()
    assert article.state is ArticleState.DRAFT
    assert article.title == "你问我答（2026年第49周）"
    assert f"## 问：{QUESTION}" in body(article)
    assert "[财政部公告2022年第33号](https://example.gov.cn/33)" in body(article)


def test_answers_of_a_week_stand_in_one_article_with_what_editors_wrote(loop: Loop) -> None:
    answer_products.make(loop.taken_answer().id, loop.now)
    [article] = articles()
    text = newsroom.text_of(article.id, by=LI)
    edited = text.written.model_copy(update={"body": f"编者按。\n\n{text.written.body}"})
    newsroom.revise_from(article.id, edited, base=text.revision, by=LI, now=loop.now)
    loop.later(days=1)
    answer_products.make(loop.taken_answer("出口退税几天到账").id, loop.now)
    [article] = articles()
    assert body(article).startswith("编者按。")
    assert body(article).count("## 问：") == 2


def test_another_week_has_another_article(loop: Loop) -> None:
    answer_products.make(loop.taken_answer().id, loop.now)
    loop.later(days=7)
    answer_products.make(loop.taken_answer("出口退税几天到账").id, loop.now)
    assert sorted(one.title for one in articles()) == [
        "你问我答（2026年第49周）",
        "你问我答（2026年第50周）",
    ]


def test_an_article_in_review_is_left_alone(loop: Loop) -> None:
    answer_products.make(loop.taken_answer().id, loop.now)
    [article] = articles()
    newsroom.submit(article.id, by=LI, now=loop.now)
    second = answer_products.make(loop.taken_answer("出口退税几天到账").id, loop.now)
    first = newsroom.get_article(article.id)
    assert (first.state, first.revision) == (ArticleState.IN_REVIEW, 1)
    assert second.made is not None
    assert second.made.article not in ("", article.id)


def test_while_somebody_writes_it_waits_and_is_made_later(loop: Loop) -> None:
    answer_products.make(loop.taken_answer().id, loop.now)
    [article] = articles()
    newsroom.lock(article.id, by=local("wang"), now=loop.now)
    topic = answer_products.make(loop.taken_answer("出口退税几天到账").id, loop.now)
    assert topic.made is not None
    assert topic.made.pending
    assert "wang" in topic.made.problem
    loop.later(minutes=31)
    topic = answer_products.make(topic.id, loop.now)
    assert topic.made is not None
    assert (topic.made.pending, topic.made.article) == (False, article.id)


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("second", [False, True], ids=["the first of the week", "a further one"])
def test_killed_at_any_call_and_run_again_there_is_one_of_each(
    loop: Loop, monkeypatch: pytest.MonkeyPatch, second: bool
) -> None:
    if second:
        answer_products.make(loop.taken_answer("出口退税几天到账").id, loop.now)
    topic = loop.taken_answer()
    call = BaseClient._make_api_call  # type: ignore[attr-defined]
    at, seen = 1, 0

    def dying(client: BaseClient, name: str, arguments: object) -> object:
        nonlocal seen
        answer = call(client, name, arguments)
        seen += 1
        if seen == at:
            raise Killed(name)
        return answer

    # Each life goes on from where the last one died, one call further: every call is the last of one life.
    while True:
        seen = 0
        with monkeypatch.context() as patch:
            patch.setattr(BaseClient, "_make_api_call", dying)
            try:
                answer_products.make(topic.id, loop.now)
            except Killed:
                at += 1
                loop.later(seconds=1)
                continue
        break
    assert at > 10
    made = topics.get(topic.id).made
    assert made is not None
    assert (made.pending, made.problem) == (False, "")
    entries = knowledge.versions.working(ACCOUNT).knowledge.entries
    assert [one.id for one in entries].count(topic.id) == 1
    [article] = articles()
    assert body(article).count(f"## 问：{QUESTION}") == 1
    assert timedelta(0) <= loop.now - loop.office.now


def test_further_topics_are_made_with_the_taking(loop: Loop) -> None:
    topic = loop.taken_answer()
    assert topic.parent == ""
    other = topics.new_topic(
        UNIT, topics.TopicText(title="契税优惠", matter="消费税"), by=LI, now=loop.now
    )
    topics.inquiries.ask(other.id, by=LI, now=loop.now)
    from tests.cloud.topics.world import CAI

    topics.inquiries.answer(other.id, "可以。", [topics.Basis(title="公告")], by=CAI, now=loop.now)
    topics.inquiries.take(
        other.id, [topics.ProductForm.COURSE, topics.ProductForm.PICTURE], by=LI, now=loop.now
    )
    children = [one.title for one in topics.of_unit(UNIT) if one.parent == other.id]
    assert sorted(children) == ["图解：契税优惠", "微课：契税优惠"]
