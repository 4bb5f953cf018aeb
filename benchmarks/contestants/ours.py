"""Rongmei's own way through a callback, without the two calls to the table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from benchmarks import corpus, wire
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import Replies, ReplyBook, ReplyRules, Rule, decide
from chalicelib.followers import FollowerState
from chalicelib.wechat.envelope import Envelope
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import TextReply, render


def reply_rules(rules: Sequence[corpus.Rule]) -> ReplyRules:
    """The rules as an operator's file would give them."""
    return ReplyRules(
        rules=tuple(
            Rule(
                name=f"规则{number}",
                contains=rule.keywords,
                replies=(TextReply(content=rule.answer),),
            )
            for number, rule in enumerate(rules)
        ),
        default=Replies(replies=(TextReply(content=corpus.DEFAULT),)),
    )


def contestant(rules: Sequence[corpus.Rule]) -> Callable[[Mapping[str, str], bytes], str]:
    """Open, type, decide, render, seal: the steps of ``conversation.inbox.callback`` in its order."""
    envelope = Envelope(wire.TOKEN, wire.APPID, [wire.AES_KEY], encrypted_only=True)
    book = ReplyBook(reply_rules(rules), 1)
    follower = FollowerState()

    def run(query: Mapping[str, str], body: bytes) -> str:
        now = time.time()
        opened = envelope.open(query, body, now)
        push = opened.push or typed(opened.fields)
        decision = decide(push, book, follower, datetime.fromtimestamp(now, SHANGHAI))
        assert decision.reply is not None
        reply = render(
            decision.reply,
            to_user=push.from_user,
            from_user=push.to_user,
            now=int(now),
            as_json=opened.json,
        )
        return envelope.seal(reply, opened, int(now))

    return run
