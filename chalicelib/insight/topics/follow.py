"""Where a topic's id leads, after editors merged some. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.insight.topics.models import Decided


def follow(topic_id: str, decided: Mapping[str, Decided]) -> str:
    """The topic that an id leads to: its own, or the one that it was merged into."""
    for _ in decided:
        said = decided.get(topic_id)
        if said is None or not said.into:
            break
        topic_id = said.into
    return topic_id


def family(topic_id: str, decided: Mapping[str, Decided]) -> tuple[str, ...]:
    """A topic and all that were merged into it."""
    merged = sorted(
        name
        for name, said in decided.items()
        if said.into and name != topic_id and follow(name, decided) == topic_id
    )
    return (topic_id, *merged)
