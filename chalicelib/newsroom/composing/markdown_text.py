"""A cleaned tree → the Markdown that gives it again. Pure.

What Markdown has no sign for (colours, alignment, joined cells) stays as the HTML that a Markdown file may hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from chalicelib.newsroom.composing.layout.clean import CAPTION
from chalicelib.newsroom.composing.sources.source import ADDRESS

if TYPE_CHECKING:
    from bs4 import Tag

Picture = Callable[[str], str]
"""A picture as the HTML names it → the name that it gets in the text; empty: it is left out."""

_SIGNS: Final = re.compile(r"[\\`*_~<]|&(?=#?\w+;)|\](?=[(\[:])|\[(?=[\^!])|!(?=\[)")
_STARTS: Final = re.compile(r"^(#{1,6}(?=\s|$)|[-+>=](?=\s|$|[-+>=]))")
_NUMBER: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
"""A Chinese blank is a sign of its own."""
_EDGES: Final = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_MARKS: Final = {"strong": "**", "em": "*", "s": "~~"}
_KEPT: Final = frozenset({"style", "href", "src", "alt", "title", "colspan", "rowspan", "start"})
_ALIGNED: Final = re.compile(r"(?:text-align:\s*(left|center|right|justify);?)?")
_RULES: Final = {"center": ":---:", "right": "---:"} | dict.fromkeys(("", "left", "justify"), "---")
_HEADINGS: Final = {f"h{level}": "#" * level for level in range(1, 7)}


def to_markdown(soup: Tag, picture: Picture) -> str:
    """The text of a cleaned tree; blocks are parted by an empty line."""
    return "\n\n".join(filter(None, _blocks(soup, picture))) + "\n"


def _blocks(holder: Tag, picture: Picture) -> Iterable[str]:
    skipped: Tag | None = None
    for tag in holder.find_all(True, recursive=False):
        if tag is skipped:
            continue
        following = tag.find_next_sibling()
        if _is_picture(tag):
            image, caption = tag.find("img"), ""
            if following is not None and _is_caption(following, image):
                caption, skipped = " ".join(following.get_text().split()), following
            yield _image(image, picture, caption)
        else:
            yield _block(tag, picture)


def _is_caption(tag: Tag, image: Any) -> bool:
    """The words below a picture, which its layout makes of the picture's own."""
    words = " ".join(tag.get_text().split())
    own = {" ".join(str(image.get(name) or "").split()) for name in ("alt", "title")}
    return tag.name == "p" and (
        CAPTION in (tag.get("class") or []) or (words != "" and words in own)
    )


def _is_picture(tag: Tag) -> bool:
    return (
        tag.name == "p"
        and not tag.get_text(strip=True)
        and len(tag.find_all("img")) == 1
        and tag.find("a") is None
    )


def _block(tag: Tag, picture: Picture) -> str:
    if tag.name in _HEADINGS:
        words = _inline(tag, picture).replace("\\\n", " ").replace("\n", " ")
        return f"{_HEADINGS[tag.name]} {words.strip()}"
    return _BLOCKS.get(tag.name, _words_of)(tag, picture)


def _words_of(tag: Tag, picture: Picture) -> str:
    return _raw(tag, picture) if tag.get("style") else _paragraph(tag, picture)


def _quote(tag: Tag, picture: Picture) -> str:
    inner = "\n\n".join(_blocks(tag, picture)) or _paragraph(tag, picture)
    return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))


def _pre(tag: Tag, _: Picture) -> str:
    words = tag.get_text().strip("\n")
    return f"```\n{words}\n```"


def _paragraph(tag: Tag, picture: Picture) -> str:
    lines = _inline(tag, picture).strip().split("\n")
    return "\n".join(_begun(line.lstrip()) for line in lines)


def _begun(line: str) -> str:
    """A line that begins like a heading, a list or a quote, but is words."""
    line = _NUMBER.sub(r"\1\\\2", line)
    return _STARTS.sub(lambda found: "\\" + found[0], line)


def _list(tag: Tag, picture: Picture) -> str:
    number = int(str(tag.get("start") or "1")) if str(tag.get("start") or "1").isdigit() else 1
    lines = []
    for nth, item in enumerate(tag.find_all("li", recursive=False)):
        mark = "- " if tag.name == "ul" else f"{number + nth}. "
        inner = _item(item, picture)
        first, *more = inner.split("\n")
        lines += [mark + first, *(f"{' ' * len(mark)}{line}".rstrip() for line in more)]
    return "\n".join(lines)


def _item(item: Tag, picture: Picture) -> str:
    """Words of an item, then the blocks in it."""
    blocks = [
        one
        for one in item.find_all(True, recursive=False)
        if one.name in ("p", "ul", "ol", "blockquote", "pre", "table")
    ]
    if not blocks:
        return _paragraph(item, picture)
    words = _words(
        (one for one in item.children if all(one is not block for block in blocks)), picture
    ).strip()
    inner = [_block(one, picture) for one in blocks]
    lists = ("ul", "ol")
    tight = blocks[0].name in ("p", *lists) and all(one.name in lists for one in blocks[1:])
    return ("\n" if tight else "\n\n").join(filter(None, (_begun(words) if words else "", *inner)))


def _table(tag: Tag, picture: Picture) -> str:
    """A table of words. One whose cells are joined, or hold lists and tables, has no form in Markdown: it stays HTML."""
    rows = [row.find_all(["td", "th"], recursive=False) for row in tag.find_all("tr")]
    joined = any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row)
    deep = tag.find(["ul", "ol", "table", "blockquote", "pre", *_HEADINGS, "iframe"]) is not None
    ragged = len({len(row) for row in rows}) != 1
    if joined or deep or ragged or not _plain_looks(rows):
        return _raw(tag, picture)
    headed = all(cell.name == "th" for cell in rows[0])
    if not headed and all(_is_bold(cell) for cell in rows[0]):
        headed = True
        for cell in rows[0]:
            for strong in cell.find_all("strong", limit=1):
                strong.unwrap()
    lines = ["| " + " | ".join(_cell(cell, picture) for cell in row) + " |" for row in rows]
    if not headed:
        # A table without a head has an empty one in Markdown.
        lines.insert(0, "|" + "  |" * len(rows[0]))
    body = rows[1:] or rows
    aligned = [
        {_alignment(row[column]) for row in (body if headed else rows)}
        for column in range(len(rows[0]))
    ]
    rules = [_RULES[one.pop()] if len(one) == 1 else "---" for one in aligned]
    lines.insert(1, "| " + " | ".join(rules) + " |")
    return "\n".join(lines)


def _plain_looks(rows: list[Any]) -> bool:
    """Whether cells and their paragraphs have no look but an alignment."""
    return all(
        _ALIGNED.fullmatch(str(one.get("style") or ""))
        for row in rows
        for cell in row
        for one in (cell, *cell.find_all("p"))
    )


def _alignment(cell: Any) -> str:
    found = [_ALIGNED.fullmatch(str(one.get("style") or "")) for one in (cell, *cell.find_all("p"))]
    return next((one[1] for one in reversed(found) if one and one[1]), "")


def _is_bold(cell: Any) -> bool:
    """Whether all words of a cell are in one piece of emphasis."""
    strong = cell.find("strong")
    return strong is not None and strong.get_text(strip=True) == cell.get_text(strip=True) != ""


def _cell(cell: Tag, picture: Picture) -> str:
    parts = cell.find_all("p", recursive=False) or [cell]
    words = "<br>".join(filter(None, (_inline(part, picture).strip() for part in parts)))
    return words.replace("\\\n", "<br>").replace("\n", " ").replace("|", "\\|").strip()


def _video(tag: Tag, _: Picture) -> str:
    where = str(tag.get("data-mpvid") or tag.get("data-src") or tag.get("src") or "")
    title = str(tag.get("title") or "")
    return f"[[视频: {title or '未命名'} | {where}]]" if where else f"[[视频: {title or '未命名'}]]"


def _raw(tag: Tag, picture: Picture) -> str:
    """The element as HTML in one line: an empty line would end it."""
    import copy

    bare = copy.copy(tag)
    for image in bare.find_all("img"):
        name = picture(_source(image))
        if name:
            image.attrs = {"src": name, "alt": str(image.get("alt") or "")}
        else:
            image.decompose()
    for one in (bare, *bare.find_all(True)):
        one.attrs = {name: value for name, value in one.attrs.items() if name in _KEPT}
    return " ".join(str(bare).split("\n"))


def _inline(tag: Tag, picture: Picture) -> str:
    return _words(tag.children, picture)


def _words(children: Iterable[Any], picture: Picture) -> str:
    made = ""
    for child in children:
        name = getattr(child, "name", None)
        if name is None:
            made += _SIGNS.sub(lambda found: "\\" + found[0], _BLANKS.sub(" ", str(child)))
        elif name == "br":
            made += "\\\n"
        elif name == "img":
            made += _image(child, picture)
        elif name == "code":
            made += _code(child.get_text())
        elif name == "a":
            made += _link(child, picture)
        elif name in _MARKS:
            made = _marked(made, name, _inline(child, picture))
        elif name in ("u", "sub", "sup"):
            made += f"<{name}>{_inline(child, picture)}</{name}>"
        elif name == "span" and child.get("style"):
            made += f'<span style="{child["style"]}">{_inline(child, picture)}</span>'
        else:
            made += _inline(child, picture)
    return made.removesuffix("\\\n")


def _marked(before: str, name: str, inner: str) -> str:
    """Emphasis with its marks outside of blanks; as a tag where two marks would touch."""
    found = _EDGES.match(inner)
    left, core, right = found.groups() if found else ("", inner, "")
    if not core:
        return before + inner
    mark = _MARKS[name]
    touches = (before + left)[-1:] in ("*", "~") or core[0] in "*~" or core[-1] in "*~"
    shown = f"<{name}>{core}</{name}>" if touches else f"{mark}{core}{mark}"
    return f"{before}{left}{shown}{right}"


def _code(words: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}" if words.strip() else words


def _link(tag: Tag, picture: Picture) -> str:
    words = _inline(tag, picture)
    address = str(tag.get(ADDRESS) or tag.get("href") or "").strip()
    if not address or address.startswith("#") or not words.strip():
        return words
    return f"[{words.strip()}]({_address(address)})"


def _image(image: Any, picture: Picture, caption: str = "") -> str:
    name = picture(_source(image))
    words = caption or str(image.get("title") or image.get("alt") or "")
    words = " ".join(words.split()).replace("[", "［").replace("]", "］")
    return f"![{words}]({_address(name)})" if name else ""


def _address(address: str) -> str:
    if re.fullmatch(r"[^\s()<>]+", address):
        return address
    coded = re.sub(r"[<>\s]", lambda found: f"%{ord(found[0]):02X}", address)
    return f"<{coded}>"


def _source(image: Any) -> str:
    named = (str(image.get(name) or "").strip() for name in (ADDRESS, "data-src", "src"))
    return next(filter(None, named), "")


_BLOCKS: Final[dict[str, Callable[[Tag, Picture], str]]] = {
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
    "pre": _pre,
    "hr": lambda tag, picture: "---",
    "table": _table,
    "iframe": _video,
}
