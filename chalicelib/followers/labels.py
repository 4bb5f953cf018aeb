"""Chinese names of this package's values."""

from __future__ import annotations

from typing import Final

from chalicelib.followers.erasure import Why

WHY_NAMES: Final = {
    Why.UNFOLLOWED: "粉丝取消关注",
    Why.REVOKED: "用户撤回授权",
    Why.CLOSED: "用户注销微信账号",
    Why.ASKED: "依申请或依法删除",
}


def shortened(openid: str) -> str:
    """An openid as a page shows it: enough to recognise it, too little to use it."""
    return f"{openid[:5]}…{openid[-4:]}" if len(openid) > 12 else "…"
