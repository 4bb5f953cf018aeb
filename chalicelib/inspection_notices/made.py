"""A paper that was made, as a list shows it."""

from __future__ import annotations

from typing import Final

from pydantic import AwareDatetime

from chalicelib.inspection_notices.models import CheckMethod, Choice, PaperKind, Span
from chalicelib.inspection_notices.periods import name_of
from chalicelib.values import Value

NAMES: Final = {PaperKind.NOTICE: "检查通报", PaperKind.SELF_CHECK: "自查报告"}
METHODS: Final = {CheckMethod.ALL: "全面检查", CheckMethod.SAMPLE: "抽查"}


class Made(Value):
    """One paper. Made again it is another one, and this one stays (docs/decisions/0294)."""

    id: str
    kind: PaperKind
    unit: str
    title: str
    span: Span
    choice: Choice
    at: AwareDatetime
    by: str
    """Id of the person who asked for it."""
    by_name: str
    summary: str
    existing: int
    checked: int
    passed: int
    vetoed: int
    findings: int
    failed_units: tuple[str, ...] = ()
    """Units with an account that did not pass: who has to put something right."""

    @property
    def period_name(self) -> str:
        """2026年第三季度."""
        return name_of(self.span)

    def file_name(self, ending: str) -> str:
        """As a browser saves it."""
        plain = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in self.title)
        return f"{plain}{ending}"
