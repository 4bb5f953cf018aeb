"""Front matter: the fields between two ``---`` lines at the top of an article's file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.newsroom.limits import FIELDS, REQUIRED
from chalicelib.newsroom.models import Finding

FENCE = "---"


@dataclass(frozen=True)
class Split:
    """A file taken apart."""

    fields: dict[str, str]
    body: str
    first_line: int
    """Line of the file on which the body starts, counted from 1."""
    findings: tuple[Finding, ...]


def split(text: str) -> Split:
    """Take fields and body apart; whatever is wrong with the fields comes back as findings."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != FENCE:
        missing = Finding(
            where="第 1 行",
            what="缺少文件头：第一行应是 ---，下面写 title、cover 等字段，再以 --- 结束",
        )
        return Split({}, "\n".join(lines), 1, (missing,))
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        return Split({}, "", 1, (Finding(where="第 1 行", what="文件头没有结束：缺少第二个 ---"),))
    fields, findings = _fields("\n".join(lines[1:end]))
    return Split(fields, "\n".join(lines[end + 1 :]), end + 2, findings)


def _fields(text: str) -> tuple[dict[str, str], tuple[Finding, ...]]:
    import yaml

    try:
        # BaseLoader: every scalar stays the text its author typed; `title: 2026` is a title.
        parsed: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return {}, (Finding(where=f"第 {line} 行", what=f"文件头不是正确的 YAML：{error.problem}"),)
    except yaml.YAMLError as error:
        return {}, (Finding(where="文件头", what=f"文件头不是正确的 YAML：{error}"),)
    if parsed in (None, ""):
        parsed = {}
    if not isinstance(parsed, dict):
        return {}, (Finding(where="第 2 行", what="文件头应是“字段: 内容”，每行一个"),)
    return _known(parsed)


def _known(parsed: dict[Any, Any]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    fields: dict[str, str] = {}
    findings: list[Finding] = []
    for name, value in parsed.items():
        if name not in FIELDS:
            known = "、".join(FIELDS)
            findings.append(Finding(where=str(name), what=f"没有这个字段；可用的字段：{known}"))
        elif not isinstance(value, str):
            findings.append(Finding(where=name, what="应是一段文字，不是列表或嵌套"))
        elif value.strip():
            fields[name] = value.strip()
            findings += _length(name, value.strip())
    refused = {finding.where for finding in findings}
    findings += [
        Finding(where=name, what="没有填写")
        for name in REQUIRED
        if name not in fields and name not in refused
    ]
    findings += _date(fields)
    return fields, tuple(findings)


def _length(name: str, value: str) -> list[Finding]:
    most = FIELDS[name]
    if most is None or len(value) <= most:
        return []
    return [Finding(where=name, what=f"有 {len(value)} 个字，最多 {most} 个")]


def _date(fields: dict[str, str]) -> list[Finding]:
    if "valid_until" not in fields:
        return []
    try:
        date.fromisoformat(fields["valid_until"])
    except ValueError:
        return [Finding(where="valid_until", what="应是日期，例如 2026-12-31")]
    return []
