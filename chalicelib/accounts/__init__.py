"""Units, official accounts and their secrets."""

from chalicelib.accounts.errors import (
    AccountError,
    AlreadyExists,
    BookMoved,
    InvalidInput,
    SecretsMissing,
    UnknownAccount,
    UnknownUnit,
)
from chalicelib.accounts.live import LiveAccount, changed, live
from chalicelib.accounts.models import (
    AccountId,
    AccountKind,
    AccountState,
    Agents,
    CallbackMode,
    DeskView,
    OfficialAccount,
    OrgUnit,
    Secrets,
    UnitId,
    UnitLevel,
)
from chalicelib.accounts.service import wechat_client
from chalicelib.accounts.store import put_book_in_force, secrets, state, states

__all__ = [
    "AccountError",
    "AccountId",
    "AccountKind",
    "AccountState",
    "Agents",
    "AlreadyExists",
    "BookMoved",
    "CallbackMode",
    "DeskView",
    "InvalidInput",
    "LiveAccount",
    "OfficialAccount",
    "OrgUnit",
    "Secrets",
    "SecretsMissing",
    "UnitId",
    "UnitLevel",
    "UnknownAccount",
    "UnknownUnit",
    "changed",
    "live",
    "put_book_in_force",
    "secrets",
    "state",
    "states",
    "wechat_client",
]
