"""An SDK from npm against the simulator: nothing of it is changed but the address.

`npm install --prefix .local/npm co-wechat-api@3.11.0` once; the test itself needs no network.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.simulator.conftest import APPID, PNG

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / ".local/npm/node_modules"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(
        not (MODULES / "co-wechat-api").is_dir(),
        reason="npm install --prefix .local/npm co-wechat-api@3.11.0",
    ),
]


def test_co_wechat_api_speaks_with_followers_and_understands_refusals(served):
    user = served.user()
    openid = served.openid(user)
    command = [NODE, str(HERE / "co_wechat_api.js"), str(served.http.base_url).rstrip("/"), openid]
    with_sdk = {"NODE_PATH": str(MODULES), "APPID": APPID, "PNG": PNG.hex()}
    done = subprocess.run(
        command, env=os.environ | with_sdk, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said == {
        "followers": [openid],
        "tags": [said["tag"]],
        "tagged": [openid],
        "menu": "办税",
        "media": "image",
        "ticket": True,
        "sent": 0,
        "again": 45066,
        "nobody": 40003,
        "tag": said["tag"],
    }
    served.settle()
    assert [entry["content"] for entry in served.chat(user)] == ["您好", "通知"]
    assert len(served.ledger("mass")) == 1
