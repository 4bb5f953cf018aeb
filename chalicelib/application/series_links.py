"""The links of a series in its articles: 上一期, and a way to the next one (docs/columns.md).

WeChat keeps a link to another article, and strips every other; what is published cannot be edited (sheet §2.4). So the
link to the article before is put in when the draft is made, and again when it is handed over, from what is out by then.
The next one is not out yet: "阅读原文" leads to an address of ours that never changes, and that finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from chalicelib import columns, newsroom
from chalicelib.application.work_pages import address_at
from chalicelib.columns import Out, Series, Standing
from chalicelib.errors import NotFound
from chalicelib.newsroom import Article, ArticleKind
from chalicelib.works import WorkKind

MOST: Final = 3
"""Series of which an article shows the links."""
_BOX: Final = "margin:32px 0 0;padding:16px 0 0;border-top:1px solid #d9d9d9"
_LINE: Final = "margin:0 0 8px;font-size:15px;line-height:1.75;color:#595959"
_LINK: Final = "color:#1a5fb4"


class SeriesLinks(NamedTuple):
    """What one series says in one of its articles."""

    series: Series
    label: str
    """第 3 期."""
    before: Out | None
    """The article before it, once readers can open that."""
    onward: str
    """The address that leads to the next one; empty where the series has no page."""


def links_of(article: str, account: str) -> list[SeriesLinks]:
    """The links of an article that goes out at an account, one for each series that it stands in, the oldest first."""
    found = []
    for series in sorted(_series_of(article), key=lambda one: (one.made_at, one.id)):
        entry = series.entry(article)
        at = series.at_place(entry.place) if entry else None
        if entry is None or at is None:
            continue
        out = columns.rules.shown_out(columns.store.out_at(series.account or account))
        if series.account and series.account != account:
            # A reader stays at the account whose article they read, where it has the one before.
            out |= columns.rules.shown_out(columns.store.out_at(account))
        found.append(
            SeriesLinks(
                series=series,
                label=series.label(at),
                before=columns.rules.previous(series, article, out),
                onward=next_address(series, entry.place),
            )
        )
    return found[:MOST]


def next_address(series: Series, place: int) -> str:
    """Where the article after the one at this place is found, today and always; empty where the series has no page."""
    if not series.account:
        return ""
    page = address_at(series.account, WorkKind.SERIES, series.id)
    return f"{page}next/{place}" if page else ""


def around(account: str, article: str, content: Article) -> Article:
    """An article as it goes out at an account: with the links of its series, where it stands in one.

    One that would get too long for WeChat goes without.
    """
    if content.kind is not ArticleKind.NEWS:
        return content
    found = links_of(article, account)
    if not found:
        return content
    onward = next((one.onward for one in found if one.onward), "")
    source_url = content.source_url or onward
    block = _block(found, source_url)
    longer = content.model_copy(update={"html": content.html + block, "source_url": source_url})
    if any(one.value > one.limit for one in newsroom.measures(longer)):
        return content
    return longer


def as_now(article: str, content: Article) -> Article:
    """An article with the links that it would have if it went out now, for who reads it before that."""
    account = next((one.account for one in _series_of(article) if one.account), "")
    return around(account, article, content) if account else content


def _series_of(article: str) -> Iterator[Series]:
    for wanted in columns.store.series_of(article):
        try:
            series = columns.store.get(wanted, Series)
        except NotFound:
            continue
        if series.state is Standing.ACTIVE:
            yield series


def _block(found: list[SeriesLinks], source_url: str) -> str:
    lines = [line for one in found for line in _lines(one, source_url)]
    paragraphs = "".join(f'<p style="{_LINE}">{line}</p>' for line in lines)
    return f'<section style="{_BOX}">{paragraphs}</section>'


def _lines(one: SeriesLinks, source_url: str) -> Iterator[str]:
    yield f"<strong>{escape(one.series.name)} · {escape(one.label)}</strong>"
    if one.before is not None:
        address, title = escape(one.before.url), escape(one.before.title)
        yield f'上一期：<a href="{address}" style="{_LINK}">{title}</a>'
    if one.onward and one.onward == source_url:
        yield "下一期和全部各期：点左下角“阅读原文”"
    elif one.onward:
        # The article's own source stands behind "阅读原文".
        yield f"下一期和全部各期：{escape(one.onward)}"
