"""Alarms of what runs behind answers and pushes: the stream, the sweep, the limit of concurrent functions."""

from __future__ import annotations

from typing import Final

from chalicelib.metrics import Metric
from dev.alarms.alarm import (
    FUNCTIONS,
    Alarm,
    Comparison,
    Missing,
    Row,
    errors,
    function,
    given_up,
    ours,
    row,
    throttles,
    waiting,
)

MACHINERY: Final[tuple[Row, ...]] = (
    row(
        given_up(
            "stream-failures", "StreamFailures", "Records of the table's stream were given up"
        ),
        Alarm(
            "stream-lag",
            "What follows from messages is more than five minutes late",
            function("Outbox", "IteratorAge"),
            300_000,
            statistic="Maximum",
            periods=3,
        ),
        errors("outbox"),
        happened="what follows from messages is late or given up; replies aren't affected",
        to_do="log group `/rongmei/prod/outbox`",
    ),
    row(
        given_up("sweep-failures", "SweepFailures", "The sweeper was not run or failed"),
        Alarm(
            "sweep-silent",
            "The sweeper has not run for ten minutes: nothing due is sent",
            function("Sweep", "Invocations"),
            1,
            Comparison.BELOW,
            period=300,
            periods=2,
            missing=Missing.BAD,
        ),
        errors("sweep"),
        happened="the minute's sweep fails: nothing due is sent",
        to_do="log group `/rongmei/prod/sweep`",
    ),
    row(
        Alarm(
            "audit-tampered",
            "An entry of the audit log, or a link of its chain, was changed or removed",
            ours(Metric.AUDIT_TAMPERED),
        ),
        happened="somebody with credentials of the cloud changed or removed what must not change; the page 操作日志 names it",
        to_do="`./rongmei --stage prod audit verify` says what else; CloudTrail says who called DynamoDB then; `/rongmei/prod/outbox` has the time",
    ),
    row(
        given_up("job-failures", "JobFailures", "A job was begun five times and never ended"),
        errors("jobs"),
        happened="an import or export ran out of time or memory; the person reads 失败 in the bell",
        to_do="log group `/rongmei/prod/jobs` names the job; a shorter time or a smaller file helps the person",
    ),
    row(
        given_up(
            "webhook-failures",
            "WebhookFailures",
            "A try to tell another system failed five times on our side",
        ),
        errors("webhooks"),
        happened="events for other systems are not even tried; those that the other side refuses are on the page 对外接口",
        to_do="log group `/rongmei/prod/webhooks`; the sweep tries them again by itself",
    ),
    row(
        given_up(
            "numbers-failures",
            "NumbersFailures",
            "WeChat's statistics of an account failed five times to be fetched",
        ),
        errors("numbers"),
        happened="pages show older figures of WeChat's; nothing is lost, days that are missing are asked for again",
        to_do="log group `/rongmei/prod/numbers` names the account; `./rongmei numbers fetch --account ID` says what is wrong",
    ),
    row(
        given_up(
            "follower-failures",
            "FollowerFailures",
            "The roll or the tags of an account failed five times to be gone on with",
        ),
        errors("followers"),
        happened="the roll of followers is older than it could be, or followers wait for their tags; nothing is lost, the sweep goes on with both",
        to_do="log group `/rongmei/prod/followers` names the account; `./rongmei followers sync status --account ID` says what is wrong",
    ),
    row(
        given_up(
            "control-failures",
            "ControlFailures",
            "A step of the control centre failed five times: an order, an inspection or a takedown",
        ),
        errors("control"),
        happened="an order reaches a unit late, an account is not inspected tonight, or a text still stands somewhere; nothing is lost, the sweep goes on",
        to_do="log group `/rongmei/prod/control` names the step",
    ),
    row(
        given_up(
            "topic-failures",
            "TopicFailures",
            "The questions of an account failed five times to be counted into topics",
        ),
        errors("topics"),
        happened="the page 大家在问 shows older figures and no spike is seen; nothing is lost, the next round counts the day anew",
        to_do="log group `/rongmei/prod/topics` names the account; the next round, five minutes later, tries again by itself",
    ),
    row(
        given_up(
            "fact-failures", "FactFailures", "Facts were given up on their way to the archive"
        ),
        waiting("facts-waiting", "Facts", "Facts for the archive"),
        errors("archive"),
        Alarm(
            "fact-unreadable",
            "A change of the table could not be read as a fact: numbers lack it",
            ours(Metric.FACT_UNREADABLE),
        ),
        happened="numbers are late, or lack something; replies, the desk and pushes are not affected",
        to_do="log group `/rongmei/prod/archive` (of `fact-unreadable`: `/rongmei/prod/outbox`); what waits is counted once the reason is gone, what was given up is brought back from the queue",
    ),
    row(
        errors("console"),
        errors("doorbell"),
        happened="a request of the console failed, or open pages are not told of changes; followers notice nothing",
        to_do="log group `/rongmei/prod/console`, `/rongmei/prod/doorbell`, by the number of the request that the person was shown",
    ),
    row(
        errors("h5"),
        errors("counter"),
        errors("works"),
        Alarm(
            "page-failed",
            "A page that a follower opened could not be made",
            ours(Metric.PAGE_FAILED),
            5,
            period=300,
        ),
        happened="followers read 暂时打不开 instead of a service's page, a work, or a page on which they book; replies are not affected",
        to_do="log group `/rongmei/prod/h5`, `/rongmei/prod/counter`, `/rongmei/prod/works`: *page failed* names the account; a throttled table, or a catalogue that cannot be read",
    ),
    row(
        *(throttles(name) for name in FUNCTIONS),
        shown="`…-throttles`",
        happened="the account's limit of concurrent functions is reached",
        to_do="ask AWS for a higher quota; new accounts often have 10, a policy day needs hundreds",
    ),
)
