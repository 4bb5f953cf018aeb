"""When a session has to be looked at next."""

from datetime import UTC, datetime, timedelta

from chalicelib.desk.models import ServiceSession, Team
from chalicelib.desk.sessions.lifecycle import due

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # ten in the morning in China, a Tuesday
TEAM = Team(id="first", name="一组", escalate_after=5)


def waiting(escalated: int, since: timedelta = timedelta(minutes=20)) -> ServiceSession:
    at = NOW - since
    return ServiceSession(
        id="s-1", ticket="T1", account="city", openid="o", key="M#1", number=1, opened_at=at,
        waiting_since=at, heard_at=at, heard="x", unanswered_since=at, escalated=escalated,
    )  # fmt: skip


def test_a_session_that_waits_for_an_agent_is_offered_again_within_minutes() -> None:
    assert due(waiting(1), TEAM, NOW) == NOW + timedelta(minutes=TEAM.escalate_after)


def test_a_fresh_session_is_looked_at_when_it_has_waited_too_long() -> None:
    assert due(waiting(0, timedelta(0)), TEAM, NOW) == NOW + timedelta(minutes=5)


def test_at_night_it_waits_for_the_morning() -> None:
    night = NOW + timedelta(hours=14)
    found = due(waiting(1, timedelta(0)), TEAM, night)
    assert found is not None
    assert night < found <= night + timedelta(hours=10)
