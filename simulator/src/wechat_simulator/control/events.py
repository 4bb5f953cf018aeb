"""Events that follow from no action on the phone; WeChat sends them by itself."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.activity import phone_actions
from wechat_simulator.activity.jobs import system_event
from wechat_simulator.control.request import (
    RefusedError,
    account_of,
    body_of,
    follower_of,
    platform_of,
)
from wechat_simulator.wire import events
from wechat_simulator.wire.callbacks import deliver


async def event(request: Request) -> Response:
    """`{"event": "scancode_waitmsg", "key", "result"}` and its like, from one follower."""
    platform, account, follower = platform_of(request), account_of(request), follower_of(request)
    given = await body_of(request)
    try:
        name, kind = events.of_follower(given)
        fields = kind.fields({"openid": follower.openid, "appid": account.appid} | given)
    except (events.UnfitEventError, TypeError, ValueError) as error:
        raise RefusedError(str(error)) from error
    if kind.window:
        phone_actions.open_window(platform, follower, kind.window)
    return JSONResponse(
        await phone_actions.event(
            platform, account, follower, name, fields, answerable=kind.answerable
        )
    )


async def account_event(request: Request) -> Response:
    """`{"event": "verify_expired", "expired_time"}` and its like, about the account itself."""
    platform, account = platform_of(request), account_of(request)
    try:
        name, fields = events.of_account(await body_of(request))
    except (events.UnfitEventError, TypeError, ValueError) as error:
        raise RefusedError(str(error)) from error
    delivered = await deliver(platform, account, system_event(platform, account, name) | fields)
    return JSONResponse({"attempts": delivered.attempts, "problem": delivered.problem})
