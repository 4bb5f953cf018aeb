"""The event stream: server-sent events for pages and scripts.

Its first event is `ready`. A client that loads after it misses nothing: the stream has every event from then on. The
server keeps no past events; after a broken connection a client has to load again.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wechat_simulator.control.request import platform_of
from wechat_simulator.world.platform import Platform

KEEP_ALIVE = 15
# The browser connects again after this time.
RETRY_MS = 1000


async def stream(request: Request) -> Response:
    return StreamingResponse(_events(platform_of(request)), media_type="text/event-stream")


async def _events(platform: Platform) -> AsyncIterator[str]:
    with platform.listening() as queue:
        yield f"retry: {RETRY_MS}\nevent: ready\ndata: {{}}\n\n"
        while True:
            try:
                item = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if item is None:
                return
            content = json.dumps(item["data"], ensure_ascii=False)
            yield f"event: {item['event']}\ndata: {content}\n\n"
