"""An article offered to the accounts below: taken over, declined, late, corrected, recalled."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest

from chalicelib import audit, distribution, newsroom, people, publishing
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import table
from chalicelib.distribution import (
    Answer,
    BadOffer,
    ChangeKind,
    Dressing,
    NobodyBelow,
    Requirement,
    Standing,
    TaskState,
    WrongState,
)
from chalicelib.newsroom import ArticleState, NotReleased
from chalicelib.people import PermissionDenied
from chalicelib.publishing import DeliveryState, IssueState
from tests.cloud.distribution.conftest import Matrix, taken
from tests.cloud.newsroom.people import NOW, an_article, composed
from tests.cloud.publishing.inside import delivery_store


def stands(matrix: Matrix, offer: distribution.Offer) -> dict[str, Standing]:
    return {one.account: one.standing for one in distribution.standings(offer, matrix.now)}


def copy_of(matrix: Matrix, offer: distribution.Offer, account: str) -> str:
    article = matrix.receipt(offer, account).article
    assert article is not None
    return article


def sent(matrix: Matrix, issue: publishing.Issue) -> str:
    """Its delivery, as it is once WeChat has confirmed it."""
    assert issue.delivery is not None
    before = publishing.get(issue.delivery)
    after = before.model_copy(
        update={"state": DeliveryState.CONFIRMED, "msg_id": 7, "first_tried_at": matrix.now}
    )
    delivery_store.save(before, after)
    return issue.delivery


def test_an_offer_reaches_every_account_below_and_none_beside(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.OPTIONAL)
    matrix.work()
    assert offer.accounts == ("city", "county")
    assert stands(matrix, offer) == {"city": Standing.WAITING, "county": Standing.WAITING}
    assert [one.id for one, _ in distribution.inbox("county", matrix.now)] == [offer.id]


def test_the_same_offer_twice_is_one(matrix: Matrix) -> None:
    assert matrix.offer().id == matrix.offer().id
    assert len(list(distribution.of_unit("province"))) == 1


def test_only_released_articles_are_offered_by_editors_to_those_below(matrix: Matrix) -> None:
    draft = an_article(title="没审过")
    with pytest.raises(NotReleased):
        Matrix(draft, matrix.now).offer()
    with pytest.raises(BadOffer, match="不属于"):
        matrix.offer(account_ids=["province"])
    with pytest.raises(PermissionDenied, match="采编"):
        distribution.make_offer(
            matrix.article.id,
            requirement=Requirement.OPTIONAL,
            deadline=matrix.now + timedelta(days=1),
            by=local("nobody"),
            now=matrix.now,
        )
    with pytest.raises(NobodyBelow):
        matrix.offer(levels=["township"])


def test_a_mandatory_article_is_in_every_unit_s_own_review_at_once(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    copies = [newsroom.get_article(copy_of(matrix, offer, one)) for one in ("city", "county")]
    assert [(one.unit, one.state) for one in copies] == [
        ("city", ArticleState.IN_REVIEW),
        ("county", ArticleState.IN_REVIEW),
    ]
    assert stands(matrix, offer) == {"city": Standing.ADOPTED, "county": Standing.ADOPTED}


def test_a_copy_stands_between_its_account_s_header_and_footer(matrix: Matrix) -> None:
    distribution.set_dressing(
        "city", header="<p>青溪</p>", footer="<p>完</p>", by=local("li"), now=matrix.now
    )
    offer = matrix.offer()
    matrix.work()
    html = newsroom.read_content(newsroom.get_article(copy_of(matrix, offer, "city")).key).html
    assert html.startswith("<p>青溪</p><section>")
    assert html.endswith("</section><p>完</p>")
    plain = newsroom.read_content(newsroom.get_article(copy_of(matrix, offer, "county")).key).html
    assert plain.startswith("<section>")


def test_a_header_that_makes_a_copy_too_long_for_wechat_is_told_at_once(matrix: Matrix) -> None:
    longest = newsroom.read_content(matrix.article.key)
    body = f"<section><p>{'长' * 19_900}</p></section>"
    newsroom.revise(
        matrix.article.id,
        newsroom.Composed(longest.model_copy(update={"html": body}), {}),
        by=local("li"),
        now=matrix.now,
    )
    matrix.review(matrix.article.id, "li")
    distribution.set_dressing(
        "city", header=f"<p>{'青溪' * 100}</p>", by=local("li"), now=matrix.now
    )
    offer = matrix.offer()
    matrix.work()
    assert "页眉页脚" in matrix.receipt(offer, "city").problem
    assert matrix.receipt(offer, "county").answer is Answer.ADOPTED


def test_an_optional_article_is_adopted_once_or_declined_with_a_reason(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    first = distribution.adopt(offer.id, "city", by=local("wang"), now=matrix.now)
    assert distribution.adopt(offer.id, "city", by=local("li"), now=matrix.now) == first
    with pytest.raises(BadOffer, match="原因"):
        distribution.decline(offer.id, "county", reason=" ", by=local("wang"), now=matrix.now)
    distribution.decline(offer.id, "county", reason="本地不适用", by=local("wang"), now=matrix.now)
    with pytest.raises(WrongState, match="已谢绝"):
        distribution.adopt(offer.id, "county", by=local("wang"), now=matrix.now)
    assert stands(matrix, offer) == {"city": Standing.ADOPTED, "county": Standing.DECLINED}


def test_a_mandatory_article_can_t_be_declined(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    with pytest.raises(WrongState, match="必发"):
        distribution.decline(offer.id, "city", reason="不想", by=local("wang"), now=matrix.now)


def test_who_is_not_out_by_the_deadline_is_late_unless_it_was_optional(matrix: Matrix) -> None:
    offer = matrix.offer()
    matrix.work()
    article = copy_of(matrix, offer, "city")
    matrix.review(article)
    issue = matrix.schedule("city", article)
    assert stands(matrix, offer)["city"] is Standing.SCHEDULED
    sent(matrix, issue)
    matrix.now += timedelta(days=3)
    assert stands(matrix, offer) == {"city": Standing.PUSHED, "county": Standing.LATE}


def test_a_unit_without_its_own_review_ready_does_not_hold_up_the_others(matrix: Matrix) -> None:
    from chalicelib import accounts

    accounts.store.remove_account(accounts.current("city").account)
    accounts.forget()
    offer = matrix.offer(account_ids=["county"])
    whole = offer.model_copy(update={"accounts": ("city", "county")})
    distribution.store.save(offer, whole, matrix.now)
    matrix.work()
    assert "没有公众号" in matrix.receipt(offer, "city").problem
    assert matrix.receipt(offer, "county").answer is Answer.ADOPTED


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
    distribution.adopt(offer.id, "city", by=local("wang"), now=matrix.now)
    matrix.work()
    assert [task.kind for task in matrix.receipt(offer, "city").tasks] == [kind]


def test_a_correction_that_a_copy_holds_from_the_start_is_no_task(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.correct_source()
    matrix.change(offer, ChangeKind.CORRECTION)
    matrix.work()
    distribution.adopt(offer.id, "city", by=local("wang"), now=matrix.now)
    matrix.change(offer, ChangeKind.RECALL)
    matrix.work()
    assert [task.kind for task in matrix.receipt(offer, "city").tasks] == [ChangeKind.RECALL]


def test_only_staff_of_a_unit_speak_for_it(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    people.add_staff("qian", "city", [people.Role.EDITOR], by=local("ops"), now=matrix.now)
    with pytest.raises(PermissionDenied, match="qian"):
        distribution.change_source(
            offer.id,
            ChangeKind.RECALL,
            reason="误发",
            deadline=matrix.now + timedelta(hours=1),
            by=local("qian"),
            now=matrix.now,
        )
    with pytest.raises(PermissionDenied, match="stranger"):
        distribution.decline(offer.id, "city", reason="不用", by=local("stranger"), now=matrix.now)
    distribution.decline(offer.id, "city", reason="不用", by=local("qian"), now=matrix.now)


@pytest.mark.parametrize("stop_before", range(1, 16))
def test_killed_at_any_write_the_sweep_brings_it_to_everybody_once(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, stop_before: int
) -> None:
    offer = matrix.offer()
    writes = 0

    def counted(real):  # type: ignore[no-untyped-def]
        def write(*args: object, **kwargs: object) -> object:
            nonlocal writes
            writes += 1
            if writes == stop_before:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        return write

    with monkeypatch.context() as patched:
        for name in ("put", "update", "delete", "transact"):
            patched.setattr(table, name, counted(getattr(table, name)))
        pending = taken()
        try:
            while pending:
                distribution.carry_out(pending[0], matrix.now)
                pending = pending[1:] + taken()
        except KeyboardInterrupt:
            # SQS shows a message again that nobody has taken off.
            for message in pending:
                distribution.spread.queues.send(
                    distribution.spread.settings().distribution_queue_url, message
                )
    distribution.sweep(matrix.now)
    matrix.work()
    assert stands(matrix, offer) == {"city": Standing.ADOPTED, "county": Standing.ADOPTED}
    for unit in ("city", "county"):
        assert len(list(newsroom.list_articles(unit))) == 1
    assert distribution.sweep(matrix.now) == 0


def test_header_and_footer_are_set_by_editors_and_chiefs(matrix: Matrix) -> None:
    with pytest.raises(PermissionDenied, match="页眉页脚"):
        distribution.set_dressing("city", header="<p>青溪</p>", by=local("chu"), now=matrix.now)
    assert distribution.dressing("city") == Dressing()
    chief = local("zongbian")
    distribution.set_dressing("city", header="<p>青溪</p>", by=chief, now=matrix.now)
    distribution.set_dressing("city", footer="<p>完</p>", by=chief, now=matrix.now)
    assert distribution.dressing("city").header == "<p>青溪</p>"


def test_a_signed_in_person_without_a_role_answers_nothing(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    stranger = Actor(person="stranger", known_by=KnownBy.SIGN_IN)
    for act in (
        lambda: distribution.adopt(offer.id, "city", by=stranger, now=matrix.now),
        lambda: distribution.decline(offer.id, "city", reason="不用", by=stranger, now=matrix.now),
        lambda: distribution.set_dressing("city", header="<p/>", by=stranger, now=matrix.now),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert matrix.receipt(offer, "city").answer is Answer.OPEN


def test_the_log_has_the_offer_above_and_the_answer_below(matrix: Matrix) -> None:
    offer = matrix.offer(Requirement.RECOMMENDED)
    matrix.work()
    wang = Actor(person="wang", known_by=KnownBy.SIGN_IN, request="r-1")
    for _ in range(2):
        distribution.adopt(offer.id, "city", by=wang, now=matrix.now)
    distribution.decline(offer.id, "county", reason="不适用", by=wang, now=matrix.now)
    [made] = [one for one in audit.of_unit("province") if one.action == "distribution:offer:make"]
    assert (made.by, made.object) == ("li", f"offer:{offer.id}")
    [taken_over] = [one for one in audit.of_unit("city") if one.object == f"offer:{offer.id}"]
    assert (taken_over.by, taken_over.request) == ("wang", "r-1")
    assert {one.field: one.after for one in taken_over.changes} == {
        "account": "city",
        "answer": "adopted",
    }
    [no] = [one for one in audit.of_unit("county") if one.object == f"offer:{offer.id}"]
    assert no.note == "不适用"
