"""The reason that an export asks for."""

from __future__ import annotations

from typing import Final

from chalicelib.errors import Field, Invalid

LONGEST: Final = 400


def required_reason(reason: str) -> str:
    """The reason as the log keeps it. Raises ``Invalid`` where there is none."""
    if not reason.strip():
        raise Invalid("请写明导出的用途。", fields=[Field("reason", "没有填写")])
    return reason.strip()[:LONGEST]
