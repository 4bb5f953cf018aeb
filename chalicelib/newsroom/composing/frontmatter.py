"""Front matter: the fields between two ``---`` lines at the top of an article's file, or in a file beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml, yaml_fault
from chalicelib.newsroom.composing.field_names import known
from chalicelib.newsroom.composing.header_lines import has_wide_colon, mended
from chalicelib.newsroom.composing.limits import CHINESE_NAMES, FIELDS, KINDS, REQUIRED
from chalicelib.newsroom.models import ArticleKind, Finding

FENCE = "---"
TOML_FENCE = "+++"
_PAIR = re.compile(r"^(?P<name>[^\s:=#][^:=]{0,40}?)\s*[:=]\s*(?P<value>.*)$")
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
    text = text.removeprefix("\ufeff")
    lines = text.splitlines()
    if not starts(text):
        missing = Finding(
            where="第 1 行",
            what="缺少文件头：第一行应是 ---，下面写 title、cover 等字段，再以 --- 结束",
        )
        return Split({}, "\n".join(lines), 1, (missing,))
    if lines[0].lstrip().startswith("{"):
        return _json(text)
    fence = lines[0].strip()
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == fence), None)
    if end is None:
        what = f"文件头没有结束：缺少第二个 {fence}"
        return Split({}, "", 1, (Finding(where="第 1 行", what=what),))
    reader = read if fence == FENCE else _toml
    fields, findings = reader("\n".join(lines[1:end]))
    return Split(fields, "\n".join(lines[end + 1 :]), end + 2, findings)


def starts(text: str) -> bool:
    """Whether a file begins with front matter: YAML, TOML (``+++``) or JSON."""
    lines = text.removeprefix("\ufeff").split("\n", 2)
    first = lines[0].strip()
    json = first == "{" and len(lines) > 1 and lines[1].lstrip().startswith(('"', "}"))
    return first in (FENCE, TOML_FENCE) or json or first.startswith('{"')


def read(text: str, first_line: int = 2) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Fields from YAML, whose first line is ``first_line`` of the file. Slips are mended and told of."""
    try:
        check_yaml(text, most=MOST_VALUES)
    except FileRefused as refused:
        return {}, (Finding(where="文件头", what=f"文件头{refused}"),)
    parsed, error = _loaded(text)
    if isinstance(parsed, dict) and not any(has_wide_colon(str(name)) for name in parsed):
        return known(parsed)
    better, slips = mended(text, first_line)
    if slips:
        if error is not None:
            slips = [_named(one) for one in slips]
        parsed, error = _loaded(better)
    if error is not None:
        line, why = yaml_fault(error)
        where = f"第 {line + first_line - 1} 行" if line else "文件头"
        broken = Finding(where=where, what=f"文件头不是正确的 YAML：{why}")
        return _line_by_line(better), (*slips, broken)
    if not isinstance(parsed, dict):
        shape = Finding(where=f"第 {first_line} 行", what="文件头应是“字段: 内容”，每行一个")
        return _line_by_line(better), (*slips, shape)
    fields, findings = known(parsed)
    return fields, (*slips, *findings)


def _named(slip: Finding) -> Finding:
    return slip.model_copy(update={"what": f"文件头不是正确的 YAML：{slip.what}"})


def _loaded(text: str) -> tuple[Any, Exception | None]:
    """The value of YAML, and the error of what is none."""
    import yaml

    try:
        # BaseLoader: every scalar stays the text its author typed; `title: 2026` is a title.
        return yaml.load(text, Loader=yaml.BaseLoader) or {}, None  # noqa: S506 - builds strings only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, error


def _toml(text: str) -> tuple[dict[str, str], tuple[Finding, ...]]:
    import tomllib

    try:
        parsed = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        where = f"第 {int(found.group(1)) + 1} 行" if found else "文件头"
        what = "文件头不是正确的 TOML：请检查等号、引号和方括号，文字要用引号括起来"
        return _line_by_line(text), (Finding(where=where, what=what),)
    return known(parsed)


def _json(text: str) -> Split:
    import json

    try:
        parsed, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        what = "文件头不是正确的 JSON：请检查引号、逗号和花括号，或改用两行 --- 之间的“字段: 内容”"
        return Split({}, "", 1, (Finding(where=f"第 {line} 行", what=what),))
    fields, findings = known(parsed)
    after = text[end:].split("\n", 1)
    body = after[1] if len(after) > 1 else ""
    return Split(fields, "\n".join(body.splitlines()), text.count("\n", 0, end) + 2, findings)


def _line_by_line(text: str) -> dict[str, str]:
    """The fields of front matter that can't be read whole, so that none is called missing."""
    found = (_PAIR.match(line) for line in text.split("\n"))
    pairs = {one["name"].strip(): one["value"].strip("\"' ") for one in found if one}
    return {name: value for name, value in known(pairs)[0].items() if value}


def wrong(fields: Mapping[str, str], refused: frozenset[str]) -> list[Finding]:
    """Findings for fields that are missing, too long or malformed; those in ``refused`` have a finding already."""
    kind = KINDS.get(fields.get("kind", "news"))
    findings = [
        _missing(name)
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


def _missing(name: str) -> Finding:
    chinese = next(word for word, field in CHINESE_NAMES.items() if field == name)
    example = {"title": "标题文字", "cover": "封面.jpg", "media": "视频.mp4"}.get(name, "…")
    heading = "，或用一级标题、Word 的“标题”样式" if name == "title" else ""
    in_file = (
        f"在文件头（或 Word 开头的表格）写 {name}: {example}{heading}，"
        f"也可以在命令里加 --set {chinese}={example}"
    )
    return Finding(where=name, what=f"没有填写{chinese}", in_file=in_file)


def _date(fields: Mapping[str, str]) -> list[Finding]:
    if "valid_until" not in fields:
        return []
    try:
        date.fromisoformat(fields["valid_until"])
    except ValueError:
        return [Finding(where="valid_until", what="应是日期，例如 2026-12-31")]
    return []
