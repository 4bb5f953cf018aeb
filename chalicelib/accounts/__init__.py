"""Official accounts (公众号): their settings, secrets, WeChat clients and allowances."""

from typing import TYPE_CHECKING

from chalicelib.accounts.errors import (
    AccountChanged,
    AccountError,
    AccountExists,
    AllowanceUsedUp,
    BookConflict,
    InvalidInput,
    SecretsMissing,
    UnknownAccount,
)
from chalicelib.accounts.live import LiveAccount, changed, forget, live
from chalicelib.accounts.models import (
    SLOTS,
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
from chalicelib.accounts.store import (
    keep_desk,
    left_queue,
    next_in_queue,
    put_book_in_force,
    put_services_in_force,
    secrets,
    state,
    state_key,
    states,
)

if TYPE_CHECKING:
    from chalicelib.accounts import checkup as checkup
    from chalicelib.accounts import labels as labels
    from chalicelib.accounts import ledger as ledger
    from chalicelib.accounts import store as store
    from chalicelib.accounts.checkup_store import Checked as Checked
    from chalicelib.accounts.checkup_store import Found as Found
    from chalicelib.accounts.checkup_store import forget_checkup as forget_checkup
    from chalicelib.accounts.checkup_store import keep_checkup as keep_checkup
    from chalicelib.accounts.checkup_store import last_checkup as last_checkup
    from chalicelib.accounts.checkup_store import last_checkups as last_checkups
    from chalicelib.accounts.clients import kf_sender as kf_sender
    from chalicelib.accounts.clients import notice_sender as notice_sender
    from chalicelib.accounts.clients import wechat_client as wechat_client
    from chalicelib.accounts.corrections import clear_quota as clear_quota
    from chalicelib.accounts.corrections import enter_used as enter_used
    from chalicelib.accounts.corrections import sync as sync
    from chalicelib.accounts.credentials import held_secrets as held_secrets
    from chalicelib.accounts.credentials import random_aes_key as random_aes_key
    from chalicelib.accounts.credentials import rotate as rotate
    from chalicelib.accounts.ledger import spend_kf as spend_kf
    from chalicelib.accounts.many import checkups_of as checkups_of
    from chalicelib.accounts.many import states_of as states_of
    from chalicelib.accounts.quotas import QUOTAS as QUOTAS
    from chalicelib.accounts.quotas import Claim as Claim
    from chalicelib.accounts.quotas import claims_at as claims_at
    from chalicelib.accounts.quotas import limit_of as limit_of
    from chalicelib.accounts.quotas import taken_by_mass as taken_by_mass
    from chalicelib.accounts.registry import add_account as add_account
    from chalicelib.accounts.registry import callback_url as callback_url
    from chalicelib.accounts.registry import change_account as change_account
    from chalicelib.accounts.registry import current as current
    from chalicelib.accounts.registry import remove_account as remove_account
else:
    from chalicelib.door import opens

    __getattr__ = opens(
        __name__,
        {
            "": ["checkup", "labels", "ledger", "store"],
            "clients": ["kf_sender", "notice_sender", "wechat_client"],
            "corrections": ["clear_quota", "enter_used", "sync"],
            "credentials": ["held_secrets", "random_aes_key", "rotate"],
            "checkup_store": [
                "Checked",
                "Found",
                "forget_checkup",
                "keep_checkup",
                "last_checkup",
                "last_checkups",
            ],
            "ledger": ["spend_kf"],
            "quotas": ["QUOTAS", "Claim", "claims_at", "limit_of", "taken_by_mass"],
            "registry": [
                "add_account",
                "callback_url",
                "change_account",
                "current",
                "remove_account",
            ],
            "many": ["checkups_of", "states_of"],
        },
    )

__all__ = [
    "QUOTAS",
    "SLOTS",
    "AccountChanged",
    "AccountError",
    "AccountExists",
    "AccountKind",
    "AccountState",
    "Agents",
    "AllowanceUsedUp",
    "BookConflict",
    "CallbackMode",
    "Checked",
    "Claim",
    "DeskView",
    "Found",
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
    "checkup",
    "checkups_of",
    "claims_at",
    "clear_quota",
    "current",
    "enter_used",
    "forget",
    "forget_checkup",
    "held_secrets",
    "keep_checkup",
    "keep_desk",
    "kf_sender",
    "labels",
    "last_checkup",
    "last_checkups",
    "ledger",
    "left_queue",
    "limit_of",
    "live",
    "next_in_queue",
    "notice_sender",
    "put_book_in_force",
    "put_services_in_force",
    "random_aes_key",
    "remove_account",
    "rotate",
    "secrets",
    "spend_kf",
    "state",
    "state_key",
    "states",
    "states_of",
    "store",
    "sync",
    "taken_by_mass",
    "wechat_client",
]
