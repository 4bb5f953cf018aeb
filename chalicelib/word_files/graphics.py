"""Drawings: the pictures, words and things that can't be carried inside DrawingML and VML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from chalicelib.word_files.names import is_on, q

_ELSE: Final = "；请截图后作为图片插入"
CHART: Final = f"图表不能带入{_ELSE}，或写成文字、表格"
DIAGRAM: Final = f"SmartArt 图形不能带入{_ELSE}，或写成文字"
INK: Final = f"墨迹（手写内容）不能带入{_ELSE}，或写成文字"
OBJECT: Final = f"嵌入的对象（如 Excel 表格、公式编辑器的公式）不能带入{_ELSE}，或写成文字"
CONTROL: Final = "表单控件（ActiveX）不能带入；请删去，或写成文字"
DRAWN_WORDS: Final = f"图形里的文字不能带入{_ELSE}，或写成文字"

_UNCARRIED: Final = {
    "c:chart": CHART,
    "cx:chart": CHART,
    "dgm:relIds": DIAGRAM,
    "o:OLEObject": OBJECT,
    "w:control": CONTROL,
    "w14:contentPart": INK,
    "wp:contentPart": INK,
    "w:contentPart": INK,
}
_KNOWN: Final = frozenset("wps wpg wpc w14 w15 wp14 a14".split())
"""Prefixes of extensions whose content is read here like any other."""


class Shown(NamedTuple):
    """A picture: its relation or the outer address's relation, and what says how it is shown."""

    relation: str
    outside: str
    described: str
    cropped: bool


class Box(NamedTuple):
    """A text box: the element that holds its paragraphs."""

    content: Any


class Drawn(NamedTuple):
    """Words that are drawn as an ornament (WordArt)."""

    text: str


class Uncarried(NamedTuple):
    """Something that can't be carried along; ``what`` as in ``Remark``."""

    what: str


Found = Shown | Box | Drawn | Uncarried


def chosen(element: Any) -> Any:
    """The branch of an ``mc:AlternateContent`` that is read: the first whose extensions are known, else the fallback."""
    for branch in element.iterchildren(q("mc:Choice")):
        required = (branch.get("Requires") or "").split()
        if all(one in _KNOWN for one in required):
            return branch
    fallback = element.find(q("mc:Fallback"))
    if fallback is not None and len(fallback):
        return fallback
    return element.find(q("mc:Choice"))


def drawn(element: Any, described: str = "") -> Iterator[Found]:
    """What is inside a ``w:drawing``, ``w:pict`` or ``w:object``, in its order; hidden pictures are not."""
    uncarried = {q(name): what for name, what in _UNCARRIED.items()}
    yield from _drawn(element, described or _description(element), uncarried)


def _drawn(element: Any, described: str, uncarried: dict[str, str]) -> Iterator[Found]:
    for child in element:
        tag = child.tag
        if tag in uncarried:
            yield Uncarried(uncarried[tag])
        elif tag == q("mc:AlternateContent"):
            branch = chosen(child)
            if branch is not None:
                yield from _drawn(branch, described, uncarried)
        elif tag == q("w:txbxContent"):
            yield Box(child)
        elif tag == q("a:blip"):
            yield Shown(
                child.get(q("r:embed")) or "",
                child.get(q("r:link")) or "",
                described,
                _cropped(child),
            )
        elif tag == q("v:imagedata"):
            embedded = (
                child.get(q("r:id")) or child.get(q("r:pict")) or child.get(q("o:relid")) or ""
            )
            yield Shown(
                embedded,
                child.get(q("r:href")) or "",
                described or child.get(q("o:title")) or "",
                _cropped(child),
            )
        elif tag == q("v:textpath"):
            if is_on(child.get("on", "t").replace("f", "0")) and child.get("string"):
                yield Drawn(str(child.get("string")))
        elif tag == q("a:t"):
            if (child.text or "").strip():
                yield Uncarried(DRAWN_WORDS)
        else:
            yield from _drawn(child, described, uncarried)


def hidden(element: Any) -> bool:
    """Whether the author hid a drawing."""
    return any(is_on(one.get("hidden", "0")) for one in element.iter(q("wp:docPr")))


def _description(element: Any) -> str:
    for one in element.iter(q("wp:docPr")):
        return str(one.get("descr") or one.get("title") or "")
    for one in element.iter(q("v:shape")):
        return str(one.get("alt") or "")
    return ""


def _cropped(picture: Any) -> bool:
    """Whether Word shows a part of a picture only."""
    beside = picture.getparent().find(q("a:srcRect")) if picture.getparent() is not None else None
    if beside is not None:
        return any(
            beside.get(side, "0").lstrip("-").strip("0%.")
            for side in "ltrb"
            if not beside.get(side, "0").startswith("-")
        )
    return any(
        picture.get(f"crop{side}", "0").strip("0f.") for side in ("left", "top", "right", "bottom")
    )
