"""Whatever a page is made of: each word that readers saw stands in the article, in its order, or a finding names it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.newsroom.composing.layout import lay_out
from chalicelib.newsroom.composing.sources import read_html

_BOXES = (
    "div",
    "section",
    "p",
    "ul",
    "table",
    "blockquote",
    "center",
    "article",
    "h2",
    "details",
    "dl",
)
_INLINE = (
    "span",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "font",
    "a",
    "sub",
    "label",
    "small",
    "mark",
    "q",
    "svg",
    "form",
)
_SHOWN = (
    "", "color:red", "font-weight:bold", "text-align:center", "display:flex", "display:block", "display:inline-block;width:50%",
    "float:left;width:30%", "display:grid;grid-template-columns:1fr 1fr", "display:inline", "font-size:0.9em", "text-indent:2em",
    "display:table-cell", "display:flex;flex-wrap:wrap", "visibility:visible", "opacity:.9", "position:absolute;left:0",
    "background:url(a.png)", "vertical-align:super", "text-decoration:underline", "display:inline-flex",
)  # fmt: skip
_HIDDEN = (
    "display:none",
    "opacity:0",
    "mso-hide:all",
    "height:0;overflow:hidden",
    "position:absolute;left:-9999px",
)
_AROUND = {
    "table": "<tr><td>{}</td></tr>",
    "ul": "<li>{}</li>",
    "dl": "<dd>{}</dd>",
    "svg": "<foreignObject>{}</foreignObject>",
}


@dataclass
class Node:
    """An element with what is in it; a word is an element without a tag."""

    tag: str = ""
    style: str = ""
    inner: list[Node] = field(default_factory=list)
    word: str = ""

    def html(self, above: tuple[str, ...] = ()) -> str:
        if not self.tag:
            return self.word
        tag = self._nested(above)
        style = f' style="{escape(self.style)}"' if self.style else ""
        inner = "".join(one.html((*above, tag)) for one in self.inner)
        around = _AROUND.get(tag, "{}")
        href = ' href="https://mp.weixin.qq.com/s/a"' if tag == "a" else ""
        return f"<{tag}{style}{href}>{around.format(inner)}</{tag}>"

    def _nested(self, above: tuple[str, ...]) -> str:
        """What a browser takes here: it ends a paragraph before a box, and a link before a link."""
        if self.tag in ("a", "form", "svg") and self.tag in above:
            return "span"
        if self.tag in _BOXES and {"p", "h2"}.intersection(above):
            return "span"
        return self.tag

    def words(self, hidden: bool = False) -> list[tuple[str, bool]]:
        """The words in their order, and whether each is hidden."""
        if not self.tag:
            return [(self.word, hidden)]
        gone = hidden or self.style in _HIDDEN
        return [one for child in self.inner for one in child.words(gone)]


_STYLES = _SHOWN * 3 + _HIDDEN
_DEPTH = 4


def _grown(chance: random.Random, depth: int = _DEPTH) -> Node:
    """A word, or an element around one to four of what is less deep; drawn by lot, for hypothesis takes longer than the reader."""
    if not depth or chance.random() < _A_WORD:
        return Node()
    inner = [_grown(chance, depth - 1) for _ in range(chance.randint(1, 4))]
    return Node(chance.choice(_BOXES + _INLINE), chance.choice(_STYLES), inner)


_A_WORD = 0.57
_BESIDE = re.compile("其他“([^”]*)”")


def _numbered(root: Node) -> Node:
    """The same tree; its words are told apart by a number, long ones and short ones."""
    numbers = count(1)

    def name(node: Node) -> Node:
        if not node.tag:
            number = next(numbers)
            return Node(word=f"字{number}" + "乙" * (number % 7) + "；")
        return Node(node.tag, node.style, [name(one) for one in node.inner])

    return name(root)


def _read(html: str) -> tuple[str, str]:
    source = read_html(html)
    laid = lay_out(source.html, lambda name: name, source.begins)
    told = " ".join(str(one) for one in (*source.findings, *laid.findings))
    return unescape(re.sub(r"\s", "", re.sub("<[^>]+>", "", laid.html))), told


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=4), st.booleans())
def test_no_word_is_lost_and_no_hidden_word_is_shown(lots: list[int], whole: bool) -> None:
    root = _numbered(Node("div", "", [_grown(random.Random(one)) for one in lots]))  # noqa: S311
    html = root.html()
    words, told = _read(f"<html><body>{html}</body></html>" if whole else html)
    # Short lines beside the article are left out by name, all in one remark, which is cut where it is long.
    beside = "".join(_BESIDE.findall(told))
    at = 0
    for word, hidden in root.words():
        if hidden:
            assert word not in words
        else:
            found = words.find(word, at)
            if found < 0 and (word in beside or beside.endswith("…")):
                continue
            assert found >= 0, (word, words, html)
            at = found + len(word)
    if any(hidden for _, hidden in root.words()):
        assert "隐藏的内容没有放进正文" in told
