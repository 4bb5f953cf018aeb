"""Units, official accounts and their secrets."""

from chalicelib.accounts import allowances
from chalicelib.accounts.errors import (
    AccountError,
    AllowanceUsedUp,
    AlreadyExists,
    BookMoved,
    InvalidInput,
    NotHeld,
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
    Limit,
    OfficialAccount,
    OrgUnit,
    Period,
    Scarce,
    Secrets,
    UnitId,
    UnitLevel,
)
from chalicelib.accounts.quotas import QUOTAS, Claim, taken_by_mass
from chalicelib.accounts.service import lineage, wechat_client
from chalicelib.accounts.store import put_book_in_force, secrets, state, states

__all__ = [
    "QUOTAS",
    "AccountError",
    "AccountId",
    "AccountKind",
    "AccountState",
    "Agents",
    "AllowanceUsedUp",
    "AlreadyExists",
    "BookMoved",
    "CallbackMode",
    "Claim",
    "DeskView",
    "InvalidInput",
    "Limit",
    "LiveAccount",
    "NotHeld",
    "OfficialAccount",
    "OrgUnit",
    "Period",
    "Scarce",
    "Secrets",
    "SecretsMissing",
    "UnitId",
    "UnitLevel",
    "UnknownAccount",
    "UnknownUnit",
    "allowances",
    "changed",
    "lineage",
    "live",
    "put_book_in_force",
    "secrets",
    "state",
    "states",
    "taken_by_mass",
    "wechat_client",
]
