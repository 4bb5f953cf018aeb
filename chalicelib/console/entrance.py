"""Sign-in as the browser sees it: to the provider, back with a code, out again."""

from __future__ import annotations

from html import escape
from typing import Final

from chalicelib import sign_in
from chalicelib.clock import utc_now
from chalicelib.errors import DomainError
from chalicelib.gateway import Answer, Cookie, Event, answer, cookie_of, query_of, redirect

SESSION: Final = "rongmei"
"""The cookie of a session."""
_TICKET: Final = "rongmei-sign-in"
"""The cookie of a sign-in under way."""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""Of a page that is a sentence and a link."""


def to_provider(event: Event) -> Answer:
    """``GET /console/sign-in?return_to=/articles``: send the browser to the provider."""
    try:
        address, ticket = sign_in.begin(query_of(event).get("return_to", ""), utc_now())
    except DomainError as error:
        return _told(503, str(error))
    return redirect(address, cookies=[Cookie(_TICKET, ticket, 600)])


def back(event: Event) -> Answer:
    """``GET /console/signed-in?code=…&state=…``: the provider sent the browser back."""
    from chalicelib import telemetry

    query, used = query_of(event), Cookie(_TICKET, "", 0)
    try:
        done = sign_in.finish(
            query.get("code", ""), query.get("state", ""), cookie_of(event, _TICKET), utc_now()
        )
    except (sign_in.NobodyHere, sign_in.FactorMissing) as error:
        telemetry.logger.warning("sign-in refused", extra={"reason": type(error).__name__})
        return _told(403, str(error), [used])
    except sign_in.SignInFailed as error:
        telemetry.logger.warning("sign-in failed", extra={"reason": error.reason})
        return _told(400, str(error), [used])
    except DomainError as error:
        return _told(503, str(error), [used])
    # An id that a browser had before is worth nothing afterwards: nobody's session can be put into it beforehand.
    old = cookie_of(event, SESSION)
    if old:
        sign_in.end(old)
    kept = Cookie(SESSION, done.id, 12 * 3600)
    return redirect(f"./#{done.return_to or '/'}", cookies=[kept, used])


def _told(status: int, sentence: str, cookies: list[Cookie] | None = None) -> Answer:
    """One plain page with a sentence and a way back to the sign-in."""
    body = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>融媒 · 登录</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<main style="max-width:32em;margin:20vh auto;padding:0 1.5em;font:16px/1.8 sans-serif">'
        f'<h1 style="font-size:20px">登录</h1><p>{escape(sentence)}</p>'
        '<p><a href="./sign-in">重新登录</a></p></main></html>'
    )
    return answer(
        status,
        body,
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": _POLICY},
        cookies=cookies or (),
    )
