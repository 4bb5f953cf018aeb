"""Due items of the desk as tasks on the queue of outgoing messages: queue them, carry them out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib import followers
from chalicelib.clock import stamp, utc_now
from chalicelib.cloud import queues, table
from chalicelib.desk import presence, timers
from chalicelib.desk.agents import store as agent_store
from chalicelib.desk.agents.store import DUE
from chalicelib.desk.messages.store import SAID
from chalicelib.desk.sender import Send, SenderFor, send_messages
from chalicelib.desk.sessions import store
from chalicelib.settings import settings


def sender_of(account_id: str) -> Send:
    """The account's way to its followers, ready to send. Raises ``AccountError`` or ``WeChatError``."""
    from chalicelib import accounts

    return accounts.kf_sender(account_id)


def sweep(now: datetime) -> int:
    """Queue one task for everything of the desk that is due; returns how many.

    Running it twice is harmless: the second task finds nothing due.
    """
    number = 0
    for item in table.due(DUE, stamp(now)):
        queues.send(settings().outgoing_queue_url, json.dumps(_task(item)))
        number += 1
    return number


def work(
    body: str,
    *,
    sender_for: SenderFor = sender_of,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Do the task of one queue message.

    Running it twice is harmless: messages are marked before they are sent, everything else is a conditional write
    on what is due. Raises ``TryLater`` where WeChat could not be reached.
    """
    from chalicelib import accounts

    task: Mapping[str, Any] = json.loads(body)
    account_id = str(task["account"])
    try:
        _do(task, account_id, sender_for, clock)
    except accounts.UnknownAccount:
        # Removed with followers still waiting: nobody can be reached as an account that is not there.
        from chalicelib import telemetry

        telemetry.logger.warning("desk task of an unknown account", extra={"account": account_id})
        for pk, sk in _places(task, account_id):
            store.leave_alone(pk, sk)


def _do(
    task: Mapping[str, Any],
    account_id: str,
    sender_for: SenderFor,
    clock: Callable[[], datetime],
) -> None:
    match task["kind"]:
        case "lines":
            send_messages(account_id, task["openid"], task["lines"], sender_for, clock)
        case "session":
            timers.check_session(account_id, task["id"], clock())
        case "agent":
            timers.check_agent(account_id, task["id"], clock())
        case "clock":
            presence.refresh(account_id, clock())
        case other:
            raise ValueError(f"no such task: {other}")


def _places(task: Mapping[str, Any], account_id: str) -> list[tuple[str, str]]:
    """The keys of the items that a task is about: the reverse of ``_task``."""
    match task["kind"]:
        case "lines":
            pk = followers.partition(account_id, task["openid"])
            return [(pk, message_id) for message_id in task["lines"]]
        case "session":
            return [(f"LIVE#{account_id}", task["id"])]
        case "agent":
            return [(agent_store.partition(account_id), agent_store.AGENT + task["id"])]
        case "clock":
            return [(agent_store.partition(account_id), presence.CLOCK)]
        case _:
            return []


def _task(item: table.Item) -> dict[str, Any]:
    """The task of a due item."""
    partition, _, rest = str(item["pk"]).partition("#")
    sk = str(item["sk"])
    if partition == "LIVE":
        return {"kind": "session", "account": rest, "id": sk}
    if sk.startswith(agent_store.AGENT):
        return {"kind": "agent", "account": rest, "id": sk.removeprefix(agent_store.AGENT)}
    if sk.startswith(SAID):
        account_id, _, openid = rest.partition("#")
        return {"kind": "lines", "account": account_id, "openid": openid, "lines": [sk]}
    return {"kind": "clock", "account": rest}
