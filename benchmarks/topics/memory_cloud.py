"""Table, bucket and queues as dicts: what the rounds of topics read and write, without a network between.

What is measured are the rounds. A condition is one of the two that they use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from unittest import mock

from chalicelib import shapes
from chalicelib.cloud import batches, objects, queues, table
from chalicelib.cloud.errors import CloudNotFound, ConditionFailed
from chalicelib.settings import settings


class MemoryCloud:
    """One account's world."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, table.Item]] = defaultdict(dict)
        self.queued: list[str] = []
        self._objects: dict[str, objects.Stamped] = {}

    @contextmanager
    def there(self) -> Iterator[None]:
        """While this lasts, the cloud's functions speak to this one."""
        environment = {
            "RONGMEI_STAGE": "bench",
            "RONGMEI_TABLE": "rongmei-bench",
            "RONGMEI_BUCKET": "rongmei-bench",
            "RONGMEI_FOLLOWERS_QUEUE_URL": "followers",
            "RONGMEI_TOPICS_QUEUE_URL": "topics",
            "RONGMEI_WRITES": str(shapes.NEWEST),
        }
        with ExitStack() as stack:
            stack.enter_context(mock.patch.dict("os.environ", environment))
            for where, names in (
                (table, ("get", "put", "update", "delete", "query")),
                (batches, ("get_many",)),
                (objects, ("read", "write", "read_stamped", "write_over")),
                (queues, ("send", "send_all")),
            ):
                for name in names:
                    stack.enter_context(mock.patch.object(where, name, getattr(self, name)))
            settings.cache_clear()
            stack.callback(settings.cache_clear)
            yield

    def get(self, pk: str, sk: str, *, consistent: bool = False) -> table.Item | None:
        return self.items[pk].get(sk)

    def put(self, item: Mapping[str, table.Value], *, only_new: bool = False) -> None:
        self.items[str(item["pk"])][str(item["sk"])] = dict(item)

    def update(
        self,
        pk: str,
        sk: str,
        expression: str,
        values: Mapping[str, table.Value],
        *,
        condition: str,
    ) -> table.Item:
        old = self.items[pk].get(sk)
        holds = {
            "attribute_not_exists(pk)": old is None,
            "last_seen = :before": old is not None and old["last_seen"] == values.get(":before"),
        }
        if not holds[condition]:
            raise ConditionFailed(pk)
        setting = (part.split(" = ") for part in expression.removeprefix("SET ").split(", "))
        new: table.Item = {"pk": pk, "sk": sk, **(old or {})}
        new |= {name: values[value] for name, value in setting}
        self.items[pk][sk] = new
        return new

    def delete(self, pk: str, sk: str) -> None:
        self.items[pk].pop(sk, None)

    def query(self, pk: str, prefix: str = "", *, consistent: bool = False) -> Iterator[table.Item]:
        of = self.items[pk]
        yield from (of[sk] for sk in sorted(of) if sk.startswith(prefix))

    def get_many(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], table.Item]:
        return {(pk, sk): self.items[pk][sk] for pk, sk in keys if sk in self.items[pk]}

    def read(self, key: str) -> bytes:
        if key not in self._objects:
            raise CloudNotFound(key)
        return self._objects[key].body

    def write(self, key: str, body: bytes, content_type: str) -> None:
        self._objects[key] = objects.Stamped(body, "", 0)

    def read_stamped(self, key: str) -> objects.Stamped | None:
        return self._objects.get(key)

    def write_over(self, key: str, body: bytes, before: objects.Stamped | None) -> int:
        if self._objects.get(key) != before:
            raise ConditionFailed(key)
        generation = before.generation + 1 if before else 1
        self._objects[key] = objects.Stamped(body, str(generation), generation)
        return generation

    def send(self, queue_url: str, body: str) -> None:
        self.queued.append(body)

    def send_all(self, queue_url: str, bodies: Sequence[str]) -> None:
        self.queued += bodies
