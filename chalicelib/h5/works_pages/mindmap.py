"""A mind map as followers read it: the picture, and the same outline as a list that folds."""

from __future__ import annotations

from typing import Any, Final

from chalicelib.gateway import Answer
from chalicelib.h5.document import document
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.visit import WorkVisit, address_of, missing, shown
from chalicelib.mindmaps import Node, lay_out, svg

_STYLE: Final = """
.map{margin:0 0 12px;padding:8px;background:#fff;border:1px solid var(--line);border-radius:10px;overflow-x:auto}
.map svg{display:block;width:100%;min-width:520px;height:auto}
.map.sides{display:none}
@media(min-width:700px){.map:has(+.sides){display:none}.map.sides{display:block}}
h2{margin:20px 0 4px}
.hint{margin:0 0 20px;color:var(--quiet)}
.outline,.outline ul{list-style:none;margin:0;padding:0}
.outline ul{padding-left:18px;border-left:2px solid var(--line);margin:2px 0 6px 8px}
.outline li{padding:4px 0;overflow-wrap:anywhere}
.outline summary{min-height:32px;padding:4px 0;cursor:pointer}
.outline>li>details>summary{font-weight:600}
"""


def page(visit: WorkVisit) -> Answer:
    """Its one page."""
    if visit.page:
        return missing(visit)
    title, content = visit.work.title, visit.work.content
    branches = tuple(map(Node.of, content.get("branches", ())))
    root, style = content.get("root") or title, str(content.get("style"))
    said = f"思维导图：{title}。下面有同样内容的文字大纲。"
    # On a telephone one begins to read at the left.
    both = content.get("layout") == "both"
    layouts = (("map", False), ("map sides", True)) if both else (("map", False),)
    maps = [
        element(
            "div",
            Html(svg(lay_out(root, branches, both=way), style, said)),
            class_=named,
            tabindex="0",
            role="region",
            aria_label="导图，可左右滑动",
        )
        for named, way in layouts
    ]
    large = address_of(visit, "mindmap.png")
    source = content.get("source")
    main = joined(
        element("h1", title),
        *maps,
        element("p", element("a", "看大图，可以放大和保存", href=large), class_="hint") if large else "",
        element("h2", "文字大纲"),
        element("p", element("b", root)),
        element("ul", *map(_item, branches), class_="outline"),
        element("p", f"来源：{source}", class_="hint") if source else "",
    )  # fmt: skip
    return shown(visit, document(title, main, visit.look._replace(style=_STYLE)))


def _item(node: Node) -> Html:
    if not node.children:
        return element("li", node.text)
    below: dict[str, Any] = {"open": True}
    inner = element("ul", *map(_item, node.children))
    return element("li", element("details", element("summary", node.text), inner, **below))
