"""Which accounts WeChat refuses a token, as the last try of anybody left it (``token``)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chalicelib.cloud import batches
from chalicelib.wechat.error_codes import TOKEN_API
from chalicelib.wechat.errors import refusal


def refusals(appids: Sequence[str]) -> dict[str, str]:
    """Why WeChat refuses it, by appid, of those whose last fetch was refused; a call for each hundred."""
    found = {}
    for start in range(0, len(appids), batches.MOST):
        keys = [(f"TOKEN#{one}", "TOKEN") for one in appids[start : start + batches.MOST]]
        for (pk, _), item in batches.get_all(keys).items():
            if item.get("refused"):
                errcode, errmsg = json.loads(str(item["refused"]))
                appid = pk.partition("#")[2]
                found[appid] = refusal(errcode, errmsg, appid=appid, api=TOKEN_API).treatment.advice
    return found
