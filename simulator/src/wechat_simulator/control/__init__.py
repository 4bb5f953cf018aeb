"""/_sim, the control API: scripts, tests and both pages play every part but the account's through it."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wechat_simulator.control import (
    accounts,
    agents,
    by_hand,
    clock,
    events,
    faults,
    masses,
    menus,
    notices,
    overview,
    past,
    readers,
    stream,
    users,
)
from wechat_simulator.control.request import RefusedError

__all__ = ["ROUTES", "RefusedError"]


def _route(path: str, handle: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    return Route("/_sim" + path, handle, methods=list(methods))


ROUTES = [
    _route("/health", overview.health, "GET"),
    _route("/accounts", accounts.list_accounts, "GET"),
    _route("/accounts/{appid}", accounts.put_account, "PUT"),
    _route("/accounts/{appid}", accounts.delete_account, "DELETE"),
    _route("/accounts/{appid}/verify", accounts.verify_account, "POST"),
    _route("/accounts/{appid}/faults", faults.list_faults, "GET"),
    _route("/accounts/{appid}/faults", faults.add_fault, "POST"),
    _route("/accounts/{appid}/faults", faults.clear_faults, "DELETE"),
    _route("/accounts/{appid}/faults/{fault}", faults.remove_fault, "DELETE"),
    _route("/faults", faults.list_kinds, "GET"),
    _route("/accounts/{appid}/event", events.account_event, "POST"),
    _route("/accounts/{appid}/agents", agents.list_agents, "GET"),
    _route("/accounts/{appid}/agents/{agent}", agents.set_agent, "PUT"),
    _route("/accounts/{appid}/agents/{agent}/say", agents.say, "POST"),
    _route("/accounts/{appid}/masses", masses.list_masses, "GET"),
    _route("/accounts/{appid}/masses/{msg_id}/confirm", masses.confirm, "POST"),
    _route("/accounts/{appid}/masses/{msg_id}/refuse", masses.refuse, "POST"),
    _route("/accounts/{appid}/menu", menus.get_menu, "GET"),
    _route("/accounts/{appid}/menu", menus.put_menu, "PUT"),
    _route("/accounts/{appid}/published", by_hand.publish, "POST"),
    _route("/accounts/{appid}/published/{article}", by_hand.change, "PUT"),
    _route("/accounts/{appid}/articles/{article}/notices", notices.components, "PUT"),
    _route("/accounts/{appid}/jsconfig", notices.jsconfig, "POST"),
    _route("/accounts/{appid}/quotas", accounts.quotas, "GET"),
    _route("/accounts/{appid}/past", past.make, "POST"),
    _route("/clock", clock.get_clock, "GET"),
    _route("/clock", clock.move_clock, "POST"),
    _route("/users", users.list_users, "GET"),
    _route("/users", users.add_user, "POST"),
    _route("/users/{user}/phone", overview.phone, "GET"),
    *(
        _route(f"/accounts/{{appid}}/users/{{user}}/{action.__name__}", action, "POST")
        for action in (
            users.follow,
            users.unfollow,
            users.scan,
            users.send,
            users.click,
            users.view,
            users.location,
            users.read,
            readers.open,
            readers.share,
            readers.like,
            readers.zaikan,
            readers.collect,
            readers.comment,
            notices.notice,
            notices.notice_settings,
            events.event,
        )
    ),
    _route("/accounts/{appid}/users/{user}/media", users.upload, "POST"),
    _route("/accounts/{appid}/users/{user}/chat", overview.chat, "GET"),
    _route("/ledger", overview.ledger, "GET"),
    _route("/calls", overview.calls, "GET"),
    _route("/reset", overview.reset, "POST"),
    _route("/settle", overview.settle, "POST"),
    _route("/stream", stream.stream, "GET"),
]
