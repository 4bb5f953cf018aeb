"""A takedown of a unit that waits for its approval, with one place."""

from __future__ import annotations

from chalicelib import newsroom, takedown
from chalicelib.actor import SYSTEM
from chalicelib.application import takedown_search, takedown_work, takedowns
from chalicelib.clock import utc_now
from chalicelib.newsroom import ArticleState
from chalicelib.takedown import Clue, ClueKind


def fill(unit: str, mark: str) -> dict[str, str]:
    """Begun for an article that is approved, and searched; WeChat answers for no account."""
    [article] = newsroom.list_articles(unit, [ArticleState.APPROVED])
    assert mark in article.title
    clue = Clue(kind=ClueKind.ARTICLE, value=article.id)
    made = takedowns.begin((clue,), unit=unit, reason="税率写错", by=SYSTEM, now=utc_now())
    takedown_search.search(f"{made.id} 1 0", utc_now)
    takedown_work.tend(made.id, utc_now)
    case = takedown.store.get(made.id)
    [first, *_] = [place for c in takedown.store.checklists(made.id) for place in c.places]
    return {
        "takedown_id": case.id,
        "takedown_version": str(case.version),
        "takedown_place": first.id,
    }
