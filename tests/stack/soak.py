"""Four agents and fifty followers for some minutes, on a running system: ``python -m tests.stack.soak --minutes 5``.

Run by hand after ``make up``, with its environment (``set -a; . .local/env``). Four pages of the console stand open in one
browser; followers of the simulated WeChat write, each message with a mark of its own; the agents answer by keyboard, each
answer with a mark of its own. At the end every mark is looked for: on the telephones, in the records, and on the pages.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, TimeoutError

from chalicelib import desk, people
from chalicelib.actor import SYSTEM, local
from chalicelib.clock import utc_now
from chalicelib.people import Role
from demo.accounts import PROVINCE
from dev.browser import browser
from tests.cloud.console.conftest import session_for

AGENTS: Final = ("soak1", "soak2", "soak3", "soak4")
FOLLOWERS: Final = 50
_SIM: Final = os.environ.get("RONGMEI_SIMULATOR_URL", "") + "/_sim"
_ON_PAGE: Final = """
() => {
  window.firstSeen = window.firstSeen || {};
  const look = () => {
    for (const mark of document.body.textContent.match(/问\\d+-\\d+/g) || [])
      window.firstSeen[mark] ||= Date.now();
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
  look();
}
"""


@dataclass
class Told:
    """What was said, and when."""

    asked: dict[str, float] = field(default_factory=dict)
    """Marks of followers, and when each was written (epoch s)."""
    answered: list[str] = field(default_factory=list)
    """Marks of agents, as they were handed in."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=5)
    minutes = options.parse_args().minutes
    _prepare()
    told, users = Told(), [follower(n) for n in range(FOLLOWERS)]
    time.sleep(8)
    with browser() as started:
        pages = [
            opened(started.new_context(viewport={"width": 1280, "height": 800}), agent)
            for agent in AGENTS
        ]
        heaps = [[_heap(page) for page in pages]]
        _work(pages, users, told, time.time() + 60 * minutes, heaps)
        time.sleep(10)
        seen: dict[str, float] = {}
        for page in pages:
            for mark, at in page.evaluate("() => window.firstSeen").items():
                seen[mark] = min(at / 1000, seen.get(mark, at))
        shown = _shown(pages)
        heaps.append([_heap(page) for page in pages])
    report = _report(told, users, seen, shown, heaps)
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    return 1 if any(report[name] for name in ("lost", "doubled", "unseen")) else 0


def _prepare() -> None:
    clear_desk()
    now = utc_now()
    for agent_id in AGENTS:
        people.add_staff(
            agent_id, PROVINCE.id, [Role.AGENT], by=local("ops"), now=now, name=agent_id
        )
        fields = {"id": agent_id, "name": agent_id, "capacity": 15}
        desk.setup.add_agent(PROVINCE.id, fields, by=SYSTEM, now=now)
        desk.go_on_duty(PROVINCE.id, by=local(agent_id), now=now)
    time.sleep(12)  # warm functions look at the account every ten seconds


def clear_desk() -> None:
    """Let nobody wait, nobody be served and nobody be on duty; the desk is open at every hour."""
    now = utc_now()
    desk.setup.set_hours(PROVINCE.id, None, by=SYSTEM, now=now, spans="00:00-23:59", weekdays="1-7")
    for session in desk.live_sessions(PROVINCE.id):
        if session.owner:
            desk.resolve(PROVINCE.id, session.id, by=local(session.owner), now=now, survey=False)
    for agent in desk.presences(PROVINCE.id):
        desk.go_off_duty(PROVINCE.id, by=local(agent.agent.id), now=now, hand_back=True)


def follower(number: int) -> str:
    """Somebody who follows and asks for a person; their id."""
    user = str(_post("/users", {"nickname": f"测试{number}"})["id"])
    _post(f"/accounts/{PROVINCE.appid}/users/{user}/follow", {})
    write(user, "找人工")
    return user


def write(user: str, words: str) -> None:
    """A follower writes."""
    _post(f"/accounts/{PROVINCE.appid}/users/{user}/send", {"type": "text", "content": words})


def heard(user: str) -> list[str]:
    """What a follower was told in words so far."""
    chat = _get(f"/accounts/{PROVINCE.appid}/users/{user}/chat")
    return [
        str(line["content"]) for line in chat if line["direction"] == "in" and "content" in line
    ]


def opened(context: BrowserContext, agent: str) -> Page:
    """The desk of an agent who is signed in."""
    address = os.environ["RONGMEI_CONSOLE_URL"]
    page = context.new_page()
    context.add_cookies(
        [
            {
                "name": "__Host-rongmei",
                "value": session_for(agent),
                "url": "https://" + urlsplit(address).netloc + "/",
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )
    page.goto(f"{address}#/desk?account={PROVINCE.id}")
    page.locator("[data-row]").first.wait_for(timeout=60_000)
    page.evaluate(_ON_PAGE)
    return page


def _work(
    pages: list[Page], users: list[str], told: Told, until: float, heaps: list[list[int]]
) -> None:
    turn = 0
    while time.time() < until:
        user = turn % FOLLOWERS
        mark = f"问{user}-{turn}"
        told.asked[mark] = time.time()
        write(users[user], f"{mark} 还没有到账")
        page = pages[turn % len(pages)]
        page.keyboard.press("Alt+j")
        box = page.locator("#composer")
        try:
            box.wait_for(timeout=10_000)
        except TimeoutError:
            continue  # nobody waits for this agent
        finally:
            turn += 1
        if page.locator(".composer.reply").count():
            answer = f"答{turn}-{secrets.token_hex(3)}"
            box.fill(answer)
            box.press("Enter")
            told.answered.append(answer)
        if turn % 60 == 0:
            heaps.append([_heap(one) for one in pages])


def _shown(pages: list[Page]) -> Counter[str]:
    """How often each answer stands on the pages, all of an agent's conversations opened once."""
    found: Counter[str] = Counter()
    for page in pages:
        for row in page.locator("section").first.locator("[data-row]").all():
            row.click()
            page.wait_for_timeout(900)
            found.update(
                page.evaluate(
                    "() => document.querySelector('.list')?.textContent.match(/答\\d+-[0-9a-f]{6}/g) || []"
                )
            )
    return found


def _heap(page: Page) -> int:
    """Kilobytes of the page's heap, after what is no longer used was thrown away."""
    client = page.context.new_cdp_session(page)
    client.send("HeapProfiler.collectGarbage")
    size = client.send("Runtime.getHeapUsage")["usedSize"]
    client.detach()
    return int(size) // 1024


def _report(
    told: Told,
    users: list[str],
    seen: dict[str, float],
    shown: Counter[str],
    heaps: list[list[int]],
) -> dict[str, Any]:
    arrived: Counter[str] = Counter()
    for user in users:
        arrived.update(words for words in heard(user) if words.startswith("答"))
    late = sorted(seen[mark] - at for mark, at in told.asked.items() if mark in seen)
    return {
        "asked": len(told.asked),
        "answered": len(told.answered),
        "lost": [one for one in told.answered if not arrived[one]],
        "doubled": [one for one, number in (arrived | shown).items() if number > 1],
        "unseen": [one for one in told.asked if one not in seen][:20],
        "seconds_until_seen": {
            "median": round(statistics.median(late), 2) if late else None,
            "p95": round(late[int(len(late) * 0.95)], 2) if late else None,
            "most": round(late[-1], 2) if late else None,
        },
        "heap_kb": heaps,
    }


def _post(path: str, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        _SIM + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def _get(path: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(_SIM + path, timeout=60) as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


if __name__ == "__main__":
    raise SystemExit(main())
