"""Followers of the city: a roll, a sync that goes on, a follower of whom something is kept, a rule for tags, two QR codes."""

from __future__ import annotations

from datetime import timedelta

from chalicelib import accounts, followers
from chalicelib.clock import utc_now
from chalicelib.cloud import table
from chalicelib.followers import QrCode, RuleKind

FOLLOWER = "oFollower000000000000000000a"


def fill(account: str, mark: str) -> dict[str, str]:
    """Make it; returns the ids of its things by the names that routes give them."""
    now = utc_now()
    followers.followed(account, FOLLOWER, int(now.timestamp()) - 86_400, f"{mark}-expo")
    roll = followers.roll.Roll(
        sync="20261101T020000Z",
        appid="wx",
        parts=1,
        number=9_876_543,
        started_at=now - timedelta(days=3),
        finished_at=now - timedelta(days=1),
        came=12,
        gone=345,
    )
    table.put({"pk": f"ROLL#{account}", "sk": "ROLL", "doc": roll.model_dump_json()})
    rule = followers.tags.TagRule(
        id="1a2b3c4d",
        kind=RuleKind.SCENE,
        value="expo-2026",
        tag=101,
        tag_name=f"{mark}个体户"[:30],
        by="zong",
        made_at=now,
    )
    followers.tags.save_rule(account, rule)
    for scene, until in (("hall-7", None), ("expo-2026", now + timedelta(days=20))):
        code = QrCode(
            scene=scene,
            kind=followers.qrcodes.QrKind.TEMPORARY
            if until
            else followers.qrcodes.QrKind.PERMANENT,
            name=f"{mark}入口"[:40],
            purpose=f"关注{mark}，查办税服务、预约和政策",
            hall="7" if until is None else "",
            campaign="" if until is None else "博览会",
            unit=accounts.state(account).account.unit,
            by="zong",
            made_at=now,
            url=f"http://weixin.qq.com/q/{scene}-0123456789abcdef",
            ticket="gQ-ticket",
            expires_at=until,
        )
        table.put(
            {"pk": f"QRCODES#{account}", "sk": f"CODE#{scene}", "doc": code.model_dump_json()}
        )
    followers.roll.start(account, by="zong", now=now)
    return {"follower": FOLLOWER, "rule": rule.id, "scene": "hall-7", "tag": "101"}
