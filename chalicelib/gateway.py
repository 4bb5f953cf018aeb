"""A request of API Gateway (REST, proxy) as functions read it, and the answers that they give."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

Event: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]

SAFE: Final[dict[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of every answer."""


class Cookie(NamedTuple):
    """A cookie that this host alone gets, over TLS, and no script reads (``__Host-``)."""

    name: str
    value: str
    seconds: int
    """0 takes it away."""

    def __str__(self) -> str:
        return (
            f"__Host-{self.name}={self.value}; Path=/; Max-Age={self.seconds}; "
            "Secure; HttpOnly; SameSite=Lax"
        )


def path_of(event: Event, root: str) -> str:
    """The path below ``root``, beginning with a slash, whatever stage or domain stands before it; empty for ``root`` itself."""
    path = str(event.get("path") or "")
    start = path.find(root)
    return path[start + len(root) :] if start >= 0 else path


def origin_of(context: Mapping[str, Any], host: str, root: str, *, local: bool) -> str:
    """The address of this API as whoever called it sees it, as far as what stands before ``root`` (no slash at its end).

    A function cannot be told the address of the API that calls it. ``context`` is the request's; AWS names an API by its
    host, the ``local`` cloud by a path that the context leaves out.
    """
    here = str(context.get("path") or "").partition(root)[0]
    if not local:
        return f"https://{host}{here}"
    api = context.get("apiId")
    return f"http://{host}/_aws/execute-api/{api}{here}" if api else f"http://{host}{here}"


def query_of(event: Event) -> dict[str, str]:
    """The query's parameters; of a repeated one the last."""
    return dict(event.get("queryStringParameters") or {})


def header_of(event: Event, name: str) -> str:
    """A header's value, whatever the case of its name; empty where there is none."""
    headers: Mapping[str, str] = event.get("headers") or {}
    return next((v for k, v in headers.items() if k.lower() == name.lower()), "")


def cookie_of(event: Event, name: str) -> str:
    """A cookie's value; empty where there is none.

    Cookies of others on the same host may look odd and may come in headers of their own: they are passed over.
    """
    several: Mapping[str, Sequence[str]] = event.get("multiValueHeaders") or {}
    lines = [
        line for key, values in several.items() if key.lower() == "cookie" for line in values or ()
    ] or [header_of(event, "cookie")]
    for part in ";".join(lines).split(";"):
        key, _, value = part.strip().partition("=")
        if key == f"__Host-{name}":
            return value.strip().strip('"')
    return ""


def answer(
    status: int,
    body: str = "",
    *,
    content_type: str = "text/plain; charset=utf-8",
    headers: Mapping[str, str] | None = None,
    cookies: Sequence[Cookie] = (),
    binary: bool = False,
) -> Answer:
    """An answer with the headers that every answer has; ``body`` is base64 where it is ``binary``."""
    every = {**SAFE, "Content-Type": content_type, "Cache-Control": "no-store", **(headers or {})}
    several = {name: [value] for name, value in every.items()}
    if cookies:
        several["Set-Cookie"] = [str(cookie) for cookie in cookies]
    return {
        "statusCode": status,
        "multiValueHeaders": several,
        "body": body,
        "isBase64Encoded": binary,
    }


def redirect(to: str, *, cookies: Sequence[Cookie] = ()) -> Answer:
    """Send the browser to ``to``, which is relative wherever it stays here."""
    return answer(302, headers={"Location": to}, cookies=cookies)


def as_json(
    status: int, value: Mapping[str, Any], *, content_type: str = "application/json"
) -> Answer:
    """A JSON answer."""
    return answer(status, json.dumps(value, ensure_ascii=False), content_type=content_type)
