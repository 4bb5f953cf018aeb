"""The one zone that people here live in."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Final

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""No zone database needed: there has been no summer time since 1991, and a function may have none to read."""
