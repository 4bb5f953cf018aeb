"""The connection of an account to its hotline: where it answers, the secret, and how the last calls went.

| pk | sk | attributes |
|---|---|---|
| ``HOTLINE#{account}`` | ``SETTINGS`` | ``doc`` (HotlineSettings): where the hotline answers |
| ``HOTLINE#{account}`` | ``BREAKER`` | ``doc`` (Breaker): how the last calls went |

| name | value |
|---|---|
| ``/rongmei/{stage}/account/{account}/hotline`` | SecureString: the secret that an account shares with its hotline |
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.cloud import parameters, table
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.hotline.errors import NotConnected
from chalicelib.hotline.models import Breaker, HotlineSettings
from chalicelib.settings import settings


def partition(account_id: str) -> str:
    """The partition of an account's hotline: its connection and its cases."""
    return f"HOTLINE#{account_id}"


def settings_of(account_id: str) -> HotlineSettings | None:
    """An account's hotline; None while there is none."""
    item = table.get(partition(account_id), "SETTINGS")
    return None if item is None else HotlineSettings.model_validate_json(str(item["doc"]))


def secret_of(account_id: str) -> str:
    """The secret that both sides sign with. Raises ``NotConnected``."""
    try:
        return parameters.read(_parameter(account_id))
    except CloudNotFound as error:
        raise NotConnected(account_id) from error


def connect(
    account_id: str,
    chosen: HotlineSettings,
    secret: str | None,
    also: Sequence[table.Action] = (),
) -> None:
    """Store the secret, then the settings, together with other writes: who sees these finds that."""
    if secret is not None:
        parameters.write(_parameter(account_id), secret)
    item: table.Item = {
        "pk": partition(account_id),
        "sk": "SETTINGS",
        "doc": chosen.model_dump_json(),
    }
    table.transact([table.put_action(item), *also])


def disconnect(account_id: str, also: Sequence[table.Action] = ()) -> None:
    """Forget address, together with other writes, and secret; cases stay."""
    table.transact([table.delete_action(partition(account_id), "SETTINGS"), *also])
    parameters.delete(_parameter(account_id))


def breaker(account_id: str) -> Breaker:
    """How the last calls went."""
    item = table.get(partition(account_id), "BREAKER", consistent=True)
    return Breaker() if item is None else Breaker.model_validate_json(str(item["doc"]))


def set_breaker(account_id: str, as_it_is: Breaker) -> None:
    """Two workers that write at once may count one failure for two: it opens a call later, no more."""
    table.put({"pk": partition(account_id), "sk": "BREAKER", "doc": as_it_is.model_dump_json()})


def _parameter(account_id: str) -> str:
    return f"/rongmei/{settings().stage}/account/{account_id}/hotline"
