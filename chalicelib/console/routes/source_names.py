"""Where a version came from, as people read it: a file keeps its name, a deed gets its Chinese one."""

from __future__ import annotations

from typing import Final

_DEEDS: Final = {
    "question draft": "没答好的问题",
    "faq add": "新增问答",
    "faq edit": "修改问答",
    "faq retire": "停用问答",
    "policy add": "新增政策文件",
    "policy edit": "修改政策文件",
    "policy retire": "政策文件失效或废止",
    "rule edit": "修改规则",
    "service add": "新增服务",
    "service edit": "修改服务",
}


def source_name(source: str) -> str:
    """The deed that a source names, or the source as it is."""
    for begin, name in _DEEDS.items():
        if source == begin or source.startswith(f"{begin} "):
            return f"{name} {source.removeprefix(begin).strip()}".strip()
    return source
