"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``ASSISTANT#{account}`` | ``SETTINGS`` | ``doc`` (AssistantSettings): where the language model answers |
| ``ASSISTANT#{account}`` | ``DAY#{yyyymmdd}`` | ``tokens`` (reserved and used), ``expires_at`` |

| name | value |
|---|---|
| ``/rongmei/{stage}/account/{account}/assistant`` | SecureString: the language model's key |
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib.assistant.models import AssistantSettings
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import parameters, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.settings import settings

_SETTINGS: Final = "SETTINGS"
_KEPT_SECONDS: Final = 40 * 86_400


def settings_of(account_id: str, *, consistent: bool = False) -> AssistantSettings | None:
    """An account's language model; None while it is off."""
    item = table.get(_partition(account_id), _SETTINGS, consistent=consistent)
    return None if item is None else AssistantSettings.model_validate_json(str(item["doc"]))


def keep_settings(
    account_id: str,
    chosen: AssistantSettings,
    key: str | None,
    *,
    also: Sequence[table.Action] = (),
) -> None:
    """Store the key, then the settings: who sees these finds that. No key leaves the one kept before.

    The writes ``also`` are in the transaction of the settings.
    """
    if key is not None:
        parameters.write(_parameter(account_id), key)
    item: table.Item = {
        "pk": _partition(account_id),
        "sk": _SETTINGS,
        "doc": chosen.model_dump_json(),
    }
    table.transact([table.put_action(item), *also])


def drop_settings(account_id: str, *, also: Sequence[table.Action] = ()) -> None:
    """Switch it off, with the writes ``also``, and forget the key; tokens used today stay counted.

    Where it is off already, only a key that was left is forgotten.
    """
    while True:  # ends: every refusal is another change by a person, and those are finite
        item = table.get(_partition(account_id), _SETTINGS, consistent=True)
        if item is None:
            break
        gone = table.delete_action(
            _partition(account_id), _SETTINGS, {":doc": item["doc"]}, condition="doc = :doc"
        )
        try:
            table.transact([gone, *also])
        except ConditionFailed:
            continue
        break
    parameters.delete(_parameter(account_id))


def key_of(account_id: str) -> str:
    """The service's key; empty where it needs none."""
    try:
        return parameters.read(_parameter(account_id)).strip()
    except CloudNotFound:
        return ""


def reserve(account_id: str, tokens: int, limit: int, now: datetime) -> bool:
    """Take tokens of today's, if that many are left."""
    if tokens > limit:
        return False
    try:
        table.update(
            _partition(account_id),
            _day(now),
            "SET expires_at = :expires ADD tokens :tokens",
            {
                ":tokens": tokens,
                ":room": limit - tokens,
                ":expires": int(now.timestamp()) + _KEPT_SECONDS,
            },
            condition="attribute_not_exists(tokens) OR tokens <= :room",
        )
    except ConditionFailed:
        return False
    return True


def settle(account_id: str, reserved: int, used: int, now: datetime) -> None:
    """Give back what was reserved and not used (or take what was used beyond it)."""
    table.update(_partition(account_id), _day(now), "ADD tokens :more", {":more": used - reserved})


def used(account_id: str, now: datetime) -> int:
    """Tokens of today's that are reserved or used."""
    item = table.get(_partition(account_id), _day(now), consistent=True)
    return int(item["tokens"]) if item else 0


def _day(now: datetime) -> str:
    return f"DAY#{now.astimezone(SHANGHAI):%Y%m%d}"


def _partition(account_id: str) -> str:
    return f"ASSISTANT#{account_id}"


def _parameter(account_id: str) -> str:
    return f"/rongmei/{settings().stage}/account/{account_id}/assistant"
