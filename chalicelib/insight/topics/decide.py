"""What an editor may decide of a topic. Pure: the decision as it stands afterwards, or an error that says why not."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.insight.topics.errors import BadDecision
from chalicelib.insight.topics.follow import follow
from chalicelib.insight.topics.models import NAME_CHARS, Decided


def decided_on(
    topic_id: str, decided: Mapping[str, Decided], by: str, at: datetime, **change: Any
) -> Decided:
    """The decision on a topic after a change of ``name``, ``into`` or ``ignored``. Raises ``BadDecision``."""
    name, into = change.get("name"), change.get("into")
    if name is not None:
        change["name"] = name = name.strip()
        if len(name) > NAME_CHARS:
            raise BadDecision("name", f"话题的名称最多 {NAME_CHARS} 个字")
    if into and follow(into, decided) == topic_id:
        raise BadDecision("into", "话题不能并入自己，也不能并入已经并给它的话题")
    before = decided.get(topic_id) or Decided(topic=topic_id, by=by, at=at)
    return before.model_copy(update={**change, "by": by, "at": at})


def split_id(old: str, chosen: Sequence[str], places: Collection[str]) -> str:
    """The id of the topic that the questions at these places become. Raises ``BadDecision``.

    ``places`` are all questions of the old topic on that day. Split off twice, the same ones are the same topic.
    """
    if not chosen or not set(chosen) <= set(places):
        raise BadDecision("questions", "请从这个话题当天的提问里选出要拆出的")
    if set(chosen) == set(places):
        raise BadDecision("questions", "不能把全部提问都拆出去：至少留下一条")
    what = "\n".join((old, *sorted(chosen)))
    return f"t{hashlib.sha256(what.encode()).hexdigest()[:10]}"
