"""Chinese names of the values of this package, as people see them."""

from __future__ import annotations

from typing import Final

from chalicelib.accounts.models import AccountKind, Agents, CallbackMode, Period

KINDS: Final = {AccountKind.SUBSCRIPTION: "订阅号", AccountKind.SERVICE: "服务号"}
MODES: Final = {
    CallbackMode.PLAIN: "明文模式",
    CallbackMode.COMPATIBLE: "兼容模式",
    CallbackMode.SAFE: "安全模式",
}
HEALTH: Final = {"ok": "正常", "warn": "注意", "fail": "失败"}
"""Values of ``checkup.Health``."""
AGENTS: Final = {
    Agents.OWN: "本系统坐席",
    Agents.WECHAT: "微信自带客服",
    Agents.NONE: "不转人工",
}
PERIODS: Final = {Period.DAY: "天", Period.MONTH: "月"}
SECRETS: Final = {
    "app_secret": "AppSecret",
    "token": "Token",
    "aes_key": "EncodingAESKey",
    "previous_aes_key": "上一个 EncodingAESKey",
}
"""Fields of ``Secrets``, as WeChat's page calls them."""
