"""Words and pictures that the author of a page has hidden: they stay hidden, and are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.web_pages.marks import AT, Remark
from chalicelib.web_pages.visibility import SHOWN, Look, seen
from chalicelib.web_pages.wording import gathered

if TYPE_CHECKING:
    from bs4 import Tag


def drop_hidden(root: Tag, begins: str) -> list[Remark]:
    """Take out what is hidden; a remark for each place with the beginning of the words, one for many places."""
    from bs4 import Tag as Element

    met: dict[str, list[str]] = {}
    # A stack of our own: pages nest deeper than Python likes to call.
    waiting: list[tuple[Tag, Look, str]] = [(root, SHOWN, begins)]
    while waiting:
        tag, look, place = waiting.pop()
        for child in list(tag.contents):
            if not isinstance(child, Element):
                if look.hides_words and str(child).strip():
                    met.setdefault(place, []).append(" ".join(str(child).split()))
                    child.extract()
                continue
            attributes = attributes_of(child)
            inner = seen(look, child.name, attributes)
            where = attributes.get(AT) or place
            if child.name == "img" and inner.hides_pictures:
                met.setdefault(where, []).append(attributes.get("alt") or "图片")
                child.extract()
            elif inner.gone:
                words = " ".join(child.get_text(" ").split())
                if words or child.find("img") is not None:
                    met.setdefault(where, []).append(words or "图片")
                child.extract()
            else:
                waiting.append((child, inner, where))
    return gathered(
        "网页里隐藏的内容没有放进正文", {place: " ".join(words) for place, words in met.items()},
        "要发布请先取消隐藏",
    )  # fmt: skip


def attributes_of(tag: Tag) -> dict[str, str]:
    """The attributes of an element, names in lower case, lists of classes as one text."""
    return {
        name.lower(): " ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in tag.attrs.items()
    }
