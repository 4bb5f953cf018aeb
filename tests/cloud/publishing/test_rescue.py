"""When a push went wrong: retry, dead letters, recall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from chalicelib import accounts, audit, publishing
from chalicelib.accounts import Scarce
from chalicelib.actor import local
from chalicelib.cloud import clients, table
from chalicelib.publishing import Delivery, DeliveryState, Way, WrongState
from chalicelib.publishing.deliveries import store as delivery_store
from chalicelib.publishing.errors import BadRecall
from chalicelib.settings import settings
from cli.app import app
from tests.cloud.publishing.conftest import NOW, SLOT, Clock, Desk, event, queued, taken
from tests.cloud.publishing.platform import Platform, lost, refused

S = DeliveryState


def reserved(delivery: Delivery) -> set[str]:
    """What a delivery holds in the ledger: ``reserved`` or ``committed`` for each key."""
    items = table.query(f"ALLOWANCE#{delivery.account}")
    return {str(item[f"h#{delivery.id}"]) for item in items if f"h#{delivery.id}" in item}


def dead_letters() -> str:
    """The queue of what the delivery queue gave up; returns its URL."""
    dead = str(clients.sqs().create_queue(QueueName="rongmei-failures")["QueueUrl"])
    arn = clients.sqs().get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    policy = f'{{"deadLetterTargetArn": "{arn["Attributes"]["QueueArn"]}", "maxReceiveCount": 5}}'
    clients.sqs().set_queue_attributes(
        QueueUrl=settings().delivery_queue_url, Attributes={"RedrivePolicy": policy}
    )
    return dead


def failed(desk: Desk, errcode: int = 40164) -> Delivery:
    desk.wechat.before = [refused(errcode)]
    desk.to_slot()
    assert desk.delivery.state is S.FAILED
    return desk.delivery


def confirmed(desk: Desk) -> Delivery:
    desk.to_slot()
    publishing.confirm("province", event(1000), now=desk.clock.now)
    return desk.delivery


def test_a_push_that_never_reached_wechat_is_tried_anew(desk: Desk) -> None:
    failed(desk)
    publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    publishing_states = [moment.state for moment in desk.delivery.history]
    assert publishing_states[-2:] == [S.FAILED, S.RESERVED]
    desk.work()
    assert (desk.delivery.state, len(desk.wechat.sent)) == (S.SUBMITTED, 1)


def test_retrying_twice_is_retrying_once(desk: Desk) -> None:
    failed(desk)
    publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    desk.work()
    publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    desk.work()
    assert len(desk.wechat.sent) == 1


def test_a_retry_waits_for_the_worker_that_deletes_old_drafts(desk: Desk) -> None:
    failed(desk)
    tidying = desk.delivery
    held = {"held_until": desk.clock.now + timedelta(seconds=120)}
    delivery_store.save(tidying, tidying.model_copy(update=held))
    with pytest.raises(publishing.DeliveryChanged, match="清理"):
        publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    later = desk.clock.now + timedelta(seconds=121)
    assert publishing.retry(desk.delivery_id, by=local("编辑"), now=later).state is S.RESERVED


def test_where_wechat_has_no_mass_send_left_the_ledger_has_none(desk: Desk) -> None:
    failed(desk, 45028)
    claims = accounts.ledger.claims(
        "province", [Scarce(key.split("#")[0]) for key in desk.delivery.allowances], SLOT
    )
    left = {claim.scarce: accounts.ledger.line("province", claim).left for claim in claims}
    assert left.pop(Scarce.MASS_CALL) > 0
    assert 0 in left.values()
    with pytest.raises(WrongState, match="用完"):
        publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)


def test_a_push_that_may_be_out_is_not_retried(desk: Desk) -> None:
    desk.wechat.after = [lost()] * 2000
    desk.clock.now = SLOT
    desk.work()
    for _ in range(30):
        desk.clock.forward(hours=1)
        desk.work()
    assert desk.delivery.state is S.FAILED
    with pytest.raises(WrongState, match="可能已经发出"):
        publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    assert len(desk.wechat.sent) == 1


def test_a_push_hours_late_is_planned_anew_instead(desk: Desk) -> None:
    failed(desk)
    with pytest.raises(WrongState, match="不再发送"):
        publishing.retry(desk.delivery_id, by=local("编辑"), now=SLOT + timedelta(hours=3))


def test_a_push_that_was_planned_anew_meanwhile_is_not_retried(
    desk: Desk, plan: Callable[..., Delivery]
) -> None:
    failed(desk)
    other = plan(now=SLOT)
    assert other.id != desk.delivery_id
    with pytest.raises(WrongState, match=other.id):
        publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)


def test_an_allowance_is_given_back_by_failure_taken_by_retry_and_used_by_the_send(
    desk: Desk,
) -> None:
    assert reserved(desk.delivery) == {"reserved"}
    failed(desk)
    assert reserved(desk.delivery) == set()
    publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    assert reserved(desk.delivery) == {"reserved"}
    desk.work()
    assert reserved(desk.delivery) == {"committed"}


def test_a_retry_without_an_allowance_left_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed(desk)
    day = accounts.ledger.claims("province", [Scarce.MASS], SLOT)[0]
    for n in range(day.limit):
        table.transact(accounts.ledger.exchange_actions("province", reserve=[(day, f"other-{n}")]))
    with pytest.raises(WrongState, match="用完"):
        publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)


def test_an_allowance_of_unknown_fate_is_counted_as_used(desk: Desk) -> None:
    desk.wechat.after = [lost()] * 2000
    desk.clock.now = SLOT
    desk.work()
    desk.clock.forward(hours=21)
    desk.work()
    assert desk.delivery.state is S.FAILED
    assert reserved(desk.delivery) == {"committed"}


def test_dead_letters_come_back(desk: Desk) -> None:
    queued()
    dead = dead_letters()
    for _ in range(2):
        clients.sqs().send_message(QueueUrl=dead, MessageBody=desk.delivery_id)
    assert publishing.retry_given_up(by=local("编辑"), now=NOW) == [desk.delivery_id]
    assert taken() == [desk.delivery_id] * 2
    assert publishing.retry_given_up(by=local("编辑"), now=NOW) == []


def test_a_recall_takes_the_pages_down(desk: Desk) -> None:
    confirmed(desk)
    publishing.recall(desk.delivery_id, by=local("编辑"), reason="数字有误", now=desk.clock.now)
    assert desk.delivery.state is S.CONFIRMED
    desk.work()
    assert desk.wechat.deleted == [(1000, 0)]
    last = desk.delivery.history[-1]
    assert (desk.delivery.state, last.note) == (S.RECALLED, "数字有误")
    assert desk.delivery.recalls[0].by == "编辑"


def test_recalling_twice_is_recalling_once(desk: Desk) -> None:
    confirmed(desk)
    for _ in range(2):
        publishing.recall(desk.delivery_id, by=local("编辑"), reason="有误", now=desk.clock.now)
        desk.work()
    assert desk.wechat.deleted == [(1000, 0)]


def test_one_article_of_several_is_taken_down(desk: Desk) -> None:
    from chalicelib.publishing.deliveries import store

    before = desk.delivery
    store.save(before, before.model_copy(update={"pieces": before.pieces * 2}))
    confirmed(desk)
    publishing.recall(desk.delivery_id, by=local("编"), reason="误", now=desk.clock.now, article=2)
    desk.work()
    assert (desk.delivery.state, desk.wechat.deleted) == (S.CONFIRMED, [(1000, 2)])
    publishing.recall(desk.delivery_id, by=local("编"), reason="误", now=desk.clock.now, article=1)
    desk.work()
    assert desk.delivery.state is S.RECALLED


def test_a_recall_whose_answer_is_lost_is_made_again(desk: Desk) -> None:
    confirmed(desk)
    publishing.recall(desk.delivery_id, by=local("编辑"), reason="有误", now=desk.clock.now)
    desk.wechat.after = [lost()]
    desk.minutes(3)
    assert desk.delivery.state is S.RECALLED


def test_a_late_event_does_not_make_a_recall_forgotten(desk: Desk) -> None:
    desk.to_slot()
    desk.wechat.status = "SEND_SUCCESS"
    desk.minutes(5)
    publishing.recall(desk.delivery_id, by=local("编辑"), reason="有误", now=desk.clock.now)
    publishing.confirm("province", event(1000), now=desk.clock.now)
    desk.minutes(1)
    assert (desk.delivery.state, desk.wechat.deleted) == (S.RECALLED, [(1000, 0)])


def test_a_preparation_that_waits_after_an_error_is_hurried(desk: Desk) -> None:
    def refuse() -> None:
        raise refused(40164)

    desk.wechat.on_call = refuse
    desk.minutes(55)
    desk.wechat.on_call = lambda: None
    publishing.retry(desk.delivery_id, by=local("编辑"), now=desk.clock.now)
    desk.work()
    assert desk.delivery.state is S.PREPARED


def test_a_recall_that_wechat_refuses_is_said(desk: Desk) -> None:
    confirmed(desk)
    publishing.recall(desk.delivery_id, by=local("编辑"), reason="有误", now=desk.clock.now)
    desk.wechat.before = [refused(48001)]
    desk.work()
    [order] = desk.delivery.recalls
    assert desk.delivery.state is S.CONFIRMED
    assert "48001" in order.refused
    assert desk.delivery.due_at is None


@pytest.mark.parametrize("article", [-1, 2])
def test_an_article_that_is_not_there_is_not_recalled(desk: Desk, article: int) -> None:
    confirmed(desk)
    with pytest.raises(BadRecall, match="没有第"):
        publishing.recall(
            desk.delivery_id, by=local("编辑"), reason="有误", now=desk.clock.now, article=article
        )


def test_what_is_not_out_is_not_recalled(desk: Desk) -> None:
    with pytest.raises(WrongState, match="不能撤回"):
        publishing.recall(desk.delivery_id, by=local("编辑"), reason="有误", now=NOW)


def test_a_publication_is_recalled_by_its_article(plan: Callable[..., Delivery]) -> None:
    from tests.cloud.publishing.test_ways import finished_page

    clock = Clock()
    page = Desk(clock, Platform(clock), plan(way=Way.PUBLISH).id)
    page.to_slot()
    publishing.confirm_publication("province", finished_page("2000", 0), now=page.clock.now)
    publishing.recall(page.delivery_id, by=local("编辑"), reason="有误", now=page.clock.now)
    page.work()
    assert page.wechat.deleted == [("page-1", 0)]
    assert page.delivery.state is S.RECALLED


def test_the_command_asks_says_what_stays_and_takes_no_for_an_answer(desk: Desk) -> None:
    confirmed(desk)
    command = ["push", "recall", desk.delivery_id, "--reason", "有误"]
    refusal = CliRunner().invoke(app, command, input="no\n")
    assert refusal.exit_code == 1
    assert "收不回来" in refusal.output
    assert desk.delivery.recalls == ()
    assert CliRunner().invoke(app, command, input=f"{desk.delivery_id}\n").exit_code == 0
    assert desk.delivery.recalls[0].reason == "有误"


def test_the_command_retries_one_or_all_that_were_given_up(desk: Desk) -> None:
    queued()
    done = CliRunner().invoke(app, ["push", "retry", desk.delivery_id])
    assert done.exit_code == 0, done.output
    assert taken() == [desk.delivery_id]
    assert CliRunner().invoke(app, ["push", "retry"]).exit_code == 2
    assert "没有被放弃" in CliRunner().invoke(app, ["push", "retry", "--dead"]).output


def test_what_a_worker_takes_up_again_stands_in_the_log_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process is gone."""

    def dies(queue_url: str, body: str) -> None:
        raise Killed

    queued()
    dead = dead_letters()
    clients.sqs().send_message(QueueUrl=dead, MessageBody=desk.delivery_id)
    monkeypatch.setattr("chalicelib.cloud.queues.send", dies)
    with pytest.raises(Killed):
        publishing.retry_given_up(by=local("编辑"), now=NOW)
    [entry] = audit.of_unit("")
    assert (entry.object, entry.note) == ("queue:deliveries", desk.delivery_id)
