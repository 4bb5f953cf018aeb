"""A live entry among the products: its cover, and its reminders."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from chalicelib import broadcasts, conversation, newsroom, notices, people, posters, products
from chalicelib.actor import Actor
from chalicelib.clock import shown
from chalicelib.posters import BadPoster, Colours
from chalicelib.products import READ, Form, Product
from chalicelib.values import Value

COVER: Final = "cover.png"


class LiveReminders(Value):
    """The reminders of a live stream."""

    published: bool
    wished: int = 0
    told: int = 0
    not_told: int = 0
    """Whom WeChat lets nobody tell: no consent, and no word for 48 hours."""
    reply: str = ""
    """A text with the link by which a follower asks to be reminded: for a keyword rule, a menu entry, a welcome."""
    wired: bool = False
    """Whether a template of subscription notices serves reminders."""


def made(product: Product, content: Any, now: datetime) -> dict[str, tuple[bytes, str]]:
    """The cover: title, time and place on the account's colours. Raises ``BadPoster``."""
    from chalicelib.printing import fonts

    words = [product.title, content.host, content.where]
    lacking = fonts.lacking(words)
    if lacking:
        raise BadPoster(f"字体里没有这些字：{'、'.join(lacking[:10])}。请换一种写法。")
    theme = newsroom.choose({}, newsroom.themes_for(account=product.account)).theme
    colours = Colours(**newsroom.page_colours(theme)._asdict())
    paths = {
        "regular": fonts.path_of(fonts.Weight.REGULAR),
        "bold": fonts.path_of(fonts.Weight.BOLD),
    }
    begins = f"{shown(content.starts)} 开始" if content.starts else ""
    lines = [one for one in (begins, content.host, content.where) if one]
    return {COVER: (posters.cover("直播", product.title, lines, colours, paths), "image/png")}


def reminders_for(product_id: str, *, by: Actor) -> LiveReminders:
    """The reminders of a live stream. Raises ``UnknownProduct`` or ``PermissionDenied``."""
    product = products.get(product_id)
    people.require(by, READ, product.unit)
    if product.form is not Form.LIVE:
        raise products.UnknownProduct(product_id)
    wired = notices.wired(product.account, notices.Purpose.LIVE_REMINDER) is not None
    if broadcasts.store.find(product.account, product.id) is None:
        return LiveReminders(published=False, wired=wired)
    target = conversation.LinkTarget(conversation.LinkKind.LIVE, product.id)
    link = conversation.link(target, "开播前提醒我", "提醒我看直播")
    counted = broadcasts.store.numbers(product.account, product.id)
    return LiveReminders(
        published=True, reply=f"直播“{product.title}”：{link}", wired=wired, **counted.model_dump()
    )
