"""Every event of sheet §1.5 that follows from no action and no job, spelled as WeChat spells it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from wechat_simulator.wire.xml import Repeated

Given = dict[str, Any]


class UnfitEventError(ValueError):
    """WeChat has no such event."""


class Kind(NamedTuple):
    """The fields of an event; `window` is the customer-service window that it opens (sheet §2.7)."""

    fields: Callable[[Given], dict[str, Any]]
    answerable: bool = False
    window: str = ""


def _word(given: Given, name: str, default: str = "") -> str:
    return str(given.get(name, default))


def _scan(given: Given) -> dict[str, Any]:
    kind, result = _word(given, "scan_type", "qrcode"), _word(given, "result")
    info = {"ScanType": kind, "ScanResult": result}
    return {"EventKey": _word(given, "key"), "ScanCodeInfo": info}


def _pictures(given: Given) -> dict[str, Any]:
    sums = [str(one) for one in given.get("md5", ["1b5f7c23b5bf75682a53e7b6d163e185"])]
    info = {"Count": len(sums), "PicList": [{"PicMd5Sum": one} for one in sums]}
    return {"EventKey": _word(given, "key"), "SendPicsInfo": info}


def _place(given: Given) -> dict[str, Any]:
    names = {"Location_X": "x", "Location_Y": "y", "Scale": "scale", "Label": "label"}
    info = {name: _word(given, key) for name, key in names.items()}
    info["Poiname"] = _word(given, "poiname")
    return {"EventKey": _word(given, "key"), "SendLocationInfo": info}


def _mini_program(given: Given) -> dict[str, Any]:
    return {"EventKey": _word(given, "path"), "MenuId": _word(given, "menu_id", "1")}


def _changed(given: Given) -> dict[str, Any]:
    status = _word(given, "status", "reject")
    entry = {"TemplateId": _word(given, "template_id"), "SubscribeStatusString": status}
    return {"SubscribeMsgChangeEvent": {"List": Repeated([entry])}}


def _privacy(given: Given) -> dict[str, Any]:
    names = {"OpenID": "openid", "AppID": "appid", "RevokeInfo": "revoke_info"}
    return {name: _word(given, key) for name, key in names.items()}


def _template(given: Given) -> dict[str, Any]:
    return {"MsgID": int(given.get("msg_id", 1)), "Status": _word(given, "status", "success")}


def _session(given: Given) -> dict[str, Any]:
    return {"SessionFrom": _word(given, "session_from")}


def _expires(given: Given) -> dict[str, Any]:
    return {"ExpiredTime": int(given.get("expired_time", 0))}


def _fails(given: Given) -> dict[str, Any]:
    return {
        "FailTime": int(given.get("fail_time", 0)),
        "FailReason": _word(given, "fail_reason", "by time"),
    }


OF_FOLLOWERS = {
    "scancode_push": Kind(_scan, window="scan"),
    "scancode_waitmsg": Kind(_scan, answerable=True, window="scan"),
    "pic_sysphoto": Kind(_pictures),
    "pic_photo_or_album": Kind(_pictures),
    "pic_weixin": Kind(_pictures),
    "location_select": Kind(_place),
    "view_miniprogram": Kind(_mini_program),
    "user_enter_tempsession": Kind(_session, answerable=True),
    "subscribe_msg_change_event": Kind(_changed),
    "TEMPLATESENDJOBFINISH": Kind(_template),
    "user_info_modified": Kind(_privacy),
    "user_authorization_revoke": Kind(_privacy),
    "user_authorization_cancellation": Kind(_privacy),
}
OF_ACCOUNTS = {
    "qualification_verify_success": _expires,
    "qualification_verify_fail": _fails,
    "naming_verify_success": _expires,
    "naming_verify_fail": _fails,
    "annual_renew": _expires,
    "verify_expired": _expires,
}


def of_follower(given: Given) -> tuple[str, Kind]:
    """The requested event of a follower: its name and kind.

    Raises:
        UnfitEventError: none of those.
    """
    name = _word(given, "event")
    if name not in OF_FOLLOWERS:
        raise UnfitEventError(f"event is one of {', '.join(OF_FOLLOWERS)}")
    return name, OF_FOLLOWERS[name]


def of_account(given: Given) -> tuple[str, dict[str, Any]]:
    """The requested event of the account: its name and fields.

    Raises:
        UnfitEventError: none of those.
    """
    name = _word(given, "event")
    if name not in OF_ACCOUNTS:
        raise UnfitEventError(f"event is one of {', '.join(OF_ACCOUNTS)}")
    return name, OF_ACCOUNTS[name](given)
