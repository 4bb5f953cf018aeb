"""What becomes of copies when their source is corrected or recalled."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib import distribution, newsroom, publishing
from chalicelib.actor import local
from chalicelib.cloud import queues, table
from chalicelib.distribution import (
    ChangeKind,
    Requirement,
    TaskState,
    WrongState,
)
from chalicelib.newsroom import ArticleState
from chalicelib.publishing import DeliveryState, IssueState
from tests.cloud.distribution.conftest import Matrix, copy_of, sent, taken
from tests.cloud.newsroom.people import NOW, composed
from tests.cloud.publishing.inside import delivery_store


def test_a_correction_reaches_every_copy_and_stops_what_was_scheduled(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    issue = matrix.schedule("city", article)
    matrix.correct_source()
    changed = matrix.change(offer, ChangeKind.CORRECTION)
    matrix.work()
    copy = newsroom.get_article(article)
    assert (copy.revision, copy.state) == (2, ArticleState.IN_REVIEW)
    assert "八点半" in newsroom.read_content(copy.key).html
    assert publishing.get_issue(issue.id).state is IssueState.PLANNED
    tasks = matrix.receipt(changed, "city").tasks
    assert [(task.state, task.change) for task in tasks] == [(TaskState.DONE, 1)]
    assert issue.id in tasks[0].what


def test_a_correction_of_what_went_out_stays_a_person_s_task(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    delivery = sent(matrix, matrix.schedule("city", article))
    matrix.correct_source()
    matrix.change(offer, ChangeKind.CORRECTION)
    matrix.work()
    (task,) = matrix.receipt(offer, "city").tasks
    assert task.state is TaskState.OPEN
    assert delivery in task.what
    distribution.acknowledge(
        offer.id, "city", 1, what="已另发更正", by=local("wang"), now=matrix.now
    )
    (task,) = matrix.receipt(offer, "city").tasks
    assert (task.state, task.what, task.by) == (TaskState.DONE, "已另发更正", "wang")


def test_a_correction_does_not_overwrite_what_a_unit_wrote_itself(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    issue = matrix.schedule("city", article)
    publishing.unschedule(issue.id, by=local("li"), now=matrix.now)
    newsroom.revise(article, composed(body="本市另有安排。"), by=local("li"), now=matrix.now)
    matrix.review(article, "li")
    issue = matrix.schedule("city", article, hours=4)
    matrix.correct_source()
    matrix.change(offer, ChangeKind.CORRECTION)
    matrix.work()
    copy = newsroom.get_article(article)
    assert "本市另有安排" in newsroom.read_content(copy.key).html
    assert publishing.get_issue(issue.id).state is IssueState.PLANNED
    (task,) = matrix.receipt(offer, "city").tasks
    assert task.state is TaskState.OPEN
    assert "本单位改过（第 2 版，li，" in task.what
    with pytest.raises(distribution.LocallyEdited, match="覆盖") as refused:
        distribution.carry_out_task(offer.id, "city", 1, by=local("wang"), now=matrix.now)
    assert [one.action for one in refused.value.remedies] == [
        "article.show",
        "offer.overwrite",
        "offer.acknowledge",
    ]
    done = distribution.carry_out_task(
        offer.id, "city", 1, by=local("wang"), now=matrix.now, overwrite=True
    )
    assert done.tasks[0].state is TaskState.DONE
    copy = newsroom.get_article(article)
    assert "八点半" in newsroom.read_content(copy.key).html
    assert "本市另有安排" in newsroom.read_content(newsroom.revision(article, 2).key).html


def test_a_correction_after_a_restored_offer_is_carried_out(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    article = copy_of(matrix, offer, "city")
    newsroom.revise(article, composed(body="本市另有安排。"), by=local("li"), now=matrix.now)
    newsroom.restore(article, 1, by=local("li"), now=matrix.now)
    matrix.correct_source()
    matrix.change(offer, ChangeKind.CORRECTION)
    matrix.work()
    (task,) = matrix.receipt(offer, "city").tasks
    assert task.state is TaskState.DONE


@pytest.mark.parametrize("stop_before", range(1, 9))
def test_a_correction_after_a_worker_died_leaves_one_copy(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, stop_before: int
) -> None:
    offer = matrix.offer(account_ids=["city"])
    (message,) = taken()
    writes = 0
    real = table.transact

    def killed(*args: object, **kwargs: object) -> None:
        nonlocal writes
        writes += 1
        if writes == stop_before:
            raise KeyboardInterrupt
        real(*args, **kwargs)  # type: ignore[arg-type]

    distribution.carry_out(message, matrix.now)
    pending = taken()
    with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
        patched.setattr(table, "transact", killed)
        for message in pending:
            distribution.carry_out(message, matrix.now)
    matrix.correct_source()
    matrix.change(offer, ChangeKind.CORRECTION)
    matrix.now += timedelta(minutes=5)
    matrix.work()
    (copy,) = newsroom.list_articles("city")
    assert copy.id == copy_of(matrix, offer, "city")
    assert copy.state is ArticleState.IN_REVIEW
    assert "八点半" in newsroom.read_content(copy.key).html


def test_a_correction_without_a_new_released_revision_is_refused(matrix: Matrix) -> None:
    offer = matrix.offer()
    with pytest.raises(WrongState, match="没有新的已审版本"):
        matrix.change(offer, ChangeKind.CORRECTION)


def test_a_recall_reaches_what_was_sent_and_what_was_to_be(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    city, county = (copy_of(matrix, offer, one) for one in ("city", "county"))
    for article in (city, county):
        matrix.review(article)
    out = sent(matrix, matrix.schedule("city", city))
    coming = matrix.schedule("county", county)
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    assert publishing.get(out).recalls[0].article == 1
    assert publishing.get_issue(coming.id).state is IssueState.PLANNED
    assert "已要求撤回" in matrix.receipt(offer, "city").tasks[0].what
    assert "没有推送过" in matrix.receipt(offer, "county").tasks[0].what
    with pytest.raises(WrongState, match="已被上级撤回"):
        distribution.adopt(offer.id, "county", by=local("wang"), now=matrix.now)


def test_a_recall_of_a_recommendation_is_a_task_with_a_deadline(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    distribution.adopt(offer.id, "city", by=local("wang"), now=matrix.now)
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    (task,) = matrix.receipt(offer, "city").tasks
    assert (task.state, task.deadline) == (TaskState.OPEN, matrix.now + timedelta(hours=4))
    assert matrix.receipt(offer, "county").tasks == ()
    distribution.carry_out_task(offer.id, "city", 1, by=local("wang"), now=matrix.now)
    assert matrix.receipt(offer, "city").tasks[0].state is TaskState.DONE


def tried(issue: publishing.Issue, state: DeliveryState, matrix: Matrix) -> str:
    """Its delivery after a try whose outcome is open, or will never be known."""
    assert issue.delivery is not None
    before = publishing.get(issue.delivery)
    told = {"state": state, "first_tried_at": matrix.now, "tried_at": matrix.now, "draft": "d"}
    delivery_store.save(before, before.model_copy(update=told))
    return issue.delivery


@pytest.mark.parametrize(
    "state", [DeliveryState.PREPARED, DeliveryState.SUBMITTED, DeliveryState.FAILED]
)
def test_a_recall_of_what_may_be_going_out_is_not_done(
    matrix: Matrix, state: DeliveryState
) -> None:
    offer = matrix.offer(account_ids=["city"])
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    delivery = tried(matrix.schedule("city", article), state, matrix)
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    (task,) = matrix.receipt(offer, "city").tasks
    assert task.state is TaskState.OPEN
    assert delivery in task.what
    assert "没有推送过" not in task.what


def test_a_recall_follows_a_push_that_was_under_way(matrix: Matrix) -> None:
    offer = matrix.offer(account_ids=["city"])
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    issue = matrix.schedule("city", article)
    tried(issue, DeliveryState.SUBMITTED, matrix)
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    delivery = sent(matrix, issue)
    # What the queue kept back for five minutes.
    distribution.carry_out(f"{offer.id} city", matrix.now + timedelta(minutes=5))
    (task,) = matrix.receipt(offer, "city").tasks
    assert (task.awaits, len(publishing.get(delivery).recalls)) == ((delivery,), 1)


@pytest.mark.parametrize(
    ("told", "state", "what"),
    [
        ({}, TaskState.OPEN, "已要求撤回"),
        ({"refused": "45083 超过次数"}, TaskState.OPEN, "45083 超过次数；请登录微信公众平台"),
        ({"done_at": NOW}, TaskState.DONE, "已撤回"),
    ],
    ids=["asked", "refused", "done"],
)
def test_a_recall_is_done_when_wechat_has_done_it(
    matrix: Matrix, told: dict[str, object], state: TaskState, what: str
) -> None:
    offer = matrix.offer(account_ids=["city"])
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    delivery = sent(matrix, matrix.schedule("city", article))
    offer = matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    before = publishing.get(delivery)
    [order] = before.recalls
    after = before.model_copy(update={"recalls": (order.model_copy(update=told),)})
    delivery_store.save(before, after)
    [stand] = distribution.standings(offer, matrix.now)
    [task] = stand.receipt.tasks
    assert task.state is state
    assert what in task.what
    [(_, seen)] = distribution.inbox("city", matrix.now)
    assert seen == stand
    # The same message once more orders nothing anew.
    distribution.carry_out(f"{offer.id} city", matrix.now)
    assert len(publishing.get(delivery).recalls) == 1


def test_a_person_orders_again_what_wechat_refused_or_says_it_is_done(matrix: Matrix) -> None:
    offer = matrix.offer(account_ids=["city"])
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    delivery = sent(matrix, matrix.schedule("city", article))
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    before = publishing.get(delivery)
    refused = before.recalls[0].model_copy(update={"refused": "系统繁忙"})
    delivery_store.save(before, before.model_copy(update={"recalls": (refused,)}))
    distribution.carry_out_task(offer.id, "city", 1, by=local("wang"), now=matrix.now)
    assert len(publishing.get(delivery).recalls) == 2
    distribution.acknowledge(
        offer.id, "city", 1, what="已在平台删除", by=local("wang"), now=matrix.now
    )
    assert matrix.receipt(offer, "city").tasks[0].state is TaskState.DONE


def test_a_recall_reaches_every_push_of_a_copy(matrix: Matrix) -> None:
    offer = matrix.offer(account_ids=["city"])
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    both = [sent(matrix, matrix.schedule("city", article, hours=hours)) for hours in (3, 4)]
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    assert [len(publishing.get(one).recalls) for one in both] == [1, 1]


def test_a_recalled_copy_can_t_be_scheduled_again(matrix: Matrix) -> None:
    offer = matrix.offer(account_ids=["city"])
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    with pytest.raises(publishing.NotReady):
        matrix.schedule("city", article)


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_a_change_between_looking_and_adopting_is_not_lost(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, kind: ChangeKind
) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    matrix.correct_source()
    create = newsroom.create

    def changed_meanwhile(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(newsroom, "create", create)
        matrix.change(offer, kind)
        matrix.work()
        return create(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(newsroom, "create", changed_meanwhile)
    with monkeypatch.context() as broken:
        broken.setattr(queues, "send", unreachable)
        distribution.adopt(offer.id, "city", by=local("wang"), now=matrix.now)
    assert matrix.receipt(offer, "city").tasks == ()
    distribution.sweep(matrix.now)
    matrix.work()
    assert [task.kind for task in matrix.receipt(offer, "city").tasks] == [kind]


def unreachable(*_: object, **__: object) -> None:
    raise EndpointConnectionError(endpoint_url="https://sqs")


def test_a_correction_that_a_copy_holds_from_the_start_is_no_task(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.correct_source()
    matrix.change(offer, ChangeKind.CORRECTION)
    matrix.work()
    distribution.adopt(offer.id, "city", by=local("wang"), now=matrix.now)
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    assert [task.kind for task in matrix.receipt(offer, "city").tasks] == [ChangeKind.RECALL]
