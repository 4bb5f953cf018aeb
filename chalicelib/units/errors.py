"""Errors of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chalicelib.errors import Conflict, DomainError, Field, Invalid, NotFound, remedy

if TYPE_CHECKING:
    from pydantic import ValidationError

_FIELDS: Final = {
    "id": "短名（1–32 位小写字母、数字、连字符，首尾不能是连字符）",
    "name": "名称（1–60 字）",
    "level": "级别",
    "parent": "上级单位的短名",
}


class UnitError(DomainError):
    """The base of this package's errors."""


class UnknownUnit(UnitError, NotFound):
    """No unit of that id."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(
            f"没有单位“{unit_id}”。",
            remedies=[remedy("unit.tree", "查看已有的单位"), remedy("unit.add", "新建单位")],
        )
        self.unit_id = unit_id


class UnitExists(UnitError, Conflict):
    """A unit of that id is there already."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(f"单位“{unit_id}”已存在。")


class BadUnit(UnitError, Invalid):
    """A unit that cannot be so."""

    @classmethod
    def of(cls, unit_id: str, error: ValidationError) -> BadUnit:
        """The findings of pydantic as one sentence and its fields."""
        names = dict.fromkeys(str(found["loc"][0]) for found in error.errors(include_input=False))
        fields = [Field(name, _FIELDS.get(name, name)) for name in names]
        wrong = "、".join(one.problem for one in fields)
        return cls(f"单位“{unit_id}”填写有误：{wrong}。", fields=fields)
