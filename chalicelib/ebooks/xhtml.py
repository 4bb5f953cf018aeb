"""Blocks as XHTML: of an EPUB's chapters, and of the pages that followers read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from chalicelib.ebooks.models import Block, Cell, Heading, Image, Items, Quote, Run, Table, Words


def xhtml(blocks: Iterable[Block], address: Callable[[str], str]) -> str:
    """The markup of some blocks; ``address`` says where a picture of that name lies, and ``""`` leaves it out."""
    return "".join(_block(one, address) for one in blocks)


def _block(block: Block, address: Callable[[str], str]) -> str:
    if isinstance(block, Words):
        look = ' class="small"' if block.small else ""
        return f"<p{look}>{_words(block.runs)}</p>"
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, Image):
        return _image(block, address(block.name))
    if isinstance(block, Quote):
        return f"<blockquote>{xhtml(block.blocks, address)}</blockquote>"
    return _items(block, address) if isinstance(block, Items) else _table(block)


def _image(image: Image, source: str) -> str:
    if not source:
        return ""
    return (
        f'<figure><img src="{escape(source)}" alt="{escape(image.alt)}" loading="lazy"/></figure>'
    )


def _items(block: Items, address: Callable[[str], str]) -> str:
    tag = "ul" if block.start is None else "ol"
    start = f' start="{block.start}"' if block.start not in (None, 1) else ""
    items = "".join(f"<li>{xhtml(one, address)}</li>" for one in block.items)
    return f"<{tag}{start}>{items}</{tag}>"


def _table(table: Table) -> str:
    head = "".join(map(_row, table.rows[: table.heads]))
    body = "".join(map(_row, table.rows[table.heads :]))
    return (
        '<div class="table"><table>'
        + (f"<thead>{head}</thead>" if head else "")
        + f"<tbody>{body}</tbody></table></div>"
    )


def _row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join(map(_cell, row))}</tr>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<{tag}{across}{down}>{_words(cell.runs)}</{tag}>"


def _words(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    said = escape(run.text, quote=False).replace("\n", "<br/>")
    if run.italic:
        said = f"<em>{said}</em>"
    if run.bold:
        said = f"<strong>{said}</strong>"
    return f'<a href="{escape(run.link)}">{said}</a>' if run.link else said
