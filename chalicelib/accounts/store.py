"""Items of this package.

| pk | sk | attributes |
|---|---|---|
| ``ACCOUNTS`` | account id | ``doc`` (OfficialAccount), ``changes`` (version of the settings), ``book`` (version in force), ``secrets`` (version), ``services`` (key of the services), ``services_at`` (serial of the catalogue that they are of), ``desk_…`` (DeskView; written by ``desk/``) |
| ``APPIDS`` | appid | ``account``: one appid belongs to one account |

| name | value |
|---|---|
| ``/rongmei/{stage}/account/{account}`` | SecureString of JSON: ``app_secret``, ``token``, ``aes_key``, ``previous_aes_key`` |

An account's secrets are one SecureString in SSM, so that a rotation is atomic.
Few readers meet on ``ACCOUNTS``: each warm function looks at most once in ten seconds.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from chalicelib.accounts.errors import (
    AccountChanged,
    AccountExists,
    BookConflict,
    SecretsMissing,
    UnknownAccount,
)
from chalicelib.accounts.models import (
    AccountState,
    DeskView,
    OfficialAccount,
    Secrets,
)
from chalicelib.cloud import parameters, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.settings import settings
from chalicelib.values import SLUG

ACCOUNTS = "ACCOUNTS"
_APPIDS = "APPIDS"


def add_account(
    account: OfficialAccount,
    clock: Callable[[], float] = time.time,
    *,
    also: Sequence[table.Action] = (),
) -> None:
    """Store a new account, and ``also`` in the same transaction; id and appid must both be free.

    Raises ``AccountExists``.

    Its secrets count from the time on, so that an account that was removed and added again never shows a warm
    function a version that it has seen before.
    """
    try:
        table.transact(
            [
                table.put_action(_account_item(account, int(clock() * 1000)), only_new=True),
                table.put_action(
                    {"pk": _APPIDS, "sk": account.appid, "account": account.id}, only_new=True
                ),
                *also,
            ]
        )
    except ConditionFailed as error:
        taken = f"公众号“{account.id}”" if error.index == 0 else f"AppID {account.appid}"
        raise AccountExists(f"{taken}已存在。") from error


def update_account(
    account: OfficialAccount, *, instead_of: int, also: Sequence[table.Action] = ()
) -> None:
    """Change the settings of an account, and ``also`` in the same transaction; its other versions stay.

    ``instead_of`` is the version of the settings that it starts from. Raises ``AccountChanged`` where there is
    another one meanwhile, or ``UnknownAccount``.
    """
    values: dict[str, str | int] = {":doc": account.model_dump_json(), ":new": instead_of + 1}
    known = "attribute_not_exists(changes)"
    if instead_of:
        values[":old"], known = instead_of, "changes = :old"
    changed = table.update_action(
        ACCOUNTS,
        account.id,
        "SET doc = :doc, changes = :new",
        values,
        condition=f"attribute_exists(pk) AND {known}",
    )
    try:
        table.transact([changed, *also])
    except ConditionFailed as error:
        state(account.id, consistent=True)
        raise AccountChanged(account.id) from error


def remove_account(account: OfficialAccount, *, also: Sequence[table.Action] = ()) -> None:
    """Forget an account and its secrets, and write ``also`` with it. Messages and books stay until their time.

    The secrets go first: stopped in between, the account is still there to be removed again. Raises
    ``UnknownAccount``.
    """
    parameters.delete(_parameter(account.id))
    removed = [
        table.delete_action(ACCOUNTS, account.id, {":id": account.id}, condition="sk = :id"),
        table.delete_action(
            _APPIDS,
            account.appid,
            {":id": account.id},
            condition="account = :id OR attribute_not_exists(pk)",
        ),
    ]
    _transact(account.id, [*removed, *also])


def state(account_id: str, *, consistent: bool = False) -> AccountState:
    """One account with its versions. Raises ``UnknownAccount``."""
    # Anybody can put anything into the callback's address, also what the table refuses as a key.
    if not re.fullmatch(SLUG, account_id):
        raise UnknownAccount(account_id)
    item = table.get(ACCOUNTS, account_id, consistent=consistent)
    if item is None:
        raise UnknownAccount(account_id)
    return read(item)


def state_key(account_id: str) -> tuple[str, str]:
    """Partition and sort key of an account."""
    return ACCOUNTS, account_id


def states() -> Iterator[AccountState]:
    """Every account, by id."""
    return (read(item) for item in table.query(ACCOUNTS))


def put_book_in_force(
    account_id: str, version: int, *, instead_of: int, also: Sequence[table.Action] = ()
) -> None:
    """Point the account at another reply book, if ``instead_of`` is still the one in force.

    ``also`` is written in the same transaction. Raises ``BookConflict`` otherwise.
    """
    move = table.update_action(
        ACCOUNTS,
        account_id,
        "SET book = :new",
        {":new": version, ":old": instead_of},
        condition="book = :old",
    )
    try:
        table.transact([move, *also])
    except ConditionFailed as error:
        raise BookConflict(f"公众号“{account_id}”的回复簿刚被别人更新，请重新导入。") from error


def put_services_in_force(account_id: str, key: str, serial: int) -> bool:
    """Point the account at the services of a catalogue; False where it has those of a later ``serial``, or is gone.

    Twice does no harm.
    """
    try:
        table.update(
            ACCOUNTS,
            account_id,
            "SET services = :key, services_at = :serial",
            {":key": key, ":serial": serial},
            condition="attribute_exists(pk) AND (attribute_not_exists(services_at) OR services_at <= :serial)",
        )
    except ConditionFailed:
        return False
    return True


def next_in_queue(account_id: str) -> int:
    """Give out the next number of the desk's queue; no number twice. Raises ``UnknownAccount``."""
    return int(_count(account_id, "desk_issued", 1)["desk_issued"])


def left_queue(account_id: str, number: int = 1) -> None:
    """Count that so many numbers have left the queue (or, below 0, have come back)."""
    _count(account_id, "desk_served", number)


def keep_desk(account_id: str, changes: Mapping[str, int]) -> None:
    """Set fields of the account's ``DeskView``. Raises ``UnknownAccount``."""
    try:
        table.update(
            ACCOUNTS,
            account_id,
            "SET " + ", ".join(f"desk_{name} = :{name}" for name in changes),
            {f":{name}": value for name, value in changes.items()},
            condition="attribute_exists(pk)",
        )
    except ConditionFailed as error:
        raise UnknownAccount(account_id) from error


def _count(account_id: str, attribute: str, number: int) -> table.Item:
    try:
        return table.update(
            ACCOUNTS,
            account_id,
            f"ADD {attribute} :number",
            {":number": number},
            condition="attribute_exists(pk)",
        )
    except ConditionFailed as error:
        raise UnknownAccount(account_id) from error


def secrets(account_id: str) -> Secrets:
    """An account's secrets. Raises ``SecretsMissing``."""
    try:
        return Secrets.model_validate_json(parameters.read(_parameter(account_id)))
    except CloudNotFound as error:
        raise SecretsMissing(account_id) from error


def keep_secrets(account_id: str, secrets: Secrets, *, also: Sequence[table.Action] = ()) -> None:
    """Store secrets in SSM, then count the version up, with ``also`` in the same transaction.

    A reader that sees the count finds the secrets. Raises ``UnknownAccount``.
    """
    plain = {
        name: value.get_secret_value()
        for name in type(secrets).model_fields
        if (value := getattr(secrets, name)) is not None
    }
    parameters.write(_parameter(account_id), json.dumps(plain))
    counted = table.update_action(
        ACCOUNTS, account_id, "ADD secrets :one", {":one": 1}, condition="attribute_exists(pk)"
    )
    _transact(account_id, [counted, *also])


def _transact(account_id: str, actions: Sequence[table.Action]) -> None:
    """Write all or nothing of an account that must be there. Raises ``UnknownAccount``."""
    try:
        table.transact(actions)
    except ConditionFailed as error:
        raise UnknownAccount(account_id) from error


def _parameter(account_id: str) -> str:
    return f"/rongmei/{settings().stage}/account/{account_id}"


def _account_item(account: OfficialAccount, secrets_version: int) -> table.Item:
    return {
        "pk": ACCOUNTS,
        "sk": account.id,
        "doc": account.model_dump_json(),
        "book": 0,
        "secrets": secrets_version,
    }


def read(item: table.Item) -> AccountState:
    """The account that an item of ``ACCOUNTS`` holds."""
    return AccountState(
        account=OfficialAccount.model_validate_json(str(item["doc"])),
        book_version=int(item["book"]),
        services=str(item.get("services", "")),
        settings_version=int(item.get("changes", 0)),
        secrets_version=int(item["secrets"]),
        desk=DeskView(
            **{
                name: int(item[f"desk_{name}"])
                for name in DeskView._fields
                if f"desk_{name}" in item
            }
        ),
    )
