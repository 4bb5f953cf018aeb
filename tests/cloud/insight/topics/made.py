"""Topics for tests of others: two matters that three people asked about each, counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.clock import SHANGHAI
from chalicelib.conversation import Decision, RecordedPush, Rung
from chalicelib.insight import topics
from chalicelib.insight.topics import store
from chalicelib.wechat.parse import typed
from tests.cloud.insight.asked_questions import learn

_MATTERS = (
    ("育儿补贴怎么申领", "育儿补贴怎么申请", "育儿补贴在哪里申领"),
    ("契税税率是多少", "买房契税税率多少", "契税税率怎么算"),
)


def ask(account_id: str, text: str, who: str, at: datetime) -> RecordedPush:
    """Put a question on record that got no answer; ``at`` is aware."""
    second = int(at.timestamp())
    push = typed(
        {
            "ToUserName": "gh",
            "FromUserName": who,
            "CreateTime": second,
            "MsgType": "text",
            "MsgId": f"{who}{second}",
            "Content": text,
        }
    )
    decision = Decision(rung=Rung.DEFAULT)
    asked = RecordedPush(account_id, push.key, push, decision, second, second + 180 * 86400)
    learn(asked)
    return asked


def two_topics(account_id: str, at: datetime, mark: str = "") -> dict[str, str]:
    """Ids of two topics, ``topic`` and ``other_topic``, with a question of the first, ``topic_question``."""
    for number, texts in enumerate(_MATTERS):
        for nth, text in enumerate(texts):
            ask(account_id, mark + text, f"o{number}{nth}", at + timedelta(minutes=nth))
    day = at.astimezone(SHANGHAI).date()
    topics.run_day(account_id, day, at + timedelta(hours=1))
    first, second = topics.question_topics(account_id, day)
    if "契税" in first.name:
        first, second = second, first
    [question, *_] = topics.questions_of(account_id, first.id, day)
    return {
        "topic": first.id,
        "other_topic": second.id,
        "topic_question": topics.place_of(question),
        "topic_day": day.isoformat(),
    }


def spike(account_id: str, topic_id: str, began: datetime) -> None:
    """Have a topic spike since then (aware), for ten minutes."""
    risen = topics.Spike(
        topic=topic_id,
        account=account_id,
        began=began,
        last_seen=began + timedelta(minutes=10),
        people=42,
        minutes=15,
        usual=2.4,
    )
    store.put_spike(risen, None)
