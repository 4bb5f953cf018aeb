"""Errors of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from chalicelib.errors import Conflict, DomainError, Field, IllegalNow, Invalid, NotFound, remedy

if TYPE_CHECKING:
    from pydantic import ValidationError

    from chalicelib.accounts.quotas import Claim

_FIELDS: Final = {
    "id": "短名（1–32 位小写字母、数字、连字符，首尾不能是连字符）",
    "name": "名称（1–60 字）",
    "unit": "所属单位的短名",
    "appid": "AppID（6–64 位字母、数字、下划线、连字符）",
    "mode": "加解密方式（plain、compatible、safe）",
    "retention_days": "消息保留天数（1–3650）",
    "erase_after_days": "取消关注后保留天数（0–3650）",
    "limits": "配额（如 mass=6/day）",
    "slots": "推送时段（如 08:00,12:00,20:00）",
    "app_secret": "AppSecret（不能为空）",
    "token": "Token（3–32 位字母或数字）",
    "aes_key": "EncodingAESKey（43 位字母或数字）",
    "previous_aes_key": "上一个 EncodingAESKey（43 位字母或数字）",
}


class AccountError(DomainError):
    """The base of this package's errors."""


class UnknownAccount(AccountError, NotFound):
    """No account of that id."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"没有公众号“{account_id}”。",
            remedies=[remedy("account.list", "查看已有的公众号")],
        )
        self.account_id = account_id


class AccountExists(AccountError, Conflict):
    """An id or appid that is taken."""


class AccountChanged(AccountError, Conflict):
    """Somebody else changed the settings of the account meanwhile."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"刚刚有人改过公众号“{account_id}”的设置，您的修改还没有保存。请对照后再保存。"
        )


class SecretsMissing(AccountError, IllegalNow):
    """The account exists, its secrets don't."""

    def __init__(self, account_id: str) -> None:
        super().__init__(
            f"公众号“{account_id}”没有密钥。",
            remedies=[remedy("account.rotate_key", "录入", account=account_id)],
        )


class BookConflict(AccountError, Conflict):
    """Somebody else put another reply book in force meanwhile."""


class AllowanceUsedUp(AccountError, IllegalNow):
    """Nothing is left of a quota in that period."""

    def __init__(self, account_id: str, claim: Claim) -> None:
        super().__init__(
            f"公众号“{account_id}”{claim}已用完（上限 {claim.limit} 次）。",
            remedies=[remedy("account.allowance", "查看各项配额", account=account_id)],
        )
        self.claim = claim


class InvalidInput(AccountError, Invalid):
    """Something given by the person cannot be so."""

    @classmethod
    def from_validation(cls, subject: str, error: ValidationError) -> Self:
        """One sentence and its fields out of pydantic's findings, without the values: they may be secrets."""
        names = dict.fromkeys(str(found["loc"][0]) for found in error.errors(include_input=False))
        fields = [Field(name, _FIELDS.get(name, name)) for name in names]
        wrong = "、".join(field.problem for field in fields)
        return cls(f"{subject}填写有误：{wrong}。", fields=fields)
