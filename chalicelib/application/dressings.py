"""Header and footer of an account's copies, written as plain text on a page."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Final

from chalicelib import accounts, distribution, newsroom, people
from chalicelib.actor import Actor
from chalicelib.application.deeds import deed, denied
from chalicelib.application.offers import READ
from chalicelib.transitions import Deed
from chalicelib.values import Value

_PARAGRAPH: Final = "margin:0 0 8px;color:#888888;font-size:14px;line-height:1.75"


class DressingSeen(Value):
    """What an account puts around what it takes over, as text, a paragraph a line."""

    header: str
    footer: str
    version: int
    set: Deed


def dressing(by: Actor, account_id: str) -> DressingSeen:
    """Header and footer of an account. Raises ``UnknownAccount`` or ``PermissionDenied``."""
    unit = accounts.state(account_id).account.unit
    people.require(by, READ, unit)
    found = distribution.dressing(account_id)
    return DressingSeen(
        header=newsroom.body_text(found.header),
        footer=newsroom.body_text(found.footer),
        version=found.version,
        set=deed("set", "保存", denied(by, "distribution:dressing:set", unit)),
    )


def set_text(
    by: Actor, account_id: str, header: str, footer: str, now: datetime, *, seen: int
) -> DressingSeen:
    """Set both. A text that is as it was keeps the layout that it has from a file.

    ``seen`` is the version that the person saw. Raises ``UnknownAccount``, ``PermissionDenied`` or
    ``DressingChanged``.
    """
    found = distribution.dressing(account_id)
    distribution.set_dressing(
        account_id,
        by=by,
        now=now,
        header=_html(header, found.header),
        footer=_html(footer, found.footer),
        seen=seen,
    )
    return dressing(by, account_id)


def _html(text: str, before: str) -> str | None:
    """The text as paragraphs; None where it is what stands there already."""
    lines = [line for one in text.splitlines() if (line := " ".join(one.split()))]
    if "\n".join(lines) == newsroom.body_text(before):
        return None
    return "".join(f'<p style="{_PARAGRAPH}">{escape(line)}</p>' for line in lines)
