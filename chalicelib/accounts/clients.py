"""The server API of WeChat as an account calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.accounts import store
from chalicelib.accounts.live import live_state

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

_clients: dict[str, tuple[str, int, AccountClient]] = {}


def wechat_client(account_id: str) -> AccountClient:
    """The server API as this account; its connections and token are kept while the secrets stay the same.

    Its secret is read when a token has to be fetched: while the shared one lives, no call needs it. Raises
    ``UnknownAccount``; a call that needs the secret raises ``SecretsMissing``. What the client offers stands in
    ``chalicelib.wechat.client``.
    """
    from chalicelib.wechat.client import AccountClient

    state = live_state(account_id)
    appid, version = state.account.appid, state.secrets_version
    held = _clients.get(account_id)
    if held is not None and held[:2] == (appid, version):
        return held[2]
    client = AccountClient(appid, lambda: store.secrets(account_id).app_secret)
    _clients[account_id] = (appid, version, client)
    return client


def kf_sender(account_id: str) -> Callable[[dict[str, Any]], object]:
    """The account's way to single followers, its token in hand: posts one body to message/custom/send.

    It is asked for, and one of the day's is spent (``spend_kf``), before the message is marked as being sent: who fails or
    is killed in between has counted one too many, and lost nothing. Raises ``UnknownAccount``, ``SecretsMissing`` or
    ``WeChatError``.
    """
    client = wechat_client(account_id)
    client.ready()
    return lambda body: client.post("message/custom/send", data=body)


def notice_sender(account_id: str) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
    """The same for subscription notices: posts one body to message/subscribe/bizsend, and returns WeChat's answer."""
    client = wechat_client(account_id)
    client.ready()
    return client.notices.send
