"""A quiz answered by a crowd: ``python -m benchmarks.quiz``.

Thousands of visitors open the page, begin, answer and hand in, with the requests that a browser sends; some send each form
twice, some never hand in, some come back late. Several threads work on one simulated table. At the end the counters are
compared with what the visitors were told: nothing is lost, and nothing counts twice.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import Any, Final
from unittest import mock
from urllib.parse import urlencode

ACCOUNT: Final = "bench"
QUIZ: Final = "p-20261201-crowd0"
POOL: Final = "works/bench/content.json"
QUESTIONS: Final = 40
DRAW: Final = 10


def main() -> None:
    """Measure, print the figures as JSON; fails where a count is wrong."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--visitors", type=int, default=2000)
    options.add_argument("--threads", type=int, default=8)
    given = options.parse_args()
    print(json.dumps(measured(given.visitors, given.threads), ensure_ascii=False, indent=1))


def measured(visitors: int, threads: int) -> dict[str, Any]:
    """What came of a crowd. Raises ``AssertionError`` where the counters are not what visitors were told."""
    from benchmarks.moto_cloud import cloud_here, moto_by_key
    from chalicelib import quizzes
    from chalicelib.quizzes import limits

    with cloud_here() as calls, moto_by_key(), one_call_at_a_time():
        publish()
        # What a crowd of one network may begin is the limit's test, not this one's.
        with mock.patch.object(limits, "NETWORK_STARTS", 10**9), mock.patch.object(limits, "QUIZ_STARTS", 10**9):  # fmt: skip
            visit(0)  # a function is warm from then on
            before = Counter(calls)
            began, cpu = time.monotonic(), time.process_time()
            with ThreadPoolExecutor(threads) as pool:
                said = list(pool.map(visit, range(1, visitors + 1)))
            seconds, processor = time.monotonic() - began, time.process_time() - cpu
        made = calls - before
        found = quizzes.numbers(ACCOUNT, QUIZ)
    started = sum(day.started for day in found.days)
    ended = sum(day.ended for day in found.days)
    told = Counter(one for one in said if one is not None)
    handed_in = sum(told.values())
    # One came before the crowd.
    assert started == len(said) + 1, (started, len(said))
    assert ended - handed_in in (0, 1), (ended, handed_in)
    right = sum(one.right for one in found.questions)
    answered = sum(one.answered for one in found.questions)
    scores = Counter({n: sum(day.scores[n] for day in found.days) for n in range(11)})
    assert answered == DRAW * ended, (answered, ended)
    assert sum(scores.values()) == ended
    assert right == sum(tenth * number for tenth, number in scores.items())
    for points, number in told.items():
        assert scores[points // 10] >= number
    return {
        "visitors": visitors,
        "handed in": handed_in,
        "lost or counted twice": 0,
        "calls per attempt": round(sum(made.values()) / len(said), 2),
        "calls": {name: round(number / len(said), 2) for name, number in made.most_common()},
        "processor ms per attempt, moto included": round(1000 * processor / len(said), 1),
        "seconds": round(seconds, 1),
    }


def visit(number: int) -> int | None:
    """One visitor with a browser of their own; returns the score they were told, None where they did not hand in."""
    choose = random.Random(number)
    cookie = ""

    def ask(page: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        nonlocal cookie
        said = _asked(page, form, cookie, f"198.51.{number % 250}.{number // 250}")
        for one in said["multiValueHeaders"].get("Set-Cookie", ()):
            cookie = one.partition("=")[2].partition(";")[0]
        return said

    front = ask("")["body"]
    key = re.search(r'name="key" value="([^"]+)"', front)
    assert key
    sent = partial(ask, "start", {"key": key[1]})
    where = _twice(sent, choose)
    attempt = where.partition("=")[2]
    body = ask(where)["body"]
    if choose.random() < 0.05:
        return None
    form = {"attempt": attempt, "whole": "1"}
    for name in sorted(set(re.findall(r'type="radio" name="(a\d+)"', body))):
        form[name] = str(choose.randrange(3))
    result = _twice(partial(ask, "hand-in", form), choose)
    shown = re.search(r'class="score">(\d+)<', ask(result)["body"])
    assert shown
    return int(shown[1])


def _twice(send: Callable[[], dict[str, Any]], choose: random.Random) -> str:
    """Send a form, every fifth time twice, as an impatient thumb does."""
    where = [str(send()["multiValueHeaders"]["Location"][0]) for _ in range(1 + (choose.random() < 0.2))]  # fmt: skip
    assert len(set(where)) == 1
    return where[0]


def _asked(page: str, form: dict[str, str] | None, cookie: str, address: str) -> dict[str, Any]:
    from chalicelib.h5 import works

    path, _, query = page.partition("?")
    event = {
        "httpMethod": "GET" if form is None else "POST",
        "path": f"/h5/works/{ACCOUNT}/quiz/{QUIZ}/{path}",
        "queryStringParameters": dict([query.split("=", 1)]) if query else {},
        "headers": {"Cookie": f"__Host-visitor={cookie}"} if cookie else {},
        "body": urlencode(form or {}),
        "requestContext": {"identity": {"sourceIp": address}},
    }
    return works.handler(event, None)


def publish() -> None:
    """An account, and a quiz that draws ten of forty questions."""
    from chalicelib import accounts, units, works
    from chalicelib.accounts import OfficialAccount
    from chalicelib.cloud import objects, table
    from chalicelib.products import Form, module_of
    from chalicelib.units import UnitLevel
    from chalicelib.works import Work, WorkKind

    units.add_unit(ACCOUNT, name="基准税务局", level=UnitLevel.PROVINCE)
    accounts.store.add_account(
        OfficialAccount(id=ACCOUNT, name="基准税务", unit=ACCOUNT, kind="service", appid="wx" + "0" * 16)
    )  # fmt: skip
    questions = [
        {"id": f"q-{n:08d}", "kind": "single", "text": f"第 {n} 题？", "options": ["甲", "乙", "丙"], "right": [n % 3]}
        for n in range(QUESTIONS)
    ]  # fmt: skip
    form = module_of(Form.QUIZ)
    content = form.Content.model_validate({"questions": questions, "draw": DRAW, "tries": 20})
    objects.write(POOL, content.model_dump_json().encode(), "application/json")
    work = Work(
        account=ACCOUNT,
        kind=WorkKind.QUIZ,
        id=QUIZ,
        title="千人答题",
        content=form.work_of(content, ""),
        key=POOL,
        published_at=datetime.now(UTC),
    )
    table.transact([works.publish_action(work)])


def one_call_at_a_time() -> Any:
    """Each call takes effect at once, as DynamoDB's do: moto checks and writes a transaction in many steps."""
    from botocore.client import BaseClient

    lock, call = Lock(), BaseClient._make_api_call  # type: ignore[attr-defined]

    def locked(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        with lock:
            return call(self, operation, arguments)

    return mock.patch.object(BaseClient, "_make_api_call", locked)


if __name__ == "__main__":
    main()
