"""A tree's functions in a process: ``in_tree.py TREE functions MOMENT``; a line of JSON asks, a line answers.

``{"handler": "chalicelib.triggers.outbox.outbox", "event": {…}}`` is called as Lambda calls it and answered with
``{"result": …, "errors": […]}``: what it returned, and what it logged as an error or raised. MOMENT (epoch s) is what
these functions take for the time at their start: what was kept is due, open and fresh as it was then.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import secrets
import sys
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

ERRORS: Final[list[str]] = []


class _Errors(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raised = record.exc_info[1] if record.exc_info else None
        ERRORS.append(
            f"{record.getMessage()}: {raised!r}"[:600] if raised else record.getMessage()[:600]
        )


def main() -> None:
    # What functions print (metrics, logs) must not stand between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _set_clock(float(sys.argv[1]))
    import app  # noqa: F401 - the bundle, as Lambda starts it
    from chalicelib import telemetry

    for name in (None, "chalice", getattr(telemetry.logger, "name", None)):
        logging.getLogger(name).addHandler(_Errors(logging.ERROR))
    answers.write("{}\n")
    answers.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        ERRORS.clear()
        try:
            result = _DEEDS[asked["do"]](asked) if "do" in asked else _call(asked)
        except Exception as error:
            ERRORS.append(repr(error)[:600])
            result = None
        answers.write(json.dumps({"result": result, "errors": ERRORS}, default=str) + "\n")
        answers.flush()


def _set_clock(moment: float) -> None:
    """Let the product's clocks go on from ``moment``."""
    from chalicelib import clock

    real, ahead = time.time, moment - time.time()
    time.time = lambda: real() + ahead
    clock.utc_now = lambda: datetime.now(UTC) + timedelta(seconds=ahead)


def _call(asked: dict[str, Any]) -> Any:
    module, _, name = asked["handler"].rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    context = SimpleNamespace(
        aws_request_id=secrets.token_hex(8),
        function_name=name,
        function_version="1",
        invoked_function_arn=f"arn:aws:lambda:us-east-1:123456789012:function:{name}",
        memory_limit_in_mb=1024,
        get_remaining_time_in_millis=lambda: 60_000,
    )
    return handler(asked["event"], context)


def _sign_in(asked: dict[str, Any]) -> str:
    """A session of a person; returns its id."""
    from chalicelib import sign_in
    from chalicelib.clock import utc_now
    from chalicelib.sign_in import store

    session_id, now = secrets.token_urlsafe(32), utc_now()
    session = sign_in.Session(
        person=asked["person"],
        identity=f"https://issuer.example#{asked['person']}",
        began_at=now,
        seen_at=now,
        ends_at=now + sign_in.LONGEST,
    )
    store.put_session(session_id, session)
    return session_id


def _forget(_: dict[str, Any]) -> None:
    """Let the process hold nothing of an account: what changed is read again."""
    from chalicelib import accounts, conversation

    accounts.forget()
    conversation.forget_books()


def _plan_push(_: dict[str, Any]) -> str:
    """Plan the demo's article for the next minute that is free; returns the delivery's id, empty where none was."""
    from chalicelib import newsroom, publishing
    from chalicelib.actor import local
    from chalicelib.clock import utc_now
    from demo.accounts import PROVINCE
    from demo.first_push import ARTICLE

    now = utc_now()
    at = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    try:
        planned = publishing.plan_push(
            newsroom.read_file(ARTICLE),
            PROVINCE.id,
            at=at,
            by=local("zong1"),
            now=now,
            reason="并行",
        )
    except publishing.PublishingError:
        return ""  # the minute is taken, or the day's pushes are
    return str(planned.id)


def _write(asked: dict[str, Any]) -> None:
    """Let these functions write shapes up to this one, as a stage's setting does."""
    from chalicelib.settings import settings

    os.environ["RONGMEI_WRITES"] = asked["newest"]
    settings.cache_clear()


_DEEDS: Final = {
    "sign_in": _sign_in,
    "forget": _forget,
    "plan_push": _plan_push,
    "write": _write,
}


if __name__ == "__main__":
    main()
