"""What followers of an account ask about today: two topics, one with a name, that rose a while ago and is on the board."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib import topics
from chalicelib.actor import local
from chalicelib.application import topic_decisions
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.topics import Origin, TopicText
from tests.cloud.insight.topics.made import spike, two_topics


def today() -> datetime:
    """The beginning of today: what is asked then is of today, whenever this runs."""
    return datetime.now(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def fill(account: str, mark: str) -> dict[str, str]:
    """Make it; returns ids by the names that routes give them. The unit is called as its account."""
    now, by = utc_now(), local("ops")
    made = two_topics(account, today())
    topic = made["topic"]
    topic_decisions.rename(account, topic, f"{mark}育儿补贴怎么申领", by=by, now=now)
    spike(account, topic, now - timedelta(hours=2))
    text = TopicText(
        title=f"{mark}育儿补贴", origin=Origin.QUESTIONS, of=made["other_topic"], account=account
    )
    made["of_questions"] = topics.new_topic(account, text, by=local("li"), now=now).id
    return made
