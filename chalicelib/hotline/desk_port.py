"""The account's own desk, as the hotline's worker needs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from chalicelib import desk
from chalicelib.desk import Ending, SessionState
from chalicelib.hotline import store
from chalicelib.hotline.models import OVER, Case

_WHY: Final = {
    Ending.ANSWERED: "坐席已结束会话",
    Ending.IDLE: "群众长时间没有再来消息",
    Ending.LEFT: "群众已取消关注",
    Ending.WITHDRAWN: "会话已撤回",
}


class AtDesk:
    """``worker.Desk`` over ``chalicelib.desk``, whose session says whose the conversation is."""

    def __init__(
        self, sender_for: Callable[[str], desk.Send], clock: Callable[[], datetime]
    ) -> None:
        self._sender_for = sender_for
        self._clock = clock

    def away(self, case: Case) -> str | None:
        """Why the session is no longer the hotline's; None while it is, or where both sides know."""
        if case.state in OVER:
            return None
        try:
            session = desk.find(case.account, case.session, self._clock())
        except desk.UnknownSession:
            return "会话已删除"
        if desk.external.ended_it(session):
            return None  # a worker stopped before it wrote so; the event, or the refused call, says it again
        if session.state is SessionState.RESOLVED:
            return _WHY.get(session.ending or Ending.ANSWERED, "会话已结束")
        return None if session.owner == desk.EXTERNAL else "已由公众号坐席接回"

    def say(self, case: Case, text: str, agent: str, key: str) -> desk.SendOutcome:
        """Send an answer of the hotline; with one ``key`` it is sent once (``desk.external.say``).

        A late answer in a case that is over does not speak where the session was handed over again.
        """
        last = store.latest(case.account, case.session)
        return desk.external.say(
            case.account,
            case.session,
            text,
            agent,
            key,
            sender_for=self._sender_for,
            clock=self._clock,
            too_late=last.number != case.number,
        )

    def resolve(self, case: Case, now: datetime) -> None:
        """The hotline is done."""
        desk.external.resolve(case.account, case.session, now)

    def give_back(self, case: Case, why: str, now: datetime) -> None:
        """The hotline does not take it."""
        desk.external.give_back(case.account, case.session, f"热线未受理：{why}", now)

    def tell_delay(self, case: Case, now: datetime) -> bool:
        """The follower is told that it takes longer, once."""
        return desk.external.tell_delay(case.account, case.session, now)
