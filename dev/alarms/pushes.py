"""Alarms of what goes out to all followers: deliveries, their allowances and ends, articles offered to accounts."""

from __future__ import annotations

from typing import Final

from chalicelib.metrics import Metric
from dev.alarms.alarm import Alarm, Row, errors, given_up, ours, row, waiting

PUSHES: Final[tuple[Row, ...]] = (
    row(
        given_up("delivery-failures", "DeliveryFailures", "A step of a delivery failed five times"),
        errors("deliver"),
        happened="one step of a push failed five times",
        to_do=(
            "`./rongmei --stage prod push show …`; log group `/rongmei/prod/deliver`; then move the "
            "message back (below)"
        ),
    ),
    row(
        given_up(
            "distribution-failures",
            "DistributionFailures",
            "An article offered to accounts below failed five times to reach one",
        ),
        errors("distribute"),
        happened=(
            "an article offered to the accounts below could not be brought to one of them, five "
            "times; the others have theirs"
        ),
        to_do=(
            "log group `/rongmei/prod/distribute` names the offer; `./rongmei --stage prod offer "
            "receipts …` says who has it; then move the message back (below)"
        ),
    ),
    row(
        waiting("distributions-waiting", "Distributions", "Articles offered to accounts below"),
        happened="offers are late by more than ten minutes",
        to_do="the function's log; a new offer of a thousand accounts takes a minute or two",
    ),
    row(
        Alarm(
            "push-failed",
            "A push failed or was given up: see the log of Deliver, and push show",
            ours(Metric.DELIVERY_ENDED, State="failed"),
        ),
        happened="a push failed, was given up, or its outcome stayed unknown",
        to_do=(
            "`./rongmei --stage prod push show …` says why and what to do; the line *delivery ended "
            "badly* in `/rongmei/prod/deliver` or `…/outbox` names push, account and error: 40164 "
            "is the allowlist (section 3), 48001 a permission that the account lacks or lost with "
            "its verification"
        ),
    ),
    row(
        Alarm(
            "push-partially-sent",
            "A push missed more followers than the few that always are: a person decides",
            ours(Metric.DELIVERY_ENDED, State="partially_sent"),
        ),
        happened="more than 1 % of the followers were missed",
        to_do="`push show`; the platform's 发表记录; never simply send again",
    ),
    row(
        Alarm(
            "push-awaiting-admin",
            "A push waits for an administrator to agree in WeChat, 30 minutes at most",
            ours(Metric.DELIVERY_MOVED, State="awaiting_admin"),
        ),
        happened=(
            "a push waits for the account's administrator to agree in WeChat (API群发保护), 30 minutes "
            "at most"
        ),
        to_do=(
            "tell the administrator; `push list` says until when. Unattended pushes need the "
            "protection off; where it stays on, say so with `account set --mass-protection`, and it "
            "is known at once instead of after a quarter of an hour"
        ),
    ),
    row(
        Alarm(
            "slot-passed",
            "A slot passed without its push: see push list, and the line 'deliveries overdue' in the log of Sweep",
            ours(Metric.SLOT_PASSED),
            period=300,
        ),
        happened="a slot is two minutes over and its push is not handed to WeChat",
        to_do=(
            "`push list`; the line *deliveries overdue* in `/rongmei/prod/sweep` names it; `push "
            "show` says what holds it up. It goes out by itself as soon as that is gone, for two "
            "hours"
        ),
    ),
    row(
        Alarm(
            "delivery-unreadable",
            "A stored push cannot be read and will not go out: the line 'delivery could not be read' in the log of Sweep names it",
            ours(Metric.DELIVERY_UNREADABLE),
            period=300,
        ),
        happened="a stored push cannot be read, so nobody sends it; all others go on",
        to_do=(
            "the line *delivery could not be read* in `/rongmei/prod/sweep` names it: was an older "
            "version of the system deployed over a newer one? Deploy the newer one again; else "
            "schedule the articles anew"
        ),
    ),
    row(
        Alarm(
            "finish-overdue",
            "WeChat has not said for 30 minutes how a push ended: see push list",
            ours(Metric.FINISH_OVERDUE),
            period=300,
        ),
        happened=(
            "WeChat has not said for 30 minutes how a push ended; with `push-awaiting-admin` before "
            "it, somebody did not agree in time"
        ),
        to_do=(
            "`push show`; the platform's 发表记录. WeChat goes on being asked by itself; never simply "
            "send again"
        ),
    ),
    row(
        Alarm(
            "account-verification",
            "An account's verification failed, expires or expired: WeChat then refuses its APIs with 48001",
            ours(Metric.ACCOUNT_VERIFICATION),
        ),
        happened=(
            "WeChat says that an account's verification (认证) failed, is due for renewal or has "
            "expired; once expired, its APIs answer 48001 and no push goes out"
        ),
        to_do=(
            "the line *account verification* in `/rongmei/prod/outbox` names the account and the "
            "event; renew in the platform under 设置与开发 → 账号详情 → 微信认证"
        ),
    ),
    row(
        waiting("deliveries-waiting", "Deliveries", "Steps of deliveries"),
        happened="pushes are late by more than ten minutes",
        to_do="is WeChat or the fixed address unreachable?",
    ),
)
