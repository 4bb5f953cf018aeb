"""Colours of a chart's series, in order: apart in print, and for those who see red and green alike."""

from __future__ import annotations

from typing import Final

COLOURS: Final = ("1F5FA8", "D9822B", "4B8B5B", "8A5AA8")
NAMES: Final = ("蓝", "橙", "绿", "紫")
