"""QR codes are made at WeChat and kept here.

| pk | sk | attributes |
|---|---|---|
| ``QRCODES#{account}`` | ``CODE#{scene}`` | ``doc`` (QrCode) |
| ``QRCODES#{account}`` | ``COUNT`` | ``permanent``: permanent codes that were ever made |
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib import accounts
from chalicelib.accounts import Scarce
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.followers.errors import BadQrCode, UnknownQrCode
from chalicelib.followers.qrcodes.models import MOST_PERMANENT, QrCode, QrKind, QrWanted


def make(account_id: str, wanted: QrWanted, *, by: str, now: datetime) -> QrCode:
    """Make a code, or renew a temporary one that has ended.

    WeChat gives a code for a scene as often as it is asked; killed before the code is kept, it is asked again. Raises
    ``UnknownAccount``, ``BadQrCode``, ``AllowanceUsedUp`` or ``WeChatError``.
    """
    account = accounts.state(account_id).account
    before = _get(account_id, wanted.scene)
    if before is not None and (before.expires_at is None or before.expires_at > now):
        raise BadQrCode(f"场景值“{wanted.scene}”已经有二维码“{before.name}”，请换一个。")
    if wanted.kind is QrKind.PERMANENT:
        _count(account_id)
    accounts.ledger.spend(account_id, Scarce.QR_CODE, now)
    told = accounts.wechat_client(account_id).qrcode.create(_body(wanted))
    code = QrCode(
        **wanted.model_dump(exclude={"days"}),
        unit=account.unit,
        by=by,
        made_at=now,
        url=str(told["url"]),
        ticket=str(told["ticket"]),
        expires_at=None
        if wanted.kind is QrKind.PERMANENT
        else now + timedelta(seconds=int(told.get("expire_seconds", 0))),
    )
    _put(account_id, code)
    return code


def every(account_id: str) -> list[QrCode]:
    """The codes of an account, by scene."""
    found = table.query(_pk(account_id), "CODE#", consistent=True)
    return [QrCode.model_validate_json(str(item["doc"])) for item in found]


def find(account_id: str, scene: str) -> QrCode:
    """One code. Raises ``UnknownQrCode``."""
    code = _get(account_id, scene)
    if code is None:
        raise UnknownQrCode(scene)
    return code


def change(account_id: str, scene: str, *, name: str, purpose: str) -> QrCode:
    """Name a code anew. Raises ``UnknownQrCode`` or ``BadQrCode``."""
    if not 0 < len(name.strip()) <= 40 or len(purpose) > 120:
        raise BadQrCode("名称 1–40 字，用途最多 120 字。")
    changed = {"name": name.strip(), "purpose": purpose.strip()}
    code = find(account_id, scene).model_copy(update=changed)
    _put(account_id, code)
    return code


def remove(account_id: str, scene: str) -> QrCode:
    """Forget a code here; WeChat's own goes on working. Raises ``UnknownQrCode``."""
    code = find(account_id, scene)
    table.delete(_pk(account_id), f"CODE#{scene}")
    return code


def _body(wanted: QrWanted) -> dict[str, object]:
    scene = {"scene": {"scene_str": wanted.scene}}
    if wanted.kind is QrKind.PERMANENT:
        return {"action_name": "QR_LIMIT_STR_SCENE", "action_info": scene}
    seconds = wanted.days * 86_400
    return {"action_name": "QR_STR_SCENE", "expire_seconds": seconds, "action_info": scene}


def _count(account_id: str) -> None:
    try:
        table.update(
            _pk(account_id),
            "COUNT",
            "ADD permanent :one",
            {":one": 1, ":most": MOST_PERMANENT},
            condition="attribute_not_exists(permanent) OR permanent < :most",
        )
    except ConditionFailed as error:
        raise BadQrCode("永久二维码已满 10 万个，请改用临时的。") from error


def _get(account_id: str, scene: str) -> QrCode | None:
    item = table.get(_pk(account_id), f"CODE#{scene}", consistent=True)
    return None if item is None else QrCode.model_validate_json(str(item["doc"]))


def _put(account_id: str, code: QrCode) -> None:
    table.put({"pk": _pk(account_id), "sk": f"CODE#{code.scene}", "doc": code.model_dump_json()})


def _pk(account_id: str) -> str:
    return f"QRCODES#{account_id}"
