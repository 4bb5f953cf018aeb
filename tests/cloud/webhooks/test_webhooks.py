"""事件推送: every event reaches who asked for it, at least once, and nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from chalicelib import foreign_http, units, webhooks
from chalicelib.actor import SYSTEM
from chalicelib.cloud import parameters
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from chalicelib.webhooks import BadWebhook, Event, MadeWebhook, Sending, SendingState, store
from chalicelib.webhooks.errors import StillOnItsWay
from chalicelib.webhooks.models import BACKOFF
from chalicelib.webhooks.outbox import message

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
APPROVED = Event(
    id="a" * 32,
    kind="article.approved",
    unit="city",
    subject="article:x",
    at=NOW,
    data={"title": "税率"},
)


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    units.add_unit("county", name="县局", level=UnitLevel.COUNTY, parent="city")


def hook(unit: str = "city", *kinds: str, url: str = "https://portal.example/e") -> MadeWebhook:
    return webhooks.make("门户", unit, url, kinds or ("article.approved",), by=SYSTEM, now=NOW)


class Other:
    """The other system: it answers what it was told to, and keeps what it got."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.got = list(statuses), list[tuple[dict[str, str], bytes]]()

    def __call__(self, method: str, url: str, body: bytes, headers: dict[str, str], *, seconds: float) -> foreign_http.Response:  # fmt: skip
        self.got.append((headers, body))
        status = self.statuses.pop(0) if self.statuses else 204
        if status == 0:
            raise foreign_http.NoResponse("没有应答")
        return foreign_http.Response(status, b"")


def sent(made: MadeWebhook) -> list[Sending]:
    return list(webhooks.sendings_of(made.webhook.id, by=SYSTEM))


def tried(one: Sending, other: Other, at: datetime = NOW) -> Sending:
    after = webhooks.attempt(message(one.webhook, one.id), now=lambda: at, call=other)
    assert after is not None
    return after


def verified(secret: str, headers: dict[str, str], body: bytes, now: float) -> bool:
    """As the guide says."""
    guide = (Path(__file__).parents[3] / "docs/integrations.md").read_text("utf-8")
    [code] = re.findall(r"```python\n(.+?)```", guide, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the guide's own example
    found: bool = names["verified"](secret, headers, body, now)
    return found


def test_an_event_reaches_the_webhooks_of_its_unit_and_above_that_want_it() -> None:
    mine, above, below = hook("city"), hook("province"), hook("county")
    other_kind = hook("city", "push.failed")
    off = hook("city")
    webhooks.change(off.webhook.id, active=False, by=SYSTEM, now=NOW)
    assert webhooks.spread(APPROVED, NOW) == 2
    assert [len(sent(one)) for one in (mine, above, below, other_kind, off)] == [1, 1, 0, 0, 0]


def test_the_same_event_again_is_on_its_way_once() -> None:
    made = hook()
    webhooks.spread(APPROVED, NOW)
    assert webhooks.spread(APPROVED, NOW + timedelta(minutes=5)) == 0
    assert len(sent(made)) == 1


def test_what_arrives_is_a_cloud_event_that_the_guide_verifies() -> None:
    made, other = hook(), Other()
    webhooks.spread(APPROVED, NOW)
    assert tried(sent(made)[0], other).state is SendingState.TAKEN
    [(headers, body)] = other.got
    event = json.loads(body)
    assert headers["Content-Type"].startswith("application/cloudevents+json")
    assert {name: event[name] for name in ("specversion", "id", "type", "subject", "data")} == {
        "specversion": "1.0",
        "id": APPROVED.id,
        "type": "rongmei.article.approved",
        "subject": "article:x",
        "data": {"unit": "city", "title": "税率"},
    }
    assert headers["webhook-id"] == event["id"]
    at = NOW.timestamp()
    assert verified(made.secret, headers, body, at)
    assert not verified(made.secret, headers, body + b" ", at)
    assert not verified(made.secret, headers, body, at + 301)
    assert not verified(hook().secret, headers, body, at)


def test_a_new_secret_signs_at_once_and_the_old_one_for_a_day() -> None:
    made, other = hook(), Other()
    newer = webhooks.rotate(made.webhook.id, by=SYSTEM, now=NOW)
    webhooks.spread(APPROVED, NOW)
    tried(sent(made)[0], other)
    [(headers, body)] = other.got
    assert verified(newer.secret, headers, body, NOW.timestamp())
    assert verified(made.secret, headers, body, NOW.timestamp())
    later = NOW + timedelta(hours=25)
    webhooks.send_again(made.webhook.id, sent(made)[0].id, by=SYSTEM, now=later)
    tried(sent(made)[0], other, later)
    headers, body = other.got[-1]
    assert verified(newer.secret, headers, body, later.timestamp())
    assert not verified(made.secret, headers, body, later.timestamp())


def test_a_refusal_is_tried_again_with_longer_and_longer_pauses_and_the_same_bytes() -> None:
    made, other = hook(), Other(*([500, 0, 302, 404] * 3))
    webhooks.spread(APPROVED, NOW)
    at, one = NOW, sent(made)[0]
    for pause in BACKOFF:
        one = tried(one, other, at)
        assert (one.state, one.due_at) == (SendingState.PENDING, at + pause)
        assert webhooks.sweep(at + pause - timedelta(seconds=2)) == 0
        at += pause
        assert webhooks.sweep(at) == 1
    assert tried(one, other, at).state is SendingState.GIVEN_UP
    assert webhooks.sweep(at + timedelta(days=1)) == 0
    assert len(other.got) == len(BACKOFF) + 1
    assert len({(headers["webhook-id"], body) for headers, body in other.got}) == 1


def test_a_message_before_its_time_makes_no_try() -> None:
    made, other = hook(), Other(500)
    webhooks.spread(APPROVED, NOW)
    one = tried(sent(made)[0], other)
    assert tried(one, other, NOW + timedelta(seconds=1)) == store.get_sending(one.webhook, one.id)
    assert len(other.got) == 1


def test_who_wants_no_more_is_asked_no_more() -> None:
    made, other = hook(), Other(410)
    webhooks.spread(APPROVED, NOW)
    one = tried(sent(made)[0], other)
    assert (one.state, one.status) == (SendingState.GIVEN_UP, 410)


def test_what_was_given_up_is_sent_again_with_its_own_id() -> None:
    made, other = hook(), Other(410)
    webhooks.spread(APPROVED, NOW)
    one = tried(sent(made)[0], other)
    webhooks.send_again(made.webhook.id, one.id, by=SYSTEM, now=NOW)
    with pytest.raises(StillOnItsWay):
        webhooks.send_again(made.webhook.id, one.id, by=SYSTEM, now=NOW)
    assert tried(one, other).state is SendingState.TAKEN
    assert {headers["webhook-id"] for headers, _ in other.got} == {APPROVED.id}


def test_an_event_is_told_again_after_a_crash_and_never_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, other = hook(), Other()
    # A crash before the message is queued: the sweep finds the item.
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("chalicelib.webhooks.outbox.wake", crash)
        webhooks.spread(APPROVED, NOW)
    assert webhooks.sweep(NOW) == 1
    # A crash after the other side took it, before that was noted: it is told twice, with one id.
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(store, "note", crash)
        tried(sent(made)[0], other)
    assert webhooks.sweep(NOW) == 1
    assert tried(sent(made)[0], other).state is SendingState.TAKEN
    assert [headers["webhook-id"] for headers, _ in other.got] == [APPROVED.id] * 2
    # And a message that comes once more finds nothing to do.
    tried(sent(made)[0], other)
    assert len(other.got) == 2


def test_a_crash_between_two_webhooks_leaves_none_out(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = hook("city"), hook("province")
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("chalicelib.webhooks.outbox.wake", crash)
        webhooks.spread(APPROVED, NOW)
    webhooks.spread(APPROVED, NOW)  # the stream tells it again
    assert [len(sent(one)) for one in (first, second)] == [1, 1]


def crash(*_: Any, **__: Any) -> None:
    raise SystemExit


def test_two_workers_at_one_event_note_one_try() -> None:
    made, slow = hook(), Other()
    webhooks.spread(APPROVED, NOW)
    one = sent(made)[0]

    def meanwhile(*what: Any, **more: Any) -> foreign_http.Response:
        tried(one, slow)
        return foreign_http.Response(500, b"")

    after = webhooks.attempt(message(one.webhook, one.id), now=lambda: NOW, call=meanwhile)
    assert after is not None and after.state is SendingState.TAKEN


def test_a_webhook_that_was_switched_off_or_removed_is_told_nothing_more() -> None:
    made, other = hook(), Other()
    webhooks.spread(APPROVED, NOW)
    webhooks.change(made.webhook.id, active=False, by=SYSTEM, now=NOW)
    one = store.get_sending(made.webhook.id, sent(made)[0].id)
    assert one is not None
    assert tried(one, other).state is SendingState.GIVEN_UP
    webhooks.remove(made.webhook.id, by=SYSTEM, now=NOW)
    assert other.got == []


@pytest.mark.parametrize(
    "url",
    [
        "http://portal.example/e",
        "https://user:word@portal.example/e",
        "https://portal.example/e?key=1",
        "ftp://portal.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_that_would_leak_is_refused(url: str) -> None:
    with pytest.raises(BadWebhook) as refused:
        hook(url=url)
    assert refused.value.fields[0].name == "url"


@pytest.mark.parametrize("kind", ["article.*", "nothing", "webhook"])
def test_a_kind_that_does_not_exist_is_refused(kind: str) -> None:
    with pytest.raises(BadWebhook):
        hook("city", kind)


@pytest.mark.parametrize("host", ["10.0.0.1", "169.254.169.254", "[::1]", "0x7f.1"])
def test_an_address_inside_is_not_dialled(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = hook(url=f"https://{host}/latest")
    webhooks.spread(APPROVED, NOW)
    settings.cache_clear()
    monkeypatch.setenv("RONGMEI_STAGE", "prod")
    parameters.write(f"/rongmei/prod/webhook/{made.webhook.id}", store_secret(made))
    one = webhooks.attempt(message(made.webhook.id, sent(made)[0].id), now=lambda: NOW)
    assert one is not None
    assert one.status == 0 and "内部网络" in one.problem


def store_secret(made: MadeWebhook) -> str:
    return json.dumps({"current": made.secret})


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]], Callable[[int], None]]]:
    """A system on this machine: its address, what it got, and what it shall answer."""
    got: list[tuple[str, dict[str, str]]] = []
    status = [204]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            self.send_response(status[0])
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/events", got, lambda one: status.__setitem__(0, one)  # fmt: skip
    server.shutdown()
    server.server_close()


def test_a_test_is_told_over_a_real_line_and_a_redirect_is_not_followed(receiver: Any) -> None:
    url, got, answer = receiver
    made = hook(url=url)
    assert webhooks.test(made.webhook.id, by=SYSTEM, now=NOW).state is SendingState.TAKEN
    answer(302)
    second = webhooks.test(made.webhook.id, by=SYSTEM, now=NOW)
    assert (second.state, second.status) == (SendingState.PENDING, 302)
    assert [path for path, _ in got] == ["/events", "/events"]
    assert got[0][1]["webhook-signature"].startswith("v1,")


def test_the_secret_stands_in_no_item() -> None:
    made = hook()
    webhooks.spread(APPROVED, NOW)
    import boto3

    everything = json.dumps(boto3.client("dynamodb").scan(TableName="rongmei-test"), default=str)
    assert made.secret.removeprefix("whsec_") not in everything
