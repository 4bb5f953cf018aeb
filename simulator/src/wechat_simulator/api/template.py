"""Template messages of service accounts (sheet §2.10); the templates come from /_sim."""

import re
from functools import partial
from typing import Any

from wechat_simulator.activity.jobs import system_event
from wechat_simulator.api.kf import recipient
from wechat_simulator.api.protocol import OK, ApiError, Call, Endpoint
from wechat_simulator.wire.callbacks import deliver
from wechat_simulator.world.faults import striking
from wechat_simulator.world.state import Follower

FINISHED = "TEMPLATESENDJOBFINISH"
DELIVERED = "success"
SLOT = re.compile(r"\{\{(\w+)\.DATA\}\}")


async def send(call: Call) -> dict[str, Any]:
    """Accept at once; TEMPLATESENDJOBFINISH tells later whether it arrived (sheet §1.5)."""
    _service_only(call)
    follower = recipient(call, call.text("touser"))
    template = call.account.templates.get(call.text("template_id"))
    if template is None:
        raise ApiError(40037, "invalid template_id")
    data = call.body.get("data")
    if not isinstance(data, dict) or not all(isinstance(v, dict) for v in data.values()):
        raise ApiError(47001, "data format error")
    if not follower.subscribed:
        raise ApiError(43004, "require subscribe")
    msg_id = 2_000_000_000 + call.platform.sequence()
    struck = striking(call.account, "job", FINISHED, "template_failed")
    status = str(struck[0].options["text"]) if struck else DELIVERED
    if status == DELIVERED:
        _show(call, follower, template, data, msg_id)
    call.platform.later(partial(_tell, call, follower.openid, msg_id, status))
    return OK | {"msgid": msg_id}


async def listed(call: Call) -> dict[str, Any]:
    _service_only(call)
    return {
        "template_list": [
            {
                "template_id": name,
                "title": template.get("title", ""),
                "primary_industry": "政府与公共事业",
                "deputy_industry": "政府|公共事业|非盈利机构",
                "content": template["content"],
                "example": "",
            }
            for name, template in call.account.templates.items()
        ]
    }


async def delete(call: Call) -> dict[str, Any]:
    _service_only(call)
    if call.account.templates.pop(call.text("template_id"), None) is None:
        raise ApiError(40037, "invalid template_id")
    return dict(OK)


def _service_only(call: Call) -> None:
    if call.account.kind != "service":
        raise ApiError(48001, "api unauthorized")


def _show(
    call: Call, follower: Follower, template: dict[str, str], data: dict[str, Any], msg_id: int
) -> None:
    """Fill the slots; one without a value stays empty, as on the phone."""
    words = {key: str(value.get("value", "")) for key, value in data.items()}
    text = SLOT.sub(lambda slot: words.get(slot[1], ""), template["content"])
    entry = {"direction": "in", "type": "notice", "title": template.get("title", "")}
    entry |= {"content": text, "url": call.text("url")}
    call.platform.say(call.account, follower, entry)
    who = {"openid": follower.openid, "user": follower.user, "msg_id": msg_id}
    about = {"template_id": call.text("template_id"), "content": text}
    call.platform.record("template", call.account, **about, **who)


async def _tell(call: Call, openid: str, msg_id: int, status: str) -> None:
    fields = system_event(call.platform, call.account, FINISHED)
    fields |= {"FromUserName": openid, "MsgID": msg_id, "Status": status}
    await deliver(call.platform, call.account, fields)


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/message/template/send", send, daily=100_000),
    Endpoint("GET", "/cgi-bin/template/get_all_private_template", listed),
    Endpoint("POST", "/cgi-bin/template/del_private_template", delete),
]
