"""`wechat-simulator rate`: how many API calls a second, and how long it takes to start."""

import argparse
import asyncio
import json
import time

from wechat_simulator.measure.process import started

APPID = "wx0000000000000rate"
PATH = "/cgi-bin/openapi/quota/get"
BODY = json.dumps({"cgi_path": "/cgi-bin/menu/get"}).encode()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--calls", type=int, default=10_000, help="how many (%(default)s)")
    parser.add_argument("--at-once", type=int, default=16, help="connections (%(default)s)")


def run(given: argparse.Namespace) -> int:
    """Print the figures; 1 if a call got a wrong answer."""
    with started() as simulator:
        token = simulator.account(APPID)
        begun = time.perf_counter()
        good = asyncio.run(_all(simulator.port, token, given.calls, given.at_once))
        took = time.perf_counter() - begun
        print(f"  start       {simulator.seconds:.2f} s to the first answer")
        print(f"  API calls   {given.calls:,} in {took:.1f} s: {given.calls / took:,.0f} a second")
    return 0 if good == given.calls else 1


async def _all(port: int, token: str, calls: int, at_once: int) -> int:
    shares = [calls // at_once + (n < calls % at_once) for n in range(at_once)]
    return sum(await asyncio.gather(*(_some(port, token, share) for share in shares)))


async def _some(port: int, token: str, calls: int) -> int:
    """Call over one connection. The client does as little as possible: it shares the cores with the server."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {PATH}?access_token={token} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}"
    asked, good = head.encode() + b"\r\n\r\n" + BODY, 0
    for _ in range(calls):
        writer.write(asked)
        headers = await reader.readuntil(b"\r\n\r\n")
        length = int(headers.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
        good += json.loads(await reader.readexactly(length))["errcode"] == 0
    writer.close()
    await writer.wait_closed()
    return good
