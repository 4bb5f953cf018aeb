"""API Gateway → here: the page's files, sign-in, and the API for who is signed in."""

from __future__ import annotations

import os

# pydantic finds a plugin by reading the metadata of every package; there is none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from typing import Any, Final

from chalicelib.console import page
from chalicelib.gateway import Answer, Event, path_of, redirect

_API: Final = "/api/"


def handler(event: Event, context: Any) -> Answer:
    """One request. Running it twice is harmless: each use case says why."""
    path = path_of(event, page.ROOT)
    if path.startswith(_API):
        from chalicelib.console import api

        return api.respond(event, context)
    if path in ("/sign-in", "/signed-in"):
        from chalicelib.console import entrance

        return entrance.to_provider(event) if path == "/sign-in" else entrance.back(event)
    if path == "/display":
        from chalicelib.console import displays

        return displays.respond(event)
    if not path:
        # Without the slash the page's relative addresses would lead elsewhere.
        return redirect("console/")
    return page.file(path)
