"""``python -m benchmarks.fan_out``: one mandatory article to a hundred accounts, then to a thousand.

Everything but WeChat and AWS is real: the offer is spread, taken over by every account, reviewed, scheduled, and
delivered until WeChat confirms it. AWS is moto in this process, so times say how the work grows and nothing of a
real cloud's speed; calls are counted where botocore makes them.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from PIL import Image

from benchmarks.moto_cloud import cloud_here, moto_by_key

SIZES = (100, 1000)
NOW = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
_USD_A_MILLION = {"read": 0.125, "write": 0.625, "GetObject": 0.4, "PutObject": 5, "sqs": 0.4}
"""List prices of us-east-1, to be checked (docs/operate.md, section 11)."""
_UNITS = 4
"""Write units of an item: up to 4 KB, as a delivery with its history is."""


class Fanned(TypedDict):
    """One account's share, and the whole bill."""

    spread_ms: float
    deliver_ms: float
    aws_calls: float
    wechat_calls: float
    usd: float
    """Of all accounts: requests to DynamoDB, S3 and SQS; Lambda's time comes on top."""


class CountingWeChat:
    """Takes everything at once; counts how often it was called."""

    def __init__(self, calls: Counter[str]) -> None:
        self._calls = calls

    def __getattr__(self, name: str) -> Callable[..., Any]:
        from chalicelib.publishing import Accepted

        answers = {
            "upload_picture": "http://mmbiz.qpic.cn/p",
            "upload_material": "MEDIA",
            "make_draft": "DRAFT",
            "send": Accepted(msg_id=1, msg_data_id=2),
            "outcome": "SEND_SUCCESS",
        }

        def call(*_: object, **__: object) -> Any:
            self._calls[name] += 1
            return answers[name]

        def ready() -> None:
            """The token is in hand: no call of WeChat."""

        return ready if name == "ready" else call


def measure(sizes: tuple[int, ...] = SIZES) -> dict[str, Fanned]:
    """For each number of accounts, in a process of its own: it dresses up as another account's functions."""
    command = [sys.executable, "-m", "benchmarks.fan_out", "--sizes", *map(str, sizes)]
    # No input of anybody's: sizes are numbers.
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Fanned] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(size: int) -> Fanned:
    with cloud_here() as aws, moto_by_key():
        wechat: Counter[str] = Counter()
        article = _matrix(size)
        aws.clear()
        begun = time.thread_time()
        copies = _spread(article)
        spread = time.thread_time() - begun
        calls = Counter(aws)
        if len(copies) != size:
            raise AssertionError(f"{len(copies)} of {size} accounts have their copy")
        scheduled = [_scheduled(account, copy) for account, copy in copies.items()]
        aws.clear()
        begun = time.thread_time()
        sent = sum(_delivered(delivery, wechat) for delivery in scheduled)
        deliver = time.thread_time() - begun
        calls += aws
        if sent != size:
            raise AssertionError(f"{sent} of {size} deliveries were confirmed")
        return Fanned(
            spread_ms=round(spread * 1e3 / size, 1),
            deliver_ms=round(deliver * 1e3 / size, 1),
            aws_calls=round(calls.total() / size, 2),
            wechat_calls=round(wechat.total() / size, 2),
            usd=round(_usd(calls), 4),
        )


def _usd(calls: Counter[str]) -> float:
    """The bill for requests: a transaction's writes count double, and take three items on average here."""
    units: Counter[str] = Counter()
    for call, number in calls.items():
        service, name = call.split()
        if service == "sqs":
            units["sqs"] += number
        elif service == "s3":
            units[name] += number
        elif name in ("GetItem", "Query"):
            units["read"] += number
        else:
            units["write"] += number * _UNITS * (6 if name == "TransactWriteItems" else 1)
    return sum(_USD_A_MILLION[unit] * number / 1e6 for unit, number in units.items())


def _matrix(size: int) -> str:
    """A province with ``size`` counties below it, an account each, and a released article; returns its id."""
    from pydantic import SecretStr

    from chalicelib import accounts, newsroom, people, units
    from chalicelib.accounts import AccountKind, OfficialAccount, Secrets
    from chalicelib.actor import local
    from chalicelib.people import Role
    from chalicelib.units import UnitLevel

    units.add_unit("province", name="示例省税务局", level=UnitLevel.PROVINCE)
    staff = {
        "li": Role.EDITOR,
        "chu": Role.REVIEWER1,
        "fu": Role.REVIEWER2,
        "zhong": Role.REVIEWER3,
    }
    for person, role in staff.items():
        people.add_staff(person, "province", [role], by=local("ops"), now=NOW)
    for n in range(size):
        unit = f"c{n:04d}"
        units.add_unit(unit, name=f"示例县{n}", level=UnitLevel.COUNTY, parent="province")
        accounts.store.add_account(
            OfficialAccount(
                id=unit, name=unit, unit=unit, kind=AccountKind.SUBSCRIPTION, appid=f"wx{n:08d}"
            )
        )
        accounts.store.keep_secrets(
            unit, Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"))
        )
    made = newsroom.create(_article(), unit="province", by=local("li"), now=NOW)
    newsroom.submit(made.id, by=local("li"), now=NOW)
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(made.id, by=local(person), now=NOW)
    return made.id


def _article() -> Any:
    from chalicelib.newsroom import Article, Composed, Picture

    drawn = io.BytesIO()
    Image.new("RGB", (900, 383), "navy").save(drawn, "PNG")
    body = drawn.getvalue()
    key = f"articles/pictures/{hashlib.sha256(body).hexdigest()}.png"
    cover = Picture(key=key, media_type="image/png", size=len(body))
    html = f'<section><p>工作日九点开门。</p><img src="{cover.key}"></section>'
    article = Article(title="办税服务厅开放时间", html=html, cover=cover, pictures=(cover,))
    return Composed(article, {cover.key: body})


def _spread(article: str) -> dict[str, str]:
    """Offer the article and carry out every message; returns the copies by account."""
    from chalicelib import distribution
    from chalicelib.actor import local

    offer = distribution.make_offer(
        article,
        requirement=distribution.Requirement.MANDATORY,
        deadline=NOW + timedelta(days=1),
        by=local("li"),
        now=NOW,
    )
    for message in _messages():
        distribution.carry_out(message, NOW)
    receipts = (distribution.receipt(offer.id, account) for account in offer.accounts)
    return {one.account: one.article for one in receipts if one.article}


def _messages() -> Iterator[str]:
    from chalicelib.cloud import clients

    url = os.environ["RONGMEI_DISTRIBUTION_QUEUE_URL"]
    while found := clients.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10):
        if not found.get("Messages"):
            return
        for message in found["Messages"]:
            yield message["Body"]
            clients.sqs().delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def _scheduled(account: str, copy: str) -> str:
    """Reviewed by the unit's reviewers, and given a time; returns the delivery."""
    from chalicelib import newsroom, publishing
    from chalicelib.actor import local

    for person in ("chu", "fu", "zhong"):
        newsroom.approve(copy, by=local(person), now=NOW)
    at = NOW + timedelta(hours=1)
    issue = publishing.plan_issue(
        account, at=at, by=local("li"), now=NOW, article_ids=[copy], off_slot=True
    )
    delivery = publishing.schedule(issue.id, by=local("li"), now=NOW, off_slot=True).delivery
    if delivery is None:
        raise AssertionError("scheduled without a delivery")
    return delivery


def _delivered(delivery: str, calls: Counter[str]) -> bool:
    """Prepared, sent, and confirmed by WeChat's own answer."""
    from chalicelib import publishing

    channel = CountingWeChat(calls)
    for after in (
        timedelta(0),
        timedelta(hours=1),
        timedelta(hours=1, minutes=4),
        timedelta(hours=2),
    ):
        publishing.deliver(
            delivery, channel_for=lambda _: channel, clock=lambda after=after: NOW + after
        )
    return publishing.get(delivery).state is publishing.DeliveryState.CONFIRMED


def main() -> None:
    """Print the figures as JSON, in the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fan_out", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    sizes = parser.parse_args().sizes
    # Metrics are printed; that is their way to CloudWatch.
    with redirect_stdout(io.StringIO()):
        figures = {str(size): _measured(size) for size in sizes}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
