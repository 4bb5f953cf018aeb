"""Lines of front matter that are nearly right: mended, so that one slip is told once and nothing follows from it."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.newsroom.composing.limits import CHINESE_NAMES, FIELDS
from chalicelib.newsroom.models import Finding

_WIDE: Final = re.compile(r"^(?P<name>[^\s:：#\"'\[{-][^:：\"'\[{]{0,30}?)\s*：\s*(?P<value>.*)$")
_TIGHT: Final = re.compile(r"^(?P<name>[^\s:：#\"'\[{/-]{1,20}):(?P<value>[^\s/].*)$")
_FIELD: Final = re.compile(r"^(?P<name>[^\s:#][^:]{0,40}?):[ \t]+(?P<value>.+?)[ \t]*$")
_BLOCK: Final = re.compile(r":\s*[|>][-+0-9]*\s*(?:#.*)?$")
_STARTS: Final = "@`%*&!|>,]}?"
"""Signs with which no unquoted value of YAML begins."""


def mended(text: str, first_line: int) -> tuple[str, list[Finding]]:
    """The lines with slips put right, and a finding for each; ``first_line`` is the file's line of the first."""
    lines: list[str] = []
    findings: list[Finding] = []
    inside = False
    for number, line in enumerate(text.split("\n"), first_line):
        if inside and (not line.strip() or line[0] in " \t"):
            lines.append(line)
            continue
        inside = bool(_BLOCK.search(line))
        better, why = (line, "") if inside else _mended(line)
        if why:
            what = f"{why}。改成：{better}"
            findings.append(Finding(where=f"第 {number} 行", what=what))
        lines.append(better)
    return "\n".join(lines), findings


def _mended(line: str) -> tuple[str, str]:
    """A line as it should be, and why; no reason where it is fine."""
    bare = line.lstrip()
    if line.startswith("\t"):
        ours = _is_field(re.split("[:：]", bare, maxsplit=1)[0].strip())
        better = _mended(bare)[0] if ours else line.replace("\t", "  ")
        return better, "行首是制表符，字段要顶格写，下一层用空格缩进"
    field, wide, tight = _FIELD.match(line), _WIDE.match(line), _TIGHT.match(line)
    if field and not (wide and _is_field(wide["name"])):
        return _value_mended(field)
    if wide and ":" not in wide["name"]:
        return _line(wide), "字段名后面是中文冒号“：”，要用英文冒号加空格"
    if tight and _is_field(tight["name"]):
        return _line(tight), "英文冒号后面要空一格"
    return line, ""


def _value_mended(field: re.Match[str]) -> tuple[str, str]:
    value = field["value"]
    if value[0] in "\"'":
        return _quotes_mended(field, value)
    if value[0] in "[{":
        whole = value[-1] in "]}"
        return (
            (field.string, "")
            if whole
            else (
                _quoted(field),
                f"内容以 {value[0]} 开头却没有结束，要用引号括起来",
            )
        )
    if re.search(r":(?:\s|$)", value):
        return _quoted(field), "内容里有英文冒号，要用引号括起来"
    if value[0] in _STARTS and not _BLOCK.search(field.string):
        return _quoted(field), f"内容以 {value[0]} 开头，要用引号括起来"
    return field.string, ""


def _quotes_mended(field: re.Match[str], value: str) -> tuple[str, str]:
    mark = value[0]
    inner = value[1:].replace("''" if mark == "'" else '\\"', "")
    if mark not in inner:
        return _quoted(field, value[1:]), "引号没有成对"
    if re.search(rf"{mark}\s*[^\s#{mark}]", inner):
        return _quoted(field), "引号只括住了一部分，要括住整个内容"
    return field.string, ""


def has_wide_colon(name: str) -> bool:
    """Whether a name holds one of ours and a full-width colon: 标题：图解 of ``标题：图解: 印花税``."""
    return _is_field(name.split("：", maxsplit=1)[0].strip()) and "：" in name


def _is_field(name: str) -> bool:
    return name in FIELDS or name in CHINESE_NAMES


def _line(found: re.Match[str]) -> str:
    value = found["value"].strip()
    written = f"{found['name'].strip()}: {value}".rstrip()
    again, _ = _mended(written) if value else (written, "")
    return again


def _quoted(field: re.Match[str], value: str | None = None) -> str:
    words = field["value"] if value is None else value
    return f"{field['name']}: '" + words.replace("'", "''") + "'"
