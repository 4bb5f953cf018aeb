"""What pages of columns, series and collections know of a unit, and what they say alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from chalicelib import accounts, columns, newsroom, people
from chalicelib.accounts import UnknownAccount
from chalicelib.actor import Actor
from chalicelib.application.column_values import (
    HistoryLine,
    IssueOut,
)
from chalicelib.application.deeds import deed, denied
from chalicelib.cloud import objects
from chalicelib.cloud.at_once import side_by_side
from chalicelib.columns import (
    TABLE,
    Act,
    Collection,
    Column,
    Listed,
    Out,
    Series,
    Who,
)
from chalicelib.columns import labels as column_labels
from chalicelib.errors import NotFound
from chalicelib.newsroom import StoredArticle
from chalicelib.transitions import Deed

_WRITE: Final = "newsroom:article:write"
_LOOKED_AT: Final = 200
"""Articles of a unit that are looked through for the one being written, the newest first."""
_OUT_STATES: Final = {
    "open": "已发布",
    "untold": "已发布，微信未告知网址",
    "gone": "已撤回",
    "hidden": "撤稿中",
}


class Place(NamedTuple):
    """What is known of a unit while one page is made."""

    unit: str
    by: Actor
    now: datetime
    names: dict[str, str]
    """Of accounts."""
    staff: dict[str, str]
    out: dict[str, list[Out]]
    """By account of the unit, and of the series and collections shown."""
    articles: tuple[StoredArticle, ...]
    """Of the unit, the newest first."""


def place_of(unit: str, by: Actor, now: datetime, shown: Sequence[Series | Collection]) -> Place:
    own = own_accounts(unit)
    ids = dict.fromkeys([*(one.id for one in own), *(one.account for one in shown if one.account)])
    out = side_by_side(columns.store.out_at, list(ids))
    return Place(
        unit=unit,
        by=by,
        now=now,
        names={one.id: one.name for one in own},
        staff={one.id: one.name for one in people.list_staff() if one.name},
        out=dict(zip(ids, out, strict=True)),
        articles=tuple(islice(newsroom.list_articles(unit), _LOOKED_AT)),
    )


def own_accounts(unit: str) -> list[accounts.OfficialAccount]:
    """The accounts of just this unit."""
    return [state.account for state in accounts.states() if state.account.unit == unit]


def account_name(account: str, place: Place) -> str:
    if not account or account in place.names:
        return place.names.get(account, "")
    try:
        return accounts.state(account).account.name
    except UnknownAccount:
        return account


def deeds_of(listed: Listed, place: Place) -> tuple[Deed, ...]:
    """What this person may do with it now; of a column that is another unit's, only write."""
    refusal = denied(place.by, columns.permission_for(type(listed)), listed.unit)
    write = denied(place.by, _WRITE, place.unit)
    possible = TABLE.possible(listed, Who)
    found = []
    for act in Act:
        if isinstance(listed, Column) and act is Act.ARRANGE:
            continue
        if isinstance(listed, Collection) and act is Act.WRITE:
            continue
        if act in (Act.RETIRE, Act.RESTORE) and act not in possible:
            continue
        now = (
            ""
            if act in possible
            else f"{column_labels.STANDINGS[listed.state]}，不能{column_labels.ACTS[act]}。"
        )
        found.append(
            deed(act.value, column_labels.ACTS[act], write if act is Act.WRITE else refusal, now)
        )
    return tuple(found)


def history_of(listed: Listed, place: Place) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(at=one.at, by=place.staff.get(one.by, one.by), what=one.what)
        for one in reversed(listed.steps)
    )


def link_to(key: str) -> str:
    return objects.link(key) if key else ""


def issue_out(one: Out) -> IssueOut:
    state = _out_state(one)
    return IssueOut(
        article=one.article,
        title=one.title,
        url=one.url if one.open else "",
        account=one.account,
        at=one.at,
        delivery=one.delivery,
        state=state,
        state_name=_OUT_STATES[state],
    )


def _out_state(one: Out) -> str:
    if one.gone:
        return "gone"
    if one.hidden:
        return "hidden"
    return "open" if one.url else "untold"


def standing_of(
    article_id: str, known: dict[str, StoredArticle], every: Sequence[Out]
) -> tuple[str, str, Out | None]:
    """State and its name of an article, and what of it is out: a page that readers can open before one that is gone."""
    mine = [one for one in every if one.article == article_id]
    shown = next((one for one in mine if one.open), mine[-1] if mine else None)
    if shown is not None:
        state = _out_state(shown)
        return state, _OUT_STATES[state], shown
    article = known.get(article_id)
    if article is None:
        return "missing", "稿件不存在", None
    return article.state.value, newsroom.STATE_NAMES[article.state], None


def known_articles(articles: Iterable[str]) -> dict[str, StoredArticle]:
    wanted = list(dict.fromkeys(articles))

    def read(article_id: str) -> StoredArticle | None:
        try:
            return newsroom.get_article(article_id)
        except NotFound:
            return None

    found = side_by_side(read, wanted)
    return {one.id: one for one in found if one is not None}
