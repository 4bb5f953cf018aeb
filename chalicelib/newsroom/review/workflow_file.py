"""A workflow as a person writes it: YAML. Read at the command line only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from chalicelib.errors import Field, remedy
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml, told_fault
from chalicelib.newsroom.articles.workflow import Workflow
from chalicelib.newsroom.errors import BadWorkflow
from chalicelib.people import Role
from chalicelib.values import reason_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


MOST_VALUES: Final = 1_000


def read_workflow(text: str) -> Workflow:
    """A workflow as a person writes it (YAML). Raises ``BadWorkflow`` with all reasons."""
    import yaml

    try:
        check_yaml(text, most=MOST_VALUES)
    except FileRefused as refused:
        raise BadWorkflow(f"读不了流程文件：{refused}。") from refused
    try:
        return Workflow.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise BadWorkflow(f"流程文件不是正确的 YAML：{told_fault(error)}。") from error
    except ValidationError as error:
        raise _wrong(error) from error
    except ValueError as error:
        # YAML makes dates and numbers of what looks so; 2026-13-45 is none.
        raise BadWorkflow("流程文件有误：有写成日期或数字的内容不存在，请用引号括起来。") from error


def _wrong(error: ValidationError) -> BadWorkflow:
    found = [Field(_place(one["loc"]), _reason(one)) for one in error.errors()]
    fields = list(dict.fromkeys(found))
    lines = "\n".join(f"  {field.name}：{field.problem}" for field in fields)
    return BadWorkflow(
        f"流程文件有误：\n{lines}\n",
        fields=fields,
        remedies=[remedy("review.workflow_example", "查看流程文件的写法")],
    )


def _reason(found: ErrorDetails) -> str:
    return _REASONS.get(found["type"]) or reason_of(found)


_REASONS: Final = {
    "enum": f"没有这个词；角色有 {'、'.join(Role)}，after_return 为 resume 或 restart",
    "extra_forbidden": "没有这个字段",
    "missing": "没有填写",
    "too_short": "要有一到五审，每一审都要正确",
    "too_long": "最多五审",
    "string_too_long": "太长，最多 20 字",
    "string_too_short": "没有填写",
    "string_type": "应是文字",
    "string_pattern_mismatch": "人员编号为 1–40 位字母、数字或 . _ -",
    "tuple_type": "应是列表，写成 [甲, 乙]",
    "model_type": "应写成“字段: 内容”",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "less_than_equal": "应是 1–5",
    "greater_than_equal": "应是 1–5",
    "bool_parsing": "应是 true 或 false",
    "bool_type": "应是 true 或 false",
}
"""Errors of pydantic, in Chinese."""


def _place(loc: tuple[int | str, ...]) -> str:
    parts = (f"第 {part + 1} 项" if isinstance(part, int) else part for part in loc)
    return " ".join(parts) or "文件"
