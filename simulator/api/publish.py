"""发布: a permanent page that notifies nobody (sheet §2.4)."""

from functools import partial
from typing import Any

from simulator.api.protocol import ApiError, Call, Endpoint
from simulator.articles import page_url, publish
from simulator.jobs import PUBLISH_FINISHED, REJECTED, finish_publication, start
from simulator.platform import current_call
from simulator.state import Publication


async def submit(call: Call) -> dict[str, Any]:
    """errcode 0 means accepted, no more; the draft leaves the box here."""
    draft = call.account.drafts.get(call.text("media_id"))
    if draft is None:
        raise ApiError(40007, "invalid media_id")
    ids = publish(call.platform, call.account, draft, call.base_url)
    del call.account.drafts[draft.media_id]
    publish_id = str(2_247_480_000 + call.platform.sequence())
    made = Publication(publish_id, "", ids, call.platform.now(), call=current_call.get())
    call.account.publications[publish_id] = made
    work = partial(finish_publication, call.platform, call.account, made, call.base_url)
    if early := start(call.platform, call.account, PUBLISH_FINISHED, work):
        await early
    return {
        "errcode": 0,
        "errmsg": "ok",
        "publish_id": publish_id,
        "msg_data_id": 2_247_000_000 + call.platform.sequence(),
    }


async def get(call: Call) -> dict[str, Any]:
    found = call.account.publications.get(call.text("publish_id"))
    if found is None:
        raise ApiError(53600, "invalid publish_id")
    answer: dict[str, Any] = {"publish_id": found.publish_id, "publish_status": found.status}
    if found.status == 0:
        pages = [call.platform.state.articles[i] for i in found.article_ids]
        items = [
            {"idx": n, "article_url": page_url(p, call.base_url)} for n, p in enumerate(pages, 1)
        ]
        answer["article_id"] = found.article_id
        answer["article_detail"] = {"count": len(items), "item": items}
    failed = list(range(1, len(found.article_ids) + 1)) if found.status == REJECTED else []
    return answer | {"fail_idx": failed}


ENDPOINTS = [
    Endpoint("POST", "/cgi-bin/freepublish/submit", submit, daily=100),
    Endpoint("POST", "/cgi-bin/freepublish/get", get, daily=100),
]
