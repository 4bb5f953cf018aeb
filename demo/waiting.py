"""Lets two followers ask for a person: ``python -m demo.waiting``.

So that the desk is not empty when an agent of the demo first opens it. Done once: where anybody has asked before, it
does nothing.
"""

from __future__ import annotations

import contextlib
import sys
import time
from typing import Any, Final

from chalicelib import desk
from chalicelib.clock import SHANGHAI, utc_now
from demo import phone
from demo.accounts import PROVINCE

CALL: Final = "转人工"
ASKERS: Final = {
    "苏小禾": ("年度汇算退税多久到账", "我三月就申请了，一直显示审核中，现在都没有到账"),
    "何一舟": ("灵活就业人员怎么缴社保费", "我去年在外省缴过几个月，现在回来了，能接着缴吗？"),
}
TRIES: Final = 4
PAUSE: Final = 4
"""Seconds: a warm function may hold the account of before, without agents, for ten."""


def main() -> int:
    """Let them ask, and say how many wait."""
    if _asked_before():
        print("somebody has asked before")
        return 0
    try:
        for name, words in ASKERS.items():
            user = _follower(name)
            for each in words:
                _say(user, each)
            if not any(_handed_over(user) for _ in range(TRIES)):
                print(f"{name} was not handed over to the desk", file=sys.stderr)
                return 1
    except phone.PhoneError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(ASKERS)} wait for an agent: 坐席台, as zuo1")
    return 0


def _asked_before() -> bool:
    today = utc_now().astimezone(SHANGHAI).date()
    return bool(desk.live_sessions(PROVINCE.id) or any(desk.sessions_of_day(PROVINCE.id, today)))


def _follower(name: str) -> str:
    known = [user["id"] for user in phone.call("GET", "/users") if user["nickname"] == name]
    user = str(known[0] if known else phone.call("POST", "/users", {"nickname": name})["id"])
    with contextlib.suppress(phone.Busy):  # follows already
        _deed(user, "follow", {})
    return user


def _handed_over(user: str) -> bool:
    """Call for a person; whether the answer speaks of one. The session itself comes from the stream a moment later."""
    if "坐席" in _say(user, CALL):
        return True
    time.sleep(PAUSE)
    return False


def _say(user: str, words: str) -> str:
    return str(_deed(user, "send", {"type": "text", "content": words}).get("shown") or "")


def _deed(user: str, name: str, body: dict[str, Any]) -> Any:
    return phone.call("POST", f"/accounts/{PROVINCE.appid}/users/{user}/{name}", body)


if __name__ == "__main__":
    raise SystemExit(main())
