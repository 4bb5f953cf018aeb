"""MiniStack as this project runs it; called by ``.venv-cloud``'s Python, so it imports nothing of ours but its neighbour.

It remembers across a restart how far a function has read a table's stream, but not the stream: the new stream
would be read from a place that it reaches after as many records again. So streams are read from their beginning.

Five things are done for speed, none seen by a function:

- MiniStack starts one process for every request that meets no idle one, without bound. Fifty messages at once
  would be fifty interpreters on a laptop with two cores, and none would answer in WeChat's five seconds. Here
  a request waits in a line (``local_lines.py``) for one of a few processes. (A function that invoked itself would wait for ever; ours meet
  only through queue and stream.)
- It unpacks and compiles the whole bundle for every process. Here all processes share one unpacked copy,
  which stands before any other package on their path, and one of each layer behind it.
- A process of a function is forked from one that has loaded the function (``local_functions.py``).
- What comes out the same for each request, such as the statements of a policy, it works out once (``local_memory.py``).
- After a request that logged nothing it waits 50 ms for a first line of log. Here it waits 2 ms: a line that comes
  later is shown with the next request.

And two where it is stricter than AWS: there a batch of messages needs the permission for one, and a function that gets
other code ends the requests that it has with the old one. What is done for queries of the archive stands in
``local_athena.py``, for the two kinds of API in ``local_http_api.py`` and ``local_rest_api.py``, for a query's condition in
``local_queries.py``, for batches of a stream that fail in part in ``local_streams.py``.

It keeps its data when it is stopped. Here it keeps them every minute as well, because not everything is stopped: a
laptop loses power, a process is killed (docs/decisions/0013).
"""

import asyncio
import contextlib
import functools
import hashlib
import io
import logging
import os
import shutil
import signal
import threading
import time
import warnings
import zipfile
from pathlib import Path
from typing import Any

import local_athena
import local_functions
import local_http_api
import local_lines
import local_memory
import local_queries
import local_rest_api
import local_streams
from ministack import app
from ministack.core import iam_actions, lambda_runtime, persistence
from ministack.services import lambda_svc

WORKERS = max(2, 2 * (os.cpu_count() or 1))
"""Processes a function at most."""

HOME = Path(os.environ["STATE_DIR"]).parent
CODE = HOME / "code"
"""Where unpacked bundles lie, one directory a digest; the last one used survives a restart."""

SAVE_EVERY = float(os.environ.get("RONGMEI_SAVE_SECONDS", "60"))
"""Seconds between two savings."""

BATCHES = {
    "SendMessageBatch": "SendMessage",
    "DeleteMessageBatch": "DeleteMessage",
    "ChangeMessageVisibilityBatch": "ChangeMessageVisibility",
}
"""Calls of SQS that IAM knows under another name."""

_asked_for = iam_actions._action_from_target
_lease = lambda_runtime.acquire_worker
_kill = lambda_runtime.kill_workers
_release = lambda_runtime.release_worker
_ready = app._run_ready_scripts
_save_all = app.save_all
_unpacking = threading.Lock()
_saving: set[int] = set()
"""The process that saves, while one does."""
_leased: dict[Any, int] = {}
"""Processes that work on a request, and the thread that waits for each."""
_outdated: set[Any] = set()
"""Of these, those whose function has other code by now."""
_waiting = local_lines.Lines()
"""Requests by function."""


def main() -> None:
    tidy()
    # Seconds for a first line, for a further one, and in all.
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = (0.002, 0.005, 0.25)
    lambda_runtime.acquire_worker = lease_one_of_few
    lambda_svc.acquire_worker = lease_one_of_few
    lambda_runtime.kill_workers = end_when_done
    lambda_runtime.release_worker = give_back_or_end
    lambda_svc.release_worker = give_back_or_end
    iam_actions._action_from_target = needed
    lambda_svc._restore_esm_positions = lambda *_: None
    local_athena.install()
    local_functions.install()
    local_http_api.install()
    local_memory.install()
    local_queries.install()
    local_rest_api.install()
    local_streams.install()
    app._run_ready_scripts = ready_and_saving
    app.save_all = save_at_the_end
    app.main()


def tidy() -> None:
    """Put aside what an earlier run left, and remove it while we start: on a slow disk that takes long."""
    CODE.mkdir(parents=True, exist_ok=True)
    temporary = Path(os.environ["TMPDIR"])
    codes = sorted(CODE.iterdir(), key=lambda path: path.stat().st_mtime)
    # The last code and the last layer stay.
    for left in [*temporary.glob("ministack-*"), *codes[:-2]]:
        left.rename(HOME / f"old-{time.time_ns()}")
    old = list(HOME.glob("old-*"))
    threading.Thread(
        target=lambda: [shutil.rmtree(path, ignore_errors=True) for path in old], daemon=True
    ).start()


async def ready_and_saving() -> None:
    """What MiniStack does when it is up, and from then on a saving every minute."""
    await _ready()
    while persistence.PERSIST_STATE:
        await asyncio.sleep(SAVE_EVERY)
        process = save_aside()
        await asyncio.to_thread(_ended, process)


def save_aside() -> int:
    """Save all data in a copy of this process, which requests need not wait for; returns its id.

    A stack that is being changed is not saved: nobody could go on with half a change.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the threads, which the copy does not need
        process = os.fork()
    if process:
        _saving.add(process)
        return process
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # A lock that another thread held at the fork is never given back in the copy.
        signal.alarm(max(10, int(SAVE_EVERY)))
        # The port is free as soon as the original has gone.
        os.closerange(3, 1 << 16)
        logging.disable(logging.INFO)  # a line for each service, every minute
        if _changing():
            print("not saved: a stack is being changed", flush=True)
        else:
            persistence.save_all(app._build_persistence_save_dict())
    finally:
        os._exit(0)


def _changing() -> bool:
    from ministack.services import cloudformation

    stacks = cloudformation.get_state()["stacks"]._data.values()
    return any(str(one.get("StackStatus", "")).endswith("_IN_PROGRESS") for one in stacks)


def _ended(process: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process, 0)
    _saving.discard(process)


def save_at_the_end(services: dict[str, Any]) -> None:
    """The saving at a clean stop, after which no older copy may write."""
    for process in tuple(_saving):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        _ended(process)
    _save_all(services)


def lease_one_of_few(
    name: str, config: dict[str, Any], code: bytes, qualifier: str = "$LATEST", **_: Any
) -> tuple[Any, str]:
    """Lease a process for one request; where all are busy, wait for one, in the order of coming.

    Without the order some of fifty at once would wait past WeChat's five seconds while others overtake them.
    """
    shared = os.pathsep.join([str(unpacked_once(config["CodeSha256"], code)), *_layers(config)])
    variables = config.get("Environment", {}).get("Variables", {}) | {"PYTHONPATH": shared}
    config = config | {"Environment": {"Variables": variables}, "Layers": []}

    def leased() -> tuple[Any, str] | None:
        worker, how = _lease(name, config, _NOTHING, qualifier=qualifier, max_concurrency=WORKERS)
        if worker is None:
            return None
        _leased[worker] = threading.get_ident()
        return worker, how

    return _waiting.wait(name, leased)


def end_when_done(workers: list[Any]) -> None:
    """End processes; one that works on another thread's request ends when it has answered."""
    here = threading.get_ident()
    busy = {one for one in workers if one is not None and _leased.get(one, here) != here}
    _outdated.update(busy)
    _kill([one for one in workers if one not in busy])
    # One that has answered in between is ended by nobody else.
    _kill([one for one in busy if one not in _leased and one in _outdated])


def give_back_or_end(worker: Any) -> None:
    """Give back a process that has answered, or end it where its function has other code by now."""
    _leased.pop(worker, None)
    _release(worker)
    if worker in _outdated:
        _outdated.discard(worker)
        _kill([worker])
    _waiting.call()


def _layers(config: dict[str, Any]) -> list[str]:
    """The directories of a function's layers, unpacked once for all processes like the code."""
    return [
        _layer(str(one.get("Arn", one) if isinstance(one, dict) else one))
        for one in config.get("Layers") or []
    ]


@functools.cache
def _layer(arn: str) -> str:
    # A version of a layer never changes, so its address stands for its content.
    packed = lambda_svc._resolve_layer_zip(arn)
    return str(unpacked_once(hashlib.sha256(packed).hexdigest(), packed) / "python")


def needed(headers: dict[str, str]) -> str | None:
    """The permission that a call needs, by its name in IAM."""
    action = _asked_for(headers)
    return BATCHES.get(action, action) if action else None


def unpacked_once(digest: str, code: bytes) -> Path:
    """The directory with this code, unpacked by whoever comes first."""
    home = CODE / digest.replace("/", "_")
    with _unpacking:
        if not home.exists():
            part = home.with_suffix(".part")
            with zipfile.ZipFile(io.BytesIO(code)) as packed:
                packed.extractall(part)
            part.rename(home)
    return home


def _empty_zip() -> bytes:
    made = io.BytesIO()
    zipfile.ZipFile(made, "w").close()
    return made.getvalue()


_NOTHING = _empty_zip()

if __name__ == "__main__":
    main()
