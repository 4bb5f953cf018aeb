"""Afterwards: phones, WeChat's ledger, the table, the archive and the queues have to tell the same story."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from benchmarks.policy_run.gauges import Sample
from benchmarks.policy_run.phones import FOLLOW, Sent
from chalicelib import insight, publishing
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.conversation import MESSAGE, PREFIX, RecordedPush, recorded, spoken
from chalicelib.followers import STATE, partition
from chalicelib.insight import asker
from chalicelib.wechat.text import Message
from demo import phone
from demo.accounts import PROVINCE

_PATIENCE: Final = 900
"""Seconds for stream and archive: facts become a day's numbers every five minutes."""
_FAILURES: Final = "Failures"


@dataclass(frozen=True)
class Archived:
    """What the archive says of the account's days."""

    messages: int = 0
    came: int = 0


@dataclass
class Counted:
    """What became of all pushes; ``broken`` says which promises it broke."""

    messages: int = 0
    follows: int = 0
    first_try: int = 0
    later_try: int = 0
    unanswered: int = 0
    """Pushes that no try answered, the steps' before the day included: those go beyond what is held."""
    unanswered_on_the_day: int = 0
    messages_on_record: int = 0
    follows_on_record: int = 0
    doubled_records: int = 0
    """Messages of a follower on record beyond those that the phone sent."""
    replies_decided: int = 0
    replies_shown: int = 0
    answered_twice: int = 0
    followers_noted: int = 0
    """Followers whose state says that they follow."""
    questions_on_record: int = 0
    """Messages on record that say something in words."""
    questions_kept: int = 0
    archive_messages: int = 0
    archive_followers: int = 0
    pushes_planned: int = 0
    pushes_confirmed: int = 0
    pushes_told: int = 0
    """Mass sends that WeChat counts as sent."""
    dead_letters: dict[str, int] = field(default_factory=dict)
    left_in_queues: dict[str, int] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    """What functions logged as errors: told, and not judged, since what failed may have come back."""
    followers_apart: int = 0
    """Followers to whom other replies were shown than were decided."""
    broken: list[str] = field(default_factory=list)


def stored(sent: Sequence[Sent]) -> Counted:
    """What phones, ledger and table say."""
    found = Counted()
    _of_phones(found, sent)
    _of_table(found, sent)
    return found


async def settled(found: Counted, before: Archived, since: datetime, say: Any) -> None:
    """Wait until the archive has counted what is on record, or does not get there."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        now = await asyncio.to_thread(archived, since)
        got = (now.messages - before.messages, now.came - before.came)
        if got == (found.messages_on_record, found.follows_on_record):
            return
        say(
            f"archive {got[0]:,}/{found.messages_on_record:,}, {got[1]:,}/{found.follows_on_record:,}"
        )
        await asyncio.sleep(5)


def archived(since: datetime) -> Archived:
    """The numbers of the account's days from ``since`` to today."""
    today = datetime.now(SHANGHAI).date()
    messages = came = 0
    for day in insight.day_numbers(PROVINCE.id, since.astimezone(SHANGHAI).date(), today):
        messages += day.messages.messages if day.messages else 0
        came += day.followers.came if day.followers else 0
    return Archived(messages, came)


def count(
    sent: Sequence[Sent],
    of_the_day: Sequence[Sent],
    before: Archived,
    since: datetime,
    planned: Sequence[str],
    last: Sample,
) -> Counted:
    """Count everything once more from what is stored."""
    found = stored(sent)
    found.pushes_planned = len(planned)
    found.unanswered_on_the_day = sum(not one.answered for one in of_the_day)
    now = archived(since)
    found.archive_messages = now.messages - before.messages
    found.archive_followers = now.came - before.came
    ours = {asker(PROVINCE.id, one.openid) for one in sent}
    kept = insight.asked_messages(PROVINCE.id, since.replace(microsecond=0), datetime.now(SHANGHAI))
    found.questions_kept = sum(one.who in ours for one in kept)
    _of_pushes(found, planned)
    found.dead_letters = {name: n for name, n in last.waiting.items() if _FAILURES in name}
    found.left_in_queues = {name: n for name, n in last.waiting.items() if _FAILURES not in name}
    found.broken = list(broken_of(found))
    return found


def _of_phones(found: Counted, sent: Sequence[Sent]) -> None:
    found.follows = sum(one.kind == FOLLOW for one in sent)
    found.messages = len(sent) - found.follows
    found.first_try = sum(one.answered and len(one.tries) == 1 for one in sent)
    found.later_try = sum(one.answered and len(one.tries) > 1 for one in sent)
    found.unanswered = sum(not one.answered for one in sent)


def _of_table(found: Counted, sent: Sequence[Sent]) -> None:
    wrote = Counter(one.openid for one in sent if one.kind != FOLLOW)
    unanswered = {one.openid for one in sent if not one.answered}
    shown: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    for entry in phone.call("GET", f"/ledger?appid={PROVINCE.appid}&kind=reply"):
        shown[str(entry["openid"])] += 1
        calls[str(entry["call"])] += 1
    found.answered_twice = sum(number - 1 for number in calls.values())
    for openid in {one.openid for one in sent}:
        whose = partition(PROVINCE.id, openid)
        messages = follows = decided = 0
        for item in table.query(whose, PREFIX, consistent=True):
            one = recorded(item)
            if one is None:
                continue
            is_message = one.key.startswith(MESSAGE)
            messages += is_message
            follows += not is_message
            decided += one.decision.reply is not None
            found.questions_on_record += _has_words(one)
        found.messages_on_record += messages
        found.follows_on_record += follows
        found.doubled_records += max(0, messages - wrote[openid])
        found.replies_decided += decided
        found.replies_shown += shown[openid]
        # Where a push got no answer in three tries, its reply may be on record and never shown.
        if shown[openid] > decided or (shown[openid] < decided and openid not in unanswered):
            found.answered_twice += max(0, shown[openid] - decided)
            found.followers_apart += 1
        state = table.get(whose, STATE, consistent=True)
        found.followers_noted += bool(state and state.get("following"))


def _has_words(one: RecordedPush) -> bool:
    return isinstance(one.push, Message) and bool(spoken(one.push).strip())


def _of_pushes(found: Counted, planned: Sequence[str]) -> None:
    ours = [one for one in publishing.list_deliveries([PROVINCE.id]) if one.id in planned]
    found.pushes_confirmed = sum(one.state is publishing.DeliveryState.CONFIRMED for one in ours)
    masses = phone.call("GET", f"/accounts/{PROVINCE.appid}/masses")
    numbers = {one.msg_id for one in ours}
    found.pushes_told = sum(
        one["msg_id"] in numbers and one["status"] == "SEND_SUCCESS" for one in masses
    )


def broken_of(found: Counted) -> Iterator[str]:
    """The promises that these figures break, each in a sentence."""
    if found.unanswered_on_the_day:
        yield f"unanswered 未答复: {found.unanswered_on_the_day}"
    came = found.messages + found.follows
    kept = found.messages_on_record + found.follows_on_record
    if not came - found.unanswered <= kept <= came:
        yield f"on record 入库: {kept} of {came}, {found.unanswered} of them unanswered"
    if found.doubled_records:
        yield f"on record twice 重复入库: {found.doubled_records}"
    if found.answered_twice:
        yield f"answered twice 重复答复: {found.answered_twice}"
    if found.followers_apart:
        yield f"followers who were shown other replies than were decided 答复与记录不符: {found.followers_apart}"
    for what, number, wanted in (
        ("followers noted 已登记粉丝", found.followers_noted, found.follows_on_record),
        ("questions kept 提问归档", found.questions_kept, found.questions_on_record),
        ("archive's messages 统计消息", found.archive_messages, found.messages_on_record),
        ("archive's followers 统计关注", found.archive_followers, found.follows_on_record),
    ):
        if number != wanted:
            yield f"{what}: {number} of {wanted}"
    if not found.pushes_planned == found.pushes_confirmed == found.pushes_told:
        yield f"pushes 推送: {found.pushes_planned} planned, {found.pushes_confirmed} confirmed, {found.pushes_told} told"
    if found.dead_letters:
        yield f"dead letters 死信: {found.dead_letters}"
