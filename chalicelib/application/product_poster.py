"""A poster among the products: its pictures, in the looks of the account, and the places where its code may lead."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from chalicelib import accounts, followers, newsroom, people, posters, products, works
from chalicelib.actor import Actor
from chalicelib.application.published import published
from chalicelib.application.work_pages import address_of
from chalicelib.clock import utc_now
from chalicelib.errors import Unavailable
from chalicelib.posters import BadPoster, Colours, Poster, Target
from chalicelib.products import EDIT, Form, Product
from chalicelib.settings import settings
from chalicelib.values import Value

PAGE: Final = "poster.png"
"""The picture on the page; the other one is taller, for screens in a hall."""
_PNG: Final = "image/png"


class PosterTarget(Value):
    """A place where the code of a poster may lead."""

    target: Target
    url: str
    name: str
    about: str
    """What it is: 答题, 二维码, the account of an article."""


class PosterDrawn(Value):
    """A picture as it will be, or why it cannot be so."""

    picture: str = ""
    """A data URL; empty where there is a problem."""
    problem: str = ""


def made(product: Product, content: Any, now: datetime) -> dict[str, tuple[bytes, str]]:
    """Both pictures. Raises ``BadPoster``, or ``FontsMissing`` where the function has no fonts."""
    _check_code(product.account, content, now)
    return {name: (_drawn(product.account, content, size), _PNG) for name, size in posters.SIZES.items()}  # fmt: skip


def typed(account: str, unit: str, content: Mapping[str, Any], size: str, *, by: Actor) -> PosterDrawn:  # fmt: skip
    """What somebody is writing, as a picture. Raises ``BadProduct`` or ``PermissionDenied``."""
    people.require(by, EDIT, unit)
    written = products.read_content(Form.POSTER, content)
    try:
        _check_code(account, written, utc_now())
        body = _drawn(account, written, posters.SIZES.get(size, posters.SIZES[PAGE]))
    except (BadPoster, Unavailable) as problem:  # without fonts, too, one sees why
        return PosterDrawn(problem=str(problem))
    return PosterDrawn(picture=f"data:{_PNG};base64,{base64.b64encode(body).decode()}")


def targets(account_id: str, words: str, *, by: Actor) -> list[PosterTarget]:
    """Where a code may lead: works of the account, its followers' codes, published articles; by words of their names.

    Raises ``UnknownAccount`` or ``PermissionDenied``.
    """
    unit = accounts.state(account_id).account.unit
    people.require(by, EDIT, unit)
    now = utc_now()
    found = [
        PosterTarget(target=Target.WORK, url=address, name=work.title, about=works.labels.KIND_NAMES[work.kind])
        for work in works.of_account(account_id)
        if work.withdrawn_at is None and (address := address_of(work))
    ]  # fmt: skip
    found += [
        PosterTarget(target=Target.FOLLOW, url=code.url, name=code.name, about="关注二维码")
        for code in followers.qrcodes.every(account_id)
        if code.expires_at is None or code.expires_at > now
    ]
    found += [
        PosterTarget(target=Target.ARTICLE, url=one.url, name=one.title, about=one.account_name)
        for one in published(by, unit, words)
        if _known(one.url)
    ]
    return [one for one in found if words.strip() in one.name][:60]


def _check_code(account: str, poster: Poster, now: datetime) -> None:
    """Raises ``BadPoster`` for a code that leads to what is not there."""
    code = poster.code
    if code is None:
        return
    if code.target is Target.WORK:
        base = settings().h5_url
        there = {address_of(one) for one in works.of_account(account) if not one.withdrawn_at}
        if not base or code.url not in there:
            raise BadPoster("二维码指向的作品还没有上线，或者已经下线。请重新选择。")
    if code.target is Target.FOLLOW:
        alive = {
            one.url
            for one in followers.qrcodes.every(account)
            if one.expires_at is None or one.expires_at > now
        }
        if code.url not in alive:
            raise BadPoster("这个公众号没有这个关注二维码，或者已经过期。请重新选择。")


def _drawn(account: str, poster: Poster, size: tuple[int, int]) -> bytes:
    from chalicelib.printing import fonts

    lacking = fonts.lacking([posters.words_of(poster)])
    if lacking:
        raise BadPoster(f"字体里没有这些字：{'、'.join(lacking[:10])}。请换一种写法。")
    theme = newsroom.choose({}, newsroom.themes_for(account=account)).theme
    colours = Colours(**newsroom.page_colours(theme)._asdict())
    paths = {
        "regular": fonts.path_of(fonts.Weight.REGULAR),
        "bold": fonts.path_of(fonts.Weight.BOLD),
    }
    return posters.drawn(poster, colours, size, paths)


def _known(url: str) -> bool:
    try:
        posters.PosterCode(target=Target.ARTICLE, url=url, label="扫码查看")
    except ValueError:
        return False
    return True
