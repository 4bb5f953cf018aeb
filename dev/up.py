"""``make up``: the real system on this machine, ready to talk to. ``make up`` again brings it up to date."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from collections.abc import Mapping

from dev import stack
from dev.bundle import package
from dev.places import PYTHON, ROOT, Place, checkout
from dev.problem import Problem, run
from dev.progress import step


def main() -> None:
    place = checkout()
    wechat_api_url = (os.environ.get("WECHAT_API_URL") or place.simulator_url).rstrip("/")
    if not re.match(r"https?://[^/]", wechat_api_url):
        raise Problem(
            f"WECHAT_API_URL is no address: {wechat_api_url!r} (say http://127.0.0.1:PORT)"
        )
    place.local.mkdir(exist_ok=True)
    _start(place)
    with step("Packaging the bundle (chalice package)") as current:
        made = package("local", place.local / "build/local", stack.REGION)
        current.result = f"{made.unzipped_mb:.1f} MB unzipped"
    with step("Deploying the template to the local cloud") as current:
        changed = stack.deploy(place, made, wechat_api_url)
        current.result = "" if changed else "nothing changed"
    env = stack.environment(place, wechat_api_url)
    stack.write_environment(place, env)
    with step("Waking the functions"):
        stack.warm(env, processes=2 * max(1, os.cpu_count() or 1))
    _demo(place, env)
    _say_what_runs(place, env)


def _start(place: Place) -> None:
    with step(f"Local cloud (MiniStack) on {place.cloud_url}") as current:
        current.result = "" if stack.start_cloud(place) else "runs already"
    with step(f"Simulated WeChat on {place.simulator_url}") as current:
        current.result = "" if stack.start_simulator(place) else "runs already"


def _demo(place: Place, env: Mapping[str, str]) -> None:
    """Fill in the demo and see one real message answered through API Gateway."""
    for module, title in (
        ("demo.seed", "Filling in the demo"),
        ("demo.check", "Sending a message, as a follower"),
        ("demo.waiting", "Letting two followers ask for a person"),
        ("demo.first_push", "Planning a push for the next minute"),
    ):
        try:
            exists = importlib.util.find_spec(module)
        except ModuleNotFoundError:
            exists = None
        if exists is None:
            continue
        log = place.local / f"{module}.log"
        with step(title) as current:
            done = subprocess.run(
                [PYTHON, "-m", module],
                cwd=ROOT,
                env=stack.CLEAN | env,
                capture_output=True,
                text=True,
                check=False,
            )
            log.write_text(done.stdout + done.stderr)
            if done.returncode:
                said = [line for line in done.stderr.splitlines() if line.strip()][-1:] or [
                    "no word of why"
                ]
                raise Problem(
                    f"{title} failed: {said[0].strip()} (log: {log}; cloud: {place.local / 'cloud.log'})"
                )
            current.result = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _say_what_runs(place: Place, env: Mapping[str, str]) -> None:
    print(f"""
融媒 Rongmei is up.

  The console    {env["RONGMEI_CONSOLE_URL"]}
                 sign in as li (采编), zong1 (总编), zuo1 (坐席) …: ./rongmei person list --demo
  The phone      {place.simulator_url}/          play a follower: follow, write, tap the menu
  Callback       {env["RONGMEI_CALLBACK_URL"]}
  Local cloud    {place.cloud_url}          log: .local/cloud.log
  WeChat's API   {env["RONGMEI_WECHAT_API_URL"]}
  Settings       .local/env          for any other client of this system

Try next:
  the phone                      take 林小满's, open 订阅号消息, ask 年度汇算, tap the menu
  ./rongmei calendar --account province    what is planned; docs/publishing.md goes on from there
  ./rongmei --help               all that the command line can do
  make test                      every test, on a system of its own
  make down                      stop; make up goes on where it was. Data are kept every minute:
                                 after a crash, too, make up goes on, a minute before it at most
""")


if __name__ == "__main__":
    run(main)
