"""The whole Lambda handler, against the least that any handler on Chalice and botocore has to do."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks import corpus, wire
from benchmarks.contestants import bound
from benchmarks.rounds import fastest
from benchmarks.stub import ACCOUNT, Cloud, stubbed

Event = dict[str, Any]
Handler = Callable[[Event, Any], Mapping[str, Any]]

KEYWORDS = 10_000


class Measured(NamedTuple):
    """What came of it."""

    ours_us: float
    bound_us: float
    bound_by_our_client_us: float
    """The bound with our client, whose calls are quicker than botocore's own."""
    writes: float
    """Calls that write, a message that a rule answers, when warm."""
    reads: float
    writes_of_a_default: float
    """The same of a default reply, which moves the follower's clock before (docs/decisions/0009)."""


def measure(rounds: int, keywords: int = KEYWORDS) -> Measured:
    """Time the handlers over the questions that a rule answers; count calls over all questions.

    A default reply is left out of the timing, since it writes two items, which the lower bound does not.
    """
    # Imported now: the process dresses up as a function first.
    from botocore.session import Session

    from chalicelib.cloud.clients import dynamodb

    ask = bound.asker(corpus.rules(keywords))
    pushes = wire.callbacks()
    events = [event_of(push) for push in pushes]
    answered = [event for event, push in zip(events, pushes, strict=True) if ask(*push).hit]
    cloud = Cloud(keywords)
    with stubbed(cloud):
        ours = _ours()
        replied(ours(answered[0], None))
        reads, writes = _calls(cloud, ours, answered)
        others = [event for event in events if event not in answered]
        _, moved = _calls(cloud, ours, others)
        handlers = {
            "ours": ours,
            "bound": _bound(ask, Session().create_client("dynamodb")),
            "bound by our client": _bound(ask, dynamodb()),
        }
        blocks = {name: _block(handler, answered) for name, handler in handlers.items()}
        best = fastest(blocks, rounds)
    return Measured(
        ours_us=best["ours"] / len(answered) * 1e6,
        bound_us=best["bound"] / len(answered) * 1e6,
        bound_by_our_client_us=best["bound by our client"] / len(answered) * 1e6,
        writes=writes / len(answered),
        reads=reads / len(answered),
        writes_of_a_default=moved / len(others),
    )


def _calls(cloud: Cloud, ours: Handler, events: Sequence[Event]) -> tuple[int, int]:
    """Reads and writes of these messages."""
    reads, writes = cloud.reads, cloud.writes
    for event in events:
        replied(ours(event, None))
    return cloud.reads - reads, cloud.writes - writes


def print_first_call() -> None:
    """Print how many milliseconds the first message of a fresh process takes.

    Account, secrets and reply book are fetched, and what fetches them is made.
    """
    event = event_of(wire.callbacks()[0])
    with stubbed(Cloud(100)):
        handler = _ours()
        begun = time.process_time()
        replied(handler(event, None))
        print((time.process_time() - begun) * 1e3)


def _ours() -> Handler:
    from app import app

    handler: Handler = app
    return handler


def _bound(ask: Callable[[Mapping[str, str], bytes], bound.Asked], client: Any) -> Handler:
    """The lower bound, Chalice's dispatch, one GetItem and one PutItem by this client."""
    from chalice.app import Chalice, Response

    app = Chalice(app_name="bound")

    @app.route("/wechat/{account}", methods=["POST"], content_types=["*/*"])
    def receive(account: str) -> Response:
        request = app.current_request
        asked = ask(request.query_params, request.raw_body)
        fields = asked.fields
        pk = f"FOLLOWER#{account}#{fields['FromUserName']}"
        client.get_item(TableName="rongmei-bench", Key={"pk": {"S": pk}, "sk": {"S": "STATE"}})
        client.put_item(TableName="rongmei-bench", Item=_item(pk, asked))
        return Response(body=bound.seal(asked), headers={"Content-Type": "application/xml"})

    handler: Handler = app
    return handler


def _item(pk: str, asked: bound.Asked) -> dict[str, Any]:
    now = int(time.time())
    return {
        "pk": {"S": pk},
        "sk": {"S": f"IN#M#{asked.fields['MsgId']}"},
        "push": {"S": json.dumps(asked.fields, ensure_ascii=False)},
        "decision": {"S": asked.answer},
        "received": {"N": str(now)},
        "expires_at": {"N": str(now + 180 * 86400)},
    }


def event_of(push: wire.Callback) -> Event:
    """What API Gateway's proxy integration makes of a callback."""
    return {
        "resource": "/wechat/{account}",
        "path": f"/wechat/{ACCOUNT}",
        "httpMethod": "POST",
        "headers": {"Content-Type": "text/xml", "Host": "example.org", "User-Agent": "Mozilla/4.0"},
        "multiValueHeaders": {"Content-Type": ["text/xml"], "Host": ["example.org"]},
        "queryStringParameters": push.query,
        "multiValueQueryStringParameters": {name: [value] for name, value in push.query.items()},
        "pathParameters": {"account": ACCOUNT},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/wechat/{account}",
            "httpMethod": "POST",
            "path": f"/api/wechat/{ACCOUNT}",
            "stage": "api",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": push.body.decode(),
        "isBase64Encoded": False,
    }


def replied(response: Mapping[str, Any]) -> None:
    """See that an answer with a reply came."""
    assert response["statusCode"] == 200, response
    assert "<Encrypt>" in response["body"], response


def _block(handler: Handler, events: Sequence[Event]) -> Callable[[], None]:
    def block() -> None:
        for event in events:
            handler(event, None)

    return block
