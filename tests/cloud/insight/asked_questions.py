"""Messages as the stream and the archive leave them behind, without the way that leads there."""

from __future__ import annotations

import json

from chalicelib import conversation, insight
from chalicelib.cloud import table
from chalicelib.conversation import RecordedPush, spoken
from chalicelib.insight.questions import archive, rows
from chalicelib.wechat.messages import Message


def learn(recorded: RecordedPush) -> None:
    """Count what a message says of an answer, and keep its words. Twice is once."""
    insight.learn(recorded)
    if isinstance(recorded.push, Message) and spoken(recorded.push).strip():
        rows.write(recorded.account_id, [(archive.row_of(recorded), recorded.expires_at)])


def all_words(item: table.Item) -> str:
    """Everything that an item says, also where it is packed."""
    said: object = ""
    if "packed" in item:
        asked = str(item["pk"]).startswith("ASKEDMINUTES#")
        said = list(rows.rows_of(item)) if asked else conversation.recorded(item)
    return f"{json.dumps(item, ensure_ascii=False, sort_keys=True)} {said}"
