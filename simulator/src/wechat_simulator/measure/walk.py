"""`wechat-simulator walk`: every follower of a very large account, page by page, measured."""

import argparse
import time

import httpx

from wechat_simulator.measure.process import started

APPID = "wx0000000000000walk"
PAGE = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--followers", type=int, default=10_000_000, help="how many (%(default)s at most)"
    )


def run(given: argparse.Namespace) -> int:
    """Print the figures; 1 if the walk did not meet everybody."""
    # The quota is raised so that the walk fits into one day (sheet §2.1: 500 calls).
    quotas = {"/cgi-bin/user/get": given.followers // PAGE + 10}
    with started() as simulator:
        token = simulator.account(APPID, followers={"count": given.followers}, quotas=quotas)
        before, begun = simulator.peak(), time.perf_counter()
        met, pages = _walk(simulator.http, token)
        took = time.perf_counter() - begun
        print(f"  followers   {met:,} met of {given.followers:,}, in {pages:,} pages")
        print(f"  time        {took:.1f} s, {1000 * took / max(1, pages):.0f} ms a page")
        print(
            f"  peak memory {before} MB before the first page, {simulator.peak()} MB after the last"
        )
    return 0 if met == given.followers else 1


def _walk(http: httpx.Client, token: str) -> tuple[int, int]:
    met = pages = 0
    start = ""
    while True:
        asked = {"access_token": token, "next_openid": start}
        page = http.get("/cgi-bin/user/get", params=asked).json()
        met += page["count"]
        if not page["next_openid"]:
            return met, pages
        pages, start = pages + 1, page["next_openid"]
