"""Keeps what a release writes: ``python -m dev.upgrade.snapshot [REVISION]`` after each release.

It unpacks the release out of this repository's history and lets it do two things. Its own tests of the cloud show
every kind of item, message and object (``recording.py``); its demo makes a stage that belongs together, with a morning of
followers, of which the last part waits in stream and queues. Ids and keys are drawn anew each time, so what is kept is
another each time, and of the same kinds. Takes twenty minutes of processor time, most of it for the tests.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import requests

from demo.accounts import ALL
from dev import stack
from dev.places import PYTHON, ROOT, Place
from dev.problem import Problem, run
from dev.processes import free_port, stop
from dev.progress import step
from dev.upgrade import release, world
from dev.upgrade.examples import Examples
from dev.upgrade.kinds import kind_of, kinds
from dev.upgrade.stage import HANDLERS, Functions, Stage, stage

EXAMPLES: Final = release.KEPT / "examples.jsonl.xz"
SCHEMAS: Final = release.KEPT / "schemas.json.xz"
WORLD: Final = release.KEPT / "world.jsonl.xz"
ACCOUNTS: Final = {demo.appid: demo.id for demo in ALL}
"""The demo's accounts that followers write to: AppID and short name."""
_IN_TREE: Final = Path(__file__).with_name("in_tree.py")
_MORNING: Final = 60
"""Messages of followers."""
_LAST: Final = 15
"""Of these, how many are still to be followed up."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("revision", nargs="?")
    parser.add_argument("--more", action="store_true", help="beside what is kept of it already")
    parser.add_argument("--rooms", nargs="*", help="of its tests; all unless said")
    parser.add_argument(
        "--recorded", nargs="*", type=Path, help="what recording.py has written already"
    )
    given = parser.parse_args()
    commit = release.resolved(given.revision or (release.named() if given.more else "HEAD"))
    if given.more and commit != release.named():
        raise Problem(f"What is kept is of {release.named()[:12]}, not of {commit[:12]}.")
    tree = release.tree(commit)
    with step(f"The tests of {commit[:12]} show what it writes") as current:
        files = given.recorded or list(_recorded(tree, given.rooms or _rooms(tree)))
        examples = _merged(
            [*([_kept()] if given.more else []), *(_told(one, part=given.more) for one in files)]
        )
        current.result = f"{sum(map(len, examples.values()))} examples of {len(examples)} kinds"
    with step("Its demo makes a stage, and followers write"):
        there = world.read(WORLD) if given.more else _made(tree)
    with step("Its models and functions read what is kept"):
        told = _read(tree, examples)
        _drop_unreadable(examples, told["read"])
        _drop_unfollowed(tree, there, examples)
    release.name(commit)
    if not given.more:
        world.write(WORLD, there)
    lines = (
        json.dumps({"kind": kind, **one}, ensure_ascii=False, sort_keys=True)
        for kind in sorted(examples)
        for one in examples[kind]
    )
    EXAMPLES.write_bytes(world.packed("".join(f"{line}\n" for line in lines)))
    every = kinds(tree)
    SCHEMAS.write_bytes(
        world.packed(
            json.dumps(
                {"kinds": [one.name for one in every], "schemas": told["schemas"]},
                ensure_ascii=False,
                sort_keys=True,
            )
        )
    )
    for file in (EXAMPLES, SCHEMAS, WORLD):
        print(f"  {file.relative_to(ROOT)}  {file.stat().st_size:,} bytes")
    shown = {name.removeprefix("item ") for name, found in examples.items() if found}
    shown |= {
        kind.name
        for one in there.items
        if (kind := kind_of(every, one["pk"]["S"], one["sk"]["S"])) is not None
    }
    missing = [one.name for one in every if one.name not in shown]
    print(f"  without an example: {', '.join(missing) or 'no kind'}")


def _rooms(tree: Path) -> list[str]:
    """Rooms of a release's tests of the cloud."""
    return sorted(
        str(one.relative_to(tree))
        for one in (tree / "tests/cloud").iterdir()
        if one.name.startswith("test_") or (one.is_dir() and one.name[0] != "_")
    )


def _recorded(tree: Path, rooms: Sequence[str]) -> Iterator[Path]:
    """Let tests of the release run, in two processes, and see what they write."""
    home = ROOT / ".local/releases"
    running = []
    for number in range(min(2, len(rooms))):
        out = home / f"recorded-{number}.json"
        out.unlink(missing_ok=True)
        with (home / f"recorded-{number}.log").open("w") as log:
            running.append(
                (
                    out,
                    subprocess.Popen(
                        [PYTHON, _IN_TREE, tree, "recording", out, *rooms[number::2]],
                        stdout=log,
                        stderr=log,
                    ),
                )
            )
    for out, process in running:
        process.wait()
        yield out


def _told(file: Path, *, part: bool) -> dict[str, list[dict[str, Any]]]:
    """What one process has recorded. Raises ``Problem`` where tests did not come to their end, unless a part will do."""
    told = json.loads(file.read_text("utf-8")) if file.exists() else {"rooms": {}}
    ended = {
        room: sum(found.get(one, 0) for one in ("passed", "failed", "skipped"))
        for room, found in told["rooms"].items()
    }
    short = [room for room, found in told["rooms"].items() if ended[room] < found["collected"]]
    if not any(ended.values()) or (short and not part):
        raise Problem(
            f"The recording ended early ({', '.join(short) or 'no test ran'}): {file.with_suffix('.log')}"
        )
    for test, why in told["failed"].items():
        print(f"  {test}: {why[-100:]}")
    examples: dict[str, list[dict[str, Any]]] = told["examples"]
    return examples


def _kept() -> dict[str, list[dict[str, Any]]]:
    """The examples that are kept already."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lzma.decompress(EXAMPLES.read_bytes()).decode().splitlines():
        one = json.loads(line)
        one.pop("followed", None)
        found.setdefault(one.pop("kind"), []).append(one)
    return found


def _merged(parts: Iterable[dict[str, list[dict[str, Any]]]]) -> dict[str, list[dict[str, Any]]]:
    """What the parts have recorded, without what two of them show alike."""
    merged = Examples()
    for found in parts:
        for kind, examples in found.items():
            for one in examples:
                shown = (
                    {
                        name: next(iter(value.values()))
                        for name, value in one["new"].items()
                        if name not in {"pk", "sk", "gsi1sk"}
                    }
                    if "new" in one
                    else one.get("body", "")
                )
                merged.offer(
                    kind,
                    one,
                    shown
                    if kind.startswith("item")
                    else {"body": shown}
                    if kind.startswith("message")
                    else "one",
                )
    return dict(merged.kept)


def _read(tree: Path, examples: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    with TemporaryDirectory() as temporary:
        file = Path(temporary) / "examples.json"
        file.write_text(json.dumps(examples), "utf-8")
        done = subprocess.run(
            [PYTHON, _IN_TREE, tree, "reading", file], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise Problem(
            f"the release does not read its own items: {done.stderr.strip().splitlines()[-1]}"
        )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _drop_unreadable(
    examples: dict[str, list[dict[str, Any]]], read: dict[str, list[str | None]]
) -> None:
    """Leave out what tests had broken on purpose."""
    for kind, again in read.items():
        examples[kind] = [
            one for one, text in zip(examples[kind], again, strict=True) if text is not None
        ]


def _drop_unfollowed(
    tree: Path, there: world.World, examples: dict[str, list[dict[str, Any]]]
) -> None:
    """Leave out the messages and records at which the release itself fails, in a stage that is not theirs.

    What it writes meanwhile is kept of a kind that nothing else shows.
    """
    every = kinds(tree)
    with stage_of(there, [tree]) as (standing, [functions], _):
        for kind, found in examples.items():
            if kind.startswith("item "):
                for one in found:
                    one["followed"] = followed(functions, [one])
            elif kind.startswith("message ") and kind.removeprefix("message ") in HANDLERS:
                queue = kind.removeprefix("message ")
                for one in found:
                    standing.failures.clear()
                    standing.work(queue, one["body"], lambda _: functions)
                    one["followed"] = not standing.failures
        for item in standing.items():
            found_kind = kind_of(every, item["pk"]["S"], item["sk"]["S"])
            if found_kind is not None and not examples.get(f"item {found_kind.name}"):
                one = {"new": item}
                examples[f"item {found_kind.name}"] = [
                    one | {"followed": followed(functions, [one])}
                ]


def followed(functions: Functions, examples: list[dict[str, Any]]) -> bool:
    """Whether the stream's function takes these examples as records."""
    records = [
        {
            "eventID": f"e{number}",
            "eventName": "MODIFY" if "old" in one else "INSERT",
            "eventSource": "aws:dynamodb",
            "dynamodb": {
                "ApproximateCreationDateTime": 1_790_000_000.0,
                "SequenceNumber": str(number),
                "Keys": {name: one["new"][name] for name in ("pk", "sk")},
                "NewImage": one["new"],
                **({"OldImage": one["old"]} if "old" in one else {}),
            },
        }
        for number, one in enumerate(examples)
    ]
    result, said = functions.call("outbox", {"Records": records})
    # Examples come from many tests: of one entry of the audit log some have two versions.
    errors = [one for one in said if "audit entry tampered with" not in one]
    return not errors and result is not None and not result["batchItemFailures"]


@contextmanager
def stage_of(
    there: world.World, trees: list[Path], after: float = 0.0, writes: int = 0
) -> Iterator[tuple[Stage, list[Functions], SimulatedWeChat]]:
    """What was kept, put up again ``after`` so many seconds, with the functions of these trees."""
    moment = there.moment + after
    state = json.loads(there.wechat) | {"clock_offset": moment - time.time()}
    with ExitStack() as opened:
        wechat = opened.enter_context(simulated_wechat(json.dumps(state)))
        standing = opened.enter_context(stage())
        standing.env |= surroundings(wechat.address) | {"RONGMEI_WRITES": str(writes)}
        standing.load(there)
        functions = [Functions(tree, standing.env, moment) for tree in trees]
        for one in functions:
            opened.callback(one.close)
        for one in functions:
            one.ready()
        yield standing, functions, wechat


class SimulatedWeChat:
    """A WeChat with its address, and how it stood when it ended."""

    def __init__(self, address: str) -> None:
        self.address, self.state = address, ""

    def call_back(self, appids: Iterable[str], address: str) -> None:
        """Say where these accounts' callback is."""
        for appid in appids:
            asked = _direct().put(
                f"{self.address}/_sim/accounts/{appid}",
                json={"callback_url": address.replace("{account}", ACCOUNTS[appid])},
                timeout=60,
            )
            asked.raise_for_status()


@contextmanager
def simulated_wechat(state: str = "") -> Iterator[SimulatedWeChat]:
    """A WeChat that goes on from ``state``, or knows nobody yet."""
    with TemporaryDirectory() as temporary:
        place = Place(Path(temporary), 0, free_port())
        file = place.local / "simulator.json"
        if state:
            file.write_text(state, "utf-8")
        stack.start_simulator(place)
        wechat = SimulatedWeChat(place.simulator_url)
        try:
            yield wechat
        finally:
            stop(place.local / "simulator.pid")
            wechat.state = file.read_text("utf-8")


def _made(tree: Path) -> world.World:
    with simulated_wechat() as wechat, stage() as made:
        made.env |= surroundings(wechat.address)
        functions = Functions(tree, made.env, time.time())
        functions.ready()
        try:
            with made.callback(lambda event: functions.call("api", event)[0]) as address:
                made.env["RONGMEI_CALLBACK_URL"] = address
                _fill(tree, made, functions)
            there = made.keep(time.time())
        finally:
            functions.close()
    return there._replace(wechat=wechat.state)


def surroundings(wechat: str) -> dict[str, str]:
    """What functions are told of the world around the stage."""
    return {
        "RONGMEI_WECHAT_API_URL": wechat,
        "RONGMEI_SIMULATOR_URL": wechat,
        "RONGMEI_CONSOLE_URL": "http://127.0.0.1/",
        "RONGMEI_H5_URL": "http://127.0.0.1/h5/",
    }


def _fill(tree: Path, made: Stage, functions: Functions) -> None:
    for module in ("seed", "check", "waiting", "first_push"):
        demo_of(tree, made.env, module)
        made.settle(lambda _: functions)
        functions.do("forget")
    messages = morning()
    for message in messages[:-_LAST]:
        say(made.env, message)
    made.settle(lambda _: functions)
    for number, message in enumerate(messages[-_LAST:]):
        say(made.env, message)
        if number == _LAST // 2:
            made.follow(lambda _: functions)
    if made.failures:
        raise Problem(f"the release failed at its own demo: {made.failures[:3]}")


def demo_of(tree: Path, env: Mapping[str, str], module: str) -> None:
    """Run a step of a tree's demo. Raises ``Problem``."""
    done = subprocess.run(
        [PYTHON, "-m", f"demo.{module}"],
        cwd=tree,
        env={**stack.CLEAN, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(
            f"demo.{module}: {done.stdout.strip()} {done.stderr.strip().splitlines()[-1:]}"
        )


def morning() -> list[dict[str, Any]]:
    """What followers of the demo write, each with who writes it; the same each time."""
    from demo import questions
    from demo.accounts import PROVINCE

    day = questions.day(PROVINCE, 3 * _MORNING, random.Random(1))  # noqa: S311 - no secret
    plain = [one.message for one in day if not one.taps][:_MORNING]
    return [{"who": f"来客{number % 8}", **message} for number, message in enumerate(plain)]


def say(env: Mapping[str, str], message: dict[str, Any]) -> dict[str, Any]:
    """Let a follower write; returns what the simulator, which ``env`` names, says of it."""
    from demo.accounts import PROVINCE

    session, base = _direct(), env["RONGMEI_SIMULATOR_URL"] + "/_sim"
    users = {one["nickname"]: one["id"] for one in session.get(f"{base}/users", timeout=60).json()}
    who = message["who"]
    at = f"{base}/accounts/{PROVINCE.appid}/users/"
    if who not in users:
        users[who] = session.post(f"{base}/users", json={"nickname": who}, timeout=60).json()["id"]
        session.post(f"{at}{users[who]}/follow", json={}, timeout=60)
    body = {name: value for name, value in message.items() if name != "who"}
    said: dict[str, Any] = session.post(f"{at}{users[who]}/send", json=body, timeout=60).json()
    return said


def phones(env: Mapping[str, str]) -> list[str]:
    """Everybody who has a phone."""
    base = env["RONGMEI_SIMULATOR_URL"] + "/_sim"
    return [str(one["nickname"]) for one in _direct().get(f"{base}/users", timeout=60).json()]


def heard(env: Mapping[str, str], who: str) -> list[str]:
    """What stands on a follower's phone, as it came from the account."""
    from demo.accounts import PROVINCE

    session, base = _direct(), env["RONGMEI_SIMULATOR_URL"] + "/_sim"
    users = {one["nickname"]: one["id"] for one in session.get(f"{base}/users", timeout=60).json()}
    at = f"{base}/accounts/{PROVINCE.appid}/users/{users[who]}/chat"
    lines = session.get(at, timeout=60).json()
    return [str(one.get("content", "")) for one in lines if one["direction"] == "in"]


def _direct() -> requests.Session:
    """A proxy has no business between two programs on one machine."""
    session = requests.Session()
    session.trust_env = False
    return session


if __name__ == "__main__":
    run(main)
