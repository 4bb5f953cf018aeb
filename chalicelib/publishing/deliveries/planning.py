"""From pieces and a time to a delivery: pure."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.publishing.deliveries.models import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Moment,
    Piece,
    Way,
)
from chalicelib.publishing.deliveries.transitions import Action, Who, move
from chalicelib.publishing.errors import BadTime

AHEAD: Final = timedelta(minutes=10)
"""Pictures and draft are made this long before the slot, so that the slot itself costs one call."""

_FORMATS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def slot(text: str) -> datetime:
    """A time as people write it (Asia/Shanghai), in UTC. Raises ``BadTime``."""
    for known in _FORMATS:
        try:
            # The zone comes right after: an editor's clock is Shanghai's.
            written = datetime.strptime(text.strip(), known)  # noqa: DTZ007
        except ValueError:
            continue
        return written.replace(tzinfo=SHANGHAI).astimezone(UTC)
    raise BadTime(f"看不懂时间“{text}”。请写成“2026-12-01 09:00”（北京时间）。")


def shown(at: datetime) -> str:
    """A time as people read it (Asia/Shanghai)."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def delivery_id(article_key: str, account: str, at: datetime, nth: int = 1) -> DeliveryId:
    """The id of a push: planning the same one twice gives the same id, so that it is sent once.

    ``nth`` counts the times it was planned anew after it had been cancelled or had failed.
    """
    # The key ends in .json; its name is a digest, but of what is the newsroom's business.
    mark = hashlib.sha256(f"{article_key}#{nth}".encode()).hexdigest()[:8]
    return DeliveryId(f"{at.astimezone(SHANGHAI):%Y%m%d-%H%M}-{mark}-{account}")


def account_of(delivery: str) -> str | None:
    """The account that an id names; None if it is no id."""
    parts = delivery.split("-", 3)
    return parts[3] if len(parts) == 4 and parts[3] else None


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
    if at < now:
        raise BadTime(
            f"时间 {shown(at)} 已经过去（现在是 {shown(now)}，北京时间）。请选一个将来的时间。"
        )
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
