"""A stage that is upgraded and taken back under load, as bundles: ``python -m dev.upgrade.redeployed --minutes 12``.

The last release is packaged and deployed to a local cloud of its own, filled with its demo, and used: followers write, an agent
answers who asks for a person, pushes go out. Meanwhile:

1. this version is deployed over it, by the same tools as a real stage (CloudFormation);
2. functions go from one bundle to the other, one by one, by Lambda's own calls, all the way back and up again: for most of the time
   both bundles work over one table, with roles, queues, stream and layers as deployed;
3. the last release is deployed again: the way back.

What is counted at the end: what was asked, answered, lost, doubled, left in a queue for failures, logged as an error, be it by a
fault that the last release has alone. Exits 1 where something is lost, doubled or given up. Ports: ``RONGMEI_CLOUD_PORT``, ``RONGMEI_SIMULATOR_PORT``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import boto3
import requests

from dev import stack
from dev.places import PYTHON, ROOT, Place
from dev.problem import Problem, run
from dev.processes import free_port, stop
from dev.progress import Step, step
from dev.upgrade import release
from dev.upgrade.people import People
from dev.upgrade.side_by_side import judge
from dev.upgrade.snapshot import demo_of
from dev.upgrade.stage import Functions

_IN_TREE: Final = Path(__file__).with_name("in_tree.py")
_PAUSE: Final = 0.5
"""Seconds between what one person does and does next: this machine runs all functions at once."""
_ALONE: Final = 0.15
"""Of the time, how long the release is alone before its upgrade, and again after the way back."""
_PATIENCE: Final = 240.0
"""Seconds until queues are empty."""
_CALM: Final = 9
"""Looks, five seconds apart, that show the same: what a queue still has then waits for its next try."""
_ERROR: Final = re.compile(r'"level":"ERROR".*?"message":"([^"]*)"')
_CONFIGURED: Final = ("Handler", "Runtime", "Timeout", "MemorySize", "Environment")
"""What a deployment says of a function beside its code and its layers."""


class Bundle(NamedTuple):
    """One version's functions, as its deployment made them."""

    name: str
    code: str
    """Where it lies: ``s3://bucket/key``."""
    functions: dict[str, dict[str, Any]]
    """By name in the template: how Lambda has it, its real name with it."""


class Deployed:
    """The stage on the local cloud, and which bundle each of its functions has."""

    def __init__(self, place: Place, old: Path) -> None:
        self.place, self._old = place, old
        self.env: dict[str, str] = {}
        self.has: dict[str, str] = {}
        """Bundle of each function, by its name in the template."""
        self.asked: Counter[str] = Counter()
        self._behind: Functions | None = None
        keys = stack.credentials(place)
        self._make: Callable[..., Any] = boto3.Session(
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            region_name=keys["AWS_REGION"],
        ).client
        self._clients: dict[str, Any] = {}

    def deploy(self, tree: Path, writes: int) -> Bundle:
        """Deploy a tree with its own tools. Raises ``Problem``."""
        name = "old" if tree == self._old else "new"
        ports = (str(self.place.cloud_port), str(self.place.simulator_port))
        told = json.loads(_deploying(tree, str(self.place.local), *ports, str(writes)))
        if not self.env:
            self.env = told["env"]
        functions = {
            one["LogicalResourceId"]: self._configured(one["PhysicalResourceId"])
            for one in self._client("cloudformation").describe_stack_resources(
                StackName=stack.STACK
            )["StackResources"]
            if one["ResourceType"] in ("AWS::Lambda::Function", "AWS::Serverless::Function")
        }
        self.has = dict.fromkeys(functions, name)
        return Bundle(name, told["code"], functions)

    def _configured(self, function: str) -> dict[str, Any]:
        told = self._client("lambda").get_function_configuration(FunctionName=function)
        return {name: told[name] for name in (*_CONFIGURED, "CodeSha256") if name in told} | {
            "FunctionName": function,
            "Layers": [one["Arn"] for one in told.get("Layers", [])],
        }

    def give(self, function: str, bundle: Bundle) -> None:
        """Give a function the code and the settings that it has in this bundle. Raises ``Problem``."""
        aws, wanted = self._client("lambda"), bundle.functions[function]
        bucket, _, key = bundle.code.removeprefix("s3://").partition("/")
        aws.update_function_code(FunctionName=wanted["FunctionName"], S3Bucket=bucket, S3Key=key)
        self._updated(wanted["FunctionName"])
        told = {name: value for name, value in wanted.items() if name != "CodeSha256"}
        aws.update_function_configuration(**told)
        self._updated(wanted["FunctionName"])
        if self._configured(wanted["FunctionName"]) != wanted:
            raise Problem(f"{function} has another bundle than it was given")
        self.has[function] = bundle.name

    def _updated(self, function: str) -> None:
        self._client("lambda").get_waiter("function_updated_v2").wait(
            FunctionName=function, WaiterConfig={"Delay": 1}
        )

    def console(self, session: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """A request of the agent's page, through the console's gateway."""
        self.asked[f"Console {self.has.get('Console')}"] += 1
        answer = _direct().request(
            method,
            f"{self.env['RONGMEI_CONSOLE_URL']}api/v1{path}",
            json=body,
            headers={"X-Rongmei-Console": "1", "Cookie": f"__Host-rongmei={session}"},
            timeout=60,
        )
        with suppress(ValueError):
            return answer.status_code, answer.json()
        return answer.status_code, None

    def sign_in(self, person: str) -> str:
        """A session of a person of the demo."""
        return str(self._commands().do("sign_in", person=person))

    def plan_push(self) -> str:
        """The last release's command line plans a push: the terminal is upgraded last."""
        return str(self._commands().do("plan_push"))

    def _commands(self) -> Functions:
        if self._behind is None:
            self._behind = Functions(self._old, self.env, time.time())
            self._behind.ready()
        return self._behind

    def items(self) -> list[dict[str, Any]]:
        """Every item of the table."""
        pages = self._client("dynamodb").get_paginator("scan")
        return [
            one
            for page in pages.paginate(TableName=self.env["RONGMEI_TABLE"], ConsistentRead=True)
            for one in page["Items"]
        ]

    def waiting(self) -> dict[str, int]:
        """How many messages wait or are worked on, by queue; empty queues are left out."""
        sqs, found = self._client("sqs"), {}
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        for url in sqs.list_queues().get("QueueUrls", []):
            told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            if number := sum(int(told[one]) for one in names):
                found[url.rpartition("/")[2]] = number
        return found

    def close(self) -> None:
        """End the process that signs in and plans."""
        if self._behind is not None:
            self._behind.close()

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._make(service, endpoint_url=self.place.cloud_url)
        return self._clients[service]


def _deploying(tree: Path, *arguments: str) -> str:
    """What ``deploying.py`` says last. Raises ``Problem``."""
    done = subprocess.run(
        [PYTHON, _IN_TREE, tree, "deploying", *arguments],
        env=stack.CLEAN,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(f"{tree} could not be deployed: {done.stderr.strip()[-600:]}")
    return (done.stdout.splitlines() or [""])[-1]


@contextmanager
def cloud(place: Place) -> Iterator[None]:
    """A local cloud that checks every call against its role and keeps nothing, and a simulated WeChat."""
    try:
        with step(f"Local cloud on {place.cloud_url}, simulated WeChat on {place.simulator_url}"):
            stack.start_cloud(place, {"AUTH": "true", "PERSIST_STATE": "0", "S3_PERSIST": "0"})
            stack.start_simulator(place, keep=False)
        yield
    finally:
        for name in ("simulator", "cloud"):
            stop(place.local / f"{name}.pid", seconds=5)


def redeploy(place: Place, minutes: float, writes: int, seed: int = 1) -> dict[str, Any]:
    """Upgrade and take back a stage in use; returns what came of it."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    tree, seconds = release.tree(), 60 * minutes
    with step("Packaging both bundles"):
        for one in (tree, ROOT):
            _deploying(one)
    with ExitStack() as opened:
        opened.enter_context(cloud(place))
        there = Deployed(place, tree)
        opened.callback(there.close)
        with step("Deploying the last release"):
            old = there.deploy(tree, 0)
        with step("Filling in its demo, waking its functions"):
            demo_of(tree, there.env, "seed")
            stack.warm(there.env, processes=2)
        people = People(there, chance, _PAUSE)
        people.start()
        try:
            told = _through(there, tree, old, seconds, writes, people)
        finally:
            people.stop()
        with step("Waiting for stream and queues") as current:
            left = _settled(there, people)
            current.result = f"{left}" if left else "empty"
        log = (place.local / "cloud.log").read_text(errors="replace")
        return {
            "minutes": minutes,
            **told,
            **people.report(),
            "given up": {name: n for name, n in left.items() if "Failures" in name},
            "tried again later": {name: n for name, n in left.items() if "Failures" not in name},
            "requests": dict(sorted(there.asked.items())),
            "errors": dict(Counter(found[1] for found in _ERROR.finditer(log)).most_common()),
        }


def _through(
    there: Deployed, tree: Path, old: Bundle, seconds: float, writes: int, people: People
) -> dict[str, Any]:
    """The upgrade, the time in which both work, and the way back; returns how long what lasted."""
    lasted: dict[str, int] = {}

    @contextmanager
    def phase(title: str) -> Iterator[Step]:
        people.phase, began = title, time.monotonic()
        with step(title) as current:
            yield current
        lasted[title] = round(time.monotonic() - began)

    with phase("The last release alone"):
        time.sleep(_ALONE * seconds)
    with phase("This version is deployed over it"):
        new = there.deploy(ROOT, writes)
    with phase("Both side by side") as current:
        held = _taking_turns(there, old, new, (1 - 2 * _ALONE) * seconds, current)
    with phase("The last release is deployed again"):
        there.deploy(tree, 0)
    with phase("The last release alone again"):
        time.sleep(_ALONE * seconds)
    return {"seconds": lasted, "seconds side by side, by function and bundle": held}


def _taking_turns(
    there: Deployed, old: Bundle, new: Bundle, seconds: float, current: Step
) -> dict[str, dict[str, int]]:
    """Give functions the other bundle, one at a time: from all new to all old and back. Returns how long each had which."""
    both = sorted(set(old.functions) & set(new.functions))
    # Each way in an order of its own: every function meets every other one's other version.
    chance = random.Random(1)  # noqa: S311 - no secret
    turns = [(old, one) for one in chance.sample(both, len(both))]
    turns += [(new, one) for one in chance.sample(both, len(both))]
    held: dict[str, dict[str, float]] = {one: {"new": 0.0, "old": 0.0} for one in both}
    began = last = time.monotonic()
    done = 0
    while (gone := (time.monotonic() - began) / seconds) < 1.0:
        if done < len(turns) * gone:
            bundle, function = turns[done]
            there.give(function, bundle)
            done += 1
        now = time.monotonic()
        for one in both:
            held[one][there.has[one]] += now - last
        last = now
        current.detail = f"{done} of {len(turns)} changes of a function's bundle"
        time.sleep(0.5)
    current.result = current.detail
    return {one: {name: round(value) for name, value in held[one].items()} for one in both}


def _settled(there: Deployed, people: People) -> dict[str, int]:
    """Wait until nothing waits and no push is under way, or nothing changes any more; returns what is there then."""
    end, same, before = time.monotonic() + _PATIENCE, 0, None
    while time.monotonic() < end and same < _CALM:
        now = there.waiting()
        waits = people.under_way() or any("Failures" not in name for name in now)
        same = same + 1 if now == before and not people.under_way() else 0
        if same and not waits:
            same += 2
        before = now
        time.sleep(5)
    return there.waiting()


def _direct() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=12, help="beside the deployments' own")
    parser.add_argument(
        "--writes", type=int, default=0, help="newest shape that the new version writes"
    )
    given = parser.parse_args()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
    os.environ.pop("AWS_PROFILE", None)
    home = Path(tempfile.mkdtemp(prefix="redeployed-"))
    place = Place(
        home,
        *(
            int(os.environ.get(f"RONGMEI_{name}_PORT") or free_port())
            for name in ("CLOUD", "SIMULATOR")
        ),
    )
    try:
        report = redeploy(place, given.minutes, given.writes)
    except BaseException:
        print(f"What the local cloud said: {home / 'cloud.log'}")
        raise
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    print()
    judge(report)
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    run(main)
