"""Items and parameters of this package.

| pk | sk | attributes |
|---|---|---|
| ``HOOK#{id}`` | ``HOOK`` | ``doc`` (Webhook), ``version``; in ``GSI1`` by ``HOOKS#{unit}`` and time |
| ``HOOK#{id}`` | ``E#{at:010d}-{event}`` | ``doc`` (an event on its way, as it was made), ``state``, ``tries``, ``answer`` (status), ``problem``, ``tried_at``, ``expires_at``; while it is pending in ``GSI1`` under ``EVENTS`` by due time |

| name | value |
|---|---|
| ``/rongmei/{stage}/webhook/{id}`` | SecureString: the secrets that sign the events of a webhook |
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from chalicelib import audit
from chalicelib.audit import AuditEntry
from chalicelib.clock import stamp
from chalicelib.cloud import parameters, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.settings import settings
from chalicelib.webhooks.models import KEPT, Sending, SendingState, Webhook
from chalicelib.webhooks.signing import Secrets

_LAST: Final = "9"
"""Later than every time."""
_DUE: Final = "EVENTS"
_STATE: Final = {"#state": "state"}


def put(webhook: Webhook, entry: AuditEntry, *, instead_of: Webhook | None) -> bool:
    """Write a webhook with its entry in the log; False where it is another than was read meanwhile."""
    key = _hook(webhook.id)
    if instead_of is None:
        item: table.Item = {
            **key,
            "doc": webhook.model_dump_json(),
            "version": webhook.version,
            "gsi1pk": f"HOOKS#{webhook.unit}",
            "gsi1sk": stamp(webhook.made_at),
        }
        write = table.put_action(item, only_new=True)
    else:
        write = table.update_action(
            key["pk"],
            key["sk"],
            "SET doc = :doc, version = :new",
            {":doc": webhook.model_dump_json(), ":new": webhook.version, ":old": instead_of.version},
            condition="version = :old",
        )  # fmt: skip
    try:
        table.transact([write, audit.write_action(entry)])
    except ConditionFailed:
        return False
    return True


def delete(webhook: Webhook, entry: AuditEntry) -> None:
    """Forget a webhook and its secrets; its events expire."""
    key = _hook(webhook.id)
    table.transact([table.delete_action(key["pk"], key["sk"]), audit.write_action(entry)])
    parameters.delete(_parameter(webhook.id))


def get(hook_id: str) -> Webhook | None:
    """One webhook; None where there is none."""
    item = table.get(**_hook(hook_id), consistent=True)
    return Webhook.model_validate_json(str(item["doc"])) if item else None


def of_unit(unit: str) -> Iterator[Webhook]:
    """The webhooks of just this unit, oldest first."""
    found = table.due(f"HOOKS#{unit}", _LAST)
    return (Webhook.model_validate_json(str(item["doc"])) for item in found)


def write_secrets(hook_id: str, secrets: Secrets) -> None:
    """Keep the secrets of a webhook."""
    parameters.write(_parameter(hook_id), secrets.model_dump_json())


def read_secrets(hook_id: str) -> Secrets:
    """The secrets of a webhook. Raises ``CloudNotFound``."""
    return Secrets.model_validate_json(parameters.read(_parameter(hook_id)))


def add_sending(sending: Sending, now: datetime) -> bool:
    """Put an event on its way; False where it is already."""
    item: table.Item = {
        **_sending(sending.webhook, sending.id),
        "doc": sending.model_dump_json(),
        "state": SendingState.PENDING,
        "tries": 0,
        "gsi1pk": _DUE,
        "gsi1sk": stamp(now),
        "expires_at": int((now + KEPT).timestamp()),
    }
    try:
        table.put(item, only_new=True)
    except ConditionFailed:
        return False
    return True


def get_sending(hook_id: str, sending_id: str) -> Sending | None:
    """One event on its way to a webhook, or that was; None where there is none."""
    item = table.get(**_sending(hook_id, sending_id), consistent=True)
    return _read(item) if item else None


def sendings(hook_id: str, *, after: str = "") -> Iterator[Sending]:
    """What was sent to a webhook, newest first."""
    found = table.query(
        f"HOOK#{hook_id}", "E#", newest_first=True, after=f"E#{after}" if after else ""
    )
    return (_read(item) for item in found)


def note(sending: Sending, before: int) -> bool:
    """Write what came of a try, ``before`` which there were so many; False where another try was noted first."""
    key = _sending(sending.webhook, sending.id)
    values: table.Item = {
        ":state": sending.state,
        ":tries": sending.tries,
        ":status": sending.status,
        ":problem": sending.problem,
        ":at": stamp(sending.tried_at) if sending.tried_at else "",
        ":pending": SendingState.PENDING,
        ":before": before,
    }
    expression = (
        "SET #state = :state, tries = :tries, answer = :status, problem = :problem, tried_at = :at"
    )
    if sending.due_at is None:
        expression += " REMOVE gsi1pk, gsi1sk"
    else:
        expression += ", gsi1sk = :due"
        values[":due"] = stamp(sending.due_at)
    try:
        table.update(
            key["pk"],
            key["sk"],
            expression,
            values,
            condition="#state = :pending AND tries = :before",
            names=_STATE,
        )
    except ConditionFailed:
        return False
    return True


def again(sending: Sending, now: datetime) -> bool:
    """Put an event that was taken or given up on its way again; False where it is already."""
    key = _sending(sending.webhook, sending.id)
    try:
        table.update(
            key["pk"],
            key["sk"],
            "SET #state = :pending, tries = :none, gsi1pk = :list, gsi1sk = :due",
            {":pending": SendingState.PENDING, ":none": 0, ":list": _DUE, ":due": stamp(now)},
            condition="attribute_exists(pk) AND #state <> :pending",
            names=_STATE,
        )
    except ConditionFailed:
        return False
    return True


def due(now: datetime) -> Iterator[tuple[str, str]]:
    """Webhook and id of each event that is due."""
    for item in table.due(_DUE, stamp(now)):
        yield str(item["pk"]).removeprefix("HOOK#"), str(item["sk"]).removeprefix("E#")


def _read(item: table.Item) -> Sending:
    tried = str(item.get("tried_at") or "")
    pending = item["state"] == SendingState.PENDING
    return Sending.model_validate_json(str(item["doc"])).model_copy(
        update={
            "state": SendingState(str(item["state"])),
            "tries": int(item["tries"]),
            "status": int(item.get("answer", 0)),
            "problem": str(item.get("problem") or ""),
            "tried_at": datetime.fromisoformat(tried).astimezone(UTC) if tried else None,
            "due_at": datetime.fromisoformat(str(item["gsi1sk"])) if pending else None,
        }
    )


def _hook(hook_id: str) -> dict[str, str]:
    return {"pk": f"HOOK#{hook_id}", "sk": "HOOK"}


def _sending(hook_id: str, sending_id: str) -> dict[str, str]:
    return {"pk": f"HOOK#{hook_id}", "sk": f"E#{sending_id}"}


def _parameter(hook_id: str) -> str:
    return f"/rongmei/{settings().stage}/webhook/{hook_id}"
