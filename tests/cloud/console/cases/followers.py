"""粉丝, 标签, 二维码."""

from __future__ import annotations

from tests.cloud.console.cases import Case

READ = "followers:roll:read"
SYNC = "followers:roll:sync"
TAG = "followers:tag:edit"
BLOCK = "followers:blacklist:edit"
QR = "followers:qr:edit"
PERSON = {"openid": "{follower}"}
WHY = {"reason": "活动结束"}
CASES = {
    ("GET", "/followers/{account}"): Case(READ),
    ("POST", "/followers/{account}/sync"): Case(SYNC, good=409),
    ("POST", "/followers/{account}/sync/resume"): Case(SYNC, body={}),
    ("POST", "/followers/{account}/sync/cancel"): Case(SYNC),
    ("POST", "/followers/{account}/person"): Case("followers:person:export", body=PERSON),
    ("POST", "/followers/{account}/person/export"): Case("followers:person:export", body=PERSON),
    ("POST", "/followers/{account}/person/erase"): Case(
        "followers:person:erase", body={**PERSON, "reason": "本人申请"}
    ),
    # WeChat is down in this world.
    ("GET", "/follower-tags/{account}"): Case(READ),
    ("POST", "/follower-tags/{account}"): Case(TAG, body={"name": "个体户"}, good=503),
    ("PUT", "/follower-tags/{account}/tags/{tag}"): Case(TAG, body={"name": "个体户"}, good=503),
    ("POST", "/follower-tags/{account}/tags/{tag}/delete"): Case(TAG, body=WHY, good=503),
    ("POST", "/follower-tags/{account}/rules"): Case(
        TAG, body={"kind": "scene", "value": "expo", "tag": 101}, good=503
    ),
    ("POST", "/follower-tags/{account}/rules/{rule}/remove"): Case(TAG),
    ("GET", "/follower-tags/{account}/blacklist"): Case(BLOCK, good=503),
    ("POST", "/follower-tags/{account}/blacklist"): Case(
        BLOCK, body={"openids": ["{follower}"], "blocked": True, "reason": "辱骂"}, good=503
    ),
    ("GET", "/qr-codes/{account}"): Case(READ),
    ("POST", "/qr-codes/{account}"): Case(QR, body={"scene": "expo", "name": "展台"}, good=503),
    ("PUT", "/qr-codes/{account}/{scene}"): Case(QR, body={"name": "新名称"}),
    ("POST", "/qr-codes/{account}/{scene}/remove"): Case(QR, body=WHY),
}
