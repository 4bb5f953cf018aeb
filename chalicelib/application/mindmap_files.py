"""The picture of a mind map, for messages and for who saves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.application.product_files import Files
from chalicelib.mindmaps import Node, lay_out
from chalicelib.mindmaps.png import png
from chalicelib.printing import lacking
from chalicelib.products import BadProduct, Product
from chalicelib.products.forms.mindmap import Content


def made(product: Product, content: Content, now: datetime) -> Files:
    """The PNG. Raises ``BadProduct`` for characters that no font of ours has, or ``FontsMissing``."""
    branches = tuple(Node.of(one.model_dump()) for one in content.branches)
    strange = lacking((content.root, content.source, *_texts(branches)))
    if strange:
        raise BadProduct(f"字体里没有这些字符：{' '.join(strange)}。请换一种写法后保存。")
    both = content.layout.value == "both"
    drawing = lay_out(content.root or product.title, branches, both=both)
    return {"mindmap.png": (png(drawing, content.style.value, content.source), "image/png")}


def _texts(branches: tuple[Node, ...]) -> Iterator[str]:
    for one in branches:
        yield one.text
        yield from _texts(one.children)
