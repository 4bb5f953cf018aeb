"""Keeps examples of all that a release writes while its own tests run: ``in_tree.py TREE recording FILE PYTEST…``.

The tests of a release are the widest walk through it that there is. Every write of the table is seen where moto puts
it on the stream, every message where it enters a queue, every object where it enters the bucket.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from moto.dynamodb.models.table import StreamShard
from moto.s3.models import S3Backend
from moto.sqs.models import SQSBackend

from dev.upgrade.examples import Examples
from dev.upgrade.kinds import kind_of, kinds

_TREE: Final = Path.cwd()
_ITEMS: Final = kinds(_TREE)
_OBJECTS: Final = kinds(_TREE, "objects")
_SMALL: Final = 16_000
"""Bytes of an object that is kept."""


def main() -> int:
    out, *arguments = sys.argv[1:]
    examples = Examples()
    with pytest.MonkeyPatch.context() as patch:
        _watch(patch, examples)
        # Pages write nothing that their routes' own tests do not.
        which = shutil.which
        patch.setattr(
            shutil,
            "which",
            lambda name, *a, **kw: None if name.startswith("chromium") else which(name, *a, **kw),
        )
        rooms = _Rooms(out, examples)
        options = ["-p", "no:cacheprovider", "-q", "--tb=line", "-rfE"]
        code = int(pytest.main([*options, *arguments], plugins=[rooms]))
    rooms.dump()
    return code


class _Rooms:
    """What came of the tests of each room, written with the examples after each file: a recording that is stopped has shown something, too."""

    def __init__(self, out: str, examples: Examples) -> None:
        self.outcomes: dict[str, Counter[str]] = {}
        self.failed: dict[str, str] = {}
        self.out, self.examples, self.last = out, examples, ""

    def dump(self) -> None:
        told = {"examples": self.examples.kept, "rooms": self.outcomes, "failed": self.failed}
        Path(self.out).write_text(json.dumps(told, ensure_ascii=False), "utf-8")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            self.outcomes.setdefault(_room(item.nodeid), Counter())["collected"] += 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self.last != (room := report.nodeid.partition("::")[0]):
            self.last = room
            self.dump()
        if report.when == "call" or not report.passed:
            self.outcomes[_room(report.nodeid)][report.outcome] += 1
        if report.failed:
            self.failed[report.nodeid] = report.longreprtext.strip()[-300:]


def _room(nodeid: str) -> str:
    """``tests/cloud/desk/test_rooms.py::…`` is of ``tests/cloud/desk``."""
    return "/".join(nodeid.partition("::")[0].split("/")[:3])


def _watch(patch: pytest.MonkeyPatch, examples: Examples) -> None:
    add, send, put = StreamShard.add, SQSBackend.send_message, S3Backend.put_object

    def added(shard: StreamShard, old: Any, new: Any) -> None:
        if new is not None:
            record = {"new": _attributes(new)} | ({"old": _attributes(old)} if old else {})
            keys = (record["new"]["pk"]["S"], record["new"]["sk"]["S"])
            kind = kind_of(_ITEMS, *keys)
            name = kind.name if kind else "(undocumented) " + re.sub(r"[#:].*", "", keys[0])
            examples.offer(f"item {name}", record, _plain(record["new"]))
        add(shard, old, new)

    def sent(
        backend: SQSBackend, queue_name: str, message_body: str, *rest: Any, **more: Any
    ) -> Any:
        examples.offer(
            f"message {queue_name.rpartition('-')[2]}", {"body": message_body}, _said(message_body)
        )
        return send(backend, queue_name, message_body, *rest, **more)

    def stored(
        backend: S3Backend, bucket_name: str, key_name: str, value: Any, *rest: Any, **more: Any
    ) -> Any:
        kind = kind_of(_OBJECTS, key_name)
        name = kind.name if kind else "(undocumented) " + key_name.partition("/")[0]
        if isinstance(value, bytes) and len(value) <= _SMALL:
            example = {"key": key_name, "body": base64.b64encode(value).decode()}
            text = value.decode("utf-8", "replace")
            examples.offer(f"object {name}", example, text if kind and text[:1] in "{[" else "one")
        return put(backend, bucket_name, key_name, value, *rest, **more)

    patch.setattr(StreamShard, "add", added)
    patch.setattr(SQSBackend, "send_message", sent)
    patch.setattr(S3Backend, "put_object", stored)


def _attributes(item: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = item.to_json()["Attributes"]
    return json.loads(json.dumps(attributes, default=lambda raw: base64.b64encode(raw).decode()))  # type: ignore[no-any-return]


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    return {
        name: next(iter(value.values()))
        for name, value in attributes.items()
        if name not in {"pk", "sk", "gsi1sk"}
    }


def _said(body: str) -> object:
    """A message that is no JSON shows the words before what it names."""
    return (
        body
        if body[:1] in "{["
        else re.split(r"[#: ]", body)[0]
        if re.search(r"[#: ]", body)
        else "one"
    )


if __name__ == "__main__":
    sys.exit(main())
