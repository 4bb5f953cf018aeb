"""Mass sends as the administrator sees them (sheet §2.5, API群发保护)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_simulator.activity import protection
from wechat_simulator.control.request import account_of, platform_of


async def list_masses(request: Request) -> Response:
    """Newest first; `awaits_admin_until` is set while somebody has to agree."""
    platform, account = platform_of(request), account_of(request)
    protection.expire(platform)
    return JSONResponse(
        [
            {
                "msg_id": mass.msg_id,
                "status": mass.status,
                "type": mass.msgtype,
                "titles": [platform.state.articles[i].title for i in mass.article_ids],
                "content": mass.content.get("content", ""),
                "audience": len(mass.audience) + mass.crowd,
                "sent": mass.sent,
                "failed": mass.failed,
                "accepted_at": mass.accepted_at,
                "awaits_admin_until": mass.awaits_admin_until,
            }
            for mass in reversed(account.masses.values())
        ]
    )


async def confirm(request: Request) -> Response:
    platform, account = platform_of(request), account_of(request)
    protection.expire(platform)
    mass = protection.waiting(account, request.path_params["msg_id"])
    protection.confirm(platform, account, mass)
    return JSONResponse({"ok": True})


async def refuse(request: Request) -> Response:
    platform, account = platform_of(request), account_of(request)
    mass = protection.waiting(account, request.path_params["msg_id"])
    protection.refuse(platform, account, mass)
    return JSONResponse({"ok": True})
