"""Units, official accounts and their secrets."""

from chalicelib.accounts import ledger
from chalicelib.accounts.clients import kf_sender, wechat_client
from chalicelib.accounts.credentials import held_secrets, random_aes_key, rotate
from chalicelib.accounts.errors import (
    AccountError,
    AccountExists,
    AllowanceUsedUp,
    BookConflict,
    InvalidInput,
    SecretsMissing,
    UnknownAccount,
)
from chalicelib.accounts.labels import MODES
from chalicelib.accounts.ledger import clear_quota, spend_kf
from chalicelib.accounts.live import LiveAccount, changed, live
from chalicelib.accounts.models import (
    AccountKind,
    AccountState,
    Agents,
    CallbackMode,
    DeskView,
    Limit,
    OfficialAccount,
    Period,
    Scarce,
    Secrets,
)
from chalicelib.accounts.quotas import QUOTAS, Claim, taken_by_mass
from chalicelib.accounts.quotas import claims as claims_at
from chalicelib.accounts.registry import (
    add_account,
    callback_url,
    change_account,
    current,
    remove_account,
)
from chalicelib.accounts.store import (
    keep_desk,
    left_queue,
    next_in_queue,
    put_book_in_force,
    secrets,
    state,
    states,
)

__all__ = [
    "MODES",
    "QUOTAS",
    "AccountError",
    "AccountExists",
    "AccountKind",
    "AccountState",
    "Agents",
    "AllowanceUsedUp",
    "BookConflict",
    "CallbackMode",
    "Claim",
    "DeskView",
    "InvalidInput",
    "Limit",
    "LiveAccount",
    "OfficialAccount",
    "Period",
    "Scarce",
    "Secrets",
    "SecretsMissing",
    "UnknownAccount",
    "add_account",
    "callback_url",
    "change_account",
    "changed",
    "claims_at",
    "clear_quota",
    "current",
    "held_secrets",
    "keep_desk",
    "kf_sender",
    "ledger",
    "left_queue",
    "live",
    "next_in_queue",
    "put_book_in_force",
    "random_aes_key",
    "remove_account",
    "rotate",
    "secrets",
    "spend_kf",
    "state",
    "states",
    "taken_by_mass",
    "wechat_client",
]
