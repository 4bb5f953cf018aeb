"""Alarms of what followers get: the callback, the knowledge base, the desk and the hotline behind it."""

from __future__ import annotations

from typing import Final

from chalicelib.metrics import Metric
from dev.alarms.alarm import (
    Alarm,
    Row,
    callback,
    errors,
    given_up,
    http_callback,
    ours,
    row,
    waiting,
)

ANSWERS: Final[tuple[Row, ...]] = (
    row(
        Alarm(
            "callback-5xx",
            "WeChat got a server error; it tries three times only",
            http_callback("5xx"),
        ),
        Alarm(
            "rest-callback-5xx",
            "WeChat got a server error at the callback's REST address",
            callback("5XXError"),
        ),
        errors("api"),
        happened="followers got no answer; WeChat tried up to three times",
        to_do="the error is in the log group `/rongmei/prod/api`",
    ),
    row(
        Alarm(
            "callback-refusals",
            "Most of what reaches the callback is refused: compare Token, EncodingAESKey and mode with WeChat's page",
            http_callback("4xx"),
            0.5,
            statistic="Average",
            period=300,
            periods=3,
        ),
        Alarm(
            "rest-callback-refusals",
            "Most of what reaches the callback's REST address is refused",
            callback("4XXError"),
            0.5,
            statistic="Average",
            period=300,
            periods=3,
        ),
        happened=(
            "more than half of all calls were refused for a quarter of an hour: followers get no "
            "answer though nothing failed"
        ),
        to_do=(
            "Token, EncodingAESKey and mode must be the same here and on WeChat's page: `account "
            "check`; the dashboard's *refused, by reason*: `Forged` is a wrong Token, `ForeignApp` "
            "another AppID, `Malformed` a wrong EncodingAESKey or the other mode, `UnknownAccount` "
            "a wrong address, or a stranger who tries addresses"
        ),
    ),
    row(
        Alarm(
            "callback-slow",
            "One reply in a hundred took over three of WeChat's five seconds",
            http_callback("Latency"),
            3000,
            statistic="p99",
            periods=3,
        ),
        Alarm(
            "rest-callback-slow",
            "One reply in a hundred at the REST address took over three of WeChat's five seconds",
            callback("Latency"),
            3000,
            statistic="p99",
            periods=3,
        ),
        happened="one answer in a hundred took over 3 s; at 4 s the callback gives up",
        to_do="cold starts after a deployment pass by; else look at DynamoDB's latency",
    ),
    row(
        given_up(
            "outgoing-failures",
            "OutgoingFailures",
            "A message to a follower, or something due at the desk or the hotline, failed five times",
        ),
        errors("outgoing"),
        happened=(
            "a message to a follower, or something due at the desk or the hotline, failed five "
            "times"
        ),
        to_do=(
            "log group `/rongmei/prod/outgoing`; messages still queued are queued again by "
            "themselves; then move the message back (below)"
        ),
    ),
    row(
        Alarm(
            "hotline-waiting",
            "A hotline has taken no call for ten minutes: see hotline show",
            ours(Metric.HOTLINE_WAITING),
            period=600,
        ),
        happened=(
            "a hotline has taken no call for ten minutes; nothing is lost, calls go on by "
            "themselves, the followers were told once"
        ),
        to_do=(
            "`./rongmei --stage prod hotline show …` says since when and why: address, certificate, "
            "secret, the hotline itself. `desk take` has a session back meanwhile"
        ),
    ),
    row(
        waiting("outgoing-waiting", "OutgoingMessages", "Messages to followers"),
        happened="messages to followers are late by more than ten minutes",
        to_do="is WeChat or the fixed address unreachable?",
    ),
    row(
        Alarm(
            "sending-cut-off",
            "A message to a follower was cut off while it was sent: nobody knows whether it arrived",
            ours(Metric.SENDING_CUT_OFF),
            period=300,
        ),
        happened=(
            "whoever sent a message to a follower died, or could not write down what came of it; it may "
            "have arrived or not, and is not sent again"
        ),
        to_do=(
            "*message cut off* in `/rongmei/prod/outgoing` names the session: `./rongmei --stage prod desk show` "
            "has the message as 未确认, its agent decides; *follow-up cut off* is a further reply of a rule. "
            "Many at once: time-outs or memory of the function, or a throttled table"
        ),
    ),
    row(
        Alarm(
            "promise-broken",
            "A follower was promised an answer and got none in 48 hours: see desk tickets",
            ours(Metric.DESK_ESCALATED, Reason="window"),
        ),
        happened=(
            "a follower was promised an answer and got none in 48 hours; now only their next "
            "message opens WeChat's window again"
        ),
        to_do="`./rongmei --stage prod desk tickets --account …`",
    ),
    row(
        Alarm(
            "knowledge-unread",
            "An account's compiled knowledge can't be read: its followers get rules and default replies only",
            ours(Metric.KNOWLEDGE_UNREAD),
        ),
        happened=(
            "an account's compiled knowledge can't be read; its followers are answered by rules, "
            "people and the default reply only"
        ),
        to_do=(
            "*no time for knowledge* in `/rongmei/prod/api` passes by: AWS was slow; the line "
            "*knowledge could not be read* says why, and then: release the knowledge again "
            "(`./rongmei faq release`), which compiles it anew"
        ),
    ),
)
