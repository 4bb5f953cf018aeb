"""What is done at articles, offers, pushes and publications: looked at, made ready, carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pydantic import TypeAdapter

from chalicelib import accounts, distribution, newsroom, publishing, takedown
from chalicelib.accounts import Scarce
from chalicelib.actor import Actor
from chalicelib.application.takedown_finds import GOES_OUT
from chalicelib.clock import SHANGHAI
from chalicelib.distribution import ChangeKind
from chalicelib.publishing import DELIVERED, OUT, UNSENT, Delivery, DeliveryState, Way
from chalicelib.takedown import (
    Page,
    Place,
    PlaceState,
    Platform,
    SpotKind,
    Takedown,
    gone,
    keep_before,
)

Clock = Callable[[], datetime]

UNDER_WAY: Final = timedelta(minutes=3)
"""Until a push that is being sent is looked at again."""
ORDERED: Final = timedelta(seconds=20)
"""Until WeChat's word about a deletion is looked for."""
_PAGES: Final = TypeAdapter(tuple[Page, ...])
_LATER: Final = ("45009", "45028")
"""Codes in WeChat's words that mean: tomorrow (sheet §3)."""


class Hand(NamedTuple):
    """In whose name, and by which ways, a takedown is carried out."""

    case: Takedown
    first: Actor
    """The worker for the person who began it."""
    second: Actor
    """The worker for the person who approved it."""
    platform_for: Callable[[str], Platform]
    clock: Clock

    @property
    def note(self) -> str:
        """What stands beside everything that is done."""
        return f"撤稿 {self.case.id}：{self.case.reason}"


class Act(NamedTuple):
    """The step at one kind of place."""

    look: Callable[[Place, Hand], Place | None]
    """What became of it already; None where something is to be done."""
    act: Callable[[Place, Hand], Place]
    ready: Callable[[Place, Hand], Place | None] = lambda _place, _hand: None
    """All that can fail without having done anything; a place where it has to wait."""
    snapshot: Callable[[Place, Hand], Mapping[str, str]] = lambda _place, _hand: {}
    """What stands there, kept before it goes."""


def done(place: Place, said: str, verified: str, now: datetime) -> Place:
    """A place that is at its end."""
    return place.model_copy(
        update={
            "state": PlaceState.DONE,
            "said": said,
            "problem": "",
            "again_at": None,
            "done_at": now,
            "verified": verified,
            "verified_at": now,
        }
    )


def by_person(place: Place, problem: str) -> Place:
    """A place that no program can do anything about."""
    return place.model_copy(
        update={"state": PlaceState.BY_PERSON, "problem": problem, "again_at": None}
    )


def waiting(place: Place, problem: str, until: datetime) -> Place:
    """A place that waits for something else."""
    state = PlaceState.AWAITING if place.state is PlaceState.AWAITING else PlaceState.WAITING
    return place.model_copy(update={"state": state, "problem": problem, "again_at": until})


def tomorrow(now: datetime) -> datetime:
    """Five minutes after WeChat's counters begin anew (sheet §2.1)."""
    here = now.astimezone(SHANGHAI)
    return here.replace(hour=0, minute=5, second=0, microsecond=0) + timedelta(days=1)


def _look_article(place: Place, hand: Hand) -> Place | None:
    article = newsroom.get_article(place.object)
    if article.state in GOES_OUT:
        return None
    state = newsroom.STATE_NAMES[article.state]
    never = place.kind is SpotKind.DRAFT and place.begun_at is None
    said = "没有送审，粉丝看不到" if never else "已退回草稿，不能再排期"
    return done(place, said, f"稿件现在是“{state}”", hand.clock())


def _act_article(place: Place, hand: Hand) -> Place:
    newsroom.take_back(place.object, by=hand.second, now=hand.clock(), note=hand.note)
    return _look_article(place, hand) or place


def _look_offer(place: Place, hand: Hand) -> Place | None:
    if not distribution.get(place.object).recalled:
        return None
    return done(place, "分发已撤回，下级不能再采用", "分发现在是“已撤回”", hand.clock())


def _act_offer(place: Place, hand: Hand) -> Place:
    """Recalled, and at once at every copy, unless some copy of it is to stay: then each copy is a place of its own."""
    stays = any(
        one.source == place.object and not one.goes(hand.case.threshold)
        for checklist in takedown.store.checklists(hand.case.id)
        for one in checklist.places
    )
    now = hand.clock()
    distribution.change_source(
        place.object,
        ChangeKind.RECALL,
        reason=hand.note,
        deadline=now + timedelta(days=1),
        by=hand.second,
        now=now,
        at_once=not stays,
    )
    return _look_offer(place, hand) or place


def _look_push(place: Place, hand: Hand) -> Place | None:
    delivery, now = publishing.get(place.object), hand.clock()
    if _taken_down(delivery, place.part):
        return _verified(place, delivery, hand)
    if delivery.state in (DeliveryState.CANCELLED, DeliveryState.FAILED):
        return _not_sent(place, delivery, now)
    if delivery.state in DELIVERED:
        return _ordered(place, delivery, now)
    if delivery.state in OUT or delivery.first_tried_at is not None:
        return waiting(place, "正在发出，有结果后再删除", now + UNDER_WAY)
    return None


def _not_sent(place: Place, delivery: Delivery, now: datetime) -> Place:
    """A push that ended without being sent, as far as is known."""
    failed = delivery.state is DeliveryState.FAILED
    if failed and delivery.tried_at is not None and delivery.job is None:
        return by_person(place, "不知道是否已发出：请登录微信公众平台的“发表记录”核对并删除")
    return done(place, "没有发出", f"推送现在是“{'失败' if failed else '已取消'}”", now)


def _ordered(place: Place, delivery: Delivery, now: datetime) -> Place | None:
    """A push that is out: what became of the order to take it down, if there is one."""
    if delivery.kind == "audio":
        return by_person(place, "音频群发后微信不提供删除接口，请登录微信公众平台处理")
    since = place.begun_at
    orders = [one for one in delivery.recalls if one.article in (0, place.part)]
    if any(one.open for one in orders):
        waits = place.model_copy(update={"state": PlaceState.AWAITING})
        return waiting(waits, "", now + ORDERED)
    last = orders[-1] if orders else None
    if last is None or since is None or last.at < since or place.state is PlaceState.WAITING:
        return None
    if any(code in last.refused for code in _LATER):
        back = place.model_copy(update={"state": PlaceState.WAITING})
        return waiting(back, "今天的删除次数已用完，明天自动继续", tomorrow(now))
    return place.model_copy(
        update={"state": PlaceState.FAILED, "problem": last.refused, "again_at": None}
    )


def _ready_push(place: Place, hand: Hand) -> Place | None:
    """An order is given only where the day's deletions allow it, those that are ordered already counted."""
    delivery, now = publishing.get(place.object), hand.clock()
    if delivery.state in UNSENT:
        return None
    scarce = Scarce.MASS_DELETE if delivery.way is Way.MASS else Scarce.PUBLISH_DELETE
    account = accounts.state(delivery.account).account
    left = min((one[0] for one in accounts.ledger.room_at(account, [scarce], now)), default=1)
    if left <= 0:
        return waiting(place, "今天的删除次数已用完，明天自动继续", tomorrow(now))
    checklist = takedown.store.checklist(hand.case.id, account.unit)
    ordered = sum(
        one.state is PlaceState.AWAITING and one.account == place.account
        for one in (checklist.places if checklist else ())
    )
    return waiting(place, "等前面的删除完成", now + ORDERED) if ordered >= left else None


def _act_push(place: Place, hand: Hand) -> Place:
    now = hand.clock()
    delivery = publishing.get(place.object)
    if delivery.state in UNSENT:
        publishing.cancel(delivery.id, by=hand.second, now=now, note=hand.note)
        return done(place, "已取消，没有发出", "推送现在是“已取消”", now)
    publishing.recall(delivery.id, by=hand.second, reason=hand.note, now=now, article=place.part)
    ordered = place.model_copy(update={"state": PlaceState.AWAITING, "said": "已要求微信删除"})
    return waiting(ordered, "", now + ORDERED)


def _taken_down(delivery: Delivery, part: int) -> bool:
    if delivery.state is DeliveryState.RECALLED or 0 in delivery.taken_down:
        return True
    if part:
        return part in delivery.taken_down
    return delivery.taken_down >= set(range(1, len(delivery.pieces) + 1))


def _verified(place: Place, delivery: Delivery, hand: Hand) -> Place:
    """WeChat said that it is deleted; it is asked once more what it shows."""
    now = hand.clock()
    orders = [one for one in delivery.recalls if one.done_at]
    at = orders[-1].done_at if orders else None
    platform = hand.platform_for(delivery.account)
    if delivery.way is Way.PUBLISH:
        shows = gone(platform.publication(delivery.article_id or ""), place.part)
        word = "微信查询：文章已删除" if shows else ""
    elif delivery.state is DeliveryState.RECALLED and delivery.msg_id is not None:
        shows = platform.mass_status(delivery.msg_id) == "DELETE"
        word = "微信查询：DELETE（已删除）" if shows else ""
    else:
        word = "微信没有查询单篇的接口，以删除接口的答复为准"
    if not word:
        return place.model_copy(
            update={"state": PlaceState.FAILED, "problem": "微信答复已删除，但查询时仍能看到"}
        )
    settled = done(place, "微信已删除（errcode 0）", word, now)
    return settled.model_copy(update={"done_at": at or now})


def _look_by_hand(place: Place, hand: Hand) -> Place | None:
    pages = hand.platform_for(place.account).publication(place.object)
    if not gone(pages, place.part):
        return None
    said = "微信已删除（errcode 0）" if place.begun_at else "已不在"
    return done(place, said, "微信查询：文章已删除", hand.clock())


def _ready_by_hand(place: Place, hand: Hand) -> Place | None:
    hand.platform_for(place.account).ready()
    accounts.ledger.spend(place.account, Scarce.PUBLISH_DELETE, hand.clock())
    return None


def _act_by_hand(place: Place, hand: Hand) -> Place:
    hand.platform_for(place.account).delete(place.object, place.part)
    settled = _look_by_hand(place, hand)
    if settled is not None:
        return settled
    return place.model_copy(
        update={"state": PlaceState.FAILED, "problem": "微信答复已删除，但查询时仍能看到"}
    )


def _keep_by_hand(place: Place, hand: Hand) -> Mapping[str, str]:
    pages = hand.platform_for(place.account).publication(place.object) or ()
    key, digest = keep_before(hand.case.id, place.id, _PAGES.dump_json(pages))
    return {"before": key, "before_hash": digest}


_PUSH: Final = Act(_look_push, _act_push, _ready_push)
ACTS: Final[Mapping[SpotKind, Act]] = {
    SpotKind.ARTICLE: Act(_look_article, _act_article),
    SpotKind.DRAFT: Act(_look_article, _act_article),
    SpotKind.OFFER: Act(_look_offer, _act_offer),
    SpotKind.SCHEDULED: _PUSH,
    SpotKind.MASS: _PUSH,
    SpotKind.PUBLICATION: _PUSH,
    SpotKind.BY_HAND: Act(_look_by_hand, _act_by_hand, _ready_by_hand, _keep_by_hand),
}
"""The steps at what is published, or may be."""
