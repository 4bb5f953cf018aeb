"""HTML and Markdown measured before a parser reads them: some of their faults cost a parser the square of their size."""

from __future__ import annotations

import re
from typing import Final

from chalicelib.foreign_files.refusal import FileRefused

_DATA: Final = re.compile(r"data:[\w.+/;=-]{1,80},[A-Za-z0-9+/=%]*")
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_NOT_NESTED: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dt dd option td th tr tbody thead tfoot colgroup html head body".split()
)
"""Elements without an end tag, and those whose end tag may be left out: they don't nest in themselves."""


def without_pictures(text: str) -> str:
    """A text without the pictures that were pasted into it as ``data:`` addresses."""
    return _DATA.sub("", text) if "data:" in text else text


def check_size(text: str, most: int) -> None:
    """Refuse a text of more than ``most`` characters; pasted pictures don't count. Raises ``FileRefused``."""
    # Counted twice only where it matters.
    if len(text) > most and len(without_pictures(text)) > most:
        raise FileRefused(f"文字太多：除图片外最多 {most:,} 个字符；请分成几个文件")


def check_tags(text: str, *, tags: int, deepest: int, unclosed: int) -> None:
    """Refuse HTML with more than so many tags, containers nested deeper, or more tags without their ``>``.

    For each of the last a parser looks for the end to the end of the file. Raises ``FileRefused``.
    """
    opened = text.count("<")
    if opened > tags:
        raise FileRefused(f"网页标签超过 {tags:,} 个；请分成几个文件，或只留正文")
    if opened - text.count(">") > unclosed:
        raise FileRefused(f"有超过 {unclosed:,} 个没有写完的标签（缺少 >）；请检查文件是否完整")
    depth = 0
    for end, name in _TAG.findall(text):
        if name.lower() in _NOT_NESTED:
            continue
        depth += -1 if end else 1
        if depth > deepest:
            raise FileRefused(f"网页标签嵌套超过 {deepest:,} 层；请只留正文，重新复制")
