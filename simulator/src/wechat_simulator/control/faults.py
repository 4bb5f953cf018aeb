"""Faults as switches; `wechat_simulator/world/faults.py` describes the kinds."""

import secrets
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.control.request import RefusedError, account_of, body_of, platform_of
from wechat_simulator.world import faults
from wechat_simulator.world.platform import UnknownError
from wechat_simulator.world.records import dump


async def list_kinds(_: Request) -> Response:
    """The kinds of fault, with aim and options."""
    kinds = faults.KINDS.items()
    return JSONResponse({n: asdict(kind) for n, kind in kinds})


async def list_faults(request: Request) -> Response:
    return JSONResponse([dump(fault) for fault in account_of(request).faults])


async def add_fault(request: Request) -> Response:
    account = account_of(request)
    try:
        fault = faults.made("f" + secrets.token_hex(4), await body_of(request))
    except faults.UnfitError as error:
        raise RefusedError(str(error)) from error
    account.faults.append(fault)
    platform_of(request).tell("changed", {})
    return JSONResponse(dump(fault))


async def clear_faults(request: Request) -> Response:
    account_of(request).faults.clear()
    platform_of(request).tell("changed", {})
    return JSONResponse({"ok": True})


async def remove_fault(request: Request) -> Response:
    account, name = account_of(request), request.path_params["fault"]
    kept = [fault for fault in account.faults if fault.id != name]
    if len(kept) == len(account.faults):
        raise UnknownError(f"no fault {name}")
    account.faults = kept
    platform_of(request).tell("changed", {})
    return JSONResponse({"ok": True})
