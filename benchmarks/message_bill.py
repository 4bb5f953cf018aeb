"""``python -m benchmarks.message_bill``: everything that AWS is asked for a message, counted and priced.

The demo's account answers questions (``mixed``) through the whole handler; what it writes
goes through the stream's filters of the template to ``outbox``, in batches of ``--batch``, and the facts of that to
``archive``. Calls are counted where botocore makes them, and their items measured as DynamoDB bills them, over moto.
Of Lambda's time this counts invocations alone.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks import wire
from benchmarks.item_size import billed
from benchmarks.message_units import DEMO, demo_entries
from benchmarks.moto_cloud import cloud_here, moto_by_key

ACCOUNT: Final = "province"
UNIT: Final = {"write": 1024, "read": 4096}
"""Bytes of a unit (sheet: *Read and write operations* of DynamoDB's guide)."""
PRICES: Final = {
    "write units": 0.625,
    "read units": 0.125,
    "SQS requests": 0.40,
    "S3 writes": 5.00,
    "invocations": 0.20,
}
"""List prices of us-east-1 for a million, to be checked (docs/operate.md, section 11)."""
_STRANGE: Final = (
    "今天晚上的球赛几点开始",
    "帮我看看这只猫是什么品种",
    "去海边玩带什么防晒好",
    "这首歌叫什么名字",
    "我家的花叶子发黄了怎么救",
    "推荐几本推理小说",
    "孩子不爱吃青菜怎么办呀",
)
_TEMPLATE: Final = Path(__file__).parents[1] / ".chalice/resources.json"
_FACTS: Final = 1000
"""Messages of the queue that ``archive`` takes at once at most."""


class Change(NamedTuple):
    """A record of the stream, as the function gets it."""

    event: str
    keys: dict[str, Any]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class Meter:
    """Counts what DynamoDB, SQS and S3 would bill, and notes what the stream would tell."""

    def __init__(self) -> None:
        self.units: Counter[str] = Counter()
        self.by_kind: Counter[tuple[str, str]] = Counter()
        """(read or write, kind of the item) → units."""
        self.changes: list[Change] = []
        self.facts: list[str] = []
        self._before: list[tuple[dict[str, Any], dict[str, Any] | None, int]] = []

    def watch(self) -> None:
        """Listen to the clients of this process."""
        from chalicelib.cloud import clients

        events = clients.dynamodb().meta.events
        events.register("before-parameter-build.dynamodb", self._asked)
        events.register("after-call.dynamodb", self._done)
        clients.sqs().meta.events.register("before-parameter-build.sqs", self._queued)
        clients.s3().meta.events.register("before-parameter-build.s3", self._stored)

    def clear(self) -> None:
        """Begin anew."""
        for one in (self.units, self.by_kind, self.changes, self.facts):
            one.clear()

    def _asked(self, params: Any, model: Any, **_: object) -> None:
        writes = list(_writes(model.name, params))
        double = 2 if model.name == "TransactWriteItems" else 1
        self._before = [(keys, _standing(keys), double) for keys in writes]
        self._strong = bool(params.get("ConsistentRead"))

    def _done(self, parsed: Any, model: Any, **_: object) -> None:
        for keys, old, double in self._before:
            new = _standing(keys)
            self._write(keys, old, new, double)
            if new != old:
                event = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
                self.changes.append(Change(event, keys, old, new))
        self._before = []
        if model.name in ("GetItem", "Query", "BatchGetItem"):
            self._read(model.name, parsed)

    def _write(self, keys: Any, old: Any, new: Any, double: int) -> None:
        size = max(billed(old), billed(new))
        units = double * max(1, -(-size // UNIT["write"]))
        if any(one and "gsi1pk" in one for one in (old, new)):
            units += units
        self.units["write units"] += units
        self.by_kind["write", _kind(keys)] += units

    def _read(self, name: str, parsed: Any) -> None:
        found = [parsed["Item"]] if "Item" in parsed else parsed.get("Items", [])
        if name == "BatchGetItem":
            found = [one for part in parsed["Responses"].values() for one in part]
            sizes = [billed(one) for one in found]
        else:
            sizes = [sum(map(billed, found))]
        strong = 1.0 if self._strong else 0.5
        units = strong * sum(max(1, -(-size // UNIT["read"])) for size in sizes or [0])
        self.units["read units"] += units
        self.by_kind["read", _kind(found[0]) if found else f"{name}, nothing there"] += units

    def _queued(self, params: Any, model: Any, **_: object) -> None:
        # One to send, one to receive and one to delete; batches of the receiving side make the last two fewer.
        self.units["SQS requests"] += 1
        if "MessageBody" in params and params["QueueUrl"].endswith("-archive"):
            self.facts.append(params["MessageBody"])

    def _stored(self, params: Any, model: Any, **_: object) -> None:
        if model.name.startswith("Put"):
            self.units["S3 writes"] += 1


def _writes(name: str, params: Any) -> Iterator[dict[str, Any]]:
    """The keys of what a call writes."""
    if name == "TransactWriteItems":
        for action in params["TransactItems"]:
            ((_, one),) = action.items()
            yield _keys(one.get("Key") or one["Item"])
    elif name in ("PutItem", "UpdateItem", "DeleteItem"):
        yield _keys(params.get("Key") or params["Item"])
    elif name == "BatchWriteItem":
        for request in itertools.chain.from_iterable(params["RequestItems"].values()):
            ((_, one),) = request.items()
            yield _keys(one.get("Key") or one["Item"])


def _keys(item: Any) -> dict[str, Any]:
    return {"pk": item["pk"], "sk": item["sk"]}


def _kind(item: Any) -> str:
    """``FOLLOWER IN``: the first parts of both keys."""
    pk, sk = (item[name]["S"].partition("#")[0] for name in ("pk", "sk"))
    return pk if sk[0].isdigit() else f"{pk} {sk}"


def _standing(keys: dict[str, Any]) -> dict[str, Any] | None:
    """The item of moto's table, in DynamoDB's own spelling."""
    from moto.dynamodb.models import dynamodb_backends

    backend = dynamodb_backends["123456789012"][os.environ["AWS_REGION"]]
    rows = backend.tables[os.environ["RONGMEI_TABLE"]].items
    by_sort = rows.get(_value(keys["pk"]), {})
    found = by_sort.get(_value(keys["sk"]))
    return dict(found.to_json()["Attributes"]) if found is not None else None


def _value(key: Any) -> Any:
    from moto.dynamodb.models.dynamo_type import DynamoType

    return DynamoType(key)


def heard(function: str) -> list[Any]:
    """The filters of a function's stream, from the template."""
    events = json.loads(_TEMPLATE.read_text("utf-8"))["Resources"][function]["Properties"]["Events"]
    found = []
    for one in events.values():
        for part in one["Properties"].get("FilterCriteria", {}).get("Filters", ()):
            found.append(json.loads(part["Pattern"]))
    return found


def passes(pattern: Any, value: Any) -> bool:
    """Whether a record meets a pattern of EventBridge's: names, equal values and prefixes."""
    if isinstance(pattern, dict):
        return all(isinstance(value, dict) and name in value and passes(one, value[name]) for name, one in pattern.items())  # fmt: skip
    return any(
        str(value).startswith(one["prefix"]) if isinstance(one, dict) else value == one
        for one in pattern
    )


def measure(texts: Sequence[str], batch: int) -> dict[str, Any]:
    """Units and requests a message, by what they are for; ``texts`` are written by three followers for every four."""
    os.environ["_HANDLER"] = "app.app"
    with cloud_here() as calls, moto_by_key():
        meter = Meter()
        _account()
        meter.watch()
        followers = max(1, len(texts) * 3 // 4)
        _followed(followers)
        meter.clear()
        outbox, invoked, rungs, asked = heard("Outbox"), Counter[str](), Counter[str](), 0
        for begin in range(0, len(texts), batch):
            for nth in range(begin, min(begin + batch, len(texts))):
                _send(nth, texts[nth], nth * 7 % followers)
            invoked["api"] += min(batch, len(texts) - begin)
            while records := [one for one in map(_record, meter.changes) if _met(outbox, one)]:
                meter.changes.clear()
                invoked["outbox"] += 1
                rungs.update(_rungs(records))
                before = calls.total()
                _outbox(records)
                asked += calls.total() - before
            meter.changes.clear()
        for begin in range(0, len(meter.facts), _FACTS):
            invoked["archive"] += 1
            _archive(meter.facts[begin : begin + _FACTS])
        meter.units["invocations"] = sum(invoked.values())
        number = len(texts)
        return {
            "messages": number,
            "batch": batch,
            "rungs": {name: round(times / number, 3) for name, times in rungs.most_common()},
            "a_message": {name: round(units / number, 3) for name, units in meter.units.items()},
            "by_item": {
                f"{deed} {kind}": round(units / number, 3)
                for (deed, kind), units in meter.by_kind.most_common()
                if units / number >= 0.001
            },
            "calls_of_outbox": round(asked / number, 2),
            "invocations": {name: round(times / number, 3) for name, times in invoked.items()},
            "usd_a_million": {
                name: round(PRICES[name] * units / number, 3) for name, units in meter.units.items()
            },
        }


def _rungs(records: Sequence[Any]) -> Iterator[str]:
    from chalicelib import conversation
    from chalicelib.cloud import table

    for record in records:
        push = conversation.recorded(table.decode(record["dynamodb"]["NewImage"]))
        if push is not None:
            yield push.decision.rung.value


def _met(patterns: Sequence[Any], record: Any) -> bool:
    return any(passes(pattern, record) for pattern in patterns)


def _record(change: Change) -> dict[str, Any]:
    """As Lambda gets it."""
    images = {
        "Keys": change.keys,
        "ApproximateCreationDateTime": time.time(),
        "SequenceNumber": "1",
    }
    if change.new is not None:
        images["NewImage"] = change.new
    if change.old is not None:
        images["OldImage"] = change.old
    return {"eventID": "1", "eventName": change.event, "dynamodb": images}


def _outbox(records: list[dict[str, Any]]) -> None:
    from chalicelib.triggers.outbox import outbox

    with redirect_stdout(StringIO()):  # metrics, which Lambda would take for a log
        said = outbox({"Records": records}, None)
    if said["batchItemFailures"]:
        raise AssertionError("the stream's function failed")


def _archive(bodies: Sequence[str]) -> None:
    from chalicelib.insight.archive.collect import collect

    collect(bodies, datetime.now(UTC))


def _account() -> None:
    """The demo's province with its rules and knowledge, and the secrets that ``wire`` signs with."""
    from pydantic import SecretStr

    from chalicelib import accounts, conversation, units
    from chalicelib.accounts import AccountKind, CallbackMode, OfficialAccount, Secrets
    from chalicelib.actor import local
    from chalicelib.clock import utc_now
    from chalicelib.units import UnitLevel
    from demo import knowledge
    from demo.accounts import ALL

    units.add_unit(ACCOUNT, name="示例省税务局", level=UnitLevel.PROVINCE)
    accounts.store.add_account(
        OfficialAccount(
            id=ACCOUNT,
            name="示例省税务",
            unit=ACCOUNT,
            kind=AccountKind.SUBSCRIPTION,
            appid=wire.APPID,
            mode=CallbackMode.SAFE,
        )
    )
    secrets = Secrets(
        app_secret=SecretStr("s" * 32), token=SecretStr(wire.TOKEN), aes_key=SecretStr(wire.AES_KEY)
    )
    accounts.store.keep_secrets(ACCOUNT, secrets)
    rules = conversation.rules_file.read("rules.yaml", (DEMO / "rules.yaml").read_bytes()).rules
    conversation.import_rules(ACCOUNT, rules, source="demo", by=local("demo"), now=utc_now())
    knowledge.release(next(one for one in ALL if one.id == ACCOUNT))


def _followed(followers: int) -> None:
    """They follow, and their facts are told: so each has a pseudonym."""
    from chalicelib import followers as known
    from chalicelib.insight.archive.pseudonyms import pseudonyms

    people = [(ACCOUNT, wire.openid(number)) for number in range(followers)]
    for account, openid in people:
        known.followed(account, openid, int(time.time()) - 86400, "")
    pseudonyms(people)


def _send(number: int, text: str, follower: int) -> None:
    from app import app
    from benchmarks.handler import event_of

    said = app(event_of(wire.callback(number, text, int(time.time()), follower)), None)
    if said["statusCode"] != HTTPStatus.OK:
        raise AssertionError(f"the callback refused message {number}: {said}")


def mixed(number: int) -> list[str]:
    """Questions to the demo's account: four of five that it has an answer to, and one that it has none to."""
    known = [text for one in demo_entries() for text in (one.question, *one.variants)]
    return [
        _STRANGE[nth % len(_STRANGE)] if nth % 5 == 4 else known[nth % len(known)]
        for nth in range(number)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.message_bill", description=__doc__)
    parser.add_argument("--messages", type=int, default=2000, help="how many are written")
    parser.add_argument("--batch", type=int, default=10, help="records that the stream hands over")
    given = parser.parse_args()
    print(json.dumps(measure(mixed(given.messages), given.batch), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
