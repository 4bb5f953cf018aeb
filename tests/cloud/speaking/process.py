"""A process that can die, and a cloud and a WeChat that can fail, at one place of its way.

Places are the lines of the product's own code on the way (each of them the first time), every call of AWS and every
call of WeChat or the hotline. ``Process.run`` lives through a piece of work; where the plan says so it is killed, or
the call fails. A killed process makes no call any more, whatever its ``finally`` would like to do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

from botocore.exceptions import ReadTimeoutError

import chalicelib
from chalicelib.cloud import clients

HOME = str(Path(chalicelib.__file__).parent)
WATCHED = (
    "desk",
    "hotline",
    "conversation",
    "publishing",
    "wechat",
    "accounts",
    "application",
    "topics",
)
SERVICES = ("dynamodb", "sqs", "ssm", "s3")


class Killed(BaseException):
    """The process is gone."""


class Fate(StrEnum):
    """What happens at a place."""

    KILLED = "killed"
    """At a line, or before a call is made."""
    KILLED_AFTER = "killed after the call"
    THROTTLED = "throttled"
    """With all the tries that botocore makes."""
    REFUSED = "refused"
    LOST = "done, but its answer lost"
    NOT_TAKEN = "lost before it was done"
    """For calls of WeChat, as all that follow."""
    BUSY = "-1"
    BAD_GATEWAY = "502"
    UNREACHABLE = "unreachable"
    TURNED_DOWN = "turned down"


AT_LINE = (Fate.KILLED,)
OF_AWS = (Fate.KILLED, Fate.KILLED_AFTER, Fate.THROTTLED, Fate.REFUSED, Fate.LOST)
OF_HTTP = (
    Fate.KILLED,
    Fate.KILLED_AFTER,
    Fate.LOST,
    Fate.NOT_TAKEN,
    Fate.BUSY,
    Fate.BAD_GATEWAY,
    Fate.UNREACHABLE,
    Fate.TURNED_DOWN,
)


class Place(NamedTuple):
    """A place on the way: a line, or the n-th call."""

    kind: str
    """``line``, ``aws`` or ``http``."""
    name: str
    number: int

    @property
    def fates(self) -> tuple[Fate, ...]:
        """All that can happen there."""
        return {"line": AT_LINE, "aws": OF_AWS, "http": OF_HTTP}[self.kind]


@dataclass
class Process:
    """Counts the places it passes, and meets its fate at one of them."""

    at: Place | None = None
    fate: Fate | None = None
    throttles: bytes = b""
    """Beside its fate: calls of AWS that hold these bytes are throttled, the next ``times`` of them."""
    times: int = 0
    places: dict[Place, None] = field(default_factory=dict)
    running: bool = False
    dead: bool = False
    met: bool = False
    _calls: dict[str, int] = field(default_factory=dict)

    def run(self, work: Callable[[], Any]) -> Any:
        """Do a piece of work; None, too, where it was killed on the way. Raises what the work raises."""
        self.running = True
        before = sys.gettrace()
        # Lines cost time to watch: where nothing happens at one, they are seen when the way is walked first.
        if self.at is None or (self.at.kind == "line" and not self.met):
            sys.settrace(self._trace)
        try:
            return work()
        except Killed:
            return None
        finally:
            sys.settrace(before)
            self.running = self.dead = False

    def die(self) -> None:
        self.dead = True
        raise Killed

    def passes(self, place: Place) -> Fate | None:
        """The fate that waits here; each is met once."""
        self.places.setdefault(place)
        if place != self.at or self.met:
            return None
        self.met = True
        return self.fate

    def before_call(self, kind: str, name: str) -> Fate | None:
        """A call of ``kind`` begins: its fate, where it has one."""
        if self.dead:
            raise Killed
        if not self.running:
            return None  # the test's own, or that of a machine that does not fail here
        number = self._calls[kind] = self._calls.get(kind, 0) + 1
        fate = self.passes(Place(kind, name, number))
        if fate is Fate.KILLED:
            self.die()
        return fate

    def is_throttled(self, body: bytes | str) -> bool:
        """Whether this call is one of those that are throttled."""
        body = body.encode() if isinstance(body, str) else body
        if not self.times or not self.throttles or self.throttles not in body:
            return False
        self.times -= 1
        return True

    def _trace(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        watched = _watched.get(code)
        if watched is None:
            watched = _watched[code] = _is_watched(code)
        return self._line if watched else None

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line" and not self.dead:
            name = f"{frame.f_code.co_filename[len(HOME) + 1 :]}:{frame.f_lineno}"
            if self.passes(Place("line", name, 1)) is Fate.KILLED:
                self.die()
        return self._line


_watched: dict[CodeType, bool] = {}


def _is_watched(code: CodeType) -> bool:
    room = code.co_filename.removeprefix(HOME).lstrip("/").split("/", 1)[0]
    at_home = code.co_filename.startswith(HOME) and not code.co_name.startswith("<module")
    return at_home and room in WATCHED


@contextmanager
def failing_cloud(process: Callable[[], Process]) -> Iterator[None]:
    """Within, calls of AWS pass by the process of the moment."""
    after: list[Fate | None] = [None]

    def before_call(model: Any, params: Any, **_: Any) -> Any:
        fate = process().before_call("aws", model.name)
        if process().is_throttled(params["body"]):
            fate = Fate.THROTTLED
        after[0] = fate
        if fate is Fate.THROTTLED:
            return _answer(
                400, _THROTTLED.get(model.service_model.service_name, "ThrottlingException")
            )
        if fate is Fate.REFUSED:
            return _answer(400, "AccessDeniedException")
        return None

    def after_call(**_: Any) -> None:
        fate, after[0] = after[0], None
        if fate is Fate.KILLED_AFTER:
            process().die()
        if fate is Fate.LOST:
            raise ReadTimeoutError(endpoint_url="https://aws")

    watched = [getattr(clients, service)() for service in SERVICES]
    for client in watched:
        client.meta.events.register_first("before-call.*.*", before_call, "speaking")
        client.meta.events.register_first("after-call.*.*", after_call, "speaking-after")
    try:
        yield
    finally:
        for client in watched:
            client.meta.events.unregister("before-call.*.*", before_call, "speaking")
            client.meta.events.unregister("after-call.*.*", after_call, "speaking-after")


_THROTTLED = {"dynamodb": "ProvisionedThroughputExceededException"}


class _Http(NamedTuple):
    status_code: int


def _answer(status: int, code: str) -> tuple[_Http, dict[str, Any]]:
    parsed = {
        "Error": {"Code": code, "Message": code},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return _Http(status), parsed
