"""The whole of a page: head, frame, looks of the account's theme, and the policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlencode

from chalicelib import newsroom
from chalicelib.h5.markup import Html, element, joined
from chalicelib.newsroom import Theme

_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "page.css").read_text("utf-8")
_SEARCH: Final = (_HERE / "search.js").read_text("utf-8")
SIZE: Final = "text"
"""The query's parameter, and the cookie, of the size of letters."""
BIG: Final = "big"
"""Its value for 大字版; any other is the usual size."""
TITLE: Final = "办税服务"
_FOOT: Final = "没有找到要办的事？回到公众号，把问题发过来。"


class Look(NamedTuple):
    """How a page is shown, beside what it says."""

    name: str = ""
    """Of the account; empty where none is known."""
    theme: Theme | None = None
    """None: the usual one."""
    big: bool = False
    """大字版: larger letters, targets and contrast."""
    framed: bool = False
    """Whether pages of this machine may show it in a frame: the simulated telephone, in development."""
    query: tuple[tuple[str, str], ...] = ()
    """Of this page, without the size of letters: the switch leads back to it."""
    place: str = TITLE
    """What its pages are called together."""
    foot: str = _FOOT
    """The last sentence of each page."""
    style: str = ""
    """Looks that only its pages need."""
    script: str = ""
    """What only its pages run."""
    pictures: bool = False
    """Whether its pages show pictures of this site."""
    home: str = "./"
    """Where the name at the top leads; empty: nowhere."""


class Page(NamedTuple):
    """A page, ready to be sent."""

    html: str
    policy: str
    """Content-Security-Policy."""


def document(
    title: str, main: Html, look: Look, *, front: bool = False, live: bool = False
) -> Page:
    """A page with ``main``; the ``front`` one has its heading in the head, a ``live`` one searches as one types."""
    looks = _looks(look.theme, look.big)
    texts = [one for one in (_STYLE, look.style, looks) if one]
    styles = [element("style", Html(one)) for one in texts]
    codes = [one for one in (_SEARCH if live else "", look.script) if one]
    scripts = [element("script", Html(one)) for one in codes]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element(
            "meta", name="viewport", content="width=device-width,initial-scale=1,viewport-fit=cover"
        ),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="format-detection", content="telephone=no"),
        element("title", f"{title} · {look.name}" if look.name else title),
        element("link", rel="icon", href="data:,"),
        *styles,
    )
    body = element(
        "body",
        element("a", "跳到正文", class_="skip", href="#main"),
        _top(look, front=front),
        element("main", main, id="main", tabindex="-1"),
        element("footer", element("p", look.foot)),
        *scripts,
    )
    html = joined(
        Html("<!doctype html>"),
        element("html", head, body, lang="zh-CN", class_=BIG if look.big else ""),
    )
    return Page(html, _policy(texts, codes, look))


def _top(look: Look, *, front: bool) -> Html:
    other = "" if look.big else BIG
    query = urlencode([*look.query, (SIZE, other or "usual")])
    return element(
        "header",
        element(
            "div",
            element("a" if look.home else "div", look.name, element("h1" if front else "b", look.place), class_="home", href=look.home),
            element("a", "标准版" if look.big else "大字版", class_="size", href=f"?{query}", rel="nofollow"),
        ),
        class_="top",
    )  # fmt: skip


@lru_cache(maxsize=64)
def _looks(theme: Theme | None, big: bool) -> str:
    """The colours of a theme as variables, in light and in dark."""
    chosen = theme or newsroom.choose({}).theme
    light, dark = (
        ";".join(
            f"--{name.replace('_', '-')}:{colour}"
            for name, colour in newsroom.page_colours(chosen, dark=dim, strong=big)
            ._asdict()
            .items()
        )
        for dim in (False, True)
    )
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"


def _policy(styles: list[str], scripts: list[str], look: Look) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(map(_hash, styles))}",
            f"script-src {' '.join(map(_hash, scripts)) or chr(39) + 'none' + chr(39)}",
            "img-src 'self' data:" if look.pictures else "img-src data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {'http://127.0.0.1:* http://localhost:*' if look.framed else chr(39) + 'none' + chr(39)}",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
