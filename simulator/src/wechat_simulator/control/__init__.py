"""/_sim: what scripts, tests and the phone page use to play everybody's part but the account's."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wechat_simulator.control import (
    accounts,
    clock,
    faults,
    happenings,
    masses,
    people,
    reading,
    staff,
    watching,
)
from wechat_simulator.control.request import RefusedError

__all__ = ["ROUTES", "RefusedError"]


def _route(path: str, handle: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    return Route("/_sim" + path, handle, methods=list(methods))


ROUTES = [
    _route("/health", watching.health, "GET"),
    _route("/accounts", accounts.list_accounts, "GET"),
    _route("/accounts/{appid}", accounts.put_account, "PUT"),
    _route("/accounts/{appid}", accounts.delete_account, "DELETE"),
    _route("/accounts/{appid}/verify", accounts.verify_account, "POST"),
    _route("/accounts/{appid}/faults", faults.list_faults, "GET"),
    _route("/accounts/{appid}/faults", faults.add_fault, "POST"),
    _route("/accounts/{appid}/faults", faults.clear_faults, "DELETE"),
    _route("/accounts/{appid}/faults/{fault}", faults.remove_fault, "DELETE"),
    _route("/faults", faults.list_kinds, "GET"),
    _route("/accounts/{appid}/event", happenings.account_event, "POST"),
    _route("/accounts/{appid}/agents", staff.list_agents, "GET"),
    _route("/accounts/{appid}/agents/{agent}", staff.set_agent, "PUT"),
    _route("/accounts/{appid}/agents/{agent}/say", staff.say, "POST"),
    _route("/accounts/{appid}/masses", masses.list_masses, "GET"),
    _route("/accounts/{appid}/masses/{msg_id}/confirm", masses.confirm, "POST"),
    _route("/accounts/{appid}/masses/{msg_id}/refuse", masses.refuse, "POST"),
    _route("/accounts/{appid}/quotas", accounts.quotas, "GET"),
    _route("/clock", clock.get_clock, "GET"),
    _route("/clock", clock.move_clock, "POST"),
    _route("/users", people.list_users, "GET"),
    _route("/users", people.add_user, "POST"),
    _route("/users/{user}/phone", watching.phone, "GET"),
    *(
        _route(f"/accounts/{{appid}}/users/{{user}}/{deed.__name__}", deed, "POST")
        for deed in (
            people.follow,
            people.unfollow,
            people.scan,
            people.send,
            people.click,
            people.view,
            people.location,
            people.read,
            reading.open,
            reading.share,
            reading.comment,
            reading.notice,
            happenings.event,
        )
    ),
    _route("/accounts/{appid}/users/{user}/media", people.upload, "POST"),
    _route("/accounts/{appid}/users/{user}/chat", watching.chat, "GET"),
    _route("/ledger", watching.ledger, "GET"),
    _route("/calls", watching.calls, "GET"),
    _route("/reset", watching.reset, "POST"),
    _route("/settle", watching.settle, "POST"),
    _route("/stream", watching.stream, "GET"),
]
