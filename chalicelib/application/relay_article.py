"""The article of a relay's step: begun from the skeleton, or an existing one; the words in it that lead to the next step."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chalicelib import newsroom, people, relays, works
from chalicelib.actor import Actor
from chalicelib.application import control_tasks
from chalicelib.cloud.afterwards import afterwards
from chalicelib.errors import Field
from chalicelib.newsroom import ArticleState, StoredArticle, Written
from chalicelib.relays import BadRelay, HandOnMissing, Relay, RelayStep, StepAction
from chalicelib.settings import settings
from chalicelib.works import WorkKind

MAKE: Final = "relays:step:make"
COLUMN: Final = "融媒体接龙"
_WRITABLE: Final = frozenset({ArticleState.DRAFT, ArticleState.RETURNED})


def begin(relay_id: str, step_id: str, *, by: Actor, now: datetime) -> str:
    """Begin a step's article from the skeleton and attach it; returns its id. A step that has one keeps it.

    The article is called like the step, so that one who stopped between the two writes goes on with the same. Raises
    ``UnknownRelay``, ``RelayNotNow``, ``ArticleRefused`` or ``PermissionDenied``.
    """
    relay = relays.get(relay_id)
    step = relays.rules.step_of(relay, step_id)
    people.require(by, MAKE, step.unit)
    if not step.article:
        relay = relays.making.check_maker(relay_id, step_id, StepAction.MAKE, by=by)
        step = relays.rules.step_of(relay, step_id)
    if step.article:
        return newsroom.article_for(step.article, by=by).id
    words = relays.texts.hand_on(relay, step.number)
    article = newsroom.create_from(
        step.unit,
        written(relay, step),
        by=by,
        now=now,
        note=f"“{relay.title}”第 {step.number} 棒",
        known_as=f"relay:{relay.id}:{step.id}:{step.account}:{step.nth}",
    )
    relays.making.attach(relay_id, step_id, article.id, words, by=by, now=now)
    look_soon(relay_id)
    return article.id


def attach(relay_id: str, step_id: str, article_id: str, *, by: Actor, now: datetime) -> Relay:
    """Let an article of the unit be a step's; it may be out already.

    Raises ``UnknownRelay``, ``UnknownArticle``, ``RelayNotNow``, ``BadRelay`` or ``PermissionDenied``.
    """
    step = relays.rules.step_of(relays.get(relay_id), step_id)
    article = newsroom.article_for(article_id, by=by)
    if article.unit != step.unit:
        _refused("这篇稿件不是这一棒单位的稿件。")
    for other_id, other_step in relays.of_article(article_id):
        if (other_id, other_step) == (relay_id, step_id):
            continue
        other = relays.get(other_id).step(other_step)
        if other is not None and other.article == article_id:
            _refused(f"这篇稿件已经是接龙的第 {other.number} 棒“{other.title}”。")
    done = relays.making.attach(relay_id, step_id, article_id, "", by=by, now=now)
    look_soon(relay_id)
    return done


def mend_hand_on(relay_id: str, step_id: str, *, by: Actor, now: datetime) -> StoredArticle:
    """Put the words to the next step right in a step's article, as a revision of its own.

    Where they stand right already, they are only noted. Raises ``UnknownRelay``, ``RelayNotNow``, ``HandOnMissing``, the
    errors of ``newsroom.revise_from``, or ``PermissionDenied``.
    """
    relay = relays.making.check_maker(relay_id, step_id, StepAction.HAND_ON, by=by)
    step = relays.rules.step_of(relay, step_id)
    wanted = relays.texts.hand_on(relay, step.number)
    article = newsroom.article_for(step.article, by=by)
    text = newsroom.text_of(article.id, by=by)
    mended = relays.texts.with_hand_on(text.written.body, step.hand_on, wanted)
    if mended is None:
        raise HandOnMissing(
            f"稿件里找不到“{step.hand_on}”。请打开稿件，把交棒的一句改为“{wanted}”，保存后再点一次。"
        )
    if mended != text.written.body:
        if article.state not in _WRITABLE:
            raise HandOnMissing(
                f"稿件{newsroom.STATE_NAMES[article.state]}，不能自动修改。请先撤回，再把交棒的一句改为“{wanted}”。",
                state=article.state.value,
            )
        article = newsroom.revise_from(
            article.id,
            text.written.model_copy(update={"body": mended}),
            base=article.revision,
            by=by,
            now=now,
            note="更新交棒文字",
        )
    relays.making.handed_on(relay_id, step_id, article.id, wanted, by=by, now=now)
    return article


def written(relay: Relay, step: RelayStep) -> Written:
    """The article as it is begun."""
    cover = newsroom.store_picture(
        relays.cover.drawn(step.number, len(relay.steps)), cover=True
    ).key
    fields = {"title": step.title, "column": COLUMN, "series": relay.title[:40], "cover": cover}
    address = page_address(relay)
    if address.startswith("https://"):
        fields["source_url"] = address
    return Written(fields=fields, body=relays.texts.body(relay, step))


def page_address(relay: Relay) -> str:
    """Where followers open the relay's page; empty where followers' pages have no address."""
    base = settings().h5_url
    return f"{base}{works.path_of(relay.account, WorkKind.RELAY, relay.id)}" if base else ""


def look_soon(relay_id: str) -> None:
    """Hurry the look at what became of articles, which the sweep does anyway."""
    with afterwards("the look at a relay"):
        control_tasks.send("relay_look", [relay_id])


def _refused(why: str) -> None:
    raise BadRelay(why, fields=[Field("article", why)])
