"""Articles as the API shows them."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel

from chalicelib import newsroom, people, units
from chalicelib.actor import Actor
from chalicelib.clock import utc_now
from chalicelib.newsroom import StoredArticle
from chalicelib.transitions import Deed


class Named(BaseModel):
    """A person."""

    id: str
    name: str


class ArticleRow(BaseModel):
    """An article in a list."""

    id: str
    title: str
    kind: str
    column: str
    unit: str
    unit_name: str
    state: str
    state_name: str
    stage: str
    """The stage that it waits for; empty: none."""
    emergency: bool
    revision: int
    created_by: Named
    updated_by: Named
    updated_at: AwareDatetime
    waiting_since: AwareDatetime
    locked_by: str
    actions: list[Deed]


class StageSeen(BaseModel):
    """One stage of the review."""

    name: str
    state: str
    """``done``, ``now``, ``later``."""
    by: Named | None
    at: AwareDatetime | None


class LockSeen(BaseModel):
    """Who is writing."""

    by: Named
    mine: bool
    active_at: AwareDatetime
    """When they last typed, or took the lock."""
    until: AwareDatetime


class ReturnedSeen(BaseModel):
    """Why it came back."""

    by: Named
    at: AwareDatetime
    stage: str
    reasons: list[str]
    revision: int


class ArticleSeen(ArticleRow):
    """An article with where its review stands."""

    stages: list[StageSeen]
    returned: ReturnedSeen | None
    lock: LockSeen | None
    approved_revision: int | None
    submitted_by: Named | None
    submitted_at: AwareDatetime | None
    open_comments: int


class Names:
    """Names of persons and units, and what the caller may do: looked up once for a request."""

    def __init__(self, by: Actor, now: datetime) -> None:
        self.by, self.now = by, now
        self.chooser = newsroom.Chooser(by, now)
        self._people = {one.id: one.name for one in people.list_staff() if one.name}
        self._units = {one.id: one.name for one in units.units()}

    def person(self, person_id: str) -> Named:
        return Named(id=person_id, name=self._people.get(person_id, person_id))

    def unit(self, unit_id: str) -> str:
        return self._units.get(unit_id, unit_id)


def row(article: StoredArticle, names: Names) -> ArticleRow:
    """An article in a list."""
    return ArticleRow(**_row(article, names))


def seen(article: StoredArticle, by: Actor) -> ArticleSeen:
    """An article by itself."""
    names = Names(by, utc_now())
    returned = article.returned
    return ArticleSeen(
        **_row(article, names),
        stages=_stages(article, names),
        returned=returned
        and ReturnedSeen(
            by=names.person(returned.by),
            at=returned.at,
            stage=returned.stage,
            reasons=list(returned.reasons),
            revision=returned.revision,
        ),
        lock=_lock(article, names),
        approved_revision=article.approved_revision,
        submitted_by=names.person(article.submitted_by) if article.submitted_by else None,
        submitted_at=article.submitted_at,
        open_comments=newsroom.open_comments(article),
    )


def _row(article: StoredArticle, names: Names) -> dict[str, object]:
    lock = article.lock
    held = lock is not None and lock.until > names.now
    return {
        "id": article.id,
        "title": article.title,
        "kind": article.kind.value,
        "column": article.column,
        "unit": article.unit,
        "unit_name": names.unit(article.unit),
        "state": article.state.value,
        "state_name": newsroom.STATE_NAMES[article.state],
        "stage": article.stage.name
        if article.stage and article.state is newsroom.ArticleState.IN_REVIEW
        else "",
        "emergency": article.emergency,
        "revision": article.revision,
        "created_by": names.person(article.created_by),
        "updated_by": names.person(article.updated_by),
        "updated_at": article.updated_at,
        "waiting_since": article.waiting_since,
        "locked_by": names.person(lock.by).name if held and lock else "",
        "actions": list(names.chooser.choices(article)),
    }


def _stages(article: StoredArticle, names: Names) -> list[StageSeen]:
    if article.workflow is None:
        return []
    done = {yes.stage: yes for yes in article.approvals}
    made = []
    for number, stage in enumerate(article.workflow.stages):
        yes = done.get(number)
        waits = article.stage_number == number
        made.append(
            StageSeen(
                name=stage.name,
                state="done" if yes else "now" if waits else "later",
                by=names.person(yes.by) if yes else None,
                at=yes.at if yes else None,
            )
        )
    return made


def _lock(article: StoredArticle, names: Names) -> LockSeen | None:
    lock = article.lock
    if lock is None or lock.until <= names.now:
        return None
    taken = lock.until - timedelta(minutes=lock.minutes)
    typed = newsroom.last_typed(article.id, lock.by, names.now)
    return LockSeen(
        by=names.person(lock.by),
        mine=lock.by == names.by.person,
        active_at=max(taken, typed) if typed else taken,
        until=lock.until,
    )
