"""Fields of an article under the names that editors, and the programs they come from, give them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from chalicelib.newsroom.composing.limits import CHINESE_NAMES, FIELDS
from chalicelib.newsroom.models import Finding, Severity

FOREIGN: Final[dict[str, str]] = {
    "post_title": "title",
    "description": "digest",
    "excerpt": "digest",
    "summary": "digest",
    "abstract": "digest",
    "post_excerpt": "digest",
    "authors": "author",
    "post_author": "author",
    "banner": "cover",
    "image": "cover",
    "thumbnail": "cover",
    "thumb": "cover",
    "featured_image": "cover",
    "featuredimage": "cover",
    "feature_image": "cover",
    "cover_image": "cover",
    "coverimage": "cover",
    "top_img": "cover",
    "header_image": "cover",
    "og_image": "cover",
    "摘录": "digest",
    "描述": "digest",
    "简介": "digest",
}
"""Names of Hugo, Hexo, WordPress, Docusaurus, Jekyll, VuePress and Obsidian → ours. Ours win where both are given."""
_INSIDE: Final = ("image", "path", "src", "url", "name")
"""Keys under which such programs keep the one text that counts of a nested value."""
_FILES: Final = ("cover", "media")
_SEVERAL: Final = ("author", "tags")
"""Fields in which several stand with a mark between them."""


def known(parsed: Mapping[Any, Any]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The fields that exist, by their English names; lists become one entry a line. All others are one reminder."""
    fields: dict[str, str] = {}
    foreign: dict[str, str] = {}
    findings: list[Finding] = []
    unused: list[str] = []
    for written, content in parsed.items():
        key = str(written).strip()
        name = CHINESE_NAMES.get(key, key)
        value = _text(content)
        ours = FOREIGN.get(key.lower().replace("-", "_"))
        if isinstance(content, list) and {name, ours} & set(_SEVERAL) and value:
            value = value.replace("\n", "、")
        if name in FIELDS:
            if value is None or (isinstance(content, list) and name not in ("images", *_SEVERAL)):
                findings.append(Finding(where=name, what="应是一段文字，不是列表或嵌套"))
            elif value:
                fields[name] = value
            continue
        if ours and value and _fits(ours, value):
            foreign.setdefault(ours, _first(value) if ours in _FILES else value)
        else:
            unused.append(f"{key[:30]}{_near(key)}")
    if unused:
        what = f"没有用到这些字段：{'、'.join(unused[:30])}{' 等' if len(unused) > 30 else ''}"
        findings.append(Finding(where="文件头", what=what, severity=Severity.WARNING))
    return {**foreign, **fields}, tuple(findings)


def _text(value: Any) -> str | None:
    """A value as text, several as one a line; None for what is nested."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | date | datetime):
        return str(value).strip()
    if isinstance(value, Mapping):
        inner = next((value[key] for key in _INSIDE if isinstance(value.get(key), str)), None)
        return inner.strip() if inner is not None else None
    if isinstance(value, list):
        parts = [_text(one) for one in value]
        return None if None in parts else "\n".join(part for part in parts if part)
    return None


def _fits(name: str, value: str) -> bool:
    most = FIELDS[name]
    return most is None or (len(value) <= most and "\n" not in value)


def _first(value: str) -> str:
    return value.split("\n", maxsplit=1)[0]


def _near(key: str) -> str:
    """A guess at a field of ours that is misspelt."""
    close = difflib.get_close_matches(key.lower(), [*FIELDS, *CHINESE_NAMES], n=1, cutoff=0.75)
    return f"（是不是 {close[0]}？）" if close else ""
