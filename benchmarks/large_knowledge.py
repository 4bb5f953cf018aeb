"""``python -m benchmarks.large_knowledge``: a knowledge base of 10,000 entries, and what everybody does with it.

The console's function answers in this process, and jobs are carried out by what the worker of Lambda calls. AWS is moto:
what a read asks of it is given again from a book (``api_reads``), so that its time is ours; a write's time holds moto's.
Times are processor time of this process.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, redirect_stdout
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, TypedDict

import numpy as np

from benchmarks import large_corpus
from benchmarks.api_reads import _SESSIONS, Waits, _book
from benchmarks.moto_cloud import cloud_here

EDITOR: Final = "r.knowledge_editor"
CHIEF: Final = "r.chief"
ACCOUNT: Final = "jia"
KNOWLEDGE: Final = f"/knowledge/{ACCOUNT}"


class Figure(TypedDict):
    """One thing that people do."""

    first_ms: float
    """By a process that has read nothing of this knowledge yet; of a write, the only time."""
    p95_ms: float | None
    """By a warm one."""
    job_s: float | None
    """Of the job that the request started; None where it did the work itself."""
    kb: float
    """Of the answer, not compressed."""


class Deed(NamedTuple):
    """One request, and where the outcome of its job is read (before the id)."""

    name: str
    method: str
    path: str
    body: Any = None
    query: Mapping[str, str] = {}
    outcome: str = ""
    by: str = EDITOR


def measure(entries: int, messages: int, rounds: int, seed: int) -> dict[str, Figure]:
    """By deed, in the order in which somebody does them."""
    with ExitStack() as held:
        held.enter_context(cloud_here())
        _world(messages)
        known = large_corpus.entries(entries, seed)
        found: dict[str, Figure] = {}
        for deed in _taking(known, seed):
            found[deed.name] = _once(deed)
        number = _working()
        found["submit"] = _once(
            Deed("", "POST", f"{KNOWLEDGE}/versions/{number}/submit", {}),
        )
        found["release"] = _once(
            Deed("", "POST", f"{KNOWLEDGE}/versions/{number}/release", by=CHIEF)
        )
        for deed in _reads(known):
            found[deed.name] = _often(deed, rounds)
        found["edit an entry"] = _edited(known[entries // 2].id)
        for deed in _work(known):
            found[deed.name] = _once(deed)
        return found


def _taking(known: tuple[Any, ...], seed: int) -> Iterator[Deed]:
    """Files as an office has them: the entries in two workbooks, because one of 20 MB of text is refused."""
    from chalicelib import knowledge

    files = knowledge.files
    papers = files.write_policies("政策.xlsx", large_corpus.policies(2000, seed))
    half = len(known) // 2
    first, second = (files.write_faq("问答.xlsx", part) for part in (known[:half], known[half:]))
    for name, path, body, replace in (
        ("policies", "policies-import", papers, True),
        ("half of the entries", "entries-import", first, True),
        ("the other half", "entries-import", second, False),
    ):
        for what, dry_run in (("check", True), ("import", False)):
            sent = {"name": "大表.xlsx", "base64": base64.b64encode(body).decode()}
            given = {"file": sent, "dry_run": dry_run, "replace": replace}
            yield Deed(f"{what} {name}", "POST", f"{KNOWLEDGE}/{path}", given, outcome="/imports")


def _reads(known: tuple[Any, ...]) -> Iterator[Deed]:
    middle = known[len(known) // 2]
    text = {
        "question": middle.question,
        "answer": "改过的答复。",
        "variants": list(middle.variants),
    }
    cursor = base64.urlsafe_b64encode(middle.id.encode()).decode()
    lists = f"{KNOWLEDGE}/entries"
    yield Deed("list", "GET", lists)
    yield Deed("list, from the middle", "GET", lists, query={"cursor": cursor})
    yield Deed("search", "GET", lists, query={"q": middle.question[-8:]})
    yield Deed("search in vain", "GET", lists, query={"q": "月亮上能开票吗"})
    yield Deed("list, filtered", "GET", lists, query={"owner": "征管科", "validity": "due"})
    yield Deed("one entry", "GET", f"{lists}/{middle.id}")
    yield Deed("policies", "GET", f"{KNOWLEDGE}/policies")
    yield Deed("policies by number", "GET", f"{KNOWLEDGE}/policies", query={"q": "云税发2020 5号"})
    yield Deed("standing", "GET", f"{KNOWLEDGE}/standing")
    yield Deed("difference of all", "GET", f"{KNOWLEDGE}/difference", query={"older": "0"})
    yield Deed("open questions", "GET", f"/questions/{ACCOUNT}")
    yield Deed(
        "search over everything",
        "GET",
        "/search",
        query={"q": middle.question[:6], "unit": ACCOUNT},
    )
    yield Deed("preview", "POST", f"{KNOWLEDGE}/preview", {"id": middle.id, "text": text})
    yield Deed("try what is in force", "POST", f"/tryouts/{ACCOUNT}", {"text": middle.question})
    yield Deed(
        "try the draft", "POST", f"/tryouts/{ACCOUNT}", {"text": middle.question, "draft": True}
    )
    typed = {"id": middle.id, "text": text}
    yield Deed(
        "try what is typed",
        "POST",
        f"/tryouts/{ACCOUNT}",
        {"text": middle.question, "entry": typed},
    )
    typed = {"id": "", "text": {**text, "question": "火星上怎么报税"}}
    yield Deed(
        "try a new question", "POST", f"/tryouts/{ACCOUNT}", {"text": "火星报税", "entry": typed}
    )


def _work(known: tuple[Any, ...]) -> Iterator[Deed]:
    yield Deed("difference of one", "GET", f"{KNOWLEDGE}/difference")
    yield Deed("duplicates", "POST", f"{KNOWLEDGE}/duplicates", outcome="/duplicates")
    yield Deed(
        "dry run of the draft",
        "POST",
        f"/rules/{ACCOUNT}/dry-run",
        {"knowledge_draft": True},
        outcome="/dry-runs",
        by=CHIEF,
    )
    yield Deed(
        "trial of thresholds",
        "POST",
        f"{KNOWLEDGE}/threshold-trial",
        {},
        outcome="/threshold-trials",
        by=CHIEF,
    )
    yield Deed("check the rules", "GET", f"/rules/{ACCOUNT}/lint")
    yield Deed("file of all entries", "GET", f"{KNOWLEDGE}/file")


def _world(messages: int) -> None:
    from chalicelib.conversation import Decision, RecordedPush, Rung
    from chalicelib.insight import learn
    from tests.cloud.console import asked, world
    from tests.unit.conversation.messages import push

    world.fill()
    asked.fill(ACCOUNT, "甲")
    now = datetime.now(UTC)
    for n, text in enumerate(large_corpus.messages(messages)):
        at = int((now - timedelta(minutes=5)).timestamp()) - n
        message = push(
            "text", Content=text, FromUserName=f"o-{n % 400}", MsgId=f"m{n}", CreateTime=at
        )
        learn(
            RecordedPush(
                ACCOUNT, message.key, message, Decision(rung=Rung.DEFAULT), at, at + 86_400
            )
        )


def _working() -> int:
    from chalicelib import knowledge

    return knowledge.versions.working(ACCOUNT).number


def _edited(entry: str) -> Figure:
    path = f"{KNOWLEDGE}/entries/{entry}"
    said = _asked(Deed("", "GET", path))
    text = {**json.loads(said["body"])["text"], "answer": "改过的答复。"}
    mark = said["multiValueHeaders"]["ETag"][0]
    return _once(Deed("", "PUT", path, {"text": text}), {"If-Match": mark})


def _often(deed: Deed, rounds: int) -> Figure:
    _cold()
    with _book(Waits()):
        first, said = _timed(deed)
        _cold()
        first, said = _timed(deed)  # what moto gave is in the book by now
        taken = [_timed(deed)[0] for _ in range(rounds)]
    return Figure(
        first_ms=first, p95_ms=float(np.percentile(taken, 95)), job_s=None, kb=_size(said)
    )


def _once(deed: Deed, headers: Mapping[str, str] | None = None) -> Figure:
    from chalicelib.application import job_kinds

    _cold()
    taken, said = _timed(deed, headers)
    job = (json.loads(said["body"]) or {}).get("job")
    if not job:
        return Figure(first_ms=taken, p95_ms=None, job_s=None, kb=_size(said))
    _cold()
    begun = time.process_time()
    done = job_kinds.run(f"{job['id']} {deed.by}")
    seconds = time.process_time() - begun
    if done is None or done.state != "done":
        raise AssertionError(f"{deed}: {done}")
    if deed.outcome:
        said = _asked(Deed("", "GET", f"{deed.outcome}/{job['id']}", by=deed.by))
    return Figure(first_ms=taken, p95_ms=None, job_s=seconds, kb=_size(said))


def _cold() -> None:
    """Forget what this process holds of the knowledge; code stays loaded."""
    from chalicelib import knowledge
    from chalicelib.application import tryouts
    from chalicelib.knowledge.retrieval import index

    knowledge.versions.forget()
    knowledge.compiled.forget()
    tryouts._HELD.clear()
    index._numbers.cache_clear()


def _size(said: Mapping[str, Any]) -> float:
    return len(str(said["body"]).encode()) / 1024


def _timed(deed: Deed, headers: Mapping[str, str] | None = None) -> tuple[float, dict[str, Any]]:
    begun = time.process_time()
    said = _asked(deed, headers)
    return (time.process_time() - begun) * 1e3, said


def _asked(deed: Deed, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    from chalicelib.console.handler import handler
    from chalicelib.console.rates import RATES
    from tests.cloud.console.conftest import session_for

    RATES._left.clear()
    if deed.by not in _SESSIONS:
        _SESSIONS[deed.by] = session_for(deed.by)
    sent = {
        "X-Rongmei-Console": "1",
        "Content-Type": "application/json",
        "Cookie": f"__Host-rongmei={_SESSIONS[deed.by]}",
        **(headers or {}),
    }
    full = f"/console/api/v1{deed.path}"
    event = {
        "httpMethod": deed.method,
        "path": full,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": dict(deed.query) or None,
        "multiValueQueryStringParameters": {k: [v] for k, v in deed.query.items()} or None,
        "body": None if deed.body is None else json.dumps(deed.body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "r", "httpMethod": deed.method, "path": full},
    }
    said: dict[str, Any] = handler(event, SimpleNamespace(aws_request_id="r"))
    if int(said["statusCode"]) >= 300:
        raise AssertionError(
            f"{deed.method} {deed.path}: {said['statusCode']} {said['body'][:300]}"
        )
    return said


def main() -> None:
    """A table; with ``--json`` the figures, in the last line."""
    from rich.console import Console
    from rich.table import Table

    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.large_knowledge", description=__doc__
    )
    parser.add_argument("--entries", type=int, default=10_000, help="12,000 at most")
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for name in (
        "AWS_ENDPOINT_URL",
        "AWS_PROFILE",
        "RONGMEI_CALLBACK_URL",
        "RONGMEI_WECHAT_API_URL",
    ):
        os.environ.pop(name, None)
    # Metrics and logs are printed; that is their way to CloudWatch.
    with redirect_stdout(io.StringIO()):
        figures = measure(options.entries, options.messages, options.rounds, options.seed)
    if options.json:
        print(json.dumps(figures))
        return
    table = Table(title=f"A knowledge base of {options.entries:,} entries", title_justify="left")
    table.add_column("", no_wrap=True)
    for name in ("request, cold, ms", "warm p95, ms", "job, s", "answer, kB"):
        table.add_column(name, justify="right")
    for name, one in figures.items():
        warm, job = one["p95_ms"], one["job_s"]
        table.add_row(
            name,
            f"{one['first_ms']:.0f}",
            "" if warm is None else f"{warm:.0f}",
            "" if job is None else f"{job:.1f}",
            f"{one['kb']:.0f}",
        )
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
