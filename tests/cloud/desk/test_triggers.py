"""The queue and the minute: how the cloud calls the desk."""

from __future__ import annotations

import json

import pytest

import app as bundle
from chalicelib import accounts, desk
from chalicelib.actor import local
from chalicelib.desk import presence
from chalicelib.desk import tasks as desk_tasks
from tests.cloud.desk.conftest import ACCOUNT, Desk, taken, tasks


def batch(*bodies: str) -> dict[str, object]:
    return {
        "Records": [
            {"messageId": str(number), "body": body, "eventSource": "aws:sqs"}
            for number, body in enumerate(bodies)
        ]
    }


def test_a_task_that_fails_comes_back_and_a_good_one_does_not(office: Desk) -> None:
    office.ask()
    good = json.dumps({"kind": "clock", "account": ACCOUNT})
    bad = json.dumps({"kind": "nonsense", "account": ACCOUNT})
    assert bundle.outgoing.outgoing(batch(good, bad), None) == {
        "batchItemFailures": [{"itemIdentifier": "1"}]
    }


def test_a_message_that_could_not_leave_comes_back(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_account: str) -> object:
        raise desk.TryLater("连不上微信")

    monkeypatch.setattr(
        desk_tasks.work, "__kwdefaults__", {"sender_for": unreachable, "clock": office.clock}
    )
    session = office.ask()
    desk.reply(ACCOUNT, session.id, "您好", by=local("wang"), now=office.now)
    [body] = taken()
    assert bundle.outgoing.outgoing(batch(body), None)["batchItemFailures"]


def test_the_sweep_queues_what_is_due_of_every_kind(office: Desk) -> None:
    session = office.ask()
    desk.reply(ACCOUNT, session.id, "您好", by=local("wang"), now=office.now)
    taken()
    office.forward(hours=4)
    desk.sweep(office.now)
    found = tasks()
    assert sorted(task["kind"] for task in found) == [
        "agent",
        "agent",
        "clock",
        "lines",
        "session",
    ]
    assert {task["account"] for task in found} == {ACCOUNT}


def test_what_a_removed_account_leaves_behind_fails_nothing_and_comes_up_once(
    office: Desk,
) -> None:
    session = office.ask()
    desk.reply(ACCOUNT, session.id, "您好", by=local("wang"), now=office.now)
    accounts.store.remove_account(accounts.current(ACCOUNT).account)
    accounts.forget()
    office.forward(hours=4)
    desk.sweep(office.now)
    bodies = taken()
    assert bodies
    for body in bodies:
        desk.work(body, clock=office.clock)
    assert desk.sweep(office.now) == 0


def test_a_desk_without_agents_is_not_looked_at(empty: Desk) -> None:
    presence.refresh(ACCOUNT, empty.now)
    assert accounts.state(ACCOUNT, consistent=True).desk.agents == 0
    empty.forward(days=1)
    assert desk.sweep(empty.now) == 0
