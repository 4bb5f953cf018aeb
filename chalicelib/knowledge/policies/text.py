"""The text that tells a follower of a policy document: its title, status and interpretations as links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from chalicelib.knowledge.labels import POLICY_STATUS_NAMES
from chalicelib.knowledge.models import Link, PolicyDocument, PolicyStatus

TEXT_BYTES: Final = 2048
"""The most of a text reply (sheet §1.6)."""
MOST_LISTED: Final = 5
_GONE: Final = {
    PolicyStatus.REPEALED: "已废止",
    PolicyStatus.LAPSED: "已失效",
    PolicyStatus.PARTLY_REPEALED: "已废止",
    PolicyStatus.PARTLY_LAPSED: "已失效",
}
"""What happened to the document, or to some of its articles."""


def policy_text(document: PolicyDocument) -> str:
    """One document as a follower reads it: withdrawn ones say so first; at most 2,048 bytes."""
    lines = [*_warning(document), _titled(document)]
    facts = [
        document.number,
        document.issuer,
        f"{document.issued:%Y-%m-%d}" if document.issued else "",
        f"状态：{POLICY_STATUS_NAMES[document.status]}",
    ]
    lines.append("　".join(fact for fact in facts if fact))
    said = _fitted(lines, _interpretations(document))
    return said if _bytes(said) <= TEXT_BYTES else _plainly(document)


def policies_text(documents: Sequence[PolicyDocument]) -> str:
    """Several documents as a short list whose items can be tapped; one is shown whole. At most 2,048 bytes."""
    if len(documents) == 1:
        return policy_text(documents[0])
    return _fitted(["您是不是在找："], (_item(one) for one in documents[:MOST_LISTED]))


def _warning(document: PolicyDocument) -> Iterator[str]:
    if document.status is PolicyStatus.EFFECTIVE:
        return
    by = document.replaced_by
    if document.status.holds:
        instead = f"这些条款请以{by}为准，" if by else ""
        yield f"【注意】这份文件有部分条款{_GONE[document.status]}，{instead}其余条款仍然有效。"
    else:
        instead = f"，请以{by}为准" if by else ""
        yield f"【注意】这份文件{_GONE[document.status]}{instead}。"


def _titled(document: PolicyDocument) -> str:
    title = document.title.strip("《》")
    return _link(Link(title=f"《{_shortened(title, 120)}》", url=document.link))


def _interpretations(document: PolicyDocument) -> Iterator[str]:
    for one in document.interpretations:
        yield f"解读：{_link(Link(title=_shortened(one.title, 60), url=one.url))}"


def _item(document: PolicyDocument) -> str:
    title = _shortened(document.title.strip("《》"), 40)
    # The text that a tap sends finds the document again by itself: its number does, or its title.
    asks = quote(document.number or f"《{document.title.strip('《》')[:40]}》")
    gone = (
        ""
        if document.status is PolicyStatus.EFFECTIVE
        else f"（{POLICY_STATUS_NAMES[document.status]}）"
    )
    address = f"weixin://bizmsgmenu?msgmenucontent={asks}&msgmenuid=doc:{document.id}"
    return f'▸ <a href="{address}">{escape(title, quote=False)}</a>{gone}'


def _link(link: Link) -> str:
    words = escape(link.title, quote=False)
    return f'<a href="{escape(link.url)}">{words}</a>' if link.url else words


def _fitted(lines: list[str], more: Iterable[str]) -> str:
    """The lines and as many more as fit; a link is never cut in two."""
    for line in more:
        if _bytes("\n".join([*lines, line])) > TEXT_BYTES:
            break
        lines.append(line)
    return "\n".join(lines)


def _plainly(document: PolicyDocument) -> str:
    """Where an address is longer than a message may be: without addresses."""
    bare = document.model_copy(update={"link": "", "interpretations": ()})
    return "\n".join([*_warning(bare), _titled(bare)])


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _bytes(text: str) -> int:
    return len(text.encode())
