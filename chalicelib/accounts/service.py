"""What can be done with units and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from chalicelib.accounts import store
from chalicelib.accounts.errors import InvalidInput, UnknownUnit
from chalicelib.accounts.live import live
from chalicelib.accounts.models import OrgUnit, UnitLevel

if TYPE_CHECKING:
    from chalicelib.wechat.client import AccountClient

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
            raise InvalidInput(f"单位“{unit_id}”的级别必须低于上级单位“{parent}”({above.name})。")
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


_clients: dict[str, tuple[str, int, AccountClient]] = {}


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
