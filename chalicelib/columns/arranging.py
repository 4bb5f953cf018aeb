"""The articles of a series and of a collection: added, removed, put into order.

Two people who do so at once: each names the version that they saw; the second is told and nothing of theirs is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib import people
from chalicelib.actor import Actor
from chalicelib.columns import rules, store
from chalicelib.columns.errors import BadColumn, NumbersMove
from chalicelib.columns.models import (
    MOST_ARTICLES,
    Act,
    Collection,
    Entry,
    Series,
    SeriesText,
    Standing,
)
from chalicelib.columns.service import (
    ARRANGE,
    Decided,
    check_base,
    edit_series_text,
    entry_of,
    guard,
    stamped,
)
from chalicelib.errors import Field

_SHOWN: Final = 3


def edit_series(
    series_id: str,
    text: SeriesText,
    *,
    base: int,
    by: Actor,
    now: datetime,
    renumber: bool = False,
) -> Series:
    """Change what is written of a series.

    Other numbers for articles that are out need ``renumber``: else ``NumbersMove`` is raised. Raises ``ColumnChanged``
    where it is not version ``base`` any more, ``NameTaken`` or ``BadColumn``.
    """

    def check(before: Series, after: Series) -> None:
        _check_numbers(before, after, renumber)

    return edit_series_text(series_id, text, base, check, by=by, now=now)


def reorder(
    series_id: str,
    articles: Sequence[str],
    *,
    base: int,
    by: Actor,
    now: datetime,
    renumber: bool = False,
) -> Series:
    """Put the articles of a series into this order. Errors as of ``edit_series``; all of its articles, each once."""

    def decide(before: Series) -> Decided[Series] | None:
        people.require(by, ARRANGE, before.unit)
        check_base(before, base)
        guard(before, Act.ARRANGE)
        held = {one.article: one for one in before.entries}
        if sorted(articles) != sorted(held):
            raise BadColumn("顺序里的稿件与系列里的不一致，请刷新后再排。")
        after = before.model_copy(
            update={"entries": tuple(held[one] for one in articles), **stamped(by, now)}
        )
        if after.entries == before.entries:
            return None
        _check_numbers(before, after, renumber)
        return after, entry_of(before, ARRANGE, by, now, note="调整顺序"), ()

    return store.change(series_id, Series, decide)


def join(series_id: str, article: str, *, by: Actor, now: datetime) -> Series:
    """Put an article at the end of a series. One that stands in it stays where it is."""

    def decide(before: Series) -> Decided[Series] | None:
        people.require(by, ARRANGE, before.unit)
        guard(before, Act.ARRANGE)
        after = _with(before, article)
        if after is None:
            return None
        left = tuple(one for one in before.left if one != article)
        after = after.model_copy(update={"left": left, **stamped(by, now)})
        entry = entry_of(before, ARRANGE, by, now, note=f"加入稿件 {article}")
        return after, entry, [store.joined_action(before.id, article)]

    return store.change(series_id, Series, decide)


def join_by_name(series_id: str, article: str, *, by: Actor, now: datetime) -> Series:
    """As ``join``, for an article whose own text names the series: not where a person took it out, nor a retired one's.

    Whoever may write the article may do this; twice is once.
    """

    def decide(before: Series) -> Decided[Series] | None:
        if before.state is not Standing.ACTIVE or article in before.left:
            return None
        if len(before.entries) >= MOST_ARTICLES:
            return None
        after = _with(before, article)
        if after is None:
            return None
        entry = entry_of(before, ARRANGE, by, now, note=f"稿件 {article} 写明属于本系列")
        after = after.model_copy(update=stamped(by, now))
        return after, entry, [store.joined_action(before.id, article)]

    return store.change(series_id, Series, decide)


def leave(
    series_id: str,
    article: str,
    *,
    base: int,
    by: Actor,
    now: datetime,
    renumber: bool = False,
) -> Series:
    """Take an article out of a series; it does not come back by itself. Errors as of ``reorder``."""

    def decide(before: Series) -> Decided[Series] | None:
        people.require(by, ARRANGE, before.unit)
        if before.entry(article) is None:
            return None
        check_base(before, base)
        guard(before, Act.ARRANGE)
        entries = tuple(one for one in before.entries if one.article != article)
        left = (*before.left, article)[-MOST_ARTICLES:]
        after = before.model_copy(update={"entries": entries, "left": left, **stamped(by, now)})
        _check_numbers(before, after, renumber)
        entry = entry_of(before, ARRANGE, by, now, note=f"移出稿件 {article}")
        return after, entry, [store.left_action(before.id, article)]

    return store.change(series_id, Series, decide)


def pick(
    collection_id: str, articles: Sequence[str], *, base: int, by: Actor, now: datetime
) -> Collection:
    """Say which articles stand in a collection, and in which order; what the rule brings comes after them.

    An article that was picked and is not any more is left out, also where the rule would bring it.
    """

    def decide(before: Collection) -> Decided[Collection] | None:
        people.require(by, ARRANGE, before.unit)
        check_base(before, base)
        guard(before, Act.ARRANGE)
        if len(set(articles)) != len(articles):
            raise BadColumn("同一篇稿件选了两次。", fields=[Field("articles", "有重复")])
        _check_number(len(articles))
        gone = [one for one in (*before.left, *before.picked) if one not in articles]
        left = tuple(dict.fromkeys(gone))[-MOST_ARTICLES:]
        after = before.model_copy(update={"picked": tuple(articles), "left": left})
        if after == before:
            return None
        after = after.model_copy(update=stamped(by, now))
        return after, entry_of(before, ARRANGE, by, now, note="调整收录的稿件"), ()

    return store.change(collection_id, Collection, decide)


def leave_out(collection_id: str, article: str, *, by: Actor, now: datetime) -> Collection:
    """Leave an article out that the rule brings. Twice is once."""

    def decide(before: Collection) -> Decided[Collection] | None:
        people.require(by, ARRANGE, before.unit)
        guard(before, Act.ARRANGE)
        if article in before.left and article not in before.picked:
            return None
        picked = tuple(one for one in before.picked if one != article)
        left = tuple(dict.fromkeys((*before.left, article)))[-MOST_ARTICLES:]
        after = before.model_copy(update={"picked": picked, "left": left, **stamped(by, now)})
        return after, entry_of(before, ARRANGE, by, now, note=f"不收录稿件 {article}"), ()

    return store.change(collection_id, Collection, decide)


def _with(before: Series, article: str) -> Series | None:
    """The series with an article at its end; None where it stands in it."""
    if before.entry(article) is not None:
        return None
    _check_number(len(before.entries) + 1)
    place = before.places + 1
    entries = (*before.entries, Entry(article=article, place=place))
    return before.model_copy(update={"entries": entries, "places": place})


def _check_number(number: int) -> None:
    if number > MOST_ARTICLES:
        raise BadColumn(f"最多 {MOST_ARTICLES} 篇稿件，请另建一个。")


def _check_numbers(before: Series, after: Series, renumber: bool) -> None:
    if renumber or not before.account:
        return
    out = rules.shown_out(store.out_at(before.account))
    moved = rules.numbers_moved(before, after, out.keys())
    if moved:
        titles = "、".join(f"《{out[one].title}》" for one in moved[:_SHOWN])
        more = f"等 {len(moved)} 篇" if len(moved) > _SHOWN else ""
        raise NumbersMove(
            f"已发布的{titles}{more}期号会改变，而文章里写的期号改不了。确认要改时请选“同时改期号”。"
        )
