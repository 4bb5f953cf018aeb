"""``python -m benchmarks.fan_out``: one mandatory article to a hundred accounts, then to a thousand.

Everything but WeChat and AWS is real, tokens and secrets too: the offer is spread, taken over by every account,
reviewed, scheduled, and delivered until WeChat confirms it. AWS is moto in this process, so times say how the work grows
and nothing of a real cloud's speed; calls are counted where botocore makes them. moto's own time, in the place of a
network, is told apart: it grows with what its table and queues hold, and theirs does not. ``--calls`` lists the calls of
one account in their order. What a slot of a thousand accounts takes on a cloud is simulated from that
(``benchmarks.slot``); ``--assumptions`` lists what is assumed, ``--set name=value`` moves it.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypedDict
from unittest import mock
from urllib.parse import urlsplit

from PIL import Image

from benchmarks import slot
from benchmarks.moto_cloud import cloud_here, listed_calls, moto_apart, moto_by_key

SIZES = (100, 1000)
STEPS = {
    "prepare": timedelta(minutes=50),
    "push": timedelta(hours=1),
    "confirm": timedelta(hours=1, minutes=4),
}
"""When a message comes for a delivery of the slot an hour later; before these the offer is ``spread``."""
NOW = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
_USD_A_MILLION = {"read": 0.125, "write": 0.625, "GetObject": 0.4, "PutObject": 5, "sqs": 0.4}
"""List prices of us-east-1, to be checked (docs/operate.md, section 11)."""
_UNITS = 4
"""Write units of an item: up to 4 KB, as a delivery with its history is."""


class Fanned(TypedDict):
    """One account's share, and the whole bill."""

    spread_ms: float
    deliver_ms: float
    """Processor time, moto's with it."""
    own_ms: float
    """Of both, without moto's."""
    aws_calls: float
    """With two looks of the benchmark itself: at the receipt, and whether it is confirmed."""
    calls_by_step: dict[str, float]
    own_ms_by_step: dict[str, float]
    """By ``STEPS``."""
    wechat_calls: float
    usd: float
    """Of all accounts: requests to DynamoDB, S3 and SQS; Lambda's time comes on top."""


_ANSWERS: dict[str, dict[str, object]] = {
    "/cgi-bin/stable_token": {"access_token": "T", "expires_in": 7200},
    "/cgi-bin/media/uploadimg": {"url": "http://mmbiz.qpic.cn/p"},
    "/cgi-bin/material/add_material": {"media_id": "MEDIA", "url": "http://mmbiz.qpic.cn/m"},
    "/cgi-bin/draft/add": {"media_id": "DRAFT"},
    "/cgi-bin/message/mass/sendall": {"errcode": 0, "msg_id": 1, "msg_data_id": 2},
    "/cgi-bin/message/mass/get": {"msg_id": 1, "msg_status": "SEND_SUCCESS"},
}


@contextmanager
def _wechat(calls: Counter[str]) -> Iterator[None]:
    """A WeChat that takes everything at once, in the place of HTTP; counts how often it was called."""
    from chalicelib.wechat.transport import Transport

    def call(_transport: Transport, _method: str, url: str, *_: object) -> dict[str, object]:
        path = urlsplit(url).path
        calls[path] += 1
        return dict(_ANSWERS[path])

    with mock.patch.object(Transport, "call", call):
        yield


@contextmanager
def _queue_by_its_front() -> Iterator[None]:
    """moto's queue, without a look at all that it holds for each ten that are taken, and for metrics that nobody reads."""
    from moto.sqs.models import Message, Queue

    def front(queue: Queue) -> list[Message]:
        seen = (one for one in queue._messages if one.visible and not one.delayed)
        return list(islice(seen, 10))

    nobody_asks = property(lambda _: 0)
    with (
        mock.patch.object(Queue, "messages", property(front)),
        mock.patch.object(Queue, "approximate_number_of_messages_delayed", nobody_asks),
        mock.patch.object(Queue, "approximate_number_of_messages_not_visible", nobody_asks),
    ):
        yield


def measure(sizes: tuple[int, ...] = SIZES) -> dict[str, Fanned]:
    """For each number of accounts, in a process of its own: it dresses up as another account's functions."""
    command = [sys.executable, "-m", "benchmarks.fan_out", "--sizes", *map(str, sizes)]
    # No input of anybody's: sizes are numbers.
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Fanned] = json.loads(done.stdout.splitlines()[-1])
    return found


def slot_of(found: dict[str, Fanned], assumed: slot.Assumed | None = None) -> dict[str, slot.Row]:
    """A slot of a thousand accounts, simulated by what the largest measurement says of one."""
    one = found[max(found, key=int)]
    calls, own = one["calls_by_step"], one["own_ms_by_step"]
    # Another process has to read the token. What fetches it is simulated, and counted there.
    push = slot.Step(calls["push"] + 1, own["push"], wechat=1)
    prepare = slot.Step(calls["prepare"] - 3, own["prepare"], wechat=1, uploads=2)
    return slot.simulated_slot(prepare, push, assumed or slot.Assumed())


def _measured(size: int) -> Fanned:
    from chalicelib.cloud.read_once import steady_once

    wechat: Counter[str] = Counter()
    with (
        cloud_here() as aws,
        moto_by_key(),
        _queue_by_its_front(),
        moto_apart() as moto,
        _wechat(wechat),
    ):
        article = _matrix(size)
        shares = _Shares(size, aws, moto)
        with shares.of("spread"):
            copies = _spread(article)
        if len(copies) != size:
            raise AssertionError(f"{len(copies)} of {size} accounts have their copy")
        with steady_once():  # not measured, and quicker
            scheduled = [_scheduled(account, copy) for account, copy in copies.items()]
        for step, after in STEPS.items():
            with shares.of(step):
                _advanced(scheduled, NOW + after)
        with shares.of("confirm"):
            sent = sum(_is_confirmed(delivery) for delivery in scheduled)
        if sent != size:
            raise AssertionError(f"{sent} of {size} deliveries were confirmed")
        own: dict[str, float] = {step: round(ms, 2) for step, ms in shares.own_ms.items()}
        return Fanned(
            spread_ms=round(shares.ms["spread"], 1),
            deliver_ms=round(sum(shares.ms[step] for step in STEPS), 1),
            own_ms=round(sum(own.values()), 1),
            aws_calls=round(shares.calls.total() / size, 2),
            calls_by_step={step: round(n, 2) for step, n in shares.calls_by_step.items()},
            own_ms_by_step=own,
            wechat_calls=round(wechat.total() / size, 2),
            usd=round(_usd(shares.calls), 4),
        )


class _Shares:
    """One account's shares of each step: calls of AWS, and milliseconds of the processor."""

    def __init__(self, size: int, aws: Counter[str], moto: list[float]) -> None:
        self._size, self._aws, self._moto = size, aws, moto
        self.calls: Counter[str] = Counter()
        """Of all accounts, by service and name."""
        self.calls_by_step: Counter[str] = Counter()
        self.ms: Counter[str] = Counter()
        self.own_ms: Counter[str] = Counter()
        """Without moto's."""

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        """What happens within belongs to a step."""
        self._aws.clear()
        self._moto.clear()
        begun = time.thread_time()
        yield
        spent = time.thread_time() - begun
        self.calls += self._aws
        self.calls_by_step[step] += self._aws.total() / self._size  # type: ignore[assignment]
        self.ms[step] += spent * 1e3 / self._size  # type: ignore[assignment]
        self.own_ms[step] += (spent - sum(self._moto)) * 1e3 / self._size  # type: ignore[assignment]


def _usd(calls: Counter[str]) -> float:
    """The bill for requests: a transaction's writes count double, and take three items on average here."""
    units: Counter[str] = Counter()
    for call, number in calls.items():
        service, name = call.split()
        if service == "sqs":
            units["sqs"] += number
        elif service == "s3":
            units[name] += number
        elif service == "ssm":
            continue  # GetParameter is free of charge at standard throughput
        elif name in ("GetItem", "BatchGetItem", "Query"):
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


def _advanced(deliveries: Sequence[str], at: datetime) -> None:
    """A message for each, at a moment: minutes after the one before, so what is known of an account is out of date."""
    from chalicelib import accounts, publishing

    accounts.forget()
    for delivery in deliveries:
        publishing.deliver(delivery, clock=lambda: at)


def _is_confirmed(delivery: str) -> bool:
    """Whether WeChat's own answer has ended it well."""
    from chalicelib import publishing

    return publishing.get(delivery).state is publishing.DeliveryState.CONFIRMED


def main() -> None:
    """Print the figures as JSON, in the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fan_out", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--calls", action="store_true", help="list the calls of one account alone")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="moved")
    parser.add_argument("--assumptions", action="store_true", help="list them with their sources")
    given = parser.parse_args()
    assumed = slot.moved(given.moved)
    if given.assumptions:
        print("\n".join(slot.told(assumed)))
        return
    if given.calls:
        _list_calls()
        return
    # Metrics are printed; that is their way to CloudWatch.
    figures = {}
    for size in given.sizes:
        with redirect_stdout(io.StringIO()):
            figures[str(size)] = _measured(size)
        print(json.dumps({str(size): figures[str(size)]}), flush=True)
    for name, took in slot_of(figures, assumed).items():
        print(json.dumps({name: took}, ensure_ascii=False))
    print(json.dumps(figures))


def _list_calls() -> None:
    """Every call of AWS for the second of two accounts, a line each: step, operation, items or object."""
    said: list[str] = []
    with (
        redirect_stdout(io.StringIO()),
        cloud_here(),
        moto_by_key(),
        _wechat(Counter()),
        listed_calls() as calls,
    ):
        copies = _spread(_matrix(2))
        delivery = [_scheduled(account, copy) for account, copy in copies.items()][1]
        # The messages of the accounts come after one another, each from its taking to its deletion.
        ends = [n for n, call in enumerate(calls) if call.startswith("DeleteMessage")]
        said += [f"spread   {call}" for call in calls[ends[1] + 1 : ends[2] + 1]]
        for step, after in STEPS.items():
            calls.clear()
            _advanced([delivery], NOW + after)
            said += [f"{step:8} {call}" for call in calls]
    print("\n".join(said))


if __name__ == "__main__":
    main()
