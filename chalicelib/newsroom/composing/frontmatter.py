"""Front matter: the fields between two ``---`` lines at the top of an article's file, or in a file beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml
from chalicelib.newsroom.composing.limits import CHINESE_NAMES, FIELDS, KINDS, REQUIRED
from chalicelib.newsroom.models import ArticleKind, Finding

FENCE = "---"
MOST_VALUES = 1_000
"""Fields, their values, and entries of lists."""


@dataclass(frozen=True)
class Split:
    """The parts of a file."""

    fields: dict[str, str]
    body: str
    first_line: int
    """Line of the file on which the body starts, counted from 1."""
    findings: tuple[Finding, ...]


def split(text: str) -> Split:
    """Separate fields and body; faults in the form of the fields come back as findings."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not starts(text):
        missing = Finding(
            where="第 1 行",
            what="缺少文件头：第一行应是 ---，下面写 title、cover 等字段，再以 --- 结束",
        )
        return Split({}, "\n".join(lines), 1, (missing,))
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        return Split({}, "", 1, (Finding(where="第 1 行", what="文件头没有结束：缺少第二个 ---"),))
    fields, findings = read("\n".join(lines[1:end]))
    return Split(fields, "\n".join(lines[end + 1 :]), end + 2, findings)


def starts(text: str) -> bool:
    """Whether a file begins with front matter."""
    first = text.removeprefix("\ufeff").split("\n", 1)[0]
    return first.strip() == FENCE


def read(text: str) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Fields from YAML; lines in findings are those of a file whose first line is the fence."""
    import yaml

    try:
        check_yaml(text, most=MOST_VALUES)
    except FileRefused as refused:
        return {}, (Finding(where="文件头", what=f"文件头{refused}"),)
    try:
        # BaseLoader: every scalar stays the text its author typed; `title: 2026` is a title.
        parsed: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return {}, (Finding(where=f"第 {line} 行", what=f"文件头不是正确的 YAML：{error.problem}"),)
    except yaml.YAMLError as error:
        return {}, (Finding(where="文件头", what=f"文件头不是正确的 YAML：{error}"),)
    except (RecursionError, ValueError):
        return {}, (Finding(where="文件头", what="文件头不是正确的 YAML"),)
    if parsed in (None, ""):
        parsed = {}
    if not isinstance(parsed, dict):
        return {}, (Finding(where="第 2 行", what="文件头应是“字段: 内容”，每行一个"),)
    return known(parsed)


def known(parsed: Mapping[Any, Any]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The fields that exist, by their English names; lists become one entry a line."""
    fields: dict[str, str] = {}
    findings: list[Finding] = []
    for written, content in parsed.items():
        value = content
        name = CHINESE_NAMES.get(str(written).strip(), str(written).strip())
        if name == "images" and isinstance(value, list):
            value = "\n".join(str(one).strip() for one in value)
        if name not in FIELDS:
            usable = "、".join(FIELDS)
            findings.append(Finding(where=name, what=f"没有这个字段；可用的字段：{usable}"))
        elif not isinstance(value, str):
            findings.append(Finding(where=name, what="应是一段文字，不是列表或嵌套"))
        elif value.strip():
            fields[name] = value.strip()
    return fields, tuple(findings)


def wrong(fields: Mapping[str, str], refused: frozenset[str]) -> list[Finding]:
    """Findings for fields that are missing, too long or malformed; those in ``refused`` have a finding already."""
    kind = KINDS.get(fields.get("kind", "news"))
    findings = [
        Finding(where=name, what="没有填写")
        for name in REQUIRED[kind or ArticleKind.NEWS]
        if name not in fields and name not in refused
    ]
    if kind is None:
        usable = "、".join(KINDS)
        findings.append(Finding(where="kind", what=f"没有这种类型；可用：{usable}"))
    for name, value in fields.items():
        most = FIELDS[name]
        if most is not None and len(value) > most:
            findings.append(Finding(where=name, what=f"有 {len(value)} 个字，最多 {most} 个"))
        if most is not None and "\n" in value and name in ("title", "author"):
            findings.append(Finding(where=name, what="应写成一行"))
    return findings + _date(fields)


def _date(fields: Mapping[str, str]) -> list[Finding]:
    if "valid_until" not in fields:
        return []
    try:
        date.fromisoformat(fields["valid_until"])
    except ValueError:
        return [Finding(where="valid_until", what="应是日期，例如 2026-12-31")]
    return []
