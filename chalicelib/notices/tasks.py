"""Tasks of the outgoing queue, and what the minute's sweep brings back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from chalicelib import accounts
from chalicelib.cloud import queues
from chalicelib.notices import list_store, lists, sender, sending_store, telling
from chalicelib.settings import settings

_KINDS: Final = (telling.KIND, lists.KIND)


def is_task(body: str) -> bool:
    """Whether a message of the queue is about notices."""
    task = json.loads(body)
    return isinstance(task, dict) and task.get("kind") in _KINDS


def work(
    body: str,
    clock: Callable[[], datetime],
    sender_for: lists.SenderFor = accounts.notice_sender,
) -> None:
    """Do a task. Running it twice is harmless (``sender.send_one``, ``lists.work``).

    Where WeChat cannot be reached, or takes no more today, the notice stays queued and the sweep brings it back.
    """
    task = json.loads(body)
    try:
        if task["kind"] == lists.KIND:
            lists.work(task["account"], task["list"], int(task["shard"]), sender_for, clock)
        else:
            _send(task["account"], task["openid"], task["id"], sender_for, clock)
    except accounts.UnknownAccount:
        return  # removed meanwhile


def sweep(now: datetime) -> int:
    """Queue every notice that waits, or whose sender is gone, and every shard at which something is due."""
    found = [_task_of(item) for item in sending_store.due(now)]
    queues.send_all(settings().outgoing_queue_url, found)
    return len(found)


def _send(
    account_id: str,
    openid: str,
    sending_id: str,
    sender_for: lists.SenderFor,
    clock: Callable[[], datetime],
) -> None:
    one = sending_store.find(account_id, openid, sending_id)
    if one is None:
        return  # erased with the follower
    try:
        sender.send_one(one, partial(sender_for, account_id), sender.spend_one(account_id), clock)
    except sender.TryLater:
        return


def _task_of(item: dict[str, str | int | bool]) -> str:
    if list_store.is_shard(item):
        return lists.task_for(*list_store.place_of(item))
    _, account, openid = str(item["pk"]).split("#", 2)
    return telling.task_for(account, openid, str(item["sk"]))
