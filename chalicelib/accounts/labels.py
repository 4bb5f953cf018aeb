"""Chinese names of the values of this package, as people see them."""

from __future__ import annotations

from typing import Final

from chalicelib.accounts.models import CallbackMode

MODES: Final = {
    CallbackMode.PLAIN: "明文模式",
    CallbackMode.COMPATIBLE: "兼容模式",
    CallbackMode.SAFE: "安全模式",
}
