"""Asks the demo one question, as a follower: ``python -m demo.check`` exits 0 when the answer came.

The way is the real one: phone → simulated WeChat → API Gateway → Lambda → reply, in the account's own mode.
"""

from __future__ import annotations

import contextlib
import sys
import time
from typing import Any

from demo import phone
from demo.accounts import PROVINCE

ASKER = "林小满"
QUESTION = "怎么开发票"
ANSWER = "电子税务局"
TRIES = 3
"""A warm function may hold the rules of before for ten seconds."""


def main() -> int:
    """Ask; say in one sentence what came back."""
    try:
        user = _asker()
        for attempt in range(TRIES):
            if attempt:
                time.sleep(6)
            said = _deed(user, "send", {"type": "text", "content": QUESTION})
            if ANSWER in str(said.get("shown")):
                print(f"“{QUESTION}” was answered in {said['attempts'][-1]['ms']:.0f} ms")
                return 0
    except phone.PhoneError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"“{QUESTION}” was not answered: {_why(said)}", file=sys.stderr)
    return 1


def _asker() -> str:
    """The same follower each time, so that checking leaves no crowd behind."""
    known = [user["id"] for user in phone.call("GET", "/users") if user["nickname"] == ASKER]
    user = str(known[0] if known else phone.call("POST", "/users", {"nickname": ASKER})["id"])
    with contextlib.suppress(phone.Busy):  # follows already
        _deed(user, "follow", {})
    return user


def _deed(user: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
    path = f"/accounts/{PROVINCE.appid}/users/{user}/{name}"
    answer: dict[str, Any] = phone.call("POST", path, body)
    return answer


def _why(said: dict[str, Any]) -> str:
    if said.get("problem"):
        return str(said["problem"])
    tries = said.get("attempts") or []
    statuses = ", ".join(str(one.get("error") or f"status {one.get('status')}") for one in tries)
    return f"{statuses or 'no try was made'}; the reply was {said.get('reply')}"


if __name__ == "__main__":
    raise SystemExit(main())
