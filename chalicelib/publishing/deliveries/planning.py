"""From an article and a time to a delivery: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib import newsroom
from chalicelib.clock import SHANGHAI, shown
from chalicelib.publishing.deliveries.models import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Material,
    Moment,
    Piece,
    Way,
)
from chalicelib.publishing.deliveries.transitions import Action, Who, move
from chalicelib.publishing.errors import BadTime

AHEAD: Final = timedelta(minutes=10)
"""Pictures and draft are made this long before the slot, so that the slot itself costs one call."""

_FORMATS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_DAYS: Final = {"今天": 0, "明天": 1, "后天": 2}


def slot(text: str, now: datetime) -> datetime:
    """A time as people write it (Asia/Shanghai), in UTC: ``2026-12-01 09:00`` or ``明天 09:00``. Raises ``BadTime``."""
    named, _, time_of_day = text.strip().partition(" ")
    dated = text.strip()
    if named in _DAYS:
        day = now.astimezone(SHANGHAI).date() + timedelta(days=_DAYS[named])
        dated = f"{day.isoformat()} {time_of_day.strip()}"
    for known in _FORMATS:
        try:
            # The zone comes right after: an editor's clock is Shanghai's.
            written = datetime.strptime(dated, known)  # noqa: DTZ007
        except ValueError:
            continue
        return written.replace(tzinfo=SHANGHAI).astimezone(UTC)
    raise BadTime(f"看不懂时间“{text}”。请写成“{shown(now)}”或“明天 09:00”（北京时间）。")


def check_coming(at: datetime, now: datetime) -> None:
    """Raises ``BadTime`` for a time that is over."""
    if at < now:
        raise BadTime(
            f"时间 {shown(at)} 已经过去（现在是 {shown(now)}，北京时间）。请选一个将来的时间。"
        )


def piece(
    article: newsroom.Article,
    key: str,
    *,
    article_id: str | None = None,
    revision: int | None = None,
    unit: str = "",
) -> Piece:
    """``article``, which lies under ``key`` in the newsroom, as a piece, with all that has to be uploaded for it."""
    wanted = newsroom.uploads(article)
    return Piece(
        article=key,
        title=article.title,
        kind=article.kind.value,
        article_id=article_id,
        revision=revision,
        unit=unit,
        cover=article.cover.key if article.cover else "",
        pictures=wanted.body_pictures,
        materials=tuple(Material(**one.model_dump()) for one in wanted.materials),
    )


def reserved(
    delivery: DeliveryId,
    account: str,
    pieces: tuple[Piece, ...],
    *,
    at: datetime,
    by: str,
    now: datetime,
    allowances: tuple[str, ...] = (),
    issue: str | None = None,
    way: Way = Way.MASS,
    tag_id: int | None = None,
    note: str = "",
) -> Delivery:
    """A delivery that has its time and its allowance. Raises ``BadTime`` for a time that is over."""
    check_coming(at, now)
    planned = Delivery(
        id=delivery,
        account=account,
        state=DeliveryState.PLANNED,
        at=at,
        pieces=pieces,
        issue=issue,
        way=way,
        tag_id=tag_id,
        allowances=allowances,
        history=(Moment(at=now, state=DeliveryState.PLANNED, by=by, note=note),),
    )
    return move(planned, Action.RESERVE, Who.PERSON, at=now, by=by, due_at=max(now, at - AHEAD))
