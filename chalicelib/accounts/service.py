"""What can be done with units and accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from secrets import choice
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from chalicelib.accounts import allowances, store
from chalicelib.accounts.errors import InvalidInput, SecretsMissing, UnknownUnit
from chalicelib.accounts.live import forget, live
from chalicelib.accounts.models import (
    AccountState,
    CallbackMode,
    OfficialAccount,
    OrgUnit,
    Scarce,
    Secrets,
    UnitLevel,
)
from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

MODES: Final = {
    CallbackMode.PLAIN: "明文模式",
    CallbackMode.COMPATIBLE: "兼容模式",
    CallbackMode.SAFE: "安全模式",
}
RANK: Final = {
    UnitLevel.PROVINCE: 0,
    UnitLevel.CITY: 1,
    UnitLevel.COUNTY: 2,
    UnitLevel.TOWNSHIP: 3,
    # 直属单位 stand below whichever authority runs them, and have no units of their own.
    UnitLevel.DIRECT: 4,
}


def add_unit(unit_id: str, *, name: str, level: UnitLevel, parent: str | None = None) -> OrgUnit:
    """Add an authority to the tree and return it.

    Raises ``InvalidInput`` (id or name malformed, level not below the parent's), ``UnknownUnit`` (no such
    parent) or ``AlreadyExists``.
    """
    try:
        unit = OrgUnit(id=unit_id, name=name, level=level, parent=parent)
    except ValidationError as error:
        raise InvalidInput.from_validation(f"单位“{unit_id}”", error) from None
    if parent is not None:
        above = store.unit(parent)
        if above is None:
            raise UnknownUnit(parent)
        if RANK[level] <= RANK[above.level]:
            raise InvalidInput(f"单位“{unit_id}”的级别必须低于上级单位“{parent}”（{above.name}）。")
    store.add_unit(unit)
    return unit


def tree() -> list[tuple[int, OrgUnit]]:
    """Every unit with its depth, each below its parent, siblings by rank and id."""
    units = sorted(store.units(), key=lambda unit: (RANK[unit.level], unit.id))
    known = {unit.id for unit in units}
    below: dict[str | None, list[OrgUnit]] = {}
    for unit in units:
        below.setdefault(unit.parent if unit.parent in known else None, []).append(unit)
    placed: list[tuple[int, OrgUnit]] = []

    def place(parent: str | None, depth: int) -> None:
        for unit in below.get(parent, []):
            placed.append((depth, unit))
            place(unit.id, depth + 1)

    place(None, 0)
    return placed


def lineage(unit_id: str) -> list[OrgUnit]:
    """A unit and the units above it, nearest first. Raises ``UnknownUnit``."""
    found: list[OrgUnit] = []
    above: str | None = unit_id
    while above is not None:
        unit = store.unit(above)
        if unit is None:
            raise UnknownUnit(above)
        found.append(unit)
        above = unit.parent
    return found


def add_account(account: Mapping[str, Any], secrets: Mapping[str, str | None]) -> OfficialAccount:
    """Add an official account with its secrets; returns it.

    ``account`` are the fields of ``OfficialAccount``, ``secrets`` those of ``Secrets``, as the person gave them.
    Raises ``InvalidInput``, ``UnknownUnit`` or ``AlreadyExists``.
    """
    subject = f"公众号“{account.get('id')}”"
    try:
        made = OfficialAccount.model_validate(account)
        kept = Secrets.model_validate(_given(secrets))
    except ValidationError as error:
        raise InvalidInput.from_validation(subject, error) from None
    _key_for_mode(made, kept)
    if store.unit(made.unit) is None:
        raise UnknownUnit(made.unit)
    store.add_account(made)
    store.keep_secrets(made.id, kept)
    return made


def change_account(account_id: str, changes: Mapping[str, Any]) -> OfficialAccount:
    """Change fields of an account (those that are not None); returns it as it is now.

    Running it twice is harmless. Raises ``UnknownAccount``, or ``InvalidInput``: a field malformed, or a mode
    that encrypts while there is no EncodingAESKey, with which every push would be refused.
    """
    before = store.state(account_id, consistent=True).account
    given = {name: value for name, value in changes.items() if value is not None}
    try:
        after = OfficialAccount.model_validate(before.model_dump() | given)
    except ValidationError as error:
        raise InvalidInput.from_validation(f"公众号“{account_id}”", error) from None
    if (
        after.mode not in (before.mode, CallbackMode.PLAIN)
        and store.secrets(account_id).aes_key is None
    ):
        raise InvalidInput(
            f"公众号“{account_id}”还没有 EncodingAESKey，不能改为{MODES[after.mode]}。"
            f"先用 `./rongmei account rotate-key {account_id}` 录入，再改。"
        )
    store.update_account(after)
    forget()
    return after


def rotate(account_id: str, changes: Mapping[str, str | None]) -> list[str]:
    """Replace secrets of an account; returns the names of those that changed.

    A new ``aes_key`` makes the current one the previous, which is accepted on (sheet §1.1), so that nothing
    is lost between here and WeChat's own page. Raises ``UnknownAccount`` or ``InvalidInput``.
    """
    account = store.state(account_id, consistent=True).account
    given = _given(changes)
    try:
        before: dict[str, Any] = store.secrets(account_id).model_dump()
    except SecretsMissing:
        before = {}
    old = {name: value.get_secret_value() for name, value in before.items() if value is not None}
    changed = sorted(name for name, value in given.items() if old.get(name) != value)
    if not changed:
        raise InvalidInput(f"公众号“{account_id}”的密钥没有变化。")
    if "aes_key" in changed and "aes_key" in old:
        given["previous_aes_key"] = old["aes_key"]
    try:
        kept = Secrets.model_validate(old | given)
    except ValidationError as error:
        raise InvalidInput.from_validation(f"公众号“{account_id}”的密钥", error) from None
    _key_for_mode(account, kept)
    store.keep_secrets(account_id, kept)
    if "app_secret" in changed:
        _forget_token(account.appid)
    forget()
    return changed


def random_aes_key() -> str:
    """A new EncodingAESKey, as WeChat's page makes them: 43 letters and digits."""
    return "".join(choice(ascii_letters + digits) for _ in range(43))


def accounts() -> list[AccountState]:
    """Every account, by id."""
    return list(store.states())


def account(account_id: str) -> AccountState:
    """One account, as of now. Raises ``UnknownAccount``."""
    return store.state(account_id, consistent=True)


def held_secrets(account_id: str) -> list[str]:
    """Which secrets an account has, by name and without their values. Raises ``UnknownAccount``."""
    store.state(account_id)
    try:
        kept = store.secrets(account_id)
    except SecretsMissing:
        return []
    return [name for name in type(kept).model_fields if getattr(kept, name) is not None]


def remove_account(account_id: str) -> OfficialAccount:
    """Forget an account, its secrets and its token; messages and reply books stay until their time.

    Raises ``UnknownAccount``.
    """
    removed = store.state(account_id, consistent=True).account
    store.remove_account(removed)
    _forget_token(removed.appid)
    forget()
    return removed


def callback_url(account_id: str) -> str | None:
    """What to enter as 服务器地址 in WeChat's platform, where it is known."""
    template = settings().callback_url
    return template.replace("{account}", account_id) if template else None


def _given(secrets: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value.strip() for name, value in secrets.items() if value and value.strip()}


def _key_for_mode(account: OfficialAccount, secrets: Secrets) -> None:
    if account.mode is not CallbackMode.PLAIN and secrets.aes_key is None:
        raise InvalidInput(
            f"公众号“{account.id}”使用{MODES[account.mode]}，必须有 EncodingAESKey；"
            "没有加密时请选择明文模式（plain）。"
        )


def _forget_token(appid: str) -> None:
    from chalicelib.wechat.token import forget_token

    forget_token(appid)


_clients: dict[str, tuple[str, int, AccountClient]] = {}


def kf_sender(account_id: str) -> Callable[[dict[str, Any]], object]:
    """The account's way to single followers: posts one body to message/custom/send.

    One of the day's is spent before (``spend_kf``), and before the message is marked as being sent: who is killed in
    between has counted one too many, and lost nothing. Raises ``UnknownAccount`` or ``SecretsMissing``.
    """
    client = wechat_client(account_id)
    return lambda body: client.post("message/custom/send", data=body)


def spend_kf(account_id: str, now: datetime) -> None:
    """Take one of the day's customer-service messages. Raises ``AllowanceUsedUp``."""
    allowances.spend(account_id, Scarce.KF, now)


def clear_quota(account_id: str, now: datetime) -> None:
    """Have WeChat set today's calls of every API to zero; ten times a month (sheet §2.1).

    This ledger keeps what it has counted: a mass send stays sent. Raises ``AllowanceUsedUp`` or ``WeChatError``.
    """
    client = wechat_client(account_id)
    allowances.spend(account_id, Scarce.CLEAR_QUOTA, now)
    client.openapi.clear_quota()


def wechat_client(account_id: str) -> AccountClient:
    """The server API as this account; its connections and token are kept while the secrets stay the same.

    Raises ``UnknownAccount`` or ``SecretsMissing``. What the client offers stands in
    ``chalicelib.wechat.client``.
    """
    from chalicelib.wechat.client import AccountClient

    account = live(account_id)
    appid, version = account.state.account.appid, account.state.secrets_version
    held = _clients.get(account_id)
    if held is not None and held[:2] == (appid, version):
        return held[2]
    client = AccountClient(appid, account.secrets.app_secret)
    _clients[account_id] = (appid, version, client)
    return client
