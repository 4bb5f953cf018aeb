"""`wechat-simulator crowd`: arguments, progress and report."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path

import httpx

from wechat_simulator.crowd.drive import Day, NobodyThereError, Size, account_at, alone
from wechat_simulator.crowd.report import Report, rendered
from wechat_simulator.crowd.scenario import DEFAULT, ScenarioError, load

WIDTH = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--followers", type=int, default=1000, help="who come (%(default)s)")
    parser.add_argument("--messages", type=int, default=500, help="what they ask (%(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed, the same day")
    parser.add_argument("--scenario", type=Path, default=DEFAULT, metavar="FILE.toml")
    parser.add_argument(
        "--url", help="a running simulator; without it, one with an account that answers all"
    )
    parser.add_argument("--appid", help="which account they write to, if there are several")
    parser.add_argument(
        "--doubled",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="that share of the messages is pushed twice at the same moment (%(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON")


def run(given: argparse.Namespace) -> int:
    try:
        report = asyncio.run(_play(given))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("\nstopped", file=sys.stderr)
        return 130
    except (NobodyThereError, ScenarioError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(report.as_dict(), ensure_ascii=False) if given.json else rendered(report))
    return 1 if report.lost or report.duplicates else 0


async def _play(given: argparse.Namespace) -> Report:
    # Ctrl-C cancels this task by itself; so does the signal that `kill` sends.
    if (task := asyncio.current_task()) is not None:
        with contextlib.suppress(NotImplementedError, RuntimeError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    scenario = load(given.scenario)
    size = Size(given.followers, given.messages, given.seed, given.doubled)
    there = httpx.AsyncClient(base_url=given.url, trust_env=False) if given.url else alone()
    async with there as http:
        http.timeout = httpx.Timeout(60)
        appid = await account_at(http, given.appid)
        return await Day(http, appid, scenario, size, _draw).play()


def _draw(what: str, done: int, total: int) -> None:
    """Draw a progress bar on a terminal, nothing in a log."""
    if not sys.stderr.isatty():
        return
    filled = WIDTH * done // total
    bar = "█" * filled + "░" * (WIDTH - filled)
    end = "\n" if done == total else ""
    print(f"\r  {bar} {done:>7,}/{total:,}  {what}   ", end=end, file=sys.stderr, flush=True)
